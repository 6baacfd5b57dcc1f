"""The pages that say why the site may be trusted: each claim on them follows from what the catalogue holds."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from catalogue.models import RegisterImport
from inquiries.models.retention import RetentionRule
from inquiries.shipped import RETENTION
from network.subscribing import WAITS
from sociopoint import context, my_list
from tests.factories import ServiceFactory

pytestmark = pytest.mark.django_db


def plain(response) -> str:
    return response.content.decode().replace("\u00a0", " ")


def test_it_is_said_how_many_services_are_known_how(client, django_assert_num_queries):
    today = timezone.localdate()
    ServiceFactory.create_batch(2, certainty="high")
    ServiceFactory(certainty="low")
    ServiceFactory(certainty="low", verified_on=today - timedelta(days=30))
    ServiceFactory(certainty="low", verified_on=today - timedelta(days=400))
    ServiceFactory(certainty="high", published=False)

    with django_assert_num_queries(2):
        response = client.get("/jak-overujeme/")

    assert [(str(text)[:20].replace("\u00a0", " "), count) for text, count in response.context["known"]] == [
        ("Potvrdila je organiz", 1),
        ("Opsali jsme je ze st", 2),
        ("Máme je z jediné zmí", 2),
    ]
    assert response.context["checked"].total == 5
    assert "zatím nenačetli" in plain(response)


def test_an_empty_catalogue_says_so(client):
    assert "V katalogu zatím žádná služba není." in plain(client.get("/jak-overujeme/"))


def test_every_page_leads_to_the_trust_pages(client):
    page = plain(client.get("/"))

    assert not [path for path in ("/jak-overujeme/", "/pristupnost/", "/soukromi/", "/kontakt/") if path not in page]


def test_the_map_of_the_desk_waits_for_a_click(client):
    response = client.get("/kontakt/")
    page = plain(response)

    assert "Načíst mapu" in page
    assert '"lat": 49.841743' in page
    assert "tile.openstreetmap.org" in response.headers["Content-Security-Policy"]
    assert "openstreetmap" not in "".join(part for part in page.split("<") if part.startswith(("img", "link")))


def test_a_desk_without_its_point_has_no_map(client, monkeypatch):
    monkeypatch.setattr("inquiries.views.questions.desk", lambda: replace(context.desk(), point=None))

    page = plain(client.get("/kontakt/"))

    assert "Kde nás najdete" in page
    assert "Načíst mapu" not in page


def test_it_is_said_how_long_what_is_kept_by_the_rules_in_force(client, django_assert_num_queries):
    RetentionRule.objects.bulk_create(RetentionRule(**rule) for rule in RETENTION)
    RetentionRule.objects.filter(compartment="contact", state="").update(days=31)
    RetentionRule.objects.create(compartment="words", kind="professional", days=400)

    with django_assert_num_queries(1):
        page = plain(client.get("/soukromi/"))

    assert re.findall(r"nejpozději (\d+) \w+ po vyřízení", page) == ["400", "730", "31"]


def test_without_any_rule_the_bound_of_the_code_is_said(client):
    assert re.findall(r"nejpozději (\d+) \w+ po vyřízení", plain(client.get("/soukromi/"))) == ["1096", "1096", "366"]


def test_the_officer_and_the_whole_notice_are_named_where_the_city_has_them(client, settings):
    assert "pověřenec" not in plain(client.get("/soukromi/"))

    settings.ENVIRONMENT = replace(
        settings.ENVIRONMENT, dpo_email="poverenec@mesto.example", privacy_notice_url="https://mesto.example/gdpr"
    )
    page = plain(client.get("/soukromi/"))

    assert 'href="mailto:poverenec@mesto.example"' in page
    assert 'href="https://mesto.example/gdpr"' in page


def test_what_a_cookie_and_the_newsletter_keep_is_said_as_it_is(client):
    page = plain(client.get("/soukromi/"))

    assert f"v cookie na {my_list.DAYS} dní" in page
    assert f"Nepotvrzený smažeme za {WAITS.days} dní." in page


def test_the_map_is_said_to_come_from_elsewhere(client):
    assert "Její obrázky pošle tile.openstreetmap.org" in plain(client.get("/soukromi/"))


def test_the_accessibility_statement_has_the_parts_of_the_czech_model(client):
    page = plain(client.get("/pristupnost/"))

    parts = [
        "99/2019",
        "Stav souladu",
        "Co zatím přístupné není",
        "Nepřiměřená zátěž",
        "Jak jsme prohlášení",
        "Digitální",
    ]
    assert [part for part in parts if part not in page] == []


def test_a_register_read_after_midnight_is_of_that_day_in_prague(client):
    read = RegisterImport.objects.create(services_current=1, added=1, changed=0, ended=0, unchanged=0, report="")
    RegisterImport.objects.update(finished_at=datetime(2026, 11, 26, 23, 30, tzinfo=UTC))

    assert "jeho stav k 27. 11. 2026" in plain(client.get("/jak-overujeme/"))
    read.refresh_from_db()
    assert str(read) == "2026-11-27 00:30"
