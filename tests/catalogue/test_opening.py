"""Opening hours as a citizen reads them. November 16, 2026 is a Monday, the 17th a public holiday."""

import csv
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue import opening
from catalogue.opening import HoursNow, in_words, is_public_holiday, state, validate, week_minutes

PROJECT = Path(__file__).resolve().parents[2]
SEEDS = [
    "catalogue/seed/ostrava_services.csv",
    "catalogue/seed/institutions.csv",
    "situations/seed/crisis_lines.csv",
]
CRISIS_CENTRE = 'Mo-Fr 06:00-18:00 "po objednání"; Mo,We 08:00-15:00 "bez objednání"'
IN_WORDS = {
    "24/7": ["Nepřetržitě, 24 hodin denně"],
    "Mo 08:30-10:00; Tu 08:30-12:00; We 13:00-15:00; Th off; Fr off": [
        "Po 8:30–10:00",
        "Út 8:30–12:00",
        "St 13:00–15:00",
        "Čt, Pá zavřeno",
    ],
    "Mo,Th 08:00-20:00; Tu,We,Fr-Su 08:00-16:00": ["Po, Čt 8:00–20:00", "Út, St, Pá–Ne 8:00–16:00"],
    "Mo,Th-Fr 08:00-15:00; Tu 08:00-13:00; We 08:00-16:00": [
        "Po, Čt, Pá 8:00–15:00",
        "Út 8:00–13:00",
        "St 8:00–16:00",
    ],
    "Mo,We 07:00-11:00,11:30-15:30; Th 07:00-11:00,11:30-16:00; Fr 07:00-11:00,11:30-15:00": [
        "Po, St 7:00–11:00 a 11:30–15:30",
        "Čt 7:00–11:00 a 11:30–16:00",
        "Pá 7:00–11:00 a 11:30–15:00",
    ],
    "Mo,We 08:00-11:30,12:30-17:00": ["Po, St 8:00–11:30 a 12:30–17:00"],
    "Mo,We 08:00-11:30,12:30-17:00; Tu,Th 08:00-15:30; Fr 08:00-14:00": [
        "Po, St 8:00–11:30 a 12:30–17:00",
        "Út, Čt 8:00–15:30",
        "Pá 8:00–14:00",
    ],
    "Mo,We 08:00-16:00; Tu,Th 08:00-20:00; Fr 08:00-14:00": ["Po, St 8:00–16:00", "Út, Čt 8:00–20:00", "Pá 8:00–14:00"],
    CRISIS_CENTRE: ["Po–Pá 6:00–18:00 (po objednání)", "Po, St 8:00–15:00 (bez objednání)"],
    "Mo-Fr 07:00-16:00": ["Po–Pá 7:00–16:00"],
    "Mo-Fr 07:30-15:30": ["Po–Pá 7:30–15:30"],
    "Mo-Fr 08:30-11:30,12:30-15:30": ["Po–Pá 8:30–11:30 a 12:30–15:30"],
    "Mo-Fr 09:00-18:00": ["Po–Pá 9:00–18:00"],
    "Mo-Fr 10:00-18:00": ["Po–Pá 10:00–18:00"],
    "Mo-Su 08:00-20:00": ["Každý den 8:00–20:00"],
    "Mo-Su 09:00-21:00": ["Každý den 9:00–21:00"],
    "Mo-Su 18:30-07:30": ["Každý den 18:30–7:30"],
    "Mo-Su 20:00-06:30": ["Každý den 20:00–6:30"],
    "Mo-Th 08:00-16:00; Fr 08:00-14:00": ["Po–Čt 8:00–16:00", "Pá 8:00–14:00"],
    "Mo-Th 08:00-16:00; Fr 08:00-14:30": ["Po–Čt 8:00–16:00", "Pá 8:00–14:30"],
    "Mo-Tu,Th 08:00-16:00; We 08:00-18:00; Fr 08:00-14:00": [
        "Po, Út, Čt 8:00–16:00",
        "St 8:00–18:00",
        "Pá 8:00–14:00",
    ],
    "Tu,Th 09:00-16:00": ["Út, Čt 9:00–16:00"],
    "We 13:00-18:00": ["St 13:00–18:00"],
    "We-Fr 09:00-12:00": ["St–Pá 9:00–12:00"],
}
OFFICE = "Mo-Fr 08:00-16:00"


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(opening.timezone, "localdate", lambda: date(2026, 11, 16))
    with translation.override("cs"):
        yield


def plain(text):
    return text.replace("\u00a0", " ")


