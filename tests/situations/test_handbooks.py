"""Handbooks: reviewed, with their sources, safe whatever an editor wrote, on the web and on paper."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from situations.handbooks.shipped import load_handbooks
from situations.markdown import MARK, to_blocks, to_html
from situations.models import Handbook, HandbookChapter
from situations.shipped import load_situations
from tests.factories import LifeSituationFactory
from tests.situations.factories import HandbookFactory

pytestmark = pytest.mark.django_db


def plain(response) -> str:
    return response.content.decode().replace("\u00a0", " ")


def test_three_handbooks_ship_each_chapter_with_dated_sources(client):
    load_situations()

    assert (len(load_handbooks().created), load_handbooks().all) == (3, [])

    chapters = HandbookChapter.objects.select_related("handbook")
    assert chapters.count() == 12
    for chapter in chapters:
        chapter.full_clean(exclude=["handbook"])
    assert not [one.slug for one in Handbook.objects.all() if one.situations.count() < 3]
    for handbook in Handbook.objects.all():
        assert client.get(handbook.get_absolute_url()).status_code == 200
        paper = client.get(f"/prirucky/{handbook.slug}.pdf").content
        assert b"pdfuaid:part" in paper
        assert len(re.findall(rb"/Type\s*/Page[^s]", paper)) >= 2


def test_every_source_of_a_shipped_chapter_is_what_some_sentence_leads_to():
    load_situations()
    load_handbooks()

    for chapter in HandbookChapter.objects.all():
        marks = {int(number) for number in MARK.findall(chapter.text)}
        assert marks == set(range(1, len(chapter.source_lines) + 1)), chapter.title


def test_no_shipped_handbook_takes_our_own_texts_for_a_source():
    load_situations()
    load_handbooks()

    assert not [one.title for one in HandbookChapter.objects.all() if "ivotní situace" in one.sources]


def test_every_source_of_a_shipped_handbook_was_opened_and_says_when():
    """A page seen on a day, or a record of this catalogue as of a day; no law quoted from memory."""
    load_situations()
    load_handbooks()
    page = re.compile(r"\b[a-z0-9.-]+\.(cz|eu|org)\b.*viděno (ve zdroji, stav )?\d+\. \d+\. 2026$")
    record = re.compile(r"\b(tohoto katalogu)\b.*stav \d+\. \d+\. 2026")

    lines = [line for one in HandbookChapter.objects.all() for line in one.source_lines]

    assert len(lines) > 30
    assert [line for line in lines if not page.search(line) and not record.search(line)] == []
    assert {law for line in lines for law in re.findall(r"č\. (\d+/\d+)", line)} == {"108/2006", "505/2006"}


def test_the_number_after_a_sentence_leads_to_its_source(client):
    handbook = HandbookFactory(chapter="Neplatí se. [1] Rok [2026](https://example.cz/).")

    page = plain(client.get(handbook.get_absolute_url()))

    assert 'Neplatí se.<sup><a href="#zdroj-1-1">' in page
    assert page.count('id="zdroj-1-1"') == 1
    assert page.count("<sup>") == 1


@pytest.mark.parametrize(
    ("facts", "field", "said"),
    [
        ({"text": "Neplatí se. [2]"}, "text", "Zdroj číslo [2] pod kapitolou není."),
        ({"sources": "Zákon č. 108/2006 Sb."}, "sources", "Připište ke zdroji datum"),
    ],
)
def test_an_editor_cannot_lead_nowhere_nor_leave_a_source_without_its_day(facts, field, said):
    chapter = HandbookFactory().chapters.get()
    for name, value in facts.items():
        setattr(chapter, name, value)

    with pytest.raises(ValidationError) as refused:
        chapter.full_clean()

    assert said in refused.value.message_dict[field][0]


def test_a_shipped_handbook_claims_no_review_that_nobody_did(client):
    load_situations()
    load_handbooks()

    for handbook in Handbook.objects.all():
        assert "odborník text zatím nekontroloval" in plain(client.get(handbook.get_absolute_url()))


def test_no_shipped_handbook_states_a_sum_or_a_number_of_days():
    load_situations()
    load_handbooks()
    said = re.compile(r"\d[\d ]* ?(Kč|korun|dnů|dní|dny|týdn|měsíc|let\b|roků)")

    assert [one.title for one in HandbookChapter.objects.all() if said.search(one.text)] == []


def test_a_page_shows_chapters_contents_sources_and_who_reviewed_it(client, django_assert_num_queries):
    handbook = HandbookFactory()
    handbook.situations.add(LifeSituationFactory(name="Mám exekuci"))

    with django_assert_num_queries(3):
        page = plain(client.get(handbook.get_absolute_url()))

    assert page.index("Obsah") < page.index("Zavolejte.") < page.index("Zákon č. 108/2006 Sb.")
    assert "Koordinátorka 1." in page
    assert "Mám exekuci" in page
    assert "měli znovu zkontrolovat" not in page


def test_a_handbook_past_its_review_warns_its_readers(client):
    today = timezone.localdate()
    handbook = HandbookFactory(reviewed_on=today - timedelta(days=200), next_review=today - timedelta(days=1))

    assert "Příručku jsme měli znovu zkontrolovat do" in plain(client.get(handbook.get_absolute_url()))


def test_the_list_marks_a_handbook_past_its_review_and_no_other(client):
    today = timezone.localdate()
    HandbookFactory(
        order=1, title="Stará", reviewed_on=today - timedelta(days=200), next_review=today - timedelta(days=1)
    )
    HandbookFactory(order=2, title="Čerstvá")

    page = plain(client.get("/prirucky/"))

    assert page.count("Příručku jsme měli znovu zkontrolovat do") == 1
    assert page.index("Stará</a>") < page.index("Příručku jsme měli") < page.index("Čerstvá</a>")


def test_a_draft_is_nowhere(client):
    handbook = HandbookFactory(published=False)

    assert client.get(handbook.get_absolute_url()).status_code == 404
    assert client.get(f"/prirucky/{handbook.slug}.pdf").status_code == 404
    assert handbook.title not in plain(client.get("/prirucky/"))


@pytest.mark.parametrize("handbooks", [1, 3])
def test_the_list_costs_the_same_for_one_handbook_as_for_three(client, django_assert_num_queries, handbooks):
    HandbookFactory.create_batch(handbooks)

    with django_assert_num_queries(1):
        response = client.get("/prirucky/")

    assert len(response.context["handbooks"]) == handbooks


def test_a_situation_offers_handbooks_of_its_topic_too(client):
    topic = LifeSituationFactory()
    HandbookFactory(title="Dluhy krok za krokem").situations.add(topic)

    page = plain(client.get(LifeSituationFactory(parent=topic).get_absolute_url()))

    assert "Dluhy krok za krokem" in page


@pytest.mark.parametrize(
    ("broken", "rule"),
    [
        ({"reviewed_by": ""}, "handbook_review_is_whole"),
        ({"next_review": None}, "handbook_review_is_whole"),
        ({"next_review": timezone.localdate()}, "handbook_next_review_comes_later"),
        ({"reviewed_on": None, "reviewed_by": "", "next_review": None}, "handbook_is_reviewed_before_published"),
    ],
)
def test_the_table_keeps_reviews_whole(broken, rule):
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        HandbookFactory(**broken)


def test_no_chapter_is_without_a_source():
    with pytest.raises(IntegrityError, match="handbook_chapter_names_its_sources"), transaction.atomic():
        HandbookChapter.objects.create(handbook=HandbookFactory(), title="A", text="B", sources="")


@pytest.mark.parametrize(
    "written",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[klik](javascript:alert(1))",
        "[klik](data:text/html,x)",
        "![obr](https://jinde.example/x.png)",
        '<a href="https://x" onclick="y">z</a>',
        "<style>*{}</style>",
    ],
)
def test_whatever_an_editor_writes_only_our_tags_come_out(written):
    html = to_html(written)

    assert not re.search(r"<(?!/?(p|ul|ol|li|strong|em|a|h2|h3|h4|br)\b)", html)
    assert not re.search(r"<[^>]*(on\w+=|javascript:|data:|style=)", html)


def test_markdown_reads_as_it_was_meant():
    html = to_html("# Nadpis\n\nVolejte **hned** v noci.\n\n1. Jedna\n2. Dvě\n\n- [kód](/sluzby/)")

    assert html.startswith("<h3>Nadpis</h3>")
    assert "<strong>hned</strong>" in html
    assert "v&nbsp;noci" in html
    assert html.count("<li>") == 3
    assert 'href="/sluzby/"' in html


def test_paper_gets_the_same_in_blocks():
    blocks = to_blocks("Volejte **hned**.\n\n1. Jedna\n2. [Dvě](tel:112)")

    assert [(one["kind"], one["number"]) for one in blocks] == [("p", 0), ("item", 1), ("item", 2)]
    assert blocks[0]["runs"][1] == {"text": "hned", "style": "strong", "url": ""}
    assert blocks[2]["runs"] == [{"text": "Dvě", "style": "", "url": "tel:112"}]
