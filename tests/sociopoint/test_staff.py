"""The bar above staff pages and the page each role begins on."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import NoReverseMatch

from sociopoint import staff
from sociopoint.models import Role, User
from tests.factories import UserFactory

ADDRESSES = {
    "inquiries:today": "/pult/",
    "inquiries:inquiry-list": "/pult/dotazy/",
    "inquiries:inquiry-new": "/pult/novy/",
    "network:home": "/sit/",
    "catalogue:service-list": "/sluzby/",
    "admin:index": "/admin/",
    "home": "/",
}


@pytest.fixture
def built(monkeypatch):
    """The front desk and the network stand, the statistics do not."""

    def reverse(name: str) -> str:
        if name not in ADDRESSES:
            raise NoReverseMatch(name)
        return ADDRESSES[name]

    monkeypatch.setattr(staff, "reverse", reverse)
    staff.address_of.cache_clear()
    yield
    staff.address_of.cache_clear()


@pytest.mark.parametrize(
    ("role", "home"),
    [
        (Role.PARTNER, "/sit/"),
        (Role.WORKER, "/pult/"),
        (Role.COORDINATOR, "/pult/"),
        (Role.ADMINISTRATOR, "/admin/"),
    ],
)
def test_each_role_begins_its_day_elsewhere(built, role, home):
    assert staff.home_of(User(role=role)) == home


def test_a_stranger_belongs_to_the_public_web(built):
    assert staff.home_of(AnonymousUser()) == "/"


@pytest.mark.parametrize(
    ("role", "shown"),
    [
        (Role.PARTNER, ["Síť", "Katalog"]),
        (Role.WORKER, ["Dnes", "Dotazy", "Síť", "Katalog"]),
        (Role.COORDINATOR, ["Dnes", "Dotazy", "Síť", "Katalog"]),
        (Role.ADMINISTRATOR, ["Katalog", "Správa"]),
    ],
)
def test_the_bar_shows_what_exists_and_what_the_role_may_open(built, role, shown):
    assert [str(link.words) for link in staff.links_for(User(role=role), "/")] == shown


@pytest.mark.parametrize(
    ("path", "marked"),
    [
        ("/pult/", [("Dnes", "page")]),
        ("/pult/dotazy/", [("Dotazy", "page")]),
        ("/pult/dotazy/12/", [("Dotazy", "true")]),
        ("/ucet/", []),
    ],
)
def test_one_link_at_most_is_where_we_are(built, path, marked):
    links = staff.links_for(User(role=Role.WORKER), path)

    assert [(str(link.words), link.current) for link in links if link.current] == marked


def test_only_a_worker_logs_inquiries(built):
    assert [staff.new_inquiry_for(User(role=role)) for role in Role] == ["", "/pult/novy/", "", ""]


def test_the_bar_names_the_person_and_signs_out_by_post(client, db):
    client.force_login(UserFactory(name="Sociální pracovnice 1"))

    page = client.get("/ucet/").content.decode()

    assert "Sociální pracovnice 1" in page
    assert '<form method="post" action="/odhlaseni/" data-sign-out>' in page
    assert "Jde o\u00a0život?" not in page