def at(moment):
    """`2026-11-16 10:00` -> naive local time."""
    return datetime.fromisoformat(moment)


def said(expression, moment):
    return plain(state(expression, at(moment)).text)


def lines(expression):
    return [plain(line) for line in in_words(expression)]


def seed_expressions():
    for seed in SEEDS:
        with (PROJECT / seed).open(encoding="utf-8", newline="") as rows:
            yield from {row["opening_hours"] for row in csv.DictReader(rows)}


def test_this_file_knows_every_expression_of_the_seeds():
    assert set(seed_expressions()) - {""} - set(IN_WORDS) == set()


@pytest.mark.parametrize(("expression", "expected"), IN_WORDS.items())
def test_every_expression_of_the_seeds_reads_well(expression, expected):
    assert lines(expression) == expected


@pytest.mark.parametrize("expression", IN_WORDS)
def test_every_expression_of_the_seeds_is_valid_and_has_an_ordinary_week(expression):
    validate(expression)

    assert week_minutes(expression)[0]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("", []),
        ("otevřeno denně", []),
        ("Mo-Fr 08:00-16:00; PH off", ["Po–Pá 8:00–16:00", "O svátcích zavřeno"]),
        ("Mo-Fr 08:00-16:00; PH 10:00-12:00", ["Po–Pá 8:00–16:00", "O svátcích 10:00–12:00"]),
        ("Mo-Fr 08:00-16:00; PH unknown", ["Po–Pá 8:00–16:00", "O svátcích (raději zavolejte)"]),
        (
            "Mo-Fr 08:00-16:00; PH off; Dec 24 10:00-12:00",
            ["Po–Pá 8:00–16:00", "24. 12. 10:00–12:00", "O svátcích se hodiny liší, raději zavolejte"],
        ),
        ("Mo-Su,PH 09:00-21:00", ["Každý den i o svátcích 9:00–21:00"]),
        ("24/7; PH off", ["Nepřetržitě, 24 hodin denně", "O svátcích zavřeno"]),
        ('24/7 "zvoňte u vrátnice"', ["Nepřetržitě, 24 hodin denně (zvoňte u vrátnice)"]),
        ('"po domluvě"', ["Po domluvě"]),
        ('"by appointment"', ["Po domluvě"]),
        ('Mo-Fr "po objednání"', ["Po–Pá (po objednání)"]),
        ("Mo-Fr 00:00-24:00", ["Po–Pá celý den"]),
        ("Mo-Fr 08:00-16:00 unknown", ["Po–Pá 8:00–16:00 (raději zavolejte)"]),
        ("Fr 20:00-24:00; Sa 00:00-04:00", ["Pá 20:00–4:00"]),
        ("Fr 20:00-24:00; Sa 00:00-24:00", ["Pá 20:00–24:00", "So celý den"]),
        ("Mo-Fr 08:00-12:00,13:00-15:00,16:00-18:00", ["Po–Pá 8:00–12:00, 13:00–15:00 a 16:00–18:00"]),
        ("off", ["Zavřeno"]),
    ],
)
def test_other_hours_read_well(expression, expected):
    assert lines(expression) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("Nov-Mar Mo-Fr 08:00-16:00; Apr-Oct off", ["Listopad–březen: Po–Pá 8:00–16:00", "Duben–říjen: zavřeno"]),
        ("Nov-Mar 18:00-08:00", ["Listopad–březen: každý den 18:00–8:00", "Duben–říjen: zavřeno"]),
        (
            "Mo-Fr 08:00-16:00; Jul-Aug Mo-Fr 08:00-12:00",
            ["Září–červen: Po–Pá 8:00–16:00", "Červenec–srpen: Po–Pá 8:00–12:00"],
        ),
        ("Nov 1-Mar 15 Mo-Fr 08:00-16:00", ["1. 11.–15. 3.: Po–Pá 8:00–16:00", "Jindy zavřeno"]),
        (
            "Mo-Fr 08:00-16:00; Dec 24 off; Dec 31 08:00-12:00",
            ["Po–Pá 8:00–16:00", "24. 12. zavřeno", "31. 12. 8:00–12:00"],
        ),
        ("Mo-Fr 08:00-16:00; Jul 5-16 off", ["Po–Pá 8:00–16:00", "5.–16. 7.: zavřeno"]),
        (
            "week 1-53/2 Mo 08:00-10:00",
            [
                "Hodiny se mění, nejbližší otevřené dny:",
                "Po 16. 11. 8:00–10:00",
                "Po 30. 11. 8:00–10:00",
                "Po 14. 12. 8:00–10:00",
                "Po 28. 12. 8:00–10:00",
                "Po 4. 1. 8:00–10:00",
            ],
        ),
    ],
)
def test_hours_that_change_in_the_year_name_months_or_days(expression, expected):
    assert lines(expression) == expected
    assert week_minutes(expression)[0] is None


