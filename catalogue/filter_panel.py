"""The panel of filters beside the results: its fields with the counts of this very search.

Widgets would cost more than the search itself. All that depends on code lists alone is rendered once and kept with the
`Knowledge` it was made of; what was chosen and the counts are filled in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalogue.cards import FORM_ICONS
from catalogue.knowledge import Knowledge
from catalogue.models import AgeGroup, FormOfCare, ServiceKind, TargetGroup
from catalogue.origins import Located
from catalogue.question import LANGUAGES, ORDER_LABELS, Question
from catalogue.search import Answer
from sociopoint.ready import HOLE, Piece, Shelf, render_piece

MOST_KINDS_OFFERED, MOST_GROUPS_OFFERED = 8, 6
OFFERED_FORMS = (FormOfCare.AT_HOME, FormOfCare.AMBULATORY, FormOfCare.RESIDENTIAL)
CHECKED = mark_safe(" checked")


def filter_panel(located: Located, answer: Answer, knowledge: Knowledge) -> SafeString:
    question, shelf = located.question, knowledge.shelf(get_language())
    return shelf.piece("panel", _panel).filled(
        _summary(located) or _("Celé Česko, jakákoli pomoc"),
        "" if located.is_unknown else place_field(located, knowledge),
        *(CHECKED if form in question.forms else "" for form in OFFERED_FORMS),
        _joined(_groups(question, answer, knowledge, shelf)),
        _joined(_selects(question, knowledge, shelf)),
    )


def place_field(located: Located, knowledge: Knowledge) -> SafeString:
    """The field for the place. One that nobody knows is put right above the results: the panel is closed on a phone."""
    is_unknown = located.is_unknown
    piece = knowledge.shelf(get_language()).piece(("place", is_unknown), lambda: _place_field(is_unknown=is_unknown))
    return piece.filled(*[located.place_text] * piece.holes)


def _place_field(*, is_unknown: bool) -> Piece:
    context = {"place_text": HOLE, "is_unknown": is_unknown}
    return render_piece("catalogue/_place_filter.html", context).without_breaks


def _panel() -> Piece:
    forms = [
        {"value": form.value, "label": form.label, "icon": FORM_ICONS[form], "checked": HOLE} for form in OFFERED_FORMS
    ]
    holes = dict.fromkeys(("summary", "place_field", "groups", "selects"), HOLE)
    return render_piece("catalogue/_filters.html", {"forms": forms, **holes}).without_breaks


def _joined(pieces: Iterator[SafeString]) -> SafeString:
    return mark_safe("".join(pieces))  # noqa: S308  rendered from our templates


def _summary(located: Located) -> str:
    """What is set, for the closed panel of a phone: `Poruba, přijdou ke mně domů`."""
    labels = [str(FormOfCare(form).label) for form in located.question.forms]
    texts = [
        located.origin.name if located.origin.is_asked else "",
        *(label[0].lower() + label[1:] for label in labels),
    ]
    return ", ".join(text for text in texts if text)


def _groups(question: Question, answer: Answer, knowledge: Knowledge, shelf: Shelf) -> Iterator[SafeString]:
    counts = answer.counts.get("kinds", {})
    kinds = [(kind.public_code, kind, counts.get(str(pk), 0)) for pk, kind in knowledge.kinds.items()]
    yield _group("druh", _most_frequent("druh", kinds, question.kinds, MOST_KINDS_OFFERED, shelf), shelf)
    counts = answer.counts.get("groups", {})
    groups = [(group.code, group, counts.get(str(pk), 0)) for pk, group in knowledge.groups.items()]
    yield _group("skupina", _most_frequent("skupina", groups, question.groups, MOST_GROUPS_OFFERED, shelf), shelf)
    yield _group("podminky", _conditions(question, answer.counts.get("ticks", {}), shelf), shelf)


def _group(name: str, ticks: list[SafeString], shelf: Shelf) -> SafeString:
    """The ticks under their legend; nothing where there are none."""
    if not ticks:
        return mark_safe("")
    piece = shelf.piece(
        ("group", name),
        lambda: render_piece("catalogue/_filter_group.html", {"legend": _legend(name), "ticks": HOLE}).without_breaks,
    )
    return piece.filled(_joined(iter(ticks)))


def _legend(name: str) -> str:
    legends = {"druh": _("Druh pomoci"), "skupina": _("Pro koho"), "podminky": _("Kdy a za jakých podmínek")}
    return legends[name]


def _most_frequent(
    name: str,
    options: Sequence[tuple[str, ServiceKind | TargetGroup, int]],
    chosen: tuple[str, ...],
    most: int,
    shelf: Shelf,
) -> list[SafeString]:
    """What is chosen, and the most frequent of the rest; a chosen option stays even with a zero."""
    ranked = sorted(
        (option for option in options if option[0] in chosen or option[2]),
        key=lambda option: (option[0] not in chosen, -option[2]),
    )
    return [
        _tick(shelf, name, value, row).filled(CHECKED if value in chosen else "", str(count))
        for value, row, count in ranked[: max(most, len(chosen))]
    ]


def _tick(shelf: Shelf, name: str, value: str, row: ServiceKind | TargetGroup | None = None) -> Piece:
    """A checkbox with holes for whether it is checked and for its count."""

    def render() -> Piece:
        label = row.title if row else _condition_labels()[name]
        option = {"name": name, "value": value, "label": label, "checked": HOLE, "count": HOLE}
        return render_piece("catalogue/_tick.html", option)

    return shelf.piece(("tick", name, value), render)


def _conditions(question: Question, counts: dict[str, int], shelf: Shelf) -> list[SafeString]:
    asked = {
        "otevreno": (question.open_now, "open_now"),
        "volno": (question.free_places, "free_places"),
        "bezbarierove": (question.barrier_free, "barrier_free"),
    }
    return [
        _tick(shelf, name, "1").filled(CHECKED if is_set else "", str(counts.get(facet, 0)))
        for name, (is_set, facet) in asked.items()
    ]


def _condition_labels() -> dict[str, str]:
    return {
        "otevreno": _("Otevřeno teď nebo nevíme"),
        "volno": _("Volné místo nebo nevíme"),
        "bezbarierove": _("Bez bariér nebo nevíme"),
    }


def _selects(question: Question, knowledge: Knowledge, shelf: Shelf) -> Iterator[SafeString]:
    yield shelf.piece(("age", question.age), lambda: _age_select(question.age, knowledge.age_bands)).filled()
    yield shelf.piece(("language", question.language), lambda: _language_select(question)).filled()
    yield shelf.piece(("order", question.order), lambda: _order_select(question)).filled()


def _select(name: str, label: str, options: list[tuple[str, str, bool]]) -> Piece:
    shown = [{"value": value, "label": label, "selected": selected} for value, label, selected in options]
    return render_piece("catalogue/_select.html", {"name": name, "label": label, "options": shown})


def _age_select(age: int | None, bands: list[AgeGroup]) -> Piece:
    """Bands of the register; the address carries an age, so that a link may name any."""
    inside = [band for band in bands if age is not None and _holds(band, age)]
    options = [("", _("Na věku nezáleží"), age is None)]
    for band in bands:
        chosen = band in inside[:1]
        options.append((str(age if chosen else band.age_from), band.title, chosen))
    if age is not None and not inside:
        options.append((str(age), _("%(age)d let") % {"age": age}, True))
    return _select("vek", _("Věk člověka, který pomoc potřebuje"), options)


def _holds(band: AgeGroup, age: int) -> bool:
    return (band.age_from or 0) <= age and (band.age_to is None or age <= band.age_to)


def _language_select(question: Question) -> Piece:
    options = [("", _("Na jazyku nezáleží"), not question.language)]
    options += [(code, str(label), code == question.language) for code, label in LANGUAGES.items()]
    return _select("jazyk", _("Domluvím se"), options)


def _order_select(question: Question) -> Piece:
    options = [(order.value, str(label), order == question.order) for order, label in ORDER_LABELS.items()]
    return _select("razeni", _("Řadit"), options)
