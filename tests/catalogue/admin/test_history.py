"""Who changed what, how to put it back, and two people at one record."""

from __future__ import annotations

import pytest

from catalogue import indexing
from catalogue.models import Contact, Service, SituationKind
from tests.catalogue.admin.conftest import add_row
from tests.factories import (
    ContactFactory,
    FacilityFactory,
    LifeSituationFactory,
    ServiceFactory,
    ServiceFormFactory,
    ServiceKindFactory,
    TargetGroupFactory,
    UserFactory,
)
from tests.signing_in import SignedInClient


@pytest.fixture
def service(db):
    service = ServiceFactory(name="Poradna U Mostu")
    indexing.refresh([service.pk])
    return service


@pytest.fixture
def second_desk(client, administrator):

    from tests.catalogue.admin.conftest import Desk

    other = SignedInClient()
    other.force_login(UserFactory(administrator=True, name="Správkyně 2", email="spravkyne-2@sociopoint.example"))
    return Desk(other)


def at(service, page="change"):
    return f"/admin/catalogue/service/{service.pk}/{page}/"


def history(desk, service):
    """Who, and each line of the newest step first."""
    steps = desk.get(at(service, "history")).context["steps"]
    return [(step.who, [(line.what, line.before, line.after) for line in step.lines]) for step in steps]


def put_back(desk, service, number=0):
    step = desk.get(at(service, "history")).context["steps"][number]
    assert desk.get(at(service, "vratit"), krok=step.key).status_code == 200
    return desk.post(at(service, "vratit"), {"krok": step.key})


def test_history_says_who_changed_which_field_from_what_to_what(desk, service):
    kind = ServiceKindFactory(name="poradna")

    desk.save(at(service), name="Poradna Nová", kind=kind.pk, free_of_charge="true")

    assert history(desk, service) == [
        (
            "Správkyně 1",
            [
                ("Druh", "–", "poradna"),
                ("Název", "Poradna U Mostu", "Poradna Nová"),
                ("Zdarma", "–", "ano"),
            ],
        )
    ]


def test_history_tells_of_contacts_facilities_forms_and_links_too(desk, service):
    ContactFactory(service=service, value="+420599000000")
    FacilityFactory(service=service, street="Zelená")
    group = TargetGroupFactory(label="Senioři")
    form = desk.open(at(service))
    form = add_row(form, "forms", form="terenni", capacities="8 klientů", is_nonstop="unknown")

    desk.save(
        at(service),
        form,
        target_groups=[group.pk],
        **{"contacts-0-value": "599 111 222", "facilities-0-street": "Modrá"},
    )

    ((who, lines),) = history(desk, service)
    assert who == "Správkyně 1"
    assert lines == [
        ("Kontakt „+420599000000“: číslo nebo adresa", "+420599000000", "+420599111222"),
        ("Forma služby: přidáno", "–", "Přijdou ke mně domů"),
        ("Kapacita: přidáno", "–", "8 klientů"),
        ("Místo služby „Zelená“: ulice", "Zelená", "Modrá"),
        ("Cílová skupina: přidáno", "–", "Senioři"),
    ]


def test_a_change_is_put_back_and_the_search_knows(desk, service):
    desk.save(at(service), name="Poradna Nová")

    put_back(desk, service)

    service.refresh_from_db()
    found = desk.client.get("/sluzby/", {"q": "poradna u mostu"}).content.decode().replace("\u00a0", " ")
    assert (service.name, service.slug) == ("Poradna U Mostu", "poradna-u-mostu")
    assert "Poradna U Mostu" in found
    assert [lines for _who, lines in history(desk, service)] == [
        [("Název", "Poradna Nová", "Poradna U Mostu")],
        [("Název", "Poradna U Mostu", "Poradna Nová")],
    ]


def test_putting_one_step_back_keeps_what_came_later(desk, service):
    desk.save(at(service), name="Poradna Nová")
    desk.save(at(service), summary="Poradíme.")

    put_back(desk, service, number=1)

    service.refresh_from_db()
    assert (service.name, service.summary) == ("Poradna U Mostu", "Poradíme.")


def test_putting_back_warns_when_the_same_field_changed_again(desk, service):
    desk.save(at(service), name="Poradna Nová")
    desk.save(at(service), name="Poradna Nejnovější")
    older = desk.get(at(service, "history")).context["steps"][1]

    page = desk.get(at(service, "vratit"), krok=older.key)

    assert [line.what for line in page.context["overwritten"]] == ["Název"]


def test_links_added_and_removed_are_put_back(desk, service):
    old, new = TargetGroupFactory(), TargetGroupFactory()
    service.target_groups.add(old)
    desk.save(at(service), target_groups=[new.pk])

    put_back(desk, service)

    assert list(service.target_groups.all()) == [old]
    assert service.searched.groups == [old.pk]


def test_a_contact_deleted_comes_back_with_its_number(desk, service):
    contact = ContactFactory(service=service, value="+420599000000", note="vrátnice")
    desk.save(at(service), **{"contacts-0-DELETE": "on"})

    put_back(desk, service)

    assert list(Contact.objects.values_list("pk", "value", "note")) == [(contact.pk, "+420599000000", "vrátnice")]


