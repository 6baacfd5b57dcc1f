"""A partner answers from an e-mail: every way in which the link, the answer or the moment can be wrong has its page."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread
from zoneinfo import ZoneInfo

import pytest
from django.core import signing
from django.db import connection
from django.utils import timezone

from inquiries import partner_mail
from inquiries.consent import record_consent, withdraw_consent
from inquiries.models import (
    ConsentText,
    ContactCard,
    Deed,
    Inquiry,
    Reading,
    Referral,
    ReferralMode,
    ReferralState,
    TimelineEntry,
)
from inquiries.partner_link import PURPOSE, SALT, make_token
from inquiries.referring import (
    Answer,
    MoveNotAllowed,
    expire,
    record_answer,
    refer,
    renew_link,
    supply_information,
    withdraw,
)
from tests.addresses import OPENS_TO
from tests.factories import (
    ContactFactory,
    DeclineReasonFactory,
    InquiryFactory,
    LifeSituationFactory,
    PlaceFactory,
    ReferralFactory,
    ServiceFactory,
)

pytestmark = pytest.mark.django_db
NAME = {"responder": "Jana, sociální pracovnice"}


@pytest.fixture
def referral(worker, letters) -> Referral:
    """Sent with the contact, under a consent."""
    inquiry = InquiryFactory(
        state="open",
        assignee=worker,
        situation=LifeSituationFactory(name="Mám dluhy"),
        district=PlaceFactory(name="Poruba"),
        age_band="65-79",
    )
    ContactCard.objects.create(
        inquiry=inquiry,
        display_name="paní Modrá",
        phone="+420603000000",
        safe_hours="po 16. hodině",
        expires_on=timezone.localdate(),
    )
    ConsentText.objects.create(version=1, text="Souhlasím.", valid_from=timezone.localdate())
    consent = record_consent(inquiry, by=worker, extent="telefon", purpose="domluva", manner="oral")
    service = ServiceFactory(name="Poradna")
    ContactFactory(service=service, kind="email", value="poradna@charita.example")
    return refer(
        inquiry,
        by=worker,
        mode=ReferralMode.SENT,
        service=service,
        need=inquiry.needs.get(),
        brief="Přišel dopis od exekutora.",
        consent=consent,
        shares_contact=True,
    )


@pytest.fixture
def address(referral) -> str:
    return f"/predani/{make_token(referral)}/"


def text(response) -> str:
    return response.content.decode().replace("\u00a0", " ")


def stored(referral) -> Referral:
    return Referral.objects.get(pk=referral.pk)


def test_the_letter_holds_the_link_and_nothing_about_the_person(referral, letters, client):
    letter = next(iter(letters))

    assert letter.to == "poradna@charita.example"
    assert "exekutor" not in letter.text + letter.html + letter.subject
    assert "Modrá" not in letter.text + letter.html
    link = re.search(r"https?://[^/]+(/predani/\S+)", letter.text)[1]
    assert link in letter.html
    assert client.get(link).status_code == 200


def test_the_day_in_the_letter_is_the_last_one_here(referral):
    midnight = datetime(2026, 12, 1, 0, 30, tzinfo=ZoneInfo("Europe/Prague"))
    referral.link_expires_at = midnight.astimezone(UTC)

    assert partner_mail._day(referral) == "1. 12. 2026"


def test_a_contact_that_is_only_to_be_kept_is_shown_to_nobody(client, referral, address):
    Inquiry.objects.update(is_restricted=True)

    page = text(client.post(f"{address}?odpoved=prijimame", NAME))
    again = text(client.post(f"{address}kontakt/"))

    assert stored(referral).state == "accepted"
    for shown in (page, again, text(client.get(address))):
        assert "603" not in shown
        assert "Modrá" not in shown
    assert stored(referral).contact_revealed_at is None


def test_the_link_shows_the_request_without_identity(client, address):
    page = text(client.get(address))

    assert "Přišel dopis od exekutora." in page
    for fact in ("Mám dluhy", "Poruba", "65–79 let"):
        assert fact in page
    assert "603" not in page
    assert "Modrá" not in page


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_changes_nothing(client, referral, address, method):
    before = Referral.objects.values().get(pk=referral.pk)
    timeline = TimelineEntry.objects.count()

    for _ in range(2):
        for query in ("", "?odpoved=prijimame", "?odpoved=nesmysl"):
            assert getattr(client, method)(address + query).status_code == 200

    assert Referral.objects.values().get(pk=referral.pk) == before
    assert TimelineEntry.objects.count() == timeline
    assert not Reading.objects.exists()


def test_the_address_stays_secret(client, address):
    shown, form = client.get(address), client.get(f"{address}?odpoved=prijimame")

    for response in (shown, form):
        assert "no-store" in response["Cache-Control"]
        assert "noindex" in response["X-Robots-Tag"]
    assert shown["Referrer-Policy"] == "no-referrer"
    assert form["Referrer-Policy"] == "strict-origin"


def test_accepting_shows_the_contact_once_and_writes_it_down(client, referral, address):
    response = client.post(f"{address}?odpoved=prijimame", NAME)

    assert response.status_code == 200
    assert "603 000 000" in text(response)
    assert "po 16. hodině" in text(response)
    answered = stored(referral)
    assert (answered.state, answered.responder_name) == ("accepted", "Jana, sociální pracovnice")
    assert answered.contact_revealed_at is not None
    assert referral.timeline.latest("pk").deed == Deed.CONTACT_REVEALED
    reading = Reading.objects.get()
    assert (reading.by, reading.referral_id, reading.kind) == (None, referral.pk, "revealed")


def test_after_accepting_the_address_alone_shows_no_contact(client, referral, address):
    client.post(f"{address}?odpoved=prijimame", NAME)

    page = text(client.get(address))
    assert "603 000 000" not in page
    assert "Přijali jste. Děkujeme. Podepsáno: Jana, sociální pracovnice" in page

    again = client.post(f"{address}kontakt/")
    assert "603 000 000" in text(again)
    assert Reading.objects.count() == 2


def test_the_contact_waits_for_the_answer(client, address):
    page = text(client.post(f"{address}kontakt/"))

    assert "603 000 000" not in page
    assert not Reading.objects.exists()


def test_without_shared_contact_accepting_shows_none(client, referral, address):
    Referral.objects.filter(pk=referral.pk).update(shares_contact=False)

    response = client.post(f"{address}?odpoved=prijimame", NAME, follow=True)

    assert response.redirect_chain
    assert "Kontakt na člověka nepředáváme." in text(response)
    assert not Reading.objects.exists()


def test_a_contact_shredded_meanwhile_is_said_to_be_gone(client, referral, address):
    ContactCard.objects.all().delete()

    response = client.post(f"{address}?odpoved=prijimame", NAME)

    assert "Kontakt už ukázat nemůžeme" in text(response)


def test_an_answer_needs_a_name(client, referral, address):
    response = client.post(f"{address}?odpoved=prijimame", {"responder": " "})

    assert response.status_code == 422
    assert "Napište, kdo odpovídá." in text(response)
    assert "<title>Chyba:" in text(response)
    assert stored(referral).state == "sent"


def test_a_first_appointment_is_kept(client, referral, address):
    client.post(f"{address}?odpoved=prijimame", NAME | {"first_appointment_at": "16. 12. 2026 13:30"})

    assert timezone.localtime(stored(referral).first_appointment_at).hour == 13


def test_a_waiting_list_has_an_estimate(client, referral, address):
    assert "Napište odhad." in text(client.post(f"{address}?odpoved=poradnik", NAME))

    client.post(f"{address}?odpoved=poradnik", NAME | {"waiting_estimate": "asi tři měsíce"})

    assert (stored(referral).state, stored(referral).waiting_estimate) == ("waitlisted", "asi tři měsíce")


def test_a_place_in_the_queue_may_be_said_and_changed_later(client, referral, address):
    said = NAME | {"waiting_estimate": "asi tři měsíce"}
    wrong = client.post(f"{address}?odpoved=poradnik", said | {"waiting_position": "nultý"})
    client.post(f"{address}?odpoved=poradnik", said | {"waiting_position": "4"})
    first = stored(referral).waiting_position

    assert "Ještě se čeká" in text(client.get(address))
    assert 'value="asi tři měsíce"' in text(client.get(f"{address}?odpoved=ceka"))
    client.post(f"{address}?odpoved=ceka", NAME | {"waiting_estimate": "asi měsíc", "waiting_position": "2"})

    now = stored(referral)
    assert (wrong.status_code, first) == (422, 4)
    assert (now.state, now.waiting_estimate, now.waiting_position) == ("waitlisted", "asi měsíc", 2)


def test_a_refusal_has_a_reason_from_the_list(client, referral, address):
    DeclineReasonFactory(code="no_capacity", name="plná kapacita")
    DeclineReasonFactory(code="retired", name="starý důvod", is_retired=True)
    DeclineReasonFactory(code="other", name="jiný důvod")
    refuse = f"{address}?odpoved=nemuzeme"
    assert "starý důvod" not in text(client.get(refuse))

    assert "Vyberte aspoň jeden důvod." in text(client.post(refuse, NAME))
    assert "jen z nabídky" in text(client.post(refuse, NAME | {"reasons": ["retired"]}))
    assert "jaký jiný důvod" in text(client.post(refuse, NAME | {"reasons": ["other"]}))
    client.post(refuse, NAME | {"reasons": ["no_capacity", "other"], "message": "Až na jaře."})

    assert stored(referral).state == "declined"
    assert set(referral.decline_reasons.values_list("code", flat=True)) == {"no_capacity", "other"}


def test_not_ours_says_where_to_try(client, referral, address):
    client.post(f"{address}?odpoved=jinam", NAME | {"message": "Zkuste občanskou poradnu."})

    assert (stored(referral).state, stored(referral).partner_message) == ("redirected", "Zkuste občanskou poradnu.")


def test_a_question_is_answered_and_the_same_link_goes_on(client, referral, address, worker, letters):
    client.post(f"{address}?odpoved=doplnit", NAME | {"message": "Má už výměr?"})
    assert "Ptali jste se nás." in text(client.get(address))

    supply_information(stored(referral), by=worker, text="Ano, od ledna.")

    assert "Ano, od ledna." in text(client.get(address))
    assert len(letters) == 2
    client.post(f"{address}?odpoved=prijimame", NAME)
    assert stored(referral).state == "accepted"


def test_a_question_is_called_one_and_nobody_is_promised_to_call(client, referral, address):
    Referral.objects.filter(pk=referral.pk).update(shares_contact=False)

    client.post(f"{address}?odpoved=doplnit", NAME | {"message": "Má doma počítač?"})
    page = text(client.get(address))

    assert "Vaši otázku máme" in page
    assert "Odpověď máme" not in page
    assert "Ozve se vám sám" not in page


def test_who_answers_second_is_told_and_changes_nothing(client, referral, address):
    client.post(f"{address}?odpoved=jinam", NAME)

    response = client.post(f"{address}?odpoved=prijimame", {"responder": "Petr, vedoucí"})

    assert response.status_code == 409
    assert "Podepsáno: Jana, sociální pracovnice" in text(response)
    assert (stored(referral).state, stored(referral).responder_name) == ("redirected", "Jana, sociální pracovnice")


def test_two_who_answer_at_the_same_moment_make_one_answer(client, referral, address, monkeypatch):
    from inquiries.views import partner

    open_link = partner.open_link

    def slow_reader(token):
        """The second partner read the page before the first one's answer was written."""
        read = open_link(token)
        Referral.objects.filter(pk=referral.pk).update(state="declined", responder_name="První")
        return read

    monkeypatch.setattr(partner, "open_link", slow_reader)
    response = client.post(f"{address}?odpoved=prijimame", NAME)

    assert response.status_code == 409
    assert "Mezitím už odpověděl někdo jiný od vás." in text(response)
    assert "603 000 000" not in text(response)
    assert stored(referral).state == "declined"


