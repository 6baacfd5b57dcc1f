"""Meetings found by words of their programme, minutes and resolutions; by any of a word's Czech endings.

Nobody finds by words what they may not read: of minutes only those, of the programme only what was taken into it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from typing import Any

from django import forms
from django.db.models import BooleanField, F, OuterRef, Q, QuerySet, Subquery, Value
from django.utils.translation import gettext_lazy as _

from catalogue.words import is_stop_word, plain, stem
from network.meeting_states import MeetingState
from network.models import AgendaItem, Bare, ItemState, Meeting, MinuteLine, Resolution, WorkingGroup
from network.models.meetings import MeetingQuerySet, groups_of
from sociopoint.desk_forms import DeskForm
from sociopoint.models import User
from sociopoint.permissions import can_see_whole_network
from sociopoint.typography import typeset

MOST_WORDS = 6
HITS_SHOWN = 3
FEW = 500
"""Rows of one kind that may have a word which is looked up by its index: each is read and compared."""
MOST_LOOKED_THROUGH = 300
"""Newest meetings compared line by line for a word that stands nearly everywhere; of one group that is all of them."""
INDEXED = 3
"""Letters the index of trigrams needs at least."""
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
    is_cut = False
    looked_through = MOST_LOOKED_THROUGH

    def __init__(self, query: Any, *, user: User) -> None:
        """One query: the groups to choose from, and which of them are this person's own."""
        super().__init__(query, auto_id="hledat_%s")
        sees_all = can_see_whole_network(user)
        is_own = Value(True) if sees_all else Q(pk__in=groups_of(user))
        groups = list(WorkingGroup.objects.visible_to(user).annotate(is_own=is_own).values_list("pk", "name", "is_own"))
        self.offer("skupina", [("", _("všechny")), *((str(pk), name) for pk, name, _is_own in groups)])
        self.reader = Reader(user, None if sees_all else [pk for pk, _name, is_own in groups if is_own])

    @property
    def words(self) -> list[str]:
        """Those that say something, bare of accents; where none does, all of them."""
        if not self.is_valid():
            return []
        written = [word.strip(AROUND_WORDS) or word for word in plain(self.cleaned_data["q"]).split()]
        return ([word for word in written if not is_stop_word(word)] or written)[:MOST_WORDS]

    def meetings(self, among: MeetingQuerySet) -> MeetingQuerySet:
        """Those that have every word somewhere, looked for once however often they are then counted and listed.

        Words that few places have come from their indexes. One that stands nearly everywhere would make the database read
        every line, so it is looked for only where the others are; where there are no others, in the newest meetings
        (`is_cut` then says so). At most three queries.
        """
        if not self.is_valid():
            return among.none()
        if group := self.cleaned_data["skupina"]:
            among = among.filter(group=group)
        if state := self.cleaned_data["stav"]:
            among = among.filter(state=state)
        if not self.words:
            return among
        rare, common = _told_apart(self.words, self.reader)
        if rare:
            among = among.filter(pk__in=set.intersection(*rare.values()))
        if not common:
            return among
        newest = list(
            among.order_by("-starts_at", "-pk")
            .annotate(has_minutes=Q(pk__in=self.reader.with_minutes()))
            .values_list("pk", "has_minutes")[: MOST_LOOKED_THROUGH + 1]
        )
        self.is_cut = len(newest) > MOST_LOOKED_THROUGH
        looked_through = dict(newest[:MOST_LOOKED_THROUGH])
        self.reader = replace(self.reader, minutes=[pk for pk, has_minutes in looked_through.items() if has_minutes])
        within = Meeting.objects.order_by().filter(pk__in=list(looked_through))
        for word in common:
            within = within.alias(title_bare=Bare("title"), place_bare=Bare("place")).filter(
                _anywhere(word, self.reader)
            )
        return Meeting.objects.filter(pk__in=list(within.values_list("pk", flat=True)))

    def found(self, meetings: Sequence[Meeting]) -> list[Found]:
        """Each with the first few places that have any of the words. Two queries, none without words."""
        return with_hits(meetings, self.words, self.reader) if self.words else [Found(one, []) for one in meetings]


@dataclass(frozen=True)
class Reader:
    """Who searches. `groups` are their own, None for whoever sees the whole network; `minutes` are the meetings whose minutes
    they read, None while nobody has asked which."""

    user: User
    groups: list[int] | None
    minutes: list[int] | None = None

    def with_minutes(self) -> MeetingQuerySet:
        return Meeting.objects.order_by().with_minutes_for(self.user)

    def items(self) -> QuerySet[AgendaItem]:
        items = AgendaItem.objects.order_by().filter(state=ItemState.ACCEPTED)
        return items if self.groups is None else items.filter(Q(members_only=False) | Q(meeting__group__in=self.groups))

    def lines(self) -> QuerySet[MinuteLine]:
        read = self.with_minutes() if self.minutes is None else self.minutes
        lines = MinuteLine.objects.order_by().filter(meeting__in=read)
        if self.groups is None:
            return lines
        return lines.filter(Q(point__members_only=False) | Q(meeting__group__in=self.groups))


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


