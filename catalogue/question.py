"""What a person asks, read from the address and nothing else: every search can be sent as a link."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from catalogue.models import FormOfCare

LONGEST_QUESTION = 500
PAGE_SIZE = 20


class Order(StrEnum):
    RELEVANCE = "relevance"
    DISTANCE = "vzdalenost"
    NAME = "nazev"


ORDER_LABELS = {Order.RELEVANCE: _("Nejlepší shoda"), Order.DISTANCE: _("Nejblíž"), Order.NAME: _("Podle abecedy")}
LANGUAGES = {
    "uk": _("ukrajinsky"),
    "en": _("anglicky"),
    "ru": _("rusky"),
    "pl": _("polsky"),
    "sk": _("slovensky"),
    "de": _("německy"),
    "vi": _("vietnamsky"),
    "cse": _("českým znakovým jazykem"),
}


@dataclass(frozen=True)
class Question:
    """A search as asked. Codes are those of the address; `None` and empty mean that the filter is not set."""

    q: str = ""
    place: str = ""
    forms: tuple[str, ...] = ()
    situation: str = ""
    groups: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    age: int | None = None
    language: str = ""
    barrier_free: bool = False
    open_now: bool = False
    free_places: bool = False
    order: Order = Order.RELEVANCE
    page: int = 1
    errors: dict[str, str] = field(default_factory=dict, compare=False)
    """Parameter -> Czech sentence, for what could not be read; the search goes on without it."""

    PARAMETERS = {
        "q": "q",
        "place": "misto",
        "forms": "forma",
        "situation": "situace",
        "groups": "skupina",
        "kinds": "druh",
        "age": "vek",
        "language": "jazyk",
        "barrier_free": "bezbarierove",
        "open_now": "otevreno",
        "free_places": "volno",
        "order": "razeni",
        "page": "strana",
    }

    def address(self, **changes: object) -> str:
        """The query string of this question with some answers changed; back on the first page unless told."""
        changed = replace(self, **{"page": 1, **changes})  # type: ignore[arg-type]
        return "?" + urlencode(changed.parameters())

    def parameters(self) -> list[tuple[str, str]]:
        """Names and values in the address of all that differs from an empty question."""
        pairs: list[tuple[str, str]] = []
        for name, parameter in self.PARAMETERS.items():
            value = getattr(self, name)
            if value == getattr(EMPTY, name):
                continue
            values = value if isinstance(value, tuple) else ("1" if value is True else value,)
            pairs += [(parameter, str(one)) for one in values]
        return pairs

    @property
    def is_filtered(self) -> bool:
        """Anything beyond words and place is set."""
        return self.address(q="", place="", order=Order.RELEVANCE) != "?"


EMPTY = Question()
UNKNOWN_SITUATION = _("Takovou situaci neznáme. Vyberte ji z nabídky.")
FIELDS: dict[str, forms.Field] = {
    "q": forms.CharField(required=False, strip=True),
    "misto": forms.CharField(
        required=False,
        max_length=120,
        error_messages={"max_length": _("Místo je moc dlouhé. Napište jen obec, čtvrť nebo PSČ.")},
    ),
    "forma": forms.MultipleChoiceField(
        required=False,
        choices=FormOfCare.choices,
        error_messages={"invalid_choice": _("Takovou podobu pomoci neznáme. Vyberte ji z nabídky.")},
    ),
    "situace": forms.SlugField(required=False, error_messages={"invalid": UNKNOWN_SITUATION}),
    "vek": forms.IntegerField(
        required=False,
        min_value=0,
        max_value=120,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), _("Věk napište číslem od 0 do 120.")),
    ),
    "jazyk": forms.ChoiceField(
        required=False,
        choices=list(LANGUAGES.items()),
        error_messages={"invalid_choice": _("Takový jazyk v nabídce nemáme. Vyberte jiný.")},
    ),
    "razeni": forms.ChoiceField(
        required=False,
        choices=[(order.value, label) for order, label in ORDER_LABELS.items()],
        error_messages={"invalid_choice": _("Takové řazení neznáme. Vyberte ho z nabídky.")},
    ),
    "strana": forms.IntegerField(
        required=False,
        min_value=1,
        max_value=10_000,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), _("Takovou stranu výsledků nemáme.")),
    ),
}
"""What the address may say: every search passes these fields before it is used.

Fields without a form around them, because a form copies all of its fields for each question it reads, which took longer
than reading it.
"""


def read_question(
    parameters: QueryDict, kinds: Iterable[str], groups: Iterable[str], situations: Container[str]
) -> Question:
    """The question in the address. `kinds`: codes and sections accepted for `druh`; `groups`: codes for `skupina`;
    `situations`: those of published situations for `situace`."""
    given, errors = _read(_without_nul(parameters))
    chosen_kinds, chosen_groups = _several(parameters, "druh"), _several(parameters, "skupina")
    known_kinds, known_groups = set(kinds), set(groups)
    if not set(chosen_kinds) <= known_kinds:
        errors["druh"] = str(_("Takový druh pomoci neznáme. Vyberte ho z nabídky."))
    if not set(chosen_groups) <= known_groups:
        errors["skupina"] = str(_("Takovou skupinu lidí neznáme. Vyberte ji z nabídky."))
    situation = given.get("situace", "")
    if situation and situation not in situations:
        errors["situace"], situation = str(UNKNOWN_SITUATION), ""
    return Question(
        q=" ".join(given.get("q", "").split())[:LONGEST_QUESTION],  # of a whole letter its beginning is enough
        place=given.get("misto", "").strip(),
        forms=tuple(form for form in FormOfCare.values if form in given.get("forma", ())),
        situation=situation,
        groups=tuple(group for group in chosen_groups if group in known_groups),
        kinds=tuple(kind for kind in chosen_kinds if kind in known_kinds),
        age=given.get("vek"),
        language=given.get("jazyk", ""),
        barrier_free=_ticked(parameters, "bezbarierove"),
        open_now=_ticked(parameters, "otevreno"),
        free_places=_ticked(parameters, "volno"),
        order=Order(given.get("razeni") or Order.RELEVANCE),
        page=given.get("strana") or 1,
        errors=errors,
    )


def _read(parameters: QueryDict) -> tuple[dict[str, Any], dict[str, str]]:
    """Answers and errors by parameter; what is not asked stands in neither."""
    given: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for name, values in parameters.lists():
        if (field := FIELDS.get(name)) is None or not values:
            continue
        try:
            given[name] = field.clean(
                list(filter(None, values)) if isinstance(field, forms.MultipleChoiceField) else values[-1]
            )
        except ValidationError as error:
            errors[name] = error.messages[0]
    return given, errors


def _without_nul(parameters: QueryDict) -> QueryDict:
    """PostgreSQL text holds no NUL; a person never typed one."""
    if not any("\x00" in value for _name, values in parameters.lists() for value in values):
        return parameters
    clean = parameters.copy()
    for name, values in parameters.lists():
        clean.setlist(name, [value.replace("\x00", " " if name == "q" else "") for value in values])
    return clean


def _several(parameters: QueryDict, name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value.strip() for value in parameters.getlist(name) if value.strip()))


def _ticked(parameters: QueryDict, name: str) -> bool:
    return parameters.get(name, "") not in ("", "0", "ne")
