from datetime import date

import pytest

from catalogue.models import (
    AddressPoint,
    Certainty,
    Contact,
    Facility,
    FormOfCare,
    Organisation,
    Origin,
    Place,
    PlaceKind,
    Precision,
    RegisterChange,
    RegisterImport,
    RegisterRecord,
    SearchEntry,
    Service,
    ServiceKind,
    TargetGroup,
)


def named(name):
    return Service.objects.get(name=name)


def test_every_service_of_the_sample_is_there_and_the_ended_one_is_not_offered(load, register):
    report = load(register)

    assert Service.objects.count() == 6
    assert Service.objects.offered().count() == 5
    assert "Přidáno: 6 (z toho už ukončených 1)" in report
    run = RegisterImport.objects.get()
    assert (run.services_current, run.added, run.changed, run.ended, run.unchanged) == (5, 6, 0, 0, 0)
    assert RegisterChange.objects.count() == 0


def test_a_service_says_where_it_comes_from(load, register):
    load(register)

    home = named("Domov Ukázka")
    assert (home.origin, home.origin_key, home.registration_identifier) == (Origin.REGISTER, "900001", "9000001")
    assert (home.certainty, home.valid_from, home.valid_until) == (Certainty.REGISTER, date(2010, 1, 1), None)
    assert home.slug == "domov-ukazka"


def test_one_organisation_for_each_ico(load, register, again):
    again(900011)["poskytovatel"]["nazev"] = "Ukázková pomoc, z. ú., pobočka"

    load(register)

    organisation = Organisation.objects.get()
    assert (organisation.name, organisation.ico) == ("Ukázková pomoc, z.ú.", "00000019")
    assert set(organisation.contacts.values_list("value", flat=True)) == {
        "+420596000001",
        "info@ukazkova-pomoc.example",
        "https://www.ukazkova-pomoc.example",
    }


def test_an_organisation_entered_by_hand_is_used_and_left_as_it_is(load, register):
    ours = Organisation.objects.create(name="Ukázka po našem", ico="00000019")

    load(register)

    ours.refresh_from_db()
    assert (Organisation.objects.count(), ours.name, ours.contacts.count()) == (1, "Ukázka po našem", 0)
    assert ours.services.count() == 6


def test_a_provider_without_a_valid_ico_is_kept_by_its_name(load, register, service):
    service(900001)["poskytovatel"]["ico"] = "IČO neuvedeno"

    report = load(register)

    assert sorted(Organisation.objects.values_list("ico", flat=True)) == ["", "00000019"]
    assert "IČO nemá osm číslic" in report


def test_contacts_are_the_services_own_and_dialable(load, register):
    load(register)

    contacts = named("Domov Ukázka").contacts.values_list("kind", "value", "note")
    assert list(contacts) == [
        ("phone", "+420596000002", "vrátnice"),
        ("email", "domov@ukazkova-pomoc.example", ""),
    ]
    assert named("Linka Ukázka").contacts.count() == 0


def test_contacts_are_cleaned_and_wrong_ones_reported(load, register, service):
    service(900001)["telefony"] = [{"telefon": "00420 596/000-003, 12", "poznamka": None}, {"telefon": "٣٣٣٣٣٣"}]
    service(900001)["emaily"] = [{"email": " Domov@Ukazka.Example "}, {"email": "domov(zavináč)ukazka"}]
    service(900001)["weby"] = [
        {"web": "www.ukazka.example/domov"},
        {"web": "javascript:alert(1)"},
        {"web": "HTTP://a.cz"},
    ]

    report = load(register)

    values = named("Domov Ukázka").contacts.values_list("value", flat=True)
    assert set(values) == {"+420596000003", "domov@ukazka.example", "https://www.ukazka.example/domov", "http://a.cz"}
    assert "nečitelný telefon; vynechán: 2: 9000001 (2×)" in report
    assert "neplatný e-mail; vynechán: 1: 9000001" in report
    assert "neplatná webová adresa; vynechána: 1: 9000001" in report