@pytest.mark.django_db(transaction=True)
def test_of_two_connections_that_answer_at_once_one_wins(worker, letters):
    referral = ReferralFactory(sent=True, inquiry=InquiryFactory(open=True))
    ready, results = Barrier(2), []

    def answer(name):
        read = Referral.objects.select_related("inquiry").get(pk=referral.pk)
        ready.wait()
        try:
            record_answer(read, Answer(ReferralState.ACCEPTED, responder=name), by=None)
            results.append(name)
        except MoveNotAllowed:
            results.append("")
        finally:
            connection.close()

    people = [Thread(target=answer, args=(name,)) for name in ("První", "Druhá")]
    for person in people:
        person.start()
    for person in people:
        person.join()

    (winner,) = filter(None, results)
    assert len(results) == 2
    assert stored(referral).responder_name == winner
    assert referral.timeline.filter(deed=Deed.REFERRAL_MOVED).count() == 1


def test_the_same_answer_sent_again_is_one(client, referral, address):
    for _ in range(2):
        response = client.post(f"{address}?odpoved=prijimame", NAME)

    assert response.status_code == 409
    assert referral.timeline.filter(deed=Deed.REFERRAL_MOVED).count() == 1


def test_an_unknown_answer_changes_nothing(client, referral, address):
    assert client.post(address, NAME).status_code == 409
    assert client.post(f"{address}?odpoved=cokoli", NAME).status_code == 409

    assert stored(referral).state == "sent"


