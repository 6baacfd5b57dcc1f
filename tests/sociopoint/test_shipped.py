"""What ships with the program in a database that people work with: new facts come, theirs stay."""

from __future__ import annotations

import pghistory
import pytest

from situations.models import CrisisLine, LifeSituation
from situations.shipped import LINES, SITUATIONS
from sociopoint.models import ShippedTable
from sociopoint.record_history import Part, steps
from sociopoint.record_wording import steps_in_words
from sociopoint.shipped.following import follow
from sociopoint.shipped.report import News
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def line(slug, **facts):
    empty = dict.fromkeys(LINES.columns, "")
    return {
        **empty,
        "slug": slug,
        "name": f"Linka {slug}",
        "kind": "crisis",
        "phone": "116 123",
        "is_free": True,
        "description": "Poradí.",
        "certainty": "seen",
        "order": 0,
        "published": True,
    } | facts


def situation(slug, **facts):
    empty = dict.fromkeys(SITUATIONS.columns, "")
    return {
        **empty,
        "slug": slug,
        "parent__slug": None,
        "order": 0,
        "name": f"Situace {slug}",
        "keywords": [],
        "is_urgent": False,
        "is_sensitive": False,
        "published": True,
        "crisis_lines": [],
    } | facts


def by_hand(**facts):
    """As an administrator does it: the history knows who."""
    with pghistory.context(user=UserFactory(administrator=True).pk):
        CrisisLine.objects.update(**facts)


def version(*rows, shape=LINES):
    news = News()
    return follow(shape, list(rows), news), news


def forget_what_was_shipped():
    """A database from before the program remembered it."""
    ShippedTable.objects.all().delete()


@pytest.fixture(params=["remembered", "from its history"])
def memory(request):
    return forget_what_was_shipped if request.param == "from its history" else lambda: None


def test_a_first_version_comes_whole_and_a_second_time_writes_nothing():
    first, news = version(line("a"), line("b"))
    second, silence = version(line("a"), line("b"))

    assert len(first.created) == 2
    assert news.text() == "Nově přibylo: 2 (krizové linky: 2)"
    assert (second.all, silence.text()) == ([], "")


def test_what_nobody_touched_follows(memory):
    version(line("a", phone="111"))
    memory()

    followed, news = version(line("a", phone="222"))

    assert CrisisLine.objects.get().phone == "222"
    assert followed.changed == [CrisisLine.objects.get().pk]
    assert news.followed == ["Krizová linka „Linka a 222“: telefon"]


def test_what_people_wrote_stays_and_is_reported(memory):
    version(line("a", phone="111", web="https://stary.example"))
    by_hand(phone="333")
    memory()

    _, news = version(line("a", phone="222", web="https://novy.example"))

    kept = CrisisLine.objects.get()
    assert (kept.phone, kept.web) == ("333", "https://novy.example")
    assert news.stayed == ["Krizová linka „Linka a 333“: telefon"]


def test_what_people_wrote_and_the_version_now_says_too_is_no_news(memory):
    version(line("a", phone="111"))
    by_hand(phone="222")
    memory()

    _, news = version(line("a", phone="222"))

    assert news.text() == ""


def test_what_the_version_left_alone_is_not_reported_though_people_changed_it():
    version(line("a", phone="111"))
    by_hand(phone="333")

    _, news = version(line("a", phone="111"))

    assert news.text() == ""
    assert CrisisLine.objects.get().phone == "333"


def test_what_people_deleted_does_not_come_back(memory):
    version(line("a"), line("b"))
    with pghistory.context(user=UserFactory(administrator=True).pk):
        CrisisLine.objects.filter(slug="a").delete()
    memory()

    version(line("a", phone="222"), line("b"))
    version(line("a", phone="333"), line("b"))

    assert list(CrisisLine.objects.values_list("slug", flat=True)) == ["b"]


def test_what_no_longer_ships_is_hidden_unless_people_made_it_theirs():
    version(line("a"), line("b"), line("c"))
    with pghistory.context(user=UserFactory(administrator=True).pk):
        CrisisLine.objects.filter(slug="b").update(phone="333")

    _, news = version(line("c"))

    assert dict(CrisisLine.objects.values_list("slug", "published")) == {"a": False, "b": True, "c": True}
    assert sorted(news.no_longer) == [
        "Krizová linka „Linka a 116 123“: zveřejnění jsme zrušili",
        "Krizová linka „Linka b 333“: zůstává",
    ]


