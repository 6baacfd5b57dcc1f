from __future__ import annotations

import ast
import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from inquiries import following, subject_package, subject_requests
from inquiries.models import (
    Consent,
    ConsentText,
    ContactCard,
    Inquiry,
    Reading,
    ReferralCheck,
    SubjectRequest,
    Tombstone,
)
from inquiries.reading import record_partner_reading
from inquiries.return_code import give_code
from inquiries.subject_package import READ_FOR, for_machines, for_people, with_all
from network import subscribing
from sociopoint.models import OutgoingMail
from tests.factories import (
    FollowUpFactory,
    InquiryFactory,
    LifeSituationFactory,
    NoteFactory,
    OfficeFactory,
    ReferralFactory,
    UnmetNeedFactory,
    UserFactory,
)

ADDRESS = "/pult/zadosti/"


@pytest.fixture
def theirs(worker):
    """An inquiry with words and a contact of somebody."""
    inquiry = InquiryFactory(open=True, assignee=worker, situation=LifeSituationFactory(name="Mám dluhy"))
    NoteFactory(inquiry=inquiry, text="Vymyšlená poznámka.")
    ContactCard.objects.create(inquiry=inquiry, phone="+420603000000", expires_on=timezone.localdate())
    return inquiry


@pytest.fixture
def begin(signed_in):
    def send(**typed):
        return signed_in.post(ADDRESS, {"kind": "access", "known_by": "Zavolal z toho čísla."} | typed)

    return send


def test_a_person_is_found_by_phone_or_code_and_by_nothing_else(begin, theirs, worker):
    code = give_code(theirs, by=worker)
    InquiryFactory()

    begin(phone="603 000 000")
    begin(code=code)
    begin(email="nikdo@sociopoint.example")

    found = [list(row.inquiries.all()) for row in SubjectRequest.objects.order_by("pk")]
    assert found == [[theirs], [theirs], []]
    assert SubjectRequest.objects.first().due_on == timezone.localdate() + timedelta(days=30)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("596 123 456 linka 12", ["bare", "12"]),
        ("596 123 456 kl. 34", ["bare", "34"]),
        ("596 123 456", ["bare"]),
    ],
)
def test_whoever_shares_a_number_is_found_by_their_own_extension_only(begin, said, found):
    named = {}
    for name, phone in (("bare", ""), ("12", ";ext=12"), ("34", ";ext=34")):
        named[name] = InquiryFactory(open=True)
        ContactCard.objects.create(inquiry=named[name], phone=f"+420596123456{phone}", expires_on=timezone.localdate())

    begin(phone=said)

    assert set(SubjectRequest.objects.get().inquiries.all()) == {named[name] for name in found}


def test_an_erasure_locks_the_request_before_its_inquiries(begin, theirs, worker, django_assert_max_num_queries):
    begin(phone="603 000 000", kind="erase")
    row = SubjectRequest.objects.get()

    with django_assert_max_num_queries(100) as asked:
        subject_requests.erase(row, by=worker)

    locks = [query["sql"] for query in asked.captured_queries if "FOR UPDATE" in query["sql"]]
    assert [SubjectRequest._meta.db_table in lock for lock in locks[:2]] == [True, False]


def test_a_double_click_begins_one_request_and_a_rewritten_form_another(signed_in, theirs):
    form = signed_in.get(ADDRESS).context["form"]
    sent = {"kind": "access", "known_by": "Zavolal.", "phone": "603000000", "sent": str(form["sent"].value())}

    answers = [signed_in.post(ADDRESS, typed)["Location"] for typed in (sent, sent, sent | {"kind": "erase"})]

    first, second = SubjectRequest.objects.order_by("pk")
    assert answers == [f"{ADDRESS}{first.pk}/", f"{ADDRESS}{first.pk}/", f"{ADDRESS}{second.pk}/"]
    assert [line.step for line in first.protocol.all()] == ["found"]
    assert [row.kind for row in (first, second)] == ["access", "erase"]


def test_the_number_of_the_form_stands_in_it(signed_in):
    page = signed_in.get(ADDRESS)

    assert f'name="sent" value="{page.context["form"]["sent"].value()}"' in page.text


