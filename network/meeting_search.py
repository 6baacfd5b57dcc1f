"""Meetings found by words of their programme, minutes and resolutions; by any of a word's Czech endings.

Nobody finds by words what they may not read: of minutes only those, of the programme only what was taken into it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from typing import Any

from django import forms
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, F, OuterRef, Q, QuerySet, Subquery, Value
from django.utils.translation import gettext_lazy as _

from catalogue.words import is_stop_word, plain, stem
from network.meeting_states import WRITTEN, MeetingState
from network.models import AgendaItem, Bare, ItemState, LineKind, Meeting, MinuteLine, Resolution, WorkingGroup
from network.models.meetings import MeetingQuerySet, groups_of, groups_run_by, minutes_read_by
from sociopoint.desk_forms import DeskForm
from sociopoint.models import User
from sociopoint.permissions import can_edit_network, can_see_whole_network
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
        sees_all, keeps_all = can_see_whole_network(user), can_edit_network(user)
        rows = WorkingGroup.objects.visible_to(user).annotate(
            is_own=Value(True) if sees_all else Q(pk__in=groups_of(user)),
            is_run=Value(True) if keeps_all else Q(pk__in=groups_run_by(user)),
        )
        groups = list(rows.values("pk", "name", "code", "is_own", "is_run"))
        self.offer("skupina", [("", _("všechny")), *((str(one["pk"]), one["name"]) for one in groups)])
        own = [one["pk"] for one in groups if one["is_own"]]
        run = [one["pk"] for one in groups if one["is_run"]]
        names = {one["pk"]: (plain(one["name"]), plain(one["code"])) for one in groups}
        self.reader = Reader(user, names, None if sees_all else own, run)

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
            .annotate(has_minutes=self.reader.reads_minutes)
            .values_list("pk", "group_id", "has_minutes")[: MOST_LOOKED_THROUGH + 1]
        )
        self.is_cut = len(newest) > MOST_LOOKED_THROUGH
        self.reader = self.reader.among(newest[:MOST_LOOKED_THROUGH])
        looked_through = [pk for pk, _group, _has_minutes in newest[:MOST_LOOKED_THROUGH]]
        within = Meeting.objects.order_by().filter(pk__in=looked_through)
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
    """Who searches: bare names and abbreviations of the groups they know of, numbers of their own (None for whoever sees the
    whole network) and of those they run; asked once.

    `minutes` and `inside` are, of the meetings looked through, those whose minutes they read and those of their own groups;
    None while all are.
    """

    user: User
    groups: dict[int, tuple[str, str]]
    own: list[int] | None
    run: list[int]
    minutes: list[int] | None = None
    inside: list[int] | None = None

    @property
    def reads_minutes(self) -> Q:
        """Of a meeting, on its own columns."""
        return Q(state__in=WRITTEN) if can_edit_network(self.user) else minutes_read_by(self.own, self.run)

    def among(self, meetings: Sequence[tuple[int, int, bool]]) -> Reader:
        """Of these only: their number, their group, whether their minutes are read."""
        return replace(
            self,
            minutes=[pk for pk, _group, has_minutes in meetings if has_minutes],
            inside=None if self.own is None else [pk for pk, group, _has_minutes in meetings if group in self.own],
        )

    def groups_named(self, word: str) -> list[int]:
        """By its name or by its abbreviation, which stands in the numbers of its resolutions. No query."""
        pattern = re.compile(_pattern(word))
        return [pk for pk, (name, code) in self.groups.items() if pattern.search(name) or word in code]

    def items(self) -> QuerySet[AgendaItem]:
        items = AgendaItem.objects.order_by().filter(state=ItemState.ACCEPTED)
        return items if self.own is None else items.filter(Q(members_only=False) | self._of_own_groups())

    def lines(self) -> QuerySet[MinuteLine]:
        read = Meeting.objects.order_by().filter(self.reads_minutes) if self.minutes is None else self.minutes
        lines = MinuteLine.objects.order_by().filter(meeting__in=read)
        return lines if self.own is None else lines.filter(Q(point__members_only=False) | self._of_own_groups())

    def _of_own_groups(self) -> Q:
        return Q(meeting__group__in=self.own) if self.inside is None else Q(meeting__in=self.inside)


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
    return Q(**{f"{column}__regex": _pattern(word)})


def _pattern(word: str) -> str:
    return "|".join(map(re.escape, roots(word)))


def _told_apart(words: Sequence[str], reader: Reader) -> tuple[dict[str, set[int]], list[str]]:
    """Rare words with the meetings that have them, and the common ones. One query: of each place a list that ends with `FEW`."""
    indexed = [word for word in words if min(map(len, roots(word))) >= INDEXED]
    ways = {
        f"way_{number}_{place}": ArraySubquery(way[: FEW + 1])
        for number, word in enumerate(indexed)
        for place, way in enumerate(_ways(word, reader))
    }
    rows = User.objects.filter(pk=reader.user.pk).values(**ways)  # any one row for the lists to hang on
    found: dict[str, Any] = dict(rows.get()) if ways else {}
    rare: dict[str, set[int]] = {}
    for number, word in enumerate(indexed):
        places = [meetings or [] for name, meetings in found.items() if name.startswith(f"way_{number}_")]
        if all(len(meetings) <= FEW for meetings in places):
            rare[word] = set().union(*places)
    return rare, [word for word in words if word not in rare]


def _ways(word: str, reader: Reader) -> list[QuerySet[Any, Any]]:
    """Of each place a word may stand in, the meetings. A query each, for each has its index; with `OR` every line is read."""
    meetings, items, lines = Meeting.objects.order_by(), reader.items(), reader.lines()
    ways = [
        _found(meetings.alias(b=Bare("title")).filter(_has("b", word)), "pk"),
        _found(meetings.alias(b=Bare("place")).filter(_has("b", word)), "pk"),
        _found(meetings.filter(group__in=reader.groups_named(word)), "pk"),
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
        | Q(group__in=reader.groups_named(word))
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
    """One query or two: where points fill what is shown, minutes are not read."""
    said = reduce(or_, (_has("b", word) for word in words))
    reason = reduce(or_, (_has("r", word) for word in words))
    hits = defaultdict[int, list[Hit]](list)
    addresses = {one.pk: one.get_absolute_url() for one in meetings}

    def add(meeting: int, point: int, kind: str, words: str) -> None:
        if len(hits[meeting]) < HITS_SHOWN:
            hits[meeting].append(Hit(kind, typeset(words), f"{addresses[meeting]}#bod-{point}"))

    items = reader.items().filter(meeting__in=list(addresses)).alias(b=Bare("title"), r=Bare("why"))
    for meeting, point, title in (
        items.filter(said | reason).order_by("position", "pk").values_list("meeting", "pk", "title")
    ):
        add(meeting, point, "", title)
    has_room = [pk for pk in addresses if len(hits[pk]) < HITS_SHOWN]
    lines = reader.lines().filter(meeting__in=has_room).alias(b=Bare("text")).filter(said)
    rows = lines.order_by("point__position", "position", "pk")
    for meeting, point, kind, text, label in rows.values_list("meeting", "point", "kind", "text", "resolution__label"):
        add(meeting, point, label or str(LineKind(kind).label), text)
    return [Found(one, hits[one.pk]) for one in meetings]
