"""Which period, compared with what, of which office: everything a report is asked by comes through here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from inquiries.models import Office
from inquiries.statistics.periods import Length, Period, months_later
from sociopoint.desk_forms import NO_CHOICE, DeskForm, date_field

OFFERED_MONTHS, OFFERED_QUARTERS, OFFERED_HALVES, OFFERED_YEARS = 24, 8, 4, 6
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
CODE = re.compile(r"(20\d\d)(?:-(0[1-9]|1[0-2])|-q([1-4])|-h([12]))?")
YEAR_AGO = "lonsky"


class StatisticsForm(DeskForm):
    """A GET form; the days win over the period. `offices`: those this person may see."""

    obdobi = forms.CharField(label=_("Období"), required=False, max_length=7, widget=forms.Select)
    od = date_field(_("Nebo od"), required=False)
    do = date_field(_("do"), required=False)
    srovnani = forms.ChoiceField(
        label=_("Srovnat"),
        required=False,
        choices=[("", _("s obdobím předtím")), (YEAR_AGO, _("se stejným obdobím před rokem"))],
        error_messages={"invalid_choice": NO_CHOICE},
    )
    pracoviste = forms.ChoiceField(label=_("Pracoviště"), required=False, error_messages={"invalid_choice": NO_CHOICE})

    def __init__(self, query: Any, *, offices: Iterable[Office], today: date) -> None:
        super().__init__(query, auto_id="statistiky_%s")
        self.offices, self.today = list(offices), today
        self.fields["obdobi"].widget.choices = self._periods()
        self.offer("pracoviste", [("", _("všechna")), *((str(office.pk), office.name) for office in self.offices)])
        if len(self.offices) < 2:
            del self.fields["pracoviste"]

    def _periods(self) -> list[tuple[Any, Any]]:
        """Grouped as people look for them, the newest first; one from elsewhere stays chosen."""
        month = self.today.replace(day=1)
        quarter = month.replace(month=(month.month - 1) // 3 * 3 + 1)
        half, year = month.replace(month=(month.month - 1) // 6 * 6 + 1), month.replace(month=1)
        groups = [
            (_("Měsíce"), Length.MONTH, month, 1, OFFERED_MONTHS),
            (_("Čtvrtletí"), Length.QUARTER, quarter, 3, OFFERED_QUARTERS),
            (_("Pololetí"), Length.HALF, half, 6, OFFERED_HALVES),
            (_("Roky"), Length.YEAR, year, 12, OFFERED_YEARS),
        ]
        offered: list[tuple[Any, Any]] = []
        for label, length, start, months, number in groups:
            periods = [Period.starting(length, months_later(start, -months * back)) for back in range(number)]
            offered.append((label, [(period.code, period.name) for period in periods]))
        chosen = str(self.data.get("obdobi") or "")
        if CODE.fullmatch(chosen) and not any(chosen == code for _l, options in offered for code, _n in options):
            offered.insert(0, (chosen, period_of(chosen).name))
        return offered

    def clean_obdobi(self) -> str:
        code = str(self.cleaned_data["obdobi"])
        if code and not CODE.fullmatch(code):
            raise ValidationError(_("Takové období neznáme. Vyberte ho ze seznamu, nebo napište dny od a do."))
        return code

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("od"), cleaned.get("do")
        if (first is None) != (last is None) and not self.errors:
            self.add_error("do" if last is None else "od", _("Napište oba dny, od kdy do kdy."))
        if first and last and last < first:
            self.add_error("do", _("Konec je před začátkem. Prohoďte je."))
        for name in ("od", "do"):
            if cleaned.get(name) and not FIRST_DAY <= cleaned[name] <= LAST_DAY:
                self.add_error(name, _("Statistika umí roky 2000 až 2100."))
        return cleaned

    @property
    def period(self) -> Period:
        """What was asked for, as a whole; the month of today when nothing was."""
        cleaned = self.cleaned_data
        if cleaned.get("od") and cleaned.get("do"):
            return Period(Length.DAYS, cleaned["od"], cleaned["do"])
        return period_of(cleaned["obdobi"] or f"{self.today:%Y-%m}")

    @property
    def compared(self) -> Period:
        """As many days as have passed of the period, of the one before or of a year ago."""
        period = self.period
        if period.length == Length.DAYS:
            period = period.until(self.today)
        passed = period.until(self.today).days if period.until(self.today) != period else None
        if self.cleaned_data["srovnani"] == YEAR_AGO:
            return period.year_ago(passed=passed)
        return period.before(passed=passed)

    @property
    def may_leave(self) -> bool:
        """Whether what is asked for may leave the office, with small counts hidden."""
        return self.period.may_leave(self.today)

    @property
    def last_month(self) -> Period:
        """The newest of which numbers may leave the office."""
        return Period.starting(Length.MONTH, months_later(self.today.replace(day=1), -1))

    @property
    def office_ids(self) -> list[int]:
        chosen = self.cleaned_data.get("pracoviste")
        return [int(chosen)] if chosen else [office.pk for office in self.offices]

    @property
    def is_of_all_offices(self) -> bool:
        return not self.cleaned_data.get("pracoviste")


def period_of(code: str) -> Period:
    """`2026-10`, `2026-q3`, `2026-h1`, `2026`. ValueError for anything else."""
    match = CODE.fullmatch(code)
    if match is None:
        raise ValueError(code)
    year, month, quarter, half = match.groups()
    if month:
        return Period.starting(Length.MONTH, date(int(year), int(month), 1))
    if quarter:
        return Period.starting(Length.QUARTER, date(int(year), 3 * int(quarter) - 2, 1))
    if half:
        return Period.starting(Length.HALF, date(int(year), 6 * int(half) - 5, 1))
    return Period.starting(Length.YEAR, date(int(year), 1, 1))
