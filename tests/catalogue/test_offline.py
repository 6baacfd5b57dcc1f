"""The site as an app: what a phone may keep, what it must not, and a place's catalogue to take along."""

from __future__ import annotations

import dataclasses
import gzip
import json

import pytest
from django.utils import timezone

from catalogue import indexing
from catalogue.knowledge import knowledge
from catalogue.live_facts import close_for_a_while
from catalogue.models import Place
from catalogue.offline.pack import pack
from tests.factories import (
    ContactFactory,
    FacilityFactory,
    LifeSituationFactory,
    PlaceFactory,
    ServiceFactory,
    ServiceKindFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
COPY = "X-Offline-Copy"


@pytest.fixture
def city():
    return PlaceFactory(name="Ostrava")


@pytest.fixture
def service(city):
    service = ServiceFactory(name="Dluhová poradna", kind=ServiceKindFactory(code="OSP", section="37", name="Poradna"))
    ContactFactory(service=service, value="+420599526912")
    FacilityFactory(service=service, place=city, opening_hours="Mo-Fr 08:00-16:00")
    indexing.rebuild()
    return service


def test_the_manifest_makes_an_app_of_the_site(client):
    said = client.get("/manifest.webmanifest")

    assert said["Content-Type"] == "application/manifest+json"
    assert said.json()["start_url"] == "/"
    assert {icon["sizes"] for icon in said.json()["icons"]} == {"any", "192x192", "512x512"}


def test_the_worker_is_never_kept_and_knows_its_files(client):
    worker = client.get("/sw.js")

    assert worker["Cache-Control"] == "no-cache, max-age=0"
    kept = json.loads(worker.content.decode().partition("const KEPT = ")[2].partition(";\n")[0])
    assert "/bez-signalu/" in kept["files"]
    assert kept["languages"]["uk"]["offline"] == "/uk/bez-signalu/"
    assert len({kept["languages"][language]["notice"] for language in ("cs", "en", "uk")}) == 3
    files = kept["files"] + [file for one in kept["languages"].values() for file in one["files"]]
    assert all(client.get(file).status_code == 200 for file in files if not file.startswith("/static/"))


def test_the_kill_switch_takes_every_worker_away(client, settings):
    settings.ENVIRONMENT = dataclasses.replace(settings.ENVIRONMENT, offline=False)

    worker = client.get("/sw.js").content.decode()

    assert "registration.unregister()" in worker
    assert "KEPT" not in worker


@pytest.mark.parametrize("path", ["/", "/krize/", "/bez-signalu/"])
def test_a_public_page_may_be_kept(client, path):
    assert client.get(path)[COPY] == "1"


def test_nothing_of_somebody_signed_in_may_be_kept(client, service):
    client.force_login(UserFactory(worker=True))

    assert COPY not in client.get("/").headers
    assert COPY not in client.get(service.get_absolute_url()).headers


@pytest.mark.parametrize("path", ["/sluzby/?q=nasili", "/situace/", "/ucet/prihlaseni/", "/neni-tu/"])
def test_what_somebody_asked_for_is_not_kept(client, path):
    assert COPY not in client.get(path).headers


def test_a_service_is_kept_unless_it_could_betray_somebody(client, service):
    ordinary = client.get(service.get_absolute_url())
    service.situations.add(LifeSituationFactory(slug="domaci-nasili", is_sensitive=True))
    sensitive = client.get(service.get_absolute_url())

    assert ordinary[COPY] == "1"
    assert COPY not in sensitive.headers


def test_a_pack_holds_what_is_needed_to_call(service, city):
    said = json.loads(pack(city, knowledge(), timezone.localtime()))

    assert said["place"] == "Ostrava"
    (one,) = said["services"]
    assert one["name"] == "Dluhová poradna"
    assert one["phones"] == ["599\N{NO-BREAK SPACE}526\N{NO-BREAK SPACE}912"]
    assert one["hours"]


def test_a_pack_says_what_is_closed_for_a_while(service, city):
    today = timezone.localdate()
    close_for_a_while(service, by=UserFactory(), facility=None, begins=today, ends=today, text="Malujeme.")

    (one,) = json.loads(pack(city, knowledge(), timezone.localtime()))["services"]

    assert one["hours"].replace("\u00a0", " ").startswith("Dnes zavřeno: Malujeme.")


def test_who_comes_to_a_place_is_in_its_pack_too(service, city):
    coming = ServiceFactory(name="Pečovatelská služba")
    coming.area_served.add(city)
    elsewhere = ServiceFactory(name="Jinde")
    FacilityFactory(service=elsewhere, place=PlaceFactory(name="Brno"))

    names = [one["name"] for one in json.loads(pack(city, knowledge(), timezone.localtime()))["services"]]

    assert sorted(names) == ["Dluhová poradna", "Pečovatelská služba"]


@pytest.mark.usefixtures("shipped")
def test_ostravas_pack_stays_far_under_a_megabyte():
    content = pack(Place.objects.get(name="Ostrava", kind="municipality"), knowledge(), timezone.localtime())

    assert len(json.loads(content)["services"]) > 90
    assert len(content) < 300_000
    assert len(gzip.compress(content)) < 60_000


def test_the_size_is_said_before_anything_is_taken(client, service, city):
    page = client.get("/do-telefonu/", {"misto": f"p{city.pk}"}).content.decode()

    assert "kB" in page
    assert f'data-pack="/do-telefonu/{city.pk}.json"' in page


@pytest.mark.parametrize("place", ["xqzw", "x" * 300])
def test_an_unknown_place_is_said_in_czech(client, place):
    response = client.get("/do-telefonu/", {"misto": place})

    assert response.status_code == 422
    assert "Takové místo neznáme" in response.content.decode()


def test_a_region_does_not_fit(client):
    region = PlaceFactory(kind="region", name="Moravskoslezský kraj")

    assert client.get(f"/do-telefonu/{region.pk}.json").status_code == 404
