"""The whole public catalogue as files: made each night, all or nothing, in memory that does not grow with the catalogue.

The same pass remembers which services changed since the last one, which is what `modified_after` of the open data asks.
"""

from __future__ import annotations

import contextlib
import csv
import gzip
import io
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import md5
from typing import Any

from django.conf import settings
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from catalogue.hsds import documents, records
from catalogue.hsds.records import LocationRecord, ServiceRecord
from catalogue.models import ContactKind, DataFile, FormOfCare, PublishedService, Service
from sociopoint.spreadsheets import neutral

BATCH = 500  # services read at once
CSV, NDJSON = "sluzby.csv", "sluzby.ndjson"

COLUMNS = (
    "id sluzba organizace ico druh_sluzby formy cilove_skupiny popis komu telefon email web stranka ulice cislo psc obec cast "
    "kraj kod_adresniho_mista sirka delka otevreno bez_barier cena vek_od vek_do jazyky kam_prijedou volna_mista "
    "volna_mista_hlasena jak_vime rok_udaju overeno"
).split()


class _Packed:
    """A file that is packed as it is written; the same content gives the same bytes on any night."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.records = self.size = 0
        self._bytes, self._digest = io.BytesIO(), md5(usedforsecurity=False)
        self._packer = gzip.GzipFile(fileobj=self._bytes, mode="wb", compresslevel=6, mtime=0)

    def write(self, text: str) -> None:
        content = text.encode()
        self.size += len(content)
        self._digest.update(content)
        self._packer.write(content)

    def save(self, now: datetime) -> None:
        self._packer.close()
        content = self._bytes.getvalue()
        DataFile.objects.update_or_create(
            name=self.name,
            defaults={
                "content": content,
                "digest": self._digest.hexdigest(),
                "size": self.size,
                "packed_size": len(content),
                "records": self.records,
                "made_at": now,
            },
        )


@dataclass(frozen=True)
class Made:
    services: int
    changed: int
    withdrawn: int


@transaction.atomic
def make_files(now: datetime) -> Made:
    """Make both files of what is offered now. Whoever downloads meanwhile gets the old ones."""
    lines, table = _Packed(NDJSON), _Packed(CSV)
    rows = csv.writer(table, delimiter=";", lineterminator="\r\n")
    table.write("\ufeff")  # or Czech Excel takes it for Windows' own alphabet
    rows.writerow(COLUMNS)
    digests: dict[int, bytes] = {}
    for record, document in _published():
        line = json.dumps(document, ensure_ascii=False)
        digests[record.id] = md5(line.encode(), usedforsecurity=False).digest()
        lines.write(line + "\n")
        lines.records += 1
        for row in csv_rows(record, document):
            rows.writerow([neutral(value) if isinstance(value, str) else value for value in row])
            table.records += 1
    for file in (lines, table):
        file.save(now)
    return _remember(digests, now)


def withdraw_files() -> None:
    """Something in them must not be read any longer: nobody gets them from now on, and they are made anew without delay."""
    withdrawn, _tables = DataFile.objects.all().delete()
    if withdrawn:
        transaction.on_commit(_ask_for_files)


def _ask_for_files() -> None:
    with contextlib.suppress(AlreadyEnqueued):
        app.configure_task("make_open_files", queueing_lock="make_open_files").defer(timestamp=int(time.time()))


def _published() -> Iterator[tuple[ServiceRecord, dict[str, Any]]]:
    site, after = str(settings.ENVIRONMENT.site_address), 0
    offered = Service.objects.offered().order_by("pk").values_list("pk", flat=True)
    while numbers := list(offered.filter(pk__gt=after)[:BATCH]):
        for record in records.services(numbers):
            document = documents.service_in_full(record, site)
            document.pop("last_modified", None)  # or every change would be one more tomorrow
            yield record, document
        after = numbers[-1]


def _remember(digests: dict[int, bytes], now: datetime) -> Made:
    """Which of the services are not what they were; one no longer offered is forgotten."""
    before = {one.service_id: bytes(one.digest) for one in PublishedService.objects.all()}
    changed = [
        PublishedService(service_id=number, digest=digest, changed_at=now)
        for number, digest in digests.items()
        if before.get(number) != digest
    ]
    PublishedService.objects.bulk_create(
        changed,
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["service"],
        update_fields=["digest", "changed_at"],
    )
    withdrawn, _tables = PublishedService.objects.filter(service__in=set(before) - set(digests)).delete()
    return Made(len(digests), len(changed), withdrawn)


def csv_rows(record: ServiceRecord, document: dict[str, Any]) -> Iterator[list[Any]]:
    """A row for each place of the service; one without where its places are secret or not known."""
    for where in [_of_place(place) for place in record.locations] or [{}]:
        row = _of_service(record, document) | where
        yield [row.get(column, "") for column in COLUMNS]


def _of_service(record: ServiceRecord, document: dict[str, Any]) -> dict[str, Any]:
    def listed(taxonomy: str) -> str:
        return ", ".join(term.name for term in record.terms if term.taxonomy == taxonomy)

    phones = record.contacts + record.organisation.contacts
    return {
        "id": document["id"],
        "sluzba": record.name,
        "organizace": record.organisation.name,
        "ico": record.organisation.ico,
        "druh_sluzby": listed("kind"),
        "formy": ", ".join(FormOfCare(form).value for form in record.forms),
        "cilove_skupiny": listed("group"),
        "popis": document.get("description", ""),
        "komu": " ".join(documents.lines(record.for_whom)),
        "telefon": next((_spoken(contact.value) for contact in phones if contact.kind == ContactKind.PHONE), ""),
        "email": document.get("email", ""),
        "web": next((one["url"] for one in document.get("additional_urls", [])), ""),
        "stranka": document["url"],
        "cena": document.get("fees_description", ""),
        "vek_od": _number(record.age_from),
        "vek_do": _number(record.age_to),
        "jazyky": ", ".join(record.languages),
        "kam_prijedou": ", ".join(area.name for area in record.areas),
        "volna_mista": _number(record.free_places),
        "volna_mista_hlasena": record.free_places_reported_at or "",
        "jak_vime": record.certainty,
        "rok_udaju": _number(record.source_year),
        "overeno": record.verified_on or "",
    }


def _of_place(place: LocationRecord) -> dict[str, Any]:
    exact = place.precision in documents.EXACT
    return {
        "ulice": place.street,
        "cislo": place.house_number,
        "psc": place.postcode,
        "obec": place.municipality,
        "cast": place.place if place.place != place.municipality else "",
        "kraj": place.region,
        "kod_adresniho_mista": _number(place.address_point),
        "sirka": _number(place.lat if exact else None),
        "delka": _number(place.lon if exact else None),
        "otevreno": place.opening_hours,
        "bez_barier": {True: "ano", False: "ne", None: ""}[place.barrier_free],
    }


def _number(value: float | None) -> float | str:
    return "" if value is None else value


def _spoken(phone: str) -> str:
    """`599 526 912`: a plus at the beginning would make a formula of it."""
    national = phone.removeprefix("+420")
    if len(national) == 9:
        return f"{national[:3]} {national[3:6]} {national[6:]}"
    return f"00{phone[1:]}" if phone.startswith("+") else phone
