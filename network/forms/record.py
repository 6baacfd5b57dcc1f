"""The whole record of a service or an organisation as one form: each fact with what is public now, or what waits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from catalogue.correcting import Change
from catalogue.knowledge import Knowledge, knowledge
from catalogue.models import Facility, FormOfCare, Service, ServiceKind, TargetGroup
from catalogue.opening import in_words
from catalogue.proposable import CODE_LISTS, NO, NOTE, YES, Fact, Shape, Target, clean, facts_of, read
from catalogue.question import LANGUAGES
from network.forms import seen
from network.forms.towns import town_named
from network.hours_by_day import CLOSED_ON_HOLIDAYS, days_of, notation_of
from sociopoint.desk_forms import DeskForm, date_field
from sociopoint.typography import readable

OUR_FORMS = (
    (FormOfCare.AT_HOME, _("přijdeme za lidmi domů")),
    (FormOfCare.AMBULATORY, _("lidé docházejí k nám")),
    (FormOfCare.RESIDENTIAL, _("lidé u nás bydlí")),
    (FormOfCare.REMOTE, _("po telefonu nebo přes internet")),
)
"""In the words of who helps; the labels of `FormOfCare` are those of who looks for help."""
POSTCODE_WITH_SPACES = 10
NEW = 0
"""Key of a place that is not there yet."""
Waiting = Mapping[tuple[int | None, str], str]
DAY_NAMES = (_("Pondělí"), _("Úterý"), _("Středa"), _("Čtvrtek"), _("Pátek"), _("Sobota"), _("Neděle"))
YES_NO = [(YES, _("ano")), (NO, _("ne")), ("", _("nevíme"))]
WIDE = ("name", "summary", "price_note", "what_to_bring")
LISTS = (Shape.PHONES, Shape.EMAILS, Shape.WEBS)
HELP = {
    Shape.PHONES: _("Každý na svůj řádek, první se ukazuje největší. Poznámku oddělte čarou: 599 526 912 | vrátnice"),
    Shape.EMAILS: _("Každý na svůj řádek."),
    Shape.WEBS: _("Každý na svůj řádek."),
    Shape.KINDS: _("Jen když tak opravdu pomáháte i lidem, kteří nepřišli pro vaši hlavní službu."),
    Shape.TEXT: _("Každá věc na svůj řádek."),
}
OWN_HELP = {
    "how_to_start_easy": _(
        "Každý krok na svůj řádek. Krátké věty, v každé jedna věc. Když nic nenapíšete, složíme text sami z vašich údajů."
    ),
}


BECOMES_SECRET = _(
    "Zaškrtněte, když adresu nesmí nikdo znát. Skryjeme ji hned po odeslání a smažeme i z historie. "
    "Zkontrolujte, že není ani v názvu místa."
)
SECRET = _("Třeba azylový dům pro oběti násilí. Obec ani ulici pak nepište, neuložíme je. Nepište je ani do názvu.")


@dataclass(frozen=True)
class Row:
    """A field and how it lies on the page: `wide` over all columns, `fold` behind its label, `segmented` in one line."""

    field: BoundField
    is_wide: bool = False
    is_folded: bool = False
    look: str = ""


@dataclass(frozen=True)
class Part:
    """One target of the form: what it is called, its facts, and its hours as they read now."""

    heading: str
    rows: list[Row]
    hours: list[BoundField]
    hours_now: list[str]
    is_secret: bool


class RecordForm(DeskForm):
    """`waiting` are the texts proposed already: they are shown instead of what is public, until somebody decides."""

    text = forms.CharField(
        label=_("Vzkaz koordinátorce (nepovinné)"),
        help_text=_("Co formulář neumí: služba končí, změnil se druh."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": _("Zkraťte vzkaz na 1 000 znaků.")},
    )

    def __init__(
        self,
        *args: Any,
        about: Target,
        facilities: Sequence[Facility] = (),
        waiting: Waiting | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.targets: list[Target] = [about, *facilities]
        self.before = {
            (key, name): (waiting or {}).get((key, name), read(target, fact))
            for target in self.targets
            for key in [_key(target)]
            for name, fact in facts_of(target).items()
        }
        for target, fact in self._facts():
            self._ask(target, fact)
        self.shown = {
            _name(target, fact): seen.as_sent_back(fact, self.before[_key(target), fact.name])
            for target, fact in self._facts()
        }
        self.fields[seen.NAME], self.initial[seen.NAME] = seen.hidden_field(), seen.written(self.shown)

    def _facts(self) -> Iterator[tuple[Target, Fact]]:
        return ((target, fact) for target in self.targets for fact in facts_of(target).values())

    @cached_property
    def known(self) -> Knowledge:
        """All code lists at the price of looking whether they changed."""
        return knowledge()

    def _ask(self, target: Target, fact: Fact) -> None:
        name, text = _name(target, fact), self.before[_key(target), fact.name]
        if fact.shape is Shape.HOURS:
            self._ask_hours(name, text)
            return
        if fact.shape in CODE_LISTS:
            self.fields[name] = _listed(target, fact, self.known)
        else:
            self.fields[name] = _field(target, fact, text)
        self.initial[name] = _typed(fact, text)

    def _ask_hours(self, name: str, text: str) -> None:
        days = days_of(text) or [""] * 7
        for day, label in enumerate(DAY_NAMES):
            self.fields[f"{name}-{day}"] = forms.CharField(label=label, required=False, max_length=60)
            self.initial[f"{name}-{day}"] = days[day]
        self.fields[f"{name}-holidays"] = forms.BooleanField(label=_("O svátcích zavřeno"), required=False)
        self.fields[f"{name}-appointment"] = forms.BooleanField(label=_("Jen po objednání"), required=False)
        self.initial[f"{name}-holidays"] = CLOSED_ON_HOLIDAYS in text
        self.initial[f"{name}-appointment"] = False

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        self.after: dict[tuple[int | None, str], str] = {}
        for target, fact in self._facts():
            try:
                self.after[_key(target), fact.name] = self._said(target, fact, values)
            except ValidationError as error:
                name = _name(target, fact)
                self.add_error(f"{name}-0" if fact.shape is Shape.HOURS else name, error)
        self._check_ages(values)
        return values

    def _check_ages(self, values: dict[str, Any]) -> None:
        youngest, oldest = values.get("age_from"), values.get("age_to")
        if youngest is not None and oldest is not None and youngest > oldest:
            self.add_error("age_to", _("Věk „do“ nesmí být menší než „od“."))

    def _said(self, target: Target, fact: Fact, values: Mapping[str, Any]) -> str:
        name = _name(target, fact)
        if fact.shape is Shape.HOURS:
            return self._said_hours(name, self.before[_key(target), fact.name], values)
        value = values.get(name)
        if value is None:
            return ""
        if fact.shape is Shape.TICK:
            return YES if value else ""
        if fact.shape in CODE_LISTS:
            return "\n".join(sorted(code for code in value if code != values.get("kind")))
        if fact.shape is Shape.FORMS:
            return "\n".join(value)
        if fact.shape is Shape.TOWN:
            return town_named(str(value))
        if fact.shape is Shape.LANGUAGES:
            return _languages(self.before[_key(target), fact.name], value)
        text = value.isoformat() if isinstance(value, date) else str(value)
        return clean(fact, text)

    def _said_hours(self, name: str, before: str, values: Mapping[str, Any]) -> str:
        """What nobody touched stays to the letter, even where a week of hours cannot say it."""
        if not any(f"{name}-{part}" in self.changed_data for part in (*range(7), "holidays", "appointment")):
            return before
        days = [str(values.get(f"{name}-{day}", "")) for day in range(7)]
        return notation_of(
            days,
            closed_on_holidays=values.get(f"{name}-holidays", False),
            by_appointment=values.get(f"{name}-appointment", False),
        )

    def changes(self) -> list[Change]:
        """Every fact as it should be, but those left as they were while somebody else changed them; whether it differs from what
        is public is `propose_correction`'s to say."""
        before = seen.read(self.cleaned_data.get(seen.NAME, ""))
        return [
            Change(target if isinstance(target, Facility) else None, fact, after)
            for target, fact in self._facts()
            for name, after in [(_name(target, fact), self.after[_key(target), fact.name])]
            if not seen.is_left_as_it_was(before, name, now=self.shown[name], after=after)
        ]

    def parts(self) -> Iterator[Part]:
        """In the order of the page."""
        for target in self.targets:
            facts = facts_of(target)
            hours = next((fact for fact in facts.values() if fact.shape is Shape.HOURS), None)
            rows = [*range(7), "holidays", "appointment"] if hours else []
            now = self.before[_key(target), hours.name] if hours else ""
            yield Part(
                heading=_heading(target),
                rows=[self._row(target, fact) for fact in facts.values() if fact.shape is not Shape.HOURS],
                hours=[self[f"{_name(target, hours)}-{row}"] for row in rows] if hours else [],
                hours_now=in_words(now) if now else [],
                is_secret=isinstance(target, Facility) and target.is_secret,
            )

    def _row(self, target: Target, fact: Fact) -> Row:
        is_long = fact.shape is Shape.TEXT or (fact.name in WIDE and not isinstance(target, Facility))
        return Row(
            self[_name(target, fact)],
            is_wide=is_long,
            is_folded=fact.shape in (*CODE_LISTS, Shape.LANGUAGES),
            look="segmented" if fact.shape is Shape.YES_NO else "",
        )


