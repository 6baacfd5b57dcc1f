"""The guide: four links at the most, a reason at the end, and danger leads to help at once."""

from __future__ import annotations

import pytest

from catalogue.guide.steps import FORMS, SITUATIONS_OF, WHO
from catalogue.models import FormOfCare, Place, Precision
from catalogue.places.key_table import write_keys
from catalogue.places.loading import named
from situations.shipped import load_situations
from tests.factories import PlaceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _situations(db):
    load_situations()


def plain(response) -> str:
    return response.content.decode().replace("\u00a0", " ")


def answers(response) -> dict[str, str]:
    return {answer.text.replace("\u00a0", " "): answer.url for answer in response.context["step"].answers}


@pytest.mark.usefixtures("shipped")
def test_four_links_lead_to_services_with_a_reason(client):
    first = client.get("/pruvodce/")
    second = client.get(answers(first)["Starší člověk"])
    third = client.get(answers(second)["Potřebuji pro seniora pomoc doma"])
    fourth = client.get(answers(third)["Přijdou ke mně domů"])
    results = client.get(f"{fourth.wsgi_request.get_full_path()}&misto=Poruba")

    assert [page.context["step"].number for page in (first, second, third, fourth)] == [1, 2, 3, 4]
    assert "protože hledáte pomoc doma a bydlíte tady: Poruba." in plain(results)
    assert 0 < len(results.context["cards"]) <= 10


@pytest.mark.usefixtures("shipped")
def test_every_way_ends_with_a_whole_sentence(client):
    asked = {"kdo": "starsi", "co": "pece-o-seniora"}
    reasons = {
        place: [client.get("/pruvodce/", asked | {"jak": form, "misto": place}).context["reason"] for form in ways]
        for ways in [[*FORMS, "jedno"]]
        for place in ("", "Poruba")
    }

    assert [reason.partition(",")[0] for reason in reasons["Poruba"]][:3] == ["Vybrali jsme je"] * 3
    assert all(reason.endswith(("tady: Poruba.", "odtud: Poruba.")) for reason in reasons["Poruba"])
    assert len(set(reasons[""])) == 4


@pytest.mark.usefixtures("shipped")
def test_each_card_says_why_just_this_one(client):
    asked = {"kdo": "starsi", "co": "pomoc-doma-senior", "jak": "terenni", "misto": "Poruba"}
    cards = client.get("/pruvodce/", asked).context["cards"]
    at_home = str(FormOfCare.AT_HOME.label)

    assert all(card.why in card.html for card in cards)
    for card in cards:
        gives_it = at_home in [line.text for line in card.ready.card.forms]
        assert card.why.startswith("Protože hledáte pomoc doma") == gives_it
    assert {card.why.endswith("nedaleko.") for card in cards} == {True, False}


@pytest.mark.usefixtures("shipped")
def test_what_lies_somewhere_in_a_city_is_not_said_to_be_near_its_middle(client):
    asked = {"kdo": "starsi", "co": "pomoc-doma-senior", "jak": "terenni", "misto": "Ostrava"}
    cards = client.get("/pruvodce/", asked).context["cards"]
    somewhere = [card.why for card in cards if card.place.precision == Precision.MUNICIPALITY]

    assert somewhere
    assert not [why for why in somewhere if why.endswith("nedaleko.")]
    assert [card for card in cards if card.why.endswith("nedaleko.")]


def test_nothing_is_near_where_nobody_said_where_they_are(client, shipped):
    asked = {"kdo": "starsi", "co": "pomoc-doma-senior", "jak": "jedno", "misto": ""}
    reasons = {card.why.replace("\u00a0", " ") for card in client.get("/pruvodce/", asked).context["cards"]}

    assert reasons == {"Protože pomáhá s tím, co se děje."}


@pytest.mark.usefixtures("shipped")
def test_reasons_of_the_guide_do_not_stay_on_the_cards_of_the_search(client):
    asked = {"kdo": "starsi", "co": "pomoc-doma-senior", "jak": "terenni", "misto": "Poruba"}
    client.get("/pruvodce/", asked)

    assert "Protože hledáte" not in plain(client.get("/sluzby/", {"situace": "pomoc-doma-senior", "misto": "Poruba"}))


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize(("language", "said"), [("en", "Because you are looking"), ("uk", "Бо ви шукаєте")])
def test_the_way_through_stays_in_its_language(client, language, said):
    page = client.get(f"/{language}/pruvodce/")
    for said_so in ("kdo=starsi", "co=pomoc-doma-senior", "jak=terenni"):
        links = [answer.url for answer in page.context["step"].answers]
        assert all(link.startswith(f"/{language}/") for link in links)
        page = client.get(next(link for link in links if said_so in link))
    results = plain(client.get(f"/{language}/pruvodce/?kdo=starsi&co=pomoc-doma-senior&jak=terenni&misto=Poruba"))

    assert said in results


