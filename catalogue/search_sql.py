"""The one SQL statement of a search, written in parts: what fits and how well, how far, what it counts, which twenty.

It reads two narrow tables: services (`s`), which fit or do not, and their places (`e`), which are near or far. It is fast
because nothing else is read of more than the services shown, because each row is looked at once, and because PostgreSQL
plans each shape of it once a connection (`sociopoint.prepared`): so values never stand in the text, only what changes the
shape does. Of a set too large to read it takes the nearest and the best, by indexes (`candidates`).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from catalogue import candidates, counts
from catalogue.counts import BIT, MAY_BE_BARRIER_FREE, MAY_BE_OPEN, OF_PLACE, OF_SERVICE, PASSES, WITHOUT
from catalogue.fitting import Fit
from catalogue.indexing import ALL_FORMS
from catalogue.knowledge import Knowledge
from catalogue.models import FormOfCare
from catalogue.opening import is_public_holiday
from catalogue.question import PAGE_SIZE, Order, Question
from catalogue.reach import Origin, comes, distance, effort, serves
from catalogue.understanding import Need
from sociopoint.prepared import Values, only_row

CAP = 2500
"""Places read for exact counts, a third as many services; a question that fits more is answered from the nearest and best."""
MOST_NARROWED = (
    20_000  # places of the kinds asked for, beyond which even the few of one town are not looked for among them
)
FEWEST_NARROWED = 500
"""Places of the kinds asked for, up to which reading them all costs no more than looking for those of one town."""
SINCE_READ = 50
"""More places than a kind gains before processes count them anew."""
SHORTLIST = 40  # services of each kind whose own words are read, beyond those of the page asked for
NEXT_OF_KIND, NEXT_IN_DOUBT = 0.5, 0.1
"""What each further card of a kind is worth against the one before: in doubt the first five show more kinds."""
KIND_SHARE, ASKED_PLACE_SHARE = 0.8, 0.4
"""How much the first service of a kind ranks by the kind's fit alone, 0 to 1; less where a place was asked for."""
SUITS_SOMEHOW = 0.35  # how well somebody of a kind must suit those who ask for the kind to keep its full weight
PLACE_PASSES = {"place": "e.ok_place", "barrier_free": "e.barrier_free IS NOT FALSE", "open_now": "e.may_be_open"}


