"""A city upgrades the program: what ships comes anew, what its people wrote stays."""

from __future__ import annotations

import io

import pghistory
import pytest
from django.core.management import call_command
from django.utils import timezone

from catalogue.models import NeedPhrase, Organisation, Service, ServiceKind
from catalogue.shipped.loading import is_behind
from situations.models import CrisisLine, LifeSituation
from sociopoint.models import ShippedTable, ShippedUpdate
from tests.factories import ServiceFactory, UserFactory

KEY = "ostrava:charitni-dum-sv-frantiska-nocleharna"
OF_EVERY_CITY = (ServiceKind, NeedPhrase, LifeSituation, CrisisLine)


def upgrade() -> str:
    """The next version's command; its files say the same, what the version before said is changed in `older`."""
    ShippedUpdate.objects.update(digest="of an older version")
    said = io.StringIO()
    call_command("load_ostrava", stdout=said)
    return said.getvalue()


def older(table: str, key: str, **facts) -> None:
    """As if the version before had shipped these facts."""
    stored = ShippedTable.objects.get(name=table)
    stored.content[key] |= facts
    stored.save()


@pytest.fixture
def shelter(shipped) -> Service:
    """A service as a version before shipped it: another note, another number, other hours."""
    service = Service.objects.get(origin_key=KEY)
    service.note, service.summary = "Stará poznámka.", ""
    service.save()
    service.contacts.filter(kind="phone").delete()
    service.contacts.create(kind="phone", value="+420599000111", order=2)
    service.facilities.update(street="Stará", opening_hours="Mo-Su 18:00-20:00")
    others = [list(row) for row in service.contacts.exclude(kind="phone").values_list("kind", "value", "note", "order")]
    (place,) = (
        list(row)
        for row in service.facilities.values_list(
            *("street", "house_number", "postcode", "place__kind", "place__code", "lat", "lon", "precision")
        )
    )
    contacts = sorted([*others, ["phone", "+420599000111", "", 2]], key=str)
    older(
        "services",
        KEY,
        note="Stará poznámka.",
        contacts=contacts,
        addresses=[place],
        opening_hours=[["Mo-Su 18:00-20:00"]],
    )
    return service


@pytest.fixture(params=["remembered", "from its history"])
def memory(request):
    if request.param == "from its history":
        return lambda: (ShippedTable.objects.all().delete(), ShippedUpdate.objects.all().delete())
    return lambda: None


def as_administrator():
    return pghistory.context(user=UserFactory(administrator=True).pk)


def test_the_first_load_is_whole_and_the_second_has_nothing_to_do(shipped):
    assert (Service.objects.filter(origin="shipped").count(), is_behind()) == (144, False)

    said = upgrade()

    assert said.splitlines() == ["Přebírám údaje nové verze programu …", "Hotovo: nových služeb 0, nových frází 0."]
    assert is_behind() is False


def test_a_database_loaded_by_a_version_that_remembered_nothing_is_behind_once(shipped):
    ShippedTable.objects.all().delete()
    ShippedUpdate.objects.all().delete()

    assert is_behind() is True
    call_command("load_ostrava", stdout=io.StringIO())
    assert (is_behind(), ShippedUpdate.objects.get().report) == (False, "")


def test_a_city_that_started_from_the_register_gets_no_ostrava(db):
    ServiceFactory()

    assert is_behind() is False


def test_another_city_gets_everything_but_ostravas_services_in_later_versions_too(db):
    call_command("load_ostrava", "--without-services", stdout=io.StringIO())
    at_first = [model.objects.count() for model in OF_EVERY_CITY]

    upgrade()

    assert all(at_first)
    assert [model.objects.count() for model in OF_EVERY_CITY] == at_first
    assert not any(model.objects.exists() for model in (Service, Organisation))
    assert is_behind() is False


