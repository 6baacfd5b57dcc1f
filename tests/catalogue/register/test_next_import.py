from datetime import date

import pghistory
import pytest
from django.apps import apps
from django.core.management import CommandError
from django.utils import timezone

from catalogue.correcting import Change, Verdict, decide, propose_correction
from catalogue.models import (
    Contact,
    Facility,
    Organisation,
    Origin,
    RegisterChange,
    RegisterImport,
    RegisterRecord,
    Service,
    ServiceKind,
)
from catalogue.proposable import FACTS, read
from tests.factories import UserFactory


def of(portal_id):
    return Service.objects.get(register_record__portal_id=portal_id)


def rows():
    """Every row of the catalogue, so that two moments can be compared."""
    models = [model for model in apps.get_app_config("catalogue").get_models() if model is not RegisterImport]
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def test_a_second_import_changes_nothing_and_says_so(load, register):
    load(register)
    before = rows()

    report = load(register)

    assert rows() == before
    assert "Nic se nezměnilo." in report
    assert RegisterImport.objects.latest().unchanged == 6


def test_code_lists_that_came_later_fill_in_what_was_missing(load, register):
    load(register, lists=False)

    load(register)

    assert Service.objects.filter(kind=None).count() == 0
    assert of(900001).target_groups.count() == 2


def test_a_changed_value_is_written_and_noted(load, register, service):
    load(register)
    service(900001)["telefony"][0]["telefon"] = "596 000 009"

    report = load(register)

    change = RegisterChange.objects.get()
    assert (change.field, change.before, change.after, change.kept_by_hand) == (
        "phones",
        "+420596000002 (vrátnice)",
        "+420596000009 (vrátnice)",
        False,
    )
    assert list(of(900001).contacts.filter(kind="phone").values_list("value", flat=True)) == ["+420596000009"]
    assert "Změněno: 1: 9000001" in report
    assert "telefony: 1" in report
    assert "Beze změny: 5" in report


def test_a_value_corrected_by_hand_stays_and_is_reported(load, register, service):
    load(register)
    Contact.objects.filter(service=of(900001), kind="phone").update(value="+420596111111")
    service(900001)["telefony"][0]["telefon"] = "596 000 009"

    report = load(register)

    change = RegisterChange.objects.get()
    assert (change.field, change.kept_by_hand) == ("phones", True)
    assert list(of(900001).contacts.filter(kind="phone").values_list("value", flat=True)) == ["+420596111111"]
    assert "Ponecháno ručně: 1: 9000001 – telefony" in report


def test_what_an_administrator_corrected_is_reported_while_the_register_says_the_same(load, register, service):
    """The history knows who it was; a correction without anybody is not the only kind."""
    load(register)
    with pghistory.context(user=UserFactory(administrator=True).pk, url="/admin/catalogue/service/1/change/"):
        Service.objects.filter(pk=of(900001).pk).update(name="Název, jak ho znají lidé")
    service(900002)["telefony"].append({"telefon": "596 000 009", "poznamka": ""})

    report = load(register)

    assert "Ponecháno ručně: 1: 9000001 – název" in report


def test_a_partner_s_correction_once_accepted_stays(load, register, service):
    load(register)
    corrected, fact = of(900001), FACTS[Service]["phones"]
    change = Change(None, fact, "+420596111111 | recepce")
    proposal = propose_correction(corrected, [change], by=UserFactory(), source="partner")
    decide(proposal, [Verdict(proposal.fields.get().pk, True)], by=UserFactory(coordinator=True))
    service(900001)["telefony"][0]["telefon"] = "596 000 009"

    report = load(register)

    assert read(of(900001), fact) == "+420596111111 | recepce"
    assert "Ponecháno ručně: 1: 9000001 – telefony" in report


def test_further_kinds_somebody_added_stay(load, register, service):
    load(register)
    care = ServiceKind.objects.get(rpss_id="DruhSocialniSluzby/4")
    of(900001).further_kinds.add(care)
    service(900001)["telefony"][0]["telefon"] = "596 000 009"

    load(register)

    assert list(of(900001).further_kinds.all()) == [care]
    assert of(900001).searched.kinds == [of(900001).kind_id, care.pk]


def test_a_further_kind_that_the_register_makes_the_main_one_leaves_the_others(load, register, service):
    load(register)
    care, shelter = (ServiceKind.objects.get(rpss_id=f"DruhSocialniSluzby/{n}") for n in (4, 20))
    of(900001).further_kinds.add(care, shelter)
    service(900001)["druhSocialniSluzby"]["id"] = "DruhSocialniSluzby/4"

    load(register)

    assert of(900001).kind == care
    assert list(of(900001).further_kinds.all()) == [shelter]


