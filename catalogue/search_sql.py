"""The one SQL statement of a search, written in parts: what fits at all, how well, how far, and what it counts.

Rows are cheap only while they stay few and narrow: the exact statement reads at most CAP rows; of a larger set it reads
the nearest and the best of each kind, by indexes, so that its time hardly grows with the catalogue.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection

from catalogue.candidates import WALKED, matches, walks
from catalogue.knowledge import Knowledge
from catalogue.models import FormOfCare
from catalogue.opening import is_public_holiday
from catalogue.question import PAGE_SIZE, Order, Question
from catalogue.reach import Origin, array, distance, effort, serves
from catalogue.understanding import Need
from catalogue.words import content_words, keys

CAP = 1200
"""Rows considered for exact counts; a question that fits more is answered from the nearest and best of them."""
MOST_NAMED = 300  # rows of a larger set that bear a name asked for
MOST_NARROWED = (
    20_000  # rows of the kinds asked for, beyond which even the few of one place are not looked for among them
)
SHORTLIST = 40  # services of each kind whose own words are read, beyond those of the page asked for
IN_NAME, IN_TEXT, IN_SITUATION = (
    0.35,
    0.25,
    0.1,
)  # what a word in the name, a word elsewhere and the situation add to a fit of 1
MOST_KINDS = 6
MOST_WORDS = 8
WEAKEST_KIND, WEAKEST_IN_DOUBT = 0.15, 0.08
"""Kinds that fit less than this, against the best, would only be noise; less is noise where the need is uncertain."""
NEXT_OF_KIND, NEXT_IN_DOUBT = 0.5, 0.1
"""What each further card of a kind is worth against the one before: in doubt the first five show more kinds."""
KIND_SHARE, ASKED_PLACE_SHARE = 0.8, 0.4
"""How much the first service of a kind ranks by the kind's fit alone, 0 to 1; less where a place was asked for."""
COUNSEL, COUNSEL_IN_DOUBT = "OSP", 1.1  # a counsellor helps whoever is not understood: its fit where nothing is certain
LISTED_BY_HAND = 1.05  # an editor's own choice comes before what its kind alone would suggest
CLOSE_SITUATION = 0.6  # what has no kind is found by the situations it is listed under
GENERIC = {key for word in ("pomoc", "pomoct", "služba", "sociální", "centrum", "lidé", "doma") for key in keys(word)}
"""Words that stand in half of all names: they tell nothing apart."""
FACETS = ("place", "forms", "kinds", "groups", "age", "language", "barrier_free", "open_now", "free_places")
"""Conditions that a person may loosen, each a yes or no of every row."""