def test_facts_nobody_touched_follow_the_version(client, shelter, memory):
    memory()

    said = upgrade()

    shelter.refresh_from_db()
    place = shelter.facilities.get()
    assert shelter.note != "Stará poznámka."
    assert (place.street, place.opening_hours) == ("Sirotčí", "Mo-Su 18:30-07:30")
    assert [contact.value for contact in shelter.contacts.filter(kind="phone")] == ["+420599527496", "+420733166492"]
    assert "Změněno podle nové verze: 1" in said
    assert "+420599527496" in client.get(shelter.get_absolute_url()).text


def test_facts_an_editor_touched_stay_and_are_told(shelter, memory):
    with as_administrator():
        shelter.facilities.update(opening_hours="Mo-Su 17:00-21:00")
        shelter.contacts.filter(kind="phone").update(value="+420599000222")
    memory()

    said = upgrade()

    place = shelter.facilities.get()
    assert (place.street, place.opening_hours) == ("Sirotčí", "Mo-Su 17:00-21:00")
    assert shelter.contacts.get(kind="phone").value == "+420599000222"
    kept = f"  Služba „{shelter.name}“: kontakty, otevírací doba (zápis OSM)"
    assert said.splitlines()[-2:] == [kept, "Hotovo: nových služeb 0, nových frází 0."]
    assert ShippedUpdate.objects.latest().report.splitlines()[-1] == kept


def test_a_service_the_city_verified_is_all_the_citys(shelter):
    with as_administrator():
        Service.objects.filter(pk=shelter.pk).update(verified_on=timezone.localdate())

    upgrade()

    shelter.refresh_from_db()
    assert (shelter.note, shelter.facilities.get().street) == ("Stará poznámka.", "Stará")


def test_a_deleted_service_does_not_come_back(shelter):
    with as_administrator():
        shelter.delete()

    upgrade()

    assert not Service.objects.filter(origin_key=KEY).exists()


def test_a_phrase_the_version_took_back_goes_unless_somebody_changed_it(shipped):
    for text in ("moje stará fráze", "naše upravená fráze"):
        NeedPhrase.objects.create(text=text, kinds=["NOC"], is_shipped=True)
        facts = {"weight": 1.0, "kinds": ["NOC"], "groups": [], "situations": [], "forms": [], "is_shipped": True}
        stored = ShippedTable.objects.get(name="phrases")
        stored.content[f"{text}|cs"] = facts
        stored.save()
    NeedPhrase.objects.filter(text="naše upravená fráze").update(kinds=["AD"])
    NeedPhrase.objects.create(text="fráze města", kinds=["NOC"])

    said = upgrade()

    left = NeedPhrase.objects.filter(text__contains="fráze").values_list("text", flat=True)
    assert sorted(left) == ["fráze města", "naše upravená fráze"]
    assert "Zmizelo: 1 (fráze hledání: 1)" in said


def test_words_of_a_kind_that_the_version_changed_are_on_the_services_at_once(client, shipped):
    kind = ServiceKind.objects.get(code="NOC")
    ServiceKind.objects.filter(pk=kind.pk).update(summary="Stará věta.")
    older("kinds", "NOC", summary="Stará věta.")

    upgrade()

    service = Service.objects.filter(kind=kind, published=True).first()
    kind.refresh_from_db()
    assert kind.summary != "Stará věta."
    for address in ("/sluzby/?q=nocleh%C3%A1rna", service.get_absolute_url()):
        page = client.get(address).text.replace("\u00a0", " ")
        assert kind.summary in page
        assert "Stará věta." not in page


def test_an_administrator_reads_what_a_version_changed_and_cannot_rewrite_it(client, shelter):
    said = upgrade()
    assert "Změněno podle nové verze: 1" in said
    client.force_login(UserFactory(administrator=True))

    page = client.get("/admin/sociopoint/shippedupdate/").text

    assert "Změněno podle nové verze: 1" in page
    assert client.get("/admin/sociopoint/shippedupdate/add/").status_code == 403
