"""Writing down an inquiry by the ordinary form, without any script."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalogue.opening import is_public_holiday
from inquiries.models import Channel, ContactCard, Inquiry, InquiryState, Note
from inquiries.moves import move
from tests.factories import InquiryFactory, LifeSituationFactory, ReferralFactory, ServiceFactory, UserFactory

pytestmark = pytest.mark.django_db
NEW = "/pult/novy/"


@pytest.fixture
def debt(db):
    return LifeSituationFactory(slug="mam-dluhy", name="Mám dluhy", keywords=["exekuce"])


def filled(**changes) -> dict:
    """What a browser sends of an untouched form, with some answers changed."""
    phone = Channel.objects.get(code="phone")
    return {"channel": phone.pk, "version": 0, "submission": uuid4(), "kind": "question"} | changes


def test_opening_the_page_writes_nothing(desk_client, worker):
    response = desk_client.get(NEW)

    assert response.status_code == 200
    assert not Inquiry.objects.exists()


def test_a_simple_information_is_closed_at_once(desk_client, worker, debt):
    response = desk_client.post(NEW, filled(do="close", situation_0=debt.pk, help_level=1, district=""))

    inquiry = Inquiry.objects.get()
    assert response.status_code == 302
    assert (inquiry.state, inquiry.closing_reason) == ("closed", "informed")
    assert (inquiry.assignee, inquiry.created_by) == (worker, worker)
    assert [entry.deed for entry in inquiry.timeline.all()] == ["started", "moved"]


def test_a_record_says_when_it_was_whole_and_how_long_that_took(desk_client, debt):
    began = timezone.now() - timedelta(seconds=90)
    desk_client.post(NEW, filled(do="save", situation_0=debt.pk, started_at=began.timestamp()))
    first = Inquiry.objects.get()
    edited = filled(do="close", situation_0=debt.pk, help_level=1, version=first.version, submission=first.submission)
    desk_client.post(f"{first.get_absolute_url()}uprava/", edited)

    inquiry = Inquiry.objects.get()
    assert inquiry.completed_at == first.completed_at
    assert 90 <= inquiry.seconds_to_log < 100


def test_a_service_handed_over_is_an_answer_from_the_catalogue(desk_client, debt):
    service = ServiceFactory(name="Poradna")
    desk_client.post(NEW, filled(do=f"give:{service.pk}", situation_0=debt.pk))
    draft = Inquiry.objects.get()
    sent = filled(do="close", situation_0=debt.pk, help_level=1, version=draft.version, submission=draft.submission)
    desk_client.post(f"{draft.get_absolute_url()}uprava/", sent)

    assert [source.code for source in draft.answered_from.all()] == ["catalogue"]


def test_a_contact_is_completed_bit_by_bit_and_taken_away_whole(desk_client, debt):
    sent = filled(do="draft", situation_0=debt.pk, phone="603 000 000")
    desk_client.post(NEW, sent)
    draft = Inquiry.objects.get()
    address = f"{draft.get_absolute_url()}uprava/"
    for contact in ({"email": "dcera@example.cz"}, {"email": "dcera@example.cz", "relation": "dcera"}, {"phone": ""}):
        draft.refresh_from_db()
        sent |= {"version": draft.version} | contact
        assert desk_client.post(address, sent).status_code == 302

    card = ContactCard.objects.get()
    assert (card.phone, card.email, card.relation) == ("", "dcera@example.cz", "dcera")
    draft.refresh_from_db()
    desk_client.post(address, sent | {"version": draft.version, "email": "", "relation": ""})

    assert not ContactCard.objects.exists()
    assert Inquiry.objects.get().identity == "anonymous"


def test_a_form_sent_twice_makes_one_record(desk_client, debt):
    sent = filled(do="close", situation_0=debt.pk, help_level=1)

    desk_client.post(NEW, sent)
    response = desk_client.post(NEW, sent)

    assert response.status_code == 302
    assert Inquiry.objects.count() == 1


@pytest.mark.parametrize("more", [{"note": "A ještě volala sestra."}, {"phone": "603 000 000"}])
def test_what_was_written_on_while_the_first_answer_got_lost_is_not_lost(desk_client, debt, more):
    sent = filled(do="close", situation_0=debt.pk, help_level=1)
    desk_client.post(NEW, sent)

    by_script = desk_client.post(NEW, sent | more, headers={"X-Part": "1", "Accept": "application/json"})
    response = desk_client.post(NEW, sent | more)

    assert (by_script.status_code, by_script.json()["ends"]) == (409, "close")
    assert response.status_code == 409
    assert next(iter(more.values())) in response.text.replace("\u00a0", " ")
    assert Inquiry.objects.count() == 1


def test_what_is_missing_is_said_and_nothing_typed_is_lost(desk_client):
    response = desk_client.post(NEW, filled(do="close", note="Volá dcera.", on_behalf="relative"))
    page = response.content.decode()

    assert response.status_code == 422
    assert "Vyberte aspoň jednu životní situaci" in page
    assert "Vyberte, jak jsme pomohli" in page
    assert "<title>Chyba: Dotaz D-" in page
    assert "Volá dcera." in page
    assert Note.objects.get().text == "Volá dcera."
    assert Inquiry.objects.get().state == "draft"


def test_a_wrong_field_keeps_the_rest_of_the_draft(desk_client):
    response = desk_client.post(NEW, filled(do="save", phone="12", note="Volá dcera."))

    assert response.status_code == 422
    assert 'value="12"' in response.content.decode()
    assert Note.objects.get().text == "Volá dcera."


def test_the_line_sets_fields_without_a_script(desk_client, debt):
    response = desk_client.post(NEW, filled(line="o za blízkého 72 let ž #dluhy ! 603 000 000 co dělat"), follow=True)

    inquiry = Inquiry.objects.get()
    assert inquiry.channel.code == "in_person"
    assert (inquiry.on_behalf, inquiry.age_band, inquiry.sex) == ("relative", "65-79", "woman")
    assert (inquiry.is_crisis, inquiry.kind, inquiry.urgency) == (True, "crisis", "now")
    assert inquiry.needs.get().situation == debt
    assert inquiry.contact.phone == "+420603000000"
    assert inquiry.wish.line == "co dělat"
    assert 'value="co dělat"' in response.content.decode()


def test_a_second_phone_in_the_line_stays_there(desk_client):
    line = "603 000 000 nebo 777/123456"

    page = desk_client.post(NEW, filled(line=line), follow=True).text.replace("\u00a0", " ")
    again = desk_client.post("/pult/hledat/", filled(line=line, phone="603\u00a0000\u00a0000")).json()

    assert Inquiry.objects.get().contact.phone == "+420603000000"
    assert 'value="nebo 777/123456"' in page
    assert (again["fields"], again["rest"], "777/123456" in again["unread"]) == ({}, "nebo 777/123456", True)


def test_a_chip_is_taken_back(desk_client):
    desk_client.post(NEW, filled(line="za blízkého"))
    inquiry = Inquiry.objects.get()

    desk_client.post(
        f"/pult/dotazy/{inquiry.public_id}/uprava/",
        filled(do="clear:on_behalf", on_behalf="relative", version=inquiry.version),
    )

    assert Inquiry.objects.get().on_behalf == "unknown"


def test_a_person_is_handed_over_and_taken_back(desk_client, debt):
    service = ServiceFactory(name="Dluhová poradna")
    desk_client.post(NEW, filled(do=f"give:{service.pk}", situation_0=debt.pk))
    inquiry = Inquiry.objects.get()
    referral = inquiry.referrals.get()

    assert (referral.service, referral.state, inquiry.state) == (service, "given", "draft")

    desk_client.post(
        f"/pult/dotazy/{inquiry.public_id}/uprava/",
        filled(do=f"withdraw:{referral.pk}", situation_0=debt.pk, version=inquiry.version),
    )
    assert inquiry.referrals.get().state == "withdrawn"


def test_closing_with_a_referral_says_so(desk_client, debt):
    service = ServiceFactory()
    desk_client.post(NEW, filled(do=f"give:{service.pk}", situation_0=debt.pk))
    inquiry = Inquiry.objects.get()

    desk_client.post(
        f"/pult/dotazy/{inquiry.public_id}/uprava/",
        filled(do="close", situation_0=debt.pk, help_level=2, version=inquiry.version),
    )

    assert Inquiry.objects.get().closing_reason == "referred_unconfirmed"


@pytest.mark.parametrize(("verb", "kind"), [("wrong", "wrong"), ("no-show", "no_show")])
def test_a_wrong_number_is_one_button(desk_client, verb, kind):
    desk_client.post(NEW, filled(do=verb))

    inquiry = Inquiry.objects.get()
    assert (inquiry.state, inquiry.kind, inquiry.closing_reason) == ("closed", kind, "non_contact")


def test_a_wish_to_come_back_becomes_a_follow_up(desk_client, worker, debt):
    desk_client.post(NEW, filled(do="close", situation_0=debt.pk, help_level=1, follow_up="three_days"))

    inquiry = Inquiry.objects.get()
    assert inquiry.state == "follow_up"
    assert inquiry.follow_ups.get().owner == worker


def test_a_wish_for_a_day_off_is_kept_and_said(desk_client, debt):
    day = next_holiday()
    wish = {"follow_up": "date", "follow_up_on": day.isoformat()}

    page = desk_client.post(NEW, filled(do="save", situation_0=debt.pk, help_level=1, **wish), follow=True)

    assert timezone.localdate(Inquiry.objects.get().follow_ups.get().due_at) == day
    text = page.text.replace("\xa0", " ")
    assert "připadá svátek. Nejbližší pracovní den je" in text
    assert "Dohled tam zůstal." in text


def next_holiday():
    ahead = (timezone.localdate() + timedelta(days=days) for days in range(1, 366))
    return next(day for day in ahead if is_public_holiday(day))


def test_a_form_sent_twice_promises_once(desk_client, debt):
    sent = filled(do="save", situation_0=debt.pk, help_level=1, follow_up="three_days")

    desk_client.post(NEW, sent)
    desk_client.post(NEW, sent)

    assert Inquiry.objects.get().follow_ups.count() == 1


def test_an_inquiry_that_waits_for_the_person_may_be_promised_to(desk_client, desk, worker, debt):
    inquiry = InquiryFactory(open=True, assignee=worker, office=desk)
    move(inquiry, InquiryState.WAITING_CLIENT, by=worker, waiting_until=timezone.localdate() + timedelta(days=9))
    edited = filled(do="save", situation_0=debt.pk, help_level=1, follow_up="three_days", version=inquiry.version)

    response = desk_client.post(f"/pult/dotazy/{inquiry.public_id}/uprava/", edited)

    inquiry.refresh_from_db()
    assert response.status_code == 302
    assert (inquiry.state, inquiry.follow_ups.count()) == ("follow_up", 1)


def test_a_form_of_before_does_not_write_over_what_was_saved_since(desk_client, debt):
    sent = filled(do="save", situation_0=debt.pk, note="První text.")
    desk_client.post(NEW, sent)
    first = Inquiry.objects.get()
    later = sent | {"note": "Druhý text.", "version": first.version}
    desk_client.post(f"/pult/dotazy/{first.public_id}/uprava/", later)

    desk_client.post(NEW, sent)

    assert Note.objects.get().text == "Druhý text."


def test_a_crisis_without_a_follow_up_is_not_closed(desk_client, debt):
    response = desk_client.post(NEW, filled(do="close", situation_0=debt.pk, help_level=1, is_crisis="on"))

    assert response.status_code == 422
    assert "Krizi uzavřete až po dohledu" in response.content.decode()


def test_an_unmet_need_is_written_down(desk_client, debt):
    from inquiries.models import UnmetReason

    reason = UnmetReason.objects.get(code="full")

    desk_client.post(NEW, filled(do="close", situation_0=debt.pk, help_level=1, is_unmet="on", unmet_reason=reason.pk))

    inquiry = Inquiry.objects.get()
    assert inquiry.closing_reason == "unmet"
    assert inquiry.unmet_needs.get().reason == reason


def test_opening_another_stops_the_clock_of_the_first(desk_client):
    desk_client.post(NEW, filled(do="draft"))
    first = Inquiry.objects.get()
    assert first.timer_started_at is not None

    desk_client.post(NEW, filled(do="draft"))
    first.refresh_from_db()

    assert first.timer_started_at is None
    assert Inquiry.objects.exclude(pk=first.pk).get().timer_started_at is not None


def test_two_workers_meet_a_page_with_both_texts(desk_client, client, worker, colleague, debt):
    desk_client.post(NEW, filled(do="save", note="Text první."))
    inquiry = Inquiry.objects.get()
    address = f"/pult/dotazy/{inquiry.public_id}/uprava/"
    old = inquiry.version
    client.force_login(colleague)
    client.post(address, filled(do="save", note="Text druhé.", version=old, sex="woman"))
    client.force_login(worker)

    response = client.post(address, filled(do="save", note="Text třetí.", version=old))
    page = response.content.decode()

    assert response.status_code == 409
    assert "Text druhé." in page
    assert "Text třetí." in page
    version = re.search(r'name="version" value="(\d+)"', page)[1]

    written = re.search(r'<textarea[^>]* name="note"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)[1]
    base = re.search(r'name="base" value="([^"]+)"', page)[1]
    client.post(address, filled(do="save", note=written, version=version, base=base) | {"keep-sex": "theirs"})

    assert Note.objects.get().text == "Text druhé.\n\nText třetí."
    assert Inquiry.objects.get().sex == "woman"


def test_a_note_with_a_phone_is_stopped_once_and_then_kept(desk_client, debt):
    sent = filled(do="close", situation_0=debt.pk, help_level=1, note="Volat na 603 000 000.")

    response = desk_client.post(NEW, sent)
    assert response.status_code == 422
    assert "V poznámce je osobní údaj" in response.content.decode()
    inquiry = Inquiry.objects.get()

    desk_client.post(
        f"/pult/dotazy/{inquiry.public_id}/uprava/", sent | {"note_seen": "on", "version": inquiry.version}
    )

    assert Inquiry.objects.get().state == "closed"
    assert Note.objects.get().is_warning_overridden is True


def test_a_phone_moves_from_the_note_to_the_contact(desk_client):
    desk_client.post(NEW, filled(do="move", note="Volat po 16. hodině na 603 000 000."))

    inquiry = Inquiry.objects.get()
    assert inquiry.contact.phone == "+420603000000"
    assert inquiry.notes.get().text == "Volat po 16. hodině na."


def test_a_contact_written_down_is_corrected_and_completed(desk_client):
    desk_client.post(NEW, filled(do="save", phone="603 000 000"))
    first = Inquiry.objects.get()
    edited = filled(do="save", phone="603 000 001", safe_hours="po 16. hodině", version=first.version)

    response = desk_client.post(f"/pult/dotazy/{first.public_id}/uprava/", edited)

    card = ContactCard.objects.get()
    assert response.status_code == 302
    assert (card.pk, card.phone, card.safe_hours) == (first.contact.pk, "+420603000001", "po 16. hodině")


def test_somebody_elses_inquiry_does_not_exist(desk_client):
    from tests.factories import InquiryFactory, OfficeFactory

    inquiry = InquiryFactory(office=OfficeFactory(name="Jiné pracoviště"))

    assert desk_client.get(f"/pult/dotazy/{inquiry.public_id}/uprava/").status_code == 404


@pytest.mark.parametrize("role", ["partner", "coordinator", "administrator"])
def test_only_workers_write(client, desk, role):
    client.force_login(UserFactory(role=role))

    assert client.get(NEW).status_code == 403


def test_a_worker_without_an_office_is_told(client, desk):
    client.force_login(UserFactory(worker=True))

    assert "Nemáte zatím pracoviště" in client.get(NEW).content.decode()


def test_the_empty_form_costs_few_queries(desk_client, django_assert_num_queries):
    desk_client.get(NEW)

    with django_assert_num_queries(6):
        desk_client.get(NEW)


@pytest.mark.parametrize("is_kept_before", [False, True], ids=["at once", "after a draft"])
def test_a_plain_save_stays_within_twelve_queries(desk_client, debt, is_kept_before):
    desk_client.post(NEW, filled(do="wrong"))  # the session then knows the channel
    sent, address = filled(do="close-new", situation_0=debt.pk, help_level=1), NEW
    if is_kept_before:
        desk_client.post(NEW, sent | {"do": "draft", "help_level": ""})
        draft = Inquiry.objects.latest("pk")
        sent, address = sent | {"version": draft.version}, f"{draft.get_absolute_url()}uprava/"
    with CaptureQueriesContext(connection) as asked:
        desk_client.post(address, sent)
    real = [sql for query in asked.captured_queries if "SAVEPOINT" not in (sql := query["sql"] or "prepared")]

    assert Inquiry.objects.filter(state="closed").count() == 2
    assert len(real) <= 12, "\n".join(sql[:120] for sql in real)


def test_an_end_that_fails_unforeseen_keeps_what_was_typed_and_tells_no_story(desk_client, debt, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("nobody foresaw it")

    monkeypatch.setattr("inquiries.finishing.move_locked", fail)
    desk_client.raise_request_exception = False
    sent = filled(do="close", situation_0=debt.pk, help_level=1, follow_up="next_day", note="Volá dcera.")

    assert desk_client.post(NEW, sent).status_code == 500

    inquiry = Inquiry.objects.get()
    assert (inquiry.state, Note.objects.get().text) == ("draft", "Volá dcera.")
    assert [entry.deed for entry in inquiry.timeline.all()] == ["started"]
    assert not inquiry.follow_ups.exists()


def test_a_wrong_number_that_a_partner_was_asked_about_says_what_it_waits_for(desk_client, worker):
    inquiry = InquiryFactory(open=True, assignee=worker)
    ReferralFactory(inquiry=inquiry, mode="sent", state="sent", target_email="prijem@sluzba.example")

    response = desk_client.post(
        f"{inquiry.get_absolute_url()}uprava/", filled(do="wrong", version=inquiry.version, note="Volá dcera.")
    )

    assert response.status_code == 422
    assert "Ještě čekáme na partnera" in response.content.decode()
    inquiry.refresh_from_db()
    assert (inquiry.state, inquiry.kind) == ("open", "question")
    assert Note.objects.get().text == "Volá dcera."


@pytest.mark.parametrize("services", [1, 3])
def test_searching_costs_the_same_for_one_service_as_for_three(desk_client, services, django_assert_max_num_queries):
    from catalogue import indexing

    for number in range(services):
        ServiceFactory(name=f"Dluhová poradna {number}")
    indexing.rebuild()
    desk_client.post("/pult/hledat/", filled(line="dluhová poradna"))

    with django_assert_max_num_queries(10):
        answer = desk_client.post("/pult/hledat/", filled(line="dluhová poradna")).json()

    assert answer["hits"].count("Předat kontakt") == services
    assert not Inquiry.objects.exists()


def test_the_script_gets_what_tokens_set(desk_client, debt):
    answer = desk_client.post("/pult/hledat/", filled(line="ž #dluhy @nesmysl co dělat ", unfinished="1")).json()

    assert answer["fields"] == {"sex": "woman", "situation_0": str(debt.pk)}
    assert answer["rest"] == "co dělat @nesmysl"
    assert answer["took"] == 2
    assert "@nesmysl" in answer["unread"]


def test_earlier_inquiries_are_offered_as_possible_and_linked_only_by_hand(desk_client, debt):
    desk_client.post(NEW, filled(do="save", phone="603 000 000"))
    earlier = Inquiry.objects.get()
    page = desk_client.post(NEW, filled(do="draft", phone="603/000/000"), follow=True).content.decode()
    later = Inquiry.objects.latest("pk")

    assert "Možná souvisí" in page
    assert "stejný telefon" in page
    assert not later.links.exists()

    address = f"/pult/dotazy/{later.public_id}/uprava/"
    desk_client.post(address, filled(do=f"relate:{earlier.pk}", phone="603 000 000", version=later.version))
    link = later.links.get()
    assert (link.earlier, link.kind) == (earlier, "continues")
    desk_client.post(address, filled(do=f"unrelate:{link.pk}", phone="603 000 000", version=later.version))
    assert not later.links.exists()
    assert [entry.deed for entry in earlier.timeline.order_by("pk")][-2:] == ["linked", "unlinked"]


def test_going_to_another_draft_keeps_this_one(desk_client):
    desk_client.post(NEW, filled(do="draft", note="První."))
    first = Inquiry.objects.get()

    response = desk_client.post(NEW, filled(do=f"go:{first.pk}", note="Druhý."))

    first.refresh_from_db()
    assert response["Location"] == f"/pult/dotazy/{first.public_id}/uprava/"
    assert first.timer_started_at is not None
    assert {note.text for note in Note.objects.all()} == {"První.", "Druhý."}


def test_the_keys_are_switched_off_for_the_person(desk_client, worker):
    assert 'data-keys="off"' not in desk_client.get(NEW).content.decode()

    desk_client.post("/pult/klavesy/", {})
    worker.refresh_from_db()

    assert worker.uses_shortcuts is False
    assert 'data-keys="off"' in desk_client.get(NEW).content.decode()


@pytest.mark.parametrize(
    "verb", ["nonsense", "give:x", "give:999999999999999999999", "pick:0", "clear:csrf", "relate:7"]
)
def test_no_button_made_up_breaks_it(desk_client, verb):
    assert desk_client.post(NEW, filled(do=verb, district="7777777", version="x")).status_code < 500


@pytest.fixture
def four(db):
    """Rows of a record that is full, and a fifth situation."""
    made = [LifeSituationFactory(slug=f"situace-{n}", name=f"Situace {n}") for n in range(5)]
    return {f"situation_{n}": str(one.pk) for n, one in enumerate(made[:4])}, made[4]


@pytest.mark.parametrize("typed", [{"line": "#situace-4"}, {"do": "pick"}])
def test_a_fifth_situation_is_said_and_takes_no_others_place(desk_client, four, typed):
    rows, fifth = four
    sent = filled(**rows) | typed
    if "do" in typed:
        sent["do"] = f"pick:{fifth.pk}"

    answer = desk_client.post("/pult/hledat/", sent).json()
    page = desk_client.post(NEW, sent, follow=True)

    said = "Čtyři situace už zápis má, další se nevejde: Situace 4."
    assert said in answer["unread"]
    assert answer["fields"] == {}
    assert answer["rest"] == typed.get("line", "")
    assert said in page.text.replace("\xa0", " ")
    assert [str(need.situation_id) for need in Inquiry.objects.get().needs.all()] == list(rows.values())


def test_nothing_is_closed_over_a_situation_that_did_not_fit(desk_client, four):
    rows, _fifth = four

    refused = desk_client.post(NEW, filled(do="close", line="#situace-4", help_level=1, **rows))

    assert (refused.status_code, Inquiry.objects.get().state) == (422, "draft")
    assert "další se nevejde: Situace 4." in refused.text.replace("\xa0", " ")
    assert 'value="#situace-4"' in refused.text


def test_a_situation_that_is_there_already_is_no_fifth(desk_client, four):
    rows, _fifth = four

    assert desk_client.post("/pult/hledat/", filled(line="#situace-3", **rows)).json()["unread"] == ""


def test_a_draft_sent_from_a_locked_desk_travels_on_and_is_kept_after_the_password(desk_client, monkeypatch):
    real = timezone.now
    sent = filled(do="save", note="Volá dcera.")
    monkeypatch.setattr(timezone, "now", lambda: real() + timedelta(minutes=20))

    response = desk_client.post(NEW, sent)
    by_script = desk_client.post(NEW, sent, HTTP_X_PART="1", HTTP_ACCEPT="application/json")

    assert (response.status_code, by_script.status_code) == (423, 423)
    assert not Inquiry.objects.exists()

    carried = QueryDict(response.context["carried"])
    monkeypatch.setattr(timezone, "now", real)
    desk_client.post(NEW, {name: carried[name] for name in carried})

    assert Note.objects.get().text == "Volá dcera."


def test_a_draft_of_an_ended_session_is_not_written_by_anybody(client, desk):
    response = client.post(NEW, filled(do="draft", note="Volá dcera."), HTTP_X_PART="1", HTTP_ACCEPT="application/json")

    assert response.status_code == 302  # the script takes it for no answer and keeps the record in the browser
    assert not Inquiry.objects.exists()
