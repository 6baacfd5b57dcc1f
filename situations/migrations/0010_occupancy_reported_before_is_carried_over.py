from django.db import migrations


def carry_over(apps, schema_editor):
    """What was reported of an offer before reports were rows of their own stands in its history, the last one on it itself."""
    offers, history = (apps.get_model("situations", name) for name in ("SeasonalOffer", "SeasonalOfferEvent"))
    reports = apps.get_model("situations", "OccupancyReport")
    users = set(apps.get_model("sociopoint", "User").objects.values_list("pk", flat=True))
    known, existing = set(reports.objects.values_list("offer", "reported_at")), set(offers.objects.values_list("pk", flat=True))
    said = {}
    for model in (history, offers):
        rows = model.objects.filter(occupied_at__isnull=False, capacity__isnull=False)
        for offer, at, *rest in rows.values_list("id", "occupied_at", "occupied", "capacity", "occupied_by_id"):
            said[offer, at] = rest
    reports.objects.bulk_create(
        reports(offer_id=offer, reported_at=at, occupied=occupied, capacity=capacity, reported_by_id=by if by in users else None)
        for (offer, at), (occupied, capacity, by) in said.items()
        if offer in existing and (offer, at) not in known
    )


class Migration(migrations.Migration):
    dependencies = [("situations", "0009_news_in_english_and_ukrainian")]

    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
