"""What pages say of news and of offers of a season."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from situations.models import LifeSituation, SeasonalOffer
from sociopoint.typography import typeset

OLD_AFTER = timedelta(hours=24)


@dataclass(frozen=True)
class ShownOffer:
    """An offer in words, and how full it was when somebody last said so."""

    offer: SeasonalOffer
    dates: str
    occupancy: str
    is_full: bool


def shown_offers(offers: Iterable[SeasonalOffer], now: datetime) -> list[ShownOffer]:
    return [ShownOffer(offer, dates(offer), occupancy(offer, now), offer.free == 0) for offer in offers]


def offers_for(situation: LifeSituation) -> list[ShownOffer]:
    """Those that go on now and concern the situation or its topic. One query."""
    now = timezone.localtime()
    wanted = [situation.pk, situation.parent_id]
    return shown_offers(SeasonalOffer.objects.filter(situations__in=wanted).distinct().going_on(now), now)


def offers_now() -> list[ShownOffer]:
    now = timezone.localtime()
    return shown_offers(SeasonalOffer.objects.going_on(now), now)


def dates(offer: SeasonalOffer) -> str:
    days = {"begin": _day(offer.begins_on), "end": _day(offer.ends_on)}
    return typeset(_("Od %(begin)s do %(end)s") % days)


def occupancy(offer: SeasonalOffer, now: datetime) -> str:
    """Never a bare number: when it was said, and what to do when it is old or nobody said anything."""
    if offer.capacity is None:
        return _("Kolik je volno, nevíme. Zavolejte předem.")
    if offer.free is None or offer.occupied_at is None:
        text = ngettext(
            "Pro %(n)d člověka. Kolik je volno, nevíme, zavolejte předem.",
            "Pro %(n)d lidí. Kolik je volno, nevíme, zavolejte předem.",
            offer.capacity,
        )
        return typeset(text % {"n": offer.capacity})
    said = date_format(timezone.localtime(offer.occupied_at), _("j. n. G:i"))
    if now - offer.occupied_at > OLD_AFTER:
        return typeset(_("Naposledy hlášeno %(said)s. Dnešní stav nevíme, zavolejte předem.") % {"said": said})
    if offer.free == 0:
        return typeset(_("Plno (hlášeno %(said)s). Zavolejte nám, najdeme jiné místo.") % {"said": said})
    text = ngettext(
        "Volné %(n)d místo z %(of)d (hlášeno %(said)s)", "Volných %(n)d míst z %(of)d (hlášeno %(said)s)", offer.free
    )
    return typeset(text % {"n": offer.free, "of": offer.capacity, "said": said})


def _day(day: date) -> str:
    return date_format(day, _("j. n. Y"))
