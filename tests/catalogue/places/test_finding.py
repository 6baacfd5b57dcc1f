import pytest

from catalogue.models import Place, Precision
from catalogue.places.finding import find_places, resolve

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped_places")]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("ost", "Ostrava (Moravskoslezský kraj)"),
        ("poruba", "Poruba (Ostrava)"),
        ("ostrava por", "Poruba (Ostrava)"),
        ("usti n/l", "Ústí nad Labem (Ústecký kraj)"),
        ("Ústí n. L.", "Ústí nad Labem (Ústecký kraj)"),
        ("jablonec n/N", "Jablonec nad Nisou (Liberecký kraj)"),
        ("frenstat p. r.", "Frenštát pod Radhoštěm (Moravskoslezský kraj)"),
        ("KV", "Karlovy Vary (Karlovarský kraj)"),
        ("karlsbad", "Karlovy Vary (Karlovarský kraj)"),
        ("Прага", "Praha (hlavní město)"),
        ("ostarva", "Ostrava (Moravskoslezský kraj)"),
        ("havirv", "Havířov (Moravskoslezský kraj)"),
        ("okres opava", "okres Opava"),
        ("49.83,18.16", "Poruba (Ostrava)"),
    ],
)
def test_the_place_meant_is_suggested_first(text, label):
    assert find_places(text)[0].label == label


@pytest.mark.parametrize("text", ["", "o", " ", "\x00", "\x00\x00\x00", "%", "__", "xqzw", "x" * 10_000, "' OR 1=1 --"])
def test_what_is_no_place_gives_no_suggestion(text):
    assert find_places(text) == []


def test_no_more_than_the_limit_is_suggested():
    assert len(find_places("os")) == 8
    assert len(find_places("os", limit=3)) == 3


@pytest.mark.parametrize(("text", "queries"), [("ostrava", 1), ("os", 1), ("ostarva", 2)])
def test_suggestions_cost_one_query_and_a_typo_two(django_assert_num_queries, text, queries):
    with django_assert_num_queries(queries):
        find_places(text)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Ostrava", "Ostrava (Moravskoslezský kraj)"),
        ("v Ostravě", "Ostrava (Moravskoslezský kraj)"),
        ("Poruba (Ostrava)", "Poruba (Ostrava)"),
        ("Ostrava-Poruba", "Poruba (Ostrava)"),
        ("Poruba, Ostrava", "Poruba (Ostrava)"),
        ("708 00 Ostrava-Poruba", "Poruba (Ostrava)"),
        ("Nová Ves, Ostrava", "Nová Ves (Ostrava)"),
        ("Nová Ves 709 00", "Nová Ves (Ostrava)"),
        ("Praha (hlavní město)", "Praha (hlavní město)"),
        ("ve Frýdku-Místku", "Frýdek-Místek (Moravskoslezský kraj)"),
        ("okres Opava", "okres Opava"),
        ("Opava", "Opava (Moravskoslezský kraj)"),
        ("Moravskoslezský kraj", "Moravskoslezský kraj"),
    ],
)
def test_a_clear_place_is_taken(text, label):
    resolution = resolve(text)

    assert resolution.place is not None
    assert (resolution.place.label, resolution.is_guess) == (label, False)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("ostarva", "Ostrava (Moravskoslezský kraj)"),
        ("Havířov-Šumbark", "Havířov (Moravskoslezský kraj)"),
        ("Praha 4", "Praha (hlavní město)"),
        ("Sokolská třída 12, Ostrava", "Ostrava (Moravskoslezský kraj)"),
    ],
)
def test_what_is_known_only_in_part_is_a_guess(text, label):
    resolution = resolve(text)

    assert resolution.place is not None
    assert (resolution.place.label, resolution.is_guess) == (label, True)


@pytest.mark.parametrize("text", ["Nová Ves", "Lhota", "Zábřeh", "Písek", "Staré Město"])
def test_namesakes_are_offered_to_choose(text):
    resolution = resolve(text)

    assert resolution.place is None
    assert len({choice.label for choice in resolution.choices}) == len(resolution.choices) > 1


def test_each_choice_leads_to_its_own_place():
    choices = resolve("Nová Ves").choices

    assert [resolve(choice.id).place.label for choice in choices] == [choice.label for choice in choices]
    assert [resolve(choice.label).place.label for choice in choices] == [choice.label for choice in choices]


def test_every_label_of_a_town_leads_back_to_it():
    towns = [place for place in Place.objects.filter(kind="municipality", population__gte=3000) if place.context]

    assert [str(town) for town in towns if getattr(resolve(str(town)).place, "label", "") != str(town)] == []


@pytest.mark.parametrize(
    "text", ["", "xqzwk", "\x00", "p0", "p999999999999", "99.9,18.1", "12.0,12.0", "!!!", "x" * 9999]
)
def test_nothing_is_found_of_nonsense(text):
    assert resolve(text).nothing


def test_a_position_keeps_its_point_and_gets_a_name():
    place = resolve("49,830 18,160").place

    assert place is not None
    assert (place.label, place.lat, place.lon, place.precision) == ("Poruba (Ostrava)", 49.83, 18.16, Precision.STREET)


def test_a_part_without_a_middle_has_that_of_its_district():
    place = resolve("Hrabůvka").place

    assert place is not None
    assert (place.lat, place.precision) == (49.79067, Precision.CITY_DISTRICT)


@pytest.mark.parametrize("text", ["Ostrava", "Nová Ves", "Zelená 73, Ostrava", "ostarva", "p1", "49.83,18.16", "xqzwk"])
def test_resolving_costs_two_queries_at_most(django_assert_max_num_queries, text):
    with django_assert_max_num_queries(2):
        resolve(text)
