"""What an administrator types, as the catalogue keeps it, and as the search shows it at once."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from catalogue import indexing
from catalogue.models import Capacity, Contact, Facility, Service
from catalogue.register.changes import FacilityHistory
from tests.catalogue.admin.conftest import add_row
from tests.factories import (
    ContactFactory,
    FacilityFactory,
    OrganisationFactory,
    PlaceFactory,
    ServiceFactory,
    ServiceFormFactory,
    ServiceKindFactory,
    TargetGroupFactory,
)


@pytest.fixture
def service(db):
    service = ServiceFactory(name="Poradna U Mostu")
    indexing.refresh([service.pk])
    return service


def change(service):
    return f"/admin/catalogue/service/{service.pk}/change/"


def names_found(desk, words):
    page = desk.client.get("/sluzby/", {"q": words})
    return page.content.decode()


def errors(response):
    forms = [response.context["adminform"].form]
    formsets = [formset.formset for formset in response.context["inline_admin_formsets"]]
    return [
        message
        for holder in [*forms, *(form for formset in formsets for form in formset.forms)]
        for messages in holder.errors.values()
        for message in messages
    ]


def test_a_new_name_is_found_at_once(desk, service):
    response = desk.save(change(service), name="Poradna Pod Kaštany")

    assert response.status_code == 302
    assert "Pod Kaštany" in names_found(desk, "kaštany").replace("\u00a0", " ")


def test_a_service_added_is_found_at_once(desk):
    organisation = OrganisationFactory()
    form = desk.open("/admin/catalogue/service/add/")

    response = desk.save("/admin/catalogue/service/add/", form, name="Půjčovna chodítek", organisation=organisation.pk)

    assert response.status_code == 302
    assert "chodítek" in names_found(desk, "půjčovna chodítek")


def test_a_deleted_service_is_gone_from_the_search(desk, service):
    desk.post(f"/admin/catalogue/service/{service.pk}/delete/", {"post": "yes"})

    assert not Service.objects.filter(pk=service.pk).exists()
    assert "U Mostu" not in names_found(desk, "poradna u mostu").replace("\u00a0", " ")


def test_a_service_of_the_register_cannot_be_deleted(desk, service):
    Service.objects.filter(pk=service.pk).update(origin="register", origin_key="7")

    response = desk.post(f"/admin/catalogue/service/{service.pk}/delete/", {"post": "yes"})

    assert response.status_code == 403
    assert Service.objects.filter(pk=service.pk).exists()


def test_a_phone_typed_as_people_write_it_is_kept_dialable_and_shown_at_once(desk, service):
    form = add_row(desk.open(change(service)), "contacts", kind="phone", value="(+420) 599 526-912", order="0")

    desk.save(change(service), form)

    assert service.contacts.get().value == "+420599526912"
    assert "+420599526912" in names_found(desk, "poradna u mostu")
    assert desk.open(change(service))["contacts-0-value"] == ["599\u00a0526\u00a0912"]


@pytest.mark.parametrize(
    ("kind", "written", "sentence"),
    [
        ("phone", "zavolejte", "Telefon napište číslicemi, např. 599 526 912 nebo 116 123."),
        ("email", "poradna", "E-mail napište celý, např. poradna@mesto.cz."),
        ("web", "nevím", "Web napište celý, např. https://www.mesto.cz."),
    ],
)
def test_a_contact_that_is_none_is_refused_with_a_sentence(desk, service, kind, written, sentence):
    form = add_row(desk.open(change(service)), "contacts", kind=kind, value=written, order="0")

    assert errors(desk.save(change(service), form)) == [sentence]


def test_a_new_record_begins_in_its_first_field_and_an_old_one_is_saved_from_the_top(desk, service):
    new = desk.client.get("/admin/catalogue/service/add/").content.decode()
    old = desk.client.get(f"/admin/catalogue/service/{service.pk}/change/").content.decode()

    assert new.index('name="name"') < new.index('name="_save"')
    assert old.index('name="_save"') < old.index('name="name"')


def test_saving_a_form_as_it_stands_changes_nothing(desk, service):
    ContactFactory(service=service, note="vrátnice")
    FacilityFactory(service=service, street="Zelená", opening_hours="Mo-Fr 08:00-16:00")
    Capacity.objects.create(form=ServiceFormFactory(service=service), unit="luzka", count=20, note="z toho 2 krizová")

    desk.save(change(service))

    history = desk.get(f"/admin/catalogue/service/{service.pk}/history/")
    assert history.context["steps"] == []


def test_hours_are_read_back_in_words(desk, service):
    FacilityFactory(service=service, opening_hours="Mo-Fr 08:00-16:00")

    page = desk.get(change(service)).content.decode().replace("\u00a0", " ")

    assert "Po–Pá 8:00–16:00" in page


def test_hours_nobody_understands_are_refused_with_an_example(desk, service):
    form = add_row(desk.open(change(service)), "facilities", opening_hours="občas ráno", precision="unknown", order="0")

    page = desk.save(change(service), form)

    (message,) = errors(page)
    assert '<a href="#id_facilities-0-opening_hours">Místa služby, ' in page.content.decode()
    assert message.startswith("Hodinám nerozumíme.")
    assert message.endswith("Po–Pá 8–12, 13–17; So po domluvě; o\u00a0svátcích zavřeno")


def test_hours_written_in_czech_are_kept_in_the_notation(desk, service):
    form = add_row(
        desk.open(change(service)),
        "facilities",
        opening_hours="Po–Pá 8–12, 13–17; o svátcích zavřeno",
        precision="unknown",
        order="0",
    )

    desk.save(change(service), form)

    assert service.facilities.get().opening_hours == "Mo-Fr 08:00-12:00,13:00-17:00; PH off"


def test_a_position_comes_from_the_place_and_follows_it(desk, service):
    poruba = PlaceFactory(kind="city_district", name="Poruba", lat=49.83, lon=18.16)
    vitkovice = PlaceFactory(kind="municipality", name="Vítkovice", lat=49.81, lon=18.26)
    form = add_row(desk.open(change(service)), "facilities", place=str(poruba.pk), precision="unknown", order="0")
    desk.save(change(service), form)
    facility = service.facilities.get()
    first = (facility.lat, facility.lon, facility.precision)

    desk.save(change(service), **{"facilities-0-place": str(vitkovice.pk)})

    facility.refresh_from_db()
    assert first == (49.83, 18.16, "district")
    assert (facility.lat, facility.lon, facility.precision) == (49.81, 18.26, "city")


def test_a_position_typed_by_hand_stays(desk, service):
    place = PlaceFactory(lat=49.83, lon=18.16)
    row = {"place": str(place.pk), "lat": "49,9", "lon": "18,2", "precision": "exact", "order": "0"}
    desk.save(change(service), add_row(desk.open(change(service)), "facilities", **row))

    desk.save(change(service), name="Jiný název")

    facility = service.facilities.get()
    assert (facility.lat, facility.lon, facility.precision) == (49.9, 18.2, "exact")


def test_a_place_made_secret_forgets_its_address_also_in_history(desk, service):
    facility = FacilityFactory(
        service=service, street="Tichá", house_number="7", place=PlaceFactory(), lat=49.8, lon=18.2
    )
    desk.save(change(service), **{"facilities-0-street": "Tajná"})

    desk.save(change(service), **{"facilities-0-is_secret": "on"})

    facility.refresh_from_db()
    assert (facility.is_secret, facility.street, facility.place, facility.lat) == (True, "", None, None)
    assert FacilityHistory.objects.filter(pgh_obj_id=facility.pk).count() == 0
    page = desk.get(f"/admin/catalogue/service/{service.pk}/history/").content.decode()
    assert "Tichá" not in page
    assert "Tajná" not in page


def test_an_address_typed_for_a_secret_place_is_refused(desk, service):
    row = {"is_secret": "on", "street": "Tichá", "precision": "unknown", "order": "0"}
    response = desk.save(change(service), add_row(desk.open(change(service)), "facilities", **row))

    assert errors(response) == ["Adresa tohoto místa se tají, proto ji ani polohu neukládáme. Nechte pole prázdná."]
    assert Facility.objects.count() == 0


def test_capacities_are_written_as_lines(desk, service):
    row = {"form": "pobytova", "is_nonstop": "true", "capacities": "20 lůžek – z toho 2 krizová\n8 klientů"}
    desk.save(change(service), add_row(desk.open(change(service)), "forms", **row))
    before = list(Capacity.objects.values_list("pk", "unit", "count", "note"))

    desk.save(change(service), **{"forms-0-capacities": "20 lůžek – z toho 2 krizová\n10 klientů"})

    assert [row[1:] for row in before] == [("luzka", 20, "z toho 2 krizová"), ("klient", 8, "")]
    assert list(Capacity.objects.values_list("pk", "count")) == [(before[0][0], 20), (before[1][0], 10)]


def test_a_capacity_without_a_unit_is_refused(desk, service):
    row = {"form": "pobytova", "is_nonstop": "unknown", "capacities": "dvacet"}
    response = desk.save(change(service), add_row(desk.open(change(service)), "forms", **row))

    assert errors(response) == ["Kapacitě „dvacet“ nerozumíme. Napište číslo a jednotku, např. „20 lůžek“."]


def test_free_places_get_their_time_by_themselves(desk, service):
    desk.save(change(service), free_places="3")
    service.refresh_from_db()
    reported = service.free_places_reported_at

    desk.save(change(service), free_places="")

    service.refresh_from_db()
    assert reported is not None
    assert (service.free_places, service.free_places_reported_at) == (None, None)


def test_a_verification_names_who_verified(desk, service, administrator):
    desk.save(change(service), verified_on="22. 11. 2026")

    service.refresh_from_db()
    assert (service.verified_on, service.verified_by) == (date(2026, 11, 22), administrator)


def test_the_page_on_the_web_is_one_click_away(desk, service):
    page = desk.get(change(service)).content.decode()

    assert service.get_absolute_url() in page
    assert desk.client.get(service.get_absolute_url()).status_code == 200


def test_a_bulk_verification_says_how_many_and_waits_for_a_yes(desk, service, administrator):
    other = ServiceFactory()
    chosen = {"action": "verify", "_selected_action": [service.pk, other.pk]}

    question = desk.post("/admin/catalogue/service/", chosen).content.decode()
    untouched = Service.objects.filter(verified_on=None).count()
    desk.post("/admin/catalogue/service/", {**chosen, "potvrzeno": "ano"})

    assert "Označit 2 služby jako dnes ověřené vámi?" in question
    assert untouched == 2
    assert Service.objects.filter(verified_on=timezone.localdate(), verified_by=administrator).count() == 2


def test_unpublishing_takes_a_service_out_of_the_search_and_publishing_brings_it_back(desk, service):
    chosen = {"_selected_action": [service.pk], "potvrzeno": "ano"}

    desk.post("/admin/catalogue/service/", {**chosen, "action": "unpublish"})
    hidden = names_found(desk, "poradna u mostu").replace("\u00a0", " ")
    desk.post("/admin/catalogue/service/", {**chosen, "action": "publish"})

    assert "Poradna U Mostu" not in hidden
    assert "Poradna U Mostu" in names_found(desk, "poradna u mostu").replace("\u00a0", " ")


def test_the_name_of_an_organisation_changes_on_the_cards_of_its_services(desk, service):
    desk.save(f"/admin/catalogue/organisation/{service.organisation.pk}/change/", name="Charita Nová")

    assert "Charita Nová" in names_found(desk, "poradna u mostu").replace("\u00a0", " ")


def test_the_sentence_of_a_kind_changes_on_the_cards_of_its_services(desk, service):
    kind = ServiceKindFactory(summary="Poradíme.")
    Service.objects.filter(pk=service.pk).update(kind=kind)

    desk.save(f"/admin/catalogue/servicekind/{kind.pk}/change/", summary="Půjčíme vám pomůcky.")

    assert "Půjčíme vám pomůcky." in names_found(desk, "poradna u mostu").replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("written", "finds"),
    [
        ("u mostu", True),
        ("charita", True),
        ("12345678", True),
        ("7654321", True),
        ("599 526 912", True),
        ("+420 599 526 912", True),
        ("599 526 913", False),
        ("hospic", False),
    ],
)
def test_services_are_found_by_name_organisation_number_and_phone(desk, service, written, finds):
    service.organisation.name, service.organisation.ico = "Charita Ostrava", "12345678"
    service.organisation.save()
    Service.objects.filter(pk=service.pk).update(registration_identifier="7654321")
    ContactFactory(service=service, value="+420599526912")

    rows = desk.get("/admin/catalogue/service/", q=written).context["cl"].result_count

    assert rows == int(finds)


@pytest.mark.parametrize(
    ("missing", "count"),
    [("telefon", 1), ("hodiny", 1), ("veta", 1), ("forma", 1), ("druh", 1), ("poloha", 1), ("nesmysl", 2)],
)
def test_the_list_narrows_to_what_is_missing(desk, service, missing, count):
    full = ServiceFactory(summary="Poradíme.", kind=ServiceKindFactory())
    ContactFactory(organisation=full.organisation, service=None)
    FacilityFactory(service=full, opening_hours="24/7", place=PlaceFactory())
    ServiceFormFactory(service=full)

    assert desk.get("/admin/catalogue/service/", chybi=missing).context["cl"].result_count == count


@pytest.mark.parametrize(("age", "count"), [("overeno", 1), ("3", 2), ("7", 1), ("nikdy", 3)])
def test_the_list_narrows_to_what_is_old(desk, age, count):
    year = timezone.localdate().year
    ServiceFactory(verified_on=timezone.localdate(), source_year=year - 9)
    for back in (1, 5, 9):
        ServiceFactory(source_year=year - back)

    assert desk.get("/admin/catalogue/service/", stari=age).context["cl"].result_count == count


def test_the_list_narrows_to_a_place_and_offers_what_lies_in_it(desk):
    region = PlaceFactory(kind="region", name="Kraj")
    town = PlaceFactory(parent=region, name="Město")
    FacilityFactory(place=town)
    FacilityFactory(place=PlaceFactory(kind="region", name="Jiný kraj"))

    response = desk.get("/admin/catalogue/service/", misto=region.pk)

    assert response.context["cl"].result_count == 1
    assert "– Město" in response.content.decode()


def test_targets_chosen_show_in_the_filter_of_the_search(desk, service):
    group = TargetGroupFactory()

    desk.save(change(service), target_groups=[group.pk])

    assert service.searched.groups == [group.pk]
    assert Contact.objects.count() == 0


def test_the_list_tells_which_number_to_call_and_whose_it_is(desk, service):
    ContactFactory(service=service, value="+420599526912")
    other = ServiceFactory(name="Poradna bez vlastního čísla")
    ContactFactory(organisation=other.organisation, service=None, value="+420800700650")
    ServiceFactory(name="Poradna bez čísla")

    page = desk.get("/admin/catalogue/service/").content.decode().replace("\u00a0", " ")

    assert '<td class="field-phone"><a href="tel:+420599526912">599 526 912</a></td>' in page
    assert '<td class="field-phone"><a href="tel:+420800700650">800 700 650</a> (organizace)</td>' in page
    assert page.count('<td class="field-phone">chybí</td>') == 1
