from __future__ import annotations

import html
import re

import pytest

pytestmark = pytest.mark.django_db


def test_the_search_may_stand_in_a_frame_and_nothing_else_may(client):
    window, page = client.get("/pro-weby/okno/"), client.get("/pro-weby/")

    assert "frame-ancestors *" in window.headers["Content-Security-Policy"]
    assert "default-src 'none'" in window.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in window.headers
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    assert page.headers["X-Frame-Options"] == "DENY"


def test_what_is_found_opens_outside_the_frame(client):
    page = client.get("/pro-weby/okno/").content.decode()

    assert not client.get("/pro-weby/okno/").cookies
    assert re.findall(r"<(?:a|form)\b(?![^>]*(?:target=\"_blank\"|skip-link))[^>]*>", page) == []
    assert "<script" not in page


def test_the_form_to_copy_finds_help(client):
    page = client.get("/pro-weby/").content.decode()
    form = html.unescape(re.search(r"<code>(&lt;form.*?)</code>", page, re.DOTALL)[1])
    action = re.search(r'action="http://127.0.0.1:8000([^"]+)"', form)[1]

    assert "<script" not in form
    assert client.get(action, {"q": "dluhy"}).status_code == 200
