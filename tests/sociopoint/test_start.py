"""What starts with every command, and what waits until it is needed."""

from __future__ import annotations

import os
import subprocess
import sys

from django.contrib import admin
from django.core.checks import Tags, run_checks

from sociopoint.environment import PROJECT

LOADED = "import sys, django; django.setup(); print(*sorted({name.partition('.')[0] for name in sys.modules}))"


def test_a_command_starts_without_spreadsheets_pictures_and_keys():
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "sociopoint.settings",
        "DATABASE_URL": "postgresql://nobody@nowhere/none",
    }
    command = [sys.executable, "-c", LOADED]
    done = subprocess.run(command, env=environment, cwd=PROJECT, capture_output=True, text=True, check=True)

    loaded = set(done.stdout.split())
    assert "catalogue" in loaded
    assert loaded & {"openpyxl", "tablib", "segno", "fido2"} == set()


def test_the_checks_see_the_tables_of_the_admin(monkeypatch):
    """They come with the addresses, but `manage.py check` may look before any address is needed."""
    assert admin.site.name  # makes the site itself, which is put off until it is used
    checked = []
    monkeypatch.setattr(admin.site._wrapped.__class__, "check", lambda self, configs: checked.append(self) or [])

    run_checks(tags=[Tags.admin])

    assert checked
    assert admin.site._registry


def test_a_database_that_nobody_reaches_is_said_in_one_line():
    environment = os.environ | {"DATABASE_URL": "postgresql://nobody:heslo@127.0.0.1:1/none"}

    done = subprocess.run(
        [sys.executable, "manage.py", "migrate"], env=environment, cwd=PROJECT, capture_output=True, text=True
    )

    assert done.returncode == 1
    (line,) = done.stderr.strip().splitlines()
    assert line.startswith("SOCIOPOINT cannot reach its database. ")
    assert "heslo" not in line
