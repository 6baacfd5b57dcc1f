"""Help says to each role what it may do, and leads only where it may go."""

from __future__ import annotations

import re

import pytest

from sociopoint.help_page import PARTS
from sociopoint.models import Role
from sociopoint.staff import address_of
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

SEEN = {
    Role.PARTNER: ["V síti"],
    Role.WORKER: ["U pultu", "V síti", "Klávesové zkratky"],
    Role.COORDINATOR: ["Přehled nad pultem", "V síti", "Vedení sítě"],
    Role.ADMINISTRATOR: ["Správa"],
}


def headings(response) -> list[str]:
    return re.findall(r"<h2 [^>]*>([^<]+)</h2>", response.content.decode().replace("\u00a0", " "))


@pytest.mark.parametrize(("role", "parts"), SEEN.items())
def test_each_role_reads_its_own_part(client, role, parts, django_assert_max_num_queries):
    client.force_login(UserFactory(role=role))
    client.get("/napoveda/")  # a process that has just begun reads what it then keeps

    with django_assert_max_num_queries(10):
        response = client.get("/napoveda/")

    assert [heading for heading in headings(response) if heading != "Zamčeno"] == parts


@pytest.mark.parametrize("role", SEEN)
def test_every_link_of_help_opens_to_who_reads_it(client, role):
    client.force_login(UserFactory(role=role))
    page = client.get("/napoveda/").content.decode()

    linked = set(re.findall(r'<p><a href="(/[^"#]+)">', page))
    assert linked
    assert {path: client.get(path).status_code for path in linked} == dict.fromkeys(linked, 200)


def test_every_chapter_leads_to_a_page_that_is_there():
    pages = [chapter.page for _anchor, _title, _may, chapters in PARTS for chapter in chapters if chapter.page]

    assert [page for page in pages if not address_of(page)] == []


def test_a_stranger_signs_in_first(client):
    assert client.get("/napoveda/").status_code == 302


@pytest.mark.parametrize(
    ("role", "path"), [(Role.PARTNER, "/sit/"), (Role.WORKER, "/pult/"), (Role.ADMINISTRATOR, "/admin/")]
)
def test_every_page_of_staff_leads_to_help(client, role, path):
    client.force_login(UserFactory(role=role))

    assert 'href="/napoveda/"' in client.get(path).content.decode()


def test_whoever_switched_the_keys_off_reads_so(client):
    client.force_login(UserFactory(worker=True, uses_shortcuts=False))

    assert "Máte je vypnuté." in client.get("/napoveda/").content.decode().replace("\u00a0", " ")
