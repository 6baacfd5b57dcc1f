"""Coming back to somebody: the number to call, what each need and each referral came to, and what is left to do."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from catalogue.opening import is_public_holiday
from inquiries import following
from inquiries.following import overall
from inquiries.models import ContactCard, FollowUp, Reading, ReferralCheck
from inquiries.working_days import next_working_day, on_or_after
from tests.factories import (
    FollowUpFactory,
    InquiryFactory,
    LifeSituationFactory,
    NoteFactory,
    ReferralFactory,
    UserFactory,
)


@pytest.fixture
def inquiry(worker):
    return InquiryFactory(state="follow_up", assignee=worker, situation=LifeSituationFactory(name="Mám dluhy"))


@pytest.fixture
def promise(inquiry, worker):
    return FollowUpFactory(inquiry=inquiry, owner=worker)


@pytest.fixture
def address(promise):
    return f"/pult/dohledy/{promise.pk}/"


def test_the_number_is_shown_when_asked_for_and_that_is_written_down(signed_in, inquiry, address):
    ContactCard.objects.create(
        inquiry=inquiry, phone="+420603000000", safe_hours="jen ráno", expires_on=timezone.localdate()
    )

    before = signed_in.get(address).content.decode()
    shown = signed_in.post(address, {"ukazat": "1"})

    assert "603" not in before
    assert "Ukázat kontakt" in before
    assert (shown.status_code, shown["Cache-Control"]) == (
        200,
        "max-age=0, no-cache, no-store, must-revalidate, private",
    )
    assert "tel:+420603000000" in shown.content.decode()
    assert "jen ráno" in shown.content.decode()
    assert [(row.kind, row.purpose) for row in Reading.objects.filter(inquiry_id=inquiry.pk)] == [
        ("revealed", "follow_up"),
        ("opened", ""),
    ]


def test_what_was_typed_before_the_contact_was_shown_is_still_there(signed_in, inquiry, promise, address):
    ContactCard.objects.create(inquiry=inquiry, phone="+420603000000", expires_on=timezone.localdate())
    given = ReferralFactory(inquiry=inquiry, state="given")
    typed = {"what": "later", "day": "2026-12-01", "note": "Volat večer.", f"referral_{given.pk}": "completed"}

    form = signed_in.post(address, typed | {"ukazat": "1"}).context["form"]

    assert {name: form[name].value() for name in typed} == typed
    assert not form.errors
    assert promise.attempts.count() == 0


def test_enter_in_a_field_writes_down_and_shows_no_contact(signed_in, inquiry, address):
    ContactCard.objects.create(inquiry=inquiry, phone="+420603000000", expires_on=timezone.localdate())

    page = signed_in.get(address).text

    first = re.search(r'<button[^>]*form="zapsat"[^>]*>', page)
    assert first is not None
    assert "ukazat" not in first[0]
    assert page.index(first[0]) < page.index('name="ukazat"')


def test_what_was_written_is_beside_what_is_asked(signed_in, inquiry, address):
    NoteFactory(inquiry=inquiry, text="Volal kvůli dluhům.")

    assert "Volal kvůli dluhům." in signed_in.get(address).text.replace("\u00a0", " ")


def test_without_a_contact_the_page_says_so_and_where_to_add_one(signed_in, inquiry, address):
    page = signed_in.get(address).content.decode()

    assert "Ukázat kontakt" not in page
    assert "Kontakt na člověka tu není." in page
    assert f'href="{inquiry.get_absolute_url()}uprava/"' in page


@pytest.mark.parametrize(("has_contact", "kind"), [(True, "call_client"), (False, "client_calls")])
def test_who_left_no_contact_is_not_proposed_to_be_called(signed_in, inquiry, has_contact, kind):
    if has_contact:
        ContactCard.objects.create(inquiry=inquiry, phone="+420603000000", expires_on=timezone.localdate())

    form = signed_in.get(f"{inquiry.get_absolute_url()}dohled/").context["form"]

    assert form["kind"].value() == kind


def test_each_of_several_needs_gets_its_own_outcome(signed_in, inquiry, promise, address):
    first = inquiry.needs.get()
    second = inquiry.needs.create(situation=LifeSituationFactory(name="Nemám kde bydlet"), order=1)

    missing = signed_in.post(address, {"what": "done", f"need_{first.pk}": "met"})
    signed_in.post(address, {"what": "done", f"need_{first.pk}": "met", f"need_{second.pk}": "unmet"})

    assert missing.status_code == 422
    assert "Vyberte, co s potřebou" in missing.content.decode()
    promise.refresh_from_db()
    assert promise.result == "partly"
    assert [need.outcome for need in inquiry.needs.order_by("order")] == ["met", "unmet"]


@pytest.mark.parametrize(
    ("outcomes", "together"),
    [
        ([], ""),
        (["met", "met"], "met"),
        (["unknown"], "unknown"),
        (["met", "unknown"], "partly"),
        (["unmet", "partly"], "partly"),
        (["unmet", "unknown"], "unmet"),
    ],
)
def test_several_outcomes_are_told_as_one_word(outcomes, together):
    assert overall(outcomes) == together


def test_what_became_of_referrals_is_written_at_once_with_the_call(signed_in, inquiry, address):
    given, accepted, refused = (
        ReferralFactory(inquiry=inquiry, target_name=name, state=state)
        for name, state in (("Dluhová poradna", "given"), ("Potravinová banka", "accepted"), ("Noclehárna", "declined"))
    )

    page = signed_in.get(address).content.decode()
    signed_in.post(
        address,
        {"what": "done", "result": "partly", f"referral_{given.pk}": "completed", f"referral_{accepted.pk}": ""},
    )

    assert "Dluhová poradna" in page
    assert "Potravinová banka" in page
    assert "Noclehárna" not in page
    for row in (given, accepted, refused):
        row.refresh_from_db()
    assert [given.state, given.outcome_source, accepted.state, refused.state] == [
        *("completed", "client", "accepted", "declined"),
    ]


def test_what_a_referral_came_to_is_not_known_from_who_was_not_reached(signed_in, inquiry, promise, address):
    given = ReferralFactory(inquiry=inquiry, state="given")

    response = signed_in.post(address, {"what": "not_reached", f"referral_{given.pk}": "completed"})

    given.refresh_from_db()
    assert (response.status_code, given.state, promise.attempts.count()) == (422, "given", 0)
    assert "se kterým jste mluvili" in response.content.decode()


@pytest.mark.parametrize("state", ["accepted", "nonsense"])
def test_a_step_that_leads_nowhere_from_there_is_refused_and_nothing_is_half_done(
    signed_in, inquiry, promise, address, state
):
    given = ReferralFactory(inquiry=inquiry, state="given")

    response = signed_in.post(address, {"what": "done", "result": "met", f"referral_{given.pk}": state})

    promise.refresh_from_db()
    assert (response.status_code, promise.state, promise.attempts.count()) == (422, "planned", 0)


def test_after_the_last_promise_the_inquiry_itself_comes_to_be_closed(signed_in, inquiry, promise, address, worker):
    other = FollowUpFactory(inquiry=inquiry, owner=worker)

    first = signed_in.post(address, {"what": "done", "result": "met"})
    last = signed_in.post(f"/pult/dohledy/{other.pk}/", {"what": "done", "result": "met"})

    assert first["Location"] == "/pult/"
    assert last["Location"] == inquiry.get_absolute_url()


def test_whoever_had_the_processing_restricted_is_not_called(signed_in, inquiry, promise, address):
    ContactCard.objects.create(inquiry=inquiry, phone="+420603000000", expires_on=timezone.localdate())
    type(inquiry).objects.filter(pk=inquiry.pk).update(is_restricted=True)

    page = signed_in.get(address).content.decode()

    assert "Neozývejte se mu" in page
    assert "Ukázat kontakt" not in page
    assert signed_in.post(address, {"ukazat": "1"}).status_code == 403
    assert signed_in.post(address, {"what": "done", "result": "met"}).status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_however_much_belongs_to_the_inquiry(
    signed_in, inquiry, address, django_assert_num_queries, number
):
    for order in range(number):
        inquiry.needs.create(situation=LifeSituationFactory(), order=order + 1)
        ReferralFactory(inquiry=inquiry, state="given")

    with django_assert_num_queries(10):
        signed_in.get(address)


def test_another_office_does_not_know_of_it(client, address):
    stranger = UserFactory(worker=True)
    client.force_login(stranger)

    assert client.get(address).status_code == 404


def test_four_questions_of_each_referral_are_kept(signed_in, inquiry, promise, address, worker):
    poradna, banka = (
        ReferralFactory(inquiry=inquiry, target_name=name, state="given") for name in ("Poradna", "Banka")
    )

    page = signed_in.get(address).text
    signed_in.post(
        address,
        {"what": "done", "result": "partly"}
        | {f"tried_{poradna.pk}": "yes", f"reached_{poradna.pk}": "yes", f"referral_{poradna.pk}": "completed"}
        | {f"solved_{poradna.pk}": "yes", f"tried_{banka.pk}": "no", f"not_tried_{banka.pk}": "lost"},
    )

    assert all(question in page for question in ("Zkusil to?", "Proč ne?", "Dovolal se", "Co se stalo?", "Vyřešilo se"))
    told = ReferralCheck.objects.order_by("referral").values_list(
        "referral", "tried", "not_tried", "reached", "became", "solved", "by"
    )
    assert list(told) == [
        (poradna.pk, "yes", "", "yes", "completed", "yes", worker.pk),
        (banka.pk, "no", "lost", "no", "", "unknown", worker.pk),
    ]
    assert [one.state for one in inquiry.referrals.order_by("pk")] == ["completed", "given"]
    shown = signed_in.get(f"/pult/predani/{banka.pk}/").text.replace("\u00a0", " ")
    assert "zkusil to: ne, ztratil kontakt" in shown


def test_who_only_tried_leaves_the_referral_tried(signed_in, inquiry, address):
    given = ReferralFactory(inquiry=inquiry, state="given")

    signed_in.post(
        address, {"what": "done", "result": "unknown", f"reached_{given.pk}": "no", f"tried_{given.pk}": "yes"}
    )

    given.refresh_from_db()
    assert (given.state, given.checks.get().reached) == ("client_tried", "no")


def test_nothing_said_of_a_referral_keeps_nothing(signed_in, inquiry, address):
    given = ReferralFactory(inquiry=inquiry, state="given")

    signed_in.post(address, {"what": "done", "result": "met", f"tried_{given.pk}": ""})

    assert not ReferralCheck.objects.exists()


def test_nobody_reaches_a_service_they_did_not_try(signed_in, inquiry, address):
    given = ReferralFactory(inquiry=inquiry, state="given")
    both = {f"tried_{given.pk}": "no", f"reached_{given.pk}": "yes"}

    response = signed_in.post(address, {"what": "done", "result": "met"} | both)

    assert response.status_code == 422
    assert "Kdo to nezkusil, nemohl se dovolat." in response.text


def test_a_second_call_of_one_promise_says_what_holds_now(signed_in, inquiry, promise, address):
    given = ReferralFactory(inquiry=inquiry, state="given")
    later = {"what": "later", "day": on_or_after(timezone.localdate() + timedelta(days=3)).isoformat()}

    signed_in.post(address, later | {f"tried_{given.pk}": "no"})
    ReferralCheck.objects.update(at=timezone.now() - timedelta(days=3))
    signed_in.post(address, {"what": "done", "result": "met", f"tried_{given.pk}": "yes"})

    told = promise.checks.get()
    assert (told.tried, timezone.localdate(told.at)) == ("yes", timezone.localdate())


@pytest.mark.parametrize("what", ["declined", "cancelled", "not_reached"])
def test_a_form_opened_before_a_colleague_tried_in_vain_a_third_time_is_told_so(
    signed_in, inquiry, promise, address, worker, what
):
    for _try in range(3):
        following.attempt(promise, by=worker, reached=False)

    response = signed_in.post(address, {"what": what, "tries": "0", "note": "Z jiného okna."})

    assert response.status_code == 422
    assert "už někdo vyřídil" in response.text.replace("\u00a0", " ")
    promise.refresh_from_db()
    assert (promise.state, promise.attempts.count()) == ("failed", 3)


def test_a_day_agreed_after_the_third_try_in_vain_is_promised_again(signed_in, inquiry, promise, address, worker):
    for _try in range(3):
        following.attempt(promise, by=worker, reached=False)
    day = on_or_after(timezone.localdate() + timedelta(days=3))

    signed_in.post(address, {"what": "later", "day": day.isoformat()})

    promise.refresh_from_db()
    inquiry.refresh_from_db()
    assert (promise.state, timezone.localdate(promise.due_at), inquiry.state) == ("planned", day, "follow_up")


def test_a_day_of_another_century_is_not_promised(signed_in, inquiry, promise, address):
    far = (timezone.localdate() + timedelta(days=36 * 365)).isoformat()

    for page, typed in (
        (address, {"what": "later", "day": far}),
        (f"{inquiry.get_absolute_url()}dohled/", {"day": far, "kind": "call_client", "owner": inquiry.assignee_id}),
        (f"{inquiry.get_absolute_url()}ceka/", {"until": far}),
    ):
        response = signed_in.post(page, typed)
        assert (response.status_code, "Zkontrolujte rok." in response.text.replace("\u00a0", " ")) == (422, True), page


def test_a_double_click_is_one_try_of_the_three(signed_in, promise, address):
    tries = re.search(r'name="tries" value="(\d+)"', signed_in.get(address).text)[1]

    for _click in range(2):
        signed_in.post(address, {"what": "not_reached", "tries": tries, "note": "Obsazeno."})

    assert promise.attempts.count() == 1


def test_a_partner_is_asked_only_what_became_of_it(signed_in, inquiry, worker):
    accepted = ReferralFactory(inquiry=inquiry, state="accepted", sent=True)
    call = FollowUpFactory(inquiry=inquiry, owner=worker, kind="call_partner", referral=accepted)

    form = signed_in.get(f"/pult/dohledy/{call.pk}/").context["form"]

    assert f"referral_{accepted.pk}" in form.fields
    assert f"tried_{accepted.pk}" not in form.fields


@pytest.mark.parametrize("wrong", [{"tried": "no", "reached": "yes"}, {"tried": "yes", "not_tried": "lost"}])
def test_the_table_refuses_what_contradicts_itself(inquiry, promise, worker, wrong):
    referral = ReferralFactory(inquiry=inquiry)

    with pytest.raises(IntegrityError), transaction.atomic():
        ReferralCheck.objects.create(follow_up=promise, referral=referral, by=worker, **wrong)


def test_one_referral_is_asked_about_once_a_promise(inquiry, promise, worker):
    referral = ReferralFactory(inquiry=inquiry)
    ReferralCheck.objects.create(follow_up=promise, referral=referral, by=worker)

    with pytest.raises(IntegrityError), transaction.atomic():
        ReferralCheck.objects.create(follow_up=promise, referral=referral, by=worker)


@pytest.fixture
def saturday():
    """One that is to come, and the working day after it."""
    ahead = (timezone.localdate() + timedelta(days=days) for days in range(7, 40))
    day = next(one for one in ahead if one.weekday() == 5 and not is_public_holiday(one))
    return day, next_working_day(day)


def test_a_day_off_is_promised_on_purpose_only(signed_in, inquiry, worker, saturday):
    day, monday = saturday
    page = f"{inquiry.get_absolute_url()}dohled/"
    typed = {"day": day.isoformat(), "hour": "9:30", "kind": "message", "owner": str(worker.pk)}

    refused = signed_in.post(page, typed)

    text = refused.text.replace("\xa0", " ")
    assert (refused.status_code, FollowUp.objects.count()) == (422, 0)
    assert "připadá víkend. Nejbližší pracovní den je" in text
    assert f'name="chosen" value="{monday.isoformat()}">Naplánovat na: ' in text
    assert f'name="chosen" value="{day.isoformat()}">Přesto nechat: sobota' in text
    assert f'value="{day.isoformat()}"' in text.split('name="day"')[1].split(">")[0]
    for chosen in (monday, day):
        assert signed_in.post(page, typed | {"chosen": chosen.isoformat()}).status_code == 302
    planned = [timezone.localtime(row.due_at) for row in FollowUp.objects.order_by("pk")]
    assert [(at.date(), at.hour, at.minute) for at in planned] == [(monday, 9, 30), (day, 9, 30)]


@pytest.mark.parametrize("what", ["later", "not_reached"])
def test_another_try_on_a_day_off_is_asked_about_too(signed_in, promise, address, saturday, what):
    day, monday = saturday
    typed = {"what": what, "day": day.isoformat(), "note": "Večer."}

    refused = signed_in.post(address, typed)
    assert (refused.status_code, promise.attempts.count()) == (422, 0)
    assert "Večer.</textarea>" in refused.text
    signed_in.post(address, typed | {"chosen": monday.isoformat()})

    promise.refresh_from_db()
    assert (timezone.localdate(promise.due_at), promise.attempts.count()) == (monday, 1)


@pytest.mark.parametrize("chosen", ["2020-01-01", "včera"])
def test_a_chosen_day_is_a_day_that_can_be_promised(signed_in, inquiry, worker, saturday, chosen):
    typed = {"day": saturday[0].isoformat(), "kind": "message", "owner": str(worker.pk), "chosen": chosen}

    answer = signed_in.post(f"{inquiry.get_absolute_url()}dohled/", typed)

    assert (answer.status_code, FollowUp.objects.count()) == (422, 0)
