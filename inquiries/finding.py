"""Finding inquiries: one GET form over coded facts, numbers and hashes. Words of people are encrypted and never searched."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.words import plain
from inquiries.forms.choices import districts_to_find
from inquiries.lists import DeskLists
from inquiries.models import (
    AgeBand,
    ClosingReason,
    FirstTime,
    HelpLevel,
    Identity,
    Inquiry,
    InquiryKind,
    InquiryNeed,
    InquiryState,
    Language,
    OnBehalf,
    Referral,
    ReferralResult,
    Sex,
    UnmetNeed,
    phone_hash,
)
from inquiries.models.code_lists import CodeListItem
from inquiries.phones import SAID_EXTENSION, normalised
from inquiries.states import COUNTED, RESULT_OF_STATE, UNFINISHED
from sociopoint.desk_forms import date_field
from sociopoint.models import User
from sociopoint.typography import dialable

LONGEST_SEARCH = 120
NUMBER = re.compile(r"^(?:d-?)?([2-9ac-fhj-np-rt-y]{4,7})$", re.IGNORECASE)
DATE = re.compile(r"\b(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})\b")
PHONE = re.compile(rf"\+?\d[\d /()\-\u00a0]{{7,}}\d(?:{SAID_EXTENSION})?", re.IGNORECASE)
MINE, NOBODY = "ja", "nikdo"
ELSEWHERE, UNKNOWN = "mimo", "nezjisteno"
UNFINISHED_STATE, COUNTED_STATE = "nevyrizene", "pocitane"
WEEKDAYS = (_("pondělí"), _("úterý"), _("středa"), _("čtvrtek"), _("pátek"), _("sobota"), _("neděle"))
COLUMNS = {
    "druh": "kind",
    "uroven": "help_level",
    "jazyk": "language",
    "vek": "age_band",
    "pohlavi": "sex",
    "zakoho": "on_behalf",
    "jmenem": "identity",
    "poprve": "first_time",
    "odkudvi": "heard_from__code",
    "konec": "closing_reason",
    "den": "received_at__iso_week_day",
    "hodina": "received_at__hour",
}
"""Filters that are one column each; the last two in the desk's own time."""
EMPTY = {"uroven": None, "odkudvi": None, "konec": ""}
"""What stands in the column where nobody wrote anything."""