def test_days_stay_with_their_hours_on_one_line():
    assert in_words("Mo,We 08:00-11:30,12:30-17:00") == ["Po, St\u00a08:00–11:30 a\u00a012:30–17:00"]


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-16 07:59", HoursNow("closed", "Zavřeno, otevře v\u00a08:00")),
        ("2026-11-16 08:00", HoursNow("open", "Otevřeno do\u00a016:00")),
        ("2026-11-16 15:59", HoursNow("open", "Otevřeno do\u00a016:00")),
        ("2026-11-18 16:00", HoursNow("closed", "Zavřeno, otevře zítra v\u00a08:00")),
        ("2026-11-20 18:00", HoursNow("closed", "Zavřeno, otevře v\u00a0pondělí v\u00a08:00")),
        ("2026-11-22 18:00", HoursNow("closed", "Zavřeno, otevře zítra v\u00a08:00")),
    ],
)
def test_an_office_is_open_or_says_when_it_opens(moment, expected):
    assert state(OFFICE, at(moment)) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("We 12:00-18:00", "Zavřeno, otevře zítra ve 12:00"),
        ("Th 14:30-18:00", "Zavřeno, otevře ve čtvrtek ve 14:30"),
        ("Fr 20:00-22:00", "Zavřeno, otevře v pátek ve 20:00"),
        ("Sa 09:00-10:00", "Zavřeno, otevře v sobotu v 9:00"),
        ("Su 10:00-11:00", "Zavřeno, otevře v neděli v 10:00"),
        ("Mo 08:00-12:00", "Zavřeno, otevře v pondělí v 8:00"),
        ("Tu 08:00-12:00; PH off", "Zavřeno, otevře 24. 11. v 8:00"),
        ("Jan 4 08:00-12:00; PH off", "Zavřeno, otevře 4. 1. v 8:00"),
        ("2020 Mo 08:00-12:00; PH off", "Zavřeno"),
    ],
)
def test_the_next_opening_is_said_as_people_say_it(expression, expected):
    assert said(f"{expression}; PH off", "2026-11-17 19:00") == expected


@pytest.mark.parametrize(
    ("expression", "moment", "expected"),
    [
        ("24/7", "2026-11-16 03:00", "Otevřeno nepřetržitě"),
        ("Mo-Su 00:00-24:00", "2026-12-25 03:00", "Otevřeno nepřetržitě"),
        ("Mo 08:00-24:00", "2026-11-16 20:00", "Otevřeno do půlnoci"),
        ("Mo 08:00-24:00; Tu 00:00-06:00", "2026-11-16 20:00", "Otevřeno do 6:00"),
        ("We 08:00-24:00; Th 00:00-14:00", "2026-11-18 09:00", "Otevřeno do zítřka do 14:00"),
        ("We-Fr 00:00-24:00", "2026-11-18 09:00", "Otevřeno do 20. 11. do půlnoci"),
    ],
)
def test_the_end_of_long_hours_is_said_plainly(expression, moment, expected):
    assert said(expression, moment) == expected


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-18 18:30", "Otevřeno do 7:30"),
        ("2026-11-19 00:00", "Otevřeno do 7:30"),
        ("2026-11-19 07:29", "Otevřeno do 7:30"),
        ("2026-11-19 07:30", "Zavřeno, otevře v 18:30"),
        ("2026-03-28 23:00", "Otevřeno do 7:30"),
        ("2026-03-29 03:00", "Otevřeno do 7:30"),
        ("2026-10-25 02:30", "Otevřeno do 7:30"),
        ("2026-10-25 07:30", "Zavřeno, otevře v 18:30"),
    ],
)
def test_a_night_shelter_is_open_past_midnight_also_when_clocks_change(moment, expected):
    assert said("Mo-Su 18:30-07:30", moment) == expected


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), "Zavřeno, otevře ve 3:00"),
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), "Otevřeno do 4:00"),
        (datetime(2026, 10, 25, 0, 59, tzinfo=UTC), "Zavřeno, otevře ve 3:00"),
        (datetime(2026, 10, 25, 1, 59, tzinfo=UTC), "Zavřeno, otevře ve 3:00"),
        (datetime(2026, 10, 25, 2, 0, tzinfo=UTC), "Otevřeno do 4:00"),
    ],
)
def test_an_aware_moment_is_turned_to_prague_time(moment, expected):
    assert plain(state("Mo-Su 03:00-04:00", moment).text) == expected


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-16 07:00", HoursNow("appointment", "Po domluvě")),
        ("2026-11-16 10:00", HoursNow("open", "Otevřeno do\u00a015:00")),
        ("2026-11-16 16:00", HoursNow("appointment", "Po domluvě")),
        ("2026-11-19 10:00", HoursNow("appointment", "Po domluvě")),
        ("2026-11-19 20:00", HoursNow("closed", "Zavřeno, otevře v\u00a0pondělí v\u00a08:00")),
    ],
)
def test_walk_in_hours_do_not_cancel_those_by_appointment(moment, expected):
    assert state(CRISIS_CENTRE, at(moment)) == expected


