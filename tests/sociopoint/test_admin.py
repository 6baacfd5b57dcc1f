"""The accounts, the way in, and the desk's own order."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from sociopoint.models import OutgoingMail, Role, User
from tests.factories import ServiceFactory, UserFactory

ADD = "/admin/sociopoint/user/add/"
NEW = {
    "email": "Nova.Spravkyne@Mesto.example",
    "name": "Správkyně 2",
    "role": "administrator",
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


def test_the_first_page_tells_what_waits_and_leads_there(desk):
    ServiceFactory.create_batch(2, source_year=2010)
    ServiceFactory(published=False)
    OutgoingMail.objects.create(key="klic-1", to="", subject="SOCIOPOINT: výkaz", state="failed")

    page = desk.get("/admin/")

    waiting = {one.text: (one.count, one.url) for one in page.context["attention"]}
    assert waiting["Služby bez telefonu"] == (2, "/admin/catalogue/service/?chybi=telefon&nabizi=ano")
    assert waiting["Služby s údaji staršími než 3 roky"][0] == 2
    assert waiting["Nezveřejněné služby"][0] == 1
    assert waiting["E-maily, které neodešly"][0] == 1
    assert "Návrhy změn, které čekají na rozhodnutí" not in waiting
    for text, (count, url) in waiting.items():
        assert desk.get(url).context["cl"].result_count == count, text


def test_an_account_is_made_with_its_address_in_lower_case(desk):
    response = desk.post(ADD, NEW)

    user = User.objects.get(name="Správkyně 2")
    assert response.status_code == 302
    assert (user.email, user.role) == ("nova.spravkyne@mesto.example", Role.ADMINISTRATOR)
    assert not user.has_usable_password()


def test_the_person_of_a_new_account_chooses_the_password_by_the_link_of_a_letter(
    client, desk, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(ADD, NEW)

    letter = OutgoingMail.objects.get()
    assert (letter.to, letter.subject) == ("nova.spravkyne@mesto.example", "SOCIOPOINT Ostrava: váš nový účet")
    address = re.search(r"http://testserver(/\S+)", letter.text)[1]
    desk.logout()
    form = desk.get(address, follow=True)
    desk.post(form.request["PATH_INFO"], PASSWORDS)
    assert User.objects.get(name="Správkyně 2").check_password("dlouhé-heslo-na-stůl")


def test_a_lost_letter_is_sent_again_but_not_to_an_account_switched_off(desk, django_capture_on_commit_callbacks):
    worker, gone = UserFactory(worker=True), UserFactory(is_active=False)
    chosen = {"action": "send_link", "_selected_action": [worker.pk, gone.pk]}

    with django_capture_on_commit_callbacks(execute=True):
        response = desk.post("/admin/sociopoint/user/", chosen, follow=True)

    assert [letter.to for letter in OutgoingMail.objects.all()] == [worker.email]
    assert "Odkaz jsme poslali 1 člověku." in response.text


def test_who_has_signed_in_before_is_not_told_of_a_new_account(desk, django_capture_on_commit_callbacks):
    worker = UserFactory(worker=True, last_login=timezone.now())

    with django_capture_on_commit_callbacks(execute=True):
        desk.post("/admin/sociopoint/user/", {"action": "send_link", "_selected_action": [worker.pk]})

    letter = OutgoingMail.objects.get()
    assert letter.subject == "SOCIOPOINT Ostrava: odkaz k nastavení hesla"
    assert "založil" not in letter.text


def test_an_address_that_has_an_account_gets_no_other(desk, administrator):
    response = desk.post(ADD, NEW | {"email": administrator.email.upper()})

    assert "email" in response.context["adminform"].form.errors
    assert User.objects.count() == 1


def test_a_short_password_is_refused(desk):
    worker = UserFactory(worker=True)

    short = {"usable_password": "true", "password1": "krátké", "password2": "krátké"}
    response = desk.post(f"/admin/sociopoint/user/{worker.pk}/password/", short)

    assert "password2" in response.context["form"].errors


def test_a_password_is_changed(desk):
    worker = UserFactory(worker=True)

    desk.post(f"/admin/sociopoint/user/{worker.pk}/password/", {"usable_password": "true"} | PASSWORDS)

    worker.refresh_from_db()
    assert worker.check_password("dlouhé-heslo-na-stůl")


def test_whose_password_an_administrator_changed_is_told(desk):
    worker = UserFactory(worker=True)

    desk.post(f"/admin/sociopoint/user/{worker.pk}/password/", {"usable_password": "true"} | PASSWORDS)
    desk.get(f"/admin/sociopoint/user/{worker.pk}/password/")

    letter = OutgoingMail.objects.get()
    assert letter.to == worker.email
    assert "heslo k vašemu účtu se změnilo" in letter.text.replace("\xa0", " ")
    assert PASSWORDS["password1"] not in letter.text


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


def test_an_administrator_sees_which_letters_did_not_leave_and_nothing_of_their_words(desk):
    letter = OutgoingMail.objects.create(
        key="klic-1", to="nekdo@mesto.example", subject="SOCIOPOINT: výkaz", text="Tajná slova.", state="failed"
    )

    page = desk.get("/admin/sociopoint/outgoingmail/?state__exact=failed").text
    one = desk.get(f"/admin/sociopoint/outgoingmail/{letter.pk}/change/")

    assert "SOCIOPOINT: výkaz" in page
    assert "neodesláno" in page
    assert "nekdo@mesto.example" not in page
    assert "Tajná slova." not in page
    assert one.status_code == 403


def test_an_administrator_sends_again_what_was_given_up_and_nothing_that_may_have_left(desk):
    words = {"to": "nekdo@mesto.example", "subject": "SOCIOPOINT: výkaz", "text": "Dobrý den"}
    failed = OutgoingMail.objects.create(key="a", state="failed", tries=78, **words)
    unsure = OutgoingMail.objects.create(key="b", state="unsure", **words)
    sent = {"action": "send_again", "_selected_action": [failed.pk, unsure.pk]}

    page = desk.post("/admin/sociopoint/outgoingmail/", sent, follow=True).text
    again = desk.post("/admin/sociopoint/outgoingmail/", sent, follow=True).text

    assert "E-mailů: 1." in page
    assert "stav „neodesláno“" in again
    assert list(OutgoingMail.objects.order_by("key").values_list("state", "tries")) == [("waiting", 0), ("unsure", 0)]