def test_back_forgets_one_answer_at_a_time(client):
    results = client.get("/pruvodce/", {"kdo": "starsi", "co": "pomoc-doma-senior", "jak": "terenni", "misto": ""})
    asked = []
    address = results.context["back_url"]
    while address != "/":
        step = client.get(address).context["step"]
        asked.append(step.number)
        address = step.back_url

    assert asked == [4, 3, 2, 1]


def test_somebody_in_danger_is_led_to_crisis_help_at_once(client):
    second = client.get("/pruvodce/", {"kdo": "ja"})
    third = client.get(answers(second)["Někdo mi ubližuje"])
    danger = client.get(answers(third)["Ne, potřebuji pomoc hned"])

    assert third.context["step"].question == "Jste teď v\u00a0bezpečí?"
    page = plain(danger)
    assert page.index('href="tel:112"') < page.index('href="tel:158"')
    assert "Rychle odejít" in page


def test_the_first_page_has_the_way_out_of_danger(client):
    danger = client.get(client.get("/pruvodce/").context["danger_url"])

    assert danger.context["lines"][0][0].slug == "112"


def test_a_sensitive_situation_asks_for_safety_instead_of_the_form_of_help(client):
    step = client.get("/pruvodce/", {"kdo": "rodina", "co": "domaci-nasili", "bezpeci": "ano"}).context["step"]

    assert (step.number, step.question) == (4, "Kde bydlíte?")


@pytest.mark.parametrize("who", WHO)
def test_everybody_is_offered_situations_that_are_there(client, who):
    offered = answers(client.get("/pruvodce/", {"kdo": who}))

    assert len(offered) >= len(SITUATIONS_OF[who])


@pytest.mark.parametrize(
    "question", ["?kdo=nikdo", "?kdo=ja&co=neni", "?kdo=ja&co=bydleni&jak=x", "?misto=%00", "?bezpeci=mozna", "?co=%FF"]
)
def test_an_answer_nobody_offered_was_not_given(client, question):
    assert client.get(f"/pruvodce/{question}").context["step"].number in (1, 2, 3)


def test_an_unknown_place_is_said_to_be_unknown(client):
    page = plain(client.get("/pruvodce/", {"kdo": "ja", "co": "prace", "jak": "jedno", "misto": "Xyzzyx"}))

    assert "Místo „Xyzzyx“ neznáme" in page


def test_a_place_of_which_there_are_several_is_asked_about(client):
    for region in ("první", "druhý"):
        PlaceFactory(name="Lhota", context=region)
    write_keys(named(Place.objects.all()))
    asked = {"kdo": "starsi", "co": "pece-o-seniora", "jak": "jedno", "misto": "Lhota"}

    page = client.get("/pruvodce/", asked)

    places = page.context["ambiguous_places"]
    assert sorted(place["label"] for place in places) == ["Lhota (druhý)", "Lhota (první)"]
    assert "Které místo myslíte?" in plain(page)
    chosen = client.get(places[0]["url"])
    assert chosen.context["ambiguous_places"] == []
    assert chosen.context["reason"].endswith("bydlíte tady: Lhota.")


def test_a_question_costs_no_more_than_knowing_what_is_new(client, django_assert_num_queries):
    client.get("/pruvodce/")

    with django_assert_num_queries(1):
        client.get("/pruvodce/", {"kdo": "ja"})


@pytest.mark.usefixtures("shipped")
def test_the_end_costs_at_most_ten_queries(client, django_assert_max_num_queries):
    client.get("/pruvodce/", {"kdo": "starsi", "co": "pece-o-seniora", "jak": "terenni", "misto": "Vítkovice"})

    with django_assert_max_num_queries(10):
        client.get("/pruvodce/", {"kdo": "starsi", "co": "pece-o-seniora", "jak": "terenni", "misto": "Poruba"})
