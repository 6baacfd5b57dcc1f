"""The small words of opening hours: days, months, and when a closed door opens again."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

BY_APPOINTMENT = {
    "by appointment",
    "on appointment",
    "appointment only",
    "by arrangement",
    "po domluvě",
}
"""Comments that say no more than the words we have for it in every language."""
DAYS = gettext_lazy("Po Út St Čt Pá So Ne")
MONTHS = gettext_lazy("leden únor březen duben květen červen červenec srpen září říjen listopad prosinec")
OPENS_ON = (
    gettext_lazy("Zavřeno, otevře v pondělí %(at)s"),
    gettext_lazy("Zavřeno, otevře v úterý %(at)s"),
    gettext_lazy("Zavřeno, otevře ve středu %(at)s"),
    gettext_lazy("Zavřeno, otevře ve čtvrtek %(at)s"),
    gettext_lazy("Zavřeno, otevře v pátek %(at)s"),
    gettext_lazy("Zavřeno, otevře v sobotu %(at)s"),
    gettext_lazy("Zavřeno, otevře v neděli %(at)s"),
)