class Statement:
    """The one SQL statement of a search; each method writes one part of it."""

    def __init__(
        self, question: Question, need: Need, origin: Origin, knowledge: Knowledge, now: datetime, words: str
    ) -> None:
        self.question, self.need, self.origin, self.knowledge, self.now = question, need, origin, knowledge, now
        self._words = words
        self.is_narrowed = False
        self.bits = sum(FormOfCare(form).bit for form in question.forms)
        self._begin()
        self.is_sought_everywhere = False

    def _begin(self) -> None:
        self.values = Values()
        self.fit = Fit(self.question, self.need, self.knowledge, self._words, self.values)

    @property
    def is_surely_large(self) -> bool:
        """More than CAP places, as far as the process remembers: then the exact statement is not even tried."""
        rows = self.knowledge.rows_of_kind
        if self.fit.is_of_all:
            return sum(rows.values()) > CAP
        return self.fit.is_by_kind and self._rows_of_kinds() > CAP

    @property
    def is_narrowed_by_place(self) -> bool:
        """Only who comes to this very place is wanted: of a large set a few, so that they can be counted exactly."""
        at_home = self.origin.is_asked and self.bits == FormOfCare.AT_HOME.bit
        return at_home and self.fit.is_by_kind and min(FEWEST_NARROWED, CAP) < self._rows_of_kinds() <= MOST_NARROWED

    def _rows_of_kinds(self) -> int:
        return sum(self.knowledge.rows_of_kind.get(kind, 0) for kind in self.fit.kinds)

    @property
    def walks_to_the_end(self) -> bool:
        """No place of the kinds is further than the walk goes, as far as the process remembers."""
        rows = (self.knowledge.rows_of_kind.get(kind, 0) for kind in self.fit.kinds)
        return self.fit.is_by_kind and self.origin.has_position and max(rows) + SINCE_READ <= candidates.WALKED

    def run(self, *, exact: bool, narrowed: bool = False) -> dict[str, Any]:
        """`narrowed`: places that are not served are not read, so what leaving the place out would give is not known."""
        self.is_narrowed = narrowed
        if self.values.texts:  # of a statement that ran before
            self._begin()
        return only_row(self._sql(exact), self.values)

    def _sql(self, exact: bool) -> str:
        tests = self._tests()
        return f"""SELECT * FROM (WITH
met AS MATERIALIZED (
    SELECT s.service_id, s.kind_id, s.weight, s.groups, s.quality, s.effort, s.is_named,{self._kinds()}
        {counts.facts()} AS facts,
        CASE WHEN s.failed = 0 AND s.ways & {PASSES} <> 0 THEN {self._score()} END AS score
    FROM ({self._read(exact, tests)}) s
),
shortlist AS ({self._shortlist()}),
told AS (
    SELECT b.service_id, b.kind_id, b.weight, b.quality, b.effort, b.is_named, s.sort_name,
        b.score + s.bonus AS fits, (b.score + s.bonus) * s.suits AS score
    FROM shortlist b CROSS JOIN LATERAL (
        SELECT s.sort_name, {self.fit.bonus()} AS bonus, {self.fit.suits()} AS suits FROM catalogue_searchservice s
        WHERE s.service_id = b.service_id OFFSET 0) s
),
page AS (
    SELECT r.service_id, r.kind_id, row_number() OVER () AS place FROM (SELECT * FROM ({self._ranked()}) r ORDER BY {self._order()}
        LIMIT {PAGE_SIZE} OFFSET {self.values.put("offset", (self.question.page - 1) * PAGE_SIZE, "int")}) r
),
tally AS MATERIALIZED ({counts.tally()})
SELECT (SELECT json_agg(json_build_array(p.service_id, e.facility_id, p.kind_id, e.km, c.digest, e.comes) ORDER BY p.place)
        FROM page p JOIN catalogue_searchcard c USING (service_id)
        CROSS JOIN LATERAL ({self._nearest_place(tests)}) e) AS page,
    {counts.of_kinds(tests, some_give_more=self.knowledge.some_give_more)} AS kinds_counts,
    {counts.of_groups(tests)} AS groups_counts, counted.*
FROM (SELECT {counts.totals(tests)} FROM tally) counted) answer"""

    # What is read

    def _read(self, exact: bool, tests: dict[str, str]) -> str:
        """The services that the question is about, each with its fit and what its places do together.

        OFFSET 0 keeps a part from being merged with what uses it: a few services would be looked up by reading all there
        are, and a distance computed once for every use.
        """
        if not exact:
            ids = self._candidates(tests)
            one = self._services("catalogue_searchservice s WHERE s.service_id = c.service_id", tests)
            return self._with_places(f"SELECT s.* FROM ({ids}) c CROSS JOIN LATERAL ({one} OFFSET 0) s", tests)
        if not self.fit.is_by_kind:
            about = [f"({reason})" for reason in self.fit.other_reasons()]
            where = " AND ".join([*about, self.fit.in_situation()])
            found = self._services(f"catalogue_searchservice s WHERE {where}", tests)
            return self._with_places(f"{found} LIMIT {CAP + 1}", tests)
        return self._places_first(tests) if self.is_narrowed else self._services_first(tests)

    def _places_first(self, tests: dict[str, str]) -> str:
        """Few of those who come to people's homes serve any one town: found by their places."""
        of_kinds = f"catalogue_searchentry e WHERE {self.fit.of_kinds('e')}"
        named = [
            f"catalogue_searchentry e WHERE e.service_id IN (SELECT s.service_id FROM catalogue_searchservice s WHERE {why})"
            for why in self.fit.other_reasons()
        ]
        places = " UNION ALL ".join(f"({self._places(source)})" for source in (of_kinds, *named))
        where = f"s.service_id = p.service_id AND {self.fit.in_situation()}"
        one = self._services(f"catalogue_searchservice s WHERE {where}", tests)
        return f"""SELECT s.*, p.ways, p.effort FROM ({self._together(places, tests)}) p
            CROSS JOIN LATERAL ({one} OFFSET 0) s"""

    def _services_first(self, tests: dict[str, str]) -> str:
        """All places of the kinds are read at once; of the few services found for another reason, each one's own."""
        listed = self.fit.in_situation()
        # By the index whatever the planner expects of kinds it does not know: joined, all services would be read.
        of_one = "(SELECT * FROM catalogue_searchservice s WHERE s.kind_id = k.kind OFFSET 0)"
        of_kinds = f"{self.fit.weights()} CROSS JOIN LATERAL {of_one} s WHERE {listed}"
        weight = self.fit.weight_in_kind()
        places = self._places(f"catalogue_searchentry e WHERE {self.fit.of_kinds('e')}")
        parts = [
            f"""SELECT s.*, p.ways, p.effort FROM ({self._services(of_kinds, tests, weight)} LIMIT {CAP + 1}) s
            JOIN ({self._together(places, tests)}) p USING (service_id)"""
        ]
        for why in self.fit.other_reasons():
            others = f"{candidates.services_for(why)} s WHERE {why} AND {listed} LIMIT {CAP + 1}"
            weight = self.fit.weight() if self.knowledge.some_give_more else "NULL::float8"
            parts.append(self._with_places(self._services(others, tests, weight), tests))
        return " UNION ALL ".join(f"({part})" for part in parts)

    def _services(self, source: str, tests: dict[str, str], weight: str = "") -> str:
        """What counts of each service. `source`: where services `s` come from; `weight`: how well the kind of each fits,
        of any service unless told."""
        weight = weight or self.fit.weight()
        return f"""SELECT s.service_id, {self.fit.kind()} AS kind_id, {weight} AS weight, s.possible_forms, s.groups,
            s.quality,{self._kinds()} {self._failed(tests)} AS failed,
            CASE WHEN s.has_free_places IS FALSE THEN 0 ELSE 1 END AS may_be_free,
            {self.fit.is_named()} AS is_named, {self.fit.score(weight)} AS fit FROM {source}"""

    def _kinds(self) -> str:
        """All kinds of those that have several, for counting them under each."""
        return " s.kinds," if self.knowledge.some_give_more else ""

    def _with_places(self, services: str, tests: dict[str, str]) -> str:
        """Each of some services with its own places."""
        places = self._places("catalogue_searchentry e WHERE e.service_id = s.service_id")
        return f"""SELECT s.*, p.ways, p.effort FROM ({services}) s CROSS JOIN LATERAL (
            SELECT {self._ways(tests)} AS ways, min({self._effort(tests)}) AS effort FROM ({places}) e OFFSET 0) p
            WHERE p.ways IS NOT NULL"""

    def _together(self, places: str, tests: dict[str, str]) -> str:
        return f"""SELECT e.service_id, {self._ways(tests)} AS ways, min({self._effort(tests)}) AS effort
            FROM ({places}) e GROUP BY e.service_id"""

    def _places(self, source: str) -> str:
        """Places that are offered today and, where only these are read, served; each with its distance."""
        passes = self._offered() + (f" AND {serves(self.origin, self.values)}" if self.is_narrowed else "")
        columns = f"{distance(self.origin, self.values)} AS km, {self._is_open()} AS may_be_open"
        if self.origin.is_asked:
            columns += f", {'TRUE' if self.is_narrowed else self._is_within_reach()} AS ok_place"
        return f"SELECT e.service_id, e.possible_forms::int, e.region_id, e.branch_id, e.area, e.barrier_free, {columns} FROM {source} AND {passes} OFFSET 0"

    def _candidates(self, tests: dict[str, str]) -> str:
        """Ids of services; each passes the filters, else a walk would end before it met any that does."""
        reasons = [f"({reason})" for reason in self.fit.other_reasons()]
        of_service = [test for facet, test in tests.items() if facet in OF_SERVICE]
        if self.question.situation:
            of_service.append(self.fit.in_situation())
        of_place = [self._offered(), *(test for facet, test in tests.items() if facet in OF_PLACE)]
        if self.is_sought_everywhere:
            if self.bits:
                of_service.append(self._has_form())
            if self.fit.is_by_kind:
                reasons.append(self.fit.of_kinds("s"))
            some_place = (
                f"SELECT FROM catalogue_searchentry e WHERE e.service_id = s.service_id AND {' AND '.join(of_place)}"
            )
            passes = " AND ".join([*of_service, f"EXISTS ({some_place} OFFSET 0)"])
            return " UNION ".join(candidates.by_reason(reason, passes) for reason in reasons or ["TRUE"])
        if self.fit.is_by_kind:
            kinds, passes = list(self.fit.kinds), self._passes(of_place, of_service)
            has_form = self._has_form() if self.bits else ""
            is_filtered = not tests.keys() <= {"forms", "place", "kinds"}
            walked = candidates.of_kinds(
                kinds, self.origin, self.values, passes=passes, has_form=has_form, is_filtered=is_filtered
            )
        else:
            walked = candidates.of_all(self.origin, self._passes(of_place, of_service + reasons), self.values)
        named = [candidates.by_reason(reason, " AND ".join([*of_service, "TRUE"])) for reason in reasons]
        return " UNION ".join([*walked, *named])

    def _has_form(self) -> str:
        """The filter by form said so that an index can answer: of some kinds nobody works in that form."""
        forms = [forms for forms in range(ALL_FORMS + 1) if forms & self.bits]
        return f"s.possible_forms = ANY({self.values.put('possible_forms', forms, 'int2[]')})"

    def _passes(self, of_place: list[str], of_service: list[str]) -> str:
        """Asked of each place that is walked past; the service is looked at only where it must be, which costs more."""
        own = [test.replace("s.possible_forms", "e.possible_forms") for test in of_service if _is_of_both(test)]
        rest = [test for test in of_service if not _is_of_both(test)]
        passes = [*of_place, *own]
        if rest:
            passes.append(
                "EXISTS (SELECT FROM catalogue_searchservice s"
                f" WHERE s.service_id = e.service_id AND {' AND '.join(rest)} OFFSET 0)"
            )
        return " AND ".join(passes)

    def _offered(self) -> str:
        today = self._today()
        return (
            f"(e.offered_from IS NULL OR e.offered_from <= {today})"
            f" AND (e.offered_until IS NULL OR e.offered_until >= {today})"
        )

    # What a person may loosen

    def _tests(self) -> dict[str, str]:
        """Facet -> SQL that is true where the service or its place passes it, for each filter set; unknown passes."""
        question, put = self.question, self.values.put
        tests = {}
        if self.bits:
            tests["forms"] = f"s.possible_forms & {self.bits} <> 0"
        if question.kinds:
            chosen = self.knowledge.kind_ids_of(question.kinds)
            chosen_kinds = put("chosen_kinds", chosen, "int[]")
            tests["kinds"] = f"COALESCE(s.kind_id = ANY({chosen_kinds}), FALSE)"
            if self.knowledge.some_give_more:
                tests["kinds"] = f"({tests['kinds']} OR COALESCE(s.kinds && {chosen_kinds}, FALSE))"
        if question.groups:
            groups = [self.knowledge.group_ids.get(code, -1) for code in question.groups]
            tests["groups"] = f"(s.groups = '{{}}' OR s.groups && {put('chosen_groups', groups, 'int[]')})"
        if question.age is not None:
            age = put("age", question.age, "int")
            tests["age"] = f"((s.age_from IS NULL OR s.age_from <= {age}) AND (s.age_to IS NULL OR s.age_to >= {age}))"
        if question.language:
            language = put("language", question.language, "text")
            tests["language"] = f"(s.languages = '{{}}' OR {language} = ANY(s.languages))"
        if question.free_places:
            tests["free_places"] = "s.has_free_places IS NOT FALSE"
        if self.origin.is_asked:
            tests["place"] = self._is_within_reach()
        if question.barrier_free:
            tests["barrier_free"] = "e.barrier_free IS NOT FALSE"
        if question.open_now:
            tests["open_now"] = self._is_open()
        return tests

    def _is_within_reach(self) -> str:
        """I come or live there, or they come to my place."""
        served = serves(self.origin, self.values)
        if self.bits == FormOfCare.AT_HOME.bit:
            return served
        elsewhere = (self.bits or ALL_FORMS) & ~FormOfCare.AT_HOME.bit
        return f"(e.possible_forms & {elsewhere} <> 0 OR {served})"

    def _is_open(self) -> str:
        """Open or unknown, and not closed for a while; on a public holiday only what the hours themselves say of
        holidays is known."""
        minute = self.now.hour * 60 + self.now.minute
        holiday = is_public_holiday(self.now.date())
        hours = "e.holiday_minutes" if holiday else "e.open_minutes"
        at = self.values.put("minute", minute if holiday else minute + self.now.weekday() * 1440, "int")
        closed = f"e.closed_days IS NOT NULL AND e.closed_days @> {self._today()}"
        return f"(({hours} IS NULL OR {hours} @> {at}) AND NOT ({closed}))"

    def _today(self) -> str:
        return self.values.put("today", self.now.date(), "date")

    def _failed(self, tests: dict[str, str]) -> str:
        """Bits of the conditions that the service does not pass."""
        failed = [f"CASE WHEN {tests[f]} THEN 0 ELSE {BIT[f]} END" for f in OF_SERVICE if f in tests]
        return " | ".join(failed) or "0"

    def _ways(self, tests: dict[str, str]) -> str:
        """Bits of what any place of a service does, of all its places together."""
        where = {facet: passes for facet, passes in PLACE_PASSES.items() if facet in tests}
        further = {MAY_BE_OPEN: "open_now", MAY_BE_BARRIER_FREE: "barrier_free"}
        always = PASSES | sum(bit for bit, facet in further.items() if facet in where)
        also = [_bit_where([PLACE_PASSES[facet]], bit) for bit, facet in further.items() if facet not in where]
        bits = [_bit_where(list(where.values()), " | ".join([str(always), *also]))]
        bits += [_bit_where([c for f, c in where.items() if f != left_out], WITHOUT[left_out]) for left_out in where]
        return f"bit_or({' | '.join(bits)})"

    def _effort(self, tests: dict[str, str]) -> str:
        """Of places that pass; the least of them is the service's."""
        passes = [condition for facet, condition in PLACE_PASSES.items() if facet in tests]
        way = effort(self.origin, self.bits, self.values)
        return f"CASE WHEN {' AND '.join(passes)} THEN {way} END" if passes else way

    # Which twenty

    def _score(self) -> str:
        """Fit, moderated by how far; a place that was asked for weighs more than the instance's own city."""
        share = 0.65 if self.origin.is_asked else 0.2
        near = f"({1 - share:.2f}::float8 + {share:.2f}::float8 / (1 + COALESCE(s.effort, 40) / 12))"
        return f"s.fit * {near} - s.quality * 0.004::float8"

    def _shortlist(self) -> str:
        """The best of each kind so far, whose own words are then read; any other order needs all of them."""
        if self.question.order != Order.RELEVANCE:
            return "SELECT * FROM met WHERE score IS NOT NULL"
        most = self.values.put("shortlist", SHORTLIST + self.question.page * PAGE_SIZE, "int")
        return f"""SELECT * FROM (SELECT *, row_number() OVER (
            PARTITION BY kind_id ORDER BY score DESC, quality, effort, service_id) AS of_kind FROM met
            WHERE score IS NOT NULL) m WHERE of_kind <= {most}"""

    def _ranked(self) -> str:
        """The words decide which kind comes first, all else which service of it; each further one of a kind ranks lower.

        Whom a service suits orders those of its kind and takes nothing from the kind: its first stands where the best would.
        Only where nobody of the kind is for those who ask (a workshop for the blind, nearest to a stroke) the kind yields.
        """
        of_kind = "OVER (PARTITION BY kind_id)"
        best, suiting = f"max(fits) {of_kind}", f"max(score) {of_kind}"
        in_kind = f"score * CASE WHEN {suiting} > {best} * {SUITS_SOMEHOW}::float8 THEN {best} / {suiting} ELSE 1 END"
        if self.question.order != Order.RELEVANCE or len(self.fit.kinds) < 2:
            return f"SELECT *, {in_kind} AS final FROM told"
        share = ASKED_PLACE_SHARE if self.origin.is_asked else KIND_SHARE
        worth = NEXT_IN_DOUBT + (NEXT_OF_KIND - NEXT_IN_DOUBT) * self.need.confidence
        further = self.values.put("further", f"{worth:.3f}", "float8")
        return f"""SELECT *, {in_kind} * power(coalesce(weight / max(fits) FILTER (WHERE NOT is_named) OVER (
                PARTITION BY kind_id), 1), {share}::float8)
            * power({further}, least(row_number() OVER (
                PARTITION BY kind_id ORDER BY score DESC, quality, effort, service_id), 4) - 1) AS final FROM told"""

    def _order(self) -> str:
        if self.question.order == Order.DISTANCE:
            return "effort NULLS LAST, score DESC, service_id"
        if self.question.order == Order.NAME:
            return "sort_name, service_id"
        return "final DESC, quality, effort NULLS LAST, sort_name, service_id"

    def _nearest_place(self, tests: dict[str, str]) -> str:
        """The place to show of a service: the easiest to reach of those that pass."""
        passes = " AND ".join([self._offered(), *(test for facet, test in tests.items() if facet in OF_PLACE)])
        far = f"{distance(self.origin, self.values)} AS km, {comes(self.origin, self.bits, self.values)} AS comes"
        places = f"SELECT e.*, {far} FROM catalogue_searchentry e"
        return f"""SELECT e.facility_id, e.km, e.comes FROM ({places} WHERE e.service_id = p.service_id AND {passes}) e
            ORDER BY {effort(self.origin, self.bits, self.values)}, e.id LIMIT 1"""


def _bit_where(conditions: list[str], bits: int | str) -> str:
    return f"CASE WHEN {' AND '.join(conditions)} THEN {bits} ELSE 0 END" if conditions else f"({bits})"


def _is_of_both(test: str) -> bool:
    """A test of the service that its place can answer as well."""
    return test.startswith("s.possible_forms")
