"""Easy Czech: short sentences of one thought, at an address of their own, honest about who has not read them."""

from __future__ import annotations

import re

import pytest
from django.db import IntegrityError

from situations.easy import sentences
from situations.models import CrisisLine, LifeSituation
from situations.shipped import load_situations
from tests.factories import CrisisLineFactory, LifeSituationFactory

pytestmark = pytest.mark.django_db
LONGEST = 11  # words of a sentence
HARD = re.compile(
    r"nárok|žádost|příspěv|poskyt|zaříz|zákon|OSPOD|exek|rámci|ohledně|dle |oprávněn|intervenč|paliativ|splátk",
    re.IGNORECASE,
)


@pytest.fixture
def debts():
    return LifeSituationFactory(
        slug="mam-dluhy",
        name="Mám dluhy",
        lead="Dá se to řešit.",
        lead_easy="Máte dluhy. Dá se to řešit.\nNejste na to sami.",
        first_steps_easy="Zavolejte nám. Je to zdarma.\nPřineste dopisy.",
    )


@pytest.fixture
def written():
    load_situations()
    return LifeSituation.objects.in_easy_czech()


def test_topics_and_urgent_situations_have_an_easy_text(written):
    needed = LifeSituation.objects.filter(parent=None) | LifeSituation.objects.filter(is_urgent=True)

    assert set(needed) - set(written) == set()


def test_easy_sentences_are_short_and_without_words_of_the_law(written):
    said = [
        (situation.slug, sentence.replace("\u00a0", " "))
        for situation in written
        for line in f"{situation.lead_easy}\n{situation.first_steps_easy}".splitlines()
        for sentence in sentences(line)
    ]

    assert [one for one in said if len(one[1].split()) > LONGEST] == []
    assert [one for one in said if HARD.search(one[1])] == []
    assert [one for one in said if not one[1].endswith((".", "?", "!"))] == []


def test_every_number_in_an_easy_text_is_a_line_we_know(written):
    known = set(CrisisLine.objects.published().values_list("phone", flat=True))
    found = {
        number.strip()
        for situation in written
        for number in re.findall(r"\d[\d ]{2,}\d", f"{situation.lead_easy}\n{situation.first_steps_easy}")
    }

    assert found - known == set()


def test_each_sentence_stands_on_a_line_of_its_own(client, debts):
    page = client.get(debts.easy_url).content.decode().replace("\u00a0", " ")

    assert debts.easy_url == "/situace/mam-dluhy/jednoduse/"
    assert "Máte dluhy.<br>Dá se to řešit." in page
    assert "<li>Zavolejte nám.<br>Je to zdarma.</li>" in page
    assert page.count("<h1") == 1
    assert "Odborník na jednoduchou češtinu ho zatím nečetl." in page


def test_numbers_to_call_can_be_touched(client, debts):
    line = CrisisLineFactory(phone="116 123")
    debts.line_places.create(line=line)

    assert 'href="tel:116123"' in client.get(debts.easy_url).content.decode()


@pytest.mark.parametrize(("certainty", "is_said"), [("seen", False), ("", True)])
def test_a_number_that_waits_for_a_check_says_so_here_too(client, debts, certainty, is_said):
    debts.line_places.create(line=CrisisLineFactory(certainty=certainty))

    assert ("Údaj čeká na ověření." in client.get(debts.easy_url).content.decode().replace("\u00a0", " ")) == is_said


def test_the_switch_stands_on_the_ordinary_page_of_every_language(client, debts):
    for address in ("/situace/mam-dluhy/", "/uk/situace/mam-dluhy/"):
        page = client.get(address).content.decode()
        assert 'href="/situace/mam-dluhy/jednoduse/" lang="cs" hreflang="cs"' in page


def test_easy_czech_is_czech_and_leads_to_the_same_page_in_other_languages(client, debts):
    page = client.get(debts.easy_url).content.decode()

    assert '<link rel="canonical" href="http://127.0.0.1:8000/situace/mam-dluhy/jednoduse/">' in page
    assert 'rel="alternate" hreflang' not in page
    assert '<a href="/uk/situace/mam-dluhy/" lang="uk"' in page
    assert client.get("/uk/situace/mam-dluhy/jednoduse/")["Location"] == debts.easy_url


def test_what_nobody_wrote_easily_has_no_easy_page(client):
    LifeSituationFactory(slug="prace", name="Hledám práci")

    assert client.get("/situace/prace/jednoduse/").status_code == 404
    assert "jednoduse/" not in client.get("/situace/prace/").content.decode()


def test_an_unpublished_situation_has_no_easy_page(client, debts):
    LifeSituation.objects.update(published=False)

    assert client.get(debts.easy_url).status_code == 404


def test_a_sensitive_situation_has_the_quick_way_out(client, debts):
    LifeSituation.objects.update(is_sensitive=True)

    assert "Rychle odejít" in client.get(debts.easy_url).content.decode()


def test_the_list_leads_to_topics_written_easily(client, debts):
    LifeSituationFactory(slug="prace", name="Hledám práci")
    page = client.get("/situace/jednoduse/").content.decode()

    assert 'href="/situace/mam-dluhy/jednoduse/"' in page
    assert "/situace/prace/" not in page


@pytest.mark.parametrize("others", [1, 3])
def test_an_easy_page_costs_three_queries(client, debts, others, django_assert_num_queries):
    for number in range(others):
        LifeSituationFactory(slug=f"d{number}", parent=debts, lead_easy="Ano.", first_steps_easy="Zavolejte.")

    with django_assert_num_queries(3):
        client.get(debts.easy_url)


def test_half_an_easy_text_is_refused_by_the_database(debts):
    with pytest.raises(IntegrityError, match="situation_easy_text_is_whole"):
        LifeSituation.objects.update(first_steps_easy="")
