"""Announcements: to whom, once each, signed off by one click, and how far their letters are."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from network import announcing, subscribing
from network.announcing import AnnouncementRefused
from network.models import Announcement, Delivery, NetworkEvent
from sociopoint.models import OutgoingMail
from tests.factories import OrganisationFactory, UserFactory
from tests.network.factories import PersonFactory, PositionFactory
from tests.network.factories_groups import MandateFactory
from tests.network.factories_trainings import TrainingFactory
from tests.signing_in import send_waiting_mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator():
    return UserFactory(coordinator=True, email="koordinatorka@sociopoint.example")


@pytest.fixture
def announcement(coordinator):
    return Announcement.objects.create(
        title="Uzavírka", text="Dobrý den,\n<b>pult</b> má zavřeno.", written_by=coordinator
    )


def test_an_announcement_says_something(coordinator):
    with pytest.raises(IntegrityError, match="announcement_says_something"):
        Announcement.objects.create(title="", text="A", written_by=coordinator)


def test_one_address_is_written_to_once(announcement):
    Delivery.objects.create(announcement=announcement, address_hash="a")
    with pytest.raises(IntegrityError, match="announcement_once_to_an_address"):
        Delivery.objects.create(announcement=announcement, address_hash="a")


def test_members_people_and_roles_are_reached_once_each(announcement, coordinator):
    member = MandateFactory()
    PositionFactory(person=member.person, organisation=member.organisation, email="Clenka@organizace.example")
    partner = UserFactory()
    position = PositionFactory(person=PersonFactory(user=partner))
    PositionFactory(organisation=position.organisation)
    UserFactory(is_active=False)
    announcement.groups.add(member.group)
    announcement.organisations.add(position.organisation)
    announcement.roles = ["partner"]
    announcement.save(update_fields=["roles"])

    count = announcing.send(announcement, by=coordinator)
    send_waiting_mail()

    assert count == 2
    assert {letter.to[0] for letter in mail.outbox} == {"clenka@organizace.example", partner.email}


def test_it_is_sent_once(announcement, coordinator):
    announcement.roles = ["coordinator"]
    announcement.save(update_fields=["roles"])
    announcing.send(announcement, by=coordinator)

    with pytest.raises(AnnouncementRefused):
        announcing.send(announcement, by=coordinator)

    assert OutgoingMail.objects.count() == 1


def test_nobody_chosen_is_nobody_written_to(announcement, coordinator):
    with pytest.raises(AnnouncementRefused, match="nikoho"):
        announcing.send(announcement, by=coordinator)

    announcement.refresh_from_db()
    assert announcement.sent_at is None


def test_the_letter_is_plain_and_html_with_a_way_to_sign_off(announcement, coordinator):
    announcement.roles = ["coordinator"]
    announcement.save(update_fields=["roles"])
    announcing.send(announcement, by=coordinator)
    send_waiting_mail()

    letter = mail.outbox[0]
    headers = letter.message()
    html = letter.alternatives[0][0]
    assert "<b>pult</b>" in letter.body
    assert "&lt;b&gt;pult&lt;/b&gt;" in html
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = headers["List-Unsubscribe"].strip("<>")
    assert address in letter.body
    assert "koordinatorka" not in address


def test_one_click_of_a_mail_programme_signs_off(announcement, coordinator):
    path = announcing.sign_off_address(subscribing.hash_of(coordinator.email)).partition("/sit/")[2]
    programme = Client(enforce_csrf_checks=True)

    looked = programme.get(f"/sit/{path}")
    assert "Nechcete dostávat" in looked.content.decode()
    programme.post(f"/sit/{path}", {"List-Unsubscribe": "One-Click"})
    programme.post(f"/sit/{path}", {"List-Unsubscribe": "One-Click"})

    announcement.roles = ["coordinator"]
    announcement.save(update_fields=["roles"])
    assert announcing.send(announcement, by=coordinator) == 0
    assert announcing.state_of(announcement).without_letter == 1


def test_a_link_that_is_not_ours_signs_nobody_off(client, db):
    assert client.post("/sit/odhlaseni/nesmysl/").status_code == 404


def test_who_signed_off_reads_the_archive_and_may_come_back(client, announcement, coordinator):
    partner = UserFactory()
    announcing.sign_off(subscribing.hash_of(partner.email))
    announcement.roles = ["partner"]
    announcement.save(update_fields=["roles"])
    announcing.send(announcement, by=coordinator)
    client.force_login(partner)

    assert client.get(f"/sit/zpravy/{announcement.pk}/").status_code == 200
    client.post("/sit/zpravy/znovu/")

    assert not client.get("/sit/zpravy/").context["is_off"]


def test_what_was_not_sent_to_me_i_do_not_find(client, announcement, coordinator):
    announcement.roles = ["coordinator"]
    announcement.save(update_fields=["roles"])
    announcing.send(announcement, by=coordinator)
    client.force_login(UserFactory())

    assert client.get(f"/sit/zpravy/{announcement.pk}/").status_code == 404
    assert list(client.get("/sit/zpravy/").context["page"]) == []


def test_the_state_of_letters_is_seen(client, announcement, coordinator):
    announcement.roles = ["coordinator"]
    announcement.save(update_fields=["roles"])
    announcing.send(announcement, by=coordinator)
    before = announcing.state_of(announcement)
    send_waiting_mail()
    after = announcing.state_of(announcement)

    assert (before.waiting, before.sent) == (1, 0)
    assert (after.waiting, after.sent) == (0, 1)


def test_a_coordinator_writes_and_sends(client, coordinator):
    OrganisationFactory(name="Charita Ostrava")
    client.force_login(coordinator)
    refused = client.post("/sit/zpravy/nova/", {"title": "A", "text": "B"})
    written = client.post(
        "/sit/zpravy/nova/",
        {"title": "A", "text": "B", "organisations": "charita ostrava", "roles": ["coordinator"]},
    )

    assert refused.status_code == 422
    assert "Vyberte, komu" in refused.content.decode()
    page = client.get(written["Location"])
    assert page.context["reach"] == 1
    client.post(f"{written['Location']}odeslat/")
    assert Announcement.objects.get().sent_at is not None


@pytest.mark.parametrize("query", ["?skoleni=999999", "?akce=x", "?skoleni=", "?akce=" + "9" * 30])
def test_an_announcement_about_nothing_begins_empty(client, query):
    client.force_login(UserFactory(coordinator=True))

    form = client.get(f"/sit/zpravy/nova/{query}").context["form"]

    assert form.initial == {}


def test_an_announcement_of_a_training_begins_with_its_facts(client):
    starts = datetime(2027, 3, 12, 9, tzinfo=ZoneInfo("Europe/Prague"))
    training = TrainingFactory(title="Dluhy v rodině", place="Radnice")
    training.dates.create(starts_at=starts, ends_at=starts + timedelta(hours=6))
    client.force_login(UserFactory(coordinator=True))

    page = client.get(f"/sit/skoleni/{training.pk}/").content.decode()
    form = client.get(f"/sit/zpravy/nova/?skoleni={training.pk}").context["form"]

    assert f"/sit/zpravy/nova/?skoleni={training.pk}" in page
    text = form.initial["text"].replace("\xa0", " ")
    assert form.initial["title"] == "Školení: Dluhy v rodině"
    assert "Kdy: 12. 3. 2027 v 9:00–15:00" in text
    assert f"/sit/skoleni/{training.pk}/" in text


def test_an_announcement_of_an_event_begins_with_its_facts(client):
    event = NetworkEvent.objects.create(title="Veletrh pomoci", starts_on=date(2027, 3, 12), place="Radnice")
    client.force_login(UserFactory(coordinator=True))

    page = client.get(event.get_absolute_url()).content.decode()
    form = client.get(f"/sit/zpravy/nova/?akce={event.pk}").context["form"]

    assert f"/sit/zpravy/nova/?akce={event.pk}" in page
    assert form.initial["title"] == "Veletrh pomoci"
    assert "Kde: Radnice" in form.initial["text"]


def test_a_form_sent_twice_is_one_draft(client, coordinator):
    client.force_login(coordinator)
    sent = {"title": "Uzavírka", "text": "Pult má zavřeno.", "roles": ["partner"]}

    first, second, other = (
        client.post("/sit/zpravy/nova/", sent | more)["Location"] for more in ({}, {}, {"text": "Jinak."})
    )

    assert first == second != other
    assert Announcement.objects.count() == 2


def test_a_draft_says_whom_it_is_for_and_is_put_right_before_it_is_sent(client, announcement, coordinator):
    client.force_login(coordinator)
    announcement.organisations.add(organisation := OrganisationFactory(name="Vymyšlená poradna"))
    path = f"/sit/zpravy/{announcement.pk}/"

    page = client.get(path).content.decode().replace("\xa0", " ")
    form = client.get(f"{path}uprava/").content.decode()
    sent = {"title": "Uzavírka pultu", "text": "Nově.", "organisations": organisation.name, "topics": ["services"]}
    answer = client.post(f"{path}uprava/", sent)

    announcement.refresh_from_db()
    assert "lidé organizace Vymyšlená poradna" in page
    assert "Vymyšlená poradna</textarea>" in form
    assert (answer.status_code, announcement.title, announcement.topics) == (302, "Uzavírka pultu", ["services"])
    assert list(announcement.organisations.all()) == [organisation]
    assert Announcement.objects.count() == 1


def test_a_draft_is_thrown_away_but_nothing_that_was_sent(client, announcement, coordinator):
    client.force_login(coordinator)
    announcement.roles = ["coordinator"]
    announcement.save(update_fields=["roles"])
    other = Announcement.objects.create(title="Omyl", text="A", written_by=coordinator)
    announcing.send(announcement, by=coordinator)

    answers = [client.post(f"/sit/zpravy/{one.pk}/uprava/", {"zahodit": "1"}) for one in (announcement, other)]

    assert [one.status_code for one in answers] == [404, 302]
    assert list(Announcement.objects.all()) == [announcement]


def test_throwing_a_draft_away_asks_first(client, announcement, coordinator):
    client.force_login(coordinator)

    page = client.get(f"/sit/zpravy/{announcement.pk}/uprava/").content.decode().replace("\xa0", " ")

    (form,) = [one for one in re.findall(r"<form.*?</form>", page, re.DOTALL) if 'name="zahodit"' in one]
    assert "vrátit ji nejde" in form
    assert "textarea" not in form


def test_what_was_written_while_it_was_being_sent_is_not_lost(client, announcement, coordinator):
    announcement.roles = ["coordinator"]
    announcement.save(update_fields=["roles"])
    client.force_login(coordinator)
    announcing.send(announcement, by=coordinator)

    late = client.post(
        f"/sit/zpravy/{announcement.pk}/uprava/", {"title": "Jinak", "text": "Dlouhá zpráva.", "roles": ["partner"]}
    )

    page = late.content.decode().replace("\xa0", " ")
    assert late.status_code == 409
    assert "Zprávu mezitím někdo odeslal." in page
    assert "Dlouhá zpráva.</textarea>" in page
    assert 'action="/sit/zpravy/nova/"' in page
    announcement.refresh_from_db()
    assert announcement.title != "Jinak"


@pytest.mark.parametrize(("method", "is_locked"), [("get", False), ("post", True)])
def test_what_is_just_being_sent_is_waited_for(client, announcement, coordinator, method, is_locked):
    client.force_login(coordinator)

    with CaptureQueriesContext(connection) as asked:
        getattr(client, method)(f"/sit/zpravy/{announcement.pk}/uprava/", {"zahodit": "1"})

    locking = [one["sql"] for one in asked if "FOR UPDATE" in one["sql"] and "network_announcement" in one["sql"]]
    assert bool(locking) is is_locked


def test_a_message_to_those_who_all_signed_off_says_that_no_letter_goes(client, announcement, coordinator):
    announcing.sign_off(subscribing.hash_of(coordinator.email))
    announcement.roles = ["coordinator"]
    announcement.save(update_fields=["roles"])
    client.force_login(coordinator)

    page = client.post(f"/sit/zpravy/{announcement.pk}/odeslat/", follow=True).content.decode()

    assert "e-mailem nikomu nejde" in page.replace("\xa0", " ")
    assert not OutgoingMail.objects.exists()