@pytest.mark.parametrize(
    "note", ["Mgr. Utajslav Neukládal", "paní Neukládalová", "sociální pracovnice Neukládalová", "Utajmil Neukládal"]
)
def test_a_person_in_the_note_of_a_phone_is_left_out(load, register, service, note):
    service(900001)["telefony"][0]["poznamka"] = note

    report = load(register)

    assert Contact.objects.get(value="+420596000002").note == ""
    assert "vypadá jako jméno člověka" in report


def test_forms_and_capacities_are_those_of_the_register(load, register):
    load(register)

    forms = named("Odlehčovací služba Ukázka").forms.all()
    assert {
        (form.form, form.is_nonstop, capacity.count, capacity.unit)
        for form in forms
        for capacity in form.capacities.all()
    } == {(FormOfCare.RESIDENTIAL, True, 8, "luzka"), (FormOfCare.AT_HOME, False, 6, "klient")}


def test_a_facility_listed_twice_is_stored_once(load, register, service):
    service(900002)["zarizeni"].append(dict(service(900002)["zarizeni"][0]))

    load(register)

    assert Facility.objects.filter(service__origin_key="900002").count() == 1


def test_an_ended_facility_keeps_its_dates(load, register):
    load(register)

    old = Facility.objects.get(name="Odlehčovací služba Ukázka, stará adresa")
    assert (old.provided_from, old.provided_until) == (date(2018, 1, 1), date(2021, 3, 31))


def test_a_secret_facility_has_no_address_whatever_the_file_says(load, register, service):
    shelter = service(900003)
    address = service(900001)["zarizeni"][0]["adresa"] | {"ulice": {"nazev": "Prozrazená"}}
    shelter["kontaktniAdresy"] = [{"adresa": address}]
    shelter["zarizeni"][0]["adresa"] = address

    report = load(register)

    facility = Facility.objects.get(service__origin_key="900003")
    assert (facility.is_secret, facility.street, facility.place, facility.lat) == (True, "", None, None)
    record = RegisterRecord.objects.get(portal_id=900003)
    assert "Prozrazená" not in str(record.content)
    assert "nepřečetli jsme ji: 1: 9000003" in report


def test_the_name_is_that_of_the_only_facility_still_open(load, register):
    load(register)

    assert named("Odlehčovací služba Ukázka").facilities.count() == 2


def test_with_facilities_of_several_names_the_name_is_kind_and_provider(load, register, service, home_care):
    other = dict(service(900002)["zarizeni"][0]) | {"nazev": "Druhé středisko"}
    service(900002)["zarizeni"].append(other)

    load(register)

    assert Service.objects.get(origin_key="900002").name == "Pečovatelská služba – Ukázková pomoc, z.ú."


def test_kinds_and_groups_get_the_ids_of_the_code_lists(load, register, home_care, seniors):
    load(register)

    home_care.refresh_from_db()
    seniors.refresh_from_db()
    assert (home_care.rpss_id, seniors.rpss_id) == ("DruhSocialniSluzby/4", "CilovaSkupinaOsoby/24")
    assert Service.objects.get(origin_key="900002").kind == home_care
    assert list(Service.objects.get(origin_key="900002").target_groups.all()) == [seniors]


def test_a_guessed_id_gives_way_to_the_code_list(load, register, home_care):
    guessed = ServiceKind.objects.create(
        code="OSP", rpss_id="DruhSocialniSluzby/4", name="Poradna", official_name="Odborné sociální poradenství"
    )

    load(register)

    guessed.refresh_from_db()
    home_care.refresh_from_db()
    assert (guessed.rpss_id, home_care.rpss_id) == ("DruhSocialniSluzby/1", "DruhSocialniSluzby/4")


def test_unknown_kinds_and_groups_of_the_code_lists_are_added(load, register):
    report = load(register)

    assert ServiceKind.objects.get(rpss_id="DruhSocialniSluzby/13").official_name == "domovy pro seniory"
    assert TargetGroup.objects.get(rpss_id="CilovaSkupinaOsoby/30").name == "osoby žijící s demencí"
    assert "nový druh služby z číselníku; doplňte mu texty: 6" in report


