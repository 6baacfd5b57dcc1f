"""Corrections by hand that stand against the register: found through the history, so at almost no cost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from django.apps import apps

from catalogue.models import Origin, RegisterRecord
from catalogue.models.register import RegisterField
from catalogue.register.contents import (
    FACILITY_FIELDS,
    SERVICE_FIELDS,
    catalogue_says,
    facilities_of,
    facility_says,
)
from catalogue.register.merging import corrected

COMMAND = "import_register"
"""The name under which the history knows changes made by an import."""
OWNERS = {"ServiceEvent": "pgh_obj_id", "FacilityEvent": "service_id", "ContactEvent": "service_id"}
CHUNK = 500


def hand_corrections(*, told: Mapping[int, Counter[str]]) -> Iterator[str]:
    """`1234567 – název` for each value that somebody corrected; a few queries when nobody did.

    `told`: the fields that the report has already, by service and as often as it has them.
    """
    services: set[int] = set()
    for model, column in OWNERS.items():
        by_people = apps.get_model("catalogue", model).objects.exclude(
            pgh_context__metadata__contains={"command": COMMAND}
        )
        services.update(by_people.values_list(column, flat=True).distinct())
    own = RegisterRecord.objects.filter(service_id__in=services - {None}, service__origin=Origin.REGISTER)
    for record in own.with_all().order_by("pk").iterator(chunk_size=CHUNK):
        label = record.service.registration_identifier or str(record.portal_id)
        untold = Counter(_corrected(record)) - told.get(record.service_id, Counter())
        yield from (f"{label} – {RegisterField(field).label}" for field in untold.elements())


def _corrected(record: RegisterRecord) -> Iterator[str]:
    service = record.service
    for difference in corrected(SERVICE_FIELDS, said=record.content, holds=catalogue_says(service)):
        yield difference.field
    rows = {facility.pk: facility for facility in service.facilities.all()}
    for pk, said in zip(record.facility_ids, facilities_of(record.content), strict=False):
        if pk in rows:
            for difference in corrected(FACILITY_FIELDS, said=said, holds=facility_says(rows[pk])):
                yield f"facility_{difference.field}"
