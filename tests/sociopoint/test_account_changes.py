"""An administrator gives roles, their own too; coordinators learn of it by a letter and see it beside who read what."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from sociopoint.models import AccountChange, OutgoingMail, Role, User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
READINGS = "/pult/nahlednuti/"


@pytest.fixture
def administrator():
    return UserFactory(administrator=True, email="spravkyne@sociopoint.example", name="Správkyně 1")


@pytest.fixture
def other():
    return UserFactory(administrator=True, email="spravce2@sociopoint.example", name="Správce 2")


@pytest.fixture
def coordinator():
    return UserFactory(coordinator=True, email="koordinatorka@sociopoint.example", name="Koordinátorka 1")


@pytest.fixture
def desk(client, administrator):
    client.force_login(administrator)
    return client


def change(desk, account, **facts):
    as_it_is = {"email": account.email, "name": account.name, "role": account.role}
    as_it_is |= {"is_active": "on"} if account.is_active else {}
    response = desk.post(f"/admin/sociopoint/user/{account.pk}/change/", as_it_is | facts)
    assert response.status_code == 302


def plain(text: str) -> str:
    return text.replace("\xa0", " ")


def test_an_administrator_who_makes_themself_a_worker_is_not_silent(client, desk, administrator, other, coordinator):
    change(desk, administrator, role="worker")

    letter = OutgoingMail.objects.get()
    assert (letter.to, letter.subject) == (coordinator.email, "SOCIOPOINT Ostrava: změna účtu")
    assert "u účtu „Správkyně 1“" in plain(letter.text)
    said = "jiná role: správkyně nebo správce → sociální pracovnice nebo pracovník"
    assert f"- {said}" in plain(letter.text)
    assert READINGS in letter.text
    client.force_login(coordinator)
    page = client.get(READINGS)
    assert [(one.account, one.by, one.said, one.is_of_own) for one in page.context["changed"]] == [
        (administrator, administrator, said, True)
    ]
    assert "vlastní účet" in page.text


def test_a_change_stands_in_its_week(client, administrator, coordinator):
    worker = UserFactory(worker=True)
    before = timezone.localtime() - timedelta(days=7)  # by the clock on the wall, also where it changed
    AccountChange.objects.create(account=worker, deed="new", after="worker", by=administrator, at=before)
    client.force_login(coordinator)

    now = client.get(READINGS).context
    then = client.get(f"{READINGS}?tyden={now['earlier']}").context

    assert (len(now["changed"]), len(then["changed"])) == (0, 1)


def test_a_new_account_of_the_desk_is_told(desk, coordinator):
    desk.post("/admin/sociopoint/user/add/", {"email": "nova@mesto.example", "name": "Pracovnice 9", "role": "worker"})

    row = AccountChange.objects.get()
    assert (row.account.email, row.deed, row.before, row.after) == ("nova@mesto.example", "new", "", "worker")
    assert [letter.to for letter in OutgoingMail.objects.all()].count(coordinator.email) == 1


def test_an_account_of_the_desk_that_is_switched_on_again_is_told(desk, coordinator):
    worker = UserFactory(worker=True, is_active=False)

    change(desk, worker, is_active="on")

    assert AccountChange.objects.get().deed == "switched_on"
    assert OutgoingMail.objects.get().to == coordinator.email


def test_an_account_in_another_mailbox_is_told_there_too(desk, coordinator):
    worker = UserFactory(worker=True, email="puvodni@mesto.example")

    change(desk, worker, email="jina@mesto.example")

    assert AccountChange.objects.get().deed == "address"
    letters = {letter.to: letter for letter in OutgoingMail.objects.all()}
    assert set(letters) == {coordinator.email, "puvodni@mesto.example"}
    assert "správce změnil e-mail vašeho účtu" in plain(letters["puvodni@mesto.example"].text)
    assert "jina@mesto.example" not in letters["puvodni@mesto.example"].text


def test_a_partner_learns_of_a_new_mailbox_but_it_opens_no_inquiry(desk, coordinator):
    partner = UserFactory(email="puvodni@mesto.example")

    change(desk, partner, email="jina@mesto.example")

    assert OutgoingMail.objects.get().to == "puvodni@mesto.example"
    assert not AccountChange.objects.exists()


@pytest.mark.parametrize("facts", [{"name": "Pracovnice 7"}, {"is_active": ""}])
def test_what_opens_nothing_is_not_told(desk, coordinator, facts):
    change(desk, UserFactory(worker=True), **facts)

    assert not AccountChange.objects.exists()
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_every_other_coordinator_is_written_to_but_not_the_one_it_is_about(desk, number):
    watching = UserFactory.create_batch(number, coordinator=True)
    UserFactory(coordinator=True, is_active=False)
    raised = UserFactory(worker=True)

    change(desk, raised, role="coordinator")

    assert {letter.to for letter in OutgoingMail.objects.all()} == {one.email for one in watching}


def test_where_there_is_no_coordinator_the_other_administrators_watch(desk, other):
    change(desk, UserFactory(), role="worker")

    assert [letter.to for letter in OutgoingMail.objects.all()] == [other.email]


def test_where_nobody_watches_it_is_still_written_down(desk):
    change(desk, UserFactory(), role="worker")

    row = AccountChange.objects.get()
    assert (row.deed, row.before, row.after) == ("role", Role.PARTNER, Role.WORKER)


def test_a_refused_change_is_no_change(desk, administrator, coordinator):
    desk.post(f"/admin/sociopoint/user/{administrator.pk}/change/", {"email": administrator.email, "role": "worker"})

    assert User.objects.get(pk=administrator.pk).role == Role.ADMINISTRATOR
    assert not AccountChange.objects.exists()
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"deed": "role", "before": ""}, {"deed": "new", "before": "worker"}, {"deed": "jinak", "before": ""}]
)
def test_the_table_refuses_what_makes_no_sense(administrator, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        AccountChange.objects.create(account=administrator, by=administrator, after="worker", **wrong)


@pytest.mark.parametrize("number", [1, 3])
def test_changes_cost_one_query_however_many(client, administrator, coordinator, django_assert_num_queries, number):
    for _n in range(number):
        AccountChange.objects.create(account=UserFactory(worker=True), deed="new", after="worker", by=administrator)
    client.force_login(coordinator)
    client.get(READINGS)

    with django_assert_num_queries(4):  # the session, who asks, the readings, the changes
        client.get(READINGS)
