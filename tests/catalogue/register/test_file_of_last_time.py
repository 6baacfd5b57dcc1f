"""The very file of last time is not read again, unless something that came of it is no longer there."""

import io
import json
import sys

import pytest
from django.core.management import call_command

from catalogue.models import RegisterImport, RegisterRecord, Service
from catalogue.register import importing


@pytest.fixture
def reads(monkeypatch):
    """How many times a file was read item by item."""
    times = []

    def counted(*arguments, **options):
        times.append(1)
        return read(*arguments, **options)

    read = importing.read_register
    monkeypatch.setattr(importing, "read_register", counted)
    return times


def test_the_same_file_is_not_read_again_and_the_report_is_the_same(load, register, reads):
    load(register)
    load(register, "--accept-drop")
    by_items = load(json.dumps(register, indent=1))

    report = load(json.dumps(register, indent=1))

    assert len(reads) == 2
    assert report == by_items
    first, *others = RegisterImport.objects.order_by("pk").values("services_current", "unchanged", "added")
    assert first["added"] == 6
    assert others == 3 * [{"services_current": first["services_current"], "unchanged": 6, "added": 0}]


def test_a_service_deleted_since_then_comes_back(load, register, reads):
    load(register)
    Service.objects.filter(register_record__portal_id=900001).delete()

    report = load(register)

    assert len(reads) == 2
    assert "Přidáno: 1" in report
    assert RegisterRecord.objects.filter(portal_id=900001).exists()


def test_other_code_lists_compare_the_same_file_anew(load, register, reads):
    load(register, lists=False)

    load(register)

    assert len(reads) == 2


def test_a_service_missing_from_both_files_stays_ended_and_its_return_is_seen(load, register, reads):
    load(register)
    gone = register["polozky"].pop()
    load(register, "--accept-drop")
    ended = RegisterRecord.objects.get(portal_id=gone["portalId"]).service
    assert ended.valid_until is not None

    assert "Nic se nezměnilo." in load(register)
    assert len(reads) == 2

    register["polozky"].append(gone)
    load(register)
    ended.refresh_from_db()
    assert ended.valid_until is None


def test_what_ended_since_then_is_no_longer_counted_as_current(load, register, service, reads, monkeypatch):
    service(900001)["datumPoskytovaniDo"] = "2199-12-31"
    load(register)
    before = RegisterImport.objects.latest().services_current
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: importing.date(2200, 1, 1))

    load(register, "--accept-drop")

    assert len(reads) == 1
    assert RegisterImport.objects.latest().services_current == before - 1


def test_standard_input_cannot_go_back_and_is_read(load, register, reads, monkeypatch, code_lists):
    class Pipe(io.BytesIO):
        def seekable(self):
            return False

    load(register)
    monkeypatch.setattr(sys, "stdin", type("Stdin", (), {"buffer": Pipe(json.dumps(register).encode())}))
    output = io.StringIO()

    call_command("import_register", "-", "--code-lists", str(code_lists), stdout=output)

    assert len(reads) == 2
    assert "Nic se nezměnilo." in output.getvalue()