@pytest.mark.parametrize(
    "expression",
    [
        '"po domluvě"',
        'Mo-Fr 08:00-16:00 "by appointment"',
        'Mo-Fr 08:00-16:00 "jen na telefonické objednání"',
        'Mo-Fr 08:00-16:00 unknown "dle dohody"',
    ],
)
@pytest.mark.parametrize("moment", ["2026-11-18 10:00", "2026-11-18 20:00"])
def test_hours_only_by_appointment_say_so_at_any_time(expression, moment):
    assert state(expression, at(moment)) == HoursNow("appointment", "Po domluvě")


@pytest.mark.parametrize("comment", ["bez objednání", "i bez předchozího objednání", "není třeba se objednat"])
def test_a_comment_that_nobody_needs_to_book_is_open(comment):
    assert said(f'{OFFICE} "{comment}"', "2026-11-18 10:00") == "Otevřeno do 16:00"


@pytest.mark.parametrize(
    "expression",
    [
        "",
        "  ",
        "\n",
        ";",
        "otevřeno denně",
        '"volejte předem"',
        '"volejte"; "pište"',
        "Mo-Fr sunrise-sunset",
        "Mo-Fr 08:00-16:00; SH off",
        "\ud800",
    ],
)
def test_hours_we_cannot_read_are_unknown(expression):
    assert state(expression, at("2026-11-18 10:00")) == HoursNow("unknown", "Hodiny neznáme")
    assert week_minutes(expression) == (None, None)


@pytest.mark.parametrize(
    "day",
    ["2026-11-17", "2026-12-24", "2026-12-25", "2026-12-26", "2026-04-03", "2026-04-06", "2027-03-29", "2028-04-17"],
)
@pytest.mark.parametrize("hour", ["03:00", "10:00", "20:00"])
def test_on_a_holiday_silent_hours_promise_nothing(day, hour):
    for expression in (OFFICE, "Mo-Su 09:00-21:00", CRISIS_CENTRE):
        assert state(expression, at(f"{day} {hour}")) == HoursNow("unknown", "Dnes je svátek, raději zavolejte")


@pytest.mark.parametrize(
    ("expression", "moment", "expected"),
    [
        ("24/7", "2026-12-24 10:00", "Otevřeno nepřetržitě"),
        (f"{OFFICE}; PH off", "2026-11-17 10:00", "Zavřeno, otevře zítra v 8:00"),
        (f"{OFFICE}; PH off", "2026-12-23 20:00", "Zavřeno, otevře v pondělí v 8:00"),
        (f"{OFFICE}; PH off", "2026-04-02 20:00", "Zavřeno, otevře v úterý v 8:00"),
        (f"{OFFICE}; PH 10:00-12:00", "2026-04-06 11:00", "Otevřeno do 12:00"),
        ("Mo-Su,PH 09:00-21:00", "2026-12-25 10:00", "Otevřeno do 21:00"),
        (f"{OFFICE}; PH unknown", "2026-11-17 10:00", "Dnes je svátek, raději zavolejte"),
    ],
)
def test_hours_that_speak_of_holidays_are_believed(expression, moment, expected):
    assert said(expression, moment) == expected


@pytest.mark.parametrize(
    ("expression", "moment", "expected"),
    [
        (OFFICE, "2026-11-16 20:00", "Zavřeno, otevře ve středu v 8:00"),
        (OFFICE, "2026-12-23 20:00", "Zavřeno, otevře v pondělí v 8:00"),
        ("Mo-Su 09:00-21:00", "2026-12-23 22:00", "Zavřeno, otevře v neděli v 9:00"),
        ("Mo-Fr 00:00-24:00", "2026-04-05 12:00", "Zavřeno, otevře v úterý v 0:00"),
    ],
)
def test_silent_hours_never_promise_to_open_on_a_holiday(expression, moment, expected):
    assert said(expression, moment) == expected


