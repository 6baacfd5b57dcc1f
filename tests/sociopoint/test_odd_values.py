"""Whatever stands in an address or a form: a page, or a clear refusal, never an error of ours.

Which names a page asks for is learnt by watching it ask; all of them are then filled with the same odd value.
"""

from __future__ import annotations

import pytest
from django.http import QueryDict

from tests.addresses import OPENS_TO, POST_ONLY
from tests.page_forms import stored_password
from tests.sociopoint.test_addresses import example_of, one_who_may

ODD = [
    "\x00",
    "9" * 30,
    "-1",
    "²",
    "x" * 10_000,
    "\u202e\U0001f600'\"<",
    "2026-02-30",
    "[1]",
    "0001-01-01",
    "9999-12-31",
]


@pytest.fixture
def asked(monkeypatch):
    """Names of values that pages asked for."""
    names: set[str] = set()

    def watching(real):
        def watched(self, name, *rest):
            if isinstance(name, str):
                names.add(name)
            return real(self, name, *rest)

        return watched

    for method in ("get", "getlist", "__getitem__", "__contains__"):
        monkeypatch.setattr(QueryDict, method, watching(getattr(QueryDict, method)))
    return names


@pytest.mark.parametrize("route", sorted(OPENS_TO))
def test_odd_values_break_no_page(client, db, route, asked):
    user = one_who_may(route, stored_password())  # pages which ask for it again have what to compare
    if user:
        client.force_login(user)
    address = example_of(route, user)
    if route not in POST_ONLY:
        client.get(address)
        for odd in ODD:
            response = client.get(address, dict.fromkeys(asked, odd))
            assert response.status_code < 500, (odd[:40], response.status_code)
    asked.clear()
    client.post(address)
    for odd in ODD:
        response = client.post(address, dict.fromkeys(asked - {"csrfmiddlewaretoken"}, odd))
        assert response.status_code < 500, (odd[:40], response.status_code)
