"""The questions, each by the smallest report that raises it and by the nearest one that does not."""

from __future__ import annotations

from decimal import Decimal

import pytest

from network.disproportions import Facts, Reported, odd_things
from network.models import IndicatorDefinition, Meaning


def one(meaning=Meaning.OTHER, value=None, **known) -> Reported:
    definition = IndicatorDefinition(code=meaning, name=str(Meaning(meaning).label), meaning=meaning, unit_minutes=60)
    known = {
        name: Decimal(number) if name != "peers" and not isinstance(number, bool) else number
        for name, number in known.items()
    }
    return Reported(definition, None if value is None else Decimal(value), **known)


def usual(**known) -> Reported:
    """Of an indicator that its manual expects between 5 and 8."""
    made = one(**known)
    made.definition.usual_from, made.definition.usual_to = Decimal(5), Decimal(8)
    return made


def asked(*reported: Reported, **facts) -> list[int]:
    return [odd.rule for odd in odd_things(Facts(list(reported), **facts))]


PEERS = (10.0, 11.0, 12.0, 13.0, 14.0)
MOSTLY_NONE = (0.0, 0.0, 0.0, 0.0, 4.0)
CASES = [
    # (rule, reported that raise it, reported that do not)
    (1, [one(value=131, year_ago=100)], [one(value=130, year_ago=100)]),
    (1, [one(value=69, year_ago=100)], [one(value=70, year_ago=100)]),
    (2, [one(value=60, peers=PEERS), one(Meaning.POSTS, 1)], [one(value=17, peers=PEERS), one(Meaning.POSTS, 1)]),
    (2, [one(value=60, peers=PEERS), one(Meaning.POSTS, 1)], [one(value=60, peers=PEERS[:4]), one(Meaning.POSTS, 1)]),
    (2, [one(value=60, peers=PEERS), one(Meaning.POSTS, 1)], [one(value=60, peers=PEERS), one(Meaning.POSTS, 5)]),
    (2, [one(value=0, peers=PEERS), one(Meaning.POSTS, 1)], [one(value=0, peers=PEERS), one(Meaning.POSTS, 0)]),
    (
        2,
        [one(value=60, peers=PEERS), one(Meaning.POSTS, "0.5")],
        [one(value=6, peers=PEERS), one(Meaning.POSTS, "0.5")],
    ),
    (
        2,
        [one(value=50, peers=MOSTLY_NONE), one(Meaning.POSTS, 1)],
        [one(value=1, peers=MOSTLY_NONE), one(Meaning.POSTS, 1)],
    ),
    (2, [one(value=9, peers=[0.0] * 5), one(Meaning.POSTS, 1)], [one(value=0, peers=[0.0] * 5), one(Meaning.POSTS, 1)]),
    (
        2,
        [one(value=14, peers=[10.0] * 5), one(Meaning.POSTS, 1)],
        [one(value=12, peers=[10.0] * 5), one(Meaning.POSTS, 1)],
    ),
    (
        3,
        [one(Meaning.INTERVENTION, 101), one(Meaning.DIRECT_HOURS, 100)],
        [one(Meaning.INTERVENTION, 100), one(Meaning.DIRECT_HOURS, 100)],
    ),
    (
        4,
        [one(Meaning.CONTACT, 3), one(Meaning.INTERVENTION, 3), one(Meaning.CLIENTS, 7)],
        [one(Meaning.CONTACT, 3), one(Meaning.INTERVENTION, 4), one(Meaning.CLIENTS, 7)],
    ),
    (5, [one(value=9, parts=8)], [one(value=8, parts=8)]),
    (5, [one(value=9, parts=8)], [one(Meaning.CLIENTS, 9, parts=12)]),
    (6, [one(value=0, last_time=3)], [one(value=0, last_time=3, is_zero_confirmed=True)]),
    (6, [one(value=None, last_time=3)], [one(value=None, last_time=0)]),
    (1, [one(value=0, year_ago=1)], [one(value=5, year_ago=0)]),
    (1, [one(value="0.14", year_ago="0.1")], [one(value=None, year_ago=100)]),
    (
        3,
        [one(Meaning.INTERVENTION, "0.02"), one(Meaning.DIRECT_HOURS, "0.01")],
        [one(Meaning.INTERVENTION, 5), one(Meaning.DIRECT_HOURS, None)],
    ),
    (3, [one(Meaning.INTERVENTION, 1), one(Meaning.DIRECT_HOURS, 0)], [one(Meaning.INTERVENTION, 0)]),
    (4, [one(Meaning.CONTACT, 0), one(Meaning.CLIENTS, 1)], [one(Meaning.CONTACT, None), one(Meaning.CLIENTS, 1)]),
    (5, [one(value="0.3", parts="0.29")], [one(value="0.30", parts="0.3")]),
    (5, [one(value=0, parts=8)], [one(value=None, parts=8)]),
    (
        7,
        [one(value="10.00"), one(value=20), one(value=30), one(value=0)],
        [one(value="10.5"), one(value=20), one(value=30)],
    ),
    (7, [one(value=10), one(value=20), one(value=30)], [one(value=10), one(value=20), one(value=31)]),
    (7, [one(value=10), one(value=20), one(value=30)], [one(value=10), one(value=20)]),
    (11, [usual(value=4)], [usual(value=5)]),
    (11, [usual(value=9)], [usual(value=8)]),
    (11, [usual(value=0)], [usual(value=0, is_zero_confirmed=True)]),
    (11, [usual(value=4)], [usual(value=None)]),
]


