"""A new service or place: proposed by its provider with all facts, there for the public only once the city accepts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from catalogue.founding import found, propose_place
from catalogue.models import ChangeProposal, Facility, PlaceKey, SearchEntry, Service
from catalogue.proposing import DecisionRefused
from network.own_record import reports_of, waiting_in
from tests.factories import OrganisationFactory, PlaceFactory, ServiceFactory, ServiceKindFactory, UserFactory
from tests.network.factories import PersonFactory, PositionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator():
    return UserFactory(coordinator=True)


@pytest.fixture
def organisation():
    return OrganisationFactory(name="Poradna Most")


@pytest.fixture
def partner(organisation):
    user = UserFactory()
    PositionFactory(person=PersonFactory(user=user), organisation=organisation)
    return user


@pytest.fixture
def poruba():
    place = PlaceFactory(name="Poruba", kind="city_district", lat=49.83, lon=18.17)
    PlaceKey.objects.create(place=place, key="poruba")
    return place


PLACE = {
    "misto-0-place": "Poruba",
    "misto-0-name": "Poradna u kašny",
    "misto-0-street": "Zelená",
    "misto-0-house_number": "7",
    "misto-0-postcode": "708 00",
    "misto-0-barrier_free": "yes",
    "misto-0-opening_hours-0": "8–12, 13–17",
}
SERVICE = {
    "kind": "OSP",
    "forms": ["ambulantni", "terenni"],
    "name": "Dluhová poradna",
    "summary": "Pomůžeme s dluhy.",
    "phones": "599 526 912 | vrátnice",
    "languages": ["cs", "en"],
    "free_of_charge": "yes",
    "age_from": "18",
}


def test_a_place_is_proposed_and_made_when_the_city_accepts(client, coordinator, partner, organisation, poruba):
    service = ServiceFactory(organisation=organisation, name="Poradna")
    client.force_login(partner)
    client.post(f"/sit/sluzby/{service.pk}/nove-misto/", PLACE)
    proposal = ChangeProposal.objects.get()

    assert (proposal.topic, proposal.source, proposal.service) == ("new_place", "partner", service)
    assert not service.facilities.exists()
    assert waiting_in(service) == {}
    assert reports_of(organisation) == []

    client.force_login(coordinator)
    page = client.get(f"/sit/navrhy/{proposal.pk}/").content.decode()
    assert "Zelená" in page
    assert "nic" in page
    client.post(f"/sit/navrhy/{proposal.pk}/", {"move": "prijmout"})

    place = service.facilities.get()
    assert (place.place, place.name, place.address, place.postcode) == (poruba, "Poradna u kašny", "Zelená 7", "70800")
    assert (place.barrier_free, place.lat) == (True, 49.83)
    assert place.opening_hours.startswith("Mo 08:00-12:00,13:00-17:00")
    proposal.refresh_from_db()
    assert (proposal.state, {row.state for row in proposal.fields.all()}) == ("accepted", {"accepted"})
    assert SearchEntry.objects.filter(facility=place).exists()


def test_a_service_with_its_first_place_is_made_whole(client, coordinator, partner, organisation, poruba):
    kind = ServiceKindFactory(code="OSP", section="37")
    client.force_login(partner)
    client.post(f"/sit/organizace/{organisation.pk}/nova-sluzba/", SERVICE | PLACE)
    proposal = ChangeProposal.objects.get()
    assert not Service.objects.exists()

    found(proposal, by=coordinator)

    service = Service.objects.get()
    assert (service.organisation, service.kind, service.name) == (organisation, kind, "Dluhová poradna")
    assert (service.record_type, service.origin, service.published) == ("registered_service", "hand", True)
    assert (service.languages, service.free_of_charge, service.age_from) == (["cs", "en"], True, 18)
    assert sorted(service.forms.values_list("form", flat=True)) == ["ambulantni", "terenni"]
    assert [(one.value, one.note) for one in service.contacts.all()] == [("+420599526912", "vrátnice")]
    assert service.facilities.get().place == poruba
    assert SearchEntry.objects.filter(service=service).exists()


def test_a_new_service_may_help_in_several_ways(client, coordinator, partner, organisation):
    for code in ("OSP", "SASRD", "KP"):
        ServiceKindFactory(code=code)
    client.force_login(partner)
    several = SERVICE | {"further_kinds": ["OSP", "SASRD", "KP"]}
    client.post(f"/sit/organizace/{organisation.pk}/nova-sluzba/", several)

    found(ChangeProposal.objects.get(), by=coordinator)

    assert sorted(Service.objects.get().further_kinds.values_list("code", flat=True)) == ["KP", "SASRD"]


def test_a_service_without_a_place_has_none(client, coordinator, organisation):
    """What a coordinator writes needs nobody else's word."""
    ServiceKindFactory(code="OSP")
    client.force_login(coordinator)

    client.post(f"/sit/organizace/{organisation.pk}/nova-sluzba/", SERVICE)

    assert not Service.objects.get().facilities.exists()
    assert ChangeProposal.objects.get().state == "accepted"


