from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps

from situations.models import CrisisLine, LifeSituation
from situations.shipped import load_situations
from tests.factories import LifeSituationFactory


@pytest.fixture(autouse=True)
def _situations(db):
    load_situations()


def test_the_list_names_every_topic_and_situation(client, django_assert_num_queries):
    with django_assert_num_queries(2):
        page = client.get("/situace/").content.decode()

    assert page.count('class="section topic"') == 13
    assert "Doma zažívám násilí" in page


def test_an_urgent_situation_begins_with_the_lines_to_call(client):
    page = client.get("/situace/domaci-nasili/").content.decode()

    assert page.index("Zavolejte hned") < page.index("Rychle odejít") < page.index("Co udělat nejdřív")
    assert page.index('href="tel:158"') < page.index("Co udělat nejdřív")


def test_numbers_inside_what_to_do_first_are_links_to_call(client):
    page = client.get("/situace/domaci-nasili/").text
    steps = page[page.index('id="nejdriv"') :]

    assert 'Volejte <a href="tel:158">158</a>' in steps
    assert '<a href="tel:116006">116\u00a0006</a>' in steps


def test_lines_loaded_before_speak_in_sentences_but_an_editors_words_stay():
    migration = import_module("situations.migrations.0011_crisis_lines_speak_in_sentences")
    heads = migration.BEFORE["116123"]
    CrisisLine.objects.filter(slug="116123").update(
        description=heads[0], description_en="Ours", description_uk=heads[2]
    )

    migration.speak(apps, None)

    line = CrisisLine.objects.get(slug="116123")
    assert line.description == "Pro dospělé, kterým je psychicky těžko. Jméno říkat nemusíte."
    assert line.description_en == "Ours"
    assert line.description_uk.endswith("Імені казати не треба.")


def test_a_topic_leads_to_its_situations_and_a_situation_to_its_siblings(client):
    topic = client.get("/situace/pece-o-seniora/").content.decode()
    situation = client.get("/situace/demence/").content.decode()

    assert 'href="/situace/demence/"' in topic
    assert 'href="/situace/domov-pro-seniory/"' in situation
    assert 'href="/situace/pece-o-seniora/"' in situation


def test_the_form_of_a_situation_searches_within_it(client):
    page = client.get("/situace/demence/").content.decode()

    assert '<input type="hidden" name="situace" value="demence">' in page


@pytest.mark.parametrize("slug", ["pece-o-seniora", "domaci-nasili"])
def test_a_situation_costs_at_most_ten_queries(client, django_assert_max_num_queries, slug):
    client.get(f"/situace/{slug}/")  # what the search knows is read once in the life of the process

    with django_assert_max_num_queries(10):
        client.get(f"/situace/{slug}/")


def test_an_unknown_or_withdrawn_situation_is_not_found(client):
    LifeSituation.objects.filter(slug="demence").update(published=False)

    assert client.get("/situace/neznama/").status_code == 404
    assert client.get("/situace/demence/").status_code == 404


def test_the_crisis_page_doubts_only_numbers_nobody_has_seen(client):
    page = client.get("/krize/").content.decode()
    lines = {line.split("</h3>")[0]: line for line in page.split("<h3>")[1:]}

    assert "čeká na ověření" in lines["Rodičovská linka"]
    assert "čeká na ověření" not in lines["Linka bezpečí"]
    assert "čeká na ověření" not in lines["Jednotné evropské tísňové volání"]


def test_a_shared_situation_has_its_own_picture(client, db, django_assert_num_queries):
    situation = LifeSituationFactory(slug="mam-dluhy")
    page = client.get("/situace/mam-dluhy/").content.decode()

    with django_assert_num_queries(1):
        picture = client.get("/situace/mam-dluhy/sdileni.png")

    assert page.index('og:image" content="http://127.0.0.1:8000/situace/mam-dluhy/sdileni.png"') < page.index(
        "img/share"
    )
    assert f'og:title" content="{situation.title}"' in page
    assert picture["Content-Type"] == "image/png"
    assert picture.content.startswith(b"\x89PNG")
    assert int.from_bytes(picture.content[16:20]) == 1200
    assert int.from_bytes(picture.content[20:24]) == 630


def test_a_sensitive_situation_is_not_named_in_anybodys_chat(client, db):
    LifeSituationFactory(slug="vymyslena", is_sensitive=True)

    assert "vymyslena/sdileni.png" not in client.get("/situace/vymyslena/").content.decode()
    assert client.get("/situace/vymyslena/sdileni.png").status_code == 404