def test_later_the_partner_says_how_it_went(client, referral, address, worker):
    client.post(f"{address}?odpoved=prijimame", NAME)

    client.post(f"{address}?odpoved=zacala", NAME)

    assert (stored(referral).state, stored(referral).outcome_source) == ("started", "partner")


def foreign_purpose(referral) -> str:
    return signing.dumps([referral.pk, referral.link_version, "something else"], salt=SALT)


def foreign_salt(referral) -> str:
    return signing.dumps([referral.pk, referral.link_version, PURPOSE], salt="other")


def tampered(referral) -> str:
    token = make_token(referral)
    return ("B" if token[0] != "B" else "C") + token[1:]


def cut_off(referral) -> str:
    return make_token(referral)[:-3]


def of_nobody(referral) -> str:
    return signing.dumps([referral.pk + 1000, 1, PURPOSE], salt=SALT)


def of_another_shape(referral) -> str:
    return signing.dumps({"referral": referral.pk}, salt=SALT)


@pytest.mark.parametrize(
    "make", [foreign_purpose, foreign_salt, tampered, cut_off, of_nobody, of_another_shape, lambda referral: "x" * 3000]
)
@pytest.mark.parametrize("page", ["", "?odpoved=prijimame", "kontakt/", "novy-odkaz/"])
def test_a_link_that_is_not_ours_leads_nowhere(client, referral, make, page):
    address = f"/predani/{make(referral)}/{page}"

    response = client.get(address) if page == "" else client.post(address, NAME)

    assert response.status_code == 404
    assert "Tenhle odkaz nefunguje" in text(response)
    assert "599 443 821" in text(response)
    assert stored(referral).state == "sent"