class Statement:
    """The one SQL statement of a search; each method writes one part of it."""

    def __init__(
        self, question: Question, need: Need, origin: Origin, knowledge: Knowledge, now: datetime, words: str
    ) -> None:
        self.question, self.need, self.origin, self.knowledge, self.now = question, need, origin, knowledge, now
        self.words = [keys(word) for word in content_words(words or self._words_of_situation())[:MOST_WORDS]]
        named = [keys(word) for word in need.unknown[:MOST_WORDS]] if words == question.q else self.words
        self.unknown = [word for word in named if not GENERIC.intersection(word)]
        self.params: dict[str, str | date | list[int]] = {}
        close = [slug for slug, weight in need.situations.items() if weight >= CLOSE_SITUATION]
        self.situations = [knowledge.situation_ids[slug] for slug in close if slug in knowledge.situation_ids]
        self.kinds = self._kind_weights()
        self.is_narrowed = False
        walked = self.kinds or knowledge.rows_of_kind
        self.is_walk_bounded = max((knowledge.rows_of_kind.get(kind, 0) for kind in walked), default=0) > WALKED
        self.bits = sum(FormOfCare(form).bit for form in question.forms)

    @property
    def is_surely_large(self) -> bool:
        """More than CAP rows, as far as the process remembers: then the exact statement is not even tried."""
        rows = self.knowledge.rows_of_kind
        if not self.question.q and not self.question.situation:
            return sum(rows.values()) > CAP
        return bool(self.need.kinds) and sum(rows.get(kind, 0) for kind in self.kinds) > CAP

    @property
    def is_narrowed_by_place(self) -> bool:
        """Only who comes to this very place is wanted: of a large set a few, so that they can be counted exactly."""
        at_home = self.origin.is_asked and self.bits == FormOfCare.AT_HOME.bit
        return at_home and sum(self.knowledge.rows_of_kind.get(kind, 0) for kind in self.kinds) <= MOST_NARROWED

    def run(self, *, exact: bool, narrowed: bool = False) -> dict[str, Any]:
        """`narrowed`: rows that do not serve the place are not read, and so not counted beside any filter."""
        self.is_narrowed = narrowed
        sql = self._sql(exact)
        with connection.cursor() as cursor:
            cursor.execute(sql, self.params)
            row = cursor.fetchone()
        answer: dict[str, Any] = json.loads(row[0]) if isinstance(row[0], str) else row[0]
        return answer

    def _put(self, name: str, value: str | list[int]) -> str:
        self.params[name] = value
        return f"%({name})s"

    def _kind_weights(self) -> dict[int, float]:
        """Kind -> how well it fits, from the words, else from the situation chosen."""
        ids = self.knowledge.kind_ids
        if self.need.kinds:
            doubt = 1 - self.need.confidence
            weights = dict(self.need.kinds)
            weights[COUNSEL] = max(weights.get(COUNSEL, 0.0), COUNSEL_IN_DOUBT * doubt**2)
            weakest = WEAKEST_KIND + (WEAKEST_IN_DOUBT - WEAKEST_KIND) * doubt
            best = sorted(((w, code) for code, w in weights.items() if code in ids and w >= weakest), reverse=True)
            return {ids[code]: weight for weight, code in best[:MOST_KINDS]}
        kinds = self.knowledge.kinds_of_situation(self.question.situation)
        return {kind: 1 - 0.08 * place for place, kind in enumerate(kinds)}

    def _words_of_situation(self) -> str:
        """How people speak of the situation chosen: what tells its services apart where nobody typed a word."""
        pk = self.knowledge.situation_ids.get(self.question.situation, -1)
        return " ".join(self.knowledge.situations[pk].keywords) if pk in self.knowledge.situations else ""

    # What fits at all

    def _base(self) -> str:
        """What the question is about, before any filter a person could loosen."""
        about = self._about() if self.question.q else ""
        return f"{self._offered()} AND ({about})" if about else self._offered()

    def _offered(self) -> str:
        """Offered today, listed under the situation chosen, coming to the place where the question is narrowed to it."""
        parts = [
            "(e.offered_from IS NULL OR e.offered_from <= %(today)s)",
            "(e.offered_until IS NULL OR e.offered_until >= %(today)s)",
        ]
        self.params["today"] = self.now.date()
        if self.question.situation:
            situation = self.knowledge.situation_ids.get(self.question.situation, -1)
            parts.append(f"e.situations @> ARRAY[{situation:d}]")
        if self.is_narrowed:
            parts.append(serves(self.origin))
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
            parts.append(f"(e.kind_id IS NULL AND e.situations && {array(self.situations)})")
        return " OR ".join(parts)

    def _tsquery(self, name: str, words: Sequence[tuple[str, ...]]) -> str:
        text = " | ".join(_lexeme(key) for word in words for key in word)
        return f"{self._put(name, text)}::tsquery"

    # How well it fits

    def _fit(self) -> str:
        """0 to about 2: the kind's weight, moderated by group and form, plus words found in the name."""
        fit = "1.0"
        if self.kinds:
            fit = f"COALESCE({self._kind_fit('e.')}, {self._other_fit()})"
        elif self.question.q:
            fit = "0.2"
        factors = [fit, *self._group_factor(), *self._form_factor()]
        return " + ".join([" * ".join(factors), *self._situated(), *self._named()])

    def _situated(self) -> list[str]:
        """Of one kind, those listed under the situation that the words speak of."""
        if not self.situations:
            return []
        return [f"CASE WHEN e.situations && {array(self.situations)} THEN {IN_SITUATION} ELSE 0 END"]

    def _other_fit(self) -> str:
        """What is not of a fitting kind: listed under the situation by an editor, or found by a mere word."""
        if self.question.situation and not self.question.q:
            return str(LISTED_BY_HAND)
        listed = f"WHEN e.situations && {array(self.situations)} THEN 0.6" if self.situations else ""
        return f"CASE {listed} WHEN TRUE THEN 0.15 END"

    def _kind_fit(self, of: str = "") -> str:
        cases = " ".join(f"WHEN {kind} THEN {weight:.3f}" for kind, weight in self.kinds.items())
        return f"(CASE {of}kind_id {cases} END)"

    def _group_factor(self) -> list[str]:
        groups = [self.knowledge.group_ids[code] for code in self.need.groups if code in self.knowledge.group_ids]
        if not groups:
            return []
        listed = ", ".join(str(group) for group in groups)
        return [f"(CASE WHEN e.groups && ARRAY[{listed}] THEN 1.0 WHEN e.groups = '{{}}' THEN 0.97 ELSE 0.75 END)"]

    def _form_factor(self) -> list[str]:
        """A form that the words suggest; a form that was chosen but is only possible comes a little later."""
        wanted = self.bits or sum(FormOfCare(form).bit for form in self.need.forms)
        if not wanted:
            return []
        elsewhere = "0.95" if self.bits else "0.85"
        return [f"(CASE WHEN e.forms & {wanted} <> 0 THEN 1.0 ELSE {elsewhere} END)"]

    def _named(self) -> list[str]:
        """Words nobody else knows are names: what bears them is meant."""
        share = 0.9 / max(1, len(self.unknown))
        queries = [self._tsquery(f"unknown_{number}", [word]) for number, word in enumerate(self.unknown)]
        return [f"CASE WHEN e.name_words @@ {query} THEN {share:.3f} ELSE 0 END" for query in queries]

    def _is_named(self) -> str:
        return f"e.name_words @@ {self._tsquery('unknown', self.unknown)}" if self.unknown else "FALSE"

    def _word_bonus(self) -> str:
        """Which service of a kind: the one that says the words of the question of itself, most of all in its name."""
        known = [word for word in self.words if word not in self.unknown and not GENERIC.intersection(word)]
        if self.question.order != Order.RELEVANCE or not known:
            return "0"
        in_name, in_text = IN_NAME / len(known), IN_TEXT / len(known)
        queries = [self._tsquery(f"word_{number}", [word]) for number, word in enumerate(known)]
        return " + ".join(
            f"CASE WHEN e.name_words @@ {q} THEN {in_name:.3f} WHEN e.words @@ {q} THEN {in_text:.3f} ELSE 0 END"
            for q in queries
        )

    # What a person may loosen

    def _conditions(self) -> dict[str, str]:
        """Facet -> SQL that is true where the row passes it; unknown passes."""
        question = self.question
        tests = dict.fromkeys(FACETS, "TRUE")
        if self.origin.is_asked:
            elsewhere = f"e.possible_forms & {self.bits or 15} & ~{FormOfCare.AT_HOME.bit} <> 0"
            tests["place"] = f"({elsewhere} OR {serves(self.origin)})"
        if self.bits:
            tests["forms"] = f"e.possible_forms & {self.bits} <> 0"
        if question.kinds:
            tests["kinds"] = f"e.kind_id = ANY({self._put('kinds', self.knowledge.kind_ids_of(question.kinds))})"
        if question.groups:
            chosen = [self.knowledge.group_ids.get(code, -1) for code in question.groups]
            tests["groups"] = f"(e.groups = '{{}}' OR e.groups && {array(chosen)})"
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
        """One row of JSON. Without filters set, all counts come from the services found; with them, each facet's own
        counts come from the rows that pass all others."""
        tests = {facet: test for facet, test in self._conditions().items() if test != "TRUE"}
        columns = "".join(f", ({test}) AS ok_{facet}" for facet, test in tests.items())
        passes = _all_but(tests, "")
        source = self._candidates(exact, tests)
        return f"""
            WITH row AS MATERIALIZED (
                SELECT e.id, e.service_id, e.facility_id, e.kind_id, e.possible_forms, e.groups, e.quality,
                    e.barrier_free IS NOT FALSE AS may_be_barrier_free, e.has_free_places IS NOT FALSE AS may_be_free,
                    {self._open_now()} AS may_be_open, h.km, ({self._fit()}) AS fit, {self._is_named()} AS is_named, {effort(self.origin, self.bits)} AS effort{columns}
                FROM {source} e CROSS JOIN LATERAL (SELECT {distance(self.origin)} AS km) h
            ),
            scored AS (SELECT *, {self._score()} AS score FROM row WHERE {passes}),
            best AS MATERIALIZED (
                SELECT DISTINCT ON (service_id) * FROM scored ORDER BY service_id, score DESC, effort, id
            ),
            shortlist AS ({self._shortlist()}),
            told AS (
                SELECT s.service_id, s.facility_id, s.kind_id, s.km, s.quality, s.effort, s.is_named, e.sort_name,
                    s.score + {self._word_bonus()} AS score
                FROM shortlist s JOIN catalogue_searchentry e USING (id)
            ),
            page AS (
                SELECT r.service_id, r.facility_id, r.kind_id, r.km, r.place, c.digest FROM (
                    SELECT *, row_number() OVER (ORDER BY {self._order()}) AS place FROM ({self._ranked()}) ranked
                    ORDER BY place LIMIT {PAGE_SIZE} OFFSET {(self.question.page - 1) * PAGE_SIZE}
                ) r JOIN catalogue_searchcard c USING (service_id)
            )
            SELECT json_build_object(
                'considered', (SELECT count(*) FROM row),
                'total', (SELECT count(*) FROM best),
                'page', (SELECT json_agg(page ORDER BY place) FROM page),
                {self._facets(tests)}
            )"""

    def _candidates(self, exact: bool, tests: dict[str, str]) -> str:
        """All rows the question is about; of too many, those that pass the filters and are nearest or best."""
        if exact:
            return f"(SELECT * FROM catalogue_searchentry e WHERE {self._base()} LIMIT {CAP + 1})"
        where = " AND ".join([self._base(), *tests.values()])
        kinds = list(self.kinds or self.knowledge.kinds)
        if (self.need.kinds and self.kinds) or not self.question.q:
            passes = " AND ".join(tests.values()) or "TRUE"
            parts = walks(kinds, self.origin, self._offered(), passes, is_bounded=self.is_walk_bounded)
        else:
            parts = [matches(kinds, self.origin, where)]
        if self.unknown and self.question.q:
            named = f"e.name_words @@ {self._tsquery('unknown', self.unknown)}"
            parts.append(f"(SELECT e.id FROM catalogue_searchentry e WHERE {where} AND {named} LIMIT {MOST_NAMED})")
        return f"(SELECT e.* FROM catalogue_searchentry e WHERE e.id IN ({' UNION '.join(parts)}))"

    def _shortlist(self) -> str:
        """The best of each kind so far, whose own words are then read; any other order needs all of them."""
        if self.question.order != Order.RELEVANCE:
            return "SELECT * FROM best"
        return f"""SELECT * FROM (SELECT *, row_number() OVER (
                PARTITION BY kind_id ORDER BY score DESC, quality, effort, service_id) AS of_kind FROM best) b
            WHERE of_kind <= {SHORTLIST + self.question.page * PAGE_SIZE}"""

    def _ranked(self) -> str:
        """The words decide which kind comes first, all else which service of it; each further one of a kind ranks lower."""
        if self.question.order != Order.RELEVANCE or len(self.kinds) < 2:
            return "SELECT *, score AS final FROM told"
        share = ASKED_PLACE_SHARE if self.origin.is_asked else KIND_SHARE
        further = NEXT_IN_DOUBT + (NEXT_OF_KIND - NEXT_IN_DOUBT) * self.need.confidence
        return f"""SELECT *, score * power(coalesce(
                {self._kind_fit()} / max(score) FILTER (WHERE NOT is_named) OVER (PARTITION BY kind_id), 1), {share})
            * power({further:.3f}, least(row_number() OVER (
                PARTITION BY kind_id ORDER BY score DESC, quality, effort, service_id), 4) - 1) AS final FROM told"""

    def _score(self) -> str:
        """Fit, moderated by how far; a place that was asked for weighs more than the instance's own city."""
        share = 0.65 if self.origin.is_asked else 0.2
        return f"(fit * ({1 - share:.2f} + {share:.2f} / (1 + COALESCE(effort, 40) / 12.0)) - quality * 0.004)"

    def _order(self) -> str:
        if self.question.order == Order.DISTANCE:
            return "effort NULLS LAST, score DESC, service_id"
        if self.question.order == Order.NAME:
            return "sort_name, service_id"
        return "final DESC, quality, effort NULLS LAST, sort_name, service_id"

    def _facets(self, tests: dict[str, str]) -> str:
        parts = [self._form_counts(tests), self._tick_counts(tests)]
        for facet, option in (("kinds", "kind_id"), ("groups", "unnest(groups)")):
            source, where, counted = "best", "TRUE", "*"
            if facet in tests:
                source, where, counted = "row", _all_but(tests, facet), "DISTINCT service_id"
            parts.append(
                f"""'{facet}_counts', (SELECT json_object_agg(option, n) FROM (
                    SELECT option, count({counted}) AS n
                    FROM (SELECT service_id, {option} AS option FROM {source} WHERE {where}) o
                    WHERE option IS NOT NULL GROUP BY option) f)"""
            )
        for facet in tests:
            parts.append(
                f"'without_{facet}', (SELECT count(DISTINCT service_id) FROM row WHERE {_all_but(tests, facet)})"
            )
        return ", ".join(parts)

    def _form_counts(self, tests: dict[str, str]) -> str:
        source, where, counted = "best", "TRUE", "*"
        if "forms" in tests:
            source, where, counted = "row", _all_but(tests, "forms"), "DISTINCT service_id"
        counts = ", ".join(
            f"'{form.value}', count({counted}) FILTER (WHERE possible_forms & {form.bit} <> 0)" for form in FormOfCare
        )
        return f"'forms_counts', (SELECT json_build_object({counts}) FROM {source} WHERE {where})"

    def _tick_counts(self, tests: dict[str, str]) -> str:
        """Of services with some place that is open, barrier-free: any of its places, not only the nearest."""
        columns = {"open_now": "may_be_open", "barrier_free": "may_be_barrier_free", "free_places": "may_be_free"}
        counts = ", ".join(
            f"'{tick}', count(DISTINCT service_id) FILTER (WHERE {column} AND {_all_but(tests, tick)})"
            for tick, column in columns.items()
        )
        return f"'ticks_counts', (SELECT json_build_object({counts}) FROM row)"


def _all_but(tests: dict[str, str], facet: str) -> str:
    return " AND ".join(f"ok_{name}" for name in tests if name != facet) or "TRUE"


def _lexeme(key: str) -> str:
    return "'" + key.replace("\\", "\\\\").replace("'", "''") + "'"
