"""News for trying the product out: made up and said so. Production never makes them."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from situations.models import Article, LifeSituation, OccupancyReport, PublicCampaign, SeasonalOffer
from sociopoint.models import Role, User

SLUG, CAMPAIGN_SLUG = "ukazka-aktuality", "ukazka-kampane"
SITUATION = "nemam-kde-spat"
DAYS, CAPACITY = 7, 30
OCCUPIED = (11, 14, 19, 27, 30, 30, 25, 22)
"""Evening by evening since the offer began."""


@transaction.atomic
def ensure_demo_news() -> bool:
    """An article, an offer that goes on now with a week of reports, and a campaign; True when they were made.

    One query while the article is there.
    """
    if settings.ENVIRONMENT.production:
        raise PermissionDenied("made-up news are not for production")
    if Article.objects.filter(slug=SLUG).exists() or PublicCampaign.objects.filter(slug=CAMPAIGN_SLUG).exists():
        return False  # somebody may have deleted one of them; what is left of them says that they were here
    concerned = list(LifeSituation.objects.filter(slug=SITUATION))
    offer = _offer(concerned)
    _reports(offer)
    Article.objects.create(
        slug=SLUG,
        title="Ukázka: takhle vypadá aktualita",
        lead="Tato zpráva je vymyšlená. Skutečné napíše redakce v administraci.",
        title_en="A sample: this is what a piece of news looks like",
        lead_en="This news is made up. Editors write the real ones in the administration.",
        title_uk="Зразок: так виглядає новина",
        lead_uk="Ця новина вигадана. Справжні напише редакція в адміністрації.",
        text="Aktualita může mít odstavce, **důležité věci tučně** a odrážky:\n\n- kdy,\n- kde,\n- pro koho.",
        published_from=timezone.now(),
        campaign=_campaign(concerned, offer),
    )
    return True


def _offer(concerned: list[LifeSituation]) -> SeasonalOffer:
    today = timezone.localdate()
    offer = SeasonalOffer.objects.create(
        title="Ukázka: zimní program (vymyšlená nabídka)",
        description="Tak se ukáže sezónní nabídka u situací, kterých se týká. Skutečnou zapíše administrátor.",
        title_en="A sample: a winter programme (made up)",
        description_en="This is how an offer of a season stands on its situations. An administrator writes the real one.",
        title_uk="Зразок: зимова програма (вигадана)",
        description_uk="Так сезонна пропозиція показується біля ситуацій, яких стосується. Справжню запише адміністратор.",
        place="Místo doplní ten, kdo nabídku zapíše",
        begins_on=today - timedelta(days=DAYS),
        ends_on=today + timedelta(days=90),
        capacity=CAPACITY,
        occupied=OCCUPIED[-1],
        occupied_at=timezone.now(),
        published=True,
    )
    offer.situations.set(concerned)
    return offer


def _reports(offer: SeasonalOffer) -> None:
    """One an evening, the last one now."""
    worker = User.objects.filter(is_demo=True, role=Role.WORKER).first()
    now = timezone.now()
    OccupancyReport.objects.bulk_create(
        OccupancyReport(
            offer=offer,
            occupied=occupied,
            capacity=CAPACITY,
            reported_at=now - timedelta(days=len(OCCUPIED) - 1 - number),
            reported_by=worker,
        )
        for number, occupied in enumerate(OCCUPIED)
    )


def _campaign(concerned: list[LifeSituation], offer: SeasonalOffer) -> PublicCampaign:
    today = timezone.localdate()
    campaign = PublicCampaign.objects.create(
        slug=CAMPAIGN_SLUG,
        title="Ukázka: takhle vypadá kampaň",
        lead="Tato kampaň je vymyšlená. Skutečnou založí redakce v administraci.",
        title_en="A sample: this is what a campaign looks like",
        lead_en="This campaign is made up. Editors make the real one in the administration.",
        title_uk="Зразок: так виглядає кампанія",
        lead_uk="Ця кампанія вигадана. Справжню створить редакція в адміністрації.",
        goal="Aby bylo na jedné stránce vidět, co město dělá, kam přijít a jak to dopadlo.",
        begins_on=today - timedelta(days=DAYS),
        ends_on=today + timedelta(days=60),
        published=True,
    )
    campaign.situations.set(concerned)
    campaign.offers.set([offer])
    return campaign
