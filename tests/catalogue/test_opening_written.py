"""Hours as people type them become the notation; the notation and nonsense stay as they are."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from catalogue.opening import in_words, week_minutes
from catalogue.opening_written import as_notation, read_hours


@pytest.mark.parametrize(
    ("written", "notation"),
    [
        ("Po–Pá 8–16", "Mo-Fr 08:00-16:00"),
        ("po - pá: 8.00 - 15.30 hod.", "Mo-Fr 08:00-15:30"),
        ("Po–Pá 8:00–12:00, 13:00–17:00", "Mo-Fr 08:00-12:00,13:00-17:00"),
        ("Po 8-17, Út 8-14, St zavřeno", "Mo 08:00-17:00; Tu 08:00-14:00; We off"),
        ("Po a St 8–12 a 13–17", "Mo,We 08:00-12:00,13:00-17:00"),
        ("Po 8–12\nPo 13–17", "Mo 08:00-12:00,13:00-17:00"),
        ("pondělí až čtvrtek od 8 do 16 hodin\npátek 8–14", "Mo-Th 08:00-16:00; Fr 08:00-14:00"),
        ("v úterý a ve čtvrtek 9–12", "Tu,Th 09:00-12:00"),
        ("o svátcích zavřeno; Po–Pá 8–16", "Mo-Fr 08:00-16:00; PH off"),
        ("Po–Pá 8–16; zavřeno o svátcích", "Mo-Fr 08:00-16:00; PH off"),
        ("So, Ne a svátky zavřeno", "Sa,Su,PH off"),
        ("denně 18:30–7:30", "Mo-Su 18:30-07:30"),
        ("pracovní dny 8–16, víkend 9–12", "Mo-Fr 08:00-16:00; Sa-Su 09:00-12:00"),
        ("Po–Pá 8–16; So po domluvě", 'Mo-Fr 08:00-16:00; Sa "po domluvě"'),
        ("Po–Pá 8–16 (po předchozí telefonické domluvě)", 'Mo-Fr 08:00-16:00 "po domluvě"'),
        ("na objednání", '"po domluvě"'),
        ("Nepřetržitě, 24 hodin denně", "24/7"),
        ("Non-stop", "24/7"),
        ("Út\u00a09–12", "Tu 09:00-12:00"),
    ],
)
def test_czech_hours_become_the_notation(written, notation):
    assert as_notation(written) == notation
    assert week_minutes(notation)[0] is not None
    assert in_words(notation)


@pytest.mark.parametrize(
    "notation", ["", "24/7", "Mo-Fr 08:00-16:00; PH off", 'Mo-Fr 09:00-11:00 "po objednání"', "Jan-Mar Mo 08:00-10:00"]
)
def test_the_notation_is_taken_as_it_is(notation):
    assert as_notation(notation) == notation


@pytest.mark.parametrize(
    "written",
    [
        "8–16",
        "Po–Pá 8–12, po domluvě",
        "Po–Pá 8–12; na objednání",
        "Po 8–12; Po po domluvě",
        "Po",
        "Po 8",
        "Po 8–61",
        "Po–Pá ráno",
        "každé sudé úterý 9–12",
        "Po 25–26",
        "zavoláme",
        "\x00",
        "x" * 9_999,
    ],
)
def test_what_is_unclear_is_refused_with_an_example(written):
    with pytest.raises(ValidationError, match="Po–Pá 8–12"):
        read_hours(written)


def test_our_own_words_for_shipped_hours_are_understood(shipped):
    """What a page says of hours may be copied back into the form; rhythms of months and weeks may not."""
    from catalogue.models import Facility, Organisation

    stored = {
        *Facility.objects.exclude(opening_hours="").values_list("opening_hours", flat=True),
        *Organisation.objects.exclude(opening_hours="").values_list("opening_hours", flat=True),
    }
    weekly = {hours: as_notation("\n".join(in_words(hours))) for hours in stored if '"' not in hours}

    changed = {hours: read for hours, read in weekly.items() if week_minutes(read) != week_minutes(hours)}
    assert weekly
    assert changed == {}
