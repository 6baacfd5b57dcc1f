"""Finding help: from a question to twenty cards, their counts and the ways on, in one SQL statement.

The need behind the words (kinds of service, groups, situations; `catalogue.understanding`) decides what is found and how
well it fits; the form of care decides what near means: at home = the area served contains my place, I come = kilometres,
to live there = my region first. A value nobody knows never counts as no. docs/reference/search.md tells the whole method.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from catalogue.indexing import KILOMETRES_PER_DEGREE, position
from catalogue.knowledge import Knowledge
from catalogue.models import FormOfCare, NameWord
from catalogue.opening import is_public_holiday
from catalogue.question import PAGE_SIZE, Order, Question
from catalogue.understanding import Need
from catalogue.words import content_words, keys

CAP = 6000
"""Rows considered for exact counts; a question that fits more is answered from the nearest and best of them."""
NEAREST, BEST_OF_A_KIND = 1500, 250
WEAKEST_KIND = 0.3  # kinds that fit less than this, against the best, would only be noise
MOST_KINDS = 6
GENERIC = {key for word in ("pomoc", "pomoct", "služba", "sociální", "centrum", "lidé", "doma") for key in keys(word)}
"""Words that stand in half of all names: they tell nothing apart."""
CLOSE_SITUATION = 0.6  # what has no kind is found by the situations it is listed under
MOST_WORDS = 8
FACETS = ("place", "forms", "kinds", "groups", "age", "language", "barrier_free", "open_now", "free_places")
"""Conditions that a person may loosen, each a yes or no of every row."""


@dataclass(frozen=True)
class Origin:
    """Where the person is, or the instance's own city when they have not said."""

    name: str
    lat: float | None
    lon: float | None
    place_id: int | None
    lineage: tuple[int, ...]
    """Ids of all places that contain it, its own too."""
    region_id: int | None
    is_exact: bool = False
    """An address, a street or a position: kilometres to it mean something to a hundred metres."""
    is_asked: bool = True


@dataclass(frozen=True)
class Found:
    """One service of the page: its card and the place of it that suits best."""

    service_id: int
    facility_id: int | None
    kilometres: float | None
    card: dict[str, Any]

    @classmethod
    def anywhere(cls, service_id: int, card: dict[str, Any]) -> Found:
        """The service at its first place, for lists that know no origin."""
        first = next(iter(card["facilities"]), None)
        return cls(service_id, int(first) if first else None, None, card)


@dataclass(frozen=True)
class Answer:
    """What a question found. Counts are of services."""

    total: int
    is_capped: bool
    found: list[Found]
    counts: dict[str, dict[str, int]]
    """Facet -> option -> how many services it would give beside the other filters."""
    without: dict[str, int] = field(default_factory=dict)
    """Facet -> how many services there would be without it."""
    need: Need = field(default_factory=Need)
    is_widened: bool = False
    """Nobody does exactly this; those found help in the same situation."""
    corrected: str = ""
    """The question as it was understood after a mistyped name was put right."""


def search(question: Question, origin: Origin, knowledge: Knowledge, now: datetime | None = None) -> Answer:
    """Answer the question. One statement, two when more than CAP rows fit; one more where a name was mistyped."""
    if question.errors:
        return Answer(0, False, [], {})
    need = knowledge.lexicon.understand(question.q) if question.q else Need()
    answer = _ask(question, need, origin, knowledge, now or timezone.localtime())
    if answer.total or not question.q:
        return answer
    if need.kinds:
        return _widened(question, need, origin, knowledge, now or timezone.localtime()) or answer
    meant = {word: right for word in need.unknown[:4] if (right := _did_you_mean(word))}
    if not meant:
        return answer
    corrected = " ".join(meant.get(word, word) for word in content_words(question.q))
    again = _ask(question, need, origin, knowledge, now or timezone.localtime(), words=corrected)
    return replace(again, corrected=corrected) if again.total else answer


def _widened(question: Question, need: Need, origin: Origin, knowledge: Knowledge, now: datetime) -> Answer | None:
    """Nobody of the kinds that fit: whoever helps in the same situation can at least advise. None when nobody does."""
    kinds = dict(need.kinds)
    for slug in list(need.situations)[:2]:
        for place, kind in enumerate(knowledge.kinds_of_situation(slug)):
            kinds.setdefault(knowledge.kinds[kind].code, 0.6 - 0.05 * place)
    kinds = dict(sorted(((code, max(weight, WEAKEST_KIND)) for code, weight in kinds.items()), key=lambda pair: -pair[1]))
    answer = _ask(question, replace(need, kinds=kinds), origin, knowledge, now)
    return replace(answer, need=need, is_widened=True) if answer.total else None