def test_a_link_ends_after_fourteen_days_by_its_own_time(client, referral, monkeypatch):
    token = make_token(referral)
    later = timezone.now() + timedelta(days=14, minutes=1)
    monkeypatch.setattr("django.core.signing.time.time", later.timestamp)

    response = client.get(f"/predani/{token}/")

    assert response.status_code == 410
    assert "Platnost odkazu skončila" in text(response)
    assert "Pošlete nový odkaz" in text(response)


def test_a_link_made_for_the_reminder_ends_with_the_first(client, referral):
    Referral.objects.filter(pk=referral.pk).update(link_expires_at=timezone.now() - timedelta(minutes=1))

    assert client.get(f"/predani/{make_token(referral)}/").status_code == 410
    assert client.post(f"/predani/{make_token(referral)}/?odpoved=prijimame", NAME).status_code == 410
    assert stored(referral).state == "sent"


def test_a_newer_link_voids_the_older(client, referral, address, worker):
    renew_link(referral, by=worker)

    response = client.get(address)

    assert response.status_code == 410
    assert "Poslali jsme vám novější." in text(response)
    assert client.get(f"/predani/{make_token(stored(referral))}/").status_code == 200


def test_a_withdrawn_request_needs_no_answer(client, referral, address, worker, letters):
    withdraw(referral, by=worker)

    response = client.get(address)

    assert response.status_code == 410
    assert "Odpovídat už nemusíte" in text(response)
    assert "Pošlete nový odkaz" not in text(response)
    assert "smažte" in list(letters)[-1].text