def test_a_row_of_the_citys_own_under_the_same_name_stays_theirs():
    version(line("a"))
    CrisisLine.objects.create(**line("b", phone="333"))

    _, news = version(line("a"), line("b", phone="222"))

    assert CrisisLine.objects.get(slug="b").phone == "333"
    assert news.stayed == ["Krizová linka „Linka b 333“: telefon"]


def test_words_of_a_situation_are_written_by_people_and_versions_together(memory):
    version(situation("a", keywords=["dluh", "exekuce", "pujcka"]), shape=SITUATIONS)
    with pghistory.context(user=UserFactory(administrator=True).pk):
        LifeSituation.objects.update(keywords=["dluh", "pujcka", "lichvář"])
    memory()

    version(situation("a", keywords=["dluh", "exekuce", "oddlužení"]), shape=SITUATIONS)

    assert LifeSituation.objects.get().keywords == ["dluh", "lichvář", "oddlužení"]


def test_a_situation_comes_after_its_topic_and_with_its_lines():
    version(line("a"), line("b"))

    version(
        situation("uvnitr", parent__slug="tema", crisis_lines=[["a", 1], ["b", 0]]),
        situation("tema"),
        shape=SITUATIONS,
    )
    version(
        situation("uvnitr", parent__slug="tema", crisis_lines=[["b", 0]]),
        situation("tema"),
        shape=SITUATIONS,
    )

    inside = LifeSituation.objects.get(slug="uvnitr")
    assert inside.parent.slug == "tema"
    assert list(inside.line_places.values_list("line__slug", "order")) == [("b", 0)]


def test_rows_that_belong_to_one_stay_when_people_changed_any_of_them(memory):
    version(line("a"), line("b"))
    version(situation("tema", crisis_lines=[["a", 0]]), shape=SITUATIONS)
    with pghistory.context(user=UserFactory(administrator=True).pk):
        tema = LifeSituation.objects.get()
        tema.line_places.create(line=CrisisLine.objects.get(slug="b"), order=1)
    memory()

    _, news = version(situation("tema", name="Nově", crisis_lines=[]), shape=SITUATIONS)

    tema.refresh_from_db()
    assert tema.name == "Nově"
    assert tema.line_places.count() == 2
    assert news.stayed == ["Životní situace „Nově“: krizové linky u situace"]


def test_a_line_that_people_deleted_is_not_needed_by_a_new_situation():
    version(line("a"))
    CrisisLine.objects.all().delete()

    version(situation("tema", crisis_lines=[["a", 0]]), shape=SITUATIONS)

    assert LifeSituation.objects.get().line_places.count() == 0


def test_what_stands_in_the_way_of_a_change_leaves_it_to_people():
    """Easy Czech is whole or none: somebody emptied it, the version changes one half."""
    easy = {"lead_easy": "Nemáte peníze.", "first_steps_easy": "Zavolejte."}
    version(situation("tema", **easy), shape=SITUATIONS)
    with pghistory.context(user=UserFactory(administrator=True).pk):
        LifeSituation.objects.update(lead_easy="", first_steps_easy="")

    _, news = version(situation("tema", lead_easy="", first_steps_easy="", name="Nově"), shape=SITUATIONS)
    _, refused = version(situation("tema", lead_easy="Jinak.", first_steps_easy="", name="Nově"), shape=SITUATIONS)

    assert news.followed == ["Životní situace „Nově“: název v první osobě"]
    assert refused.stayed == ["Životní situace „Nově“: jednoduše česky: o co jde"]
    assert LifeSituation.objects.get().lead_easy == ""


def test_the_history_says_that_a_version_wrote_it_and_its_undoing_is_peoples():
    version(line("a", phone="111"))
    version(line("a", phone="222"))
    found = CrisisLine.objects.get()

    (step,) = steps_in_words(steps((Part(CrisisLine),), found.pk))

    assert (step.who, step.lines[0].before, step.lines[0].after) == ("nová verze programu", "111", "222")
    by_hand(phone="111")
    version(line("a", phone="444"))
    assert CrisisLine.objects.get().phone == "111"


@pytest.mark.parametrize("rows", [1, 3])
def test_reading_what_is_there_costs_the_same_for_one_row_as_for_three(rows, django_assert_num_queries):
    lines = [line(f"linka-{number}") for number in range(rows)]
    version(*lines)

    with django_assert_num_queries(4):
        version(*lines)