def _ask(
    question: Question, need: Need, origin: Origin, knowledge: Knowledge, now: datetime, words: str = ""
) -> Answer:
    statement = _Statement(question, need, origin, knowledge, now, words or question.q)
    row = statement.run(exact=True)
    if is_capped := row["considered"] > CAP:
        row = statement.run(exact=False)
    return Answer(
        total=row["total"],
        is_capped=is_capped,
        found=[Found(hit["service_id"], hit["facility_id"], hit["km"], hit["card"]) for hit in row["page"] or []],
        counts={facet: row[f"{facet}_counts"] or {} for facet in ("forms", "kinds", "groups", "ticks")},
        without={facet: row[f"without_{facet}"] for facet in FACETS},
        need=need,
    )


def _did_you_mean(word: str) -> str:
    """The most similar word of all names, '' when none is near. Words of names, never whole names: 0.4 ms."""
    similar = (
        NameWord.objects.extra(
            where=["word %% %s"], params=[word], select={"likeness": "similarity(word, %s)"}, select_params=[word]
        )
        .order_by("-likeness")
        .values_list("word", flat=True)
    )
    return similar.first() or ""


class _Statement:
    """The one SQL statement of a search; each method writes one part of it."""

    def __init__(
        self, question: Question, need: Need, origin: Origin, knowledge: Knowledge, now: datetime, words: str
    ) -> None:
        self.question, self.need, self.origin, self.knowledge, self.now = question, need, origin, knowledge, now
        self.words = [keys(word) for word in content_words(words)[:MOST_WORDS]]
        self.unknown = [keys(word) for word in need.unknown[:MOST_WORDS]] if words == question.q else self.words
        self.params: dict[str, object] = {}
        close = [slug for slug, weight in need.situations.items() if weight >= CLOSE_SITUATION]
        self.situations = [knowledge.situation_ids[slug] for slug in close if slug in knowledge.situation_ids]
        self.kinds = self._kind_weights()
        self.bits = sum(FormOfCare(form).bit for form in question.forms)

    def run(self, *, exact: bool) -> dict[str, Any]:
        sql = self._sql(exact)
        with connection.cursor() as cursor:
            cursor.execute(sql, self.params)
            row = cursor.fetchone()
        answer: dict[str, Any] = json.loads(row[0]) if isinstance(row[0], str) else row[0]
        return answer

    def _put(self, name: str, value: object) -> str:
        self.params[name] = value
        return f"%({name})s"

    def _kind_weights(self) -> dict[int, float]:
        """Kind -> how well it fits, from the words, else from the situation chosen."""
        ids = self.knowledge.kind_ids
        if self.need.kinds:
            fitting = {ids[code]: weight for code, weight in self.need.kinds.items() if code in ids}
            kept = {kind: weight for kind, weight in fitting.items() if weight >= WEAKEST_KIND}
            return dict(list(kept.items())[:MOST_KINDS])
        kinds = self.knowledge.kinds_of_situation(self.question.situation)
        return {kind: 1 - 0.08 * place for place, kind in enumerate(kinds)}

    # What fits at all

    def _base(self) -> str:
        """What the question is about, before any filter a person could loosen."""
        parts = [
            "(e.offered_from IS NULL OR e.offered_from <= %(today)s)",
            "(e.offered_until IS NULL OR e.offered_until >= %(today)s)",
        ]
        self.params["today"] = self.now.date()
        if self.question.situation:
            situation = self.knowledge.situation_ids.get(self.question.situation, -1)
            parts.append(f"e.situations @> ARRAY[{situation:d}]")
        if self.question.q and (about := self._about()):
            parts.append(f"({about})")
        return " AND ".join(parts)

    def _about(self) -> str:
        """Kinds that fit, names that hold a word nobody else knows, and what has no kind by its words."""
        parts = []
        if self.kinds and self.need.kinds:
            parts.append(f"e.kind_id IN ({', '.join(str(kind) for kind in self.kinds)})")
        if self.unknown:
            parts.append(f"e.name_words @@ {self._tsquery('unknown', self.unknown)}")
        if telling := [word for word in self.words if not GENERIC.intersection(word)]:
            match = f"e.words @@ {self._tsquery('any_word', telling)}"
            parts.append(match if not self.need.kinds else f"(e.kind_id IS NULL AND {match})")
        if self.situations:
            parts.append(f"(e.kind_id IS NULL AND e.situations && {_array(self.situations)})")
        return " OR ".join(parts)

    def _tsquery(self, name: str, words: Sequence[tuple[str, ...]]) -> str:
        text = " | ".join(_lexeme(key) for word in words for key in word)
        return f"{self._put(name, text)}::tsquery"

    # How well it fits

    def _fit(self) -> str:
        """0 to about 2: the kind's weight, moderated by group and form, plus words found in the name."""
        fit = "1.0"
        if self.kinds:
            cases = " ".join(f"WHEN {kind} THEN {weight:.3f}" for kind, weight in self.kinds.items())
            without_kind = f"WHEN e.situations && {_array(self.situations)} THEN 0.6" if self.situations else ""
            fit = f"(CASE e.kind_id {cases} ELSE CASE {without_kind} WHEN TRUE THEN 0.15 END END)"
        elif self.question.q:
            fit = "0.2"
        factors = [fit, *self._group_factor(), *self._form_factor()]
        return " + ".join([" * ".join(factors), *self._word_bonuses()])

    def _group_factor(self) -> list[str]:
        groups = [self.knowledge.group_ids[code] for code in self.need.groups if code in self.knowledge.group_ids]
        if not groups:
            return []
        listed = ", ".join(str(group) for group in groups)
        return [f"(CASE WHEN e.groups && ARRAY[{listed}] THEN 1.0 WHEN e.groups = '{{}}' THEN 0.9 ELSE 0.75 END)"]

    def _form_factor(self) -> list[str]:
        """A form that the words suggest; a form that was chosen but is only possible comes a little later."""
        wanted = self.bits or sum(FormOfCare(form).bit for form in self.need.forms)
        if not wanted:
            return []
        elsewhere = "0.95" if self.bits else "0.85"
        return [f"(CASE WHEN e.forms & {wanted} <> 0 THEN 1.0 ELSE {elsewhere} END)"]

    def _word_bonuses(self) -> list[str]:
        bonuses = []
        if self.unknown:
            share = 0.9 / len(self.unknown)
            for number, word in enumerate(self.unknown):
                query = self._tsquery(f"unknown_{number}", [word])
                bonuses.append(f"CASE WHEN e.name_words @@ {query} THEN {share:.3f} ELSE 0 END")
        known = [word for word in self.words if word not in self.unknown]
        for number, word in enumerate(known):
            query = self._tsquery(f"word_{number}", [word])
            bonuses.append(f"CASE WHEN e.words @@ {query} THEN {0.12 / len(known):.3f} ELSE 0 END")
        return bonuses

    # Where

    def _distance(self) -> str:
        """Kilometres as the crow flies; NULL where either end is unknown."""
        if self.origin.lat is None or self.origin.lon is None:
            return "NULL::float"
        x, y = position(self.origin.lat, self.origin.lon)
        return f"(e.position <-> point({x:.6f}, {y:.6f})) * {KILOMETRES_PER_DEGREE}"

    def _serves(self) -> str:
        """At home: the area served contains my place. Unknown area: a registration holds for its region (RPSS)."""
        if not self.origin.lineage:
            return "TRUE"
        mine = _array(self.origin.lineage)
        region = self.origin.region_id or -1
        inside = f"e.area_within @> ARRAY[{self.origin.place_id or -1}]"
        return (
            f"(CASE WHEN e.area = '{{}}' THEN e.lineage = '{{}}' OR e.lineage @> ARRAY[{region}] "
            f"ELSE e.area && {mine} OR {inside} END)"
        )

    def _effort(self) -> str:
        """How far the help is, in kilometres of the way a person would go: the easiest of its forms."""
        mine, region = _array(self.origin.lineage), self.origin.region_id or -1
        at_home, residential = FormOfCare.AT_HOME.bit, FormOfCare.RESIDENTIAL.bit
        come = FormOfCare.AMBULATORY.bit | FormOfCare.REMOTE.bit
        forms = f"(e.possible_forms & {self.bits})" if self.bits else "e.possible_forms"
        near = f"(e.lineage && {_array(self.origin.lineage[1:])})" if len(self.origin.lineage) > 1 else "FALSE"
        return f"""LEAST(
            CASE WHEN {forms} & {at_home} <> 0 THEN CASE
                WHEN e.area && {mine} THEN 0
                WHEN {near} THEN LEAST(h.km, 25) * 0.25 + 1
                ELSE COALESCE(LEAST(h.km, 120) * 0.4 + 3, 25) END END,
            CASE WHEN {forms} & {come} <> 0 THEN COALESCE(h.km, 30) END,
            CASE WHEN {forms} & {residential} <> 0 THEN
                CASE WHEN e.lineage @> ARRAY[{region}] THEN 4 + COALESCE(h.km, 30) * 0.25
                     ELSE 40 + COALESCE(h.km, 150) * 0.4 END END)"""

    # What a person may loosen

    def _conditions(self) -> dict[str, str]:
        """Facet -> SQL that is true where the row passes it; unknown passes."""
        question = self.question
        tests = dict.fromkeys(FACETS, "TRUE")
        if self.origin.is_asked:
            elsewhere = f"e.possible_forms & {self.bits or 15} & ~{FormOfCare.AT_HOME.bit} <> 0"
            tests["place"] = f"({elsewhere} OR {self._serves()})"
        if self.bits:
            tests["forms"] = f"e.possible_forms & {self.bits} <> 0"
        if question.kinds:
            tests["kinds"] = f"e.kind_id = ANY({self._put('kinds', self.knowledge.kind_ids_of(question.kinds))})"
        if question.groups:
            chosen = [self.knowledge.group_ids.get(code, -1) for code in question.groups]
            tests["groups"] = f"(e.groups = '{{}}' OR e.groups && {_array(chosen)})"
        if question.age is not None:
            age = f"{question.age:d}"
            tests["age"] = f"((e.age_from IS NULL OR e.age_from <= {age}) AND (e.age_to IS NULL OR e.age_to >= {age}))"
        if question.language:
            tests["language"] = (
                f"(e.languages = '{{}}' OR {self._put('language', question.language)} = ANY(e.languages))"
            )
        if question.barrier_free:
            tests["barrier_free"] = "e.barrier_free IS NOT FALSE"
        if question.open_now:
            tests["open_now"] = self._open_now()
        if question.free_places:
            tests["free_places"] = "e.has_free_places IS NOT FALSE"
        return tests

    def _open_now(self) -> str:
        """Open or unknown; on a public holiday only what the hours themselves say of holidays is known."""
        minute = self.now.hour * 60 + self.now.minute
        if is_public_holiday(self.now.date()):
            return f"(e.holiday_minutes IS NULL OR e.holiday_minutes @> {minute})"
        return f"(e.open_minutes IS NULL OR e.open_minutes @> {self.now.weekday() * 1440 + minute})"

    # The whole

    def _sql(self, exact: bool) -> str:
        tests = self._conditions()
        columns = ", ".join(f"({test}) AS ok_{facet}" for facet, test in tests.items())
        passes = " AND ".join(f"ok_{facet}" for facet, test in tests.items() if test != "TRUE") or "TRUE"
        return f"""
            WITH candidate AS MATERIALIZED ({self._candidates(exact, tests)}),
            row AS (
                SELECT e.id, e.service_id, e.facility_id, e.kind_id, e.possible_forms, e.groups, e.quality, e.sort_name,
                    e.barrier_free, e.has_free_places, {self._open_now()} AS may_be_open, h.km, ({self._fit()}) AS fit,
                    {self._effort()} AS effort, {columns}
                FROM candidate e CROSS JOIN LATERAL (SELECT {self._distance()} AS km) h
            ),
            best AS (
                SELECT DISTINCT ON (service_id) *, {self._score()} AS score
                FROM row WHERE {passes} ORDER BY service_id, {self._score()} DESC, effort, id
            ),
            ranked AS (
                SELECT *, score * power({self._variety()}, least(row_number() OVER (
                    PARTITION BY kind_id ORDER BY score DESC, quality, effort, sort_name), 4) - 1) AS final FROM best
            ),
            page AS (
                SELECT r.service_id, r.facility_id, r.km, c.content AS card,
                    row_number() OVER (ORDER BY {self._order()}) AS place
                FROM (SELECT * FROM ranked r ORDER BY {self._order()}
                      LIMIT {PAGE_SIZE} OFFSET {(self.question.page - 1) * PAGE_SIZE}) r
                JOIN catalogue_searchcard c USING (service_id)
            ),
            {self._services(tests)}
            SELECT json_build_object(
                'considered', (SELECT count(*) FROM candidate),
                'total', (SELECT count(*) FROM best),
                'page', (SELECT json_agg(page ORDER BY place) FROM page),
                {self._facets(tests)}
            )"""  # noqa: S608  every value goes through _put or is a number

    def _candidates(self, exact: bool, tests: dict[str, str]) -> str:
        """All rows the question is about; of too many, those that pass the filters and are nearest or best."""
        if exact:
            return f"SELECT * FROM catalogue_searchentry e WHERE {self._base()} LIMIT {CAP + 1}"
        where = " AND ".join([self._base(), *(test for test in tests.values() if test != "TRUE")])
        best = " UNION ".join(
            f"(SELECT e.id FROM catalogue_searchentry e WHERE {where} AND e.kind_id = {kind} "
            f"ORDER BY e.quality LIMIT {BEST_OF_A_KIND})"
            for kind in (self.kinds or self.knowledge.kinds)
        )
        nearest = ""
        if self.origin.lat is not None and self.origin.lon is not None:
            x, y = position(self.origin.lat, self.origin.lon)
            nearest = (
                f"(SELECT e.id FROM catalogue_searchentry e WHERE {where} "
                f"ORDER BY e.position <-> point({x:.6f}, {y:.6f}) LIMIT {NEAREST}) UNION "
            )
        return f"SELECT e.* FROM catalogue_searchentry e WHERE e.id IN ({nearest}{best})"

    def _score(self) -> str:
        """Fit, moderated by how far; a place that was asked for weighs more than the instance's own city."""
        share = 0.65 if self.origin.is_asked else 0.2
        return f"(fit * ({1 - share:.2f} + {share:.2f} / (1 + COALESCE(effort, 40) / 12.0)) - quality * 0.004)"

    def _variety(self) -> str:
        """Below 1, the second best kind comes among the first cards before the best kind's fourth."""
        return "0.75" if self.question.order == Order.RELEVANCE and len(self.kinds) > 1 else "1.0"

    def _order(self) -> str:
        if self.question.order == Order.DISTANCE:
            return "r.effort NULLS LAST, r.final DESC, r.sort_name, r.service_id"
        if self.question.order == Order.NAME:
            return "r.sort_name, r.service_id"
        return "r.final DESC, r.quality, r.effort NULLS LAST, r.sort_name, r.service_id"

    def _services(self, tests: dict[str, str]) -> str:
        """One row a service: whether it passes all filters but one, for each facet that shows counts."""
        others = {facet: _all_but(tests, facet) for facet in FACETS}
        flags = ", ".join(f"bool_or({test}) AS but_{facet}" for facet, test in others.items())
        return f"""service AS (
                SELECT service_id, min(kind_id) AS kind_id, min(groups) AS groups, bit_or(possible_forms) AS forms, {flags},
                    bool_or({others["open_now"]} AND may_be_open) AS open_now,
                    bool_or({others["barrier_free"]} AND barrier_free IS NOT FALSE) AS barrier_free,
                    bool_or({others["free_places"]} AND has_free_places IS NOT FALSE) AS free_places
                FROM row GROUP BY service_id
            )"""  # noqa: S608

    def _facets(self, tests: dict[str, str]) -> str:
        forms = ", ".join(
            f"'{form.value}', count(*) FILTER (WHERE but_forms AND forms & {form.bit} <> 0)" for form in FormOfCare
        )
        ticks = ", ".join(
            f"'{tick}', count(*) FILTER (WHERE {tick})" for tick in ("open_now", "barrier_free", "free_places")
        )
        without = ", ".join(
            f"'without_{facet}', (SELECT count(*) FILTER (WHERE but_{facet}) FROM service)" for facet in FACETS
        )
        return f"""
                'forms_counts', (SELECT json_build_object({forms}) FROM service),
                'ticks_counts', (SELECT json_build_object({ticks}) FROM service),
                'kinds_counts', (SELECT json_object_agg(kind_id, n) FROM (
                    SELECT kind_id, count(*) AS n FROM service WHERE but_kinds AND kind_id IS NOT NULL
                    GROUP BY kind_id) k),
                'groups_counts', (SELECT json_object_agg(g, n) FROM (
                    SELECT g, count(*) AS n FROM service, unnest(groups) g WHERE but_groups GROUP BY g) k),
                {without}"""  # noqa: S608


def _all_but(tests: dict[str, str], facet: str) -> str:
    return " AND ".join(f"ok_{name}" for name, test in tests.items() if name != facet and test != "TRUE") or "TRUE"


def _array(numbers: Sequence[int]) -> str:
    return f"ARRAY[{', '.join(str(int(number)) for number in numbers)}]::int[]"


def _lexeme(key: str) -> str:
    return "'" + key.replace("\\", "\\\\").replace("'", "''") + "'"
