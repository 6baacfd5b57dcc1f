"""A partner keeps their own record; what changes the public catalogue waits for a coordinator."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from catalogue import indexing
from catalogue.knowledge import knowledge
from catalogue.models import ChangeProposal, Closure, Service
from network.hours_by_day import days_of, notation_of
from tests.factories import (
    ContactFactory,
    FacilityFactory,
    ServiceFactory,
    ServiceKindFactory,
    TargetGroupFactory,
    UserFactory,
)
from tests.network.factories import PersonFactory, PositionFactory
from tests.network.factories_people import ClosureFactory, ProposalFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def partner():
    user = UserFactory()
    PositionFactory(person=PersonFactory(user=user))
    return user


@pytest.fixture
def service(partner):
    """With a phone, a group and one place open from eight to four on working days."""
    service = ServiceFactory(
        organisation=partner.person.positions.get().organisation, name="Poradna", summary="Poradíme.", languages=["cs"]
    )
    ContactFactory(service=service, value="+420599000001")
    service.target_groups.add(TargetGroupFactory(code="seniori"))
    FacilityFactory(service=service, name="Dům", street="Zelená", opening_hours="Mo-Fr 08:00-16:00; PH off")
    indexing.refresh([service.pk])
    return service


def as_shown(client, service) -> dict[str, object]:
    """What a browser would send back untouched."""
    form = client.get(f"/sit/sluzby/{service.pk}/zaznam/").context["form"]
    values = {bound.html_name: bound.value() for bound in form}
    return {name: value for name, value in values.items() if value not in (None, False)}


def test_sending_the_form_untouched_changes_nothing(client, partner, service):
    client.force_login(partner)

    response = client.post(f"/sit/sluzby/{service.pk}/zaznam/", as_shown(client, service), follow=True)

    assert not ChangeProposal.objects.exists()
    assert "Nic se nezměnilo" in response.content.decode()


def test_what_changed_since_the_form_was_opened_is_not_put_back(client, service):
    client.force_login(UserFactory(coordinator=True))
    old = service.facilities.get()
    opened = as_shown(client, service) | {"phones": "599 000 002"}
    Service.objects.filter(pk=service.pk).update(summary="Tohle mezitím opravil někdo jiný.")
    service.facilities.update(opening_hours="Mo-Tu 09:00-11:00")
    new = FacilityFactory(service=service, name="Nové místo", street="Modrá", opening_hours="We 08:00-10:00")

    client.post(f"/sit/sluzby/{service.pk}/zaznam/", opened)

    service.refresh_from_db()
    assert service.summary == "Tohle mezitím opravil někdo jiný."
    assert [contact.value for contact in service.contacts.all()] == ["+420599000002"]
    assert set(service.facilities.values_list("pk", "name", "street", "opening_hours")) == {
        (old.pk, "Dům", "Zelená", "Mo-Tu 09:00-11:00"),
        (new.pk, "Nové místo", "Modrá", "We 08:00-10:00"),
    }


def test_what_a_colleague_proposed_since_the_form_was_opened_goes_on_waiting(client, partner, service):
    client.force_login(partner)
    opened = as_shown(client, service)
    address = f"/sit/sluzby/{service.pk}/zaznam/"
    client.post(address, opened | {"summary": "Návrh kolegyně."})

    client.post(address, opened | {"note": "Přineste si smlouvu."})

    assert set(ChangeProposal.objects.get().fields.values_list("field", "after")) == {
        ("summary", "Návrh kolegyně."),
        ("note", "Přineste si smlouvu."),
    }


def test_a_partner_s_changes_wait_fact_by_fact(client, partner, service):
    client.force_login(partner)
    place = service.facilities.get()
    changed = as_shown(client, service) | {
        "phones": "599 000 001\n599 000 002 | večer",
        "free_of_charge": "yes",
        f"misto-{place.pk}-opening_hours-4": "8–12",
        f"misto-{place.pk}-barrier_free": "no",
        "text": "Přibude pobočka.",
    }

    client.post(f"/sit/sluzby/{service.pk}/zaznam/", changed)

    proposal = ChangeProposal.objects.get()
    assert (proposal.source, proposal.proposed_by, proposal.text) == ("partner", partner, "Přibude pobočka.")
    assert set(proposal.fields.values_list("facility", "field", "before", "after")) == {
        (None, "phones", "+420599000001", "+420599000001\n+420599000002 | večer"),
        (None, "free_of_charge", "", "yes"),
        (place.pk, "barrier_free", "", "no"),
        (
            place.pk,
            "opening_hours",
            "Mo-Fr 08:00-16:00; PH off",
            "Mo-Th 08:00-16:00; Fr 08:00-12:00; PH off",
        ),
    }
    service.refresh_from_db()
    assert service.free_of_charge is None


def test_what_waits_is_in_the_form_when_it_opens_again(client, partner, service):
    client.force_login(partner)
    client.post(f"/sit/sluzby/{service.pk}/zaznam/", as_shown(client, service) | {"summary": "Nově."})

    assert as_shown(client, service)["summary"] == "Nově."


def test_further_kinds_a_partner_proposes_are_found_once_they_are_accepted(client, partner, service):
    respite = ServiceKindFactory(code="ODL", name="Odlehčovací služba")
    Service.objects.update(kind=ServiceKindFactory(code="OSP"))
    service.refresh_from_db()
    client.force_login(partner)
    shown = as_shown(client, service)
    client.post(f"/sit/sluzby/{service.pk}/zaznam/", shown | {"further_kinds": ["ODL"]})
    before = service.searched.kinds

    client.force_login(UserFactory(coordinator=True))
    proposal = ChangeProposal.objects.get()
    page = client.get(f"/sit/navrhy/{proposal.pk}/").content.decode()
    client.post(f"/sit/navrhy/{proposal.pk}/", {f"co-{proposal.fields.get().pk}": "prijmout"})

    service.searched.refresh_from_db()
    assert "Odlehčovací služba" in page
    assert (before, service.searched.kinds) == (None, [service.kind_id, respite.pk])


def test_the_main_kind_is_not_offered_among_the_further(client, partner, service):
    ServiceKindFactory(code="ODL")
    Service.objects.update(kind=ServiceKindFactory(code="OSP"))
    client.force_login(partner)

    form = client.get(f"/sit/sluzby/{service.pk}/zaznam/").context["form"]

    assert list(dict(form.fields["further_kinds"].choices)) == ["ODL"]


def test_an_easy_start_in_the_partner_s_words_is_public_once_it_is_accepted(client, partner, service):
    address = f"{service.get_absolute_url()}jednoduse/"
    client.force_login(partner)
    changed = as_shown(client, service) | {"how_to_start_easy": "Zazvoňte. Máme zelené dveře."}
    client.post(f"/sit/sluzby/{service.pk}/zaznam/", changed)
    before = client.get(address).content.decode()

    client.force_login(UserFactory(coordinator=True))
    proposal = ChangeProposal.objects.get()
    client.post(f"/sit/navrhy/{proposal.pk}/", {f"co-{proposal.fields.get().pk}": "prijmout"})

    assert "zelené dveře" not in before
    assert "Zazvoňte.<br>Máme" in client.get(address).content.decode()


def test_a_message_alone_comes_to_the_queue(client, partner, service):
    client.force_login(partner)

    client.post(f"/sit/sluzby/{service.pk}/zaznam/", as_shown(client, service) | {"text": "Končíme v červnu."})

    proposal = ChangeProposal.objects.get()
    assert (proposal.topic, proposal.text) == ("other", "Končíme v červnu.")


def test_a_coordinator_s_changes_are_public_at_once_and_a_partner_s_go_on_waiting(client, service):
    waiting = ProposalFactory(service=service, summary="Od partnera.")
    client.force_login(UserFactory(coordinator=True))

    client.post(f"/sit/sluzby/{service.pk}/zaznam/", as_shown(client, service) | {"price_note": "Zdarma"})

    service.refresh_from_db()
    assert (service.price_note, service.summary) == ("Zdarma", "Poradíme.")
    assert waiting.fields.get().state == "waiting"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"phones": "zavolejte"}, "není telefon"),
        ({"emails": "poradna"}, "není e-mail"),
        ({"name": ""}, "Napište název."),
        ({"age_from": "40", "age_to": "20"}, "nesmí být menší"),
        ({"age_from": "-5"}, "Napište věk číslem"),
        ({"hours": "od rána"}, "nerozumíme"),
    ],
)
def test_what_cannot_be_kept_is_said_in_czech(client, partner, service, wrong, sentence):
    client.force_login(partner)
    place = service.facilities.get()
    sent = {name.replace("hours", f"misto-{place.pk}-opening_hours-0"): value for name, value in wrong.items()}

    response = client.post(f"/sit/sluzby/{service.pk}/zaznam/", as_shown(client, service) | sent)

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not ChangeProposal.objects.exists()


@pytest.mark.parametrize("places", [1, 3])
def test_the_form_costs_the_same_for_one_place_and_three(client, partner, service, django_assert_num_queries, places):
    FacilityFactory.create_batch(places - 1, service=service)
    client.force_login(partner)
    knowledge()  # the code lists, which a process keeps

    with django_assert_num_queries(10):
        client.get(f"/sit/sluzby/{service.pk}/zaznam/")


@pytest.mark.parametrize("address", ["zaznam/", "dnes/"])
def test_another_organisation_s_service_is_not_theirs_to_keep(client, partner, address):
    client.force_login(partner)

    assert client.get(f"/sit/sluzby/{ServiceFactory().pk}/{address}").status_code == 403


def test_another_organisation_s_closing_is_not_theirs_to_end(client, partner):
    client.force_login(partner)
    closure = ClosureFactory()

    assert client.post(f"/sit/uzaverky/{closure.pk}/zrusit/").status_code == 403
    assert Closure.objects.filter(pk=closure.pk).exists()


def test_free_places_are_public_at_once(client, partner, service):
    client.force_login(partner)

    client.post(f"/sit/sluzby/{service.pk}/dnes/", {"co": "mista", "places": "2", "waiting_note": "měsíc"})

    service.refresh_from_db()
    assert (service.free_places, service.waiting_note) == (2, "měsíc")
    assert service.free_places_reported_at is not None


def test_a_closing_is_public_at_once_and_ends_by_a_click(client, partner, service):
    client.force_login(partner)
    today = timezone.localdate()
    facts = {"co": "zavreni", "begins": today.isoformat(), "ends": today.isoformat(), "text": "Porucha topení."}

    client.post(f"/sit/sluzby/{service.pk}/dnes/", facts)
    said = client.get(service.get_absolute_url()).content.decode()
    client.post(f"/sit/uzaverky/{Closure.objects.get().pk}/zrusit/")

    assert "Porucha topení." in said
    assert "Porucha topení." not in client.get(service.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"co": "mista", "places": "hodně"},
        {"co": "mista", "places": "-1"},
        {"co": "zavreni", "begins": "2026-05-02", "ends": "2026-05-01", "text": "X"},
        {"co": "zavreni", "begins": "2020-05-01", "ends": "2020-05-02", "text": "X"},
        {"co": "zavreni", "begins": "zítra", "ends": "", "text": ""},
    ],
)
def test_wrong_news_is_refused(client, partner, service, wrong):
    client.force_login(partner)

    assert client.post(f"/sit/sluzby/{service.pk}/dnes/", wrong).status_code == 422


def test_the_own_page_shows_services_proposals_and_topics_of_reports_but_not_their_words(client, partner, service):
    ProposalFactory(service=service)
    ChangeProposal.objects.create(service=service, topic="hours", source="public", text="Pan Modrý tam byl.")
    ProposalFactory(service=ServiceFactory(name="Cizí služba"))
    client.force_login(partner)

    page = client.get("/sit/moje/").content.decode()

    assert "otevírací doba nesedí" in page
    assert "Modrý" not in page
    assert "Cizí" not in page


@pytest.mark.parametrize("services", [1, 3])
def test_the_own_page_costs_the_same_for_one_service_and_three(
    client, partner, service, django_assert_num_queries, services
):
    for other in ServiceFactory.create_batch(services - 1, organisation=service.organisation):
        ClosureFactory(service=other, ends=timezone.localdate() + timedelta(days=2))
    client.force_login(partner)

    with django_assert_num_queries(8):
        client.get("/sit/moje/")


def test_without_an_organisation_the_page_says_whom_to_ask(client):
    client.force_login(UserFactory())

    assert "Požádejte koordinátorku" in client.get("/sit/moje/").content.decode()


def test_another_organisation_cannot_be_chosen(client, partner):
    other = PositionFactory().organisation
    client.force_login(partner)

    assert client.get("/sit/moje/", {"organizace": other.pk}).status_code == 403


@pytest.mark.parametrize(
    ("notation", "days"),
    [
        ("Mo-Fr 08:00-16:00", ["8:00–16:00"] * 5 + ["", ""]),
        ("Mo 08:00-12:00,13:00-17:30; We 09:00-11:00", ["8:00–12:00, 13:00–17:30", "", "9:00–11:00", "", "", "", ""]),
        ("", [""] * 7),
        ('Mo 08:00-12:00 "po objednání"', None),
    ],
)
def test_hours_are_read_day_by_day(notation, days):
    assert days_of(notation) == days


@pytest.mark.parametrize(
    ("days", "notation"),
    [
        (["8-16"] * 5 + ["", ""], "Mo-Fr 08:00-16:00; PH off"),
        (
            ["8–12, 13–17:30", "", "nonstop", "", "", "", "zavřeno"],
            "Mo 08:00-12:00,13:00-17:30; We 00:00-24:00; PH off",
        ),
        (["8.30 až 12 a 13-14"] + [""] * 6, "Mo 08:30-12:00,13:00-14:00; PH off"),
        ([""] * 7, ""),
    ],
)
def test_days_are_written_in_the_catalogue_s_notation(days, notation):
    assert notation_of(days, closed_on_holidays=True, by_appointment=False) == notation


def test_an_address_said_to_be_secret_is_gone_from_the_web_at_once(client, partner, service):
    client.force_login(partner)
    place = service.facilities.get()
    sent = as_shown(client, service) | {f"misto-{place.pk}-is_secret": "on", f"misto-{place.pk}-street": "Modrá"}

    answer = client.post(f"/sit/sluzby/{service.pk}/zaznam/", sent, follow=True)

    assert "Adresu jsme skryli hned." in answer.content.decode()
    public = client.get(service.get_absolute_url()).content.decode()
    assert ("Zelená" in public, "Modrá" in public) == (False, False)
    assert [row.field for row in ChangeProposal.objects.get().fields.all()] == ["is_secret"]
