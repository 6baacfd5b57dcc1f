"""An account offered by e-mail: once, for seven days, until it is taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from network.inviting import invite, make_token, revoke
from network.models import Invitation
from sociopoint.models import OutgoingMail, User
from tests.factories import UserFactory
from tests.network.factories import PersonFactory, PositionFactory
from tests.network.factories_people import InvitationFactory

pytestmark = pytest.mark.django_db
PASSWORD = "modra lipa u vlaku 4"
BOTH = {"password1": PASSWORD, "password2": PASSWORD}


def address(invitation) -> str:
    return f"/sit/pozvanka/{make_token(invitation)}/"


def test_the_letter_names_nobody_in_its_subject(django_capture_on_commit_callbacks):
    person = PersonFactory(name="Jana Nová")

    with django_capture_on_commit_callbacks(execute=True):
        invitation = invite(person, email="Jana@Sluzba.example", by=UserFactory(coordinator=True))

    letter = OutgoingMail.objects.get()
    assert (letter.to, letter.subject) == ("jana@sluzba.example", "SOCIOPOINT Ostrava: pozvánka do sítě pomoci")
    assert address(invitation) in letter.text


def test_looking_at_the_link_changes_nothing(client):
    invitation = InvitationFactory()

    for _ in range(2):
        assert client.get(address(invitation)).status_code == 200

    invitation.refresh_from_db()
    assert invitation.is_open
    assert not User.objects.filter(email=invitation.email).exists()


def test_a_password_makes_a_partner_s_account_bound_to_the_person(client):
    invitation = InvitationFactory(person__name="Jana Nová")

    response = client.post(address(invitation), BOTH)

    user = User.objects.get(email=invitation.email)
    assert response.status_code == 302
    assert (user.role, user.name, user.person, user.check_password(PASSWORD)) == (
        "partner",
        "Jana Nová",
        invitation.person,
        True,
    )


def test_the_link_works_once(client):
    invitation = InvitationFactory()
    client.post(address(invitation), BOTH)

    assert client.get(address(invitation)).status_code == 410
    assert client.post(address(invitation), BOTH).status_code == 410


@pytest.mark.parametrize(
    "wrong",
    [
        {"password1": "", "password2": ""},
        {"password1": PASSWORD, "password2": "jine heslo uplne 5"},
        {"password1": "heslo", "password2": "heslo"},
    ],
)
def test_a_wrong_password_is_said_and_nothing_made(client, wrong):
    invitation = InvitationFactory()

    assert client.post(address(invitation), wrong).status_code == 422
    assert not User.objects.filter(email=invitation.email).exists()


def test_an_invitation_past_its_week_or_taken_back_leads_nowhere(client):
    old = timezone.now() - timedelta(days=8)
    past = InvitationFactory(invited_at=old)
    taken = InvitationFactory()
    revoke(taken, by=UserFactory(coordinator=True))

    assert client.get(address(past)).status_code == 410
    assert client.get(address(taken)).status_code == 410
    assert client.get("/sit/pozvanka/nesmysl/").status_code == 410


def test_a_new_letter_takes_the_older_one_back(client):
    coordinator = UserFactory(coordinator=True)
    person = PersonFactory()
    first = invite(person, email="a@sluzba.example", by=coordinator)

    second = invite(person, email="b@sluzba.example", by=coordinator)

    assert client.get(address(first)).status_code == 410
    assert client.get(address(second)).status_code == 200


def test_somebody_with_an_account_signs_in_and_accepts(client):
    user = UserFactory(worker=True, email="jana@mesto.example")
    invitation = InvitationFactory(email="jana@mesto.example")

    before = client.get(address(invitation))
    client.force_login(user)
    client.post(address(invitation))

    user.refresh_from_db()
    assert "Přihlaste se" in before.content.decode()
    assert (user.person, user.role) == (invitation.person, "worker")


def test_a_password_is_not_set_for_an_account_that_exists(client):
    user = UserFactory(email="jana@mesto.example", password="argon2$old")
    invitation = InvitationFactory(email=user.email)

    client.post(address(invitation), BOTH)

    user.refresh_from_db()
    invitation.refresh_from_db()
    assert (user.password, invitation.accepted_at) == ("argon2$old", None)


def test_another_account_cannot_take_it(client):
    client.force_login(UserFactory())
    invitation = InvitationFactory()

    assert client.post(address(invitation)).status_code == 409

    invitation.refresh_from_db()
    assert invitation.accepted_at is None


def test_an_account_of_somebody_else_of_the_network_is_refused(client):
    user = UserFactory(email="jana@mesto.example")
    PersonFactory(user=user)
    client.force_login(user)
    invitation = InvitationFactory(email=user.email)

    response = client.post(address(invitation))

    assert response.status_code == 409
    assert "jinému člověku" in response.content.decode()


def test_the_coordinator_hears_the_same_whether_the_address_has_an_account(client):
    UserFactory(email="znamy@mesto.example")
    client.force_login(UserFactory(coordinator=True))
    answers = [
        client.post(f"/sit/lide/{PersonFactory().pk}/pozvat/", {"email": email}, follow=True)
        for email in ("znamy@mesto.example", "neznamy@mesto.example")
    ]

    assert [answer.status_code for answer in answers] == [404, 404]  # nobody without a position has a page
    assert Invitation.objects.count() == 2


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        ({"accepted_at": timezone.now()}, "invitation_accepted_by_somebody"),
        ({"email": "Jana@Sluzba.example"}, "invitation_email_in_lower_case"),
        ({"expires_at": timezone.now() - timedelta(days=30)}, "invitation_ends_after_it_begins"),
    ],
)
def test_the_table_refuses(wrong, rule):
    with pytest.raises(IntegrityError, match=rule):
        InvitationFactory(**wrong)


def test_a_person_has_one_open_invitation():
    first = InvitationFactory()

    with pytest.raises(IntegrityError, match="invitation_one_open_for_a_person"):
        InvitationFactory(person=first.person)


def test_what_was_accepted_is_not_taken_back():
    invitation = InvitationFactory(accepted_at=timezone.now(), accepted_by=UserFactory())
    invitation.revoked_at = timezone.now()

    with pytest.raises(IntegrityError, match="invitation_accepted_or_revoked"):
        invitation.save()


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("waiting", "čeká na odeslání"),
        ("failed", "nejspíš nedošla"),
        ("unsure", "nejspíš nedošla"),
        ("sent", "odešla na"),
    ],
)
def test_the_coordinator_sees_how_far_the_letter_is(client, django_capture_on_commit_callbacks, state, said):
    coordinator = UserFactory(coordinator=True)
    person = PositionFactory().person
    with django_capture_on_commit_callbacks(execute=True):
        invite(person, email="jana@sluzba.example", by=coordinator)
    words = {"to": "", "text": "", "html": "", "calendar": "", "unsubscribe": ""} if state == "sent" else {}
    OutgoingMail.objects.update(state=state, **words)
    client.force_login(coordinator)

    assert said in client.get(person.get_absolute_url()).text