def _heading(target: Target) -> str:
    if isinstance(target, Facility) and target.pk is None:
        return now_("Místo")
    if isinstance(target, Facility):
        return now_("Místo: %(place)s") % {"place": target}
    return now_("Služba") if isinstance(target, Service) else now_("Organizace")


def _key(target: Target) -> int | None:
    return (target.pk or NEW) if isinstance(target, Facility) else None


def _name(target: Target, fact: Fact) -> str:
    return f"misto-{_key(target)}-{fact.name}" if isinstance(target, Facility) else fact.name


def _field(target: Target, fact: Fact, text: str) -> forms.Field:
    shape, label = fact.shape, str(fact.label)
    help_text = OWN_HELP[fact.name] if fact.name in OWN_HELP else HELP.get(shape, "")
    if shape is Shape.YES_NO:
        return forms.ChoiceField(label=label, required=False, choices=YES_NO, widget=forms.RadioSelect)
    if shape is Shape.TICK:
        return forms.BooleanField(label=label, required=False, help_text=BECOMES_SECRET if target.pk else SECRET)
    if shape is Shape.NUMBER:
        wrong = _("Napište věk číslem od 0 do 120.")
        messages = dict.fromkeys(("invalid", "min_value", "max_value"), wrong)
        return forms.IntegerField(
            label=label,
            required=False,
            min_value=0,
            max_value=120,
            error_messages=messages,
        )
    if shape is Shape.DAY:
        return date_field(label, required=False)
    if shape is Shape.LANGUAGES:
        return forms.MultipleChoiceField(
            label=label,
            required=False,
            choices=[("cs", _("česky")), *LANGUAGES.items()],
            widget=forms.CheckboxSelectMultiple,
        )
    if shape is Shape.KIND:
        return forms.ChoiceField(
            label=label,
            choices=[("", _("vyberte")), *ServiceKind.objects.order_by("name").values_list("code", "name")],
            error_messages={"required": _("Vyberte druh služby.")},
        )
    if shape is Shape.FORMS:
        return forms.MultipleChoiceField(
            label=label,
            choices=OUR_FORMS,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Vyberte aspoň jednu možnost.")},
        )
    if shape is Shape.TOWN:
        return forms.CharField(
            label=label,
            help_text=_("Třeba Poruba, nebo Frýdek-Místek."),
            max_length=120,
            error_messages={"required": _("Napište obec nebo městský obvod."), "max_length": _("Je to moc dlouhé.")},
        )
    if shape is Shape.TEXT or shape in LISTS:
        rows = max(2, text.count("\n") + 2)
        return forms.CharField(
            label=label,
            help_text=help_text,
            required=False,
            max_length=4000,
            widget=forms.Textarea(attrs={"rows": rows}),
            error_messages={"max_length": _("Zkraťte text na 4 000 znaků.")},
        )
    most = target._meta.get_field(fact.name).max_length  # type: ignore[union-attr]  # a column of text
    if fact.name == "postcode":
        most = POSTCODE_WITH_SPACES
    return forms.CharField(
        label=label,
        required=fact.name == "name" and not isinstance(target, Facility),
        max_length=most,
        error_messages={"max_length": _("Je to moc dlouhé."), "required": _("Napište název.")},
    )


