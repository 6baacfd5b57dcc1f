"""Corrections fact by fact: proposed, compared with what is public, decided, applied."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError

from catalogue import indexing
from catalogue.correcting import Change, Verdict, apply_at_once, decide, now_of, propose_correction
from catalogue.models import ChangeProposal, Contact, ProposedField, SearchCard
from catalogue.proposable import clean, facts_of, read, shown, write
from catalogue.proposing import DecisionRefused
from tests.factories import (
    ContactFactory,
    FacilityFactory,
    OrganisationFactory,
    PlaceFactory,
    ServiceFactory,
    TargetGroupFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def service():
    service = ServiceFactory(name="Poradna", summary="Poradíme.", age_from=18, age_to=26)
    ContactFactory(service=service, value="+420599000001")
    indexing.refresh([service.pk])
    return service


@pytest.fixture
def partner():
    return UserFactory()


@pytest.fixture
def coordinator():
    return UserFactory(coordinator=True)


def change(target, name, after, *, place=None) -> Change:
    return Change(place, facts_of(place or target)[name], after)


def proposed(service, by, **facts) -> ChangeProposal:
    changes = [change(service, name, after) for name, after in facts.items()]
    return propose_correction(service, changes, by=by, source="partner")


def verdicts(proposal, *, accepted=True, reason="") -> list[Verdict]:
    return [Verdict(row.pk, accepted, reason) for row in proposal.fields.filter(state="waiting")]


def test_what_is_public_stays_until_somebody_decides(service, partner):
    proposal = proposed(service, partner, summary="Poradíme s dluhy.", name="Poradna")

    service.refresh_from_db()
    assert service.summary == "Poradíme."
    assert list(proposal.fields.values_list("field", "before", "after", "state")) == [
        ("summary", "Poradíme.", "Poradíme s dluhy.", "waiting")
    ]


def test_an_accepted_fact_is_public_and_the_search_follows(service, partner, coordinator):
    proposal = proposed(service, partner, phones="+420599000002 | vrátnice\n+420599000003", summary="Nově.")

    decide(proposal, verdicts(proposal), by=coordinator)

    proposal.refresh_from_db()
    card = SearchCard.objects.get(pk=service.pk).content
    assert (card["phone"], card["summary"]) == ({"number": "+420599000002", "note": "vrátnice"}, "Nově.")
    assert (proposal.state, proposal.decided_by) == ("accepted", coordinator)


def test_some_facts_are_accepted_some_refused_and_the_rest_waits(service, partner, coordinator):
    proposal = proposed(service, partner, summary="Nově.", price_note="100 Kč", what_to_bring="Občanku")
    summary, price, bring = proposal.fields.order_by("pk")

    decide(proposal, [Verdict(summary.pk, True), Verdict(price.pk, False, "Ceník říká jinak.")], by=coordinator)

    proposal.refresh_from_db()
    service.refresh_from_db()
    assert (service.summary, service.price_note, proposal.state) == ("Nově.", "", "new")
    decide(proposal, [Verdict(bring.pk, False, "Netřeba.")], by=coordinator)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.reason) == ("accepted", "Ceník říká jinak.; Netřeba.")


def test_everything_refused_means_the_proposal_is(service, partner, coordinator):
    proposal = proposed(service, partner, summary="Nově.")

    decide(proposal, verdicts(proposal, accepted=False, reason="Není to pravda."), by=coordinator)

    proposal.refresh_from_db()
    assert (proposal.state, proposal.reason) == ("refused", "Není to pravda.")


def test_a_refusal_says_why_and_nothing_is_decided_twice(service, partner, coordinator):
    proposal = proposed(service, partner, summary="Nově.")
    with pytest.raises(DecisionRefused, match="Napište, proč"):
        decide(proposal, verdicts(proposal, accepted=False), by=coordinator)
    mine = verdicts(proposal)
    decide(proposal, mine, by=coordinator)

    with pytest.raises(DecisionRefused, match="už někdo rozhodl"):
        decide(proposal, mine, by=coordinator)


def test_a_partner_decides_about_nothing(service, partner):
    proposal = proposed(service, partner, summary="Nově.")

    with pytest.raises(PermissionDenied):
        decide(proposal, verdicts(proposal), by=partner)


def test_a_fact_proposed_again_replaces_and_one_put_back_is_withdrawn(service, partner):
    first = proposed(service, partner, summary="Nově.", note="Dobré vědět")
    second = proposed(service, partner, summary="Ještě nověji.", note="")

    assert second == first
    assert list(second.fields.values_list("field", "after")) == [("summary", "Ještě nověji.")]
    assert proposed(service, partner, summary="Poradíme.") is None
    assert not ChangeProposal.objects.exists()


def test_what_changed_meanwhile_is_known(service, partner):
    row = proposed(service, partner, summary="Nově.").fields.get()
    service.summary = "Mezitím jinak."
    service.save()

    assert (row.before, now_of(row, service, None)) == ("Poradíme.", "Mezitím jinak.")


def test_both_ends_of_ages_may_move_together(service, partner, coordinator):
    proposal = proposed(service, partner, age_from="30", age_to="40")

    decide(proposal, verdicts(proposal), by=coordinator)

    service.refresh_from_db()
    assert (service.age_from, service.age_to) == (30, 40)


def test_what_the_table_refuses_is_a_sentence_and_nothing_is_written(service, partner, coordinator):
    proposal = proposed(service, partner, age_from="30", summary="Nově.")

    with pytest.raises(DecisionRefused, match="nesmí být menší"):
        decide(proposal, verdicts(proposal), by=coordinator)

    service.refresh_from_db()
    assert (service.age_from, service.summary) == (18, "Poradíme.")
    assert proposal.fields.filter(state="waiting").count() == 2


def test_a_place_that_moves_gets_the_point_of_its_new_place(service, partner, coordinator):
    place = PlaceFactory(name="Ostrava", lat=49.83, lon=18.28)
    facility = FacilityFactory(service=service, street="Stará", place=place, lat=49.9, lon=18.1, precision="address")
    changes = [change(service, "street", "Neznámá", place=facility)]

    proposal = propose_correction(service, changes, by=partner, source="partner")
    decide(proposal, verdicts(proposal), by=coordinator)

    facility.refresh_from_db()
    assert (facility.street, facility.lat, facility.precision) == ("Neznámá", 49.83, "city")


def test_an_address_that_became_secret_is_not_written(service, partner, coordinator):
    facility = FacilityFactory(service=service)
    proposal = propose_correction(
        service, [change(service, "street", "Zelená", place=facility)], by=partner, source="partner"
    )
    facility.is_secret = True
    facility.save()

    with pytest.raises(DecisionRefused, match="tajit"):
        decide(proposal, verdicts(proposal), by=coordinator)


def test_a_secret_place_offers_no_address_to_propose():
    assert "street" not in facts_of(FacilityFactory(is_secret=True))


@pytest.fixture
def public_place(service):
    """With a history and an earlier proposal that both say the address."""
    place = FacilityFactory(
        service=service, street="Zelená", house_number="5", place=PlaceFactory(), lat=49.8, lon=18.2
    )
    place.street = "Modrá"
    place.save(update_fields=["street"])
    indexing.refresh([service.pk])
    return place


def everything_kept(place) -> str:
    """Where an address could still be read."""
    events = apps.get_model("catalogue", "FacilityEvent").objects.filter(pgh_obj_id=place.pk)
    fields = ProposedField.objects.filter(facility=place)
    cards = SearchCard.objects.filter(service=place.service_id)
    return " ".join(str(list(rows.values())) for rows in (events, fields, cards))


def test_a_place_becomes_secret_at_once_and_nothing_keeps_its_address(service, partner, public_place):
    propose_correction(
        service, [change(service, "street", "Fialová", place=public_place)], by=partner, source="partner"
    )
    assert "Modrá" in everything_kept(public_place)
    changes = [
        change(service, "is_secret", "yes", place=public_place),
        change(service, "street", "Oranžová", place=public_place),
    ]

    proposal = propose_correction(service, changes, by=partner, source="partner")

    public_place.refresh_from_db()
    assert (public_place.is_secret, public_place.street, public_place.place, public_place.lat) == (True, "", None, None)
    assert [(row.field, row.after, row.state) for row in proposal.fields.all()] == [("is_secret", "yes", "waiting")]
    for street in ("Zelená", "Modrá", "Fialová", "Oranžová"):
        assert street not in everything_kept(public_place)


@pytest.mark.parametrize(("accepted", "is_secret"), [(True, True), (False, False)])
def test_refusing_to_hide_makes_the_place_public_without_its_address(
    service, partner, coordinator, public_place, accepted, is_secret
):
    proposal = propose_correction(
        service, [change(service, "is_secret", "yes", place=public_place)], by=partner, source="partner"
    )

    decide(proposal, verdicts(proposal, accepted=accepted, reason="Omyl."), by=coordinator)

    public_place.refresh_from_db()
    assert (public_place.is_secret, public_place.street) == (is_secret, "")


def test_an_editor_hides_a_place_at_once(service, coordinator, public_place):
    changes = [
        change(service, "is_secret", "yes", place=public_place),
        change(service, "street", "Oranžová", place=public_place),
        change(service, "name", "Azylový dům", place=public_place),
    ]

    apply_at_once(service, changes, by=coordinator)

    public_place.refresh_from_db()
    assert (public_place.is_secret, public_place.street, public_place.name) == (True, "", "Azylový dům")
    assert "Oranžová" not in everything_kept(public_place)


def test_a_secret_place_cannot_be_proposed_to_be_public():
    assert "is_secret" not in facts_of(FacilityFactory(is_secret=True))
    assert "is_secret" in facts_of(FacilityFactory())


def test_an_editor_corrects_at_once(service, coordinator):
    proposal = apply_at_once(service, [change(service, "summary", "Hned.")], by=coordinator)

    service.refresh_from_db()
    assert (service.summary, proposal.state, proposal.source) == ("Hned.", "accepted", "desk")


def test_an_organisation_s_name_shows_in_the_search_of_its_services(service, partner, coordinator):
    organisation = service.organisation
    proposal = propose_correction(
        organisation, [change(organisation, "name", "Nová Charita")], by=partner, source="partner"
    )

    decide(proposal, verdicts(proposal), by=coordinator)

    organisation.refresh_from_db()
    assert (organisation.name, organisation.slug) == ("Nová Charita", "nova-charita")
    assert SearchCard.objects.get(pk=service.pk).content["organisation"] == "Nová Charita"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("free_of_charge", "yes"),
        ("anonymous", "no"),
        ("age_from", ""),
        ("languages", "cs, uk"),
        ("emails", "a@sluzba.example\nb@sluzba.example | účetní"),
        ("webs", "https://sluzba.example"),
        ("note", "První.\nDruhý."),
    ],
)
def test_a_fact_reads_back_as_it_was_written(service, name, text):
    fact = facts_of(service)[name]

    write(service, [(fact, text)])

    service.refresh_from_db()
    assert read(service, fact) == text


def test_groups_are_written_by_their_codes(service):
    first, second = TargetGroupFactory.create_batch(2)
    fact = facts_of(service)["target_groups"]

    write(service, [(fact, f"{first.code}\n{second.code}")])

    assert read(service, fact) == f"{first.code}\n{second.code}"
    assert shown(fact, first.code) == first.name


@pytest.mark.parametrize(
    ("name", "written", "text"),
    [
        ("phones", "599 526 912 | vrátnice\n\n116 123", "+420599526912 | vrátnice\n116123"),
        ("emails", "Poradna@Sluzba.example", "poradna@sluzba.example"),
        ("webs", "sluzba.example", "https://sluzba.example"),
        ("note", "  a  \n b ", "a\n b"),
    ],
)
def test_what_people_write_is_put_in_order(service, name, written, text):
    assert clean(facts_of(service)[name], written) == text


@pytest.mark.parametrize(("name", "written"), [("phones", "zavolejte"), ("emails", "poradna"), ("webs", "web")])
def test_what_is_no_contact_is_refused(service, name, written):
    with pytest.raises(ValidationError):
        clean(facts_of(service)[name], written)


def test_a_number_that_stays_keeps_its_row(service):
    row = Contact.objects.get()

    write(service, [(facts_of(service)["phones"], "+420599000009\n+420599000001 | večer")])

    row.refresh_from_db()
    assert (row.order, row.note) == (1, "večer")


def test_a_proposal_is_about_one_thing(service):
    with pytest.raises(IntegrityError, match="change_proposal_about_one_thing"):
        ChangeProposal.objects.create(
            service=service, organisation=OrganisationFactory(), topic="other", source="partner"
        )


def test_a_record_has_one_open_correction(service):
    ChangeProposal.objects.create(service=service, topic="correction", source="partner")

    with pytest.raises(IntegrityError, match="change_proposal_one_open_correction"):
        ChangeProposal.objects.create(service=service, topic="correction", source="desk")


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        ({"after": "Poradíme."}, "proposed_field_changes_something"),
        ({"state": "accepted"}, "proposed_field_decided_by_somebody"),
    ],
)
def test_the_table_of_facts_refuses(service, partner, wrong, rule):
    row = proposed(service, partner, summary="Nově.").fields.get()

    with pytest.raises(IntegrityError, match=rule):
        ProposedField.objects.filter(pk=row.pk).update(**wrong)


def test_a_fact_waits_once(service, partner):
    row = proposed(service, partner, summary="Nově.").fields.get()

    with pytest.raises(IntegrityError, match="proposed_field_waits_once"):
        row.proposal.fields.create(field="summary", before="Poradíme.", after="Jinak.")
