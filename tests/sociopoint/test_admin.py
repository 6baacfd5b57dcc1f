"""The accounts, the way in, and the desk's own order."""

from __future__ import annotations

import pytest

from sociopoint.models import Role, User
from tests.factories import UserFactory

ADD = "/admin/sociopoint/user/add/"
NEW = {
    "email": "Nova.Spravkyne@Mesto.example",
    "name": "Správkyně 2",
    "role": "administrator",
    "usable_password": "true",
}
PASSWORDS = {"password1": "dlouhé-heslo-na-stůl", "password2": "dlouhé-heslo-na-stůl"}


@pytest.fixture
def administrator(db):
    return UserFactory(administrator=True, email="spravkyne@sociopoint.example")


@pytest.fixture
def desk(client, administrator):
    client.force_login(administrator)
    return client


@pytest.mark.parametrize(
    ("wanted", "led_to"),
    [
        ("/admin/", "/ucet/prihlaseni/?next=/admin/"),
        ("/admin/catalogue/service/", "/ucet/prihlaseni/?next=/admin/catalogue/service/"),
        ("/admin/login/", "/ucet/prihlaseni/?next=/admin/"),
        ("/admin/login/?next=/admin/catalogue/", "/ucet/prihlaseni/?next=/admin/catalogue/"),
        ("/admin/login/?next=https://jinam.example/", "/ucet/prihlaseni/?next=/admin/"),
    ],
)
def test_who_is_not_signed_in_is_led_to_our_own_login(client, db, wanted, led_to):
    assert client.get(wanted, follow=True).redirect_chain[-1] == (led_to, 302)


def test_a_password_sent_to_djangos_own_login_signs_nobody_in(client, administrator):
    administrator.set_password("heslo-které-platí")
    administrator.save()

    client.post("/admin/login/", {"username": administrator.email, "password": "heslo-které-platí"})

    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("role", [Role.PARTNER, Role.WORKER, Role.COORDINATOR])
def test_other_roles_are_told_that_this_is_not_for_them(client, db, role):
    client.force_login(UserFactory(role=role))

    assert client.get("/admin/", follow=True).status_code == 403


def test_the_index_begins_with_services(desk):
    apps = desk.get("/admin/").context["app_list"]

    assert [model["object_name"] for model in apps[0]["models"][:2]] == ["Service", "Organisation"]
    assert "Group" not in {model["object_name"] for app in apps for model in app["models"]}


def test_an_account_is_made_with_its_address_in_lower_case(desk):
    response = desk.post(ADD, NEW | PASSWORDS)

    user = User.objects.get(name="Správkyně 2")
    assert response.status_code == 302
    assert (user.email, user.role) == ("nova.spravkyne@mesto.example", Role.ADMINISTRATOR)
    assert user.check_password("dlouhé-heslo-na-stůl")


def test_a_short_password_is_refused(desk):
    response = desk.post(ADD, NEW | {"password1": "krátké", "password2": "krátké"})

    assert "password2" in response.context["adminform"].form.errors
    assert User.objects.count() == 1


def test_a_password_is_changed(desk):
    worker = UserFactory(worker=True)

    desk.post(f"/admin/sociopoint/user/{worker.pk}/password/", {"usable_password": "true"} | PASSWORDS)

    worker.refresh_from_db()
    assert worker.check_password("dlouhé-heslo-na-stůl")


def test_an_account_has_neither_groups_nor_permissions(desk, administrator):
    fields = desk.get(f"/admin/sociopoint/user/{administrator.pk}/change/").context["adminform"].form.fields

    assert list(fields) == ["email", "name", "password", "role", "is_active"]


@pytest.mark.parametrize("change", [{"role": "worker", "is_active": "on"}, {"role": "administrator"}])
def test_the_last_administrator_cannot_lock_everybody_out(desk, administrator, change):
    address = f"/admin/sociopoint/user/{administrator.pk}/change/"

    response = desk.post(address, {"email": administrator.email, "name": "x", **change})

    administrator.refresh_from_db()
    assert "poslední zapnutý účet správce" in response.content.decode()
    assert (administrator.role, administrator.is_active) == (Role.ADMINISTRATOR, True)


def test_one_of_two_administrators_may_leave(desk, administrator):
    UserFactory(administrator=True)

    address = f"/admin/sociopoint/user/{administrator.pk}/change/"
    response = desk.post(address, {"email": administrator.email, "name": "x", "role": "worker", "is_active": "on"})

    assert response.status_code == 302


def test_an_account_is_switched_off_not_deleted(desk):
    worker = UserFactory(worker=True)

    assert desk.post(f"/admin/sociopoint/user/{worker.pk}/delete/", {"post": "yes"}).status_code == 403
