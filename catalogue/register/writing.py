"""Takes the entries that differ from last time, batch by batch: new services, linked ones, changed ones."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice

from catalogue.models import Origin, RegisterChange, RegisterImport, RegisterRecord, Service
from catalogue.models.register import RegisterField
from catalogue.register.additions import add, record
from catalogue.register.changes import Merge, Outcome
from catalogue.register.contents import Catalogue, Content, facilities_of, provider_of, register_says
from catalogue.register.endings import Ending
from catalogue.register.entries import ServiceEntry
from catalogue.register.findings import Finding
from catalogue.register.gazetteer import positions
from catalogue.register.merging import is_secret
from catalogue.register.organisations import Providers
from catalogue.register.reading import is_current
from catalogue.register.report import Report
from catalogue.register.rows import BATCH, dates
from catalogue.register.wording import Wording

Pair = tuple[ServiceEntry, Content]
BATCH_OF_SERVICES = 500


class Writing:
    """One import's writing: what is known at its start (four queries), and what it has done so far."""

    def __init__(self, catalogue: Catalogue, report: Report, today: date, portal_ids: set[int]) -> None:
        self.catalogue = catalogue
        self.report = report
        self.today = today
        self.portal_ids = portal_ids
        self.wording = Wording(catalogue)
        self.providers = Providers()
        self.kept: defaultdict[int, Counter[str]] = defaultdict(Counter)
        self._changes: list[RegisterChange] = []
        self._touched: set[int] = set()
        self._touched_organisations: set[int] = set()
        registered = Service.objects.exclude(registration_identifier="")
        self._identifiers = dict(registered.values_list("registration_identifier", "pk"))
        own = Service.objects.filter(origin=Origin.REGISTER, register_record=None)
        self._orphans = dict(own.values_list("origin_key", "pk"))
        self._portal_ids = dict(RegisterRecord.objects.values_list("service_id", "portal_id"))
        by_people = Service.objects.exclude(origin=Origin.REGISTER).exclude(organisation__ico="")
        self._similar = set(by_people.filter(register_record=None).values_list("organisation__ico", "kind__code"))

    def write(self, entries: Iterator[ServiceEntry]) -> Iterator[int]:
        """Yields how many are done."""
        done = 0
        while batch := list(islice(entries, BATCH_OF_SERVICES)):
            self._write_batch(batch)
            done += len(batch)
            yield done

    def _write_batch(self, batch: Sequence[ServiceEntry]) -> None:
        addresses = [place.address for entry in batch for place in entry.facilities if place.address]
        self.catalogue.gazetteer.add_missing(addresses)
        points = positions(address.point for address in addresses if address.point)
        pairs = [(entry, register_says(entry, self.catalogue, points)) for entry in batch]
        self.providers.add_missing((entry.provider, provider_of(says)) for entry, says in pairs)
        known = RegisterRecord.objects.in_bulk([entry.portal_id for entry in batch], field_name="portal_id")
        new, changed, same = [], [], []
        for entry, says in pairs:
            found = known.get(entry.portal_id) or self._renumbered(entry)
            if found is None:
                self._give_identifier(entry, says, None)
                new.append((entry, says))
            elif found.content == says and found.portal_id == entry.portal_id:
                self.report.unchanged += 1
                if bytes(found.digest) != entry.digest:
                    found.digest = entry.digest
                    same.append(found)
            else:
                self._give_identifier(entry, says, found.service_id)
                changed.append((found, entry, says))
        RegisterRecord.objects.bulk_update(same, ["digest"], batch_size=BATCH)
        self._add_or_link(new)
        self._merge(changed)

    def _renumbered(self, entry: ServiceEntry) -> RegisterRecord | None:
        """The same registered service under a new portal id: its old one is no longer in the file."""
        service = self._identifiers.get(entry.identifier)
        portal_id = self._portal_ids.get(service) if service else None
        if portal_id is None or portal_id in self.portal_ids:
            return None
        return RegisterRecord.objects.get(portal_id=portal_id)

    def _give_identifier(self, entry: ServiceEntry, says: Content, service: int | None) -> None:
        """An identifier belongs to one service; a second one in the register goes without."""
        owner = self._identifiers.get(entry.identifier)
        if owner is not None and owner != service and (service is not None or owner in self._portal_ids):
            self.report.findings.add(Finding.WRONG_IDENTIFIER, entry.label)
            says["identifier"] = ""
        elif service is not None and entry.identifier:
            self._identifiers[entry.identifier] = service

    def _add_or_link(self, new: Sequence[Pair]) -> None:
        added: list[Pair] = []
        links: list[RegisterRecord] = []
        seen: set[str] = set()
        for entry, says in new:
            identifier = str(says["identifier"])
            owner = self._identifiers.get(identifier) or self._orphans.get(str(entry.portal_id))
            if owner is not None and owner not in self._portal_ids:
                self._portal_ids[owner] = entry.portal_id
                links.append(self._link(owner, entry, says))
                continue
            if identifier in seen:
                self.report.findings.add(Finding.WRONG_IDENTIFIER, entry.label)
                says["identifier"] = ""
            seen.add(identifier or str(entry.portal_id))
            if (entry.provider.ico, says["kind"]) in self._similar:
                self.report.findings.add(Finding.SIMILAR, entry.label)
            added.append((entry, says))
        RegisterRecord.objects.bulk_create(links)
        ids = add(added, self.catalogue, self.providers)
        for pk, (entry, says) in zip(ids, added, strict=True):
            self._portal_ids[pk] = entry.portal_id
            if says["identifier"]:
                self._identifiers[str(says["identifier"])] = pk
            self.report.added_ended += not is_current(entry.valid, self.today)
        self.report.added += len(ids)
        self._touched.update(ids)

    def _link(self, service_id: int, entry: ServiceEntry, says: Content) -> RegisterRecord:
        self.report.findings.add(Finding.LINKED, entry.label)
        self.report.unchanged += 1
        if any(map(is_secret, facilities_of(says))):
            self.report.findings.add(Finding.LINKED_HIDES, entry.label)
        return record(service_id, entry, says, [])

    def _merge(self, changed: Sequence[tuple[RegisterRecord, ServiceEntry, Content]]) -> None:
        if not changed:
            return
        full = RegisterRecord.objects.with_all().in_bulk([found.pk for found, _entry, _says in changed])
        merge = Merge(self.catalogue, self.providers, self.today)
        for found, entry, says in changed:
            found = full[found.pk]
            was_current = is_current(dates(found.content["valid"]), self.today)
            outcome = merge.merge(found, entry, says)
            has_ended = was_current and not is_current(entry.valid, self.today)
            self._count(found.service, entry, outcome, has_ended=has_ended)
            if found.service.origin != Origin.REGISTER:
                self._warn_of_linked(entry, says, has_ended=has_ended)
        merge.save()
        RegisterRecord.objects.bulk_update(
            full.values(), ["content", "digest", "facility_ids", "portal_id"], batch_size=BATCH_OF_SERVICES
        )

    def _warn_of_linked(self, entry: ServiceEntry, says: Content, *, has_ended: bool) -> None:
        if has_ended:
            self.report.findings.add(Finding.LINKED_ENDED, entry.label)
        if any(map(is_secret, facilities_of(says))):
            self.report.findings.add(Finding.LINKED_HIDES, entry.label)

    def _count(self, service: Service, entry: ServiceEntry, outcome: Outcome, *, has_ended: bool) -> None:
        self._changes += outcome.changes
        for change in outcome.changes:
            if change.kept_by_hand:
                self._tell_kept(service, entry.label, change)
        if not outcome.written:
            self.report.unchanged += 1
            return
        self._touched.add(service.pk)
        if outcome.provider_written:
            self._touched_organisations.add(service.organisation_id)
        self.report.changed_fields.update(
            {str(RegisterField(change.field).label) for change in outcome.changes if not change.kept_by_hand}
        )
        (self.report.ended if has_ended else self.report.changed).append(entry.label)

    def take_ending(self, ending: Ending) -> None:
        """Count a service that is missing from the file."""
        service = ending.record.service
        label = service.registration_identifier or str(ending.record.portal_id)
        if ending.written:
            self._changes.append(ending.change)
            self._touched.add(service.pk)
            self.report.ended.append(label)
        elif ending.change.before != ending.change.after:
            self._changes.append(ending.change)
            self._tell_kept(service, label, ending.change)

    def _tell_kept(self, service: Service, label: str, change: RegisterChange) -> None:
        self.report.kept.append(f"{label} – {RegisterField(change.field).label}")
        self.kept[service.pk][change.field] += 1

    def finish(self, register_date: date | None, *, state: bytes, contents: bytes) -> None:
        """Write what the import did, and make the search say the same."""
        run = RegisterImport.objects.create(
            register_date=register_date,
            services_current=self.report.current,
            added=self.report.added,
            changed=len(self.report.changed),
            ended=len(self.report.ended),
            unchanged=self.report.unchanged,
            report=self.report.text(),
            state=state,
            contents=contents,
        )
        for change in self._changes:
            change.run = run
        RegisterChange.objects.bulk_create(self._changes, batch_size=BATCH)
        self.catalogue.gazetteer.write_keys()
        of_organisations = Service.objects.filter(organisation_id__in=self._touched_organisations)
        self._touched.update(of_organisations.values_list("pk", flat=True))
        if self._touched:
            from catalogue import indexing  # with it come the Czech dictionaries: not for an import without changes

            indexing.refresh(self._touched)
