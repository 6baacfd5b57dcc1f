"""The questions of the guide, each answer a link to the next one, so that Back works and a way through can be sent.

Who needs help, what is happening, then either "are you safe?" (where the situation is urgent or sensitive) or how the help
should come, and where: never more than four. Danger leads at once to crisis help.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.knowledge import Knowledge
from catalogue.models import FormOfCare
from situations.models import LifeSituation
from sociopoint.typography import typeset

QUESTIONS = 4
ANYTHING = "jedno"
LONGEST_PLACE = 120
WHO = {
    "ja": (gettext_lazy("Já"), "people"),
    "starsi": (gettext_lazy("Starší člověk"), "walker"),
    "rodina": (gettext_lazy("Rodina s dětmi nebo dítě"), "family"),
    "mlady": (gettext_lazy("Mladý člověk do 26 let"), "backpack"),
    "postizeni": (gettext_lazy("Člověk s postižením"), "wheelchair"),
    "nemocny": (gettext_lazy("Nemocný člověk"), "hand-heart"),
}
SITUATIONS_OF = {
    "ja": ["bydleni", "penize-a-dluhy", "nasili", "dusevni-zdravi", "zavislost", "prace", "cizinec", "prava-a-urady"],
    "starsi": ["pece-o-seniora/", "nasili-na-seniorovi", "duchod", "prispevek-na-peci", "podvedeni"],
    "rodina": ["rodina-a-deti/", "matka-s-detmi-bez-bydleni", "nasili-na-diteti", "domaci-nasili", "dite-s-postizenim"],
    "mlady": ["mladi/", "sikana", "myslenky-na-sebevrazdu", "drogy", "odchod-z-detskeho-domova"],
    "postizeni": ["zdravotni-postizeni/", "prispevek-na-peci", "prace-se-zdravotnim-omezenim"],
    "nemocny": ["nemoc-a-umirani/", "navrat-z-nemocnice", "dusevni-zdravi", "prispevek-na-peci"],
}
"""Situations offered to each; `topic/` stands for all that lie under it. What an editor took away is left out."""
FORMS = {
    FormOfCare.AT_HOME: "home-visit",
    FormOfCare.AMBULATORY: "attend",
    FormOfCare.RESIDENTIAL: "bed",
}


@dataclass(frozen=True)
class Answers:
    """What the address says so far; '' = not answered. What cannot be read was not answered."""

    who: str = ""
    situation: str = ""
    safe: str = ""
    form: str = ""
    place: str | None = None
    """None = not answered, '' = anywhere."""

    PARAMETERS = {"who": "kdo", "situation": "co", "safe": "bezpeci", "form": "jak", "place": "misto"}

    def address(self, **changes: str) -> str:
        """The guide with these answers and some more."""
        changed = replace(self, **changes)
        pairs = {name: getattr(changed, field) for field, name in self.PARAMETERS.items()}
        said = {name: value for name, value in pairs.items() if value or (name == "misto" and value is not None)}
        return reverse("guide:guide") + (f"?{urlencode(said)}" if said else "")


@dataclass(frozen=True)
class Answer:
    text: str
    url: str
    icon: str = ""


@dataclass(frozen=True)
class Step:
    """One question; `field` is shown where a place may be written."""

    number: int
    question: str
    hint: str
    answers: list[Answer]
    back_url: str
    asks_place: bool = False

    @property
    def of(self) -> int:
        return QUESTIONS


def read_answers(asked: QueryDict, known: Knowledge) -> Answers:
    who, situation = asked.get("kdo", ""), asked.get("co", "")
    form, safe = asked.get("jak", ""), asked.get("bezpeci", "")
    place = asked.get("misto")
    return Answers(
        who=who if who in WHO else "",
        situation=situation if situation in known.situation_ids else "",
        safe=safe if safe in ("ano", "ne") else "",
        form=form if form in FORMS or form == ANYTHING else "",
        place=None if place is None else place.replace("\x00", "").strip()[:LONGEST_PLACE],
    )


def situation_of(answers: Answers, known: Knowledge) -> LifeSituation | None:
    return known.situations.get(known.situation_ids.get(answers.situation, -1))


def is_in_danger(answers: Answers) -> bool:
    return answers.safe == "ne"


def next_step(answers: Answers, known: Knowledge) -> Step | None:
    """The first question not answered yet; None when there is enough to search by. No query."""
    if not answers.who:
        return _who()
    situation = situation_of(answers, known)
    if situation is None:
        return _what(answers, known)
    if _may_be_unsafe(situation):
        if not answers.safe:
            return _safe(answers)
    elif not answers.form:
        return _how(answers)
    return _where(answers) if answers.place is None else None


def _may_be_unsafe(situation: LifeSituation) -> bool:
    return situation.is_urgent or situation.is_sensitive


def _who() -> Step:
    start = Answers()
    answers = [Answer(str(text), start.address(who=code), icon) for code, (text, icon) in WHO.items()]
    return Step(1, _("Kdo potřebuje pomoct?"), "", answers, reverse("home"))


def _what(answers: Answers, known: Knowledge) -> Step:
    offered = [
        Answer(typeset(one.title), answers.address(situation=one.slug), _icon(one, known))
        for one in _offered_to(answers.who, known)
    ]
    hint = _("Vyberte větu, která sedí nejlépe.")
    return Step(2, _("Co se děje?"), hint, offered, answers.address(who=""))


def _offered_to(who: str, known: Knowledge) -> Iterator[LifeSituation]:
    for slug in SITUATIONS_OF[who]:
        found = known.situations.get(known.situation_ids.get(slug.rstrip("/"), -1))
        if found is None:
            continue
        if slug.endswith("/"):
            yield from (one for one in known.situations.values() if one.parent_id == found.pk)
        else:
            yield found


def _icon(situation: LifeSituation, known: Knowledge) -> str:
    parent = known.situations.get(situation.parent_id or -1)
    return situation.icon or (parent.icon if parent else "")


def _safe(answers: Answers) -> Step:
    offered = [
        Answer(_("Ne, potřebuji pomoc hned"), answers.address(safe="ne"), "warning"),
        Answer(_("Ano, teď mi nic nehrozí"), answers.address(safe="ano"), "check"),
    ]
    question = _("Jste teď v bezpečí?")
    return Step(3, question, _("Vy i ten, o koho se bojíte."), offered, answers.address(situation=""))


def _how(answers: Answers) -> Step:
    offered = [Answer(str(form.label), answers.address(form=form.value), icon) for form, icon in FORMS.items()]
    offered.append(Answer(_("Je mi to jedno, nebo nevím"), answers.address(form=ANYTHING), "ask"))
    return Step(3, _("Jak má pomoc vypadat?"), "", offered, answers.address(situation=""))


def _where(answers: Answers) -> Step:
    offered = [Answer(_("Kdekoli, nechci to psát"), answers.address(place=""), "grid")]
    back = answers.address(safe="", form="")
    return Step(4, _("Kde bydlíte?"), "", offered, back, asks_place=True)