def _told_apart(words: Sequence[str], reader: Reader) -> tuple[dict[str, set[int]], list[str]]:
    """Rare words with the meetings that have them, and the common ones. One query."""
    indexed = {number: word for number, word in enumerate(words) if min(map(len, roots(word))) >= INDEXED}
    meetings: dict[int, set[int]] = {number: set() for number in indexed}
    places: Counter[tuple[int, int]] = Counter()
    ways = [
        way.annotate(number=Value(number), way=Value(place)).values_list("number", "way", "meeting_found")[: FEW + 1]
        for number, word in indexed.items()
        for place, way in enumerate(_ways(word, reader))
    ]
    if ways:
        for number, place, meeting in ways[0].union(*ways[1:], all=True):
            meetings[number].add(meeting)
            places[number, place] += 1
    common = {number for (number, _place), count in places.items() if count > FEW}
    rare = {word: meetings[number] for number, word in indexed.items() if number not in common}
    return rare, [word for word in words if word not in rare]


def _ways(word: str, reader: Reader) -> list[QuerySet[Any, Any]]:
    """Of each place a word may stand in, the meetings. A query each, for each has its index; with `OR` every line is read."""
    meetings, items, lines = Meeting.objects.order_by(), reader.items(), reader.lines()
    ways = [
        _found(meetings.alias(b=Bare("title")).filter(_has("b", word)), "pk"),
        _found(meetings.alias(b=Bare("place")).filter(_has("b", word)), "pk"),
        _found(meetings.filter(group__in=_groups_named(word)), "pk"),
        _found(items.alias(b=Bare("title")).filter(_has("b", word)), "meeting"),
        _found(items.alias(b=Bare("why")).filter(_has("b", word)), "meeting"),
        _found(lines.alias(b=Bare("text")).filter(_has("b", word)), "meeting"),
    ]
    if _is_numbered(word):
        ways.append(_found(_resolutions(word, lines), "line__meeting"))
    return ways


def _anywhere(word: str, reader: Reader) -> Q:
    """The same places of one meeting, on aliases of its bare columns: tried in turns until one has the word, which of a word
    that stands everywhere is mostly the first."""
    items = reader.items().filter(meeting=OuterRef("pk")).alias(b=Bare("title"), r=Bare("why"))
    lines = reader.lines().filter(meeting=OuterRef("pk"))
    places = (
        _has("title_bare", word)
        | _has("place_bare", word)
        | Q(group__in=_groups_named(word))
        | _has_one(items.filter(_has("b", word) | _has("r", word)))
        | _has_one(lines.alias(b=Bare("text")).filter(_has("b", word)))
    )
    if _is_numbered(word):
        places |= _has_one(_resolutions(word, reader.lines()).filter(line__meeting=OuterRef("pk")))
    return places


def _has_one(rows: QuerySet[Any, Any]) -> Q:
    """`Exists` that is asked of each meeting for itself: of an `EXISTS` among others PostgreSQL may find all rows there are first."""
    return Q(Subquery(rows.values(one=Value(True))[:1], output_field=BooleanField()))


def _is_numbered(word: str) -> bool:
    return any(letter.isdigit() for letter in word)


def _resolutions(word: str, lines: QuerySet[MinuteLine]) -> QuerySet[Resolution]:
    return Resolution.objects.order_by().filter(label__icontains=word, line__in=lines)


def _found(rows: QuerySet[Any, Any], meeting: str) -> QuerySet[Any, Any]:
    return rows.values(meeting_found=F(meeting))


def _groups_named(word: str) -> QuerySet[Any, Any]:
    """By its name or by its abbreviation, which stands in the numbers of its resolutions."""
    groups = WorkingGroup.objects.order_by().alias(b=Bare("name"))
    return groups.filter(_has("b", word) | Q(code__icontains=word)).values("pk")


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


def with_hits(meetings: Sequence[Meeting], words: Sequence[str], reader: Reader) -> list[Found]:
    """Two queries."""
    said = reduce(or_, (_has("b", word) for word in words))
    reason = reduce(or_, (_has("r", word) for word in words))
    items = reader.items().filter(meeting__in=meetings).order_by("position", "pk").only("meeting_id", "title")
    lines = reader.lines().filter(meeting__in=meetings).alias(b=Bare("text")).filter(said)
    lines = lines.select_related("resolution").order_by("point__position", "position", "pk")
    hits = defaultdict[int, list[Hit]](list)
    addresses = {one.pk: one.get_absolute_url() for one in meetings}

    def add(meeting: int, point: int, kind: str, words: str) -> None:
        if len(hits[meeting]) < HITS_SHOWN:
            hits[meeting].append(Hit(kind, typeset(words), f"{addresses[meeting]}#bod-{point}"))

    for item in items.alias(b=Bare("title"), r=Bare("why")).filter(said | reason):
        add(item.meeting_id, item.pk, "", item.title)
    for line in lines.only("meeting_id", "point_id", "kind", "text", "resolution__label"):
        kind = line.resolution.label if hasattr(line, "resolution") else str(line.get_kind_display())
        add(line.meeting_id, line.point_id, kind, line.text)
    return [Found(one, hits[one.pk]) for one in meetings]
