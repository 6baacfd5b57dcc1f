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
