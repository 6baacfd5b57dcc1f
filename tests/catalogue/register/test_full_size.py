"""The whole country: time, memory, and no person's name in the database. Each import is a process of its own."""

import io
import os
import re
import subprocess
import sys
import time

import pytest
from django.core.management import call_command
from django.db import connection

from catalogue.models import Facility, RegisterImport, Service
from sociopoint.embedded import _binary
from sociopoint.environment import PROJECT

TOOL = PROJECT.parent / "shared" / "tools" / "make_rpss.py"
PEOPLE = ("neukládal", "neukladal", "utajmil", "utajslav", "utajbor")

needs_the_tool = pytest.mark.skipif(not TOOL.exists(), reason=f"NOT TESTED: {TOOL} is not here")


def make(folder, *options):
    command = [sys.executable, str(TOOL), "--out", str(folder / "rpss.json"), "--code-lists", str(folder / "lists")]
    subprocess.run([*command, *options], check=True, capture_output=True)
    return folder / "rpss.json", folder / "lists"


def dump():
    """The test database as text, lower case."""
    told = connection.settings_dict
    command = [_binary("pg_dump"), "-h", told["HOST"], "-U", told["USER"] or "postgres", told["NAME"]]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.lower()


MEASURED = """
import sys
from pathlib import Path
from django.core.management import execute_from_command_line
execute_from_command_line(["manage.py", *sys.argv[1:]])
print(Path("/proc/self/status").read_text())
"""  # VmHWM: what getrusage says of a child includes the memory of the parent that started it


def import_in_a_process(file, lists):
    """(seconds, megabytes, output) of the command on the test database."""
    told = connection.settings_dict
    address = f"postgresql://{told['USER']}@/{told['NAME']}?host={told['HOST']}"
    command = [sys.executable, "-c", MEASURED, "import_register", str(file), "--code-lists", str(lists)]
    started = time.monotonic()
    done = subprocess.run(
        command,
        check=True,
        cwd=PROJECT,
        env=os.environ | {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "sociopoint.settings"},
        capture_output=True,
        text=True,
    )
    megabytes = int(re.search(r"VmHWM:\s+(\d+) kB", done.stdout)[1]) / 1024
    return time.monotonic() - started, megabytes, done.stdout


@needs_the_tool
@pytest.mark.django_db(transaction=True)
def test_no_persons_name_reaches_the_database(tmp_path):
    file, lists = make(tmp_path, "--services", "60")

    call_command("import_register", str(file), "--code-lists", str(lists), stdout=io.StringIO())

    assert Service.objects.count() == 60
    text = dump()
    assert [person for person in PEOPLE if person in text] == []


@pytest.mark.slow
@needs_the_tool
@pytest.mark.django_db(transaction=True)
def test_the_whole_register_is_imported_within_a_minute_and_a_second_time_within_half_of_it(tmp_path):
    file, lists = make(tmp_path)

    first, megabytes, _report = import_in_a_process(file, lists)
    second, _megabytes, report = import_in_a_process(file, lists)

    print(f"\nfirst {first:.1f} s, second {second:.1f} s, at most {megabytes:.0f} MB")  # noqa: T201  asked for by -s
    assert first < 60
    assert second < 30
    assert megabytes < 400
    assert "Nic se nezměnilo." in report
    assert (Service.objects.count(), Facility.objects.count()) == (6733, 18569)
    assert RegisterImport.objects.latest().services_current > 5000
    text = dump()
    assert [person for person in PEOPLE if person in text] == []
