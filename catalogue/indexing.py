"""Keeps the search table equal to the catalogue: `refresh` after every change, `rebuild` for all of it.

The effect belongs in the line that causes it: whoever writes a service calls `refresh` in the same transaction.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache

from django.db import connection, transaction
from django.db.models import Model, Prefetch
from django.utils import timezone

from catalogue.cards import card_content
from catalogue.models import (
    Certainty,
    Facility,
    FormOfCare,
    NameWord,
    Place,
    PlaceKind,
    Precision,
    SearchCard,
    SearchEntry,
    SearchService,
    Service,
    ServiceKind,
    SituationGroup,
    SituationKind,
    TargetGroup,
)
from catalogue.models.code_lists import DISABILITIES, EVERY_DISABILITY
from catalogue.opening import week_minutes
from catalogue.words import document_keys, plain, tokens
from sociopoint.czech_order import sort_key
from sociopoint.versions import raise_version

BATCH = 1000  # services read at once: memory stays the same for any number of them
COS_MIDDLE_LATITUDE = math.cos(math.radians(49.8))
KILOMETRES_PER_DEGREE = 111.2
SHORTEST_WORD = 4  # letters; a shorter word is too like too many others
ALL_FORMS = sum(form.bit for form in FormOfCare)
SERVICE_COLUMNS = (
    "service_id kind_id kinds forms possible_forms quality age_from age_to has_free_places groups languages situations "
    "name_words words sort_name"
).split()
ENTRY_COLUMNS = (
    "service_id facility_id kind_id region_id branch_id possible_forms quality is_rough barrier_free position offered_from "
    "offered_until area area_within open_minutes holiday_minutes closed_days"
).split()
CARD_COLUMNS = ["service_id", "content"]

Row = tuple[object, ...]


def rebuild() -> int:
    """Write the whole search table anew; returns the number of services."""
    ids = list(Service.objects.values_list("pk", flat=True))
    refresh(ids)
    return len(ids)


@transaction.atomic
def refresh(service_ids: Iterable[int]) -> None:
    """Make the rows of these services true again. About 0.3 ms a service; a handful of queries a thousand."""
    ids = sorted(set(service_ids))
    if len(ids) >= BATCH:
        raise_version("lexicon")  # processes remember how many rows each kind has
    code_lists = _CodeLists()
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        SearchEntry.objects.filter(service_id__in=batch).delete()
        SearchService.objects.filter(service_id__in=batch).delete()
        SearchCard.objects.filter(service_id__in=batch).delete()
        services = list(_readable(batch))
        _remember_words(services)
        _copy(SearchService, SERVICE_COLUMNS, (_row(service, code_lists) for service in services))
        _copy(SearchEntry, ENTRY_COLUMNS, (row for service in services for row in _places(service, code_lists)))
        _copy(SearchCard, CARD_COLUMNS, ((service.pk, json.dumps(card_content(service))) for service in services))


def refresh_organisation(organisation_id: int) -> None:
    """Its name stands in the rows of all its services."""
    refresh(Service.objects.filter(organisation_id=organisation_id).values_list("pk", flat=True))


def position(lat: float, lon: float) -> tuple[float, float]:
    """A point whose plain distances are true at Czech latitudes, in degrees of latitude (0.6 % off at the borders)."""
    return lon * COS_MIDDLE_LATITUDE, lat


def kilometres(degrees: float) -> float:
    """The distance between two positions, as the crow flies."""
    return degrees * KILOMETRES_PER_DEGREE


class _CodeLists:
    """What ties kinds to situations and places to regions, read once a refresh."""

    def __init__(self) -> None:
        self.kinds: dict[int, set[int]] = defaultdict(set)  # kind -> situations
        self.groups: dict[int, set[int]] = defaultdict(set)  # situation -> target groups
        self.usual_forms = {kind.pk: _bits(kind.usual_forms) or ALL_FORMS for kind in ServiceKind.objects.all()}
        self.regions = set(Place.objects.filter(kind=PlaceKind.REGION).values_list("pk", flat=True))
        for kind, situation in SituationKind.objects.values_list("kind_id", "situation_id"):
            self.kinds[kind].add(situation)
        every = TargetGroup.objects.filter(code=EVERY_DISABILITY).values_list("pk", flat=True).first()
        for situation, group, code in SituationGroup.objects.values_list("situation_id", "group_id", "group__code"):
            self.groups[situation].add(group)
            if every is not None and code in DISABILITIES:
                self.groups[situation].add(every)

    def situations(self, kinds: Iterable[int], groups: set[int], own: Iterable[int]) -> list[int]:
        """The service's own situations and those of its kinds that concern the people it is for (or nobody knows)."""
        of_kinds = set[int]().union(*(self.kinds[kind] for kind in kinds))
        fitting = {s for s in of_kinds if not groups or not self.groups[s] or groups & self.groups[s]}
        return sorted(fitting | set(own))

    def region_and_branch(self, place: Place | None) -> tuple[int | None, int | None]:
        """The region (0 outside all of them) and what lies just below the top of the place's lineage."""
        if place is None:
            return None, None
        region = next((pk for pk in place.lineage if pk in self.regions), 0)
        return region, next(iter(place.lineage[1:]), None)


def _readable(ids: list[int]) -> Iterator[Service]:
    """Published services that have not ended; one that has yet to begin is written with its first day."""
    return (
        Service.objects.filter(pk__in=ids, published=True)
        .exclude(valid_until__lt=timezone.localdate())
        .select_related("organisation", "kind")
        .prefetch_related(
            "forms",
            "further_kinds",
            "target_groups",
            "situations",
            "area_served",
            "contacts",
            "closures",
            "organisation__contacts",
            Prefetch("facilities", Facility.objects.select_related("place")),
        )
        .iterator(chunk_size=BATCH)
    )


