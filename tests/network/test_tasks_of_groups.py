"""Tasks between meetings: mine, done with evidence, put off, reminded of once."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from network.models import Mandate, Position, Task
from network.task_link import task_path
from network.task_reminders import remind
from tests.factories import UserFactory
from tests.network.factories import PersonFactory, PositionFactory
from tests.network.factories_groups import MandateFactory, TaskFactory, WorkingGroupFactory
from tests.signing_in import send_waiting_mail

pytestmark = pytest.mark.django_db
TODAY = date(2025, 2, 18)


@pytest.fixture
def mine(client):
    partner = UserFactory()
    client.force_login(partner)
    return TaskFactory(owner=PersonFactory(user=partner))


def test_my_tasks_are_what_the_list_opens_with(client, mine):
    TaskFactory(group=mine.group)

    page = client.get("/sit/ukoly/").context["page"]

    assert list(page) == [mine]


def test_the_owner_ends_a_task_with_evidence(client, mine):
    address = f"/sit/ukoly/{mine.pk}/"

    refused = client.post(address, {"udelej": "ukoncit", "state": "done"})
    taken = client.post(address, {"udelej": "ukoncit", "state": "done", "evidence": "Zápis 3/2025."})

    assert (refused.status_code, taken.status_code) == (422, 302)
    mine.refresh_from_db()
    assert (mine.state, mine.evidence, mine.ended_by) == ("done", "Zápis 3/2025.", mine.owner.user)


def test_who_was_slower_gets_their_words_back_and_a_double_click_is_one_deed(client, mine):
    address = f"/sit/ukoly/{mine.pk}/"
    later = {"udelej": "presunout", "after": "2099-03-01", "reason": "Čekáme na město."}
    done = {"udelej": "ukoncit", "state": "done", "evidence": "Zápis 3/2025."}

    def said(sent):
        return client.post(address, sent, follow=True).content.decode().replace("\xa0", " ")

    assert "přesunout jde jen" not in said(later) + said(later)
    assert "zkopírujte si to odtud: Nestíháme." in said(later | {"after": "2099-02-01", "reason": "Nestíháme."})
    assert "mezitím" not in said(done) + said(done)
    assert "Úkol mezitím skončil. Co jste napsali" in said(done | {"evidence": "Odkaz na dokument."})
    assert "zkopírujte si to odtud: Odkaz na dokument." in said(done | {"evidence": "Odkaz na dokument."})
    assert "zkopírujte si to odtud: Nestíháme." in said(later | {"reason": "Nestíháme."})

    mine.refresh_from_db()
    assert (mine.evidence, mine.moves.count()) == ("Zápis 3/2025.", 1)


def test_an_ended_task_is_taken_up_again(client, mine):
    address = f"/sit/ukoly/{mine.pk}/"
    client.post(address, {"udelej": "ukoncit", "state": "cancelled", "evidence": "Není potřeba."})

    client.post(address, {"udelej": "otevrit"})

    mine.refresh_from_db()
    assert (mine.state, mine.ended_at) == ("open", None)


def test_a_task_put_off_keeps_where_it_was(client, mine):
    address = f"/sit/ukoly/{mine.pk}/"

    client.post(address, {"udelej": "presunout", "after": "1. 2. 2025", "reason": "Dřív"})
    client.post(address, {"udelej": "presunout", "after": "20. 3. 2025", "reason": "Čekáme na kraj"})

    mine.refresh_from_db()
    assert mine.due == date(2025, 3, 20)
    assert [(move.before, move.reason) for move in mine.moves.all()] == [(date(2025, 2, 20), "Čekáme na kraj")]


def test_a_member_of_the_group_only_looks(client):
    partner = UserFactory()
    held = MandateFactory(account=partner)
    task = TaskFactory(group=held.group)
    client.force_login(partner)

    assert client.get(f"/sit/ukoly/{task.pk}/").status_code == 200
    assert client.post(f"/sit/ukoly/{task.pk}/", {"udelej": "otevrit"}).status_code == 403


def test_people_of_the_organisation_keep_its_task(client):
    position = PositionFactory(person=PersonFactory(user=UserFactory()))
    client.force_login(position.person.user)
    task = TaskFactory(owner=None, owner_organisation=position.organisation)

    client.post(f"/sit/ukoly/{task.pk}/", {"udelej": "ukoncit", "state": "done", "evidence": "Ano."})

    assert Task.objects.get(pk=task.pk).state == "done"


def test_a_task_is_reminded_of_once_before_and_once_after():
    owner = PositionFactory(email="clenka@organizace.example")
    TaskFactory(owner=owner.person, due=date(2025, 2, 20), group=WorkingGroupFactory(name="Děti a rodina"))

    counts = [remind(TODAY + timedelta(days=days)) for days in (-5, 0, 1, 2, 3, 4)]
    send_waiting_mail()

    assert counts == [0, 1, 0, 0, 1, 0]
    assert [letter.subject for letter in mail.outbox] == [
        "Blíží se termín úkolu: Děti a rodina",
        "Úkol je po termínu: Děti a rodina",
    ]


def test_another_day_reminds_anew():
    owner = PositionFactory(email="clenka@organizace.example")
    task = TaskFactory(owner=owner.person, due=date(2025, 2, 20))
    remind(TODAY)
    Task.objects.filter(pk=task.pk).update(due=date(2025, 2, 21))

    assert remind(TODAY) == 1


def test_who_has_no_address_and_what_is_done_gets_no_letter():
    TaskFactory(due=TODAY)
    owner = PositionFactory(email="clenka@organizace.example")
    TaskFactory(owner=owner.person, due=TODAY, state="done", evidence="Ano.", ended_at="2025-02-01T10:00Z")

    assert remind(TODAY) == 0


def link_in_the_letter() -> str:
    send_waiting_mail()
    (path,) = re.findall(r"/sit/ukol/\S+", mail.outbox[0].body)
    return path


@pytest.fixture
def promised():
    """By a member who has no account."""
    owner = PositionFactory(email="clenka@organizace.example")
    return TaskFactory(owner=owner.person, due=date(2025, 2, 20))


def test_who_has_no_account_ends_a_task_by_the_link(client, promised):
    remind(TODAY)
    path = link_in_the_letter()

    shown = client.get(path)
    refused = client.post(path, {"udelej": "ukoncit", "state": "done"})
    taken = client.post(path, {"udelej": "ukoncit", "state": "done", "evidence": "Zápis 3/2025."})

    assert (shown.status_code, refused.status_code, taken.status_code) == (200, 422, 302)
    promised.refresh_from_db()
    assert (promised.state, promised.evidence, promised.ended_by) == ("done", "Zápis 3/2025.", None)
    assert "odkazem z dopisu" in client.get(path).content.decode().replace("\xa0", " ")


def test_by_the_link_a_task_is_put_off_only_to_later(client, promised):
    remind(TODAY)
    path = link_in_the_letter()

    sooner = client.post(path, {"udelej": "presunout", "after": "1. 2. 2025", "reason": "Dřív"})
    later = client.post(path, {"udelej": "presunout", "after": "20. 3. 2025", "reason": "Čekáme na kraj"})

    assert (sooner.status_code, later.status_code) == (409, 302)
    promised.refresh_from_db()
    assert promised.due == date(2025, 3, 20)


def test_looking_at_the_link_or_sending_nothing_changes_nothing(client, promised):
    path = task_path(promised)

    answers = [client.get(path), client.head(path), client.post(path), client.post(path, {"udelej": "otevrit"})]

    assert [one.status_code for one in answers] == [200, 200, 200, 200]
    promised.refresh_from_db()
    assert (promised.state, promised.due) == ("open", date(2025, 2, 20))


def test_a_link_opened_too_often_says_when_to_come_back(client, promised, monkeypatch):
    monkeypatch.setattr("network.views.tasks_by_link.MOST_VISITS_AN_HOUR", 0)

    answer = client.get(task_path(promised))

    assert (answer.status_code, "Retry-After" in answer, "zavolejte" in answer.content.decode()) == (429, True, True)


def test_the_link_is_closed_once_the_task_is_somebody_elses_or_long_ended(client, promised):
    path = task_path(promised)
    Task.objects.filter(pk=promised.pk).update(owner=PersonFactory())
    given_away = client.get(path).status_code
    Task.objects.filter(pk=promised.pk).update(
        owner=promised.owner, state="done", evidence="Ano.", ended_at=timezone.now() - timedelta(days=61)
    )

    assert (given_away, client.get(path).status_code, client.get(f"{path[:-3]}/").status_code) == (404, 404, 404)


def test_who_has_an_account_is_led_to_the_page_with_everything():
    task = TaskFactory(owner=PersonFactory(user=UserFactory(email="ucet@organizace.example")), due=TODAY)

    remind(TODAY)
    send_waiting_mail()

    assert f"{task.get_absolute_url()}\n" in mail.outbox[0].body
    assert "Účet nepotřebujete" not in mail.outbox[0].body


def test_a_task_of_an_organisation_is_written_of_to_who_sits_for_it():
    seat = MandateFactory()
    PositionFactory(person=seat.person, organisation=seat.organisation, email="clenka@organizace.example")
    TaskFactory(owner=None, owner_organisation=seat.organisation, group=seat.group, due=TODAY)

    assert remind(TODAY) == 1
    send_waiting_mail()
    assert mail.outbox[0].to == ["clenka@organizace.example"]
    assert f"Úkol má: {seat.organisation}." in mail.outbox[0].body


@pytest.mark.parametrize("left", ["the seat", "the organisation"])
def test_who_sits_no_longer_for_an_organisation_ends_none_of_its_tasks(client, left):
    seat = MandateFactory()
    work = PositionFactory(person=seat.person, organisation=seat.organisation, email="clenka@organizace.example")
    task = TaskFactory(owner=None, owner_organisation=seat.organisation, group=seat.group, due=date(2025, 2, 20))
    remind(TODAY)
    path = link_in_the_letter()
    shown = client.get(path).status_code
    if left == "the seat":
        Mandate.objects.filter(pk=seat.pk).update(held=(date(2024, 1, 1), date(2025, 1, 1)))
    else:
        Position.objects.filter(pk=work.pk).update(until=date(2025, 1, 1))
    Task.objects.filter(pk=task.pk).update(due=TODAY)

    answers = [client.get(path), client.post(path, {"udelej": "ukoncit", "state": "done", "evidence": "Ano."})]

    assert (shown, [one.status_code for one in answers], remind(TODAY)) == (200, [404, 404], 0)
    assert Task.objects.get().state == "open"