@pytest.mark.parametrize(("rule", "odd", "fine"), CASES)
def test_a_question_is_asked_of_what_is_odd_and_of_nothing_else(rule, odd, fine):
    assert rule in asked(*odd)
    assert rule not in asked(*fine)


def test_refusing_with_free_places_is_asked_about():
    refused = one(Meaning.REFUSED, 2)

    assert asked(refused, free_places=1) == [8]
    assert asked(refused, free_places=0) == asked(refused) == asked(one(Meaning.REFUSED, 0), free_places=1) == []


def test_fewer_new_people_than_the_desk_sent_is_asked_about():
    assert asked(one(Meaning.NEW_CLIENTS, 2), accepted=3) == [9]
    assert asked(one(Meaning.NEW_CLIENTS, 3), accepted=3) == []


def test_another_manual_among_peers_is_asked_about():
    assert asked(one(value=1), other_versions=["Manuál kraje, verze 2"]) == [10]


def test_many_other_manuals_with_long_names_stay_one_short_sentence():
    (odd,) = odd_things(Facts([one(value=1)], other_versions=["M" * 160 + ", verze 12"] * 9))

    assert odd.message.replace("\xa0", " ").endswith("verze 12 a další.")
    assert len(odd.message) < 400


def test_the_sentence_says_the_numbers_as_czech_people_write_them():
    (odd,) = odd_things(Facts([one(Meaning.CONTACT, "1310.5", year_ago=1000)]))

    assert odd.message.replace("\xa0", " ") == ("kontakty: o 31 % víc než před rokem (1 310,5 proti 1 000). Čím to je?")


def test_what_is_unusual_is_said_with_what_the_manual_expects():
    (odd,) = odd_things(Facts([usual(value=9)]))

    assert odd.message.replace("\xa0", " ") == "nic zvláštního: 9, podle manuálu obvykle nejvýš 8. Čím to je?"


def test_the_largest_and_the_least_numbers_that_can_be_written_are_asked_about_without_an_error():
    largest, least = "9999999999.99", "0.01"

    odd = odd_things(
        Facts(
            [
                one(Meaning.CONTACT, largest, year_ago=least, parts=least, last_time=least, peers=PEERS),
                one(Meaning.INTERVENTION, largest, peers=[0.0] * 5),
                one(Meaning.CLIENTS, largest),
                one(Meaning.REFUSED, largest),
                one(Meaning.NEW_CLIENTS, 0),
                one(Meaning.DIRECT_HOURS, least),
                one(Meaning.POSTS, least),
            ],
            free_places=1,
            accepted=1,
        )
    )

    assert {one.rule for one in odd} == {1, 2, 3, 5, 8, 9}
    assert max(len(one.message) for one in odd) < 400
