"""News for trying the product out: made up and said so. Production never makes them."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from situations.models import Article, LifeSituation, SeasonalOffer

SLUG = "ukazka-aktuality"
SITUATION = "nemam-kde-spat"


def ensure_demo_news() -> bool:
    """One article and one offer that goes on now; True when they were made. One query when they are there."""
    if settings.ENVIRONMENT.production:
        raise PermissionDenied("made-up news are not for production")
    if Article.objects.filter(slug=SLUG).exists():
        return False
    today = timezone.localdate()
    Article.objects.create(
        slug=SLUG,
        title="Ukázka: takhle vypadá aktualita",
        lead="Tato zpráva je vymyšlená. Skutečné napíše redakce v administraci.",
        text="Aktualita může mít odstavce, **důležité věci tučně** a odrážky:\n\n- kdy,\n- kde,\n- pro koho.",
        published_from=timezone.now(),
    )
    offer = SeasonalOffer.objects.create(
        title="Ukázka: zimní program (vymyšlená nabídka)",
        description="Tak se ukáže sezónní nabídka u situací, kterých se týká. Skutečnou zapíše administrátor.",
        place="Místo doplní ten, kdo nabídku zapíše",
        begins_on=today - timedelta(days=7),
        ends_on=today + timedelta(days=90),
        capacity=30,
        occupied=22,
        occupied_at=timezone.now(),
        published=True,
    )
    offer.situations.set(LifeSituation.objects.filter(slug=SITUATION))
    return True
