"""The glossary names what is in the code, and all of it."""

import re
from collections import defaultdict

import pytest
from django.apps import apps

from tests.test_architecture import APPS, PROJECT, SOURCES

GLOSSARY = (PROJECT / "docs/glossary.md").read_text(encoding="utf-8")
OF_THE_MACHINE = {
    # copies that searches and pages are made of
    *("SearchCard", "SearchEntry", "SearchService", "NameWord"),
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


@pytest.fixture(scope="module")
def homes() -> dict[str, list[str]]:
    """The name of a class -> the modules that define one, read once for all names."""
    found = defaultdict(list)
    for text in (path.read_text(encoding="utf-8") for path in SOURCES):
        for name in re.findall(r"^class (\w+)", text, re.MULTILINE):
            found[name].append(text)
    return found


@pytest.mark.parametrize("name", in_the_code())
def test_what_the_glossary_names_is_in_the_code(homes, name):
    noun, _dot, attribute = name.partition(".")

    assert homes[noun]
    assert not attribute or any(re.search(rf"^    {attribute} = ", text, re.MULTILINE) for text in homes[noun])


def test_every_model_has_its_czech_word():
    assert our_models() - set(in_the_code()) == OF_THE_MACHINE
