"""Services whose item in the register is not what it was: compared three ways, written field by field."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.apps import apps

from catalogue.models import (
    BatchState,
    Facility,
    LeafletBatch,
    Origin,
    ProposedField,
    RegisterChange,
    RegisterRecord,
    Service,
)
from catalogue.models.register import RegisterField
from catalogue.proposable import ADDRESS_FACTS
from catalogue.register.additions import kind_id, set_name
from catalogue.register.contents import (
    FACILITY_FIELDS,
    SERVICE_FIELDS,
    Catalogue,
    Content,
    catalogue_says,
    facilities_of,
    facility_says,
    provider_of,
)
from catalogue.register.entries import ServiceEntry
from catalogue.register.merging import Difference, compare, is_secret, pair_facilities
from catalogue.register.organisations import Providers
from catalogue.register.rows import LIST_FIELDS, ServiceRows, clear, dates, new_facility, set_facility
from catalogue.register.wording import Wording, secrecy

FacilityHistory = apps.get_model("catalogue", "FacilityEvent")
COLUMNS = """organisation kind name slug registration_identifier age_from age_to valid_from valid_until""".split()


@dataclass
class Outcome:
    """What became of one service: field by field, and whether anything of it was written."""

    wording: Wording
    changes: list[RegisterChange] = field(default_factory=list)
    written: bool = False
    provider_written: bool = False

    def note(self, service: Service, difference: Difference, *, of: str = "", about: str = "") -> None:
        """`of` is "facility" or "provider" where the field is theirs, `about` the name of the facility."""
        self.changes.append(self.wording.change(service, difference, of=of, about=about))
        self.written |= not difference.kept_by_hand


@dataclass
class Merge:
    """One batch of changed services; `save` writes what the merging collected."""

    catalogue: Catalogue
    providers: Providers
    today: date
    rows: ServiceRows = field(init=False)
    services: list[Service] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rows = ServiceRows(self.catalogue)

    def merge(self, record: RegisterRecord, entry: ServiceEntry, says: Content) -> Outcome:
        """Bring one service up to the register; the record itself is updated but not saved."""
        outcome = Outcome(Wording(self.catalogue))
        service = record.service
        own = service.origin == Origin.REGISTER
        said: Content = record.content
        for difference in compare(SERVICE_FIELDS, said=said, says=says, holds=catalogue_says(service)):
            kept = difference if own else _kept(difference)
            if not kept.kept_by_hand:
                self._write(service, kept.field, says)
            outcome.note(service, kept)
        if own:
            record.facility_ids = self._merge_facilities(record, said, says, outcome)
        _pk, differences = self.providers.merge(entry.provider.key, said=provider_of(said), says=provider_of(says))
        for difference in differences:
            outcome.note(service, difference, of="provider")
            outcome.provider_written |= not difference.kept_by_hand
        record.content, record.digest, record.portal_id = says, entry.digest, entry.portal_id
        return outcome

    def save(self) -> None:
        Service.objects.bulk_update(self.services, COLUMNS, batch_size=200)
        self.rows.save()

    def _write(self, service: Service, name: str, says: Content) -> None:
        if name in LIST_FIELDS:
            clear(service.pk, name)
            self.rows.add(service.pk, name, says[name])
            return
        if not self.services or self.services[-1] is not service:
            self.services.append(service)
        if name == "organisation":
            service.organisation_id = self.providers.ids[str(says[name])]
        elif name == "kind":
            service.kind_id = kind_id(says, self.catalogue)
        elif name == "name":
            set_name(service, str(says[name]))
        elif name == "identifier":
            service.registration_identifier = str(says[name])
        elif name == "valid":
            service.valid_from, service.valid_until = dates(says[name])
        elif isinstance(ages := says["ages"], list):
            service.age_from, service.age_to = (year if isinstance(year, int) else None for year in ages)

    def _merge_facilities(self, record: RegisterRecord, said: Content, says: Content, outcome: Outcome) -> list[int]:
        """The ids of our facilities in the order of `says`; 0 for one that somebody deleted by hand."""
        service = record.service
        ours = {facility.pk: facility for facility in service.facilities.all()}
        before, now = facilities_of(said), facilities_of(says)
        ids = [*record.facility_ids, *[0] * len(before)][: len(before)]
        pairs = pair_facilities(before, now)
        result = []
        for order, (facility, pair) in enumerate(zip(now, pairs, strict=True)):
            if pair is None:
                created = new_facility(service.pk, facility, order)
                created.save()
                outcome.note(service, Difference("facility", None, facility["name"]))
                result.append(created.pk)
            else:
                result.append(ids[pair])
                if row := ours.get(ids[pair]):
                    _merge_facility(service, row, before[pair], facility, outcome)
        gone = [ours[ids[index]] for index in range(len(before)) if index not in pairs and ids[index] in ours]
        for row in gone:
            _end_facility(service, row, outcome, self.today, hides=any(map(is_secret, now)))
        return result


def _kept(difference: Difference) -> Difference:
    """A service entered by hand is only linked to the register, never written."""
    return Difference(difference.field, difference.before, difference.after, kept_by_hand=True)


def _merge_facility(service: Service, row: Facility, said: Content, says: Content, outcome: Outcome) -> None:
    holds = facility_says(row)
    hides = is_secret(says) and not is_secret(holds)
    written = False
    for difference in compare(FACILITY_FIELDS, said=said, says=says, holds=holds):
        decided = difference
        if difference.field == "address" and is_secret(holds) != is_secret(says):
            # secrecy is never undone by the register, nor put off by a correction
            decided = Difference("address", secrecy(holds), secrecy(says), kept_by_hand=is_secret(holds))
        if not decided.kept_by_hand:
            set_facility(row, decided.field, says[decided.field])
            written = True
        outcome.note(service, decided, of="facility", about=str(says["name"]))
    if written:
        row.save()
    if hides:
        forget_address(service.pk, row.pk)


def _end_facility(service: Service, row: Facility, outcome: Outcome, today: date, *, hides: bool) -> None:
    """A place missing from the register ends; beside a secret one it is deleted: it may be the very same place."""
    if hides:
        outcome.note(service, Difference("facility", row.name, None))
        forgotten = row.pk
        row.delete()
        forget_address(service.pk, forgotten)
    elif row.provided_until is None or row.provided_until > today:
        before = facility_says(row)["valid"]
        row.provided_until = max(today, row.provided_from or today)
        row.save(update_fields=["provided_until"])
        ended = Difference("valid", before, facility_says(row)["valid"])
        outcome.note(service, ended, of="facility", about=row.name)


def forget_address(service_id: int, facility_id: int) -> None:
    """Of a place that became secret neither its history, earlier reports and proposals of changes, leaflets made before nor the
    files of open data keep the address."""
    from catalogue.open_files import withdraw_files  # writes spreadsheets, which no command should load to start

    FacilityHistory.objects.filter(pgh_obj_id=facility_id).delete()
    RegisterChange.objects.filter(service_id=service_id, field=RegisterField.FACILITY_ADDRESS).delete()
    ProposedField.objects.filter(facility=facility_id, field__in=ADDRESS_FACTS).delete()
    LeafletBatch.objects.filter(state=BatchState.DONE).delete()  # made anew in seconds by whoever still wants one
    withdraw_files()
