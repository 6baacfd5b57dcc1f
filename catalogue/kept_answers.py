"""Answers of searches kept in each process: asked again while nothing in the catalogue changed, they cost no search.

People ask alike, and one person comes back from a card to the same results. An answer is numbers of services, counts and
reasons; cards, hours and the rest of the page are made for each request as ever. Nothing personal is kept: no question with
somebody's street or position, with a word the lexicon does not know (it may be a name), or as long as a story.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.utils.translation import get_language

from catalogue.knowledge import LONGEST_KEPT, Knowledge
from catalogue.origins import PRIVATE, Located, locate
from catalogue.places.finding import resolve
from catalogue.places.found import Resolution
from catalogue.question import Question
from catalogue.search import Answer, search
from sociopoint.ready import Kept

MOST = 500
"""In each process, some 2 MB."""
QUARTER = 15
"""Minutes. Hours begin and end at quarters, so the count beside "open now" changes no sooner."""


@dataclass(frozen=True, slots=True)
class Answered:
    located: Located
    answer: Answer


_kept: Kept[Answered] = Kept(MOST)
_places: Kept[Resolution] = Kept(MOST)
"""Towns and districts by what was typed: another question from the same place need not look for it again."""


def answer_question(question: Question, known: Knowledge, version: int, now: datetime) -> Answered:
    """Where the question is asked from and what it found. No query where it is kept.

    `version`: of the catalogue, read before (`knowledge_and_version`). Whoever asks for what is open now is answered by the minute.
    """
    true_while = known, version
    minutes = now.minute if question.open_now else now.minute // QUARTER
    key = question, get_language(), now.date(), now.hour, minutes
    answered = None if question.errors else _kept.get(true_while, key)
    if answered is None:
        located = locate(question, known, read_place=partial(_read_place, true_while))
        answered = Answered(located, search(located.question, located.origin, known, now))
        if _may_be_kept(question, answered):
            _kept.put(true_while, key, answered)
    return answered


def _read_place(true_while: tuple[Knowledge, int], text: str) -> Resolution:
    """No query where it is kept; an address, a position and a guess never are."""
    resolution = _places.get(true_while, text)
    if resolution is None:
        resolution = resolve(text)
        found = resolution.place
        if found and found.precision not in PRIVATE and not resolution.is_guess:
            _places.put(true_while, text, resolution)
    return resolution


def _may_be_kept(question: Question, answered: Answered) -> bool:
    located = answered.located
    is_clear = not (question.errors or located.is_unknown or answered.answer.need.unknown)
    return is_clear and not located.origin.is_private and len(question.q) <= LONGEST_KEPT
