"""Services the catalogue does not have yet: written in bulk, a handful of statements a batch."""

from __future__ import annotations

from collections.abc import Sequence

from catalogue.models import Certainty, Facility, Origin, RecordType, RegisterRecord, Service
from catalogue.register.contents import Catalogue, Content, facilities_of
from catalogue.register.entries import ServiceEntry
from catalogue.register.organisations import Providers
from catalogue.register.rows import BATCH, LIST_FIELDS, ServiceRows, dates, new_facility

SOURCE = "https://data.mpsv.cz/web/data/rpss"

New = tuple[ServiceEntry, Content]


def add(new: Sequence[New], catalogue: Catalogue, providers: Providers) -> list[int]:
    """Create the services with all that belongs to them; returns their ids in the same order."""
    services = Service.objects.bulk_create(
        [_service(entry, content, catalogue, providers) for entry, content in new], batch_size=BATCH
    )
    rows = ServiceRows(catalogue)
    facilities: list[Facility] = []
    for service, (_entry, content) in zip(services, new, strict=True):
        for name in LIST_FIELDS:
            rows.add(service.pk, name, content[name])
        facilities += [new_facility(service.pk, part, order) for order, part in enumerate(facilities_of(content))]
    rows.save()
    Facility.objects.bulk_create(facilities, batch_size=BATCH)
    ids: dict[int, list[int]] = {}
    for facility in facilities:
        ids.setdefault(facility.service_id, []).append(facility.pk)
    RegisterRecord.objects.bulk_create(
        record(service.pk, entry, content, ids.get(service.pk, []))
        for service, (entry, content) in zip(services, new, strict=True)
    )
    return [service.pk for service in services]


def record(service_id: int, entry: ServiceEntry, content: Content, facility_ids: list[int]) -> RegisterRecord:
    """What the register says, kept for the next comparison; unsaved."""
    return RegisterRecord(
        service_id=service_id,
        portal_id=entry.portal_id,
        digest=entry.digest,
        content=content,
        facility_ids=facility_ids,
    )


def _service(entry: ServiceEntry, content: Content, catalogue: Catalogue, providers: Providers) -> Service:
    valid_from, valid_until = dates(content["valid"])
    service = Service(
        organisation_id=providers.ids[entry.provider.key],
        kind_id=kind_id(content, catalogue),
        record_type=RecordType.REGISTERED,
        valid_from=valid_from,
        valid_until=valid_until,
        origin=Origin.REGISTER,
        origin_key=str(entry.portal_id),
        registration_identifier=str(content["identifier"]),
        source_url=SOURCE,
        certainty=Certainty.REGISTER,
    )
    service.age_from, service.age_to = entry.ages
    set_name(service, str(content["name"]))
    return service


def kind_id(content: Content, catalogue: Catalogue) -> int | None:
    code = content["kind"]
    return catalogue.kind_ids[code] if isinstance(code, str) else None


def set_name(service: Service, name: str) -> None:
    """The name with its slug: writing in bulk does not pass `Service.save`."""
    service.name = name
    service.set_slug()
