"""The search page's context: what was found, the filters with their counts, and the ways on when nothing was."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from datetime import datetime
from functools import cache, partial
from typing import Any

from django.urls import get_script_prefix, reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from catalogue.cards import FORM_ICONS
from catalogue.filter_panel import filter_panel, place_field
from catalogue.knowledge import Knowledge, knowledge
from catalogue.models import FormOfCare
from catalogue.origins import Located, home_origin
from catalogue.question import LANGUAGES, PAGE_SIZE, Question
from catalogue.ready_cards import shown_cards
from catalogue.search import Answer, search
from situations.models import CrisisLine, LifeSituation
from sociopoint.ready import render_piece
from sociopoint.typography import typeset

MOST_SITUATIONS = 4
MOST_PAGES = 50
MOST_OF_A_SITUATION = 5
BEYOND_DOUBT = 0.6  # how certain the first kind must be for its absence to be said
NAMESAKES_AT_SIGHT = 3
MOST_LINES, ALWAYS_RIGHT = 3, ("112", "116123")
Context = dict[str, Any]


def results_context(
    located: Located, answer: Answer, knowledge: Knowledge, now: datetime, mine: Collection[int] = ()
) -> Context:
    """Everything `catalogue/service_list.html` prints. One query where some cards are not ready yet."""
    question = located.question
    last = min(MOST_PAGES, -(-answer.total // PAGE_SIZE))
    first = question.address()
    further = first if first == "?" else f"{first}&"
    pages = page_links(question.page, last, lambda number: f"{further}strana={number}" if number > 1 else first)
    notes = {
        "problems": list(question.errors.values()),
        "place_field": place_field(located, knowledge) if located.is_unknown else "",
        "corrected": answer.corrected,
        "is_widened": answer.is_widened,
        "absent_kind": _absent_kind(answer, knowledge),
        "urgent_lines": _urgent_lines(answer, knowledge),
    }
    return {
        "q": question.q,
        "hidden": _hidden(located, answer),
        "panel": filter_panel(located, answer, knowledge) if answer.found else "",
        "heading": _heading(located, answer),
        "understood": answer.need.understood if answer.found else (),
        **notes,
        "has_notes": any(notes.values()),
        "cards": shown_cards(answer.found, located.origin, knowledge, now, mine),
        "total": answer.total,
        "pages": pages,
        "chips": list(_chips(question, knowledge, everything=not answer.found)),
        **_namesakes(located),
        "loosen": list(_loosen(question, answer, located, knowledge)),
        "nearby_tiles": _tiles(_situations(question, answer, knowledge), knowledge),
        "map_url": _map_address(get_script_prefix()) + first if answer.found else "",
    }


def _namesakes(located: Located) -> Context:
    """The places of one name to choose from: the nearest at sight, the others folded, lest they push the results away."""
    places = [
        {"label": f"{choice.name} ({choice.context})", "url": located.question.address(place=choice.id)}
        for choice in located.choices
    ]
    at_sight = len(places) if len(places) <= NAMESAKES_AT_SIGHT + 1 else NAMESAKES_AT_SIGHT
    return {"ambiguous_places": places[:at_sight], "further_places": places[at_sight:]}


@cache
def _map_address(_prefix: str) -> str:
    return reverse("catalogue:map")


def _urgent_lines(answer: Answer, knowledge: Knowledge) -> list[CrisisLine]:
    """Where the words speak of danger: the lines of the nearest situation, else the two that are always right."""
    if not answer.need.urgent:
        return []
    nearest = next(iter(answer.need.situations), "")
    lines = knowledge.lines_of_situation(nearest)[:MOST_LINES]
    return lines or [knowledge.crisis_lines[slug] for slug in ALWAYS_RIGHT if slug in knowledge.crisis_lines]


def _absent_kind(answer: Answer, knowledge: Knowledge) -> str:
    """The kind asked for beyond doubt where all that was found is of others, '' otherwise: said, or people go on looking."""
    wanted = next(iter(answer.need.kinds), "")
    pk = knowledge.kind_ids.get(wanted)
    if pk is None or not answer.total or answer.is_widened or answer.need.confidence < BEYOND_DOUBT:
        return ""
    return "" if answer.counts["kinds"].get(str(pk)) else knowledge.kinds[pk].title


def services_in(situation: str, mine: Collection[int] = ()) -> Context:
    """The best services of a situation for its own page, near the instance's city, and the link to all of them."""
    known, now = knowledge(), timezone.localtime()
    question, origin = Question(situation=situation), home_origin(known)
    answer = search(question, origin, known, now)
    few = answer.found[:MOST_OF_A_SITUATION]
    return {
        "services": shown_cards(few, origin, known, now, mine),
        "services_url": reverse("catalogue:service-list") + question.address() if answer.total > len(few) else "",
    }