@pytest.mark.parametrize(
    ("field", "corrected", "key", "value"),
    [
        ("name", "Domov po našem", "zarizeni", "Domov Nový"),
        ("age_from", 65, "doplnujiciInformaceVekoveSkupiny", "od 60 let"),
        ("valid_until", date(2030, 1, 1), "datumPoskytovaniDo", "2031-01-01"),
        ("registration_identifier", "1234567", "identifikator", "7654321"),
    ],
)
def test_any_field_corrected_by_hand_stays(load, register, service, field, corrected, key, value):
    load(register)
    Service.objects.filter(pk=of(900001).pk).update(**{field: corrected})
    if key == "zarizeni":
        service(900001)["zarizeni"][0]["nazev"] = value
    else:
        service(900001)[key] = value

    load(register)

    assert getattr(of(900001), field) == corrected


@pytest.mark.django_db(transaction=True)
def test_other_fields_of_a_corrected_service_still_follow_the_register(load, register, service):
    load(register)
    Service.objects.filter(pk=of(900001).pk).update(name="Domov po našem")
    service(900001)["doplnujiciInformaceVekoveSkupiny"] = "od 60 let"

    report = load(register)

    assert (of(900001).name, of(900001).age_from) == ("Domov po našem", 60)
    assert "Ponecháno ručně: 1: 9000001 – název" in report


@pytest.mark.django_db(transaction=True)
def test_each_correction_is_reported_once_whether_the_register_changed_that_field_or_not(load, register, service):
    load(register)
    Service.objects.filter(pk=of(900001).pk).update(name="Domov po našem", registration_identifier="1234567")
    Contact.objects.filter(service=of(900001), kind="phone").update(value="+420596111111")
    service(900001)["telefony"][0]["telefon"] = "596 000 009"
    service(900001)["identifikator"] = "7654321"

    report = load(register)

    kept = next(line for line in report.splitlines() if line.startswith("Ponecháno ručně: "))
    assert kept.startswith("Ponecháno ručně: 3: ")
    assert [kept.count(name) for name in ("telefony", "identifikátor", "název")] == [1, 1, 1]


@pytest.mark.django_db(transaction=True)  # the history tells an import's changes from people's by the transaction
def test_a_correction_is_reported_also_when_the_register_did_not_change(load, register):
    load(register)
    Service.objects.filter(pk=of(900001).pk).update(name="Domov po našem")

    report = load(register)

    assert "Ponecháno ručně: 1: 9000001 – název" in report
    assert of(900001).name == "Domov po našem"
    assert RegisterChange.objects.count() == 0


def test_a_service_that_ends_stays_and_is_not_offered(load, register, service):
    load(register)
    service(900001)["datumPoskytovaniDo"] = "2024-06-30"

    report = load(register, "--accept-drop")

    assert (of(900001).valid_until, of(900001).published, of(900001).is_offered()) == (date(2024, 6, 30), True, False)
    assert "Ukončeno: 1: 9000001" in report


def test_a_service_missing_from_the_file_ends_today_and_once(load, register):
    load(register)
    register["polozky"] = [item for item in register["polozky"] if item["portalId"] != 900001]

    first = load(register, "--accept-drop")
    second = load(register)

    assert of(900001).valid_until == timezone.localdate()
    assert of(900001).published
    assert "zmizelé z registru, proto ukončené: 1: 9000001" in first
    assert "Nic se nezměnilo." in second
    assert "zmizelé" not in second


def test_a_service_that_comes_back_is_offered_again(load, register):
    load(register)
    item = register["polozky"].pop(0)
    load(register, "--accept-drop")
    register["polozky"].append(item)

    load(register)

    assert of(900001).valid_until is None


def test_over_five_percent_fewer_current_services_are_refused(load, register, again):
    for portal_id in range(910000, 910035):  # 5 + 35 = 40 current
        again(portal_id)
    load(register)
    register["polozky"] = register["polozky"][:-3]

    with pytest.raises(CommandError, match="--accept-drop"):
        load(register)

    assert Service.objects.offered().count() == 40
    assert load(register, "--accept-drop").count("zmizelé z registru, proto ukončené: 3") == 1


def test_two_of_forty_services_may_go_without_asking(load, register, again):
    for portal_id in range(910000, 910035):
        again(portal_id)
    load(register)
    register["polozky"] = register["polozky"][:-2]

    report = load(register)

    assert "Ukončeno: 2" in report


def test_a_service_entered_by_hand_is_linked_and_never_written(load, register, service):
    ours = Service.objects.create(
        organisation=Organisation.objects.create(name="Ručně"), name="Ruční domov", registration_identifier="9000001"
    )

    first = load(register)
    service(900001)["telefony"] = [{"telefon": "596 000 009"}]
    second = load(register)

    ours.refresh_from_db()
    assert (ours.name, ours.origin, ours.contacts.count()) == ("Ruční domov", Origin.HAND, 0)
    assert Service.objects.count() == 6
    assert "zapsaná ručně; propojeno, nic se nepřepsalo: 1: 9000001" in first
    assert "Ponecháno ručně: 1: 9000001 – telefony" in second


