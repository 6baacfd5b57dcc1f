"""Meetings by words: in any of their endings, and never by words somebody may not read."""

from __future__ import annotations

import pytest

from network.approving import approve, send_for_comments
from network.meeting_page import may_read_minutes
from network.meeting_search import MeetingSearch, roots
from network.models import Meeting
from tests.factories import UserFactory
from tests.network.factories_groups import (
    AgendaItemFactory,
    LineFactory,
    MandateFactory,
    MeetingFactory,
    WorkingGroupFactory,
)

pytestmark = pytest.mark.django_db
ALL_STATES = ["preparing", "called", "held", "comments", "approved", "cancelled"]


@pytest.fixture
def coordinator(client):
    user = UserFactory(coordinator=True)
    client.force_login(user)
    return user


def found(client, words: str) -> list[Meeting]:
    return [one.meeting for one in client.get("/sit/jednani/", {"q": words}).context["found"]]


@pytest.mark.parametrize("words", ["kauci", "KAUCE", "kaucí", "kdo kauce", "„kauce“"])
def test_a_point_is_found_by_any_ending(client, coordinator, words):
    point = AgendaItemFactory(title="Kdo pomůže s kaucí")
    AgendaItemFactory(title="Volná místa")

    assert found(client, words) == [point.meeting]


def test_minutes_are_found_and_the_place_in_them_is_named(client, coordinator):
    line = LineFactory(point__meeting__state="held", text="Lidé nemají na nájem.")

    response = client.get("/sit/jednani/", {"q": "nájmy"})

    (one,) = response.context["found"]
    assert [(hit.kind, hit.words) for hit in one.hits] == [("Informace", "Lidé nemají na nájem.")]
    assert one.hits[0].address == f"/sit/jednani/{line.meeting.pk}/#bod-{line.point_id}"


def test_a_resolution_is_found_by_its_number_and_by_its_words(client, coordinator):
    meeting = MeetingFactory(state="held", group__code="PS DaR")
    LineFactory(point__meeting=meeting, kind="resolution", text="Skupina bere na vědomí zprávu o azylových domech.")
    send_for_comments(meeting, by=coordinator, until=None)
    approve(meeting, by=coordinator)

    assert found(client, "1/2025-PS") == [meeting]
    hit = client.get("/sit/jednani/", {"q": "azylový dům"}).context["found"][0].hits[0]
    assert hit.kind == "1/2025-PS DaR"


def test_a_number_that_many_resolutions_have_is_found_in_their_meetings_only(client, coordinator, few_is_one):
    group = WorkingGroupFactory(code="PS DaR")
    MeetingFactory.create_batch(2, state="held", group=group)
    decided = [MeetingFactory(state="held", group=group) for _ in range(2)]
    for meeting in decided:
        LineFactory(point__meeting=meeting, kind="resolution", text="Skupina souhlasí.")
        send_for_comments(meeting, by=coordinator, until=None)
        approve(meeting, by=coordinator)

    assert set(found(client, "/2025-PS")) == set(decided)


def test_every_word_must_be_somewhere(client, coordinator):
    both = AgendaItemFactory(title="Kauce", why="Ptali se v Porubě").meeting
    AgendaItemFactory(title="Kauce")

    assert found(client, "kauce Poruba") == [both]


def test_words_may_be_of_the_group_the_name_or_the_place(client, coordinator):
    meeting = MeetingFactory(group__name="Děti a rodina", title="Výjezdní", place="Radnice")

    assert [found(client, words) for words in ("dětem", "výjezdního", "radnici")] == [[meeting]] * 3


@pytest.mark.parametrize("words", ["xyzzy", "%", "_", "a" * 121, "\x00", "a" * 100])
def test_what_is_nowhere_or_unreadable_finds_nothing(client, coordinator, words):
    AgendaItemFactory(title="Kauce")

    response = client.get("/sit/jednani/", {"q": words})

    assert (response.status_code, response.context["found"]) == (200, [])


def test_a_refused_point_is_not_found(client, coordinator):
    AgendaItemFactory(title="Kauce", state="refused")

    assert found(client, "kauce") == []


@pytest.mark.parametrize(("publication", "meetings"), [("all", 1), ("members", 0), ("nobody", 0)])
def test_a_partner_finds_nothing_by_minutes_that_are_not_for_them(client, publication, meetings):
    MandateFactory(account=(partner := UserFactory()))
    other = MeetingFactory(state="held", group__is_public=True, publication=publication)
    LineFactory(point__meeting=other, text="Tajná věta o kauci.")
    Meeting.objects.filter(pk=other.pk).update(state="comments")
    Meeting.objects.filter(pk=other.pk).update(
        state="approved", approved_at="2025-02-01T10:00:00+01:00", approved_by=UserFactory(coordinator=True)
    )
    client.force_login(partner)

    assert len(found(client, "kauce")) == meetings


def test_a_member_finds_nothing_in_minutes_that_are_still_written(client):
    seat = MandateFactory(account=UserFactory())
    LineFactory(point__meeting=MeetingFactory(group=seat.group, state="held"), text="Věta o kauci.")
    client.force_login(seat.person.user)

    assert found(client, "kauce") == []


