"""The newsletter for people outside the network: confirmed from one's own letters, by topic, ended by one click."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, connection
from django.utils import timezone

from network import announcing, subscribing
from network.models import Announcement, SignedOff, Subscription
from tests.factories import UserFactory
from tests.signing_in import send_waiting_mail

pytestmark = pytest.mark.django_db
ADDRESS = "ctenarka@domena.example"


def ask(client, **values):
    return client.post("/sit/odber/", {"email": ADDRESS, "topics": ["services", "events"]} | values)


def link_in_the_letter(number: int = -1) -> str:
    send_waiting_mail()
    return re.findall(r"/sit/odber/\S+", mail.outbox[number].body)[0]


@pytest.fixture
def confirmed(client):
    ask(client)
    path = link_in_the_letter()
    client.post(path, {"topics": ["services", "events"]})
    mail.outbox.clear()
    return path


def sent(topics: list[str]) -> list[str]:
    """Addresses a message to subscribers of the topics goes to."""
    made = Announcement.objects.create(
        title="Zpravodaj", text="Dobrý den.", topics=topics, written_by=UserFactory(coordinator=True)
    )
    return sorted(announcing.recipients(made))


def test_nobody_is_written_to_before_they_confirm(client):
    answer = ask(client)
    path = link_in_the_letter()

    assert answer["Location"] == "/sit/odber/?poslano=1"
    assert (client.get(path).status_code, client.head(path).status_code, sent(["services"])) == (200, 200, [])

    client.post(path, {"topics": ["services"]})

    assert (sent(["services"]), sent(["events"]), sent(["planning"])) == ([ADDRESS], [], [])


def test_nothing_is_ticked_before_somebody_ticks_it(client):
    page = client.get("/sit/odber/").content.decode()

    assert (page.count('type="checkbox"'), page.count(" checked")) == (3, 0)


def test_the_address_is_not_readable_in_the_database(client):
    ask(client)

    with connection.cursor() as cursor:
        cursor.execute("SELECT address, address_hash FROM network_subscription")
        assert ADDRESS not in " ".join(cursor.fetchone())


def test_asking_for_a_known_address_answers_the_same_and_changes_nothing(client, confirmed):
    answer = ask(client, topics=["planning"])

    assert answer["Location"] == "/sit/odber/?poslano=1"
    assert Subscription.objects.get().topics == ["services", "events"]
    assert link_in_the_letter() == confirmed
    assert "už chodí" in mail.outbox[0].body


def test_asked_again_and_again_one_letter_comes_a_day(client):
    for _ in range(3):
        ask(client)
    send_waiting_mail()

    assert len(mail.outbox) == 1


def test_too_many_questions_from_one_place_are_refused(client):
    answers = [ask(client, email=f"ctenar-{number}@domena.example") for number in range(11)]

    assert [one.status_code for one in answers] == [302] * 10 + [429]
    assert 0 < int(answers[-1]["Retry-After"]) <= 3600
    page = answers[-1].content.decode()
    assert "Z vaší sítě přišlo moc pokusů." in page.replace("\xa0", " ")
    assert "ctenar-10@domena.example" in page


def test_a_link_opened_too_often_says_when_to_come_back(client, confirmed, monkeypatch):
    monkeypatch.setattr("network.views.subscriptions.MOST_VISITS_AN_HOUR", 0)

    answer = client.get(confirmed)

    assert (answer.status_code, "Retry-After" in answer, "zavolejte" in answer.content.decode()) == (429, True, True)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"email": ""}, "Napište svůj e-mail."),
        ({"email": "není to adresa"}, "E-mail napište celý"),
        ({"email": f"{'a' * 300}@domena.example"}, "moc dlouhý"),
        ({"topics": []}, "Vyberte aspoň jednu věc"),
        ({"topics": ["weather"]}, "Vyberte"),
    ],
)
def test_what_cannot_be_asked_for_says_why(client, wrong, sentence):
    answer = ask(client, **wrong)

    assert (answer.status_code, Subscription.objects.count()) == (422, 0)
    assert sentence in answer.content.decode()


def test_a_topic_sent_many_times_is_one(client):
    ask(client, topics=["services"] * 900)

    assert Subscription.objects.get().topics == ["services"]


def test_topics_are_changed_and_all_is_ended_by_the_link(client, confirmed):
    client.post(confirmed, {"topics": ["planning"]})
    changed = Subscription.objects.get().topics
    ended = client.post(confirmed, {"zrusit": "1"})

    assert (changed, ended.status_code, Subscription.objects.count()) == (["planning"], 200, 0)
    assert client.get(confirmed).status_code == 404


def test_a_subscription_that_ends_while_it_is_being_confirmed_says_so(client, confirmed, monkeypatch):
    kept = Subscription.objects.get()
    monkeypatch.setattr(subscribing, "open_subscription", lambda token: kept)
    subscribing.end(kept.address_hash)

    answer = client.post(confirmed, {"topics": ["planning"]})

    assert (answer.status_code, Subscription.objects.count()) == (404, 0)


def test_a_letter_of_the_newsletter_leads_to_both(client, confirmed):
    made = Announcement.objects.create(
        title="Zpravodaj", text="Dobrý den.", topics=["services"], written_by=UserFactory(coordinator=True)
    )
    announcing.send(made, by=made.written_by)
    send_waiting_mail()
    (letter,) = mail.outbox
    off = re.search(r"<(\S+)>", letter.extra_headers["List-Unsubscribe"])[1]

    client.post(off[off.index("/sit/") :])

    assert confirmed in letter.body
    assert (Subscription.objects.count(), SignedOff.objects.count()) == (0, 1)


def test_who_signed_off_once_may_subscribe_again(client, confirmed):
    announcing.sign_off(subscribing.hash_of(ADDRESS))
    ask(client)
    client.post(link_in_the_letter(), {"topics": ["events"]})

    assert (SignedOff.objects.count(), sent(["events"])) == (0, [ADDRESS])


@pytest.mark.parametrize(("days", "left"), [(6, 1), (8, 0)])
def test_what_nobody_confirmed_is_forgotten_in_a_week(client, days, left):
    ask(client)

    subscribing.forget_unconfirmed(timezone.now() + timedelta(days=days))

    assert Subscription.objects.count() == left


def test_what_was_confirmed_stays(client, confirmed):
    assert subscribing.forget_unconfirmed(timezone.now() + timedelta(days=400)) == 0


@pytest.mark.parametrize("topics", [[], ["weather"]])
def test_a_subscription_is_to_something_known(topics):
    with pytest.raises(IntegrityError, match="subscription_to_something_known"):
        Subscription.objects.create(address_hash="a", address=ADDRESS, topics=topics)


def test_a_link_that_is_not_ours_leads_nowhere(client, db):
    assert client.get("/sit/odber/neco:jineho/").status_code == 404


def test_what_is_missing_is_said_in_the_order_of_the_page(client):
    response = client.post("/sit/odber/", {"email": ""})

    assert list(response.context["form"].errors) == ["email", "topics"]
