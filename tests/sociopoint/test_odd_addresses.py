"""Addresses nobody meant: cut by a mail program, guessed by a robot, typed by a cat. None of them may break a page."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest

from catalogue.question import Question
from tests.addresses import PARTS
from tests.factories import UserFactory

ODD = {
    "nothing": "",
    "nul": "%00",
    "no number of Python's": "9" * 5_000,
    "no number of a table's": "9" * 40,
    "below nothing": "-1",
    "digits of another script": quote("٣²"),
    "ten thousand letters": "x" * 10_000,
    "emoji and letters from right to left": quote("😀\u202e\u0645\u0633\u0627\u0639\u062f\u0629"),
    "bytes that are no text": "%FF%ED%A0%80",
    "a formula": quote("'\"><%(x)s{{7*7}}\\"),
}
NAMES = (
    "q misto forma situace skupina druh vek jazyk bezbarierove otevreno volno razeni strana sluzba sluzby s na kod velke"
    " co kdo jak bezpeci tema mesic rok po next za dotaz page per_page search taxonomy_id proximity"
).split()
"""Every parameter that some public page reads."""
FILTERS = "q p o e chybi stari nabizi misto origin__exact kind__id__exact _changelist_filters _to_field".split()
NUMBERS = ["0", "9" * 18, "9" * 19, "9" * 400, "9" * 5_000]
PUBLIC = [part for part in PARTS if any("citizen" in roles for roles in part.OPENS_TO.values())]


@pytest.fixture(params=PUBLIC, ids=lambda part: part.__name__.rpartition(".")[2])
def public(request, db) -> list[str]:
    """A real address of each page of one part that opens to a citizen."""
    examples = request.param.examples(None)
    routes = [route for route, roles in request.param.OPENS_TO.items() if "citizen" in roles]
    return [examples.get(route, f"/{route}") for route in routes if route not in request.param.POST_ONLY]


def broken(client, addresses):
    """Those that answer with an error of ours, and how."""
    client.raise_request_exception = False
    answers = ((address, client.get(address).status_code) for address in addresses)
    return [(address[:80], status) for address, status in answers if status >= 500]


def test_no_question_in_an_address_breaks_a_public_page(client, public):
    queries = ["&".join(f"{name}={value}&{name}[]={value}" for name in NAMES) for value in ODD.values()]

    assert broken(client, [f"{address}?{query}" for address in public for query in queries]) == []


def test_the_number_of_nothing_breaks_no_public_page(client, public):
    numbered = [re.sub(r"\d+", number, address, count=1) for address in public for number in NUMBERS]

    assert broken(client, numbered) == []


@pytest.mark.parametrize("value", ODD.values(), ids=ODD)
def test_each_question_alone_breaks_no_search(client, db, value):
    asked = [f"{name}={value}" for name in (*Question.PARAMETERS.values(), "sluzba")]

    assert broken(client, [f"{page}?{one}" for page in ("/sluzby/", "/mapa/") for one in asked]) == []


@pytest.mark.parametrize("value", ODD.values(), ids=ODD)
def test_no_address_breaks_the_administration(client, db, value):
    client.force_login(UserFactory(administrator=True))
    service = "/admin/catalogue/service/"
    records = [f"{service}{value or '_'}/{page}/" for page in ("change", "history", "vratit", "delete")]
    asked = [f"{service}?{name}={value}" for name in FILTERS]

    assert broken(client, records + asked) == []