def test_a_linked_service_whose_address_the_register_hides_is_reported(load, register):
    Service.objects.create(
        organisation=Organisation.objects.create(name="Ručně"), name="Azyl", registration_identifier="9000003"
    )

    report = load(register)

    assert "registr tají adresu ručně zapsané služby; skryjte ji i v katalogu: 1: 9000003" in report


def test_a_service_of_the_same_organisation_and_kind_is_only_pointed_at(load, register, home_care):
    Service.objects.create(
        organisation=Organisation.objects.create(name="Ručně", ico="00000019"), name="Naše péče", kind=home_care
    )

    report = load(register)

    assert Service.objects.count() == 7
    assert "možná dvakrát: 1: 9000002" in report


def test_a_facility_that_ends_keeps_what_was_added_to_it_by_hand(load, register, service):
    load(register)
    Facility.objects.filter(name="Domov Ukázka").update(opening_hours="Mo-Fr 08:00-16:00", barrier_free=True)
    service(900001)["zarizeni"][0]["poskytujeDo"] = "2025-01-31"

    load(register)

    facility = Facility.objects.get(name="Domov Ukázka")
    assert (facility.provided_until, facility.opening_hours) == (date(2025, 1, 31), "Mo-Fr 08:00-16:00")


def test_an_address_corrected_by_hand_stays_when_the_register_moves(load, register, service):
    load(register)
    Facility.objects.filter(name="Domov Ukázka").update(street="Opravená")
    service(900001)["zarizeni"][0]["adresa"]["ulice"]["nazev"] = "Jiná"

    report = load(register)

    assert Facility.objects.get(name="Domov Ukázka").street == "Opravená"
    assert "Ponecháno ručně: 1: 9000001 – adresa místa" in report


def test_a_facility_missing_from_the_register_ends_today(load, register, service):
    load(register)
    service(900005)["zarizeni"].pop(0)

    load(register)

    gone = Facility.objects.get(name="Odlehčovací služba Ukázka")
    assert gone.provided_until == timezone.localdate()


@pytest.mark.parametrize("new_name", ["Domov Ukázka", "Azyl na jiném místě"])
def test_an_address_that_becomes_secret_is_forgotten_everywhere(load, register, service, new_name):
    load(register)
    service(900001)["zarizeni"][0]["adresa"]["ulice"]["nazev"] = "Prozrazená"
    load(register)
    Facility.objects.filter(name="Domov Ukázka").update(street="Prozrazená ručně")
    service(900001)["zarizeni"][0] |= {"nazev": new_name, "utajenaAdresa": True, "adresa": None}

    load(register)

    assert "Prozrazená" not in str(rows())
    assert Facility.objects.get(service=of(900001)).is_secret


def test_an_address_hidden_by_hand_stays_hidden(load, register, service):
    load(register)
    nothing = {"street": "", "house_number": "", "postcode": "", "place": None, "lat": None, "lon": None}
    Facility.objects.filter(name="Domov Ukázka").update(is_secret=True, precision="unknown", **nothing)
    service(900001)["zarizeni"][0]["adresa"]["ulice"]["nazev"] = "Jiná"

    load(register)

    assert Facility.objects.get(name="Domov Ukázka").is_secret


def test_the_provider_follows_the_register_once(load, register):
    load(register)
    for item in register["polozky"]:
        item["poskytovatel"]["nazev"] = "Nové jméno, z.ú."

    load(register)

    assert Organisation.objects.get().name == "Nové jméno, z.ú."
    assert RegisterChange.objects.filter(field="provider_name").count() == 1


def test_a_provider_renamed_by_hand_keeps_the_name(load, register):
    load(register)
    Organisation.objects.update(name="Po našem")
    for item in register["polozky"]:
        item["poskytovatel"]["nazev"] = "Nové jméno, z.ú."

    load(register)

    assert Organisation.objects.get().name == "Po našem"


def test_a_service_that_got_a_new_portal_id_stays_the_same_service(load, register, service):
    load(register)
    before = of(900001).pk
    service(900001)["portalId"] = 955555

    load(register)

    assert of(955555).pk == before
    assert Service.objects.count() == 6


def test_a_service_deleted_in_the_catalogue_comes_back(load, register):
    load(register)
    of(900001).delete()

    load(register)

    assert of(900001).name == "Domov Ukázka"


def test_a_kind_renamed_in_the_catalogue_is_not_a_change_of_the_register(load, register):
    load(register)
    ServiceKind.objects.filter(rpss_id="DruhSocialniSluzby/13").update(name="Domov pro seniory")

    report = load(register)

    assert "Nic se nezměnilo." in report
    assert RegisterRecord.objects.count() == 6
