"""A meeting of the group „Děti a rodina“ on 16 January 2025, its names made up: from minutes to what changed by them."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.utils import timezone

from network import approving, minute_taking
from network.agenda import prepare
from network.meeting_calls import MeetingRefused, begin_minutes, call
from network.meeting_page import effects_of, points_of
from network.minutes_pdf import minutes_pdf
from network.models import AgendaItem, Competence, Mandate, Meeting, MinuteLine, NetworkEvent, Person, Resolution, Task
from situations.models import LifeSituation
from tests.factories import LifeSituationFactory, OrganisationFactory, UserFactory
from tests.network.factories import PersonFactory
from tests.network.factories_groups import (
    AgendaItemFactory,
    MandateFactory,
    MeetingFactory,
    TaskFactory,
    WorkingGroupFactory,
    at,
)

pytestmark = pytest.mark.django_db
HELD, NEXT = date(2025, 1, 16), date(2025, 2, 20)


class Story:
    """The group with its people, and the pages the minutes are written by."""

    def __init__(self, client) -> None:
        self.client = client
        self.coordinator = UserFactory(coordinator=True, name="Koordinátorka 1")
        client.force_login(self.coordinator)
        self.group = WorkingGroupFactory(name="Děti a rodina", code="PS DaR", since=date(2023, 1, 1))
        self.opu = OrganisationFactory(name="Organizace pro pomoc uprchlíkům (vymyšlená)")
        self.sas = OrganisationFactory(name="SAS Vesnička soužití")
        self.institute = OrganisationFactory(name="Institut prevence")
        self.charity = OrganisationFactory(name="Charita (vymyšlená)")
        since = (date(2023, 1, 1), None)
        self.previous = MandateFactory(
            group=self.group, organisation=self.institute, person=PersonFactory(name="Dana Stará"), held=since
        )
        self.deputy = MandateFactory(
            group=self.group,
            organisation=self.institute,
            person=PersonFactory(name="Petr Beran"),
            deputy_of=self.previous,
            held=since,
        )
        self.member = MandateFactory(
            group=self.group, organisation=self.sas, person=PersonFactory(name="Jana Malá"), held=since
        )
        MandateFactory(
            group=self.group, organisation=self.charity, person=PersonFactory(name="Olga Veselá"), held=since
        )
        self.moved = TaskFactory(
            group=self.group,
            text="Specifické potřeby klientů",
            owner=self.member.person,
            given_on=date(2024, 9, 12),
            due=date(2024, 11, 14),
        )
        self.moved.moves.create(before=date(2024, 11, 14), after=HELD, moved_on=date(2024, 11, 14))
        Task.objects.filter(pk=self.moved.pk).update(due=HELD)
        self.situation = LifeSituationFactory(name="Jsem v Česku cizinec")
        self.meeting = prepare(
            group=self.group, starts_at=at(2025, 1, 16), by=self.coordinator, place="Nová radnice, místnost 504"
        )

    def hold(self) -> None:
        call(self.meeting, by=self.coordinator)
        begin_minutes(self.meeting, by=self.coordinator)

    def point(self, title: str) -> AgendaItem:
        self.client.post(f"/sit/jednani/{self.meeting.pk}/body/", {"title": title})
        return AgendaItem.objects.get(meeting=self.meeting, title=title)

    def line(self, point: AgendaItem, kind: str, **sent: str):
        return self.client.post(f"/sit/jednani/{self.meeting.pk}/body/{point.pk}/radek/?druh={kind}", sent)

    def write_it_all(self) -> None:
        """The four points, each sentence in a line of its kind."""
        one = self.point("Představení Organizace pro pomoc uprchlíkům")
        self.line(one, "information", text="Pomáhá s pobytovým právem lidem ze zemí mimo EU, zdarma a také anonymně.")
        self.line(
            one,
            "does_not_do",
            organisation=self.opu.name,
            text="občany EU jen ve zvlášť složitých případech.",
            situation=str(self.situation.pk),
            call_first="on",
        )
        two = self.point("Nejasný manuál k vykazování ukazatelů")
        self.line(two, "information", text="Nejdůležitější údaj pro město je intervence. Pilotní období nemá konec.")
        self.line(
            two,
            "task",
            text="Sjednotit výklad „cesta za klientem“ ve službách SAS",
            who="Jana Malá, SAS Vesnička soužití",
            due="20. 2. 2025",
        )
        self.line(two, "resolution", text="Skupina žádá město o konec pilotního období manuálu.")
        three = self.point("Z manažerského týmu")
        self.line(three, "task_moved", task=str(self.moved.pk))
        four = self.point("Různé")
        self.line(
            four,
            "member_change",
            organisation="Institut prevence",
            role="member",
            name="Eva Novotná",
            starts_on="2025-01-16",
            text="Zástupce zůstává Petr Beran.",
        )
        self.line(four, "next_meeting", day="20. 2. 2025", begins="9:00", place="Nová radnice, místnost 504")
        self.line(
            four,
            "event",
            text="Den otevřených dveří střediska M. Magone",
            starts_on="12. 2. 2025",
            ends_on="13. 2. 2025",
        )

    def close(self) -> None:
        self.meeting.attendance.update(presence="present")
        self.client.post(f"/sit/jednani/{self.meeting.pk}/zapis/", {"kam": "pripominky", "until": ""})
        self.client.post(f"/sit/jednani/{self.meeting.pk}/zapis/", {"kam": "schvalit"})
        self.meeting.refresh_from_db()


@pytest.fixture
def story(client) -> Story:
    return Story(client)


def test_the_meeting_of_16_january_is_expressible_line_by_line(story):
    story.hold()
    story.write_it_all()

    points = points_of(story.meeting, with_minutes=True, reader=None)

    said = {point.item.title: [(one.line.kind, one.sentence) for one in point.lines] for point in points}
    kinds = {title: [kind for kind, _sentence in lines] for title, lines in said.items()}
    assert kinds == {
        "Úkoly z minula": [],
        "Představení Organizace pro pomoc uprchlíkům": ["information", "does_not_do"],
        "Nejasný manuál k vykazování ukazatelů": ["information", "task", "resolution"],
        "Z manažerského týmu": ["task_moved"],
        "Různé": ["member_change", "next_meeting", "event"],
    }
    plain = {sentence.replace("\xa0", " ") for lines in said.values() for _kind, sentence in lines}
    assert "Specifické potřeby klientů → příští jednání" in plain
    assert "20. 2. 2025 v 9:00, Nová radnice, místnost 504" in plain
    assert "Den otevřených dveří střediska M. Magone, 12.–13. 2. 2025" in plain
    moved = next(one for point in points for one in point.lines if one.line.kind == "task_moved")
    assert moved.consequence.replace("\xa0", " ") == "Přesunuto podruhé. Poprvé 14. 11. 2024."


def test_before_approval_nothing_has_changed_but_all_is_announced(story):
    story.hold()
    story.write_it_all()

    effects = [
        one.words.replace("\xa0", " ") for one in effects_of(points_of(story.meeting, with_minutes=True, reader=None))
    ]

    assert effects == [
        "1 kompetence: co nedělá Organizace pro pomoc uprchlíkům (vymyšlená)",
        "1 nový úkol",
        "1 přesunutý úkol",
        "1 usnesení dostane číslo",
        "1 změna člena",
        "1 akce v kalendáři sítě",
        "příští jednání 20. 2. 2025 v 9:00, Nová radnice, místnost 504",
    ]
    assert Task.objects.count() == 1
    assert not Mandate.objects.filter(person__name="Eva Novotná").exists()
    assert not Resolution.objects.exists()


def test_approval_changes_seats_tasks_resolutions_and_the_next_meeting(story):
    story.hold()
    story.write_it_all()

    story.close()

    assert story.meeting.state == "approved"
    seats = story.group.mandates.filter(organisation=story.institute)
    on_the_day = {(row.person.name, row.deputy_of_id is not None) for row in seats.held_on(HELD)}
    assert on_the_day == {("Eva Novotná", False), ("Petr Beran", True)}
    before = {row.person.name for row in seats.held_on(date(2025, 1, 15))}
    assert before == {"Dana Stará", "Petr Beran"}
    task = Task.objects.get(text__startswith="Sjednotit")
    assert (task.who, task.due, task.meeting) == ("Jana Malá, SAS Vesnička soužití", NEXT, story.meeting)
    story.moved.refresh_from_db()
    assert story.moved.due == NEXT
    assert [move.after for move in story.moved.moves.all()] == [HELD, NEXT]
    assert Resolution.objects.get().label == "1/2025-PS DaR"
    competence = Competence.objects.get()
    assert (competence.organisation, competence.situation) == (story.opu, story.situation)
    assert (competence.verb, competence.handover, competence.state) == ("does_not", "call_first", "approved")
    assert (competence.valid_from, competence.verified_on) == (HELD, HELD)
    event = NetworkEvent.objects.get()
    assert (event.starts_on, event.ends_on) == (date(2025, 2, 12), date(2025, 2, 13))
    following = story.meeting.following.get()
    assert (following.state, following.label, following.day) == ("preparing", "2/2025", NEXT)
    assert [item.title for item in following.items.all()] == ["Úkoly z minula"]


def test_resolutions_are_numbered_one_after_another_within_a_year(story):
    story.hold()
    first, second = story.point("Jedna"), story.point("Dvě")
    story.line(second, "resolution", text="Druhé.")
    story.line(first, "resolution", text="První.")

    story.close()

    assert list(Resolution.objects.order_by("number").values_list("label", "text")) == [
        ("1/2025-PS DaR", "První."),
        ("2/2025-PS DaR", "Druhé."),
    ]


def test_a_line_that_can_no_longer_be_done_stops_all_of_them(story):
    story.hold()
    story.write_it_all()
    Task.objects.filter(pk=story.moved.pk).update(state="done", evidence="Hotovo.", ended_at=timezone.now())

    story.close()

    assert story.meeting.state == "comments"
    assert not Resolution.objects.exists()
    assert not Mandate.objects.filter(person__name="Eva Novotná").exists()


def test_a_moved_task_needs_somewhere_to_go(story):
    story.hold()
    story.line(story.point("Úkoly"), "task_moved", task=str(story.moved.pk))
    story.meeting.attendance.update(presence="present")
    approving.send_for_comments(story.meeting, by=story.coordinator, until=None)

    with pytest.raises(MeetingRefused, match="není kam"):
        approving.approve(story.meeting, by=story.coordinator)


@pytest.mark.parametrize(
    ("kind", "sent", "sentence"),
    [
        ("information", {"text": " "}, "Napište větu."),
        ("task", {"text": "Zjistit", "who": "Nikdo Neznámý", "due": "1. 2. 2025"}, "připište za čárku organizaci"),
        ("task", {"text": "Zjistit", "who": "Jana Malá", "due": "někdy"}, "Datum napište třeba takhle"),
        ("member_change", {"organisation": "Neexistuje", "starts_on": "2025-01-16"}, "v síti neznáme"),
        ("event", {"text": "Den", "starts_on": "13. 2. 2025", "ends_on": "12. 2. 2025"}, "Konec nemůže být dřív"),
        ("next_meeting", {"day": "20. 2. 2025", "begins": "ráno"}, "Čas napište třeba takhle"),
        ("task_moved", {"task": "999999"}, "Vyberte"),
    ],
)
def test_a_line_that_does_not_make_sense_is_shown_again(story, kind, sent, sentence):
    story.hold()
    point = story.point("Bod")

    response = story.line(point, kind, **sent)

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not MinuteLine.objects.exists()


def test_a_second_next_meeting_is_refused_with_a_sentence(story):
    story.hold()
    point = story.point("Různé")
    story.line(point, "next_meeting", day="20. 2. 2025", begins="9:00")

    response = story.line(point, "next_meeting", day="21. 2. 2025", begins="9:00")

    assert response.status_code == 422
    assert "Příští jednání už v zápisu je" in response.content.decode()


def test_minutes_wait_for_comments_and_for_replies(story):
    story.hold()
    point = story.point("Bod")
    story.line(point, "information", text="Věta.")
    with pytest.raises(MeetingRefused, match="prezenci"):
        approving.send_for_comments(story.meeting, by=story.coordinator, until=None)
    story.meeting.attendance.update(presence="present")
    approving.send_for_comments(story.meeting, by=story.coordinator, until=timezone.localdate())
    said = minute_taking.comment(story.meeting, point=point, text="Jinak.", by=UserFactory())

    with pytest.raises(MeetingRefused, match="Připomínky běží"):
        approving.approve(story.meeting, by=story.coordinator)
    Meeting.objects.filter(pk=story.meeting.pk).update(comments_until=HELD)
    with pytest.raises(MeetingRefused, match="odpovězte"):
        approving.approve(story.meeting, by=story.coordinator)
    minute_taking.reply(said, text="Opraveno.", by=story.coordinator)
    with pytest.raises(MeetingRefused, match=r"někdo jiný.*Necháváme\."):
        minute_taking.reply(said, text="Necháváme.", by=story.coordinator)
    approving.approve(story.meeting, by=story.coordinator)

    assert story.meeting.state == "approved"


def test_a_line_is_corrected_and_struck_until_the_minutes_leave(story):
    story.hold()
    story.line(story.point("Bod"), "information", text="Překlep.")
    line = MinuteLine.objects.get()
    address = f"/sit/jednani/{story.meeting.pk}/radky/{line.pk}/"

    story.client.post(address, {"text": "Věta."})
    line.refresh_from_db()
    assert line.text == "Věta."
    story.client.post(address, {"udelej": "smazat"})

    assert not MinuteLine.objects.exists()


def test_a_line_written_when_the_minutes_had_left_is_given_back(story):
    story.hold()
    point = story.point("Bod")
    story.line(point, "information", text="Věta.")
    line = MinuteLine.objects.get()
    Meeting.objects.update(state="comments")

    for address in (f"body/{point.pk}/radek/?druh=information", f"radky/{line.pk}/"):
        address = f"/sit/jednani/{story.meeting.pk}/{address}"
        page = story.client.post(address, {"text": "Jiná věta."}, follow=True).content.decode().replace("\xa0", " ")
        assert "zkopírujte si ji odtud: Jiná věta." in page
        assert story.client.get(address).status_code == 403

    assert MinuteLine.objects.get().text == "Věta."


def test_the_paper_is_tagged_and_says_when_it_is_a_draft(story):
    story.hold()
    story.write_it_all()

    draft = minutes_pdf(story.meeting, reader=None)
    story.close()
    final = story.client.get(f"/sit/jednani/{story.meeting.pk}/zapis.pdf")

    assert draft.startswith(b"%PDF-")
    assert final["Content-Type"] == "application/pdf"
    assert b"pdfuaid" in final.content
    assert draft != final.content


def test_a_new_person_of_the_minutes_is_known_once(story):
    story.hold()
    point = story.point("Bod")
    for text in ("Jedna", "Dvě"):
        story.line(point, "task", text=text, who="Nová Osoba, Institut prevence", due="20. 2. 2025")

    assert Person.objects.filter(name="Nová Osoba").count() == 1


@pytest.mark.parametrize("lines", [1, 3])
def test_minutes_cost_the_same_for_one_line_as_for_three(story, django_assert_num_queries, lines):
    story.hold()
    point = story.point("Bod")
    for number in range(lines):
        story.line(point, "task", text=f"Úkol {number}", who="Jana Malá", due="20. 2. 2025")

    with django_assert_num_queries(9):
        response = story.client.get(f"/sit/jednani/{story.meeting.pk}/")

    assert response.status_code == 200


def test_what_is_written_is_escaped(story):
    story.hold()
    point = story.point("<script>alert(1)</script>")
    story.line(point, "information", text="<b>tučně</b>")

    page = story.client.get(f"/sit/jednani/{story.meeting.pk}/").content.decode()

    assert "<script>alert(1)" not in page
    assert "&lt;b&gt;tučně" in page


def test_a_situation_is_said_with_what_is_not_done(story):
    story.hold()
    story.write_it_all()

    line = MinuteLine.objects.get(kind="does_not_do")

    assert line.situation == LifeSituation.objects.get(name="Jsem v Česku cizinec")
    assert line.call_first
    assert isinstance(line.meeting.starts_at, datetime)


def test_a_newer_agreement_replaces_the_earlier_one(story):
    story.hold()
    point = story.point("Bod")
    for text in ("Občany EU.", "Občany EU jen v těžkých případech."):
        story.line(point, "does_not_do", organisation=story.opu.name, text=text)

    story.close()

    states = dict(Competence.objects.values_list("what", "state"))
    assert states == {"Občany EU.": "replaced", "Občany EU jen v těžkých případech.": "approved"}


def test_what_a_contact_person_approves_waits_for_the_coordinator(story, client):
    partner = UserFactory()
    MandateFactory(group=story.group, organisation=story.sas, role="contact", account=partner)
    story.hold()
    story.line(story.point("Bod"), "does_not_do", organisation=story.opu.name, text="Občany EU.")
    client.force_login(partner)

    story.close()

    assert story.meeting.approved_by == partner
    assert Competence.objects.get().state == "proposed"


def test_a_resolution_says_how_it_was_voted(client):
    coordinator = UserFactory(coordinator=True)
    meeting = MeetingFactory(state="held")
    point = AgendaItemFactory(meeting=meeting)
    client.force_login(coordinator)
    address = f"/sit/jednani/{meeting.pk}/body/{point.pk}/radek/?druh=resolution"

    refused = client.post(address, {"text": "Skupina žádá byt.", "votes": "a" * 81})
    client.post(address, {"text": "Skupina žádá byt.", "votes": "7 pro, 1 se zdržel"})
    approving.send_for_comments(meeting, by=coordinator, until=None)
    approving.approve(meeting, by=coordinator)

    assert refused.status_code == 422
    page = client.get(meeting.get_absolute_url()).content.decode().replace("\xa0", " ")
    assert f"1/2025-{meeting.group.code} · 7 pro, 1 se zdržel" in page
