"""Meetings found by words of their programme, minutes and resolutions; by any of a word's Czech endings.

Nobody finds by words what they may not read: of minutes only those, of the programme only what was taken into it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from catalogue.words import is_stop_word, plain, stem
from network.meeting_states import MeetingState
from network.models import AgendaItem, Bare, ItemState, Meeting, MinuteLine, Resolution, WorkingGroup
from network.models.meetings import MeetingQuerySet
from sociopoint.desk_forms import DeskForm
from sociopoint.models import User
from sociopoint.typography import typeset

MOST_WORDS = 6
HITS_SHOWN = 3
SOFTENED = {"k": "c", "h": "z"}
MOVABLE_E = re.compile(r"(?<=[bcdfghjklmnprstvz])e[bcklmnrv]$")
CLUSTER = re.compile(r"[bcdfghjklmnprstvz][bcklmnrv]$")
LAST_VOWEL = re.compile(r"[ou](?=[^aeiouy]+$)")
SHORT = 4
"""Letters of a root in which `ů` takes turns with `o`: dům, domy; stůl, stoly."""
AROUND_WORDS = ".,;:!?„“\"'()"


class MeetingSearch(DeskForm):
    """An unreadable question finds nothing rather than everything."""

    q = forms.CharField(
        label=_("Co hledáte"),
        required=False,
        max_length=120,
        help_text=_("Slova z programu, ze zápisu nebo z usnesení, třeba „kauce“."),
        error_messages={"max_length": _("Zkraťte hledání na 120 znaků.")},
    )
    skupina = forms.ChoiceField(label=_("Skupina"), required=False)
    stav = forms.ChoiceField(label=_("Stav"), required=False, choices=[("", _("jakýkoli")), *MeetingState.choices])

    def __init__(self, query: Any, *, groups: Iterable[WorkingGroup]) -> None:
        super().__init__(query, auto_id="hledat_%s")
        self.offer("skupina", [("", _("všechny")), *((str(one.pk), one.name) for one in groups)])

    @property
    def words(self) -> list[str]:
        """Those that say something, bare of accents; where none does, all of them."""
        if not self.is_valid():
            return []
        written = [word.strip(AROUND_WORDS) or word for word in plain(self.cleaned_data["q"]).split()]
        return ([word for word in written if not is_stop_word(word)] or written)[:MOST_WORDS]

    def meetings(self, among: MeetingQuerySet, user: User) -> MeetingQuerySet:
        """Those that have every word somewhere; looked for once, however often they are then counted and listed."""
        if not self.is_valid():
            return among.none()
        if group := self.cleaned_data["skupina"]:
            among = among.filter(group=group)
        if state := self.cleaned_data["stav"]:
            among = among.filter(state=state)
        if not self.words:
            return among
        for word in self.words:
            among = among.filter(_met_by(word, user))
        return Meeting.objects.filter(pk__in=list(among.order_by().values_list("pk", flat=True)))


def roots(word: str) -> list[str]:
    """What forms of a bare word have in them: `kauci` -> `kauk`, `kauc`; `najmy` -> `najm`, `najem`; `dum` -> `dum`, `dom`."""
    root = stem(word)
    found = [root, root[:-1] + SOFTENED.get(root[-1], root[-1])]
    if MOVABLE_E.search(root):
        found.append(root[:-2] + root[-1])
    elif CLUSTER.search(root):
        found.append(f"{root[:-1]}e{root[-1]}")
    if len(root) <= SHORT and (vowel := LAST_VOWEL.search(root)):
        found.append(root[: vowel.start()] + ("u" if vowel[0] == "o" else "o") + root[vowel.end() :])
    if not any(word.startswith(one) for one in found):
        found.append(word[: max(3, len(word) - 2)])
    return list(dict.fromkeys(found))


def _has(column: str, word: str) -> Q:
    """A condition on an alias of a bare column: one pattern, so that the column is made bare once."""
    return Q(**{f"{column}__regex": "|".join(map(re.escape, roots(word)))})


def _met_by(word: str, user: User) -> Q:
    """Each way is a query of its own that has its index; one condition with `OR` would read every line."""
    items = AgendaItem.objects.order_by().filter(state=ItemState.ACCEPTED)
    ways = [
        Meeting.objects.order_by().alias(b=Bare("title")).filter(_has("b", word)).values("pk"),
        Meeting.objects.order_by().alias(b=Bare("place")).filter(_has("b", word)).values("pk"),
        Meeting.objects.order_by().filter(group__in=_groups_named(word)).values("pk"),
        items.alias(b=Bare("title")).filter(_has("b", word)).values("meeting"),
        items.alias(b=Bare("why")).filter(_has("b", word)).values("meeting"),
        _lines_for(user).alias(b=Bare("text")).filter(_has("b", word)).values("meeting"),
        Resolution.objects.order_by().filter(label__icontains=word, line__in=_lines_for(user)).values("line__meeting"),
    ]
    first, *others = ways
    return Q(pk__in=first.union(*others))


def _groups_named(word: str) -> QuerySet[Any, Any]:
    return WorkingGroup.objects.order_by().alias(b=Bare("name")).filter(_has("b", word)).values("pk")


def _lines_for(user: User) -> QuerySet[MinuteLine]:
    return MinuteLine.objects.order_by().filter(meeting__in=Meeting.objects.order_by().with_minutes_for(user))


@dataclass(frozen=True)
class Hit:
    """Where in a meeting a word was found: a point, or a line with its kind."""

    kind: str
    words: str
    address: str


@dataclass(frozen=True)
class Found:
    meeting: Meeting
    hits: list[Hit]


def with_hits(meetings: Sequence[Meeting], words: Sequence[str], user: User) -> list[Found]:
    """Each with the first few places that have any of the words. Two queries, none without words."""
    if not words or not meetings:
        return [Found(one, []) for one in meetings]
    said = reduce(or_, (_has("b", word) for word in words))
    reason = reduce(or_, (_has("r", word) for word in words))
    items = AgendaItem.objects.filter(meeting__in=meetings, state=ItemState.ACCEPTED)
    lines = _lines_for(user).filter(meeting__in=meetings).alias(b=Bare("text")).filter(said)
    hits = defaultdict[int, list[Hit]](list)
    addresses = {one.pk: one.get_absolute_url() for one in meetings}
    for item in items.alias(b=Bare("title"), r=Bare("why")).filter(said | reason):
        hits[item.meeting_id].append(Hit("", typeset(item.title), f"{addresses[item.meeting_id]}#bod-{item.pk}"))
    for line in lines.select_related("resolution").order_by("point__position", "position", "pk"):
        kind = line.resolution.label if hasattr(line, "resolution") else str(line.get_kind_display())
        address = f"{addresses[line.meeting_id]}#bod-{line.point_id}"
        hits[line.meeting_id].append(Hit(kind, typeset(line.text), address))
    return [Found(one, hits[one.pk][:HITS_SHOWN]) for one in meetings]
