"""What the network's first page says waits for whom."""

from __future__ import annotations

from datetime import date

import pytest

from network.meeting_states import MeetingState
from network.models import Answer, DefinitionQuestion, ProcedureComment
from network.waiting import waiting_for
from tests.factories import ReferralFactory, ServiceFactory, UserFactory
from tests.network.factories import PersonFactory, PositionFactory
from tests.network.factories_competences import CompetenceFactory
from tests.network.factories_groups import AttendanceFactory, MandateFactory, MeetingFactory, TaskFactory, at
from tests.network.factories_indicators import (
    IndicatorDefinitionFactory,
    IndicatorReportFactory,
    ReportingPeriodFactory,
)
from tests.network.factories_people import AskFactory, ProposalFactory
from tests.network.factories_procedures import ProcedureVersionFactory
from tests.network.factories_trainings import RegistrationFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 7, 1)


@pytest.fixture
def partner():
    return UserFactory()


@pytest.fixture
def organisation(partner):
    return PositionFactory(person__user=partner).organisation


def titles(user, today=TODAY):
    return [line.title.replace("\u00a0", " ") for line in waiting_for(user, today)]


def test_what_a_partner_promised_is_late_or_to_come_in_the_order_of_days(partner, organisation):
    person = partner.person
    TaskFactory(owner=person, text="Napsat", due=date(2026, 8, 1))
    TaskFactory(owner=person, text="Zavolat", due=date(2026, 6, 1))
    TaskFactory(owner=PersonFactory(), text="Někoho jiného")
    TaskFactory(owner=person, text="Hotový", state="done", ended_at=at(2026, 6, 2), ended_by=partner, evidence="x")

    lines = waiting_for(partner, TODAY)

    assert [(line.title, line.is_late) for line in lines] == [("Zavolat", True), ("Napsat", False)]


def test_whoever_writes_minutes_is_told_what_they_wait_for(partner):
    group = MeetingFactory().group
    MeetingFactory(group=group, minutes_by=partner, state="held", year=2026, number=1)
    MeetingFactory(group=group, minutes_by=partner, state="comments", comments_until=TODAY, year=2026, number=2)
    MeetingFactory(
        group=group, minutes_by=partner, state="comments", comments_until=date(2026, 6, 30), year=2026, number=3
    )
    MeetingFactory(group=group, minutes_by=UserFactory(), state="held", year=2026, number=4)

    lines = waiting_for(partner, TODAY)

    assert [(line.title, line.about) for line in lines] == [
        (f"Zápis: {group} 1/2026", "dopište ho a pošlete k připomínkám"),
        (f"Zápis: {group} 3/2026", "připomínky skončily, schvalte ho"),
    ]


def test_a_called_meeting_asks_who_has_not_answered(client, partner, organisation):
    meeting = MeetingFactory(state=MeetingState.CALLED, starts_at=at(2026, 7, 16))
    seat = MandateFactory(group=meeting.group, organisation=organisation)
    row = AttendanceFactory(meeting=meeting, mandate=seat)
    far = MeetingFactory(group=meeting.group, state=MeetingState.CALLED, starts_at=at(2026, 10, 16))
    AttendanceFactory(meeting=far, mandate=seat)

    (asked,) = waiting_for(partner, TODAY)
    invitation = client.get(asked.address).context
    row.answer, row.answered_at = Answer.COMING, at(2026, 7, 1)
    row.save()
    (answered,) = waiting_for(partner, TODAY)

    assert (asked.when, asked.about) == ("Čt 16.\xa07. 9:00", "řekněte, jestli přijdete")
    assert invitation["row"] == row
    assert (answered.about, answered.address) == ("přijde", meeting.get_absolute_url())
    assert titles(partner, date(2026, 7, 17)) == []


def test_own_reports_to_fill_in_and_facts_to_confirm(partner, organisation):
    period = ReportingPeriodFactory(due_on=date(2026, 7, 31))
    IndicatorReportFactory(period=period, service=ServiceFactory(organisation=organisation, name="Poradna"))
    IndicatorReportFactory(period=period, service=ServiceFactory(organisation=organisation), handed_in=True)
    IndicatorReportFactory(period=period)
    AskFactory(organisation=organisation)
    AskFactory()

    report, facts = waiting_for(partner, TODAY)

    assert (report.title, facts.title) == ("Výkaz: Poradna", "Platí, co o vás píšeme?")
    assert facts.address == f"/sit/moje/?organizace={organisation.pk}"


def test_another_year_is_said_and_may_break_from_its_day(partner, organisation):
    TaskFactory(owner=partner.person, due=date(2025, 12, 10))

    (line,) = waiting_for(partner, TODAY)

    assert line.when == "St 10.\xa012. 2025"


