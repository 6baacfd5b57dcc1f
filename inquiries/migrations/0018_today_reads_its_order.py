"""Today reads what was promised and who owes an answer in their order, instead of sorting all there is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inquiries", "0017_urgency_is_called_so")]

    operations = [
        migrations.AddIndex(
            model_name="followup",
            index=models.Index(
                fields=["due_at", "id"], condition=models.Q(("state", "planned")), name="follow_up_promised"
            ),
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(
                models.Case(models.When(state="waitlisted", then=1), default=0),
                models.F("respond_by"),
                models.F("state_changed_at"),
                models.F("id"),
                condition=models.Q(("state__in", ("sent", "info_needed", "waitlisted"))),
                name="referral_awaited_as_listed",
            ),
        ),
    ]