def test_a_consent_taken_back_closes_the_contact(client, referral, address, worker):
    client.post(f"{address}?odpoved=prijimame", NAME)

    withdraw_consent(referral.consent, by=worker)

    assert client.post(f"{address}kontakt/").status_code == 410
    fresh = f"/predani/{make_token(stored(referral))}/"
    assert "603 000 000" not in text(client.post(f"{fresh}kontakt/"))


def test_a_new_link_goes_only_to_the_catalogue_s_address(client, referral, address, letters):
    expire(referral)

    response = client.post(f"{address}novy-odkaz/", {"email": "zlodej@jinde.example"})

    assert response.status_code == 200
    assert "poradna@charita.example" not in text(response)
    assert {letter.to for letter in letters} == {"poradna@charita.example"}
    assert stored(referral).state == "sent"
    assert client.get(address).status_code == 410


def test_a_new_link_without_an_address_says_so(client, referral, address):
    referral.service.contacts.all().delete()

    response = client.post(f"{address}novy-odkaz/")

    assert response.status_code == 409
    assert "nemá v katalogu e-mail" in text(response)


def test_a_forged_form_is_refused(referral, address):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)

    assert client.post(f"{address}?odpoved=prijimame", NAME).status_code == 403
    assert stored(referral).state == "sent"


def test_somebody_who_keeps_knocking_waits(client, address, monkeypatch):
    from inquiries.views import partner

    monkeypatch.setattr(partner, "seconds_to_wait", lambda *args, **kwargs: 3000)

    response = client.get(address)

    assert (response.status_code, response["Retry-After"]) == (429, "3000")
    assert "Chvíli počkejte" in text(response)
    assert "Zkuste to znovu za 50 minut" in text(response)
    assert "599 443 821" in text(response)


@pytest.mark.parametrize(
    ("asked", "logged"),
    [
        ("/predani/WzEsMSwiYSJd:1abc:x-y/?odpoved=jinam", "/predani/"),
        ("/predani/WzEsMSwiYSJd:1abc:x-y/kontakt/", "/predani/"),
        ("/sluzby/?q=dluhy", "/sluzby/"),
        ("/pult/predani/7/", "/pult/predani/7/"),
        ("/sit/pozvanka/abc:def/", "/sit/pozvanka/"),
        ("/sit/platnost/abc:def/?a=b", "/sit/platnost/"),
    ],
)
def test_the_log_of_the_proxy_cuts_the_link_off(settings, asked, logged):
    assert logged_by_proxies(settings, asked) == {logged}


def secret_routes() -> list[str]:
    return sorted(route for route in OPENS_TO if re.search(r"<str:(?:token|secret)>", route))


@pytest.mark.parametrize("route", secret_routes())
def test_no_address_that_is_a_key_reaches_a_log(settings, route):
    asked = "/" + re.sub(r"<str:\w+>", "tajne:slovo", route)

    assert [logged for logged in logged_by_proxies(settings, asked) if "tajne" in logged] == []


def logged_by_proxies(settings, asked: str) -> set[str]:
    """What Caddy and nginx write down of an address."""
    caddy = (settings.BASE_DIR / "deploy" / "Caddyfile").read_text()
    nginx = (settings.BASE_DIR / "deploy" / "nginx.conf").read_text()
    cut = re.search(r"request>uri regexp (\S+) (\S+)", caddy)
    kept = re.search(r"~(\^\(\?P<kept>\S+) +\$kept;", nginx)

    path = asked.partition("?")[0]  # what nginx calls $uri
    secret = re.match(kept[1], path)
    return {re.sub(cut[1], cut[2].replace("$1", "\\1"), asked), secret["kept"] if secret else path}


def test_the_token_is_written_to_no_log(client, referral, address, caplog):
    with caplog.at_level("DEBUG"):
        client.get(address)
        client.get(f"/predani/{tampered(referral)}/")
        client.post(f"{address}?odpoved=prijimame", {"responder": ""})

    token = make_token(referral)
    assert token.split(":")[0] not in caplog.text


def test_a_link_costs_few_queries(client, address, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        client.get(address)
