"""Where the guide ends: services with the reason why just these, or crisis help."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.cards import FORM_ICONS, haversine
from catalogue.guide.steps import ANYTHING, Answers, situation_of
from catalogue.kept_answers import answer_question
from catalogue.knowledge import Knowledge
from catalogue.models import FormOfCare, Precision
from catalogue.origins import Located, label
from catalogue.question import Question
from catalogue.reach import Origin
from catalogue.ready_cards import ReadyPlace, ShownCard, shown_cards
from catalogue.results import counted
from situations.models import CrisisLine, CrisisLineKind
from sociopoint.typography import typeset

MOST = 10
AT_SIGHT = 4
"""Of places of one name, of which the person is asked which they mean."""
NEAR = 2.5
"""Kilometres as the crow flies that most people walk or ride in a quarter of an hour."""
ALWAYS_RIGHT = ("112", "158", "116006", "116123")


def question_of(answers: Answers) -> Question:
    forms = (answers.form,) if answers.form and answers.form != ANYTHING else ()
    return Question(situation=answers.situation, forms=forms, place=answers.place or "")


def results_of(answers: Answers, known: Knowledge, version: int, mine: Collection[int]) -> dict[str, Any]:
    """What `guide/results.html` prints. The search's own queries, at most."""
    now = timezone.localtime()
    question = question_of(answers)
    answered = answer_question(question, known, version, now)
    found = answered.answer.found[:MOST]
    situation = situation_of(answers, known)
    namesakes = [{"label": label(place), "url": answers.address(place=place.id)} for place in answered.located.choices]
    return {
        "heading": counted(answered.answer.total) if found else _("Takovou službu zatím neznáme"),
        "reason": reason(answers, answered.located),
        "unknown_place": answers.place if answered.located.is_unknown else "",
        "ambiguous_places": namesakes[:AT_SIGHT],
        "further_places": namesakes[AT_SIGHT:],
        "situation": situation,
        "cards": with_reasons(
            shown_cards(found, answered.located.origin, known, now, mine), answers, answered.located.origin
        ),
        "all_url": reverse("catalogue:service-list") + question.address(),
        "has_more": answered.answer.total > len(found),
        "back_url": Answers(answers.who, answers.situation, answers.safe, answers.form).address(),
        "start_url": reverse("guide:guide"),
        "is_sensitive": bool(situation and situation.is_sensitive),
    }


def reason(answers: Answers, located: Located) -> str:
    """Why just these, in a whole sentence: by the form of help and by the place, where they were said."""
    place = located.origin.name if located.origin.is_asked else ""
    sentences = {
        FormOfCare.AT_HOME: (
            _("Vybrali jsme je, protože hledáte pomoc doma."),
            _("Vybrali jsme je, protože hledáte pomoc doma a bydlíte tady: %(place)s."),
        ),
        FormOfCare.AMBULATORY: (
            _("Vybrali jsme je, protože chcete za pomocí docházet."),
            _("Vybrali jsme je, protože chcete za pomocí docházet a bydlíte tady: %(place)s."),
        ),
        FormOfCare.RESIDENTIAL: (
            _("Vybrali jsme je, protože hledáte místo, kde se dá bydlet."),
            _("Vybrali jsme je, protože hledáte místo, kde se dá bydlet, a vycházíte odtud: %(place)s."),
        ),
    }
    anywhere = (
        _("Vybrali jsme je podle toho, co se děje."),
        _("Vybrali jsme je podle toho, co se děje, a protože bydlíte tady: %(place)s."),
    )
    form = FormOfCare(answers.form) if answers.form and answers.form != ANYTHING else None
    without, with_place = sentences[form] if form else anywhere
    return typeset(with_place % {"place": place} if place else without)


def with_reasons(cards: list[ShownCard], answers: Answers, origin: Origin) -> list[ShownCard]:
    """Each card with its own reason: the form of help only where the service says it gives it, near only where it lies so."""
    return [replace(card, why=_reason_of_card(card, answers, origin)) for card in cards]


def _reason_of_card(card: ShownCard, answers: Answers, origin: Origin) -> str:
    sentences = {
        FormOfCare.AT_HOME: (
            _("Protože hledáte pomoc doma a tady přijdou k vám."),
            _("Protože hledáte pomoc doma, tady přijdou k vám a sídlí nedaleko."),
        ),
        FormOfCare.AMBULATORY: (
            _("Protože chcete za pomocí docházet a sem se dá přijít."),
            _("Protože chcete za pomocí docházet a sem to máte kousek."),
        ),
        FormOfCare.RESIDENTIAL: (
            _("Protože hledáte místo, kde se dá bydlet."),
            _("Protože hledáte místo, kde se dá bydlet, a tohle je nedaleko."),
        ),
    }
    anyhow = (
        _("Protože pomáhá s tím, co se děje."),
        _("Protože pomáhá s tím, co se děje, a sídlí nedaleko."),
    )
    asked = FormOfCare(answers.form) if answers.form and answers.form != ANYTHING else None
    is_given = asked is not None and FORM_ICONS[asked] in {line.icon for line in card.ready.card.forms}
    far, near = sentences[asked] if asked and is_given else anyhow
    return typeset(near if _is_near(card.place, origin) else far)


def _is_near(place: ReadyPlace | None, origin: Origin) -> bool:
    """Whether the person could walk there; False where either end is not known: the middle of a city stands for all of it."""
    if place is None or place.lat is None or place.lon is None or place.precision == Precision.MUNICIPALITY:
        return False
    if not origin.is_asked or origin.lat is None or origin.lon is None:
        return False
    return haversine(origin.lat, origin.lon, place.lat, place.lon) <= NEAR


def crisis_lines(answers: Answers, known: Knowledge) -> list[tuple[CrisisLine, bool]]:
    """The lines of the situation, 112 first among them, each with whether its number waits for a check."""
    own = known.lines_of_situation(answers.situation)
    always = [known.crisis_lines[slug] for slug in ALWAYS_RIGHT if slug in known.crisis_lines]
    first = [line for line in always if line.slug == "112"]
    lines = dict.fromkeys([*first, *(own or always)])
    return [(line, line.certainty != "seen" and line.kind != CrisisLineKind.EMERGENCY) for line in lines]
