"""What every form and list of the desk offers, kept in each process and read anew when an administrator changed it."""

from __future__ import annotations

from functools import cached_property

from catalogue.knowledge import Knowledge, knowledge_and_versions
from catalogue.models import Place, PlaceKind
from inquiries.models import AnswerSource, Channel, DeclineReason, HeardFrom, RiskFlag, UnmetReason
from sociopoint.czech_order import sort_key


class DeskLists:
    """The code lists, retired items included; `in_use` leaves those out. A query each, at its first use."""

    def __init__(self, version: int, catalogue: Knowledge) -> None:
        self.version, self.catalogue = version, catalogue

    @cached_property
    def channels(self) -> list[Channel]:
        return list(Channel.objects.all())

    @cached_property
    def heard_from(self) -> list[HeardFrom]:
        return list(HeardFrom.objects.all())

    @cached_property
    def answer_sources(self) -> list[AnswerSource]:
        return list(AnswerSource.objects.all())

    @cached_property
    def risk_flags(self) -> list[RiskFlag]:
        return list(RiskFlag.objects.all())

    @cached_property
    def decline_reasons(self) -> list[DeclineReason]:
        return list(DeclineReason.objects.all())

    @cached_property
    def unmet_reasons(self) -> list[UnmetReason]:
        return list(UnmetReason.objects.all())

    @cached_property
    def districts(self) -> list[Place]:
        """City districts of the instance's own city, in Czech order."""
        home = self.catalogue.home
        places = Place.objects.filter(kind=PlaceKind.CITY_DISTRICT, parent=home) if home else Place.objects.none()
        return sorted(places, key=lambda place: sort_key(place.name))

    def situations_under(self, slug: str) -> list[int]:
        """A topic means all situations under it."""
        known = self.catalogue.situations.values()
        return [s.pk for s in known if s.slug == slug or (s.parent is not None and s.parent.slug == slug)]


_kept: DeskLists | None = None


def desk_lists() -> DeskLists:
    """The current lists: one query by primary key when nothing changed since this process last asked."""
    global _kept
    catalogue, (version,) = knowledge_and_versions("desk")
    if _kept is None or _kept.version != version or _kept.catalogue is not catalogue:
        _kept = DeskLists(version, catalogue)
    return _kept
