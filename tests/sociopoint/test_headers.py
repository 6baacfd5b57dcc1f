from __future__ import annotations

import re

import pytest

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/", "/sluzby/", "/krize/", "/ucet/prihlaseni/", "/neni-tu/"])
def test_every_answer_carries_the_strict_policy(client, address):
    response = client.get(address)
    policy = response.headers["Content-Security-Policy"]

    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert "geolocation=(self)" in response.headers["Permissions-Policy"]


@pytest.mark.parametrize(
    "address", ["/pult/", "/pult/dotazy/", "/pult/predani/", "/sit/lide/", "/sit/organizace/", "/napoveda/", "/ucet/"]
)
def test_no_browser_keeps_what_only_staff_may_see(client, address):
    client.force_login(UserFactory(coordinator=True))

    response = client.get(address)

    assert response.status_code == 200
    assert {"no-store", "private"} <= set(response["Cache-Control"].split(", "))


def test_pages_for_everybody_may_be_kept(client):
    client.force_login(UserFactory(coordinator=True))

    assert [page for page in ("/", "/sluzby/", "/krize/") if "Cache-Control" in client.get(page).headers] == []


@pytest.mark.parametrize("address", ["/", "/sluzby/?q=pe%C4%8Dovatelka", "/krize/", "/soukromi/"])
def test_a_citizen_gets_no_cookie(client, address):
    assert not client.get(address).cookies


@pytest.mark.parametrize("address", ["/", "/sluzby/", "/krize/", "/admin/"])
def test_no_page_asks_anybody_else_for_anything(client, address):
    client.force_login(UserFactory(administrator=True))
    page = client.get(address).content.decode()

    asked = r'<(?:script|link(?! rel="(?:canonical|alternate)")|img|iframe)[^>]+(?:src|href)="https?://'
    assert re.findall(asked, page) == []
    assert " style=" not in page
    assert " onclick=" not in page
