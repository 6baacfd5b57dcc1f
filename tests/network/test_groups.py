"""Pages of groups: members on a day, seats that change hands, who may look."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest

from network.meeting_calls import begin_minutes
from network.seats import SeatRefused, hand_deputy_over, hand_over
from tests.factories import OrganisationFactory, UserFactory
from tests.network.factories import PersonFactory
from tests.network.factories_groups import (
    AttendanceFactory,
    DocumentFactory,
    MandateFactory,
    MeetingFactory,
    TaskFactory,
    WorkingGroupFactory,
    at,
)

pytestmark = pytest.mark.django_db
CHANGED = date(2025, 1, 16)


@pytest.fixture
def coordinator(client):
    user = UserFactory(coordinator=True)
    client.force_login(user)
    return user


def names_on(group, day):
    return {(row.person.name, row.deputy_of_id is not None) for row in group.mandates.held_on(day)}


def test_the_page_says_who_was_what_on_a_past_day(client, coordinator):
    old = MandateFactory(person__name="Dana Stará", held=(date(2024, 1, 1), CHANGED))
    MandateFactory(group=old.group, organisation=old.organisation, person__name="Eva Nová", held=(CHANGED, None))

    then = client.get(f"/sit/skupiny/{old.group.pk}/?k=15. 1. 2025")
    now = client.get(f"/sit/skupiny/{old.group.pk}/")

    assert [str(seat.mandate.person) for seat in then.context["seats"].held] == ["Dana Stará"]
    assert [str(seat.mandate.person) for seat in now.context["seats"].held] == ["Eva Nová"]
    assert "Kdo tu byl dřív" in now.content.decode()


def test_documents_of_the_group_are_at_hand_for_who_may_read_them(client):
    partner = UserFactory()
    group = MandateFactory(account=partner).group
    for title, readers in (("Jednací řád", "group"), ("Podklady pro město", "desk")):
        DocumentFactory(title=title, group=group, readers=readers)
    DocumentFactory(title="Starý řád", group=group, readers="group", is_withdrawn=True)
    DocumentFactory(title="Jiné skupiny", group=WorkingGroupFactory(), readers="group")
    client.force_login(partner)

    response = client.get(f"/sit/skupiny/{group.pk}/")

    assert [document.title for document in response.context["documents"]] == ["Jednací řád"]


def test_an_unreadable_day_is_today(client, coordinator):
    seat = MandateFactory()

    response = client.get(f"/sit/skupiny/{seat.group.pk}/?k=včera")

    assert response.status_code == 200
    assert response.context["is_today"]


def test_a_seat_handed_over_keeps_its_deputy(coordinator):
    seat = MandateFactory()
    MandateFactory(group=seat.group, organisation=seat.organisation, deputy_of=seat, person__name="Petr Beran")

    change = hand_over(
        group=seat.group,
        organisation=seat.organisation,
        role="member",
        person=PersonFactory(name="Eva Nová"),
        since=CHANGED,
        by=coordinator,
        reason="zápis 1/2025",
    )

    assert names_on(seat.group, CHANGED) == {("Eva Nová", False), ("Petr Beran", True)}
    assert change.ended.last_day == date(2025, 1, 15)
    assert change.ended.end_reason == "zápis 1/2025"


def test_a_deputy_who_becomes_the_member_is_no_longer_the_deputy(coordinator):
    seat = MandateFactory()
    deputy = MandateFactory(group=seat.group, organisation=seat.organisation, deputy_of=seat, person__name="Petr Beran")

    hand_over(
        group=seat.group,
        organisation=seat.organisation,
        role="member",
        person=deputy.person,
        since=CHANGED,
        by=coordinator,
    )

    assert names_on(seat.group, CHANGED) == {("Petr Beran", False)}


def test_an_empty_seat_has_no_deputy_either(coordinator):
    seat = MandateFactory()
    MandateFactory(group=seat.group, organisation=seat.organisation, deputy_of=seat)

    hand_over(
        group=seat.group, organisation=seat.organisation, role="member", person=None, since=CHANGED, by=coordinator
    )

    assert names_on(seat.group, CHANGED) == set()


@pytest.mark.parametrize("case", ["same person", "same day", "later change", "nobody there"])
def test_a_change_that_makes_no_sense_is_refused(coordinator, case):
    seat = MandateFactory()
    asked = {
        "group": seat.group,
        "organisation": seat.organisation,
        "role": "member",
        "person": PersonFactory(),
        "since": CHANGED,
        "by": coordinator,
    }
    if case == "same person":
        asked["person"] = seat.person
    elif case == "same day":
        asked["since"] = seat.held[0]
    elif case == "later change":
        asked["since"] = date(2023, 1, 1)
    else:
        asked |= {"organisation": OrganisationFactory(), "person": None}

    with pytest.raises(SeatRefused):
        hand_over(**asked)


def test_a_deputy_changes_on_a_day(coordinator):
    seat = MandateFactory(person__name="Dana Stará")
    MandateFactory(group=seat.group, organisation=seat.organisation, deputy_of=seat, person__name="Petr Beran")

    hand_deputy_over(
        group=seat.group,
        organisation=seat.organisation,
        person=PersonFactory(name="Iva Malá"),
        since=CHANGED,
        by=coordinator,
    )

    assert names_on(seat.group, date(2025, 1, 15)) == {("Dana Stará", False), ("Petr Beran", True)}
    assert names_on(seat.group, CHANGED) == {("Dana Stará", False), ("Iva Malá", True)}


def test_the_deputy_of_the_organisation_s_second_seat_changes_from_its_row(client, coordinator):
    member = MandateFactory(person__name="Dana Stará")
    guest = MandateFactory(group=member.group, organisation=member.organisation, role="guest")
    group = f"/sit/skupiny/{member.group_id}/"
    (address,) = re.findall(r'"([^"]*zastupce[^"]*role=guest)"', client.get(group).content.decode())
    address = unescape(address)

    form = client.get(address).context["form"]
    sent = {name: form[name].value() for name in ("organisation", "role")}
    page = client.post(address, sent | {"name": "Iva Malá", "since": "16. 1. 2025"})

    assert page["Location"] == group
    assert guest.deputies.get().person.name == "Iva Malá"
    assert not member.deputies.exists()


def test_nobody_stands_in_in_a_role_the_organisation_does_not_have(client, coordinator):
    seat = MandateFactory()
    sent = {"organisation": seat.organisation.name, "role": "guest", "name": "Iva Malá", "since": "16. 1. 2025"}

    page = client.post(f"/sit/skupiny/{seat.group_id}/zastupce/", sent)

    assert page.status_code == 422
    assert "v této roli nikdo není" in page.content.decode().replace("\xa0", " ")


def test_the_holder_does_not_stand_in_for_themselves(coordinator):
    seat = MandateFactory()

    with pytest.raises(SeatRefused, match="zastupovat sebe"):
        hand_deputy_over(
            group=seat.group, organisation=seat.organisation, person=seat.person, since=CHANGED, by=coordinator
        )


def test_a_coordinator_founds_a_group_and_fills_a_seat(client, coordinator):
    organisation = OrganisationFactory(name="Žirafa – Integrované centrum")
    group = {"name": "Děti a rodina", "code": "PS DaR", "kind": "working", "since": "1. 1. 2024"}
    page = client.post("/sit/skupiny/nova/", group)
    seat = {
        "organisation": "zirafa – integrovane centrum",
        "role": "member",
        "name": "Eva Nová",
        "since": "16. 1. 2025",
    }

    response = client.post(f"{page['Location']}clen/", seat)

    assert response.status_code == 302
    assert organisation.mandates.get().person.name == "Eva Nová"


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"organisation": "Neznámá", "name": "Eva", "since": "1. 1. 2025"}, "v síti neznáme"),
        ({"organisation": "", "name": "Eva", "since": "1. 1. 2025"}, "Napište organizaci."),
        ({"organisation": "Charita", "name": "Jana Malá", "since": "1. 1. 2025"}, "má v síti víc lidí"),
        ({"organisation": "Charita", "name": "", "since": "1. 1. 2025"}, "teď nikdo není"),
        ({"organisation": "Charita", "name": "Eva", "since": "nevím"}, "Datum napište"),
    ],
)
def test_a_seat_that_cannot_be_filled_says_why(client, coordinator, sent, sentence):
    OrganisationFactory(name="Charita")
    PersonFactory.create_batch(2, name="Jana Malá")

    response = client.post(f"/sit/skupiny/{WorkingGroupFactory().pk}/clen/", sent | {"role": "member"})

    assert response.status_code == 422
    assert sentence in response.content.decode()


def seat_again(seat, **changes) -> dict[str, str]:
    return {
        "organisation": seat.organisation.name,
        "role": seat.role,
        "name": seat.person.name,
        "since": "1. 2. 2025",
    } | changes


def test_a_seat_that_only_advises_says_so_and_its_next_holder_advises_too(client, coordinator):
    seat = MandateFactory(person__name="Dana Stará")
    address = f"/sit/skupiny/{seat.group.pk}/clen/"

    client.post(address, seat_again(seat, vote="advises"))
    client.post(address, seat_again(seat, name="Eva Nová", since="1. 3. 2025"))

    held = seat.group.mandates.order_by("held").values_list("person__name", "is_advisory")
    assert list(held) == [("Dana Stará", False), ("Dana Stará", True), ("Eva Nová", True)]
    assert "poradní hlas" in client.get(seat.group.get_absolute_url()).content.decode()


def test_a_seat_gets_its_vote_back(client, coordinator):
    seat = MandateFactory(is_advisory=True)

    client.post(f"/sit/skupiny/{seat.group.pk}/clen/", seat_again(seat, vote="decides"))

    assert [row.votes for row in seat.group.mandates.order_by("held")] == [False, True]


def test_whoever_answered_an_invitation_has_answered_it_although_their_vote_changes(client, coordinator):
    seat = MandateFactory()
    meeting = MeetingFactory(group=seat.group, state="called", starts_at=at(2025, 3, 1))
    row = AttendanceFactory(meeting=meeting, mandate=seat, answer="coming", answered_at=at(2025, 1, 20))

    client.post(f"/sit/skupiny/{seat.group.pk}/clen/", seat_again(seat, vote="advises"))
    begin_minutes(meeting, by=coordinator)

    there = meeting.attendance.get()
    assert (there.pk, there.presence, there.mandate.votes) == (row.pk, "present", False)


def test_the_same_holder_with_the_same_vote_is_no_change(client, coordinator):
    seat = MandateFactory()

    response = client.post(f"/sit/skupiny/{seat.group.pk}/clen/", seat_again(seat, vote="decides"))

    assert response.status_code == 422
    assert "tuto roli už má" in response.content.decode()


def test_a_deputy_speaks_with_the_seat_s_voice(coordinator):
    seat = MandateFactory(is_advisory=True)
    deputy = PersonFactory()

    change = hand_deputy_over(
        group=seat.group, organisation=seat.organisation, person=deputy, since=CHANGED, by=coordinator
    )

    assert change.begun is not None
    assert change.begun.is_advisory


def test_of_two_of_one_name_the_one_who_sits_for_the_organisation_is_meant(client, coordinator):
    PersonFactory(name="Jana Malá")
    seat = MandateFactory(person__name="Jana Malá", organisation__name="Charita", group__code="PS A")
    sent = {"organisation": "Charita", "role": "member", "name": "Jana Malá", "since": "1. 1. 2025"}
    other = WorkingGroupFactory()

    client.post(f"/sit/skupiny/{other.pk}/clen/", sent)

    assert other.mandates.get().person == seat.person


def test_a_partner_finds_nothing_of_a_group_of_others(client):
    partner = UserFactory()
    client.force_login(partner)
    seat = MandateFactory()
    meeting, task = MeetingFactory(group=seat.group), TaskFactory(group=seat.group)

    found = {
        address: client.get(address).status_code
        for address in (
            f"/sit/skupiny/{seat.group.pk}/",
            f"/sit/jednani/{meeting.pk}/",
            f"/sit/jednani/{meeting.pk}/zapis.pdf",
            f"/sit/jednani/{meeting.pk}/jednani.ics",
            f"/sit/ukoly/{task.pk}/",
        )
    }

    assert set(found.values()) == {404}
    assert seat.group.name not in client.get("/sit/skupiny/").content.decode()


def test_a_member_reads_but_does_not_run(client):
    partner = UserFactory()
    client.force_login(partner)
    seat = MandateFactory(account=partner)
    meeting = MeetingFactory(group=seat.group, state="held")

    assert client.get(f"/sit/skupiny/{seat.group.pk}/").status_code == 200
    assert client.get(f"/sit/jednani/{meeting.pk}/").status_code == 200
    assert client.post(f"/sit/jednani/{meeting.pk}/zapis/", {"kam": "schvalit"}).status_code == 403
    assert client.get(f"/sit/jednani/{meeting.pk}/prezence/").status_code == 403
    assert client.get(f"/sit/skupiny/{seat.group.pk}/jednani/nove/").status_code == 403


def test_a_contact_person_runs_own_group_only(client):
    partner = UserFactory()
    client.force_login(partner)
    own = MandateFactory(account=partner, role="contact")
    other = MandateFactory(person=partner.person, organisation=own.organisation)

    assert client.get(f"/sit/skupiny/{own.group.pk}/jednani/nove/").status_code == 200
    assert client.get(f"/sit/skupiny/{other.group.pk}/jednani/nove/").status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_a_group_costs_the_same_for_one_member_as_for_three(client, coordinator, django_assert_num_queries, rows):
    group = WorkingGroupFactory()
    for _number in range(rows):
        seat = MandateFactory(group=group)
        MandateFactory(group=group, organisation=seat.organisation, deputy_of=seat)
        MeetingFactory(group=group)
        TaskFactory(group=group)

    with django_assert_num_queries(8):
        response = client.get(f"/sit/skupiny/{group.pk}/")

    assert len(response.context["seats"].held) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_cost_the_same_for_one_row_as_for_three(client, coordinator, django_assert_num_queries, rows):
    for _number in range(rows):
        meeting = MeetingFactory()
        TaskFactory(group=meeting.group)

    with django_assert_num_queries(5):
        assert client.get("/sit/jednani/").context["page"].paginator.count == rows
    with django_assert_num_queries(4):
        assert client.get("/sit/ukoly/?ktere=vsechny").context["page"].paginator.count == rows
    with django_assert_num_queries(4):
        assert len(client.get("/sit/skupiny/").context["others"]) == rows


def test_a_change_of_deputies_agreed_for_later_goes_on_with_the_new_member(coordinator):
    seat, later = MandateFactory(), date(2025, 3, 1)
    of_seat = {"group": seat.group, "organisation": seat.organisation, "by": coordinator}
    hand_deputy_over(**of_seat, person=PersonFactory(name="Petr Beran"), since=date(2024, 6, 1))
    hand_deputy_over(**of_seat, person=PersonFactory(name="Jana Malá"), since=later, reason="zápis 5/2024")

    hand_over(**of_seat, role="member", person=PersonFactory(name="Eva Nová"), since=CHANGED)

    assert names_on(seat.group, CHANGED) == {("Eva Nová", False), ("Petr Beran", True)}
    assert names_on(seat.group, later) == {("Eva Nová", False), ("Jana Malá", True)}
    assert {row.deputy_of.person.name for row in seat.group.mandates.held_on(later).exclude(deputy_of=None)} == {
        "Eva Nová"
    }
    until_later = seat.group.mandates.get(person__name="Petr Beran", held__startswith=CHANGED)
    assert (until_later.held.upper, until_later.end_reason) == (later, "zápis 5/2024")
