"""The network as people without a mouse use it: its main journeys by keyboard alone, each within a number of keys.

What somebody writes is not counted; Tab, Enter, Space and arrows are. Budgets are what was measured, with a few keys to spare.
"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from network import meeting_calls, task_link, training_link
from network.freshness_link import make_token as freshness_token
from network.models import IndicatorReport, MinuteLine, Registration
from tests.factories import ContactFactory, ServiceFactory, UserFactory
from tests.network.factories import PersonFactory, PositionFactory
from tests.network.factories_groups import AttendanceFactory, MandateFactory, MeetingFactory, TaskFactory
from tests.network.factories_indicators import (
    IndicatorDefinitionFactory,
    IndicatorReportFactory,
    ReportingPeriodFactory,
)
from tests.network.factories_people import AskFactory, ProposalFactory
from tests.network.factories_trainings import RegistrationFactory, TrainingDateFactory, TrainingFactory
from tests.network.test_minutes import Story
from tests.signing_in import session_of

pytestmark = pytest.mark.django_db(transaction=True)
TOO_MANY = 120


class Keyboard:
    """Goes from field to field as far as Tab leads, and counts."""

    def __init__(self, page: Page) -> None:
        self.page, self.keys = page, 0

    def press(self, key: str) -> None:
        self.keys += 1
        self.page.keyboard.press(key)

    def say(self, words: str) -> None:
        """Not counted: somebody has to write it."""
        self.page.keyboard.type(words)

    def into_content(self) -> None:
        """By the first link of each page."""
        self.page.wait_for_load_state()
        self.press("Tab")
        expect(self.page.get_by_role("link", name="Přejít na obsah")).to_be_focused()
        self.press("Enter")

    def reach(self, wanted: Locator) -> None:
        expect(wanted).to_be_visible()
        for _step in range(TOO_MANY):
            if wanted.evaluate("one => one === document.activeElement"):
                return
            self.press("Tab")
        raise AssertionError(f"Tab does not lead to {wanted}")

    def enter(self, wanted: Locator) -> None:
        self.reach(wanted)
        self.press("Enter")

    def choose(self, wanted: Locator) -> None:
        """One of several: Tab leads to the group, arrows within it, Space where none is chosen yet."""
        group = self.page.locator(f"[name='{wanted.get_attribute('name')}']")
        if group.and_(self.page.locator(":checked")).count() == 0:
            self.reach(group.first)
            self.press("Space")
        else:
            self.reach(group.and_(self.page.locator(":checked")))
        for _step in range(group.count()):
            if wanted.is_checked():
                return
            self.press("ArrowDown")
        raise AssertionError(f"arrows do not lead to {wanted}")


@pytest.fixture
def keyboard(visit, live_server):
    """`keyboard("/sit/", user)`: a page opened as somebody (None: by a link from a letter), the caret in its content."""

    def open_page(path: str, user=None) -> tuple[Page, Keyboard]:
        page = visit("/krize/")
        if user is not None:
            cookie = {"name": "sessionid", "value": session_of(user).session_key, "url": live_server.url}
            page.context.add_cookies([cookie])
        page.goto(live_server.url + path)
        keys = Keyboard(page)
        keys.into_content()
        return page, keys

    return open_page


@pytest.fixture
def service():
    service = ServiceFactory(name="Poradna", summary="Poradíme.", organisation__name="Charita")
    ContactFactory(service=service, value="+420599526912")
    return service


@pytest.fixture
def partner(service):
    user = UserFactory(name="Partnerka 1")
    PositionFactory(person=PersonFactory(user=user, name="Partnerka 1"), organisation=service.organisation)
    return user


def test_free_places_are_told(keyboard, partner, service):
    page, keys = keyboard("/sit/moje/", partner)

    keys.enter(page.get_by_role("link", name="Volná místa a zavření Poradna"))
    page.wait_for_url("**/dnes/")
    keys.into_content()
    keys.reach(page.get_by_label("Kolik je teď volných míst"))
    keys.say("2")
    keys.press("Enter")
    expect(page.get_by_role("status").first).to_be_visible()

    service.refresh_from_db()
    assert service.free_places == 2
    assert keys.keys <= 16


def test_facts_are_confirmed_by_the_link_of_a_letter(keyboard, service):
    ask = AskFactory(organisation=service.organisation)
    page, keys = keyboard(f"/sit/platnost/{freshness_token(ask)}/")

    keys.enter(page.get_by_role("link", name="Rovnou k tlačítku"))
    keys.enter(page.get_by_role("button", name="Nic se nezměnilo, všechno platí"))
    expect(page.get_by_role("heading", name="Děkujeme")).to_be_visible()

    ask.refresh_from_db()
    assert ask.reply == "unchanged"
    assert keys.keys <= 8


def test_a_report_of_two_indicators_is_filled_in_and_sent(keyboard, partner, service):
    period = ReportingPeriodFactory(due_on=timezone.localdate() + timedelta(days=10))
    for code, name in (("kontakt", "Kontakty"), ("klienti", "Lidé")):
        IndicatorDefinitionFactory(version=period.version, code=code, name=name)
    report = IndicatorReportFactory(period=period, service=service)
    page, keys = keyboard(report.get_absolute_url(), partner)

    keys.reach(page.get_by_label("Kontakty").first)
    keys.say("13")
    keys.reach(page.get_by_label("Lidé").first)
    keys.say("7")
    keys.enter(page.get_by_role("button", name="Odeslat městu"))
    expect(page.get_by_role("status").first).to_contain_text("odeslaný")

    assert IndicatorReport.objects.get().state == "sent"
    assert keys.keys <= 13


def test_an_invitation_is_answered_by_its_link(keyboard):
    meeting = MeetingFactory(state="called", starts_at=timezone.now() + timedelta(days=9), year=2099)
    row = AttendanceFactory(meeting=meeting, mandate=MandateFactory(group=meeting.group))
    page, keys = keyboard(meeting_calls.invitation_path(row))

    keys.choose(page.get_by_role("radio").first)
    keys.enter(page.get_by_role("button", name="Odpovědět"))
    expect(page.get_by_text("Vaše odpověď:")).to_be_visible()

    row.refresh_from_db()
    assert row.answer == "coming"
    assert keys.keys <= 9


def test_a_task_is_finished_by_its_link(keyboard):
    task = TaskFactory(owner=PersonFactory(), due=timezone.localdate())
    page, keys = keyboard(task_link.task_path(task))

    keys.choose(page.get_by_role("radio", name="Hotovo"))
    keys.reach(page.get_by_role("textbox").first)
    keys.say("Je to v příloze zápisu.")
    keys.enter(page.get_by_role("button", name="Zapsat, jak to dopadlo"))
    expect(page.get_by_text("Děkujeme")).to_be_visible()

    task.refresh_from_db()
    assert task.state == "done"
    assert keys.keys <= 9


def test_an_offered_seat_is_taken_by_its_link(keyboard):
    row = RegistrationFactory(state="offered", offer_until=timezone.now() + timedelta(days=1))
    page, keys = keyboard(f"/sit/misto/{training_link.make_token(row)}/")

    keys.enter(page.get_by_role("button", name="Přijdu"))
    expect(page.get_by_text("Máte místo")).to_be_visible()

    row.refresh_from_db()
    assert row.state == "confirmed"
    assert keys.keys <= 5


def test_whom_to_call_is_found(keyboard, partner):
    PositionFactory(person__name="Jana Malá", speciality="dluhy a exekuce", phone="+420599000111")
    page, keys = keyboard("/sit/lide/", partner)

    keys.reach(page.get_by_label("Koho hledáte, nebo s čím"))
    keys.say("exekuce")
    keys.press("Enter")
    page.wait_for_url(re.compile("q=exekuce.*#obsah"))  # a search stays in the content
    keys.reach(page.get_by_role("link", name="599 000 111"))

    assert keys.keys <= 19


def test_somebody_is_registered_for_a_training(keyboard, partner):
    training = TrainingDateFactory(training=TrainingFactory(title="Dluhy v rodině")).training
    page, keys = keyboard(training.get_absolute_url(), partner)

    keys.enter(page.get_by_role("button", name="Přihlásit", exact=True))
    expect(page.get_by_role("status").first).to_contain_text("má místo")

    assert Registration.objects.get().person == partner.person
    assert keys.keys <= 10


def test_a_proposal_is_decided(keyboard, service):
    proposal = ProposalFactory(service=service, summary="Poradíme s dluhy.", proposed_by=UserFactory())
    page, keys = keyboard(f"/sit/navrhy/{proposal.pk}/", UserFactory(coordinator=True))

    keys.choose(page.get_by_role("radio", name="Přijmout").first)
    keys.enter(page.get_by_role("button", name="Potvrdit rozhodnutí"))
    expect(page.get_by_role("status").first).to_contain_text("Rozhodnuto")

    proposal.refresh_from_db()
    assert proposal.state == "accepted"
    assert keys.keys <= 10


@pytest.fixture
def story(client, live_server):
    """A meeting being held, its points there."""
    story = Story(client)
    story.hold()
    story.point("Různé")
    return story


def test_a_line_of_minutes_is_written(keyboard, story):
    page, keys = keyboard(f"/sit/jednani/{story.meeting.pk}/", story.coordinator)

    keys.enter(page.get_by_role("link", name="Přidat řádek").last)
    page.wait_for_url("**/radek/**")
    keys.enter(page.get_by_role("link", name="Informace", exact=True))
    page.wait_for_url("**druh=information**")
    keys.reach(page.get_by_label("Co zaznělo"))
    keys.say("Od února se scházíme ve čtvrtek.")
    keys.enter(page.get_by_role("button", name="Přidat řádek"))
    expect(page.get_by_text("Od února se scházíme ve čtvrtek.")).to_be_visible()

    assert MinuteLine.objects.count() == 1
    assert keys.keys <= 27
