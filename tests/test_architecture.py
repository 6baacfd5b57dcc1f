"""Rules of the layout that a tool does not hold (the direction of imports is import-linter's)."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
APPS = ("sociopoint", "situations", "catalogue", "network", "inquiries")
SOURCES = [path for app in APPS for path in (PROJECT / app).rglob("*.py") if "migrations" not in path.parts]
TEMPLATES = sorted((PROJECT / "templates").rglob("*.html"))


def test_only_the_environment_reads_the_environment():
    readers = {
        path.relative_to(PROJECT).as_posix()
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv")
    }

    assert readers == {"sociopoint/embedded.py", "sociopoint/settings.py", "sociopoint/wsgi.py"}


def test_no_drawer_without_an_owner():
    names = {path.stem for path in SOURCES}

    assert not names & {"utils", "helpers", "common", "misc"}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(PROJECT).as_posix())
def test_a_module_stays_within_its_budget(path):
    lines = path.read_text(encoding="utf-8").splitlines()

    assert len(lines) <= 400


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(PROJECT).as_posix())
def test_a_template_stays_within_its_budget(path):
    text = path.read_text(encoding="utf-8")

    assert len(text.splitlines()) <= 120
    assert "style=" not in text
    assert "|safe" not in text


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(PROJECT).as_posix())
def test_a_number_of_a_row_is_printed_without_the_space_of_thousands(path):
    """`{{ hit.pk }}` prints `1 234` in Czech, which no form takes back: write `|stringformat:"d"`."""
    assert re.findall(r"\{\{ (?:[\w.]+\.id|[\w.]*\bpk) \}\}", path.read_text(encoding="utf-8")) == []
