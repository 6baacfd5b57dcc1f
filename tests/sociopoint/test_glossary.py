"""The glossary names what is in the code, and all of it."""

import re
from pathlib import Path

import pytest
from django.apps import apps

PROJECT = Path(__file__).resolve().parents[2]
APPS = ("sociopoint", "situations", "catalogue", "network", "inquiries")
GLOSSARY = (PROJECT / "docs/glossary.md").read_text(encoding="utf-8")
OF_THE_MACHINE = {
    # copies that searches and pages are made of
    *("PlaceKey", "SearchCard", "SearchEntry", "SearchService", "NameWord"),
    # what every page shares
    *("DailyKey", "Heartbeat", "Limit", "OutgoingMail", "User", "Version"),
    # which shipped facts a city has, and what a new version did with them
    *("ShippedTable", "ShippedUpdate"),
}
"""Models that nobody outside the program has a word for."""


def in_the_code() -> list[str]:
    rows = re.findall(r"^\| [^|]+ \| ([^|]+) \|", GLOSSARY, re.MULTILINE)
    return [name for row in rows for name in re.findall(r"`([^`]+)`", row)]


def our_models() -> set[str]:
    return {
        model.__name__
        for app in APPS
        for model in apps.get_app_config(app).get_models()
        if not hasattr(model, "pgh_event_model") and not hasattr(model, "pgh_tracked_model") and not model._meta.proxy
    }


@pytest.mark.parametrize("name", in_the_code())
def test_what_the_glossary_names_is_in_the_code(name):
    noun, _dot, attribute = name.partition(".")
    definitions = [
        path.read_text(encoding="utf-8")
        for app in APPS
        for path in (PROJECT / app).rglob("*.py")
        if "migrations" not in path.parts
    ]
    homes = [text for text in definitions if re.search(rf"^class {noun}\b", text, re.MULTILINE)]

    assert homes
    assert not attribute or any(re.search(rf"^    {attribute} = ", text, re.MULTILINE) for text in homes)


def test_every_model_has_its_czech_word():
    assert our_models() - OF_THE_MACHINE <= set(in_the_code())