@pytest.mark.parametrize("sent", ["", "x", "0" * 31])
def test_a_form_without_a_readable_number_is_one_of_its_own(begin, theirs, sent):
    for _time in range(2):
        assert begin(phone="603000000", sent=sent).status_code == 302

    assert SubjectRequest.objects.count() == 2


def test_what_a_request_restricts_is_written_down_once(begin, signed_in, theirs):
    begin(phone="603000000", kind="restrict")
    row = SubjectRequest.objects.get()

    for _time in range(2):
        signed_in.post(f"{ADDRESS}{row.pk}/omezit/")

    assert [(line.step, line.number) for line in row.protocol.all()] == [("found", 1), ("restricted", 1)]


def test_a_request_is_answered_once_and_the_first_answer_stays(begin, signed_in, theirs):
    begin(phone="603000000")
    row = SubjectRequest.objects.get()
    address, answer = f"{ADDRESS}{row.pk}/uzavrit/", {"answer": "Odpověděli jsme dopisem."}

    answers = [signed_in.post(address, typed) for typed in (answer, answer, {"answer": "Odpověděli jsme jinak."})]

    row.refresh_from_db()
    assert [answer.status_code for answer in answers] == [302, 302, 422]
    assert "Žádost už vyřízená je." in answers[2].text.replace("\xa0", " ")
    assert ">\nOdpověděli jsme jinak.</textarea>" in answers[2].text
    assert (row.answer, row.protocol.filter(step="answered").count()) == ("Odpověděli jsme dopisem.", 1)


@pytest.mark.parametrize(("email", "is_told"), [("Ctenarka@domena.example", True), ("jina@domena.example", False)])
def test_a_subscription_to_the_newsletter_is_told_to_whoever_answers(begin, signed_in, email, is_told):
    subscribing.ask(address="ctenarka@domena.example", topics=["events"])

    page = signed_in.get(begin(email=email)["Location"]).content.decode().replace("\xa0", " ")

    assert ("odběr zpravodaje: školení a akce" in page) is is_told


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Vyplňte telefon, e-mail nebo kód"),
        ({"phone": "číslo"}, "Telefon napište číslicemi"),
        ({"code": "jen dvě"}, "Kód má čtyři slova"),
        ({"phone": "603000000", "known_by": ""}, "podle čeho jste ho poznali"),
    ],
)
def test_a_bad_field_says_what_to_write(begin, typed, sentence):
    response = begin(**typed)

    assert (response.status_code, SubjectRequest.objects.count()) == (422, 0)
    assert sentence in response.content.decode()


def test_the_package_holds_everything_and_handing_it_out_is_written_down(begin, signed_in, theirs):
    begin(phone="603000000")
    address = f"{ADDRESS}{SubjectRequest.objects.get().pk}/"

    packed = json.loads(signed_in.post(f"{address}balicek/", {"podoba": "json"}).content)
    page = signed_in.post(f"{address}balicek/", {"podoba": "stranka"}).content.decode()

    assert packed["inquiries"][0]["texts"][0]["text"] == "Vymyšlená poznámka."
    assert packed["inquiries"][0]["contact"]["phone"] == "+420603000000"
    assert "Vymyšlená poznámka." in page
    assert Reading.objects.filter(kind="exported", inquiry_id=theirs.pk).count() == 2


WORDS = {
    "texts": "Vymyšlená poznámka.",
    "brief": "Hledá doučování.",
    "worker_message": "Jen odpoledne.",
    "partner_message": "Přijde v úterý.",
    "note": "Volat až po druhé.",
    "told": "zkusil to: ne, ztratil kontakt",
    "attempt": "Zavolá sám.",
    "workaround": "Pomáhá sousedka.",
    "safe_hours": "jen ráno",
    "relation": "dcera",
}


@pytest.fixture
def everything(theirs, worker):
    """The same inquiry with words in every place that holds some."""
    ContactCard.objects.filter(inquiry=theirs).delete()
    ContactCard.objects.create(
        inquiry=theirs,
        phone="+420603000000",
        safe_hours=WORDS["safe_hours"],
        relation=WORDS["relation"],
        expires_on=timezone.localdate(),
    )
    words = {name: WORDS[name] for name in ("brief", "worker_message", "partner_message", "note")}
    referral = ReferralFactory(inquiry=theirs, **words)
    follow_up = FollowUpFactory(inquiry=theirs, owner=worker)
    following.attempt(follow_up, by=worker, reached=True, note=WORDS["attempt"])
    ReferralCheck.objects.create(follow_up=follow_up, referral=referral, by=worker, tried="no", not_tried="lost")
    UnmetNeedFactory(inquiry=theirs, workaround=WORDS["workaround"])
    return theirs


