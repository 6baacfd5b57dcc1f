"""What a group decides of procedures and manuals comes into force with its minutes, or the minutes wait."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from network import approving, manuals, procedures
from network.agenda import add_point, prepare
from network.meeting_calls import MeetingRefused, begin_minutes, call
from network.minutes_pdf import facts_of
from network.models import MinuteLine, Resolution
from tests.factories import UserFactory
from tests.network.factories_groups import MandateFactory, WorkingGroupFactory, at
from tests.network.factories_indicators import IndicatorDefinitionFactory, ManualVersionFactory
from tests.network.factories_procedures import ProcedureStepFactory, ProcedureVersionFactory, valid_version

pytestmark = pytest.mark.django_db
HELD = date(2026, 3, 19)


class Writing:
    """A meeting being written by its coordinator, a procedure and a manual that wait for it."""

    def __init__(self, client) -> None:
        self.client, self.coordinator = client, UserFactory(coordinator=True)
        client.force_login(self.coordinator)
        group = WorkingGroupFactory(name="Bydlení", code="PS BYD")
        self.meeting = prepare(group=group, starts_at=at(2026, 3, 19), by=self.coordinator)
        self.seat = MandateFactory(group=group)
        call(self.meeting, by=self.coordinator)
        begin_minutes(self.meeting, by=self.coordinator)
        self.point = add_point(self.meeting, title="Postupy a manuál", by=self.coordinator)
        self.before = valid_version(procedure__title="Kde dnes spát")
        self.procedure = procedures.new_version(self.before.procedure, by=self.coordinator)
        issued = ManualVersionFactory(issued=True)
        IndicatorDefinitionFactory(version=issued)
        self.issued, self.manual = issued, manuals.new_version(issued.manual, by=self.coordinator)

    def line(self, kind: str, **sent: str):
        address = f"/sit/jednani/{self.meeting.pk}/body/{self.point.pk}/radek/?druh={kind}"
        return self.client.post(address, sent)

    def write(self) -> None:
        self.line("procedure", procedure_version=str(self.procedure.pk), text="Přibyla rodina s dětmi.")
        manual = {"manual_version": str(self.manual.pk), "manual_state": "pilot", "starts_on": "1. 7. 2026"}
        self.line("manual", text="Cesta se počítá zvlášť.", **manual)
        self.line("resolution", text="Skupina bere na vědomí.")

    def send(self) -> None:
        self.meeting.attendance.update(presence="present")
        approving.send_for_comments(self.meeting, by=self.coordinator, until=None)


@pytest.fixture
def writing(client) -> Writing:
    return Writing(client)


def plain(text: str) -> str:
    return text.replace("\xa0", " ")


def test_the_form_offers_what_waits_to_be_approved(writing):
    page = writing.client.get(f"/sit/jednani/{writing.meeting.pk}/body/{writing.point.pk}/radek/?druh=procedure")
    other = writing.client.get(f"/sit/jednani/{writing.meeting.pk}/body/{writing.point.pk}/radek/?druh=manual")

    offered = [label for _value, label in page.context["line_form"].fields["procedure_version"].choices]
    assert offered == ["vyberte", "Kde dnes spát, verze 2"]
    offered = [label for _value, label in other.context["line_form"].fields["manual_version"].choices]
    assert offered == ["vyberte", str(writing.manual)]


def test_a_contact_person_is_not_offered_what_only_the_city_may_read(writing, client):
    partner = UserFactory()
    MandateFactory(group=writing.meeting.group, role="contact", account=partner)
    client.force_login(partner)
    address = f"/sit/jednani/{writing.meeting.pk}/body/{writing.point.pk}/radek/"

    for kind, name in (("procedure", "procedure_version"), ("manual", "manual_version")):
        form = client.get(f"{address}?druh={kind}").context["line_form"]
        assert [label for _value, label in form.fields[name].choices] == ["vyberte"]
    response = writing.line("procedure", procedure_version=str(writing.procedure.pk))
    assert response.status_code == 422


def test_lines_say_what_will_be_in_force_on_the_page_and_on_paper(writing):
    writing.write()

    page = plain(writing.client.get(f"/sit/jednani/{writing.meeting.pk}/").content.decode())
    lines = [
        (line["kind"], plain(line["text"]), plain(line["more"]))
        for point in facts_of(writing.meeting, reader=None)["points"]
        for line in point["lines"]
    ]

    assert lines[:2] == [
        ("Postup schválen", "Kde dnes spát, verze 2. Přibyla rodina s dětmi.", "Platit začne schválením zápisu."),
        (
            "Verze manuálu",
            f"{writing.manual}, platí pilotně. Cesta se počítá zvlášť.",
            "Platí od 1. 7. 2026.",
        ),
    ]
    assert "platit začne postup Kde dnes spát, verze 2" in page
    assert f"od 1. 7. 2026 platí {writing.manual}" in page


def test_approved_minutes_put_the_procedure_and_the_manual_in_force(writing):
    writing.write()
    writing.send()

    approving.approve(writing.meeting, by=writing.coordinator)

    for row in (writing.before, writing.procedure, writing.issued, writing.manual):
        row.refresh_from_db()
    assert (writing.before.state, writing.before.valid_until) == ("replaced", date(2026, 3, 18))
    made = writing.procedure
    assert (made.state, made.approved_on, made.change_note) == ("valid", HELD, "Přibyla rodina s dětmi.")
    assert made.approved_by == "skupina Bydlení, jednání 1/2026"
    assert writing.issued.valid_until == date(2026, 6, 30)
    assert (writing.manual.state, writing.manual.valid_from) == ("pilot", date(2026, 7, 1))
    assert writing.manual.change_note == "Cesta se počítá zvlášť."


def already_replaced(writing: Writing) -> None:
    procedures.cancel(writing.procedure, by=writing.coordinator)


def comments_open(writing: Writing) -> None:
    procedures.ask_for_comments(writing.procedure, by=writing.coordinator, until=timezone.localdate())


def comments_unanswered(writing: Writing) -> None:
    comments_open(writing)
    procedures.comment(writing.procedure, by=UserFactory(), text="A děti?", step=None, organisation=None)
    type(writing.procedure).objects.filter(pk=writing.procedure.pk).update(
        comments_until=timezone.localdate() - timedelta(days=1)
    )


def newer_in_force(writing: Writing) -> None:
    type(writing.before).objects.filter(pk=writing.before.pk).update(approved_on="2026-03-20")


def manual_issued_elsewhere(writing: Writing) -> None:
    manuals.issue(writing.manual, by=writing.coordinator, state="valid", valid_from=date(2026, 8, 1))


def manual_too_early(writing: Writing) -> None:
    MinuteLine.objects.filter(kind="manual").update(starts_on="2026-01-01")


@pytest.mark.parametrize(
    ("meanwhile", "sentence"),
    [
        (already_replaced, "Postup schválen: Tahle verze už se nemění"),
        (comments_open, "Připomínky k postupu běží do"),
        (comments_unanswered, "odpovězte na všechny připomínky k postupu"),
        (newer_in_force, "byla schválena až"),
        (manual_issued_elsewhere, "Verze manuálu: Tahle verze už je vydaná"),
        (manual_too_early, "musí začít později"),
    ],
)
def test_approval_that_fails_halfway_changes_nothing(writing, meanwhile, sentence):
    writing.write()
    meanwhile(writing)
    writing.send()
    writing.before.refresh_from_db()
    before = writing.before.state, writing.before.valid_until

    with pytest.raises(MeetingRefused, match=sentence):
        approving.approve(writing.meeting, by=writing.coordinator)

    for row in (writing.meeting, writing.before, writing.procedure):
        row.refresh_from_db()
    assert writing.meeting.state == "comments"
    assert (writing.before.state, writing.before.valid_until) == before
    assert writing.procedure.state != "valid"
    assert not Resolution.objects.exists()


def test_only_a_coordinator_puts_them_in_force(writing):
    partner = UserFactory()
    MandateFactory(group=writing.meeting.group, role="contact", account=partner)
    writing.write()
    writing.send()

    with pytest.raises(MeetingRefused, match="koordinátor sítě"):
        approving.approve(writing.meeting, by=partner)


@pytest.mark.parametrize(
    ("kind", "sent", "sentence"),
    [
        ("procedure", {"text": ""}, "Vyberte, který postup skupina schválila."),
        ("procedure", {"procedure_version": "999999"}, "Vyberte jednu z\u00a0nabízených možností."),
        ("manual", {"manual_state": "valid", "starts_on": "1. 7. 2026"}, "Vyberte verzi manuálu."),
        ("manual", {"manual_version": "x", "manual_state": "draft"}, "Vyberte den."),
    ],
)
def test_a_line_without_its_version_is_shown_again(writing, kind, sent, sentence):
    response = writing.line(kind, **sent)

    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_the_same_procedure_twice_is_refused_with_a_sentence(writing):
    writing.write()

    response = writing.line("procedure", procedure_version=str(writing.procedure.pk))

    assert response.status_code == 422
    assert "Tento postup už v zápisu schvalujete." in response.content.decode()


def test_a_line_about_a_procedure_is_corrected(writing):
    writing.write()
    line = MinuteLine.objects.get(kind="procedure")

    address = f"/sit/jednani/{writing.meeting.pk}/radky/{line.pk}/"
    writing.client.post(address, {"procedure_version": str(writing.procedure.pk), "text": "Beze změny."})

    line.refresh_from_db()
    assert (line.procedure_version, line.text) == (writing.procedure, "Beze změny.")


@pytest.mark.parametrize("lines", [1, 3])
def test_minutes_cost_the_same_for_one_procedure_as_for_three(writing, django_assert_num_queries, lines):
    for _number in range(lines):
        version = ProcedureVersionFactory()
        ProcedureStepFactory(version=version)
        writing.line("procedure", procedure_version=str(version.pk))

    with django_assert_num_queries(8):
        response = writing.client.get(f"/sit/jednani/{writing.meeting.pk}/")

    assert response.status_code == 200
