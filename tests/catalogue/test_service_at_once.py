"""Whatever changes about a service shows on the very next request, though its page is kept ready."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from django.db import connection, transaction
from django.utils.safestring import SafeString

from catalogue import service_facts
from catalogue.models import Capacity, Exclusion, KindGuidance, Service
from catalogue.opening import PRAGUE
from catalogue.service_facts import read_service_facts, service_facts_text
from catalogue.service_page import ready_service
from situations.models import LifeSituation
from tests.factories import (
    ContactFactory,
    FacilityFactory,
    LifeSituationFactory,
    OrganisationFactory,
    PlaceFactory,
    ServiceFactory,
    ServiceFormFactory,
    ServiceKindFactory,
    TargetGroupFactory,
)

pytestmark = pytest.mark.django_db
WEDNESDAY = date(2026, 11, 25)


def text(response) -> str:
    return response.content.decode().replace("\u00a0", " ")


@pytest.fixture
def service():
    """A service with one of everything that its page tells."""
    LifeSituationFactory(slug="prispevek-na-peci", name="Jak na příspěvek na péči")
    other_kind = ServiceKindFactory(code="ODL", section="44", name="Odlehčovací služba")
    kind = ServiceKindFactory(code="PS", section="40", name="Pečovatelská služba", start_hint="Řekněte, kdo jste.")
    KindGuidance.objects.create(kind=kind, need="péči i v noci", instead_kind=other_kind)
    service = ServiceFactory(kind=kind, organisation=OrganisationFactory(name="Charita"), name="Pečovatelky")
    FacilityFactory(service=service, street="Zelená", house_number="1", place=PlaceFactory(name="Ostrava"))
    Capacity.objects.create(form=ServiceFormFactory(service=service, form="terenni"), unit="klient", count=15)
    ContactFactory(service=service, value="+420599526912")
    ContactFactory(service=None, organisation=service.organisation, kind="email", value="charita@example.cz")
    service.target_groups.add(TargetGroupFactory(label="Senioři"))
    service.area_served.add(PlaceFactory(name="Poruba"))
    service.situations.add(LifeSituationFactory(name="Starám se o mámu"))
    Exclusion.objects.create(service=service, need="noční hlídání", instead_service=ServiceFactory(name="Noční klid"))
    return service


def update(rows, **values):
    rows.update(**values)


CHANGES = {
    "its name": (lambda s: update(Service.objects.filter(pk=s.pk), summary="Přijdou a pomůžou."), "Přijdou a pomůžou."),
    "its note": (lambda s: update(Service.objects.filter(pk=s.pk), note="Zvoňte dlouze."), "Zvoňte dlouze."),
    "its price": (lambda s: update(Service.objects.filter(pk=s.pk), price_note="160 Kč za hodinu"), "160 Kč za hodinu"),
    "its languages": (lambda s: update(Service.objects.filter(pk=s.pk), languages=["cs", "uk"]), "česky, ukrajinsky"),
    "the waiting": (lambda s: update(Service.objects.filter(pk=s.pk), waiting_note="měsíc"), "Čeká se: měsíc"),
    "its phone": (lambda s: update(s.contacts, value="+420731625788"), "731 625 788"),
    "the organisation's name": (lambda s: update(type(s.organisation).objects.all(), name="Diakonie"), "Diakonie"),
    "a contact of the organisation": (
        lambda s: update(s.organisation.contacts, value="pece@example.cz"),
        "mailto:pece@example.cz",
    ),
    "the name of its kind": (lambda s: update(type(s.kind).objects.filter(pk=s.kind_id), name="Pomoc doma"), "Pomoc doma"),
    "the advice of its kind": (
        lambda s: update(type(s.kind).objects.filter(pk=s.kind_id), start_hint="Řekněte, co bolí."),
        "Řekněte, co bolí.",
    ),
    "what its kind does not do": (
        lambda s: (s.exclusions.all().delete(), update(s.kind.guidance, need="stěhování")),
        "stěhování. Zkuste:",
    ),
    "for what it is not": (lambda s: update(s.exclusions, need="hlídání dětí"), "hlídání dětí. Zkuste"),
    "the name of the service to try": (
        lambda s: update(Service.objects.filter(name="Noční klid"), name="Klidná noc"),
        "Klidná noc",
    ),
    "its address": (lambda s: update(s.facilities, street="Modrá"), "Modrá 1"),
    "its hours": (lambda s: update(s.facilities, opening_hours="Mo-Su 00:00-24:00"), "Otevřeno nepřetržitě"),
    "another place": (lambda s: FacilityFactory(service=s, name="Pobočka", order=9), "Pobočka"),
    "the name of a place": (lambda s: update(type(s.facilities.get().place).objects.filter(name="Ostrava"), name="Opava"), "Opava"),
    "a form of care": (lambda s: ServiceFormFactory(service=s, form="ambulantni"), "Budu docházet"),
    "a form of care that is gone": (lambda s: s.forms.all().delete(), "Hodiny neznáme"),
    "its capacity": (lambda s: update(Capacity.objects.all(), count=16), "Najednou 16 lidí"),
    "whom it is for": (lambda s: s.target_groups.add(TargetGroupFactory(label="Rodiny")), "rodiny"),
    "the words for whom it is": (lambda s: update(s.target_groups, label="Starší lidé"), "starší lidé"),
    "where they come": (lambda s: s.area_served.add(PlaceFactory(name="Svinov")), "Poruba, Svinov"),
    "a situation it helps in": (
        lambda s: s.situations.add(LifeSituationFactory(name="Hledám hlídání")),
        "Hledám hlídání",
    ),
    "the name of a situation": (lambda s: update(s.situations, name="Pečuji o tátu"), "Pečuji o tátu"),
}  # fmt: skip


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_shows_on_the_next_request(client, service, what):
    change, shown = CHANGES[what]
    before = text(client.get(service.get_absolute_url()))

    change(service)
    after = text(client.get(service.get_absolute_url()))

    assert shown in after
    assert before != after


def test_a_situation_no_longer_published_is_no_longer_shown(client, service):
    address = service.get_absolute_url()
    assert "Starám se o mámu" in text(client.get(address))
    assert "/situace/prispevek-na-peci/" in text(client.get(address))

    LifeSituation.objects.update(published=False)

    assert "Starám se o mámu" not in text(client.get(address))
    assert "/situace/prispevek-na-peci/" not in text(client.get(address))


def test_a_service_no_longer_published_is_no_way_on(client, service):
    Service.objects.filter(name="Noční klid").update(published=False)

    page = text(client.get(service.get_absolute_url()))

    assert "Noční klid" not in page
    assert "noční hlídání. Zavolejte nám, najdeme jinou cestu." in page


def test_a_change_rolled_back_is_not_remembered(client, service):
    address = service.get_absolute_url()
    before = client.get(address).content

    with transaction.atomic():
        service.contacts.update(value="+420731625788")
        assert "731 625 788" in text(client.get(address))
        transaction.set_rollback(True)

    assert client.get(address).content == before


def test_a_change_by_hand_in_sql_shows_too(client, service):
    client.get(service.get_absolute_url())

    with connection.cursor() as cursor:
        cursor.execute("UPDATE catalogue_facility SET transport_stop = 'Mariánské náměstí'")

    assert "Mariánské náměstí" in text(client.get(service.get_absolute_url()))


def body(service: Service, now: datetime) -> str:
    html = ready_service(service.pk, day=now.date(), site="https://sociopoint.example").filled(now, SafeString(""))
    return html.replace("\u00a0", " ")


def test_the_hours_are_those_of_the_minute(service):
    service.facilities.update(opening_hours="Mo-Fr 08:00-16:00")

    morning, evening = (body(service, datetime(2026, 11, 25, hour, 59, tzinfo=PRAGUE)) for hour in (7, 15))

    assert '<span class="tag tag--closed">Zavřeno, otevře v 8:00</span>' in morning
    assert '<span class="tag tag--open">Otevřeno do 16:00</span>' in evening


def test_the_day_it_ends_it_is_still_given_and_the_next_day_not(service):
    Service.objects.filter(pk=service.pk).update(valid_until=WEDNESDAY)

    last, after = (body(service, datetime(2026, 11, day, 12, tzinfo=PRAGUE)) for day in (25, 26))

    assert "skončila" not in last
    assert "Tato služba skončila 25. 11. 2026." in after


def test_a_place_that_has_closed_makes_room_for_the_next(service):
    service.facilities.update(provided_until=WEDNESDAY)
    FacilityFactory(service=service, street="Modrá", house_number="2", order=1)

    last, after = (body(service, datetime(2026, 11, day, 12, tzinfo=PRAGUE)) for day in (25, 26))

    assert "Zelená 1" in last
    assert "Zelená 1" not in after
    assert "Modrá 2" in after


def test_free_places_are_dated_by_the_day_in_prague(service):
    reported = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)
    Service.objects.filter(pk=service.pk).update(free_places=2, free_places_reported_at=reported)

    assert "2 volná místa (hlášeno 25. 11. 2026)" in body(service, datetime(2026, 11, 25, 12, tzinfo=PRAGUE))


def test_what_is_typed_is_escaped_wherever_it_stands(client, service):
    Service.objects.filter(pk=service.pk).update(note="<script>1</script>", name="A & <b>")
    service.contacts.update(note="<i>")

    page = text(client.get(f"/sluzby/{service.pk}-a-b/", follow=True))

    assert "<script>1" not in page
    assert "&lt;script&gt;1" in page
    assert "A &amp; &lt;b&gt;" in page
    assert "<i>" not in page


def test_the_internal_note_is_not_even_fetched(service):
    Service.objects.filter(pk=service.pk).update(internal_note="jen pro nás")

    assert "jen pro nás".encode() not in service_facts_text(service.pk)


def test_the_facts_are_read_as_they_were_written(service):
    facts = read_service_facts(service_facts_text(service.pk), WEDNESDAY)

    assert facts.organisation.name == "Charita"
    assert facts.kind.section == "40"
    assert facts.forms == ["terenni"]
    assert [(one.form, one.unit, one.count) for one in facts.capacities] == [("terenni", "klient", 15)]
    assert facts.facilities[0].address == "Zelená 1"
    assert facts.facilities[0].place == "Ostrava"
    assert facts.exclusions[0].service_name == "Noční klid"
    assert facts.kind.guidance[0].name == "Odlehčovací služba"


def test_every_table_that_pages_are_made_of_raises_a_version():
    """Else a kept page would not know that it is old."""
    made_of = set(re.findall(r"\b(?:catalogue|situations|network)_[a-z_]+", str(service_facts._STATEMENT._sql)))
    made_of |= {"catalogue_searchservice", "catalogue_searchentry", "catalogue_searchcard", "catalogue_placekey"}

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname ~ 'raises_version_(lexicon|catalogue)'"
        )
        raising = {table for (table,) in cursor.fetchall()}

    assert made_of - raising == set()
    assert len(made_of) > 15
