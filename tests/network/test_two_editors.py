"""Two people in one form at once: what one did not touch is not put back, what both wrote is decided by whoever came second."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from django.test import Client
from django.utils import timezone

from network.models import Announcement, Mailbox, NetworkEvent, PointKind
from tests.factories import OrganisationFactory, ServiceFactory, UserFactory
from tests.network.factories import PositionFactory, UnitFactory
from tests.network.factories_competences import CompetenceFactory
from tests.network.factories_groups import (
    AgendaItemFactory,
    AttendanceFactory,
    LineFactory,
    MeetingFactory,
    WorkingGroupFactory,
)
from tests.network.factories_indicators import IndicatorDefinitionFactory
from tests.network.factories_procedures import ProcedureFactory, ProcedureStepFactory
from tests.network.factories_trainings import TrainingDateFactory, TrainingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def coordinator(client):
    user = UserFactory(coordinator=True)
    client.force_login(user)
    return user


def as_opened(form: forms.BaseForm) -> dict[str, Any]:
    """What a browser sends back of a page nobody has touched."""
    sent: dict[str, Any] = {}
    for bound in form:
        value = bound.value()
        if isinstance(bound.field.widget, forms.CheckboxInput):
            sent |= {bound.html_name: "on"} if value else {}
            continue
        shown = bound.field.widget.format_value(value)
        sent[bound.html_name] = "" if shown is None else shown
    return sent


def form_of(response) -> forms.BaseForm:
    return response.context["form" if "form" in response.context else "line_form"]


def training():
    return TrainingDateFactory(training=TrainingFactory()).training


def step():
    return ProcedureStepFactory()


def written_announcement():
    return Announcement.objects.create(
        title="Zpráva", text="Dobrý den", roles=["partner"], written_by=UserFactory(coordinator=True)
    )


def line():
    return LineFactory(point=AgendaItemFactory(meeting=MeetingFactory(state="held")), kind="resolution", votes="5 pro")


FORMS = {
    "meeting": (MeetingFactory, "/sit/jednani/{0.pk}/uprava/", "place", "title"),
    "point": (lambda: AgendaItemFactory(position=1), "/sit/jednani/{0.meeting_id}/body/{0.pk}/", "title", "why"),
    "line": (line, "/sit/jednani/{0.meeting_id}/radky/{0.pk}/", "text", "votes"),
    "training": (training, "/sit/skoleni/{0.pk}/uprava/", "goal", "place"),
    "event": (
        lambda: NetworkEvent.objects.create(title="Den", starts_on=timezone.localdate()),
        "/sit/akce/{0.pk}/uprava/",
        "about",
        "place",
    ),
    "group": (WorkingGroupFactory, "/sit/skupiny/{0.pk}/uprava/", "purpose", "meeting_pattern"),
    "announcement": (written_announcement, "/sit/zpravy/{0.pk}/uprava/", "text", "title"),
    "position": (PositionFactory, "/sit/pusobeni/{0.pk}/", "title", "speciality"),
    "unit": (UnitFactory, "/sit/utvary/{0.pk}/", "name", "email"),
    "definition": (IndicatorDefinitionFactory, "/sit/ukazatele/ukazatel/{0.pk}/", "counts", "examples"),
    "procedure": (ProcedureFactory, "/sit/postupy/{0.slug}/uprava/", "goal", "owner"),
    "step": (step, "/sit/postupy/{0.version.procedure.slug}/{0.version.number}/krok/{0.pk}/", "what", "output"),
}
every_form = pytest.mark.parametrize("name", FORMS)


@pytest.fixture
def opened(client, name):
    """The row, its page, what both opened there, and the two fields that are written in."""
    make, address, first, second = FORMS[name]
    row = make()
    page = address.format(row)
    return row, page, as_opened(form_of(client.get(page))), first, second


@every_form
def test_what_one_did_not_touch_stays_as_the_other_wrote_it(client, opened):
    row, page, sent, first, second = opened
    client.post(page, sent | {first: "Napsala první"})

    answer = client.post(page, sent | {second: "druha@sluzba.example"})

    row.refresh_from_db()
    assert answer.status_code == 302
    assert (getattr(row, first), getattr(row, second)) == ("Napsala první", "druha@sluzba.example")


@every_form
def test_where_both_wrote_the_slower_one_reads_both_and_decides(client, opened):
    row, page, sent, first, _second = opened
    client.post(page, sent | {first: "Napsala první"})

    refused = client.post(page, sent | {first: "Napsala druhá"})

    row.refresh_from_db()
    assert (refused.status_code, getattr(row, first)) == (422, "Napsala první")
    shown = form_of(refused)
    assert shown[first].value() == "Napsala druhá"
    assert "teď je tu: Napsala první." in " ".join(shown.errors[first])

    client.post(page, as_opened(shown))

    row.refresh_from_db()
    assert getattr(row, first) == "Napsala druhá"


@every_form
def test_both_may_write_the_same(client, opened):
    row, page, sent, first, _second = opened

    answers = [client.post(page, sent | {first: "Napsaly obě"}).status_code for _time in range(2)]

    row.refresh_from_db()
    assert (answers, getattr(row, first)) == ([302, 302], "Napsaly obě")


@pytest.mark.django_db(transaction=True)
def test_what_is_sent_at_the_same_moment_is_kept_whole(client):
    """Each reads the row only when the other is done with it."""
    meeting = MeetingFactory()
    page = f"/sit/jednani/{meeting.pk}/uprava/"
    sent = as_opened(client.get(page).context["form"])
    barrier = Barrier(2)

    def save(more: dict[str, str]) -> int:
        try:
            own = Client()
            own.cookies = client.cookies
            barrier.wait()
            return own.post(page, sent | more).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(save, [{"place": "Jinde"}, {"title": "O dětech"}]))

    meeting.refresh_from_db()
    assert (answers, meeting.place, meeting.title) == ([302, 302], "Jinde", "O dětech")


def test_days_ticks_and_choices_are_kept_too(client):
    """Each kind of field once, as the other changed it; a day written the Czech way is the day it was."""
    meeting = MeetingFactory(reminds=True)
    page = f"/sit/jednani/{meeting.pk}/uprava/"
    sent = as_opened(client.get(page).context["form"])
    theirs = {name: value for name, value in sent.items() if name != "reminds"}
    client.post(page, theirs | {"day": "2025-01-20", "begins": "10:30", "publication": "all"})

    client.post(page, sent | {"day": "16. 1. 2025", "begins": "9", "place": "Jinde"})

    meeting.refresh_from_db()
    assert (meeting.day.day, timezone.localtime(meeting.starts_at).hour) == (20, 10)
    assert (meeting.publication, meeting.reminds, meeting.place) == ("all", False, "Jinde")


def test_choices_met_are_said_in_words(client):
    point = AgendaItemFactory(kind=PointKind.DECISION, position=1)
    page = f"/sit/jednani/{point.meeting_id}/body/{point.pk}/"
    sent = as_opened(client.get(page).context["form"])
    client.post(page, sent | {"kind": "information", "position": "7"})

    form = client.post(page, sent | {"kind": "discussion", "position": "8"}).context["form"]

    assert "teď je tu: informace." in " ".join(form.errors["kind"])
    assert "teď je tu: 7." in " ".join(form.errors["position"])


def test_what_was_cleared_meanwhile_is_said(client):
    point = AgendaItemFactory(why="Proč", position=1)
    page = f"/sit/jednani/{point.meeting_id}/body/{point.pk}/"
    sent = as_opened(client.get(page).context["form"])
    client.post(page, sent | {"why": ""})

    form = client.post(page, sent | {"why": "Proto"}).context["form"]

    assert "Mezitím to někdo smazal" in " ".join(form.errors["why"])


def test_days_of_a_training_and_its_seats_are_watched(client):
    shown = training()
    page = f"/sit/skoleni/{shown.pk}/uprava/"
    sent = as_opened(client.get(page).context["form"])
    day = timezone.localdate() + timedelta(days=30)
    client.post(page, sent | {"dates": f"{day:%-d. %-m. %Y} 9:00–12:00", "capacity": "9"})

    answer = client.post(page, sent | {"hours": "4"})

    shown.refresh_from_db()
    assert answer.status_code == 302
    assert (shown.hours, shown.capacity) == (4, 9)
    assert timezone.localdate(shown.dates.get().starts_at) == day


@pytest.mark.parametrize("hours", ["sNaN", "1E+999999999", "NaN"])
def test_what_is_no_number_to_count_with_is_refused_in_words(client, hours):
    page = f"/sit/skoleni/{training().pk}/uprava/"
    sent = as_opened(client.get(page).context["form"])

    met = client.post(page, sent | {"hours": hours})

    assert met.status_code == 422
    assert "hours" in met.context["form"].errors


def test_two_who_note_presence_note_all_of_it(client):
    meeting = MeetingFactory(state="held")
    first, second = AttendanceFactory.create_batch(2, meeting=meeting)
    page = f"/sit/jednani/{meeting.pk}/prezence/"
    sent: dict[str, Any] = {}
    for form in client.get(page).context["forms"]:
        sent |= as_opened(form)
    client.post(page, sent | {f"r{first.pk}-presence": "present"})

    client.post(page, sent | {f"r{second.pk}-presence": "excused"})
    met = client.post(page, sent | {f"r{first.pk}-presence": "absent"})

    assert [row.presence for row in meeting.attendance.order_by("pk")] == ["present", "excused"]
    assert met.status_code == 422
    assert "teď je tu: přítomen/na." in met.content.decode().replace("\xa0", " ")


def test_boxes_of_an_organisation_are_watched(client):
    organisation = OrganisationFactory()
    page = f"/sit/organizace/{organisation.pk}/schranky/"
    form = client.get(page).context["form"]
    sent = as_opened(form)
    first, second = [name for name in form.fields if name != "videno"][:2]
    client.post(page, sent | {first: "prvni@sluzba.example"})

    client.post(page, sent | {second: "druha@sluzba.example"})

    kept = dict(Mailbox.objects.values_list("purpose", "email"))
    assert kept == {first: "prvni@sluzba.example", second: "druha@sluzba.example"}


def test_free_places_said_meanwhile_are_not_said_back(client):
    service = ServiceFactory(free_places=1, free_places_reported_at=timezone.now())
    page = f"/sit/sluzby/{service.pk}/dnes/"
    sent = as_opened(client.get(page).context["places"]) | {"co": "mista"}
    client.post(page, sent | {"places": "3"})

    client.post(page, sent | {"waiting_note": "asi měsíc"})
    met = client.post(page, sent | {"places": "0"})

    service.refresh_from_db()
    assert (service.free_places, service.waiting_note) == (3, "asi měsíc")
    assert "teď je tu: 3." in " ".join(met.context["places"].errors["places"])


def test_a_change_of_a_competence_goes_on_from_what_holds_by_then(client):
    row = CompetenceFactory(what="radí s dluhy")
    page = f"/sit/kompetence/{row.pk}/uprava/"
    sent = as_opened(client.get(page).context["form"])
    client.post(page, sent | {"what": "radí s exekucemi"})

    met = client.post(page, sent | {"what": "radí s bydlením"})
    answer = client.post(page, sent | {"conditions": "jen po objednání"})

    assert "teď je tu: radí s exekucemi." in " ".join(met.context["form"].errors["what"])
    holds = type(row).objects.in_force(timezone.localdate()).get()
    assert answer["Location"] == holds.get_absolute_url()
    assert (holds.what, holds.conditions, holds.replaces.replaces) == ("radí s exekucemi", "jen po objednání", row)


def test_a_point_struck_meanwhile_is_not_there(client):
    point = AgendaItemFactory(position=1)
    page = f"/sit/jednani/{point.meeting_id}/body/{point.pk}/"
    sent = as_opened(client.get(page).context["form"])
    client.post(page, {"udelej": "smazat"})

    assert client.post(page, sent).status_code == 404
    with pytest.raises(ObjectDoesNotExist):
        point.refresh_from_db()


def test_a_form_that_says_nothing_of_what_it_showed_is_taken_at_its_word(client):
    meeting = MeetingFactory(place="Tam", title="O dětech")
    sent = {"day": "2025-01-16", "begins": "9:00", "place": "Jinde", "publication": "members"}

    client.post(f"/sit/jednani/{meeting.pk}/uprava/", sent)

    meeting.refresh_from_db()
    assert (meeting.place, meeting.title) == ("Jinde", "")
