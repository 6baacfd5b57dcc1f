"""The search page from outside: what the address asks and the answer says."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue import indexing
from catalogue.counting import write_what_is_left
from catalogue.models import AgeGroup, NeedPhrase, Place, SearchDay, SituationKind
from catalogue.places.key_table import write_keys
from catalogue.places.loading import named
from situations.models import CrisisLine, LifeSituation
from tests.factories import FacilityFactory, PlaceFactory, ServiceFactory, ServiceKindFactory

pytestmark = pytest.mark.django_db


def make_services(count: int, **fields: object) -> None:
    place = PlaceFactory(name="Ostrava")
    services = ServiceFactory.create_batch(count, **fields)
    for service in services:
        FacilityFactory(service=service, place=place, lat=49.8, lon=18.2)
    indexing.refresh([service.pk for service in services])


def cards(response) -> list[tuple[str, str]]:
    return re.findall(r'<article[^>]*data-service="(\d+)" data-kind="([^"]*)"', response.content.decode())


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_service_as_for_three(client, django_assert_num_queries, count):
    make_services(count, kind=ServiceKindFactory(section="40"))
    client.get("/sluzby/?q=pomoc")

    with django_assert_num_queries(4):
        response = client.get("/sluzby/?q=pomoc&misto=Ostrava")

    assert len(cards(response)) == count


def test_each_card_tells_its_service_and_its_section(client):
    make_services(1, kind=ServiceKindFactory(code="IC", section="60a"))
    make_services(1, kind=ServiceKindFactory(code="hospic"))
    make_services(1, kind=None)

    assert sorted(kind for _pk, kind in cards(client.get("/sluzby/"))) == ["", "60a", "hospic"]


def test_a_page_beyond_the_last_leads_to_the_last(client):
    make_services(25)

    response = client.get("/sluzby/?strana=9", follow=True)

    assert response.request["QUERY_STRING"] == "strana=2"
    assert len(cards(response)) == 5


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("?vek=mladá", "Věk napište číslem od 0 do 120."),
        ("?vek=500", "Věk napište číslem od 0 do 120."),
        ("?forma=letem", "Takovou podobu pomoci neznáme. Vyberte ji z nabídky."),
        ("?druh=999", "Takový druh pomoci neznáme. Vyberte ho z nabídky."),
        ("?skupina=kdokoli", "Takovou skupinu lidí neznáme. Vyberte ji z nabídky."),
        ("?jazyk=klingon", "Takový jazyk v nabídce nemáme. Vyberte jiný."),
        ("?razeni=nahodne", "Takové řazení neznáme. Vyberte ho z nabídky."),
        ("?strana=-1", "Takovou stranu výsledků nemáme."),
        ("?situace=ne%20vim", "Takovou situaci neznáme. Vyberte ji z nabídky."),
        ("?situace=davno-zrusena", "Takovou situaci neznáme. Vyberte ji z nabídky."),
    ],
)
def test_what_cannot_be_read_is_said_and_the_search_goes_on_without_it(client, address, sentence):
    make_services(1)

    response = client.get(f"/sluzby/{address}")

    assert response.status_code == 200
    assert f"{sentence}</p><p>Hledali jsme bez toho." in response.content.decode().replace("\u00a0", " ")
    assert len(cards(response)) == 1


@pytest.mark.parametrize(
    "address", ["?forma=&forma=&forma=", "?druh=&skupina=", "?vek=&jazyk=&razeni=&strana=&situace="]
)
def test_what_was_left_empty_is_no_fault(client, address):
    make_services(1)

    response = client.get(f"/sluzby/{address}")

    assert response.context["problems"] == []
    assert len(cards(response)) == 1


def test_an_unknown_place_is_said_and_the_search_goes_on_without_it(client):
    make_services(1)

    response = client.get("/sluzby/?misto=Xyzzyxov")

    assert "Místo „Xyzzyxov“ neznáme" in response.content.decode()
    assert len(cards(response)) == 1


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(q=st.text(max_size=700), place=st.text(max_size=200), age=st.text(max_size=8), page=st.text(max_size=5))
def test_nothing_anybody_types_breaks_the_page(client, q, place, age, page):
    response = client.get("/sluzby/", {"q": q, "misto": place, "vek": age, "strana": page})

    assert response.status_code in (200, 302)


def test_searches_are_counted_by_known_word_and_day_and_nothing_else(client):
    make_services(1, kind=ServiceKindFactory(code="NOC", name="Noclehárna", official_name="Noclehárny"))

    client.get("/sluzby/?q=noclehárna Novotný")
    client.get("/sluzby/?q=noclehárna")
    write_what_is_left()

    assert list(SearchDay.objects.values_list("word", "searches", "without_result")) == [("nocleharna", 2, 0)]


def test_what_was_typed_stays_in_the_form(client):
    page = client.get('/sluzby/?q="><script>alert(1)</script>&misto=Nikde').content.decode()

    assert "<script>alert" not in page
    assert "&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_an_age_band_edited_by_an_administrator_shows_at_once(client):
    make_services(1)
    band = AgeGroup.objects.create(code="mladi", name="Mladí lidé", age_from=15, age_to=26)
    assert "Mladí lidé" in client.get("/sluzby/").content.decode()

    AgeGroup.objects.filter(pk=band.pk).update(name="Mladí dospělí")

    assert '<option value="15">Mladí dospělí</option>' in client.get("/sluzby/").content.decode()


def test_what_is_chosen_is_checked_and_counted(client):
    make_services(2, kind=ServiceKindFactory(code="NOC", section="63", name="Noclehárna"))

    page = client.get("/sluzby/?druh=63&vek=17&jazyk=uk&razeni=nazev&otevreno=1").content.decode()

    assert 'name="druh" value="63" checked><span>Noclehárna&nbsp;(2)</span>' in page
    assert 'name="otevreno" value="1" checked>' in page
    assert 'name="volno" value="1">' in page
    assert '<option value="17" selected>17\u00a0let</option>' in page.replace("17 let", "17\u00a0let")
    assert '<option value="uk" selected>' in page
    assert '<option value="nazev" selected>' in page


def test_whom_to_call_in_danger_costs_no_query_and_follows_every_edit(client, django_assert_num_queries):
    help_in_crisis = ServiceKindFactory(code="KP", section="60", name="Krizová pomoc")
    make_services(1, kind=help_in_crisis)
    line = CrisisLine.objects.create(
        slug="116123", name="Linka první psychické pomoci", kind="crisis", phone="116 123", certainty="seen"
    )
    violence = LifeSituation.objects.create(slug="domaci-nasili", name="Bojím se doma", keywords=["partner mě bije"])
    SituationKind.objects.create(situation=violence, kind=help_in_crisis)
    NeedPhrase.objects.create(text="partner mě bije", situations=["domaci-nasili"], kinds=["KP"], weight=3)
    client.get("/sluzby/?q=partner mě bije")

    with django_assert_num_queries(3):
        page = client.get("/sluzby/?q=mě bije partner")  # another question: an answer given before costs one query
    CrisisLine.objects.filter(pk=line.pk).update(phone="116 111")
    later = client.get("/sluzby/?q=partner mě bije")

    assert [line.phone for line in page.context["urgent_lines"]] == ["116 123"]
    assert [line.phone for line in later.context["urgent_lines"]] == ["116 111"]


def test_words_nobody_understands_leave_a_way_by_place_and_by_situation(client):
    make_services(2)

    response = client.get("/sluzby/?q=xqzwk&misto=Ostrava")

    ways = [(way["label"], way["url"], way["count"]) for way in response.context["loosen"]]
    assert ways[0] == ("Bez těch slov, jen podle místa a\u00a0upřesnění", "?misto=Ostrava", "2\u00a0služby")
    assert "Vybrat ze všech životních situací" in response.content.decode()
    assert len(cards(client.get(f"/sluzby/{ways[0][1]}"))) == 2


def test_a_place_nobody_knows_is_said_at_its_own_field(client):
    make_services(1)

    page = client.get("/sluzby/?misto=Xyzzyx").content.decode()

    (field,) = re.findall(r'<input[^>]*name="misto"[^>]*>', page)
    assert 'value="Xyzzyx"' in field
    assert 'aria-invalid="true" aria-describedby="misto-chyba"' in field
    assert page.count('id="misto-chyba"') == 1


@pytest.mark.parametrize("fault", ["misto=Xyzzyx", "vek=abc", "q=nic&misto=Xyzzyx&jazyk=vi"])
def test_who_only_hears_the_page_is_told_first_that_something_was_not_understood(client, fault):
    make_services(1)

    page = client.get(f"/sluzby/?{fault}").content.decode()

    assert "<title>Chyba: " in page
    assert page.count('role="alert"') == 1
    assert "<title>Chyba: " not in client.get("/sluzby/").content.decode()


def test_a_place_nobody_knows_is_put_right_at_sight_not_in_the_closed_panel(client):
    make_services(1)

    page = client.get("/sluzby/?misto=Xyzzyx").content.decode()

    assert page.index("</details>") < page.index("<h1") < page.index('name="misto"') < page.index("<article")
    assert 'form="hledani">Použít</button>' in page[page.index('name="misto"') : page.index("<article")]


def test_a_place_somebody_knows_is_no_error(client):
    make_services(1)
    write_keys(named(Place.objects.all()))

    page = client.get("/sluzby/?misto=Ostrava").content.decode()

    assert "aria-invalid" not in re.search(r'<input[^>]*name="misto"[^>]*>', page)[0]
    assert "misto-chyba" not in page


def test_where_nothing_was_found_an_unknown_place_can_still_be_put_right(client):
    page = client.get("/sluzby/?q=nic&misto=Xyzzyx&jazyk=vi").content.decode()

    assert "<article" not in page
    assert re.findall(r'<input[^>]*name="misto"[^>]*type="hidden"|type="hidden" name="misto"', page) == []
    assert len(re.findall(r'name="misto"', page)) == 1


def namesakes(count: int) -> None:
    PlaceFactory(name="Ostrava", lat=49.8, lon=18.2)
    for number in range(count):
        PlaceFactory(name="Nová Ves", context=f"okres {number}", lat=49.8, lon=18.3 - number)
    write_keys(named(Place.objects.all()))


def test_of_many_namesakes_the_nearest_are_at_sight_and_the_others_folded(client):
    namesakes(7)

    context = client.get("/sluzby/?misto=Nová Ves").context

    labels = [place["label"] for place in context["ambiguous_places"]]
    assert labels == ["Nová Ves (okres 0)", "Nová Ves (okres 1)", "Nová Ves (okres 2)"]
    assert len(context["further_places"]) == 4


def test_four_namesakes_are_all_at_sight(client):
    namesakes(4)

    context = client.get("/sluzby/?misto=Nová Ves").context

    assert (len(context["ambiguous_places"]), context["further_places"]) == (4, [])


def test_what_a_card_offers_for_a_list_is_called_after_its_service(client):
    make_services(2)

    page = client.get("/sluzby/").content.decode()

    ties = re.findall(r'<button class="i-bookmark" id="k(\d+)" aria-labelledby="k(\d+) s(\d+)"', page)
    assert len({tie for three in ties for tie in three}) == len(ties) == 2
    assert all(f'<h2 id="s{three[2]}"' in page for three in ties)