def test_every_word_we_hold_is_in_the_package_for_machines_and_for_people(everything):
    row = with_all(Inquiry.objects.filter(pk=everything.pk)).get()

    packed, said = json.dumps(for_machines(row), ensure_ascii=False), str(for_people(row))

    assert [word for word in WORDS.values() if word not in packed] == []
    assert [word for word in WORDS.values() if word not in said.replace("\\xa0", " ")] == []
    assert "T" not in for_people(row)[0]["things"][0][0][1]  # a person reads 26. 11. 2026, not what machines write


def test_the_package_says_who_read_when_and_for_what_by_role_and_to_whom_it_went(begin, signed_in, theirs, worker):
    consent = Consent.objects.create(
        inquiry=theirs,
        wording=ConsentText.objects.create(version=99, text="Souhlasím.", valid_from="2026-01-01"),
        manner="oral",
        extent="telefon",
        purpose="domluva",
        recorded_by=worker,
    )
    referral = ReferralFactory(
        inquiry=theirs, sent=True, target_name="Vymyšlená poradna", consent=consent, shares_contact=True
    )
    signed_in.get(theirs.get_absolute_url())
    signed_in.post(f"{theirs.get_absolute_url()}kontakt/")
    record_partner_reading(referral)
    begin(phone="603000000")
    address = f"{ADDRESS}{SubjectRequest.objects.get().pk}/balicek/"

    packed = json.loads(signed_in.post(address, {"podoba": "json"}).content)
    page = signed_in.post(address, {"podoba": "stranka"}).text.replace("\xa0", " ")

    told = packed["inquiries"][0]
    assert [(row["kind"], row["by"], row["purpose"]) for row in told["readings"]] == [
        ("otevřen dotaz", "sociální pracovnice nebo pracovník", "vyřízení dotazu"),
        ("ukázán kontakt", "sociální pracovnice nebo pracovník", "aby se vám někdo ozval"),
        ("ukázán kontakt", "partner: Vymyšlená poradna", "předání jinam"),
    ]
    assert told["readings"][0]["at"] == timezone.localtime(Reading.objects.earliest("at").at).isoformat(
        timespec="minutes"
    )
    assert (told["referrals"][0]["may_see_contact"], bool(told["referrals"][0]["consented_at"])) == (True, True)
    assert {"purposes", "recipients", "kept", "rights", "complaint", "source"} <= packed["about"].keys()
    for said in ("partner: Vymyšlená poradna", "aby se vám někdo ozval", "Jména pracovníků neuvádíme", "uoou.gov.cz"):
        assert said in page
    of_one = json.dumps(told, ensure_ascii=False) + json.dumps(packed["protocol"], ensure_ascii=False)
    assert worker.name not in of_one + page.split("<h1>")[1].split("</main>")[0]


def test_whatever_an_inquiry_is_read_for_is_told_in_words():
    """The codes that the desk writes down, found in its code."""
    written = set()
    for path in Path(subject_package.__file__).parent.rglob("*.py"):
        calls = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
        for call in calls:
            if getattr(call.func, "id", "") == "record_reading" and not _is_of_none(call):
                written |= {one.value.value for one in call.keywords if one.arg == "purpose"} or {""}

    assert written - READ_FOR.keys() == set()
    assert {"", "call", "slip"} <= written


def _is_of_none(call: ast.Call) -> bool:
    return isinstance(call.args[0], ast.Constant) and call.args[0].value is None


@pytest.mark.parametrize("number", [1, 3])
def test_a_package_costs_the_same_for_one_inquiry_as_for_three(everything, worker, django_assert_num_queries, number):
    for _more in range(number - 1):
        ReferralFactory(inquiry=InquiryFactory(open=True, assignee=worker))

    with django_assert_num_queries(15):
        for row in with_all(Inquiry.objects.all()):
            for_machines(row)


