"""Who has not handed in a report: a letter before the day and one after it, whom to call; and what the next period begins with."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core import mail

from network.models import Mailbox
from network.next_period import next_period
from network.report_reminders import remind_to_report
from tests.factories import ContactFactory, OrganisationFactory, ServiceFactory, ServiceKindFactory, UserFactory
from tests.network.factories_indicators import IndicatorReportFactory, ManualVersionFactory, ReportingPeriodFactory
from tests.signing_in import send_waiting_mail

pytestmark = pytest.mark.django_db
DUE = date(2026, 7, 31)


@pytest.fixture
def period():
    return ReportingPeriodFactory(due_on=DUE)


@pytest.fixture
def provider():
    made = OrganisationFactory(name="Poradna Most")
    Mailbox.objects.create(organisation=made, purpose="statistics", email="vykazy@sluzba.example")
    return made


@pytest.fixture
def reports(period, provider):
    """Two of one provider."""
    return [
        IndicatorReportFactory(period=period, service=ServiceFactory(organisation=provider, name=name))
        for name in ("Dluhová poradna", "Rodinná poradna")
    ]


@pytest.mark.parametrize(("away", "letters"), [(-8, 0), (-7, 1), (0, 1), (1, 1), (14, 1), (15, 0)])
def test_letters_come_a_week_before_the_day_and_two_weeks_after_it(reports, away, letters):
    assert remind_to_report(DUE + timedelta(days=away)) == letters


def test_one_letter_names_all_that_is_missing_and_comes_once_before_and_once_after(reports):
    days = [DUE - timedelta(days=6), DUE - timedelta(days=1), DUE + timedelta(days=1), DUE + timedelta(days=2)]

    assert [remind_to_report(day) for day in days] == [1, 0, 1, 0]

    send_waiting_mail()
    before, after = mail.outbox
    assert before.to == ["vykazy@sluzba.example"]
    assert "Dluhová poradna, Rodinná poradna" in before.body
    assert "čekáme do 31." in before.body
    assert "čekali do 31." in after.body


def test_what_was_handed_in_is_not_named_and_what_was_returned_is(reports):
    for report, state in zip(reports, ("sent", "returned"), strict=True):
        report.state, report.sent_by, report.sent_at = state, UserFactory(), "2026-07-10T10:00:00+00:00"
        report.save()

    remind_to_report(DUE)
    send_waiting_mail()

    assert "Dluhová poradna" not in mail.outbox[0].body
    assert "K opravě jsme vám vrátili: Rodinná poradna." in mail.outbox[0].body
    assert "chybí:" not in mail.outbox[0].body


def test_the_city_may_stop_the_letters(client, period, reports):
    client.force_login(UserFactory(coordinator=True))

    client.post(f"/sit/ukazatele/obdobi/{period.pk}/pripominky/", {"pripominat": "ne"})
    assert remind_to_report(DUE) == 0

    client.post(f"/sit/ukazatele/obdobi/{period.pk}/pripominky/", {"pripominat": "ano"})
    assert remind_to_report(DUE) == 1


def test_the_overview_says_whom_to_call(client, period, reports):
    ContactFactory(service=reports[0].service, kind="phone", value="+420599000111")
    silent = IndicatorReportFactory(period=period)
    IndicatorReportFactory(period=period, handed_in=True)
    remind_to_report(DUE)
    client.force_login(UserFactory(coordinator=True))

    response = client.get(f"/sit/ukazatele/obdobi/{period.pk}/")

    rows = {
        one.report.pk: (one.phone, one.email, one.reminded_on) for one in response.context["rows"] if one.is_missing
    }
    assert rows == {
        reports[0].pk: ("+420599000111", "vykazy@sluzba.example", DUE),
        reports[1].pk: ("+420599000111", "vykazy@sluzba.example", DUE),
        silent.pk: ("", "", None),
    }
    page = response.content.decode()
    assert "bez e-mailu" in page
    assert 'href="mailto:vykazy@sluzba.example"' in page


def test_the_next_period_is_the_same_span_by_the_manual_in_force_for_the_same_kinds(client, period):
    kind = ServiceKindFactory()
    IndicatorReportFactory(period=period, service=ServiceFactory(kind=kind))
    IndicatorReportFactory(period=period, service=ServiceFactory(kind=kind))
    manual = period.version.manual
    type(period.version).objects.update(valid_until=date(2026, 6, 30))
    newer = ManualVersionFactory(
        manual=manual, number=2, state="valid", valid_from=date(2026, 7, 1), valid_until=date(2026, 12, 31)
    )
    ManualVersionFactory(manual=manual, number=3, state="pilot", valid_from=date(2027, 1, 1))
    client.force_login(UserFactory(coordinator=True))

    page = client.get("/sit/ukazatele/obdobi/nove/").content.decode()

    assert next_period() == {
        "name": "2. pololetí 2026",
        "version": newer.pk,
        "first": date(2026, 7, 1),
        "last": date(2026, 12, 31),
        "due_on": date(2027, 1, 31),
        "kinds": [kind.pk],
    }
    assert 'value="2026-07-01"' in page


def test_before_the_first_period_nothing_is_offered():
    assert next_period() == {}


def test_a_year_is_followed_by_a_year():
    ReportingPeriodFactory(first=date(2025, 1, 1), last=date(2025, 12, 31), due_on=date(2026, 1, 31))

    offered = next_period()

    assert (offered["name"], offered["last"]) == ("rok 2026", date(2026, 12, 31))