@pytest.mark.parametrize("role", ["member", "contact", "manager", "worker", "coordinator", "stranger"])
def test_minutes_searched_are_exactly_those_whose_page_shows_them(role):
    group = WorkingGroupFactory(is_public=True)
    user = UserFactory(worker=True) if role == "worker" else UserFactory(coordinator=role == "coordinator")
    if role in ("member", "contact", "manager"):
        MandateFactory(group=group, role=role, account=user)
    approved = {"approved_at": "2025-02-01T10:00:00+01:00", "approved_by": UserFactory(coordinator=True)}
    for state in ALL_STATES:
        for publication in ("all", "members", "nobody"):
            MeetingFactory(
                group=group, state=state, publication=publication, **(approved if state == "approved" else {})
            )

    searched = set(Meeting.objects.filter(MeetingSearch({}, user=user).reader.reads_minutes))

    runs = role in ("contact", "manager", "coordinator")
    assert searched == {one for one in Meeting.objects.visible_to(user) if may_read_minutes(one, runs=runs)}


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("kauci", "kauce"),
        ("dluhy", "dluzich"),
        ("deti", "detem"),
        ("detem", "deti"),
        ("najem", "najmy"),
        ("najmy", "najem"),
        ("dum", "domech"),
        ("domy", "dum"),
        ("schuzek", "schuzka"),
        ("12", "12"),
        ("ps", "ps"),
    ],
)
def test_a_root_of_the_word_is_in_its_other_form(typed, written):
    assert any(root in written for root in roots(typed))


@pytest.mark.parametrize("meetings", [1, 3])
def test_a_search_costs_the_same_for_one_meeting_as_for_three(client, coordinator, meetings, django_assert_num_queries):
    for _ in range(meetings):
        LineFactory(point__title="Kauce", point__meeting__state="held", text="Lidé nemají na kauci.")

    with django_assert_num_queries(8):
        response = client.get("/sit/jednani/", {"q": "kauce"})

    assert len(response.context["found"]) == meetings


@pytest.fixture
def few_is_one(monkeypatch):
    """So that a word two lines have is a common one."""
    monkeypatch.setattr("network.meeting_search.FEW", 1)


def test_a_common_word_is_looked_for_only_where_the_rare_one_is(client, coordinator, few_is_one):
    both = LineFactory(point__meeting__state="held", text="Nájem a kauce.").meeting
    LineFactory(point__meeting__state="held", text="Nájem.")
    LineFactory(point__meeting__state="held", text="Nájem a poplatky.")

    assert (found(client, "nájem kauce"), found(client, "kauce xyzzy")) == ([both], [])


def test_a_word_that_is_everywhere_is_looked_for_in_the_newest_and_says_so(
    client, coordinator, few_is_one, monkeypatch
):
    monkeypatch.setattr("network.meeting_search.MOST_LOOKED_THROUGH", 2)
    days = ["2025-01-16", "2025-02-16", "2025-03-16"]
    _old, middle, new = (
        LineFactory(
            point__meeting=MeetingFactory(state="held", starts_at=f"{day}T09:00:00+01:00", year=2025), text="Nájem."
        ).meeting
        for day in days
    )

    response = client.get("/sit/jednani/", {"q": "nájem"})

    assert [one.meeting for one in response.context["found"]] == [new, middle]
    assert "nejnovějších jednáních" in response.content.decode()
    assert "nejnovějších jednáních" not in client.get("/sit/jednani/", {"q": "xyzzy"}).content.decode()


def test_too_short_for_the_index_is_found_all_the_same(client, coordinator):
    point = AgendaItemFactory(title="Kontakt PS")

    assert found(client, "ps") == [point.meeting]


def test_a_common_word_asks_at_most_ten_queries(client, coordinator, few_is_one, django_assert_num_queries):
    for text in ("Nájem a kauce.", "Nájem.", "Nájem."):
        LineFactory(point__meeting__state="held", text=text)

    with django_assert_num_queries(10):
        client.get("/sit/jednani/", {"q": "nájem kauce"})


def test_a_point_for_members_only_is_found_by_members_only(client):
    group = WorkingGroupFactory(is_public=True)
    member, other = UserFactory(), UserFactory()
    MandateFactory(group=group, account=member)
    MandateFactory(account=other)
    meeting = MeetingFactory(state="held", group=group, publication="all")
    LineFactory(point__meeting=meeting, point__title="Kauce", point__members_only=True, text="Věta o nájmu.")
    Meeting.objects.filter(pk=meeting.pk).update(state="comments")
    Meeting.objects.filter(pk=meeting.pk).update(
        state="approved", approved_at="2025-02-01T10:00:00+01:00", approved_by=UserFactory(coordinator=True)
    )

    seen = {}
    for user in (member, other):
        client.force_login(user)
        seen[user] = [found(client, words) for words in ("kauce", "nájem")]

    assert seen == {member: [[meeting], [meeting]], other: [[], []]}
