"""What a search must know before it asks the database, kept in each process and read anew when it changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count

from catalogue.models import (
    AgeGroup,
    NeedPhrase,
    Place,
    PlaceKind,
    SearchEntry,
    ServiceFurtherKind,
    ServiceKind,
    SituationGroup,
    SituationKind,
    TargetGroup,
)
from catalogue.phrases import Phrase, phrases_of_group, phrases_of_kind, phrases_of_situation
from catalogue.understanding import Lexicon, Need
from catalogue.word_weights import shipped_weights
from catalogue.words import document_keys
from situations.models import CrisisLine, Handbook, LifeSituation, SituationCrisisLine
from sociopoint.ready import Kept, Shelf
from sociopoint.versions import current_versions

MOST_UNDERSTOOD, LONGEST_KEPT = 1000, 80
"""Texts whose meaning a process keeps, some 2 MB, and their letters: longer ones are told rather than asked, and never come twice."""


@dataclass(frozen=True, slots=True)
class KnownHandbook:
    """`situations`: ids of those it speaks of, topics among them; `keys`: of the words of its title."""

    handbook: Handbook
    situations: frozenset[int]
    keys: frozenset[str]


class Knowledge:
    """Kinds, groups and situations by id and by code, and the lexicon made of their words; who to call in danger.

    A dozen queries, 0.5 s."""

    def __init__(self, version: int) -> None:
        self.version = version
        self._shelves: dict[str | None, Shelf] = {}
        self.kinds = {kind.pk: kind for kind in ServiceKind.objects.all()}
        self.groups = {group.pk: group for group in TargetGroup.objects.all()}
        self.situations = {
            situation.pk: situation for situation in LifeSituation.objects.published().select_related("parent")
        }
        self.kind_ids = {kind.code: kind.pk for kind in self.kinds.values()}
        self.kind_codes = {name for kind in self.kinds.values() for name in (kind.code, kind.section) if name}
        """What `druh` accepts: codes and sections."""
        self.group_ids = {group.code: group.pk for group in self.groups.values()}
        self.situation_ids = {situation.slug: situation.pk for situation in self.situations.values()}
        self.regions = set(Place.objects.filter(kind=PlaceKind.REGION).values_list("pk", flat=True))
        self.home = Place.objects.filter(kind=PlaceKind.MUNICIPALITY, name=settings.ENVIRONMENT.city).first()
        rows = SearchEntry.objects.order_by().values_list("kind_id").annotate(rows=Count("pk"))
        further = ServiceFurtherKind.objects.values_list("servicekind_id").annotate(rows=Count("service__entries"))
        self.some_give_more = bool(further)
        """Some service gives several kinds of help: only then does the search ask for more than the main one."""
        self.rows_of_kind: dict[int, int] = Counter(dict(rows)) + Counter(dict(further))
        """How many rows of the search each kind has, as of the last reading: a hint for choosing the way, no more."""
        self._kinds_by_situation: dict[int, list[int]] = {}
        for situation, kind in SituationKind.objects.order_by("order").values_list("situation_id", "kind_id"):
            self._kinds_by_situation.setdefault(situation, []).append(kind)
        self.age_bands = [band for band in AgeGroup.objects.all() if band.age_from is not None]
        self.crisis_lines = {line.slug: line for line in CrisisLine.objects.published()}
        self._lines_by_situation: dict[int, list[CrisisLine]] = {}
        for shown in SituationCrisisLine.objects.filter(line__published=True).select_related("line").order_by("order"):
            self._lines_by_situation.setdefault(shown.situation_id, []).append(shown.line)
        self.handbooks = [
            KnownHandbook(
                handbook,
                frozenset(situation.pk for situation in handbook.situations.all()),
                frozenset(document_keys(handbook.title)),
            )
            for handbook in Handbook.objects.published().prefetch_related("situations")
        ]
        self.lexicon = Lexicon(self._phrases(), weights=shipped_weights())
        self._understood: Kept[Need] = Kept(MOST_UNDERSTOOD)

    def shelf(self, language: str | None) -> Shelf:
        """Pieces of pages made of this knowledge alone, in that language; they go with it."""
        return self._shelves.setdefault(language, Shelf())

    def understand(self, text: str) -> Need:
        """What the lexicon reads. The same words come from many places, so they are kept; a story, or a word it does not
        know, which may be a name, is not."""
        need = self._understood.get(None, text)
        if need is None:
            need = self.lexicon.understand(text)
            if not need.unknown and len(text) <= LONGEST_KEPT:
                self._understood.put(None, text, need)
        return need

    def has(self, kind: str) -> bool:
        """True where some service of the kind was there at the last reading, by its code."""
        return bool(self.rows_of_kind.get(self.kind_ids.get(kind, -1)))

    def kinds_of_situation(self, slug: str) -> list[int]:
        """Ids of the kinds that help in a situation, the most helpful first."""
        return self._kinds_by_situation.get(self.situation_ids.get(slug, -1), [])

    def situations_of_kind(self, kind: int) -> list[int]:
        """Ids of the situations a kind helps in, those it helps most in first."""
        places = [(kinds.index(kind), pk) for pk, kinds in self._kinds_by_situation.items() if kind in kinds]
        return [pk for _place, pk in sorted(places)]

    def helps_most_in(self, kind: int, situation: int) -> bool:
        """Whether no other kind helps more in that situation (ids)."""
        return self._kinds_by_situation.get(situation, [])[:1] == [kind]

    def lines_of_situation(self, slug: str) -> list[CrisisLine]:
        """Numbers to call at once, the most fitting first."""
        return self._lines_by_situation.get(self.situation_ids.get(slug, -1), [])

    def handbooks_about(self, text: str, situations: Collection[int]) -> list[Handbook]:
        """Those whose title says what the text says, then those of these situations (ids) and of the topics they lie under."""
        said = set(document_keys(text))
        meant = set(situations)
        meant |= {known.parent_id for pk in situations if (known := self.situations.get(pk)) and known.parent_id}
        fitting = [
            (-len(one.keys & said), number, one.handbook)
            for number, one in enumerate(self.handbooks)
            if one.keys & said or one.situations & meant
        ]
        return [handbook for _same, _number, handbook in sorted(fitting, key=lambda row: row[:2])]

    def kind_ids_of(self, codes: Iterable[str]) -> list[int]:
        """Kinds named by code or by section ("PS", "40")."""
        wanted = set(codes)
        return [kind.pk for kind in self.kinds.values() if wanted & {kind.code, kind.section} - {""}]

    def _phrases(self) -> list[Phrase]:
        phrases = [
            Phrase(p.text, p.language, float(p.weight), *map(tuple, (p.kinds, p.groups, p.situations, p.forms)))
            for p in NeedPhrase.objects.all()
        ]
        for kind in self.kinds.values():
            names = {"cs": kind.official_name, "en": kind.name_en, "uk": kind.name_uk}
            section = f"§ {kind.section}" if kind.section else ""
            phrases += phrases_of_kind(kind.code, names, section)
            phrases += phrases_of_kind(kind.code, {"cs": kind.name})
        for group in self.groups.values():
            phrases += phrases_of_group(group.code, (group.name, group.label, group.label_en, group.label_uk))
        return phrases + self._phrases_of_situations()

    def _phrases_of_situations(self) -> list[Phrase]:
        groups: dict[int, list[str]] = {}
        for situation, group in SituationGroup.objects.values_list("situation_id", "group_id"):
            groups.setdefault(situation, []).append(self.groups[group].code)
        return [
            phrase
            for pk, situation in self.situations.items()
            for phrase in phrases_of_situation(
                situation.slug,
                situation.name,
                situation.keywords,
                [self.kinds[kind].code for kind in self._kinds_by_situation.get(pk, ())],
                groups.get(pk, ()),
            )
        ]


_kept: Knowledge | None = None


def knowledge() -> Knowledge:
    """The current knowledge: one query when nothing changed since this process last asked."""
    return knowledge_and_version()[0]


def knowledge_and_version() -> tuple[Knowledge, int]:
    """The current knowledge and the version of all else that pages of the catalogue say, by the same one query: its facts,
    what the network agreed on (`service_facts.AGREEMENTS`) and its people (`service_facts.PEOPLE`). Numbers only grow, so
    their sum names one state."""
    known, numbers = knowledge_and_versions("catalogue", "competences", "people")
    return known, sum(numbers)


def knowledge_and_versions(*names: str) -> tuple[Knowledge, tuple[int, ...]]:
    """The current knowledge and the values of these counters, by one query."""
    global _kept
    lexicon, *numbers = current_versions("lexicon", *names)
    if _kept is None or _kept.version != lexicon:
        _kept = Knowledge(lexicon)
    return _kept, tuple(numbers)
