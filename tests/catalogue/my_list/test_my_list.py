"""A citizen's own list: kept by their browser, never by us, unless they ask for a code."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from catalogue import code_tries, indexing
from catalogue.live_facts import close_for_a_while
from catalogue.models import CarriedList, Service
from catalogue.my_list.carrying import carried_under, carry, forget_past
from catalogue.my_list.note import COOKIE as NOTE_COOKIE
from sociopoint.my_list import COOKIE, MOST, read_numbers
from tests.factories import (
    ContactFactory,
    FacilityFactory,
    PlaceFactory,
    ServiceFactory,
    ServiceKindFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def service(name: str, **facts) -> Service:
    made = ServiceFactory(name=name, kind=ServiceKindFactory(name="Poradny"), **facts)
    ContactFactory(service=made, value="+420599526912")
    FacilityFactory(service=made, street="Zelená", house_number="1", place=PlaceFactory(name="Ostrava"))
    indexing.refresh([made.pk])
    return made


def kept(client) -> str:
    return client.cookies[COOKIE].value if COOKIE in client.cookies else ""


def plain(response) -> str:
    return response.content.decode().replace("\u00a0", " ")


def test_a_search_sets_no_cookie_and_a_kept_service_sets_one_that_lasts_thirty_days(client):
    poradna = service("Poradna")
    assert not client.get("/sluzby/").cookies

    response = client.post("/muj-seznam/pridat/", {"s": poradna.pk})

    (cookie,) = response.cookies.values()
    assert (cookie.key, cookie.value) == (COOKIE, str(poradna.pk))
    assert (cookie["max-age"], cookie["samesite"], cookie["httponly"]) == (30 * 86_400, "Lax", True)


def test_who_keeps_a_service_comes_back_to_its_card(client):
    poradna = service("Poradna")

    response = client.post(
        "/muj-seznam/pridat/", {"s": poradna.pk}, HTTP_REFERER="http://testserver/sluzby/?misto=Poruba#s9"
    )

    assert response["Location"] == f"http://testserver/sluzby/?misto=Poruba#s{poradna.pk}"


@pytest.mark.parametrize("before", ["", "https://jinde.example/sluzby/", "http://testserver.jinde.example/"])
def test_nobody_is_led_to_another_site(client, before):
    response = client.post("/muj-seznam/pridat/", {"s": service("Poradna").pk}, HTTP_REFERER=before)

    assert response["Location"] == "/muj-seznam/"


def test_the_card_the_page_and_the_header_know_what_is_kept(client):
    poradna, other = service("Poradna"), service("Jídelna")
    client.post("/muj-seznam/pridat/", {"s": poradna.pk})

    results, page = plain(client.get("/sluzby/")), plain(client.get(poradna.get_absolute_url()))

    assert results.count("V mém seznamu") == 1
    assert f'name="s" value="{other.pk}">Do mého seznamu' in results
    assert "Můj seznam (1)" in results
    assert "V mém seznamu" in page


def test_the_list_shows_services_in_the_order_they_were_kept_and_loses_them_one_by_one(client):
    first, second = service("Zámek"), service("Azyl")
    for one in (first, second):
        client.post("/muj-seznam/pridat/", {"s": one.pk})

    both = [card.ready.card.name for card in client.get("/muj-seznam/").context["cards"]]
    client.post("/muj-seznam/odebrat/", {"s": first.pk})
    rest = [card.ready.card.name for card in client.get("/muj-seznam/").context["cards"]]

    assert (both, rest) == (["Zámek", "Azyl"], ["Azyl"])


def test_clearing_leaves_nothing_in_the_browser(client):
    client.post("/muj-seznam/pridat/", {"s": service("Poradna").pk})
    client.post("/muj-seznam/poznamka/", {"note": "Volat v pondělí"})

    response = client.post("/muj-seznam/smazat/")

    assert {cookie["max-age"] for cookie in response.cookies.values()} == {0}
    assert {COOKIE, NOTE_COOKIE} <= set(response.cookies)


@pytest.mark.parametrize("written", ["", "/en", "/uk"])
@pytest.mark.parametrize("cleared", ["", "/en", "/uk"])
def test_a_note_is_cleared_in_whatever_language_it_was_written(client, written, cleared):
    noted = client.post(f"{written}/muj-seznam/poznamka/", {"note": "Volat v pondělí"})
    ((name, kept),) = noted.cookies.items()

    gone = client.post(f"{cleared}/muj-seznam/smazat/").cookies[name]

    assert (gone["max-age"], gone["path"]) == (0, kept["path"])
    assert kept["path"] == f"{written}/muj-seznam/"


def test_an_empty_list_says_how_to_begin(client):
    page = plain(client.get("/muj-seznam/"))

    assert "Zatím tu nic nemáte" in page
    assert 'href="/sluzby/"' in page


@pytest.mark.parametrize("text", ["", "x", "1.2.<script>", "0", "-1", "99999999999999999999", "1" * 4000, "1..2", "½"])
def test_whatever_the_cookie_holds_the_pages_answer(client, text):
    client.cookies[COOKIE] = text

    assert client.get("/muj-seznam/").status_code == 200
    assert client.get("/muj-seznam/", {"s": text}).status_code == 200
    assert client.get("/sluzby/").status_code == 200
    assert client.get("/muj-seznam/porovnani/", {"s": text}).status_code == 200
    assert client.get("/muj-seznam/seznam.pdf", {"s": text}).status_code == 302
    client.cookies[NOTE_COOKIE] = text
    assert client.get("/muj-seznam/").status_code == 200


def test_numbers_are_read_once_each_and_not_beyond_what_a_list_holds():
    assert read_numbers("3.1.3.x.2") == (3, 1, 2)
    assert len(read_numbers(".".join(map(str, range(1, 100))))) == MOST


def test_a_full_list_says_so_and_keeps_what_it_had(client):
    client.cookies[COOKIE] = ".".join(map(str, range(1, MOST + 1)))

    response = client.post("/muj-seznam/pridat/", {"s": 1000}, follow=True)

    assert f"Víc než {MOST} služeb se na seznam nevejde." in plain(response)
    assert kept(client).split(".")[-1] == str(MOST)


def test_a_list_in_the_address_is_shown_without_being_kept(client):
    poradna = service("Poradna")

    response = client.get("/muj-seznam/", {"s": f"{poradna.pk}"})

    assert "Převzít do mého seznamu" in plain(response)
    assert not response.cookies


def test_a_service_that_ended_is_said_to_be_gone(client):
    poradna, gone = service("Poradna"), service("Zrušená", published=False)

    page = plain(client.get("/muj-seznam/", {"s": f"{poradna.pk}.{gone.pk}"}))

    assert "1 služba ze seznamu už v katalogu není" in page


@pytest.mark.parametrize("services", [1, 3])
def test_the_list_costs_the_same_for_one_service_as_for_three(client, django_assert_num_queries, services):
    client.cookies[COOKIE] = ".".join(str(service(f"Poradna {n}").pk) for n in range(services))
    client.get("/muj-seznam/")

    with django_assert_num_queries(2):
        client.get("/muj-seznam/")


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://jinde.example"}])
@pytest.mark.parametrize("page", ["pridat", "odebrat", "smazat", "poznamka", "novy-kod", "kod"])
def test_another_site_may_not_send_our_forms(client, page, headers):
    assert client.post(f"/muj-seznam/{page}/", {"s": 1}, headers=headers).status_code == 403


def test_the_note_stays_in_the_browser_and_goes_only_to_the_pages_of_the_list(client):
    client.post("/muj-seznam/pridat/", {"s": service("Poradna").pk})

    client.post("/muj-seznam/poznamka/", {"note": "Volat v\u00a0pondělí 🙂"})

    assert client.cookies[NOTE_COOKIE]["path"] == "/muj-seznam/"
    assert "Volat v pondělí 🙂" in plain(client.get("/muj-seznam/"))
    assert not CarriedList.objects.exists()


@pytest.mark.parametrize("note", ["a" * 1001, "🙂" * 900])
def test_a_note_too_long_for_a_cookie_is_refused_with_a_sentence(client, note):
    client.post("/muj-seznam/pridat/", {"s": service("Poradna").pk})

    response = client.post("/muj-seznam/poznamka/", {"note": note})

    assert response.status_code == 422
    assert "Poznámka je moc dlouhá" in plain(response)


def test_a_letter_carries_numbers_and_the_way_to_the_list_and_fits_a_mail_program(client):
    client.cookies[COOKIE] = ".".join(str(service(f"Občanská poradna číslo {n}").pk) for n in range(MOST))

    letter = client.get("/muj-seznam/").context["letter"]

    assert letter.startswith("mailto:?subject=Kontakty%20na%20pomoc&body=Ob%C4%8Dansk%C3%A1")
    assert "599%C2%A0526%C2%A0912" in letter
    assert "http%3A//testserver/muj-seznam/%3Fs%3D" in letter
    assert len(letter) < 2000


def test_paper_is_a_tagged_pdf_with_the_note_of_this_browser_alone(client):
    poradna = service("Poradna")
    client.post("/muj-seznam/pridat/", {"s": poradna.pk})

    own = client.get("/muj-seznam/seznam.pdf")
    large = client.get("/muj-seznam/seznam.pdf?velke=1")
    sent = client.get(f"/muj-seznam/seznam.pdf?s={poradna.pk}")

    for made in (own, large, sent):
        assert made["Content-Type"] == "application/pdf"
        assert made["Cache-Control"].startswith("max-age=0, no-cache")
        assert b"pdfuaid:part" in made.content
    assert own.content != large.content


@pytest.mark.parametrize("per_sheet", [2, 4])
def test_the_list_is_printed_as_leaflets_to_be_cut_without_the_note(client, per_sheet, django_assert_num_queries):
    for name in ("Poradna", "Noclehárna", "Jídelna"):
        client.post("/muj-seznam/pridat/", {"s": service(name).pk})
    client.post("/muj-seznam/poznamka/", {"note": "Volat v pondělí"})
    with_note = client.get("/muj-seznam/seznam.pdf").content

    with django_assert_num_queries(2):
        made = client.get(f"/muj-seznam/seznam.pdf?na={per_sheet}")

    assert b"pdfuaid:part" in made.content
    assert made.content != with_note
    assert len(re.findall(rb"/Type\s*/Page[^s]", made.content)) == {2: 2, 4: 1}[per_sheet]


@pytest.mark.parametrize("note", ["Volat 😀 v pondělí", "你好, მზე", "z\x0bWordu\x0c\x07", "zero\u200bwidth\u202e"])
@pytest.mark.parametrize("how", ["", "?velke=1"])
def test_a_note_with_a_smiley_is_printed_all_the_same(client, note, how):
    client.post("/muj-seznam/pridat/", {"s": service("Poradna").pk})
    client.post("/muj-seznam/poznamka/", {"note": note})

    made = client.get(f"/muj-seznam/seznam.pdf{how}")

    assert made.status_code == 200
    assert b"pdfuaid:part" in made.content


def yesterday():
    return timezone.localdate() - timedelta(days=1)


@pytest.mark.parametrize("how", ["", "&velke=1", "&na=4"])
def test_a_service_that_ended_is_not_printed(client, how):
    ended = service("Zrušená", valid_until=yesterday())

    assert client.get(f"/muj-seznam/seznam.pdf?s={ended.pk}{how}").status_code == 302


def test_a_service_that_ended_is_not_compared(client):
    services = [service("Poradna"), service("Jídelna"), service("Zrušená", valid_until=yesterday())]

    compared = client.get("/muj-seznam/porovnani/", {"s": [one.pk for one in services]}).context["compared"]

    assert [one.name for one in compared.services] == ["Poradna", "Jídelna"]


def test_what_is_closed_for_a_while_says_so_beside_the_others(client):
    closed, other = service("Poradna"), service("Jídelna")
    today = timezone.localdate()
    close_for_a_while(closed, by=UserFactory(), facility=None, begins=today, ends=today, text="Malujeme.")

    compared = client.get("/muj-seznam/porovnani/", {"s": [closed.pk, other.pk]}).context["compared"]

    (row,) = [row for row in compared.rows if row.term == "Otevřeno"]
    assert row.cells[0].lines[0].replace("\u00a0", " ").startswith("Dnes zavřeno: Malujeme.")
    assert "Malujeme" not in " ".join(row.cells[1].lines)


def test_leaflets_of_an_empty_list_lead_to_the_list(client):
    assert client.get("/muj-seznam/seznam.pdf?na=4").status_code == 302


def test_a_list_travels_under_four_words(client):
    poradna = service("Poradna")
    client.post("/muj-seznam/pridat/", {"s": poradna.pk})
    client.post("/muj-seznam/poznamka/", {"note": "Volat v pondělí"})

    given = plain(client.post("/muj-seznam/novy-kod/", {"s-poznamkou": "1"}))
    code = re.search(r'<p class="code-words" translate="no">([^<]+)</p>', given)[1]
    client.cookies.clear()
    opened = client.post("/muj-seznam/kod/", {"code": code})

    assert [card.ready.card.name for card in opened.context["cards"]] == ["Poradna"]
    assert "Volat v pondělí" in plain(opened)
    assert not opened.cookies


def test_the_note_travels_only_when_the_person_says_so(client):
    client.post("/muj-seznam/pridat/", {"s": service("Poradna").pk})
    client.post("/muj-seznam/poznamka/", {"note": "Volat v pondělí"})

    client.post("/muj-seznam/novy-kod/")

    assert CarriedList.objects.get().note == ""


def test_who_takes_a_list_over_has_it_with_its_note(client):
    poradna, other = service("Poradna"), service("Jídelna")

    client.post("/muj-seznam/pridat/", {"s": [poradna.pk, other.pk], "poznamka": "Volat v pondělí"})

    assert kept(client) == f"{poradna.pk}.{other.pk}"
    assert "Volat v pondělí" in plain(client.get("/muj-seznam/"))


def test_the_table_tells_nobody_what_is_on_a_list():
    code = carry(numbers=[123456], note="Volat v pondělí")

    with connection.cursor() as cursor:
        cursor.execute("SELECT c::text FROM catalogue_carriedlist c")
        (row,) = cursor.fetchone()

    assert not [word for word in (*code.split(), "123456", "pondělí") if word in row]


def test_a_code_is_good_for_thirty_days_and_then_forgotten():
    code = carry(numbers=[1], note="")
    assert carried_under(code).numbers == (1,)

    CarriedList.objects.update(expires_on=timezone.localdate() - timedelta(days=1))

    assert carried_under(code) is None
    assert forget_past() == 1
    assert not CarriedList.objects.exists()


def test_an_empty_list_is_never_carried():
    with pytest.raises(IntegrityError, match="carried_list_holds_services"), transaction.atomic():
        CarriedList.objects.create(code_hash="x", services="", expires_on=timezone.localdate())


def test_a_wrong_code_says_what_to_do(client):
    unreadable = client.post("/muj-seznam/kod/", {"code": "něco"})
    unknown = client.post("/muj-seznam/kod/", {"code": "lípa vlak hrad sova"})

    assert unreadable.status_code == unknown.status_code == 422
    assert "Kód má čtyři slova." in plain(unreadable)
    assert "Takový seznam neznáme, nebo už vypršel." in plain(unknown)


def test_guesses_are_counted(client):
    code = carry(numbers=[service("Poradna").pk], note="")
    for _guess in range(20):
        client.post("/muj-seznam/kod/", {"code": "lípa vlak hrad sova"})

    response = client.post("/muj-seznam/kod/", {"code": code})

    assert response.status_code == 422
    assert "Zkusili jste to mnohokrát" in plain(response)


def test_past_so_many_wrong_codes_not_even_a_right_one_is_looked_up(client, monkeypatch):
    monkeypatch.setattr(code_tries, "MOST_WRONG_OF_ONE", 2)
    monkeypatch.setattr(code_tries, "MOST_WRONG_OF_ALL", 3)
    code, nobodys = carry(numbers=[service("Poradna").pk], note=""), "lípa vlak hrad sova"

    def tried(code: str, computer: int) -> int:
        return client.post("/muj-seznam/kod/", {"code": code}, REMOTE_ADDR=f"192.0.2.{computer}").status_code

    assert [tried(nobodys, 1) for _guess in range(5)] == [422] * 5
    assert tried(code, 1) == 422  # whoever guessed so often is refused
    assert tried(code, 2) == 200  # and keeps nobody else out
    assert tried(nobodys, 2) == 422
    assert tried(code, 3) == 422  # several guessed together


def test_codes_are_not_given_without_end(client):
    client.cookies[COOKIE] = "1"
    answers = [client.post("/muj-seznam/novy-kod/") for _code in range(31)]

    assert [answer.status_code for answer in answers] == [200] * 30 + [429]
    assert 3500 < int(answers[30]["Retry-After"]) <= 3600
    assert "Zkuste to znovu za 60 minut" in plain(answers[30])


def test_services_stand_side_by_side(client, django_assert_num_queries):
    cheap, dear = service("Levná", price_note="100 Kč"), service("Drahá", price_note="900 Kč")

    with django_assert_num_queries(1):
        response = client.get("/muj-seznam/porovnani/", {"s": [cheap.pk, dear.pk]})

    rows = {row.term: [cell.lines for cell in row.cells] for row in response.context["compared"].rows}
    assert [one.name for one in response.context["compared"].services] == ["Levná", "Drahá"]
    assert rows["Cena"] == [["100\u00a0Kč"], ["900\u00a0Kč"]]
    assert rows["Kde"] == [["Zelená 1, Ostrava"]] * 2


def test_a_service_that_helps_in_several_ways_is_compared_with_all_of_them(client):
    other, one = service("Poradna"), service("Pečovatelky")
    one.further_kinds.add(ServiceKindFactory(name="Osobní asistence"))

    response = client.get("/muj-seznam/porovnani/", {"s": [one.pk, other.pk]})

    row = next(row for row in response.context["compared"].rows if row.term == "Druh pomoci")
    said = [[line.replace("\u00a0", " ") for line in cell.lines] for cell in row.cells]
    assert said == [[f"{one.kind.name}, osobní asistence"], [other.kind.name]]


def test_one_service_is_not_compared_and_five_only_by_their_first_four(client):
    services = [service(f"Poradna {n}").pk for n in range(5)]

    one = client.get("/muj-seznam/porovnani/", {"s": services[:1]})
    five = client.get("/muj-seznam/porovnani/", {"s": services})

    assert "aspoň dvě služby" in plain(one)
    assert len(five.context["compared"].services) == 4
    assert "Porovnáváme první 4" in plain(five)


@pytest.mark.parametrize("how", ["", "?velke=1", "?na=4"])
def test_nobody_has_hundreds_of_papers_made(client, monkeypatch, how):
    monkeypatch.setattr("sociopoint.papers.MOST_PAPERS", 1)
    client.post("/muj-seznam/pridat/", {"s": service("Poradna").pk})

    assert [client.get(f"/muj-seznam/seznam.pdf{how}").status_code for _attempt in range(2)] == [200, 429]
