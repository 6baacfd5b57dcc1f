"""All leaflets of a place as one archive, a PDF for each kind of help, made bit by bit so that its progress can be seen."""

from __future__ import annotations

import io
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from catalogue.models import BatchState, LeafletBatch, Place, Service
from catalogue.paper.sheets import of_service, sheet_pdf
from catalogue.service_facts import ServiceFacts, facts_of_services
from sociopoint.czech_order import sort_key
from sociopoint.languages import CZECH, speaking
from sociopoint.models import User
from sociopoint.translated import in_language

KEPT = timedelta(days=7)
AT_ONCE = 40  # services on one PDF
STUCK = timedelta(minutes=30)  # a batch takes seconds; one still under way then lost its worker
MOST = 2000  # services of one batch: a large city; a region is several batches


class BatchRefused(Exception):
    """The text is a Czech sentence that says what to do."""


def services_at(place: Place) -> list[int]:
    """Offered services with a place of theirs there, at most MOST."""
    found = Service.objects.offered().filter(facilities__place__lineage__contains=[place.pk])
    return list(found.order_by("pk").distinct().values_list("pk", flat=True)[:MOST])


def ask_for_batch(place: Place, *, per_sheet: int, by: User, language: str = CZECH) -> LeafletBatch:
    """Puts the work in the queue. Raises BatchRefused where there is nothing to print or one is being made for this person."""
    services = services_at(place)
    if not services:
        raise BatchRefused(_("V místě %(place)s žádnou službu s adresou neznáme.") % {"place": place})
    under_way = LeafletBatch.objects.filter(asked_by=by, state__in=(BatchState.WAITING, BatchState.WORKING))
    under_way.filter(asked_at__lt=timezone.now() - STUCK).update(state=BatchState.FAILED)
    try:
        with transaction.atomic():
            return LeafletBatch.objects.create(
                place=place, per_sheet=per_sheet, language=language, asked_by=by, total=len(services)
            )
    except IntegrityError:
        raise BatchRefused(_("Jedna dávka se vám už připravuje, počkejte na ni.")) from None


def make_batch(pk: int) -> None:
    """Makes a waiting batch; a second worker that comes to it does nothing. What fails is marked so and raised again."""
    claimed = LeafletBatch.objects.filter(pk=pk, state=BatchState.WAITING).update(state=BatchState.WORKING)
    if not claimed:
        return
    batch = LeafletBatch.objects.select_related("place").get(pk=pk)
    packed = None
    try:
        with speaking(batch.language):
            packed = _packed(batch)
    finally:
        if packed is None:
            LeafletBatch.objects.filter(pk=pk).update(state=BatchState.FAILED)
    LeafletBatch.objects.filter(pk=pk).update(state=BatchState.DONE, made=batch.total, packed=packed)


def _packed(batch: LeafletBatch) -> bytes:
    today, site = timezone.localdate(), settings.ENVIRONMENT.site_address
    facts = facts_of_services(services_at(batch.place), today)
    LeafletBatch.objects.filter(pk=batch.pk).update(total=len(facts), made=0)
    batch.total = len(facts)
    into, made = io.BytesIO(), 0
    with zipfile.ZipFile(into, "w", zipfile.ZIP_STORED) as archive:
        for name, services in _by_kind(list(facts.values())):
            pieces = [of_service(service, site=site, today=today) for service in services]
            title = _("Letáky: %(kind)s") % {
                "kind": in_language(services[0].kind, "name") if services[0].kind else _("další pomoc")
            }
            archive.writestr(f"{name}.pdf", sheet_pdf(pieces, per_sheet=batch.per_sheet, title=title))
            made += len(services)
            LeafletBatch.objects.filter(pk=batch.pk).update(made=made)
    return into.getvalue()


def _by_kind(services: Sequence[ServiceFacts]) -> Iterator[tuple[str, list[ServiceFacts]]]:
    """A name for the file and its services, at most AT_ONCE; in Czech order."""
    groups: dict[str, list[ServiceFacts]] = defaultdict(list)
    for service in sorted(services, key=lambda one: sort_key(one.name)):
        groups[service.kind.name if service.kind else _("Další pomoc")].append(service)
    for kind in sorted(groups, key=sort_key):
        for start in range(0, len(groups[kind]), AT_ONCE):
            part = f"-{start // AT_ONCE + 1}" if len(groups[kind]) > AT_ONCE else ""
            yield f"{slugify(kind)}{part}", groups[kind][start : start + AT_ONCE]


def forget_old_batches() -> int:
    """Files nobody needs a week later; they are made anew in seconds."""
    gone, _models = LeafletBatch.objects.filter(asked_at__lt=timezone.now() - KEPT).delete()
    return gone