def counted(total: int) -> str:
    """`3 služby`."""
    return typeset(ngettext("%(total)s služba", "%(total)s služeb", total) % {"total": number_format(total, 0)})


def _heading(located: Located, answer: Answer) -> str:
    """The number first, said about the place rather than about the person."""
    place = located.origin.name if located.origin.is_asked else ""
    if not answer.total:
        nothing = _("Takovou službu zatím neznáme")
        return _("%(place)s: takovou službu zatím neznáme") % {"place": place} if place else nothing
    found = _("Nejvhodnější z mnoha služeb") if answer.is_capped else _counted_by_form(located.question, answer.total)
    return typeset(f"{place}: {found[0].lower()}{found[1:]}" if place else found)


def _counted_by_form(question: Question, total: int) -> str:
    number = {"total": number_format(total, 0)}
    if question.forms == (FormOfCare.AT_HOME,):
        return ngettext("%(total)s služba přijde domů", "%(total)s služeb přijde domů", total) % number
    if question.forms == (FormOfCare.RESIDENTIAL,):
        return ngettext("%(total)s služba s bydlením", "%(total)s služeb s bydlením", total) % number
    return counted(total)


def _hidden(located: Located, answer: Answer) -> list[tuple[str, str]]:
    """What the form carries on without a field of its own; where nothing was found there is no panel of filters, and a
    field for the place only where it has to be put right."""
    question = located.question
    if answer.found:
        return Question(situation=question.situation).parameters()
    return replace(question, q="", place="" if located.is_unknown else question.place).parameters()


def _set_filters(question: Question, knowledge: Knowledge) -> Iterator[tuple[str, str, str, dict[str, object]]]:
    """Facet, label, icon, and the change that takes it off."""
    if question.situation:
        situation = knowledge.situations.get(knowledge.situation_ids.get(question.situation, -1))
        yield "situation", situation.title if situation else question.situation, "ask", {"situation": ""}
    if question.place:
        yield "place", question.place, "pin", {"place": ""}
    for form in question.forms:
        rest = tuple(other for other in question.forms if other != form)
        yield "forms", str(FormOfCare(form).label), FORM_ICONS[FormOfCare(form)], {"forms": rest}
    kinds = {kind.public_code: kind.title for kind in knowledge.kinds.values()} if question.kinds else {}
    for code in question.kinds:
        yield "kinds", kinds.get(code, code), "", {"kinds": tuple(other for other in question.kinds if other != code)}
    groups = {group.code: group.title for group in knowledge.groups.values()} if question.groups else {}
    for code in question.groups:
        yield "groups", groups.get(code, code), "people", {"groups": tuple(o for o in question.groups if o != code)}
    if question.age is not None:
        yield "age", _("%(age)d let") % {"age": question.age}, "", {"age": None}
    if question.language:
        yield "language", str(LANGUAGES.get(question.language, question.language)), "", {"language": ""}
    if question.open_now:
        yield "open_now", _("Otevřeno teď"), "clock", {"open_now": False}
    if question.free_places:
        yield "free_places", _("Volné místo"), "", {"free_places": False}
    if question.barrier_free:
        yield "barrier_free", _("Bez bariér"), "", {"barrier_free": False}


