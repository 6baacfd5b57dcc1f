"""Our plain Czech for phrases of Django's own pages: each is one that Django still says."""

from __future__ import annotations

import re
from pathlib import Path

import django
import pytest
from babel.messages.pofile import read_po
from django.utils.translation import gettext, ngettext, override

from sociopoint.messages import OF_TOOLS

ROOT = Path(django.__path__[0])
HOLE = re.compile(r"%\(\w+\)[sdr]|%[sdr]|\{\w*\}")


def catalogue(path):
    with path.open("rb") as file:
        return read_po(file, locale="cs")


@pytest.fixture(scope="module")
def ours():
    return [message for message in catalogue(OF_TOOLS / "cs" / "LC_MESSAGES" / "django.po") if message.id]


def test_every_phrase_is_one_that_django_says(ours):
    said = set()
    for folder in ("contrib/admin", "contrib/auth", "conf"):
        said |= {message.id for message in catalogue(ROOT / folder / "locale" / "en" / "LC_MESSAGES" / "django.po")}

    assert [message.id for message in ours if message.id not in said] == []


def test_no_phrase_promises_a_value_that_django_does_not_give(ours):
    for message in ours:
        texts = message.string if isinstance(message.string, tuple) else [message.string]
        given = set(HOLE.findall(" ".join(message.id) if isinstance(message.id, tuple) else message.id))
        assert all(set(HOLE.findall(text)) <= given for text in texts), message.id
        assert all(texts), message.id


def test_the_pages_of_django_speak_our_words():
    with override("cs"):
        assert gettext("Delete") == "Smazat"
        short = "This password is too short. It must contain at least %d character."
        assert ngettext(short, short.replace("character.", "characters."), 12) % 12 == (
            "Heslo je krátké. Musí mít aspoň 12 znaků."
        )
