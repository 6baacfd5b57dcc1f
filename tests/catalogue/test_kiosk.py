"""The kiosk: a device is let in by a code, shows what helps near it, and keeps nothing of the person before."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, OperationalError
from django.utils import timezone

from catalogue import indexing
from catalogue.kiosk.devices import give_code, let_in, note_sign
from catalogue.kiosk.pages import KEYBOARDS
from catalogue.live_facts import close_for_a_while
from catalogue.models import Kiosk, KioskDay, KioskSign, SearchDay
from situations.models import LifeSituation
from tests.factories import (
    ContactFactory,
    FacilityFactory,
    LifeSituationFactory,
    PlaceFactory,
    ServiceFactory,
    ServiceFormFactory,
    ServiceKindFactory,
    UserFactory,
)
from tests.sociopoint.test_languages import czech_left

pytestmark = pytest.mark.django_db
START = "/kiosk/"


@pytest.fixture
def kiosk():
    place = PlaceFactory(name="Ostrava", lat=49.82, lon=18.26)
    return Kiosk.objects.create(name="Nová radnice", stands_at="přízemí", place=place, lat=49.8433, lon=18.2926)


@pytest.fixture
def device(client, kiosk):
    """The browser of a kiosk that was let in."""
    client.post("/kiosk/pripojit/", {"code": give_code(kiosk)})
    return client


@pytest.fixture
def help_near(kiosk):
    situation = LifeSituationFactory(slug="mam-dluhy", name="Mám dluhy", keywords=["exekuce"])
    kind = ServiceKindFactory(code="OSP", section="37", name="Poradna")
    service = ServiceFactory(name="Dluhová poradna", kind=kind)
    service.situations.add(situation)
    ServiceFormFactory(service=service)
    ContactFactory(service=service, value="+420597000001")
    FacilityFactory(
        service=service,
        place=kiosk.place,
        lat=49.8400,
        lon=18.2900,
        precision="exact",
        street="Zelená",
        house_number="1",
    )
    indexing.rebuild()
    return service


@pytest.mark.parametrize("path", ["/kiosk/neni/", "/uk/kiosk/sluzba/999999/"])
def test_an_error_does_not_stay_on_the_screen_for_ever(device, path):
    response = device.get(path)

    assert (response.status_code, response["Refresh"]) == (404, "30; url=/kiosk/")


def test_a_screen_comes_back_by_itself_when_the_database_does(device, monkeypatch):
    def gone(*args: object, **kwargs: object) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr("catalogue.kiosk.visits.kiosk_of", gone)

    response = device.get("/kiosk/klid/")

    assert (response.status_code, response["Refresh"]) == (503, "30; url=/kiosk/")
    assert "Refresh" not in device.get("/neni/").headers


def test_a_browser_that_is_no_kiosk_is_led_to_the_code(client):
    response = client.get(START)

    assert (response.status_code, response["Location"]) == (302, "/kiosk/pripojit/")


def test_a_code_lets_one_device_in_once(client, kiosk):
    code = give_code(kiosk)
    asked = client.get("/kiosk/pripojit/").content.decode()

    let = client.post("/kiosk/pripojit/", {"code": code.lower()})
    again = client.post("/kiosk/pripojit/", {"code": code})

    assert "govuk-error-summary" not in asked
    assert let["Location"] == START
    assert client.get(START).status_code == 200
    assert again.status_code == 422
    assert "Tento kód neplatí" in again.content.decode()


def test_a_code_ends_after_a_day(client, kiosk):
    code = give_code(kiosk)
    Kiosk.objects.update(code_until=timezone.now() - timedelta(seconds=1))

    assert client.post("/kiosk/pripojit/", {"code": code}).status_code == 422


def test_a_new_device_cuts_the_old_one_off(device, kiosk):
    let_in(give_code(kiosk))

    assert device.get(START).status_code == 302


def test_a_device_that_was_switched_off_shows_nothing(device):
    Kiosk.objects.update(is_active=False)

    assert device.get(START).status_code == 302


@pytest.mark.parametrize("cookie", ["", "nesmysl", "WyJhIl0:x:y"])
def test_a_cookie_somebody_made_up_opens_nothing(client, cookie):
    client.cookies["kiosk"] = cookie

    assert client.get(START).status_code == 302


def test_codes_are_not_to_be_guessed(client, kiosk):
    give_code(kiosk)
    tries = [client.post("/kiosk/pripojit/", {"code": "AAAA AAAA"}) for _try in range(11)]

    assert "Moc pokusů za sebou" in tries[-1].content.decode()


def test_only_a_hash_of_the_code_is_kept(kiosk):
    code = give_code(kiosk).replace(" ", "")

    assert code not in str(Kiosk.objects.values().get())


def test_a_code_has_its_end(kiosk):
    with pytest.raises(IntegrityError, match="kiosk_code_with_its_end"):
        Kiosk.objects.update(code_hash="x" * 64)


def test_half_a_position_is_refused(kiosk):
    with pytest.raises(IntegrityError, match="kiosk_position_whole"):
        Kiosk.objects.update(lon=None)


@pytest.mark.parametrize(
    "path",
    ["", "situace/mam-dluhy/", "sluzba/{service}/", "hledat/", "clovek/", "pomoc/", "klid/"],
)
def test_nothing_leads_out_of_a_kiosk_and_nothing_is_stored(device, help_near, path):
    response = device.get(START + path.format(service=help_near.pk))
    page = response.content.decode()
    main = page[page.index("<body") :]

    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    ours = re.compile(r"(?:/en|/uk)?/kiosk/|#")
    assert [link for link in re.findall(r'href="([^"]+)"', main) if not ours.match(link)] == []
    assert "tel:" not in page
    assert page.count("<h1") == 1


def test_a_situation_shows_who_helps_nearest_with_the_way(device, help_near):
    page = device.get("/kiosk/situace/mam-dluhy/").content.decode()

    assert "Dluhová poradna" in page
    assert "od vás" in page
    assert "597\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}001" in page


@pytest.mark.parametrize("services", [1, 3])
def test_a_situation_costs_the_same_for_one_service_as_for_three(
    device, help_near, services, django_assert_max_num_queries
):
    for number in range(services - 1):
        other = ServiceFactory(name=f"Poradna {number}", kind=help_near.kind)
        other.situations.add(help_near.situations.get())
        ServiceFormFactory(service=other)
    indexing.rebuild()
    device.get("/kiosk/situace/mam-dluhy/")

    with django_assert_max_num_queries(8):
        device.get("/kiosk/situace/mam-dluhy/")


def test_spelt_words_find_and_are_counted_without_standing_in_an_address(device, help_near):
    response = device.post("/kiosk/hledat/", {"slova": "dluhova poradna"})

    assert "Dluhová poradna" in response.content.decode()
    assert SearchDay.objects.count() == 1


@pytest.mark.parametrize(
    ("spelt", "key", "then"),
    [("dlu", "h", "dluh"), ("dluh", "zpet", "dlu"), ("", "zpet", ""), ("mam", " ", "mam "), ("x" * 60, "y", "x" * 60)],
)
def test_a_key_without_a_script_writes_its_sign(device, spelt, key, then):
    response = device.post("/kiosk/hledat/", {"slova": spelt, "klavesa": key})

    assert response.context["q"] == then
    assert SearchDay.objects.count() == 0


@pytest.mark.parametrize(("language", "said"), [("en", "What do you need help with?"), ("uk", "З чим вам потрібна")])
def test_a_language_is_chosen_on_the_first_page_and_stays_for_the_visit(device, help_near, language, said):
    first = device.get(START).content.decode()
    page = device.get(f"/{language}/kiosk/").content.decode()

    assert f'href="/{language}/kiosk/" lang="{language}" hreflang="{language}" data-leave' in first
    assert said in page
    links = re.findall(r'href="(/[^"]*kiosk[^"]*)"', page[page.index("<main") :])
    assert {link for link in links if not link.startswith(f"/{language}/kiosk/")} <= {
        "/kiosk/",
        "/en/kiosk/",
        "/uk/kiosk/",
    }
    assert not device.cookies.keys() - {"kiosk", "csrftoken"}


@pytest.mark.parametrize("language", ["en", "uk"])
def test_the_next_person_is_spoken_to_in_czech(device, language):
    page = device.get(f"/{language}/kiosk/").content.decode()

    assert 'data-end="/kiosk/konec/" data-rest="/kiosk/klid/"' in page
    assert 'href="/kiosk/konec/" data-leave' in page
    assert device.get("/kiosk/konec/")["Location"] == START


@pytest.mark.parametrize("language", ["en", "uk"])
@pytest.mark.parametrize("path", ["", "situace/mam-dluhy/", "sluzba/{service}/", "hledat/", "clovek/", "pomoc/"])
def test_no_czech_is_left_unsaid_on_a_kiosk(device, help_near, kiosk, language, path):
    Kiosk.objects.update(way_to_desk="Pult je za dveřmi vlevo")
    LifeSituation.objects.update(lead="Dá se to řešit.", first_steps="Přečtěte si dopis.")
    page = device.get(f"/{language}/kiosk/{path.format(service=help_near.pk)}").content.decode()

    assert f'<html lang="{language}"' in page
    assert czech_left(page) == []
    assert "hreflang" not in page[: page.index("<body")]


def test_ukrainian_is_spelt_in_its_own_letters_and_names_in_latin_ones(device):
    address = "/uk/kiosk/hledat/"
    first = device.get(address)
    typed = device.post(address, {"slova": "борг", "klavesa": "и", "klavesnice": "абв"})
    switched = device.post(address, {"slova": "борги", "pismena": "abc", "klavesnice": "абв"})
    then = device.post(address, {"slova": "борги ", "klavesa": "d", "klavesnice": "abc"})

    assert [page.context["shown"] for page in (first, typed, switched, then)] == ["абв", "абв", "abc", "abc"]
    assert [page.context["q"] for page in (typed, switched, then)] == ["борги", "борги", "борги d"]
    assert set("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя") <= set("".join(KEYBOARDS["абв"]))
    assert SearchDay.objects.count() == 0


def test_czech_keys_have_no_switch(device):
    page = device.get("/kiosk/hledat/").content.decode()

    assert 'name="pismena"' not in page


def test_the_look_keeps_the_language(device):
    sent = {"co": "pismo", "zpet": "/uk/kiosk/pomoc/"}

    assert device.post("/uk/kiosk/vzhled/", sent)["Location"] == "/uk/kiosk/pomoc/"


@pytest.mark.parametrize("path", ["pripojit/", "klid/", "konec/"])
def test_what_nobody_chose_a_language_for_is_czech(device, path):
    assert device.get(f"/uk/kiosk/{path}")["Location"] == f"/kiosk/{path}"


def test_the_look_lasts_until_the_visit_ends(device):
    device.post("/kiosk/vzhled/", {"co": "pismo", "zpet": "/kiosk/pomoc/"})
    device.post("/kiosk/vzhled/", {"co": "kontrast", "zpet": "/kiosk/pomoc/"})
    during = device.get(START).content.decode()

    ended = device.get("/kiosk/konec/")
    after = device.get(START).content.decode()

    assert "kiosk--vetsi kiosk--kontrast" in during
    assert ended["Clear-Site-Data"] == '"cache", "storage"'
    assert "kiosk--vetsi" not in after


@pytest.mark.parametrize("back", ["https://zly.example/", "//zly.example", "/kiosk:x", ""])
def test_the_look_leads_nowhere_else(device, back):
    assert device.post("/kiosk/vzhled/", {"co": "pismo", "zpet": back})["Location"] == START


def test_a_sign_of_life_counts_and_keeps_no_more(device, kiosk):
    for _minute in range(2):
        response = device.post("/kiosk/ziju/", {"version": "kiosk-visit.abc.js", "touches": "3", "prints": "1"})

    assert response.status_code == 204
    assert KioskSign.objects.get().version == "kiosk-visit.abc.js"
    assert KioskDay.objects.values_list("touches", "prints").get() == (6, 2)


@pytest.mark.parametrize("sent", [{}, {"touches": "-1", "prints": "0"}, {"touches": "moc", "prints": "0"}])
def test_nonsense_is_no_sign_of_life(device, sent):
    assert device.post("/kiosk/ziju/", sent).status_code == 400
    assert KioskSign.objects.count() == 0


def test_a_stranger_gives_no_sign_of_life(client):
    assert client.post("/kiosk/ziju/", {"touches": "1", "prints": "0"}).status_code == 403


def test_what_is_closed_for_a_while_is_not_said_to_be_open(device, help_near):
    place = help_near.facilities.get()
    place.opening_hours = "24/7"
    place.save()
    today = timezone.localdate()
    close_for_a_while(help_near, by=UserFactory(), facility=place, begins=today, ends=today, text="Malujeme.")

    listed = device.get("/kiosk/situace/mam-dluhy/").content.decode()
    page = device.get(f"/kiosk/sluzba/{help_near.pk}/").content.decode()

    assert "Dočasně zavřeno do" in listed
    assert "Malujeme." in page
    assert "Dočasně zavřeno" in page
    assert "Otevřeno" not in listed + page


def test_what_a_service_also_helps_as_finds_it_and_is_said(device, help_near):
    situation = LifeSituationFactory(slug="pecuji-o-blizkeho")
    respite = ServiceKindFactory(code="ODL", name="Odlehčovací služba")
    respite.situation_places.create(situation=situation)
    help_near.further_kinds.add(respite)
    indexing.refresh([help_near.pk])

    assert "Dluhová poradna" in device.get("/kiosk/situace/pecuji-o-blizkeho/").content.decode()
    page = device.get(f"/kiosk/sluzba/{help_near.pk}/").content.decode().replace("\u00a0", " ")
    assert '<p class="muted">Dále pomáhá jako: Odlehčovací služba</p>' in page


def test_a_missing_service_is_said_to_be_missing(device):
    assert device.get("/kiosk/sluzba/999999/").status_code == 404


def test_the_administrator_sees_who_is_silent_and_gives_a_code(client, kiosk):
    note_sign(kiosk, version="kiosk-visit.abc.js", touches=5, prints=0)
    KioskSign.objects.update(seen_at=timezone.now() - timedelta(hours=1))
    client.force_login(UserFactory(administrator=True))
    address = "/admin/catalogue/kiosk/"

    page = client.get(address).content.decode()
    given = client.post(address, {"action": "give_codes", "_selected_action": [kiosk.pk]}, follow=True)

    assert "Mlčí od" in page
    assert re.search(r"kód [A-Z0-9]{4} [A-Z0-9]{4}", given.content.decode())
