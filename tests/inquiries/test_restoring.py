"""The drill of a restored backup: same rows, same triggers, and what was erased after the backup was made goes again."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from datetime import timedelta

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from inquiries import subject_requests
from inquiries.models import ContactCard, ReadingKind, SubjectRequest
from inquiries.reading import record_reading
from inquiries.shipped import load_desk
from sociopoint import embedded
from tests.factories import InquiryFactory, NoteFactory, OfficeFactory, UserFactory
from tests.parallel import of_this_process

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
RESTORED = of_this_process("restored_by_a_test")
TRIGGERS = "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2"
ROWS = "SELECT (SELECT count(*) FROM inquiries_inquiry), (SELECT count(*) FROM inquiries_note), (SELECT count(*) FROM inquiries_contactcard)"


def run(program: str, *arguments: str) -> None:
    told = connection.settings_dict
    where = ["-h", str(told["HOST"]), "-U", str(told["USER"])]
    subprocess.run([embedded._binary(program), *where, *arguments], check=True, capture_output=True, timeout=120)


def manage(*arguments: str) -> str:
    told = connection.settings_dict
    address = f"postgresql://{told['USER']}@/{RESTORED}?host={told['HOST']}"
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DATABASE_URL": address},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def restored():
    """`restored()` makes a second database of the backup and connects to it."""
    opened = []

    def restore(backup) -> psycopg.Connection:
        run("createdb", RESTORED)
        run("pg_restore", "--no-owner", "-d", RESTORED, str(backup))
        told = connection.settings_dict
        found = psycopg.connect(host=told["HOST"], user=told["USER"], dbname=RESTORED, autocommit=True)
        opened.append(found)
        return found

    yield restore
    for one in opened:
        one.close()
    run("dropdb", "--if-exists", "--force", RESTORED)


def test_a_restored_backup_keeps_its_rules_and_forgets_again_what_was_erased(restored, tmp_path):
    load_desk()
    worker = UserFactory(worker=True)
    OfficeFactory().workers.add(worker)
    inquiry = InquiryFactory(open=True, return_code_hash="b" * 64)
    NoteFactory(inquiry=inquiry)
    until = timezone.localdate() + timedelta(days=30)
    ContactCard.objects.create(inquiry=inquiry, phone="+420603000000", expires_on=until)
    record_reading(inquiry, ReadingKind.OPENED, by=worker)
    backup, stones = tmp_path / "backup.dump", tmp_path / "tombstones.csv"
    run("pg_dump", "-Fc", "-f", str(backup), connection.settings_dict["NAME"])
    request = SubjectRequest.objects.create(kind="erasure", known_by="Zavolal.", handled_by=worker)
    request.inquiries.add(inquiry)
    subject_requests.erase(request, by=worker)
    written = io.StringIO()
    call_command("tombstones", stdout=written)
    stones.write_text(written.getvalue(), encoding="utf-8")
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS)
        triggers = cursor.fetchall()

    back = restored(backup)

    assert back.execute(ROWS).fetchone() == (1, 1, 1)
    assert len(triggers) > 100
    assert back.execute(TRIGGERS).fetchall() == triggers
    with pytest.raises(psycopg.errors.RaiseException, match="append-only"):
        back.execute("DELETE FROM inquiries_reading")
    assert "znovu skartováno: dotazů s texty 1, kontaktů 1" in manage("replay_tombstones", str(stones), "--commit")
    assert back.execute(ROWS).fetchone() == (1, 0, 0)
    assert "dotazů se skartovanými texty: 0" in manage("purge", "--commit")
    assert manage("showmigrations", "--plan").count("[ ]") == 0