@pytest.mark.parametrize("typed", [{}, {"misto-0-street": "Zelená", "misto-0-postcode": "nesmysl"}])
def test_of_a_place_with_a_secret_address_nothing_is_kept_that_says_where_it_is(
    client, coordinator, partner, organisation, typed
):
    service = ServiceFactory(organisation=organisation, name="Azylový dům")
    client.force_login(partner)
    place = {"misto-0-is_secret": "on", "misto-0-name": "Azyl", "misto-0-barrier_free": "yes"}
    client.post(f"/sit/sluzby/{service.pk}/nove-misto/", place | typed)
    proposal = ChangeProposal.objects.get()

    assert set(proposal.fields.values_list("field", "after")) == {
        ("is_secret", "yes"),
        ("name", "Azyl"),
        ("barrier_free", "yes"),
    }
    client.force_login(coordinator)
    page = client.get(f"/sit/navrhy/{proposal.pk}/").content.decode()
    assert "Adresa se tají" in page
    client.post(f"/sit/navrhy/{proposal.pk}/", {"move": "prijmout"})

    made = service.facilities.get()
    assert (made.is_secret, made.name, made.barrier_free, made.address, made.place) == (True, "Azyl", True, "", None)
    public = client.get(service.get_absolute_url()).content.decode()
    assert "Zelená" not in page + public


def test_a_new_service_may_begin_at_a_secret_address(client, coordinator, organisation, poruba):
    ServiceKindFactory(code="OSP")
    client.force_login(coordinator)
    place = {"misto-0-is_secret": "on", "misto-0-place": "Poruba", "misto-0-house_number": "7"}

    client.post(f"/sit/organizace/{organisation.pk}/nova-sluzba/", SERVICE | place)

    made = Service.objects.get().facilities.get()
    assert (made.is_secret, made.place, made.house_number) == (True, None, "")
    assert not ChangeProposal.objects.get().fields.filter(field__startswith="place.place").exists()


def test_whoever_calls_cannot_keep_a_secret_address_either(partner, organisation):
    service = ServiceFactory(organisation=organisation)

    made = propose_place(service, {"is_secret": "yes", "street": "Zelená", "place": "1"}, by=partner, source="partner")

    assert list(made.fields.values_list("field", flat=True)) == ["is_secret"]


@pytest.mark.parametrize("city", [True, False])
def test_a_form_sent_twice_is_one_proposal(client, coordinator, partner, organisation, poruba, city):
    ServiceKindFactory(code="OSP")
    client.force_login(coordinator if city else partner)
    address = f"/sit/organizace/{organisation.pk}/nova-sluzba/"

    answers = [client.post(address, SERVICE | PLACE).status_code for _ in range(2)]
    client.post(address, SERVICE | PLACE | {"misto-0-street": "Jiná"})

    assert answers == [302, 302]
    assert ChangeProposal.objects.count() == 2
    assert Service.objects.count() == (2 if city else 0)


def test_what_a_coordinator_cannot_found_is_said_and_nothing_of_it_stays(
    client, coordinator, organisation, monkeypatch
):
    """A town that went with a new register while the form was open."""
    ServiceKindFactory(code="OSP")
    client.force_login(coordinator)
    monkeypatch.setattr("network.forms.record.town_named", lambda text: "999999")

    response = client.post(f"/sit/organizace/{organisation.pk}/nova-sluzba/", SERVICE | PLACE)

    assert response.status_code == 422
    assert "Obec z návrhu už v seznamu míst není." in response.content.decode()
    assert "Dluhová poradna" in response.content.decode()
    assert not ChangeProposal.objects.exists()
    assert not Service.objects.exists()