def _listed(target: Target, fact: Fact, known: Knowledge) -> forms.Field:
    rows: Iterable[TargetGroup | ServiceKind] = known.groups.values()
    if fact.shape is Shape.KINDS:
        main = target.kind_id if isinstance(target, Service) else None
        rows = (kind for kind in known.kinds.values() if kind.pk != main)
    return forms.MultipleChoiceField(
        label=str(fact.label),
        help_text=HELP.get(fact.shape, ""),
        required=False,
        choices=[(row.code, row.name) for row in rows],
        widget=forms.CheckboxSelectMultiple,
    )


def _typed(fact: Fact, text: str) -> Any:
    if fact.shape in CODE_LISTS:
        return text.splitlines()
    if fact.shape is Shape.LANGUAGES:
        return [code for code in text.split(", ") if code]
    if fact.shape is Shape.DAY:
        return date.fromisoformat(text) if text else None
    if fact.shape is Shape.PHONES:
        return "\n".join(_readable(line) for line in text.splitlines())
    return text


def _readable(line: str) -> str:
    number, separator, note = line.partition(NOTE)
    return f"{readable(number)}{separator}{note}"


def _languages(before: str, chosen: Sequence[str]) -> str:
    """Languages the form does not offer stay; the order is kept, so that nothing looks changed that is not."""
    known = [code for code in before.split(", ") if code]
    offered = {"cs", *LANGUAGES}
    kept = [code for code in known if code in chosen or code not in offered]
    return ", ".join([*kept, *(code for code in chosen if code not in kept)])


