"""Competences, procedures and indicators in a browser: nobody is kept out, at the width of a phone and of a desk."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_look import violations
from tests.factories import InquiryFactory, LifeSituationFactory, OfficeFactory, ServiceFactory, UserFactory
from tests.network.factories_competences import CompetenceFactory
from tests.network.factories_indicators import (
    IndicatorDefinitionFactory,
    IndicatorReportFactory,
    IndicatorValueFactory,
    ReportingPeriodFactory,
)
from tests.network.factories_procedures import ProcedureStepFactory, ProcedureVersionFactory, valid_version
from tests.signing_in import session_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def signed_in(visit, live_server):
    """Opens a page as somebody."""

    def open_page(user, path: str, *, width: int = 1280):
        page = visit("/prihlaseni/", width=width)
        page.context.add_cookies([{"name": "sessionid", "value": session_of(user).session_key, "url": live_server.url}])
        page.goto(live_server.url + path)
        return page

    return open_page


def test_pages_of_agreements_keep_nobody_out(signed_in):
    topic = LifeSituationFactory()
    competence = CompetenceFactory(situation=topic, verb="does_not", what="půjčky")
    CompetenceFactory(situation=topic, proposed=True, replaces=competence, organisation=competence.organisation)
    draft = ProcedureVersionFactory(state="comments", comments_until="2026-12-01")
    first = ProcedureStepFactory(version=draft)
    ProcedureStepFactory(version=draft, parent=first, when="má děti", role="Azylový dům", what="přijme rodinu")
    period = ReportingPeriodFactory()
    definition = IndicatorDefinitionFactory(version=period.version, meaning="contact")
    done = IndicatorReportFactory(period=period, handed_in=True)
    IndicatorValueFactory(report=done, definition=definition)
    waiting = IndicatorReportFactory(period=period)
    pages = (
        "/sit/kompetence/",
        "/sit/kompetence/?pohled=tabulka",
        "/sit/kompetence/nova/",
        competence.get_absolute_url(),
        draft.get_absolute_url(),
        f"{draft.get_absolute_url()}?pohled=schema",
        f"{draft.get_absolute_url()}?pohled=kontrola",
        f"{draft.get_absolute_url()}krok/",
        "/sit/ukazatele/",
        period.version.get_absolute_url(),
        period.get_absolute_url(),
        done.get_absolute_url(),
        waiting.get_absolute_url(),
        "/pult/statistiky/manualy/",
    )
    coordinator = UserFactory(coordinator=True)

    for width in (360, 1280):
        for path in pages:
            page = signed_in(coordinator, path, width=width)

            assert violations(page) == [], (path, width)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)


def test_a_worker_goes_through_a_procedure(signed_in):
    worker = UserFactory(worker=True)
    OfficeFactory().workers.add(worker)
    topic = LifeSituationFactory()
    valid_version(steps=2, procedure__title="Kde dnes spát", procedure__situation=topic)
    inquiry = InquiryFactory(open=True, assignee=worker, situation=topic)
    page = signed_in(worker, inquiry.get_absolute_url(), width=360)

    page.get_by_role("button", name="Začít Kde dnes spát").click()
    page.get_by_role("button", name="Hotovo 1").click()

    expect(page.get_by_text("Hotovo 1 z 2.")).to_be_visible()
    expect(page.get_by_text(re.compile("Postup „Kde dnes spát“, krok „.+“: hotovo"))).to_be_visible()
    assert violations(page) == []


def test_what_a_service_does_not_do_stands_on_its_page(visit):
    service = ServiceFactory()
    CompetenceFactory(organisation=service.organisation, verb="does_not", for_whom="občané EU", is_public=True)

    page = visit(service.get_absolute_url(), width=360)

    expect(page.get_by_role("heading", name="Co je dobré vědět předem")).to_be_visible()
    assert violations(page) == []