def test_without_code_lists_what_is_unknown_is_reported_and_the_rest_is_read(load, register):
    report = load(register, lists=False)

    assert Service.objects.filter(kind=None).count() == 6
    assert "neznámý druh služby; služba zůstala bez druhu: 6" in report
    assert "neznámá cílová skupina; vynechána: 9" in report


def test_a_shipped_place_gets_its_code_and_lends_its_point(load, register, ostrava):
    load(register)

    ostrava.refresh_from_db()
    facility = Facility.objects.get(name="Domov Ukázka")
    assert ostrava.code == "554821"
    assert (facility.place.name, facility.place.kind, facility.place.parent) == ("Poruba", PlaceKind.PART, ostrava)
    assert (facility.lat, facility.lon, facility.precision) == (49.83465, 18.28204, Precision.MUNICIPALITY)


def test_an_address_point_gives_the_exact_position(load, register, service, ostrava):
    AddressPoint.objects.create(code=123, place=ostrava, number="1", postcode="70800", lat=49.8, lon=18.2)
    service(900001)["zarizeni"][0]["adresa"]["kodAdresnihoMista"] = 123

    load(register)

    facility = Facility.objects.get(name="Domov Ukázka")
    assert (facility.lat, facility.lon, facility.precision) == (49.8, 18.2, Precision.ADDRESS)


def test_new_places_are_found_by_their_name(load, register):
    load(register)

    part = Place.objects.get(kind=PlaceKind.PART, name="Poruba")
    assert part.keys.filter(key="poruba").exists()
    assert Place.objects.get(pk=part.lineage[0]).name == "Moravskoslezský kraj"


def test_regions_named_are_added_to_the_own_one_and_nothing_is_invented(load, register, service, ostrava):
    zlin = Place.objects.create(kind=PlaceKind.REGION, code="141", name="Zlínský kraj")
    service(900002)["rozsirenePusobnostiVKraji"] = [{"id": "Kraj/141"}]

    load(register)

    assert set(Service.objects.get(origin_key="900002").area_served.all()) == {ostrava.parent, zlin}
    assert Service.objects.get(origin_key="900005").area_served.count() == 0


@pytest.mark.parametrize(
    ("words", "ages"),
    [
        ("od 18 let", (18, None)),
        ("do 26 let", (None, 26)),
        ("Od 6 do 26 let.", (6, 26)),
        ("od 6 let do 26 let", (6, 26)),
        ("od 26 do 6 let", (None, None)),
        ("dle dohody od 18 let", (None, None)),
        (None, (None, None)),
    ],
)
def test_ages_are_read_only_where_they_are_clear(load, register, service, words, ages):
    service(900001)["doplnujiciInformaceVekoveSkupiny"] = words

    load(register)

    home = named("Domov Ukázka")
    assert (home.age_from, home.age_to) == ages


def test_unknown_keys_are_counted_each(load, register, service):
    service(900001)["novinka"] = service(900002)["novinka"] = 1
    service(900001)["zarizeni"][0]["patro"] = 2

    report = load(register)

    assert "neznámý klíč v souboru; nečteme ho: 3: novinka (2×), zarizeni.patro" in report


def test_an_end_before_the_beginning_keeps_the_end(load, register, service):
    service(900001)["datumPoskytovaniDo"] = "2009-12-31"

    report = load(register)

    home = named("Domov Ukázka")
    assert (home.valid_from, home.valid_until) == (None, date(2009, 12, 31))
    assert "konec je před začátkem" in report


def test_an_identifier_used_twice_stays_with_the_first(load, register, again):
    again(900011)["identifikator"] = "9000001"

    report = load(register)

    assert Service.objects.get(registration_identifier="9000001").origin_key == "900001"
    assert "už patří jiné službě; vynechán: 1: 9000001" in report


def test_what_was_imported_can_be_searched(load, register):
    load(register)

    assert SearchEntry.objects.filter(service=named("Domov Ukázka")).exists()