@pytest.mark.parametrize(("is_cancelled", "lines"), [(False, 1), (True, 0)])
def test_an_offered_seat_waits_until_the_training_is_called_off(is_cancelled, lines):
    user = UserFactory()
    RegistrationFactory(
        person__user=user, state="offered", offer_until=at(2026, 7, 2), training__is_cancelled=is_cancelled
    )

    assert len(waiting_for(user, TODAY)) == lines


def test_whoever_decides_sees_how_much_waits_for_it():
    ProposalFactory()
    ProposalFactory()
    IndicatorReportFactory(handed_in=True)
    CompetenceFactory(state="proposed")

    assert titles(UserFactory(coordinator=True)) == [
        "2 návrhy změn v katalogu",
        "1 odeslaný výkaz",
        "1 navržená kompetence",
    ]
    assert titles(UserFactory()) == []


def test_a_procedure_put_to_comments_waits_until_somebody_says_something_to_it(partner, organisation):
    version = ProcedureVersionFactory(state="comments", comments_until=date(2026, 7, 10), procedure__title="Noclehy")
    ProcedureVersionFactory(state="comments", comments_until=date(2026, 6, 30))
    ProcedureVersionFactory()

    (line,) = waiting_for(partner, TODAY)
    ProcedureComment.objects.create(version=version, author=partner, text="Chybí víkend.")

    assert (line.title, line.address) == (str(version), version.get_absolute_url())
    assert waiting_for(partner, TODAY) == []


def test_what_partners_ask_waits_for_an_answer_by_version(partner):
    definition = IndicatorDefinitionFactory()
    version = ProcedureVersionFactory(state="comments", comments_until=TODAY)
    for _number in range(2):
        DefinitionQuestion.objects.create(definition=definition, asked_by=partner, text="Počítá se cesta?")
    ProcedureComment.objects.create(version=version, author=partner, text="Chybí víkend.")
    coordinator = UserFactory(coordinator=True)

    assert titles(coordinator) == [f"2 otázky: {definition.version}", f"1 připomínka: {version}"]

    answered = {"answer": "Ano.", "answered_by": coordinator, "answered_at": at(2026, 6, 1)}
    DefinitionQuestion.objects.update(**answered)
    ProcedureComment.objects.update(**answered)
    assert titles(coordinator) == []


def referred(to, **facts):
    usual = {
        "service": ServiceFactory(organisation=to, name="Lůžka následné péče"),
        "respond_by": date(2026, 7, 6),
        "target_name": "Lůžka následné péče (Nemocnice)",
        "target_email": "prijem@nemocnice.example",
        "brief": "Vymyšlené předání.",
    }
    return ReferralFactory(sent=True, **usual | facts)


def test_a_partner_learns_that_the_desk_waits_for_an_answer_and_where_the_link_is(client, partner, organisation):
    referral = referred(organisation)
    referred(organisation, respond_by=date(2026, 6, 30))
    referred(organisation, state="accepted")
    referred(PositionFactory().organisation)

    late, owed = waiting_for(partner, TODAY)

    assert (late.is_late, owed.is_late, owed.when) == (True, False, "Po 6.\u00a07.")
    assert owed.title == "Předání člověka: Lůžka následné péče (Nemocnice)"
    assert owed.about == "odpovězte odkazem v e-mailu, který přišel na prijem@nemocnice.example"
    assert owed.address == f"/sit/organizace/{organisation.pk}/"
    client.force_login(partner)
    page = client.get("/sit/").text
    assert referral.brief not in page
    assert referral.inquiry.public_id not in page
    assert "/predani/" not in page


def test_an_answer_owed_by_the_organisation_itself_is_told_too(partner, organisation):
    referred(organisation, service=None, organisation=organisation)

    assert titles(partner) == ["Předání člověka: Lůžka následné péče (Nemocnice)"]


def test_the_desk_does_not_wait_for_itself(organisation):
    referred(organisation)

    assert titles(UserFactory(worker=True)) == []


def test_the_page_of_who_decides_asks_little_too(client, django_assert_max_num_queries):
    ProposalFactory()
    client.force_login(UserFactory(coordinator=True))
    client.get("/sit/")

    with django_assert_max_num_queries(10):
        client.get("/sit/")


def test_the_page_asks_little_and_says_when_nothing_waits(client, partner, django_assert_max_num_queries):
    client.force_login(partner)
    page = client.get("/sit/")
    assert "Teď nic." in page.content.decode()
    assert "no-store" in page["Cache-Control"]  # it may carry the link of an invitation

    with django_assert_max_num_queries(10):
        client.get("/sit/")