def test_the_protocol_comes_with_the_package_and_as_a_document(begin, signed_in, theirs):
    begin(phone="603000000")
    address = f"{ADDRESS}{SubjectRequest.objects.get().pk}/"

    packed = json.loads(signed_in.post(f"{address}balicek/", {"podoba": "json"}).content)
    document = signed_in.get(f"{address}protokol.pdf")

    assert [step["step"] for step in packed["protocol"]["steps"]] == ["dohledány dotazy", "vydán balíček"]
    assert packed["protocol"]["known_by"] == "Zavolal z toho čísla."
    assert document["Content-Type"] == "application/pdf"
    assert document.content.startswith(b"%PDF-")


def test_a_correction_is_in_the_protocol_for_the_inquiries_that_were_corrected(begin, signed_in, theirs):
    begin(phone="603000000", kind="correct")
    row, stranger = SubjectRequest.objects.get(), InquiryFactory(open=True)
    address = f"{ADDRESS}{row.pk}/oprava/"

    for sent in ([], ["x"], [str(stranger.pk)], ["9" * 30]):
        signed_in.post(address, {"opraveno": sent})
    assert [line.step for line in row.protocol.all()] == ["found"]
    signed_in.post(address, {"opraveno": [str(theirs.pk), str(stranger.pk)]})

    assert [(line.step, line.number) for line in row.protocol.all()] == [("found", 1), ("corrected", 1)]
    assert "Opraveno (1)" in signed_in.get(f"{ADDRESS}{row.pk}/").content.decode()


def test_a_restriction_ends_also_after_the_request_did(begin, signed_in, theirs):
    begin(phone="603000000", kind="restrict")
    row = SubjectRequest.objects.get()
    address = f"{ADDRESS}{row.pk}/"
    signed_in.post(f"{address}omezit/")
    signed_in.post(f"{address}uzavrit/", {"answer": "Odpověděli jsme dopisem."})
    assert "Ukončit omezení" in signed_in.get(address).content.decode()

    signed_in.post(f"{address}uvolnit/")

    theirs.refresh_from_db()
    assert theirs.is_restricted is False
    assert "Ukončit omezení" not in signed_in.get(address).content.decode()
    assert [line.step for line in row.protocol.all()] == ["found", "restricted", "answered", "unrestricted"]


def test_who_restricts_learns_whose_question_waits_and_what_to_do(begin, signed_in, theirs):
    NoteFactory(inquiry=theirs, kind="question", text="Kdo poradí s dluhy?")
    begin(phone="603000000", kind="restrict")
    address = f"{ADDRESS}{SubjectRequest.objects.get().pk}/"
    told = f"V dotazu {theirs.public_id} čeká člověk na odpověď."
    assert told not in signed_in.get(address).text.replace("\xa0", " ")

    signed_in.post(f"{address}omezit/")

    assert told in signed_in.get(address).text.replace("\xa0", " ")
    page = signed_in.get(theirs.get_absolute_url()).text.replace("\xa0", " ")
    assert "Když se člověk ozve, založte nový dotaz." in page
    today = signed_in.get("/pult/").text.replace("\xa0", " ")
    assert "na žádost člověka jen uchovat" in today
    assert "odpovědět na otázku z webu" not in today


def test_what_two_open_requests_restrict_is_free_once_both_end_it(begin, signed_in, theirs):
    for _one in range(2):
        begin(phone="603000000", kind="restrict")
    addresses = [f"{ADDRESS}{row.pk}/" for row in SubjectRequest.objects.order_by("pk")]
    for address in addresses:
        signed_in.post(f"{address}omezit/")
    told, restricted = [], []

    for address in addresses:
        told.append(signed_in.post(f"{address}uvolnit/", follow=True).text)
        theirs.refresh_from_db()
        restricted.append(theirs.is_restricted)

    assert restricted == [True, False]
    assert ["dál omezuje jiná otevřená žádost" in page.replace("\u00a0", " ") for page in told] == [True, False]
    lines = [list(row.protocol.values_list("step", "number")) for row in SubjectRequest.objects.order_by("pk")]
    assert [of_one[-1] for of_one in lines] == [("unrestricted", 0), ("unrestricted", 1)]


