"""What fits the words of the smart line: life situations to write down, services to hand the person over to, handbooks to read."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.cards import FORM_ICONS, Card
from catalogue.knowledge import Knowledge
from catalogue.models import FormOfCare, Place
from catalogue.origins import home_origin
from catalogue.question import Question
from catalogue.reach import Origin
from catalogue.ready_cards import ShownCard, shown_cards
from catalogue.search import Found, search
from inquiries.cautions import Cautions, cautions_of
from inquiries.models import Inquiry
from situations.models import Handbook, LifeSituation

MOST_SERVICES, MOST_SITUATIONS, MOST_HANDBOOKS = 8, 4, 3
SHORTEST = 2
"""Letters from which it is worth looking."""


@dataclass(frozen=True)
class SituationHit:
    pk: int
    name: str
    is_written: bool
    """The inquiry has it already."""


@dataclass(frozen=True)
class ServiceHit:
    card: Card
    where: str
    cautions: Cautions
    is_given: bool


@dataclass(frozen=True)
class ServiceGroup:
    title: str
    hits: list[ServiceHit]


@dataclass(frozen=True)
class Hits:
    words: str = ""
    situations: list[SituationHit] = field(default_factory=list)
    groups: list[ServiceGroup] = field(default_factory=list)
    handbooks: list[Handbook] = field(default_factory=list)

    @property
    def total(self) -> int:
        services = sum(len(group.hits) for group in self.groups)
        return len(self.situations) + services + len(self.handbooks)

    @property
    def said(self) -> str:
        """How many there are and how to choose; '' while nothing is looked for."""
        if not self.total:
            return ""
        return ngettext("%(n)d nález, šipky vybírají", "%(n)d nálezů, šipky vybírají", self.total) % {"n": self.total}


def find_hits(
    words: str,
    inquiry: Inquiry,
    known: Knowledge,
    *,
    written: Collection[int] = (),
    given: Collection[int] = (),
) -> Hits:
    """The catalogue's own search, from the district of the inquiry (an unsaved one will do); at most five queries.

    `written`: ids of situations the inquiry has; `given`: ids of services the person was handed over to.
    """
    words = words.strip()
    if len(words) < SHORTEST:
        return Hits(words)
    origin = _origin(inquiry.district, known)
    answer = search(Question(q=words), origin, known)
    found = answer.found[:MOST_SERVICES]
    cards = shown_cards(found, origin, known, timezone.localtime())
    cautions = cautions_of([card.ready.card.id for card in cards], inquiry, situations=written)
    hits = [_hit(card, cautions, given) for card in cards]
    at_home = [hit for hit in hits if FORM_ICONS[FormOfCare.AT_HOME] in {form.icon for form in hit.card.forms}]
    elsewhere = [hit for hit in hits if hit not in at_home]
    groups = [
        ServiceGroup(_at_home_title(inquiry.district), at_home),
        ServiceGroup(_("Kam docházet nebo kde pobýt"), elsewhere),
    ]
    situations = _situations(words, found, known)
    return Hits(
        words,
        [SituationHit(s.pk, s.name, s.pk in written) for s in situations],
        [group for group in groups if group.hits],
        known.handbooks_about(words, [s.pk for s in situations])[:MOST_HANDBOOKS],
    )


def _hit(shown: ShownCard, cautions: Mapping[int, Cautions], given: Collection[int]) -> ServiceHit:
    card = shown.ready.card
    return ServiceHit(card, shown.place.where if shown.place else "", cautions[card.id], card.id in given)


def _situations(words: str, found: list[Found], known: Knowledge) -> list[LifeSituation]:
    """Those the words speak of; where they speak of none, those in which the best service helps."""
    need = known.lexicon.understand(words)
    ids = [known.situation_ids[slug] for slug in need.situations if slug in known.situation_ids]
    if not ids and found and found[0].kind_id:
        ids = known.situations_of_kind(found[0].kind_id)
    return [known.situations[pk] for pk in ids[:MOST_SITUATIONS] if pk in known.situations]


def _origin(district: Place | None, known: Knowledge) -> Origin:
    if district is None:
        return home_origin(known)
    region = next((pk for pk in district.lineage if pk in known.regions), None)
    return Origin(district.name, district.lat, district.lon, district.pk, tuple(district.lineage), region)


def _at_home_title(district: Place | None) -> str:
    return _("Přijdou domů: %(place)s") % {"place": district.name} if district else _("Přijdou domů")