class InquirySearch(forms.Form):
    """The list's filters; an unreadable value finds nothing and says what to write. `lists` and `workers` give choices."""

    q = forms.CharField(
        label=_("Hledat"),
        required=False,
        max_length=LONGEST_SEARCH,
        help_text=_("Číslo dotazu, telefon, datum, nebo slova jako situace, obvod či jméno pracovníka."),
    )
    od = date_field(_("Od"), required=False)
    do = date_field(_("Do"), required=False)
    stav = forms.ChoiceField(label=_("Stav"), required=False)
    kanal = forms.ChoiceField(label=_("Jak se ptali"), required=False)
    druh = forms.ChoiceField(label=_("Co to bylo"), required=False)
    situace = forms.ChoiceField(label=_("Situace"), required=False)
    hlavni = forms.ChoiceField(label=_("Hlavní situace"), required=False)
    obvod = forms.ChoiceField(label=_("Obvod"), required=False)
    skupina = forms.ChoiceField(label=_("Pro koho"), required=False)
    uroven = forms.ChoiceField(label=_("Jak jsme pomohli"), required=False)
    jazyk = forms.ChoiceField(label=_("Jazyk"), required=False)
    vek = forms.ChoiceField(label=_("Věk"), required=False)
    potreba = forms.ChoiceField(label=_("Nenaplněná potřeba"), required=False)
    vysledek = forms.ChoiceField(label=_("Jak dopadlo předání"), required=False)
    pracovnik = forms.ChoiceField(label=_("Kdo vyřizuje"), required=False)
    pohlavi = forms.ChoiceField(label=_("Pohlaví"), required=False)
    zakoho = forms.ChoiceField(label=_("Za koho se ptali"), required=False)
    jmenem = forms.ChoiceField(label=_("Jménem, nebo beze jména"), required=False)
    poprve = forms.ChoiceField(label=_("Poprvé, nebo znovu"), required=False)
    odkudvi = forms.ChoiceField(label=_("Odkud o nás věděli"), required=False)
    zdroj = forms.ChoiceField(label=_("Z čeho jsme odpověděli"), required=False)
    ohrozeni = forms.ChoiceField(label=_("Ohrožení"), required=False)
    konec = forms.ChoiceField(label=_("Jak to skončilo"), required=False)
    den = forms.ChoiceField(label=_("Den v týdnu"), required=False)
    hodina = forms.ChoiceField(label=_("Hodina"), required=False)
    krize = forms.BooleanField(label=_("Jen krize"), required=False)

    FIRST = ("q", "stav", "pracovnik", "od", "do")
    """Always in sight; the rest opens on demand."""

    def __init__(self, query: Any, *, lists: DeskLists, workers: Iterable[User], user: User) -> None:
        super().__init__(query, label_suffix="", auto_id="hledat_%s")
        self.lists, self.workers, self.user = lists, list(workers), user
        situations = [(s.slug, s.name) for s in lists.catalogue.situations.values()]
        together = [(UNFINISHED_STATE, _("vše nevyřízené")), (COUNTED_STATE, _("vše, co se počítá do statistiky"))]
        self._offer("stav", [*together, *InquiryState.choices])
        self._offer("kanal", [(channel.code, channel.name) for channel in lists.channels])
        self._offer("druh", InquiryKind.choices)
        self._offer("situace", situations)
        unknown = [(UNKNOWN, _("nezjištěno"))]
        self._offer("hlavni", [*situations, (UNKNOWN, _("bez situace"))])
        places = districts_to_find(lists, query.get("obvod", ""))
        self._offer("obvod", [*places, (ELSEWHERE, _("mimo město")), *unknown])
        self._offer("skupina", [*((group.code, group.title) for group in lists.catalogue.groups.values()), *unknown])
        self._offer("uroven", [*((str(value), label) for value, label in HelpLevel.choices), *unknown])
        self._offer("jazyk", Language.choices)
        self._offer("vek", AgeBand.choices)
        reasons = [(reason.code, reason.name) for reason in lists.unmet_reasons]
        self._offer("potreba", [("1", _("nějaká")), *reasons])
        self._offer("vysledek", ReferralResult.choices)
        self._offer("pracovnik", [(MINE, _("já")), (NOBODY, _("nikdo")), *((str(w.pk), str(w)) for w in self.workers)])

        self._offer("odkudvi", [*((one.code, one.name) for one in lists.heard_from), *unknown])
        self._offer("zdroj", [*((one.code, one.name) for one in lists.answer_sources), *unknown])
        self._offer("ohrozeni", [(one.code, one.name) for one in lists.risk_flags])
        self._offer("konec", [*ClosingReason.choices, (UNKNOWN, _("ještě se řeší"))])
        for name, offered in (("pohlavi", Sex), ("zakoho", OnBehalf), ("jmenem", Identity), ("poprve", FirstTime)):
            self._offer(name, offered.choices)
        self._offer("den", [(str(number), day) for number, day in enumerate(WEEKDAYS, start=1)])
        self._offer("hodina", [(str(hour), f"{hour}:00") for hour in range(24)])

    def _offer(self, name: str, choices: Iterable[tuple[str, Any]]) -> None:
        offered = self.fields[name]
        if not isinstance(offered, forms.ChoiceField):
            raise TypeError(f"{name} is not a choice")
        offered.choices = [("", _("vše")), *choices]
        offered.error_messages["invalid_choice"] = _("Tuhle hodnotu neznáme. Vyberte jednu z nabízených.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("od"), cleaned.get("do")
        if start and end and end < start:
            self.add_error("do", _("Konec je před začátkem. Prohoďte je."))
        return cleaned

    @property
    def is_narrowed(self) -> bool:
        """Something is chosen among the rest, or wrong there: a saved value that is no longer offered."""
        said = self.cleaned_data if self.is_valid() else self.errors
        return any(value for name, value in said.items() if name not in self.FIRST)

    def inquiries(self, among: QuerySet[Inquiry]) -> tuple[QuerySet[Inquiry], list[str]]:
        """What fits, newest first, and the words of `q` that nothing was made of. Nothing fits an unreadable question."""
        if not self.is_valid():
            return among.none(), []
        understood = Understood.of(self.cleaned_data["q"], self)
        asked = self._conditions() & understood.condition
        return among.filter(asked).order_by("-received_at", "-pk"), understood.unknown

    def _conditions(self) -> Q:
        """All that the fields other than `q` ask for."""
        values = self.cleaned_data
        asked = Q()
        if values["od"]:
            asked &= Q(received_at__gte=_begin(values["od"]))
        if values["do"]:
            asked &= Q(received_at__lt=_begin(values["do"] + timedelta(days=1)))
        together = {UNFINISHED_STATE: UNFINISHED, COUNTED_STATE: COUNTED}
        if values["stav"]:
            asked &= Q(state__in=together.get(values["stav"], [values["stav"]]))
        for name, column in COLUMNS.items():
            if values[name]:
                asked &= Q(**{column: EMPTY[name] if values[name] == UNKNOWN and name in EMPTY else values[name]})
        if values["kanal"]:
            asked &= Q(channel__in=[c.pk for c in self.lists.channels if c.code == values["kanal"]])
        if values["krize"]:
            asked &= Q(is_crisis=True)
        for part in (self._of_place(), self._of_worker(), self._of_others(), self._of_several()):
            asked &= part
        return asked

    def _of_place(self) -> Q:
        place = self.cleaned_data["obvod"]
        if place == ELSEWHERE:
            return Q(is_from_elsewhere=True)
        if place == UNKNOWN:
            return Q(is_from_elsewhere=False, district=None)
        return Q(district=int(place)) if place else Q()

    def _of_worker(self) -> Q:
        worker = self.cleaned_data["pracovnik"]
        if worker == MINE:
            return Q(assignee=self.user)
        if worker == NOBODY:
            return Q(assignee=None)
        return Q(assignee=int(worker)) if worker else Q()

    def _of_others(self) -> Q:
        """Facts that stand in other tables."""
        values, asked = self.cleaned_data, Q()
        mine = {"inquiry": OuterRef("pk")}
        if values["situace"]:
            asked &= Q(
                Exists(InquiryNeed.objects.filter(**mine, situation__in=self.lists.situations_under(values["situace"])))
            )
        if values["hlavni"]:
            first = InquiryNeed.objects.filter(**mine, order=0)
            situations = self.lists.situations_under(values["hlavni"])
            is_without = values["hlavni"] == UNKNOWN
            asked &= Q(~Exists(first) if is_without else Exists(first.filter(situation__in=situations)))
        if values["potreba"]:
            unmet = UnmetNeed.objects.filter(**mine)
            chosen = unmet if values["potreba"] == "1" else unmet.filter(reason__code=values["potreba"])
            asked &= Q(Exists(chosen))
        if values["vysledek"]:
            states = [state for state, result in RESULT_OF_STATE.items() if result == values["vysledek"]]
            asked &= Q(Exists(Referral.objects.filter(**mine, state__in=states)))
        return asked

    def _of_several(self) -> Q:
        """Facts of which an inquiry may have several, or none (`UNKNOWN`)."""
        groups = self.lists.catalogue.group_ids
        tables: dict[str, tuple[Any, str, dict[str, int]]] = {
            "skupina": (Inquiry.target_groups.through, "targetgroup", groups),
            "zdroj": (Inquiry.answered_from.through, "answersource", _ids(self.lists.answer_sources)),
            "ohrozeni": (Inquiry.risk_flags.through, "riskflag", _ids(self.lists.risk_flags)),
        }
        asked = Q()
        for name, (through, column, ids) in tables.items():
            chosen, rows = self.cleaned_data[name], through.objects.filter(inquiry=OuterRef("pk"))
            if chosen:
                asked &= Q(~Exists(rows) if chosen == UNKNOWN else Exists(rows.filter(**{column: ids[chosen]})))
        return asked


def _ids(rows: Iterable[CodeListItem]) -> dict[str, int]:
    return {row.code: row.pk for row in rows}


@dataclass
class Understood:
    """What was made of the line: a condition, and the words that nothing was made of."""

    condition: Q = field(default_factory=Q)
    unknown: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, text: str, search: InquirySearch) -> Understood:
        answer = cls()
        text = DATE.sub(lambda found: answer._take_date(found), text)
        text = PHONE.sub(lambda found: answer._take_phone(found), text)
        for word in text.split():
            if number := NUMBER.match(word):
                meant = Q(public_id=f"D-{number[1].upper()}")
                coded = _coded(plain(word), search)
                answer.condition &= meant | coded if coded is not None else meant
            elif (coded := _coded(plain(word), search)) is not None:
                answer.condition &= coded
            else:
                answer.unknown.append(word)
        if answer.unknown:
            answer.condition &= Q(pk=None)
        return answer

    def _take_date(self, found: re.Match[str]) -> str:
        day, month, year = map(int, found.groups())
        try:
            start = _begin(date(year, month, day))
            end = start + timedelta(days=1)
        except (ValueError, OverflowError):  # no day of the calendar, or its very last one
            return found[0]
        self.condition &= Q(received_at__gte=start, received_at__lt=end)
        return " "

    def _take_phone(self, found: re.Match[str]) -> str:
        number = normalised(found[0]) or dialable(found[0])
        self.condition &= Q(contact__phone_hash=phone_hash(number)) if number else Q(pk=None)
        return " "


def _coded(word: str, search: InquirySearch) -> Q | None:
    """The facts whose name begins a word with `word` (without accents); None when there is none."""
    lists = search.lists

    def names(rows: Iterable[tuple[Any, Any]]) -> list[Any]:
        return [key for key, name in rows if any(part.startswith(word) for part in plain(str(name)).split())]

    situations = names((s.pk, " ".join([s.name, *s.keywords])) for s in lists.catalogue.situations.values())
    parts = {
        "channel__in": names((c.pk, c.name) for c in lists.channels),
        "kind__in": names(InquiryKind.choices),
        "state__in": names(InquiryState.choices),
        "district__in": names((place.pk, place.name) for place in lists.districts),
        "assignee__in": names((worker.pk, str(worker)) for worker in search.workers),
        "language__in": names(Language.choices),
    }
    found = [Q(**{column: keys}) for column, keys in parts.items() if keys]
    if situations:
        found.append(Q(Exists(InquiryNeed.objects.filter(inquiry=OuterRef("pk"), situation__in=situations))))
    if not found:
        return None
    either = found[0]
    for one in found[1:]:
        either |= one
    return either


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