def test_holidays_of_a_year_are_the_thirteen_of_the_law():
    days = [date.fromordinal(date(2026, 1, 1).toordinal() + n) for n in range(365)]

    assert [f"{day:%d.%m.}" for day in days if is_public_holiday(day)] == (
        "01.01. 03.04. 06.04. 01.05. 08.05. 05.07. 06.07. 28.09. 28.10. 17.11. 24.12. 25.12. 26.12.".split()
    )


@pytest.mark.parametrize(
    ("expression", "week", "holiday"),
    [
        ("24/7", [(0, 10080)], [(0, 1440)]),
        ("Tu 09:00-16:00", [(1980, 2400)], None),
        ("Tu 09:00-16:00; PH off", [(1980, 2400)], []),
        ("Tu 09:00-16:00; PH 10:00-12:00", [(1980, 2400)], [(600, 720)]),
        ("Su 20:00-06:30", [(0, 390), (9840, 10080)], None),
        ("Mo,PH 22:00-02:00", [(1320, 1560)], [(1320, 1440)]),
        ('Mo 06:00-08:00 "po objednání", Mo 08:00-10:00', [(360, 600)], None),
        ('"po domluvě"', [(0, 10080)], [(0, 1440)]),
        ("Mo 08:00-10:00 unknown", None, None),
        ("Jul-Aug Mo 08:00-10:00", None, None),
        ("Jul-Aug Mo 08:00-10:00; PH off", None, []),
        ("off", [], None),
    ],
)
def test_minutes_of_an_ordinary_week_and_of_a_holiday(expression, week, holiday):
    assert week_minutes(expression) == (week, holiday)


@pytest.mark.parametrize("expression", ["", "24/7", "Mo-Fr 08:00-16:00; PH off", '"po domluvě"', "Nov-Mar 18:00-08:00"])
def test_readable_hours_are_valid(expression):
    validate(expression)


@pytest.mark.parametrize(
    ("expression", "beginning"),
    [
        ("Po-Pá 8-16", "Hodinám nerozumíme."),
        ("Mo-Fr 08.00-16.00", "Hodinám nerozumíme."),
        ("\ud800", "Hodinám nerozumíme."),
        ("Mo-Fr 08:00-16:00; SH off", "Školní prázdniny"),
        ("Mo-Fr 08:00+", "Školní prázdniny"),
        ('Mo-Fr 08:00-10:00 || "po domluvě"', "Školní prázdniny"),
        ("PH off; Mo-Fr 08:00-16:00", "Svátky (PH) napište až za dny v\u00a0týdnu"),
    ],
)
def test_other_hours_are_refused_with_an_example(expression, beginning):
    with pytest.raises(ValidationError) as refusal:
        validate(expression)

    assert refusal.value.message.startswith(beginning)
    assert refusal.value.message.endswith("Příklad: Mo-Fr 08:00-16:00; PH off")


SCRAPS = st.sampled_from(
    'Mo Tu-Th Sa,Su PH SH Feb Nov-Mar easter off unknown open "po domluvě" "x" 24/7 08:00-16:00 22:00-06:00 00:00-24:00 '
    "08:00+ ; , || - 2026 2020-2030 week 1-53/2 Mo[1] Mo[-1] +1 day 29 sunrise".split(" ")
)


@settings(max_examples=200)
@given(st.text() | st.lists(SCRAPS, max_size=8).map(" ".join), st.datetimes(at("2020-01-01"), at("2040-01-01")))
def test_any_text_at_any_time_is_answered_without_raising_and_without_notation(text, moment):
    now = state(text, moment)
    words = in_words(text)
    week_minutes(text)

    assert now.state in {"open", "closed", "appointment", "unknown"}
    assert now.text
    assert not any(sign in line for line in words for sign in ("Mo", "08:00-", "24/7", "PH", "off", ";"))


def test_the_same_minute_is_worked_out_once():
    opening._state_at.cache_clear()

    for second in ("00", "30", "59"):
        state(OFFICE, at(f"2026-11-18 10:00:{second}"))

    assert opening._state_at.cache_info().misses == 1


def test_each_language_has_its_own_answer():
    opening._state_at.cache_clear()

    for language in ("cs", "en", "cs"):
        with translation.override(language):
            state(OFFICE, at("2026-11-18 10:00"))

    assert opening._state_at.cache_info().misses == 2
