"""From the smart line to the form: the desk's own vocabulary, fields set by tokens, and chips that say what is set."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

from django.http import QueryDict
from django.utils.translation import gettext as _

from catalogue.knowledge import Knowledge
from catalogue.models import Place, PlaceKind
from catalogue.places.finding import resolve
from catalogue.spoken_code import UnreadableCode, read_code
from inquiries.forms.inquiry import MOST_NEEDS, InquiryForm
from inquiries.lists import DeskLists
from inquiries.models import AgeBand, FollowUpWish, InquiryKind, Language, OnBehalf, Sex, Urgency
from inquiries.phones import normalised, readable
from inquiries.smart_line import Choice, Field, Line, Token, Vocabulary, choice

LIVED_IN = (PlaceKind.MUNICIPALITY, PlaceKind.CITY_DISTRICT, PlaceKind.PART)
CHIPS: dict[str, str] = {
    "on_behalf": OnBehalf.UNKNOWN,
    "age_band": AgeBand.UNKNOWN,
    "sex": Sex.UNKNOWN,
    "language": Language.CZECH,
    "interpreter": "",
    "district": "",
    "is_crisis": "",
    "is_unmet": "",
}
"""Fields shown as chips when they differ from this, in the order of the line."""


@dataclass(frozen=True)
class Chip:
    """What is set and can be taken back by one click; `field` names the form's field."""

    field: str
    label: str


def vocabulary(lists: DeskLists) -> Vocabulary:
    """No query but for `@` with a place outside the list of districts."""
    return Vocabulary(
        channels={
            channel.token: Token(Field.CHANNEL, str(channel.pk), channel.name)
            for channel in lists.channels
            if channel.token and not channel.is_retired
        },
        districts=[choice(str(place.pk), place.name, place.name, *place.other_names) for place in lists.districts],
        situations=list(_situations(lists)),
        find_place=partial(_find_place, lists),
        find_situation=partial(_find_situation, lists.catalogue),
        is_code=_is_code,
    )


def apply_line(fields: QueryDict, line: Line) -> Line:
    """Set the form's fields (a copy of what was posted) by the tokens, and leave in the line what is to be looked for, with a second
    phone or e-mail, for which there is no field, and a situation for which no row is left. The line as it was understood comes
    back."""
    left, over = [], []
    for token in line.tokens:
        if token.field == Field.SITUATION:
            if not add_situation(fields, token.value):
                over.append(token)
        elif token.field == Field.CRISIS:
            mark_crisis(fields)
        elif _is_second(fields, token):
            left.append(token)
        else:
            fields[token.field] = readable(token.value) if token.field == Field.PHONE else token.value
    taken = tuple(token for token in line.tokens if token not in (*left, *over))
    unread, no_room = (*line.unread, *(token.label for token in left)), tuple(token.label for token in over)
    fields["line"] = " ".join([line.words, *unread, *(token.written for token in over)]).strip()
    return replace(line, tokens=taken, unread=unread, no_room=no_room)


def _is_second(fields: QueryDict, token: Token) -> bool:
    """Whether another contact of the same sort stands in its field already, which must not be lost."""
    written = str(fields.get(token.field, "")).strip()
    if token.field == Field.PHONE:
        return bool(written) and normalised(written) != token.value
    return token.field == Field.EMAIL and written.lower() not in ("", token.value.lower())


def add_situation(fields: QueryDict, situation: str) -> bool:
    """Into the first free row; one that is there already stays where it is. False where no row is left: nothing is changed then."""
    rows = [f"situation_{place}" for place in range(MOST_NEEDS)]
    if situation in [fields.get(row, "") for row in rows]:
        return True
    free = next((row for row in rows if not fields.get(row)), "")
    if free:
        fields[free] = situation
    return bool(free)


def mark_crisis(fields: QueryDict) -> None:
    """A crisis is urgent and is followed up on the next working day, unless the worker has said otherwise."""
    fields["is_crisis"] = "on"
    if fields.get("kind") in (None, "", InquiryKind.QUESTION, InquiryKind.CONSULTATION):
        fields["kind"] = InquiryKind.CRISIS
    if fields.get("urgency") in (None, "", Urgency.ORDINARY):
        fields["urgency"] = Urgency.NOW
    if fields.get("follow_up") in (None, "", FollowUpWish.NONE):
        fields["follow_up"] = FollowUpWish.NEXT_DAY


def clear(fields: QueryDict, name: str) -> None:
    """Take a chip back; a name that is no chip changes nothing."""
    if name not in CHIPS:
        return
    if CHIPS[name]:
        fields[name] = CHIPS[name]
    else:
        fields.pop(name, None)
    if name == "is_crisis" and fields.get("kind") == InquiryKind.CRISIS:
        fields["kind"] = InquiryKind.QUESTION


def chips(form: InquiryForm) -> list[Chip]:
    return list(_chips(form))


def chosen_place(value: str, lists: DeskLists) -> Place | None:
    """A municipality outside the city that the field of the district holds. A query only for such a one."""
    if not value.isdecimal() or len(value) > 18 or int(value) in {place.pk for place in lists.districts}:
        return None
    return Place.objects.filter(pk=int(value), kind__in=LIVED_IN).first()


def _chips(form: InquiryForm) -> Iterator[Chip]:
    ticked = {"is_crisis": _("krize"), "is_unmet": _("nenaplněná potřeba"), "interpreter": _("s tlumočníkem")}
    for name, usual in CHIPS.items():
        value = form[name].value()
        if value in (None, "", False, usual):
            continue
        if name in ticked:
            yield Chip(name, ticked[name])
        else:
            offered = form.fields[name].choices  # type: ignore[attr-defined]  # each of them is a field of choices
            label = next((str(words) for code, words in offered if str(code) == str(value)), "")
            if label:
                yield Chip(name, label[:1].upper() + label[1:])


def _situations(lists: DeskLists) -> Iterator[Choice]:
    """By the words of their address first, then by how people say it."""
    for situation in lists.catalogue.situations.values():
        yield choice(str(situation.pk), situation.name, situation.slug, *situation.keywords)


def _find_place(lists: DeskLists, text: str) -> Token | None:
    found = resolve(text).place
    if found is None:
        return None
    districts = {place.pk: place for place in lists.districts}
    inside = next((districts[pk] for pk in reversed(found.place.lineage) if pk in districts), None)
    if inside is not None:
        return Token(Field.DISTRICT, str(inside.pk), inside.name)
    home = lists.catalogue.home
    if found.place.kind not in LIVED_IN or (home is not None and found.place.pk == home.pk):
        return None
    return Token(Field.DISTRICT, str(found.place.pk), found.label)


def _is_code(text: str) -> bool:
    try:
        return bool(read_code(text))
    except UnreadableCode:
        return False


def _find_situation(known: Knowledge, text: str) -> Token | None:
    slug = next(iter(known.lexicon.understand(text).situations), "")
    pk = known.situation_ids.get(slug)
    return Token(Field.SITUATION, str(pk), known.situations[pk].name) if pk else None
