"""A service that people wrote, and its double that came with the register: found, joined into one, or said to be two.

What people wrote stays as it is. The register's record belongs to it from then on, so each import compares itself with that
and overwrites nothing; the double is no more public.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import islice

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue import indexing
from catalogue.models import Facility, NotTheSame, Origin, RecordType, RegisterRecord, Service
from catalogue.models.services import ServiceQuerySet
from sociopoint.models import User
from sociopoint.permissions import can_approve_changes

SHOWN = 50


class JoinRefused(Exception):
    """The text is a sentence for the person."""


@dataclass(frozen=True)
class Double:
    """`ours` was written by people, `theirs` came with the register; of one organisation and kind, in one place where both say any."""

    ours: Service
    theirs: Service


def _written() -> ServiceQuerySet:
    return Service.objects.offered().exclude(origin=Origin.REGISTER).filter(register_record=None)


def _registered() -> ServiceQuerySet:
    return Service.objects.offered().filter(origin=Origin.REGISTER, register_record__isnull=False)


def doubles() -> list[Double]:
    """By name of the organisation. Seven queries, whatever the number."""
    alike = _registered().filter(organisation=OuterRef("organisation"), kind=OuterRef("kind"))
    related = (Prefetch("facilities", Facility.objects.select_related("place")), "contacts")
    ours = _written().filter(Exists(alike), registration_identifier="").select_related("organisation", "kind")
    written = list(ours.prefetch_related(*related).order_by("organisation__name", "name", "pk"))
    found = _registered().filter(organisation__in=[one.organisation_id for one in written])
    theirs: dict[tuple[int, int | None], list[Service]] = defaultdict(list)
    for one in found.select_related("organisation", "kind").prefetch_related(*related).order_by("name", "pk"):
        theirs[one.organisation_id, one.kind_id].append(one)
    known = set(NotTheSame.objects.filter(ours__in=written).values_list("ours", "theirs"))
    pairs = (
        Double(mine, other)
        for mine in written
        for other in theirs[mine.organisation_id, mine.kind_id]
        if (mine.pk, other.pk) not in known and _may_be_one_place(mine, other)
    )
    return list(islice(pairs, SHOWN))


def _may_be_one_place(mine: Service, other: Service) -> bool:
    """One of them may say no place at all, or keep it secret."""
    places = [{place.place_id for place in one.facilities.all() if place.place_id} for one in (mine, other)]
    return not all(places) or not places[0].isdisjoint(places[1])


@transaction.atomic
def join(ours: int, theirs: int, *, by: User) -> Service:
    """Numbers of services. Raises JoinRefused, and nothing changes."""
    mine, other = _pair(ours, theirs, by)
    if other.facilities.filter(is_secret=True).exists() and mine.facilities.filter(is_secret=False).exists():
        raise JoinRefused(_("Registr adresu této služby tají. Nejdřív ji skryjte i u té, kterou napsali lidé."))
    record = RegisterRecord.objects.select_for_update().get(service=other)
    identifier, other.registration_identifier, other.published = other.registration_identifier, "", False
    other.internal_note = "\n".join(
        filter(None, [other.internal_note, _("Dvojník: spojeno se službou č. %(number)d.") % {"number": mine.pk}])
    )
    other.save(update_fields=["registration_identifier", "published", "internal_note"])
    mine.registration_identifier, mine.record_type = identifier, RecordType.REGISTERED
    mine.save(update_fields=["registration_identifier", "record_type"])
    record.service, record.facility_ids = mine, []
    record.save(update_fields=["service", "facility_ids"])
    indexing.refresh([mine.pk, other.pk])
    return mine


def joined_into(double: int) -> int | None:
    """The service that a double became part of: papers and lists of people still bear its number. One or two queries."""
    gone = Service.objects.filter(pk=double, published=False, origin=Origin.REGISTER, register_record=None)
    key = gone.values_list("origin_key", flat=True).first() or ""
    if not key.isdecimal():
        return None
    return RegisterRecord.objects.filter(portal_id=int(key)).values_list("service_id", flat=True).first()


@transaction.atomic
def keep_apart(ours: int, theirs: int, *, by: User) -> None:
    """They only look alike; they are not offered again. Raises JoinRefused."""
    mine, other = _pair(ours, theirs, by)
    NotTheSame.objects.get_or_create(ours=mine, theirs=other, defaults={"said_by": by, "said_on": timezone.localdate()})


def _pair(ours: int, theirs: int, by: User) -> tuple[Service, Service]:
    """Locked, in one order, so that two who decide at once wait for one another."""
    if not can_approve_changes(by):
        raise PermissionDenied
    wanted = Q(pk=ours) & Q(pk__in=_written().values("pk")) | Q(pk=theirs) & Q(pk__in=_registered().values("pk"))
    rows = {row.pk: row for row in Service.objects.select_for_update(of=("self",)).filter(wanted).order_by("pk")}
    mine, other = rows.get(ours), rows.get(theirs)
    if mine is None or other is None or mine.registration_identifier:
        raise JoinRefused(_("Jedna z těch služeb se mezitím změnila. Podívejte se na seznam znovu."))
    if (mine.organisation_id, mine.kind_id) != (other.organisation_id, other.kind_id):
        raise JoinRefused(_("Spojit jde jen služby téže organizace a téhož druhu."))
    return mine, other
