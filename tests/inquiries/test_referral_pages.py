"""Handing over from the desk: the form without a script, the list, one referral and what may be done about it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from catalogue import indexing
from catalogue.models import Exclusion
from inquiries.models import Consent, ConsentText, ContactCard, Deed, Inquiry, Reading, Referral
from inquiries.partner_page import request_context
from inquiries.referring import MoveNotAllowed
from inquiries.working_days import add_working_days
from tests.factories import (
    ContactFactory,
    DeclineReasonFactory,
    FacilityFactory,
    InquiryFactory,
    LifeSituationFactory,
    OfficeFactory,
    OrganisationFactory,
    ReferralFactory,
    ServiceFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("letters")]


@pytest.fixture
def inquiry(worker):
    ConsentText.objects.create(version=1, text="Souhlasím s předáním.", valid_from=timezone.localdate())
    return InquiryFactory(state="open", assignee=worker, situation=LifeSituationFactory(name="Mám dluhy"))


@pytest.fixture
def service():
    service = ServiceFactory(name="Dluhová poradna", organisation__name="Charita")
    ContactFactory(service=service, kind="email", value="poradna@charita.example")
    indexing.refresh([service.pk])
    return service


def form_of(inquiry, service) -> str:
    return f"/pult/dotazy/{inquiry.public_id}/predat/?sluzba={service.pk}"


def text(response) -> str:
    return response.content.decode().replace("\u00a0", " ")


def sent(worker, **facts) -> Referral:
    facts = {"inquiry": InquiryFactory(state="waiting_partner", assignee=worker)} | facts
    return ReferralFactory(sent=True, respond_by=timezone.localdate(), created_by=worker, **facts)


def test_first_the_worker_says_whom_to(signed_in, inquiry, service):
    page = text(signed_in.get(f"/pult/dotazy/{inquiry.public_id}/predat/?q=dluhová poradna"))

    assert f'href="?sluzba={service.pk}"' in page
    assert "Dluhová poradna" in page


def test_words_that_find_nothing_say_so(signed_in, inquiry):
    page = text(signed_in.get(f"/pult/dotazy/{inquiry.public_id}/predat/?q=xyzzyq"))

    assert "Takovou službu jsme nenašli." in page


@pytest.mark.parametrize("target", ["sluzba=0", "sluzba=abc", "sluzba=99999999999999999999", "organizace=7"])
def test_somebody_who_is_not_in_the_catalogue_is_not_found(signed_in, inquiry, target):
    assert signed_in.get(f"/pult/dotazy/{inquiry.public_id}/predat/?{target}").status_code == 404


def test_the_form_says_in_red_what_stands_against_it(signed_in, inquiry, service):
    Exclusion.objects.create(service=service, need="lůžko na noc", instead_text="noclehárnu")

    page = text(signed_in.get(form_of(inquiry, service)))

    assert "Ne, když potřebuje lůžko na noc. Ať se obrátí na noclehárnu." in page
    assert "Souhlasím s předáním." in page
    assert "poradna@charita.example" in page


def test_an_office_that_is_its_own_service_is_named_once(signed_in, inquiry, service):
    service.organisation.name = service.name = "Odbor sociálních věcí"
    service.organisation.save(update_fields=["name"])
    service.save(update_fields=["name"])

    page = signed_in.get(form_of(inquiry, service))

    assert page.context["target"].name.replace("\u00a0", " ") == "Odbor sociálních věcí"


def test_a_contact_is_given_with_one_press(signed_in, inquiry, service):
    response = signed_in.post(form_of(inquiry, service), {"mode": "contact_given", "consent": "bez"})

    assert response.status_code == 302
    referral = Referral.objects.get()
    assert (referral.mode, referral.need) == ("contact_given", None)


def test_sending_needs_a_word_about_what_it_is(signed_in, inquiry, service, letters):
    need = inquiry.needs.get()
    asked = {"mode": "sent", "consent": "bez", "need": need.pk}
    assert "Napište jednou větou, o co jde." in text(signed_in.post(form_of(inquiry, service), asked))

    signed_in.post(form_of(inquiry, service), asked | {"brief": "Přišel dopis od exekutora."})

    referral = Referral.objects.get()
    assert (referral.state, referral.brief, referral.need) == ("sent", "Přišel dopis od exekutora.", need)
    assert Inquiry.objects.get(pk=inquiry.pk).state == "waiting_partner"
    assert len(letters) == 1


@pytest.mark.parametrize(
    ("brief", "what"),
    [
        ("Volat na 603 000 000.", "telefon"),
        ("Píše z ona@doma.example.", "e-mail"),
        ("Dcera paní Modré hledá pomoc.", "jméno"),
    ],
)
def test_a_brief_that_says_who_it_is_does_not_leave(signed_in, inquiry, service, brief, what, letters):
    response = signed_in.post(form_of(inquiry, service), {"mode": "sent", "consent": "bez", "brief": brief})

    assert f"V textu je {what}." in text(response)
    assert brief in text(response)
    assert not letters


def test_without_an_address_sending_is_not_offered(signed_in, inquiry, service):
    service.contacts.all().delete()

    page = text(signed_in.get(form_of(inquiry, service)))
    assert "V katalogu není e-mail" in page
    response = signed_in.post(form_of(inquiry, service), {"mode": "sent", "consent": "bez", "brief": "Dluhy."})

    assert response.status_code == 422
    assert not Referral.objects.exists()


@pytest.mark.parametrize("mode", ["warm_call", "accompanied"])
def test_going_together_asks_for_a_consent_and_keeps_what_was_typed(signed_in, inquiry, service, mode):
    response = signed_in.post(form_of(inquiry, service), {"mode": mode, "consent": "bez", "brief": "Dcera volá."})

    assert "Partner se dozví, o koho jde." in text(response)
    assert "Dcera volá." in text(response)
    assert "<title>Chyba:" in text(response)
    assert not Consent.objects.exists()


def test_a_new_consent_is_written_with_the_referral_or_not_at_all(signed_in, inquiry, service):
    given = {"mode": "warm_call", "consent": "oral", "extent": "telefon", "purpose": "domluva"}
    assert "co se smí předat" in text(signed_in.post(form_of(inquiry, service), given | {"extent": ""}))
    assert not Consent.objects.exists()

    signed_in.post(form_of(inquiry, service), given)

    assert Referral.objects.get().consent == Consent.objects.get()


def test_a_contact_is_shared_only_with_a_consent(signed_in, inquiry, service):
    ContactCard.objects.create(inquiry=inquiry, phone="+420603000000", expires_on=timezone.localdate())
    given = {"mode": "sent", "brief": "Dluhy.", "shares_contact": "on", "extent": "telefon", "purpose": "domluva"}

    assert "jen se souhlasem" in text(signed_in.post(form_of(inquiry, service), given | {"consent": "bez"}))
    signed_in.post(form_of(inquiry, service), given | {"consent": "written"})

    assert Referral.objects.get().shares_contact is True


def test_a_consent_given_before_is_offered(signed_in, inquiry, service):
    earlier = Consent.objects.create(
        inquiry=inquiry,
        wording=ConsentText.objects.get(),
        extent="telefon",
        purpose="domluva",
        manner="oral",
        recorded_by=inquiry.assignee,
    )

    signed_in.post(form_of(inquiry, service), {"mode": "warm_call", "consent": earlier.pk})

    assert Referral.objects.get().consent == earlier


def test_a_place_of_the_service_may_be_chosen(signed_in, inquiry, service):
    FacilityFactory(service=service, name="Centrum")
    poruba = FacilityFactory(service=service, name="Poruba")

    signed_in.post(form_of(inquiry, service), {"mode": "contact_given", "consent": "bez", "facility": poruba.pk})

    assert Referral.objects.get().facility == poruba


def test_an_organisation_or_somebody_outside_the_catalogue(signed_in, inquiry):
    organisation = OrganisationFactory(name="Úřad práce")
    page = f"/pult/dotazy/{inquiry.public_id}/predat/"

    signed_in.post(f"{page}?organizace={organisation.pk}", {"mode": "contact_given", "consent": "bez"})
    signed_in.post(f"{page}?jinam=Farář", {"mode": "contact_given", "consent": "bez"})

    assert list(Referral.objects.values_list("target_name", flat=True)) == ["Úřad práce", "Farář"]


def test_a_closed_inquiry_says_that_it_is(signed_in, inquiry, service):
    Inquiry.objects.filter(pk=inquiry.pk).update(state="closed", closing_reason="informed", closed_at=timezone.now())

    response = signed_in.post(form_of(inquiry, service), {"mode": "contact_given", "consent": "bez"})

    assert "Dotaz je uzavřený." in text(response)


def test_the_form_of_another_office_does_not_exist(signed_in, service):
    elsewhere = InquiryFactory(office=OfficeFactory(name="Jinde"))

    assert signed_in.get(form_of(elsewhere, service)).status_code == 404


def test_the_list_shows_what_waits_oldest_first(signed_in, worker):
    old, new = sent(worker), sent(worker)
    Referral.objects.filter(pk=old.pk).update(state_changed_at=timezone.now() - timedelta(days=3))
    ReferralFactory(inquiry=new.inquiry)

    rows = signed_in.get("/pult/predani/").context["rows"]

    assert [row["referral"] for row in rows] == [old, new]


def test_the_list_by_what_one_looks_for(signed_in, worker):
    yesterday = timezone.localdate() - timedelta(days=1)
    late, answered, elsewhere = sent(worker), sent(worker), sent(worker)
    Referral.objects.filter(pk=late.pk).update(respond_by=yesterday)
    Referral.objects.filter(pk=answered.pk).update(state="accepted")
    Inquiry.objects.filter(pk=elsewhere.inquiry_id).update(assignee=UserFactory(worker=True))

    def found(query):
        return {row["referral"] for row in signed_in.get(f"/pult/predani/?{query}").context["rows"]}

    assert found("ukaz=pozde") == {late}
    assert found("ukaz=odpovedi") == {answered}
    assert found("ukaz=vse") == {late, answered, elsewhere}
    assert found("ukaz=vse&moje=1") == {late, answered}
    assert found("ukaz=nesmysl") == {late, elsewhere}


def test_the_list_goes_on_by_key(signed_in, worker, monkeypatch):
    monkeypatch.setattr("inquiries.referral_list.PAGE_SIZE", 2)
    referrals = [sent(worker) for _ in range(3)]

    first = signed_in.get("/pult/predani/")
    second = signed_in.get(f"/pult/predani/{first.context['next']}")

    assert [row["referral"] for page in (first, second) for row in page.context["rows"]] == referrals
    assert second.context["next"] == ""
    assert list(signed_in.get("/pult/predani/?po=cokoli").context["rows"]) == []


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_for_one_as_for_three(signed_in, worker, django_assert_num_queries, number):
    for _ in range(number):
        sent(worker)
    signed_in.get("/pult/predani/")

    with django_assert_num_queries(5):
        signed_in.get("/pult/predani/")


def test_a_referral_says_where_it_is_and_leaves_a_reading(signed_in, worker):
    referral = sent(worker, brief="Hledá pomoc s dluhy.")

    page = text(signed_in.get(f"/pult/predani/{referral.pk}/"))

    assert "Hledá pomoc s dluhy." in page
    assert "Poslat nový odkaz" in page
    assert Reading.objects.get().inquiry_id == referral.inquiry_id


def test_a_coordinator_sees_coded_facts_and_no_words(client, coordinator, worker):
    referral = sent(worker, brief="Hledá pomoc s dluhy.", responder_name="Jana")
    client.force_login(coordinator)

    page = text(client.get(f"/pult/predani/{referral.pk}/"))

    assert "Hledá pomoc" not in page
    assert "Jana" not in page
    assert "Poslat nový odkaz" not in page
    assert client.post(f"/pult/predani/{referral.pk}/stahnout/").status_code == 403


def test_an_answer_heard_on_the_phone(signed_in, worker):
    referral, address = sent(worker), "/pult/predani/{}/odpoved/"
    DeclineReasonFactory(code="no_capacity", name="plná kapacita")
    refused = signed_in.post(address.format(referral.pk), {"odpoved-state": "declined", "odpoved-message": "Volejte"})
    assert "Vyberte aspoň jeden důvod." in text(refused)
    assert "Volejte" in text(refused)

    signed_in.post(address.format(referral.pk), {"odpoved-state": "declined", "odpoved-reasons": ["no_capacity"]})

    referral.refresh_from_db()
    assert (referral.state, referral.decline_reasons.get().code) == ("declined", "no_capacity")
    page = text(signed_in.get(f"/pult/predani/{referral.pk}/"))
    assert "Zapsat, co chybí" in page
    assert "Předat jinam" in page


def test_a_place_on_the_list_heard_on_the_phone_is_shown_and_changed(signed_in, worker):
    referral = sent(worker)
    page = f"/pult/predani/{referral.pk}/"
    heard = {"odpoved-state": "waitlisted", "odpoved-waiting_estimate": "půl roku", "odpoved-waiting_position": "12"}

    signed_in.post(f"{page}odpoved/", heard)
    empty = signed_in.post(f"{page}poradnik/", {})
    signed_in.post(f"{page}poradnik/", {"poradnik-waiting_estimate": "", "poradnik-waiting_position": "9"})

    referral.refresh_from_db()
    assert (referral.state, referral.waiting_estimate, referral.waiting_position) == ("waitlisted", "půl roku", 9)
    assert (empty.status_code, "Napište odhad, nebo pořadí." in text(empty)) == (422, True)
    assert "<dt>Kolikátý v pořadníku</dt><dd>9</dd>" in text(signed_in.get(page))
    assert "asi 9. místo" in text(signed_in.get("/pult/"))


def test_a_note_of_the_desk_stays_at_the_desk(signed_in, client, coordinator, worker):
    referral = sent(worker)
    page = f"/pult/predani/{referral.pk}/"

    signed_in.post(f"{page}poznamka/", {"poznamka-note": "Volat až po druhé."})

    assert "Volat až po druhé." in text(signed_in.get(page))
    referral.refresh_from_db()
    assert "Volat až po druhé." not in str(request_context(referral))
    client.force_login(coordinator)
    assert "Volat až po druhé." not in text(client.get(page))


def typed_in(page, name) -> dict[str, str]:
    """What the form holds, under the names that a browser sends."""
    form = page.context[name]
    return {form.add_prefix(field.name): str(field.value() or "") for field in form}


def test_two_who_note_at_once_lose_no_word(signed_in, worker):
    referral = sent(worker, note="Volat až po druhé.\nPak napsat.")
    page = f"/pult/predani/{referral.pk}/"
    first, second = (typed_in(signed_in.get(page), "note_form") for _worker in range(2))
    signed_in.post(f"{page}poznamka/", first | {"poznamka-note": "Volat ve středu."})

    late = signed_in.post(f"{page}poznamka/", second | {"poznamka-note": "Chce mluvit jen s vedoucí."})

    referral.refresh_from_db()
    assert (late.status_code, referral.note) == (409, "Volat ve středu.")
    assert "Poznámku mezitím změnil někdo z kolegů." in text(late)
    both = typed_in(late, "note_form")
    assert both["poznamka-note"] == "Volat ve středu.\n\nChce mluvit jen s vedoucí."
    signed_in.post(f"{page}poznamka/", both)
    referral.refresh_from_db()
    assert referral.note == both["poznamka-note"]


def test_who_changed_nothing_takes_nobodys_note_back(signed_in, worker):
    referral = sent(worker, note="Volat až po druhé.\nPak napsat.")
    page = f"/pult/predani/{referral.pk}/"
    untouched = {
        name: value.replace("\n", "\r\n") for name, value in typed_in(signed_in.get(page), "note_form").items()
    }
    Referral.objects.filter(pk=referral.pk).update(note="Volat ve středu.")

    signed_in.post(f"{page}poznamka/", untouched)

    referral.refresh_from_db()
    assert referral.note == "Volat ve středu."


def test_two_who_ask_how_long_is_the_list_hear_of_each_other(signed_in, worker):
    referral = sent(worker, state="waitlisted", waiting_estimate="půl roku", waiting_position=12)
    page = f"/pult/predani/{referral.pk}/"
    first, second = (typed_in(signed_in.get(page), "waiting_form") for _worker in range(2))
    said = {"poradnik-waiting_estimate": "měsíc", "poradnik-waiting_position": "3"}
    signed_in.post(f"{page}poradnik/", first | said)
    again = signed_in.post(f"{page}poradnik/", first | said)

    late = signed_in.post(f"{page}poradnik/", second | {"poradnik-waiting_position": "9"})

    referral.refresh_from_db()
    assert (again.status_code, late.status_code) == (302, 409)
    assert (referral.waiting_estimate, referral.waiting_position) == ("měsíc", 3)
    assert referral.inquiry.timeline.filter(deed=Deed.STILL_WAITING).count() == 1
    assert "<dt>Kolikátý v pořadníku</dt><dd>3</dd>" in text(late)
    signed_in.post(f"{page}poradnik/", typed_in(late, "waiting_form"))
    referral.refresh_from_db()
    assert referral.waiting_position == 9


def test_what_was_typed_for_a_step_that_came_too_late_is_still_there(signed_in, worker, monkeypatch):
    referral = sent(worker, state="info_needed")

    def faster(*_args, **_facts):
        raise MoveNotAllowed("Partner už odpověděl.")

    monkeypatch.setattr("inquiries.views.referrals.supply_information", faster)

    late = signed_in.post(f"/pult/predani/{referral.pk}/doplneni/", {"doplneni-text": "Je mu šedesát."})

    assert late.status_code == 409
    assert "Partner už odpověděl." in text(late)
    assert "Je mu šedesát." in text(late)


def test_what_the_person_had_restricted_is_only_read_and_stopped(signed_in, worker, letters):
    referral = sent(worker, note="Volat až po druhé.")
    Inquiry.objects.update(is_restricted=True)
    page = f"/pult/predani/{referral.pk}/"

    deeds = ("poznamka", "poradnik", "odpoved", "vysledek", "doplneni", "novy-odkaz")
    answers = {signed_in.post(f"{page}{deed}/", {"poznamka-note": "Jiná."}).status_code for deed in deeds}

    shown = text(signed_in.get(page))
    assert (answers, len(letters)) == ({403}, 0)
    assert "Volat až po druhé." in shown
    assert "Uložit poznámku" not in shown
    signed_in.post(f"{page}stahnout/")
    referral.refresh_from_db()
    assert (referral.state, referral.note) == ("withdrawn", "Volat až po druhé.")


def test_one_referral_may_press_more_than_the_rest_of_the_inquiry(signed_in, inquiry, service):
    given = {"mode": "sent", "brief": "Potřebuje poradit s exekucí.", "consent": "bez", "urgency": "now"}

    signed_in.post(form_of(inquiry, service), given)

    referral = Referral.objects.get()
    assert (referral.urgency, referral.presses, inquiry.urgency) == ("now", "now", "ordinary")
    assert referral.respond_by == add_working_days(timezone.localdate(), 1)
    assert {"term": "Naléhavost", "value": "ihned"} in request_context(referral)["facts"]


def test_an_answer_that_may_not_follow_is_not_offered(signed_in, worker):
    referral = sent(worker)
    Referral.objects.filter(pk=referral.pk).update(state="declined")

    response = signed_in.post(f"/pult/predani/{referral.pk}/odpoved/", {"odpoved-state": "accepted"})

    assert "Vyberte jednu z nabízených možností." in text(response)


def test_an_outcome_with_whom_we_know_it_from(signed_in, worker):
    referral = sent(worker)
    Referral.objects.filter(pk=referral.pk).update(state="accepted")

    signed_in.post(f"/pult/predani/{referral.pk}/vysledek/", {"vysledek-state": "started", "vysledek-source": "client"})

    referral.refresh_from_db()
    assert (referral.state, referral.outcome_source) == ("started", "client")


def test_a_question_is_answered_from_the_page(signed_in, worker, letters):
    referral = sent(worker)
    Referral.objects.filter(pk=referral.pk).update(state="info_needed", partner_message="Má výměr?")
    assert "Partner se ptá" in text(signed_in.get(f"/pult/predani/{referral.pk}/"))

    told = signed_in.post(f"/pult/predani/{referral.pk}/doplneni/", {"doplneni-text": "Volat 603 000 000"})
    assert "V textu je telefon." in text(told)
    signed_in.post(f"/pult/predani/{referral.pk}/doplneni/", {"doplneni-text": "Má."})

    referral.refresh_from_db()
    assert (referral.state, referral.worker_message, len(letters)) == ("sent", "Má.", 1)


def test_a_new_link_a_withdrawal_and_what_no_longer_can_be(signed_in, worker, letters):
    service = ServiceFactory()
    ContactFactory(service=service, kind="email", value="prijem@sluzba.example")
    referral = sent(worker, service=service)

    signed_in.post(f"/pult/predani/{referral.pk}/novy-odkaz/")
    signed_in.post(f"/pult/predani/{referral.pk}/stahnout/")
    late = signed_in.post(f"/pult/predani/{referral.pk}/stahnout/", follow=True)

    referral.refresh_from_db()
    assert (referral.state, referral.link_version, len(letters)) == ("withdrawn", 3, 2)
    assert "z něj přejít nejde" in text(late)


def test_a_consent_is_taken_back_from_the_page(signed_in, inquiry, worker, service):
    signed_in.post(
        form_of(inquiry, service),
        {"mode": "sent", "brief": "Dluhy.", "consent": "oral", "extent": "telefon", "purpose": "domluva"},
    )
    referral = Referral.objects.get()

    signed_in.post(f"/pult/predani/{referral.pk}/souhlas/")

    referral.refresh_from_db()
    assert referral.state == "withdrawn"
    assert Consent.objects.get().withdrawn_at is not None


def test_a_page_of_one_referral_costs_few_queries(signed_in, worker, django_assert_max_num_queries):
    referral = sent(worker)
    signed_in.get(f"/pult/predani/{referral.pk}/")

    with django_assert_max_num_queries(10):
        signed_in.get(f"/pult/predani/{referral.pk}/")


def test_the_form_costs_few_queries(signed_in, inquiry, service, django_assert_max_num_queries):
    signed_in.get(form_of(inquiry, service))

    with django_assert_max_num_queries(14):
        signed_in.get(form_of(inquiry, service))