class FreePlacesForm(DeskForm):
    places = forms.IntegerField(
        label=_("Kolik je teď volných míst"),
        help_text=_("Nula znamená plno. Prázdné znamená, že to říkat nechcete."),
        required=False,
        min_value=0,
        max_value=9999,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), _("Napište celé číslo, třeba 3.")),
    )
    waiting_note = forms.CharField(
        label=_("Jak dlouho se čeká"),
        help_text=_("Slovy, třeba „asi tři měsíce“."),
        required=False,
        max_length=160,
        error_messages={"max_length": _("Zkraťte to na 160 znaků.")},
    )


class ClosureForm(DeskForm):
    facility = forms.ChoiceField(label=_("Co bude zavřené"), required=False)
    begins = date_field(_("Od"))
    ends = date_field(_("Do (včetně)"))
    text = forms.CharField(
        label=_("Proč, a kam se lidé zatím mají obrátit"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Napište proč."), "max_length": _("Zkraťte to na 200 znaků.")},
    )

    def __init__(self, *args: Any, facilities: Sequence[Facility], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.facilities = {str(facility.pk): facility for facility in facilities}
        places = [(pk, str(facility)) for pk, facility in self.facilities.items()]
        self.offer("facility", [("", _("celá služba")), *(places if len(places) > 1 else [])])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        begins, ends = values.get("begins"), values.get("ends")
        if begins and ends and ends < begins:
            self.add_error("ends", _("Konec nemůže být dřív než začátek."))
        elif ends and ends < self.today:
            self.add_error("ends", _("Tohle už skončilo. Napište den, který teprve přijde."))
        return values