def _chips(question: Question, knowledge: Knowledge, *, everything: bool) -> Iterator[Context]:
    """All that is set where nothing was found; otherwise only the situation, which has no field of its own."""
    shown = question if everything else Question(situation=question.situation)
    for _facet, label, icon, change in _set_filters(shown, knowledge):
        yield {"label": label, "icon": icon, "url_without": question.address(**change)}


def _loosen(question: Question, answer: Answer, located: Located, knowledge: Knowledge) -> Iterator[Context]:
    """Each filter with what leaving it out would give, the most fruitful first; never a way to nothing."""
    if answer.total:
        return
    ways: list[tuple[str, str, dict[str, object]]] = [
        ("forms", _("Jakákoli podoba pomoci: doma, docházet i bydlet"), {"forms": ()}),
        ("free_places", _("I služby, u kterých volná místa nejsou nebo nevíme"), {"free_places": False}),
        ("open_now", _("I služby, které mají teď zavřeno"), {"open_now": False}),
        ("barrier_free", _("I služby s bariérami"), {"barrier_free": False}),
        ("kinds", _("Jiné druhy pomoci"), {"kinds": ()}),
        ("groups", _("Služby pro kohokoli"), {"groups": ()}),
        ("age", _("V jakémkoli věku"), {"age": None}),
        ("language", _("V jakémkoli jazyce"), {"language": ""}),
        ("place", _("I dál než %(place)s") % {"place": located.origin.name}, {"place": ""}),
    ]
    fruitful = [way for way in ways if answer.without.get(way[0])]
    for facet, label, change in sorted(fruitful, key=lambda way: answer.without[way[0]]):
        yield {"label": label, "url": question.address(**change), "count": counted(answer.without[facet])}
    if fruitful:
        return
    no_words = replace(question, q="")
    if question.q and no_words.address() != "?" and (total := search(no_words, located.origin, knowledge).total):
        yield {
            "label": typeset(_("Bez těch slov, jen podle místa a upřesnění")),
            "url": no_words.address(),
            "count": counted(total),
        }
    only_words = Question(q=question.q, situation=question.situation)
    if question.is_filtered and (total := search(only_words, home_origin(knowledge), knowledge).total):
        label = _("Bez upřesnění a kdekoli, jen podle toho, co řešíte")
        yield {"label": label, "url": only_words.address(), "count": counted(total)}
    yield {"label": _("Ukázat všechny služby"), "url": "?", "count": ""}


def _situations(question: Question, answer: Answer, knowledge: Knowledge) -> list[LifeSituation]:
    """The situations nearest to the words; where there are none, those of the best kind."""
    slugs = [slug for slug in answer.need.situations if slug != question.situation]
    ids = [knowledge.situation_ids[slug] for slug in slugs if slug in knowledge.situation_ids]
    if not ids and answer.need.kinds:
        best = knowledge.kind_ids.get(next(iter(answer.need.kinds)), -1)
        ids = knowledge.situations_of_kind(best)
    return [knowledge.situations[pk] for pk in ids[:MOST_SITUATIONS] if pk in knowledge.situations]


def _tiles(situations: list[LifeSituation], knowledge: Knowledge) -> SafeString:
    """Their tiles, each kept ready."""
    shelf = knowledge.shelf(get_language())
    pieces = [
        shelf.piece(("tile", shown.pk), partial(render_piece, "components/tile.html", {"situation": shown}))
        for shown in situations
    ]
    return mark_safe("".join([piece.filled() for piece in pieces]))  # noqa: S308  rendered from our template


def page_links(current: int, last: int, address: Callable[[int], str]) -> Context | None:
    """Links to the first page, the last, and those around the current one; None where one page holds all."""
    if last < 2:
        return None
    current = min(current, last)
    shown = sorted({1, last, *range(max(1, current - 1), min(last, current + 1) + 1)})
    items: list[Context] = []
    for before, number in zip([0, *shown], shown, strict=False):
        if number - before > 1:
            items.append({})
        items.append({"number": number, "url": address(number), "current": number == current})
    return {
        "previous": address(current - 1) if current > 1 else "",
        "next": address(current + 1) if current < last else "",
        "items": items,
    }
