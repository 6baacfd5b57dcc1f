import pytest

from catalogue.places.inflection import is_form_of, stems
from catalogue.places.keys import halves, keys_of, typed


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Ústí nad Labem", "usti nad labem"),
        ("Ústí n/L.", "usti n l"),
        ("  Ostrava-Poruba ", "ostrava poruba"),
        ("708 00", "70800"),
        ("70800", "70800"),
        ("Острава", "острава"),
        ("\x00", ""),
        ("", ""),
        ("%_", ""),
    ],
)
def test_what_is_typed_becomes_a_key(text, key):
    assert typed(text) == key


@pytest.mark.parametrize(
    ("name", "way"),
    [
        ("Ústí nad Labem", "usti n l"),
        ("Ústí nad Labem", "usti nad l"),
        ("Ústí nad Labem", "usti n labem"),
        ("Ústí nad Labem", "usti"),
        ("Jablonec nad Nisou", "jablonec n n"),
        ("Frenštát pod Radhoštěm", "frenstat p r"),
        ("Nové Město na Moravě", "n mesto na morave"),
        ("Český Těšín", "c tesin"),
        ("Svatý Jan pod Skalou", "sv jan pod skalou"),
        ("Karlovy Vary", "kv"),
        ("Hradec Králové", "hradec kr"),
        ("České Budějovice", "ceske bud"),
        ("Frýdek-Místek", "f m"),
        ("Frýdek-Místek", "frydek mistek"),
        ("Frýdek-Místek", "mistek"),
        ("Praha", "hl m praha"),
    ],
)
def test_a_municipality_answers_to_what_people_call_it(name, way):
    assert way in {key.text for key in keys_of("municipality", name)}


@pytest.mark.parametrize("way", ["poruba", "ostrava poruba", "poruba ostrava", "ova poruba"])
def test_a_part_answers_with_and_without_its_town(way):
    assert way in {key.text for key in keys_of("city_district", "Poruba", within=["Ostrava"])}


def test_a_district_and_a_region_answer_to_their_full_names_only():
    assert "opava" not in {key.text for key in keys_of("district", "Opava")}
    assert "okres opava" in {key.text for key in keys_of("district", "Opava")}
    assert "praha" not in {key.text for key in keys_of("region", "Hlavní město Praha")}


def test_the_name_itself_comes_first():
    assert keys_of("municipality", "Ústí nad Labem")[0].text == "usti nad labem"


def test_quarters_of_the_compass_are_no_halves():
    assert halves("Frýdek-Místek") == ["Frýdek", "Místek"]
    assert halves("Ostrava-Jih") == []


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("Ostrava", "v Ostravě"),
        ("Praha", "v Praze"),
        ("Vítkovice", "ve Vítkovicích"),
        ("Vítkovice", "z Vítkovic"),
        ("Frýdek-Místek", "ve Frýdku-Místku"),
        ("Havlíčkův Brod", "v Havlíčkově Brodě"),
        ("Dvůr Králové nad Labem", "ve Dvoře Králové nad Labem"),
        ("České Budějovice", "v Českých Budějovicích"),
        ("Benátky nad Jizerou", "do Benátek nad Jizerou"),
        ("Liberec", "do Liberce"),
        ("Plzeň", "v Plzni"),
        ("Nová Ves", "v Nové Vsi"),
        ("Mariánské Lázně", "v Mariánských Lázních"),
        ("Orlová", "v Orlové"),
        ("Kroměříž", "v Kroměříži"),
        ("Polička", "v Poličce"),
        ("Прага", "в Празі"),
    ],
)
def test_a_name_is_known_in_its_forms(name, form):
    words = typed(form).split(" ", 1)[1]

    assert stems(words) == stems(typed(name))
    assert is_form_of(words, typed(name))


@pytest.mark.parametrize(
    ("name", "word"),
    [("Kuřim", "kuře"), ("Opava", "opavská"), ("Ostrava", "ostravský"), ("Holice", "holka"), ("Praha", "pražský")],
)
def test_words_of_the_same_beginning_are_no_forms(name, word):
    assert not is_form_of(typed(word), typed(name))