def test_a_refusal_says_why_and_makes_nothing(client, coordinator, partner, organisation, poruba):
    service = ServiceFactory(organisation=organisation)
    proposal = propose_place(service, {"place": str(poruba.pk), "street": "Zelená"}, by=partner, source="partner")
    address = f"/sit/navrhy/{proposal.pk}/"
    client.force_login(coordinator)

    assert client.post(address, {"move": "odmitnout"}).status_code == 422
    client.post(address, {"move": "odmitnout", "reason": "Tohle místo už v katalogu je."})

    assert not Facility.objects.exists()
    client.force_login(partner)
    page = client.get(address).content.decode()
    assert "Tohle místo už v katalogu je." in page
    with pytest.raises(DecisionRefused):
        found(proposal, by=coordinator)


def test_only_the_city_founds(partner, organisation, poruba):
    service = ServiceFactory(organisation=organisation)
    proposal = propose_place(service, {"place": str(poruba.pk)}, by=partner, source="partner")

    with pytest.raises(PermissionDenied):
        found(proposal, by=partner)


def test_what_the_table_refuses_is_said_and_nothing_stays_half_made(coordinator, partner, organisation, poruba):
    service = ServiceFactory(organisation=organisation)
    facts = {"place": str(poruba.pk), "postcode": "1234567"}
    proposal = propose_place(service, facts, by=partner, source="partner")

    with pytest.raises(DecisionRefused, match="PSČ"):
        found(proposal, by=coordinator)

    assert not Facility.objects.exists()
    proposal.refresh_from_db()
    assert proposal.state == "new"


def test_a_kind_or_a_town_that_is_gone_is_said(coordinator, partner, organisation, poruba):
    service = ServiceFactory(organisation=organisation)
    proposal = propose_place(service, {"place": "999999", "street": "Zelená"}, by=partner, source="partner")

    with pytest.raises(DecisionRefused, match="Obec z návrhu"):
        found(proposal, by=coordinator)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"misto-0-place": ""}, "misto-0-place"),
        ({"misto-0-place": "Xyzzyx Nikde"}, "misto-0-place"),
        ({"misto-0-postcode": "12"}, "misto-0-postcode"),
        ({"misto-0-opening_hours-0": "ráno"}, "misto-0-opening_hours-0"),
        ({"kind": ""}, "kind"),
        ({"kind": "nesmysl"}, "kind"),
        ({"forms": []}, "forms"),
        ({"name": ""}, "name"),
        ({"phones": ""}, "phones"),
        ({"phones": "tři"}, "phones"),
        ({"age_from": "20", "age_to": "10"}, "age_to"),
    ],
)
def test_a_proposal_nobody_could_use_is_said_at_its_place(client, partner, organisation, poruba, changed, field):
    ServiceKindFactory(code="OSP")
    client.force_login(partner)

    response = client.post(f"/sit/organizace/{organisation.pk}/nova-sluzba/", SERVICE | PLACE | changed)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert not ChangeProposal.objects.exists()


def test_a_partner_proposes_nothing_for_others(client, partner):
    theirs = ServiceFactory()
    client.force_login(partner)

    assert client.get(f"/sit/sluzby/{theirs.pk}/nove-misto/").status_code == 403
    assert client.post(f"/sit/organizace/{theirs.organisation_id}/nova-sluzba/", SERVICE).status_code == 403
    assert client.get("/sit/sluzby/999999/nove-misto/").status_code == 404


@pytest.mark.parametrize("facts", [1, 3])
def test_a_proposal_costs_the_same_for_one_fact_as_for_three(
    client, coordinator, partner, organisation, poruba, facts, django_assert_num_queries
):
    service = ServiceFactory(organisation=organisation)
    texts = dict([("street", "Zelená"), ("house_number", "7"), ("postcode", "70800")][:facts])
    proposal = propose_place(service, texts, by=partner, source="partner")
    client.force_login(coordinator)

    with django_assert_num_queries(4):
        client.get(f"/sit/navrhy/{proposal.pk}/")


def test_no_place_is_founded_for_a_service_that_ended_meanwhile(coordinator, partner, organisation, poruba):
    ended = ServiceFactory(organisation=organisation, valid_until=timezone.localdate() - timedelta(days=1))
    proposal = propose_place(ended, {"place": str(poruba.pk), "name": "U kašny"}, by=partner, source="partner")

    with pytest.raises(DecisionRefused, match="mezitím skončila"):
        found(proposal, by=coordinator)

    assert not ended.facilities.exists()