def test_what_another_request_restricts_may_be_restricted_by_this_one_too(begin, signed_in, theirs):
    for _one in range(2):
        begin(phone="603000000", kind="restrict")
    first, second = SubjectRequest.objects.order_by("pk")
    signed_in.post(f"{ADDRESS}{first.pk}/omezit/")

    offers = ["Omezit zpracování" in signed_in.get(f"{ADDRESS}{row.pk}/").text for row in (first, second)]

    assert offers == [False, True]


def test_erasing_wants_a_tick_and_leaves_facts(begin, signed_in, theirs):
    begin(phone="603000000", kind="erase")
    address = f"{ADDRESS}{SubjectRequest.objects.get().pk}/"
    signed_in.post(f"{address}smazat/")
    assert theirs.notes.count() == 1

    signed_in.post(f"{address}smazat/", {"opravdu": "ano"})

    theirs.refresh_from_db()
    assert (theirs.notes.count(), ContactCard.objects.count(), theirs.needs.count()) == (0, 0, 1)
    assert Tombstone.objects.count() == 2


def test_restricting_is_marked_and_the_end_needs_an_answer(begin, signed_in, theirs):
    begin(phone="603000000", kind="restrict")
    row = SubjectRequest.objects.get()
    signed_in.post(f"{ADDRESS}{row.pk}/omezit/")
    assert signed_in.post(f"{ADDRESS}{row.pk}/uzavrit/", {"answer": ""}).status_code == 422

    signed_in.post(f"{ADDRESS}{row.pk}/uzavrit/", {"answer": "Odpověděli jsme dopisem."})

    theirs.refresh_from_db()
    row.refresh_from_db()
    assert (theirs.is_restricted, row.state) == (True, "done")
    assert signed_in.get(theirs.get_absolute_url()).status_code == 200
    assert signed_in.post(f"{theirs.get_absolute_url()}uzavrit/", {"reason": "advised"}).status_code == 403
    assert [line.step for line in row.protocol.all()] == ["found", "restricted", "answered"]


def test_another_office_and_other_roles_see_nothing(begin, client, theirs, coordinator):
    begin(phone="603000000")
    address = f"{ADDRESS}{SubjectRequest.objects.get().pk}/"
    stranger = UserFactory(worker=True)
    OfficeFactory(name="Jiné pracoviště").workers.add(stranger)

    client.force_login(stranger)
    assert client.get(address).status_code == 404
    client.force_login(coordinator)
    assert client.get(address).status_code == 403


def test_who_moves_to_another_office_takes_no_request_along(begin, client, theirs, worker, colleague):
    begin(phone="603000000")
    address = f"{ADDRESS}{SubjectRequest.objects.get().pk}/"
    elsewhere, stranger = OfficeFactory(name="Jiné pracoviště"), UserFactory(worker=True)
    elsewhere.workers.add(stranger)

    worker.offices.set([elsewhere])

    for person, answer in ((stranger, 404), (worker, 404), (colleague, 200)):
        client.force_login(person)
        assert client.get(address).status_code == answer, person
        assert client.post(f"{address}balicek/", {"podoba": "json"}).status_code == answer, person
        assert (address in client.get(ADDRESS).text) is (answer == 200), person


def test_a_request_outlives_the_work_of_who_took_it(begin, client, theirs, worker, colleague):
    begin(phone="603000000")
    worker.offices.clear()
    client.force_login(colleague)

    assert client.get(f"{ADDRESS}{SubjectRequest.objects.get().pk}/").status_code == 200


def test_erasing_takes_letters_that_did_not_leave_along(begin, signed_in, theirs):
    for name, state in (("a", "waiting"), ("b", "failed"), ("c", "unsure")):
        OutgoingMail.objects.create(
            key=f"slip-{theirs.pk}-{name}", to="kdosi@domena.example", subject="Kontakty", text="Poradna", state=state
        )
    kept = OutgoingMail.objects.create(
        key=f"slip-{theirs.pk}1-a", to="jiny@domena.example", subject="Kontakty", text="Poradna"
    )
    begin(phone="603000000", kind="erase")

    signed_in.post(f"{ADDRESS}{SubjectRequest.objects.get().pk}/smazat/", {"opravdu": "ano"})

    assert list(OutgoingMail.objects.all()) == [kept]
