"""Services that are missing from the register's file: they end on the day of the import, and stay in the table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from catalogue.models import Origin, RegisterChange, RegisterRecord
from catalogue.register.contents import as_json
from catalogue.register.findings import Finding, Findings
from catalogue.register.merging import Difference
from catalogue.register.rows import dates
from catalogue.register.wording import Wording

NO_DIGEST = b""


@dataclass(frozen=True)
class Ending:
    """One service that went missing; `written` is False where somebody corrected its dates or entered it by hand."""

    record: RegisterRecord
    change: RegisterChange
    written: bool


def end_missing(present: set[int], wording: Wording, findings: Findings, today: date) -> Iterator[Ending]:
    """End each once: an empty digest marks it, so the next import is silent, and its return is compared again.

    `present` holds the portal ids of the file.
    """
    known = RegisterRecord.objects.exclude(digest=NO_DIGEST)
    missing = set(known.values_list("portal_id", flat=True)) - present
    for record in known.filter(portal_id__in=missing).select_related("service").order_by("pk"):
        yield _end(record, wording, findings, today)


def _end(record: RegisterRecord, wording: Wording, findings: Findings, today: date) -> Ending:
    service = record.service
    said_from, said_until = dates(record.content["valid"])
    until = said_until if said_until and said_until <= today else max(today, said_from or today)
    ended = as_json((said_from, until))
    own = service.origin == Origin.REGISTER and (service.valid_from, service.valid_until) == (said_from, said_until)
    findings.add(
        Finding.GONE if service.origin == Origin.REGISTER else Finding.LINKED_ENDED,
        service.registration_identifier or str(record.portal_id),
    )
    difference = Difference("valid", as_json((service.valid_from, service.valid_until)), ended, kept_by_hand=not own)
    record.content["valid"], record.digest = ended, NO_DIGEST
    record.save(update_fields=["content", "digest"])
    if own and until != said_until:
        service.valid_until = until
        service.save(update_fields=["valid_until"])
    return Ending(record, wording.change(service, difference), written=own and until != said_until)