def test_a_deleted_service_comes_back_whole(desk, service):
    ContactFactory(service=service)
    FacilityFactory(service=service, street="Zelená")
    ServiceFormFactory(service=service).capacities.create(unit="luzka", count=5)
    service.target_groups.add(TargetGroupFactory())
    desk.post(at(service, "delete"), {"post": "yes"})
    gone = desk.get("/admin/catalogue/service/smazane/").context["rows"]

    put_back(desk, service)

    back = Service.objects.get(pk=service.pk)
    counts = [back.contacts.count(), back.facilities.count(), back.forms.count(), back.target_groups.count()]
    assert [row["name"] for row in gone] == ["Poradna U Mostu"]
    assert counts == [1, 1, 1, 1]
    assert back.forms.get().capacities.get().count == 5
    assert back.entries.count() == 1


def test_what_would_break_a_rule_is_not_put_back(desk, service):
    Service.objects.filter(pk=service.pk).update(registration_identifier="1234567")
    desk.save(at(service), registration_identifier="")
    ServiceFactory(registration_identifier="1234567")

    put_back(desk, service)

    page = desk.get(at(service, "history")).content.decode()
    service.refresh_from_db()
    assert "Služba s tímto identifikátorem z registru už v katalogu je." in page
    assert service.registration_identifier == ""


def test_what_refers_to_something_gone_is_not_put_back(desk, service):
    kind = ServiceKindFactory()
    Service.objects.filter(pk=service.pk).update(kind=kind)
    desk.save(at(service), kind="")
    kind.delete()

    put_back(desk, service)

    assert "Vrátit to nejde" in desk.get(at(service, "history")).content.decode()


def test_a_change_without_a_person_is_the_programs(desk, service):
    Service.objects.filter(pk=service.pk).update(name="Poradna Z programu")

    assert history(desk, service) == [("program", [("Název", "Poradna U Mostu", "Poradna Z programu")])]


def test_a_step_nobody_made_is_not_found(desk, service):
    assert desk.get(at(service, "vratit"), krok="1-2").status_code == 404
    assert desk.get("/admin/catalogue/service/999999/history/").status_code == 404


@pytest.mark.parametrize("page", ["history", "vratit"])
def test_nobody_else_reads_history(client, service, page):
    client.force_login(UserFactory(coordinator=True))

    assert client.get(at(service, page), follow=True).status_code == 403


def test_the_second_of_two_people_is_told_and_loses_nothing(desk, second_desk, service):
    ContactFactory(service=service, value="+420599000000")
    first, second = desk.open(at(service)), second_desk.open(at(service))
    desk.save(at(service), first, summary="Poradíme.", **{"contacts-0-value": "599 111 222"})

    response = second_desk.save(at(service), second, name="Poradna Druhé")

    said = response.context["errors"].as_text() if hasattr(response.context["errors"], "as_text") else ""
    said = " ".join(map(str, response.context["adminform"].form.non_field_errors())) or said
    form = response.context["adminform"].form
    service.refresh_from_db()
    assert "Správkyně 1" in said
    assert "Kontakt „+420599000000“: číslo nebo adresa: bylo „+420599000000“, teď je „+420599111222“." in said
    assert (service.name, service.summary) == ("Poradna U Mostu", "Poradíme.")
    assert (form["name"].value(), form["summary"].value()) == ("Poradna Druhé", "Poradíme.")


def test_the_second_may_save_again_after_reading(desk, second_desk, service):
    first, second = desk.open(at(service)), second_desk.open(at(service))
    desk.save(at(service), first, summary="Poradíme.")
    refused = second_desk.save(at(service), second, name="Poradna Druhé")
    form = refused.context["adminform"].form
    again = second | {"opened": form.data["opened"], "summary": form["summary"].value()}

    response = second_desk.save(at(service), again, name="Poradna Druhé")

    service.refresh_from_db()
    assert response.status_code == 302
    assert (service.name, service.summary) == ("Poradna Druhé", "Poradíme.")


def test_links_added_by_the_first_stay_when_the_second_saves_again(desk, second_desk, service):
    group = TargetGroupFactory()
    first, second = desk.open(at(service)), second_desk.open(at(service))
    desk.save(at(service), first, target_groups=[group.pk])
    refused = second_desk.save(at(service), second, name="Poradna Druhé")

    shown = refused.context["adminform"].form["target_groups"].value()

    assert [int(pk) for pk in shown] == [group.pk]


def test_a_forged_seal_is_as_none(desk, service):
    response = desk.save(at(service), name="Poradna Nová", opened="x:y:z")

    assert response.status_code == 302


def test_a_situation_keeps_history_of_its_words_and_kinds(desk):
    situation, kind = LifeSituationFactory(keywords=["dluh"]), ServiceKindFactory(name="Poradna")
    address = f"/admin/situations/lifesituation/{situation.pk}/"
    service = ServiceFactory(kind=kind)
    form = add_row(desk.open(address + "change/"), "kind_places", kind=str(kind.pk), order="0")

    desk.save(address + "change/", form, keywords="dluh\nexekuce\n\ndluh")

    (step,) = desk.get(address + "history/").context["steps"]
    situation.refresh_from_db()
    assert situation.keywords == ["dluh", "exekuce"]
    assert [(line.what, line.before, line.after) for line in step.lines] == [
        ("Jak to lidé říkají", "dluh", "dluh, exekuce"),
        ("Druh služby pro situaci: přidáno", "–", "Poradna"),
    ]
    assert service.searched.situations == [situation.pk]
    assert SituationKind.objects.count() == 1