def _row(service: Service, code_lists: _CodeLists) -> Row:
    """What is true of the service wherever it is provided."""
    groups = {group.pk for group in service.target_groups.all()}
    kinds = [kind.pk for kind in service.kinds]
    return (
        service.pk,
        _main_kind(service),
        kinds if len(kinds) > 1 else None,
        _bits(service.given_forms),
        _possible_forms(service, code_lists),
        _quality(service),
        service.age_from,
        service.age_to,
        None if service.free_places is None else service.free_places > 0,
        sorted(groups),
        service.languages,
        code_lists.situations(kinds, groups, (s.pk for s in service.situations.all())),
        *_texts(service),
    )


def _places(service: Service, code_lists: _CodeLists) -> Iterator[Row]:
    """What is true of each of its places."""
    shared = (_possible_forms(service, code_lists), _quality(service))
    area = sorted(place.pk for place in service.area_served.all())
    area_within = sorted({pk for place in service.area_served.all() for pk in place.lineage})
    for facility in _facilities(service):
        place = facility.place if facility else None
        yield (
            service.pk,
            facility.pk if facility else None,
            _main_kind(service),
            *code_lists.region_and_branch(place),
            *shared,
            facility is not None and facility.precision == Precision.MUNICIPALITY,
            facility.barrier_free if facility else None,
            _point(facility, place),
            _latest(service.valid_from, facility.provided_from if facility else None),
            _earliest(service.valid_until, facility.provided_until if facility else None),
            area or None,
            area_within or None,
            *_minutes(facility.opening_hours if facility else ""),
            _closed_days(service, facility),
        )


def _possible_forms(service: Service, code_lists: _CodeLists) -> int:
    usual = 0
    for kind in service.kinds:
        usual |= code_lists.usual_forms[kind.pk]
    return _bits(service.given_forms) or usual or ALL_FORMS


def _main_kind(service: Service) -> int | None:
    """Where nobody chose one, the first of the others stands for it."""
    return next((kind.pk for kind in service.kinds), None)


def _facilities(service: Service) -> list[Facility | None]:
    """The places not yet ended; a service without any still gets one row."""
    today = timezone.localdate()
    lasting = [f for f in service.facilities.all() if f.provided_until is None or f.provided_until >= today]
    return list(lasting) or [None]


def _point(facility: Facility | None, place: Place | None) -> str | None:
    """The facility's own point, else the middle of the place it lies in; none for a secret address."""
    if facility is None:
        return None
    for holder in (facility, place):
        if holder is not None and holder.lat is not None and holder.lon is not None:
            x, y = position(holder.lat, holder.lon)
            return f"({x:.6f},{y:.6f})"
    return None


def _bits(forms: Iterable[str]) -> int:
    return sum({FormOfCare(form).bit for form in forms})


@lru_cache(maxsize=4096)
def _minutes(expression: str) -> tuple[str | None, str | None]:
    week, holiday = week_minutes(expression)
    return _multirange(week), _multirange(holiday)


def _multirange(ranges: list[tuple[int, int]] | None) -> str | None:
    return None if ranges is None else "{" + ",".join(f"[{start},{end})" for start, end in ranges) + "}"


def _closed_days(service: Service, facility: Facility | None) -> str | None:
    """Days on which the place or the whole service is closed, as its provider said; None where nothing is said."""
    of_place = (None, facility.pk if facility else None)
    days = [
        f"[{closure.begins},{closure.ends}]"
        for closure in service.closures.all()
        if closure.facility_id in of_place and closure.ends >= timezone.localdate()
    ]
    return "{" + ",".join(days) + "}" if days else None


def _latest(*days: date | None) -> date | None:
    return max((day for day in days if day), default=None)


def _earliest(*days: date | None) -> date | None:
    return min((day for day in days if day), default=None)


def _quality(service: Service) -> int:
    """0 is best. A phone to call counts most, then how old the facts are, then how sure."""
    missing = 0 if any(contact.kind == "phone" for contact in service.contacts.all()) else 2
    if service.verified_on and (timezone.localdate() - service.verified_on).days <= 365:
        return missing
    if service.certainty == Certainty.REGISTER:
        return missing + 1
    if service.certainty == Certainty.NAME_ONLY:
        return missing + 5
    age = timezone.localdate().year - (service.source_year or 2000)
    return missing + (1 if age <= 2 else 2 if age <= 6 else 3) + (service.certainty == Certainty.LOW)


def _texts(service: Service) -> tuple[str, str, str]:
    """Names first (they weigh more), then all that says what the service does, then the key of Czech order."""
    organisation = service.organisation
    names = f"{service.name} {organisation.name}"
    kinds = " ".join(kind.name for kind in service.kinds)
    about = f"{names} {kinds} {service.summary} {service.for_whom} {service.note} {organisation.competence}"
    return _vector(names), _vector(about), sort_key(service.name)[:500]


@lru_cache(maxsize=4096)
def _vector(text: str) -> str:
    """A tsvector as text. Positions are of no use here: words are keys already."""
    return " ".join(
        "'" + key.replace("\\", "\\\\").replace("'", "''") + "'" for key in sorted(set(document_keys(text)))
    )


def _copy(model: type[Model], columns: list[str], rows: Iterable[Row]) -> None:
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _remember_words(services: Iterable[Service]) -> None:
    """Words of names, for guessing what a mistyped one meant. Words of names that are gone do no harm."""
    words = {
        plain(word)[:60]
        for service in services
        for word in tokens(f"{service.name} {service.organisation.name}")
        if len(word) >= SHORTEST_WORD
    }
    NameWord.objects.bulk_create((NameWord(word=word) for word in sorted(words)), ignore_conflicts=True)
