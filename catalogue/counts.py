# ruff: noqa: S608  parts of the search statement: bits of our own, over rows written in search_sql
"""What a search counts, always of services: how many there are, and how many each filter and option would give.

A row of `met` is a service that was read. Its facts that counts depend on are one number, `facts`, by which alike services
are counted once in `tally`; every count is then a sum over some dozens of rows. `tests` as in `search_sql`: facet -> SQL.
"""

from __future__ import annotations

from catalogue.models import FormOfCare

OF_SERVICE = ("forms", "kinds", "groups", "age", "language", "free_places")
OF_PLACE = ("place", "barrier_free", "open_now")
FACETS = (*OF_SERVICE, *OF_PLACE)
"""Conditions that a person may loosen, of the service or of its place; each has a bit."""
BIT = {facet: 1 << number for number, facet in enumerate(OF_SERVICE)}
PASSES, MAY_BE_OPEN, MAY_BE_BARRIER_FREE = 1, 2, 4
WITHOUT = {"place": 8, "barrier_free": 16, "open_now": 32}
"""Bits of what some place of a service does: passes all conditions of places; is open, barrier-free as well; passes all
conditions but one."""
FACTS = {"failed": (0, 63), "ways": (6, 63), "possible_forms": (12, 15), "may_be_free": (16, 1)}
"""Where in the one number by which services are counted each fact begins, and its bits: one is counted faster than four."""
Tests = dict[str, str]


def facts() -> str:
    """The number, of a row `s` with these columns."""
    return " | ".join(f"(s.{name} << {begin})" for name, (begin, _bits) in FACTS.items())


def tally() -> str:
    """Services by kind and facts, with how many are alike."""
    return f"""SELECT kind_id, {_from_facts(*FACTS)}, passes, services
        FROM (SELECT kind_id, facts, count(score) > 0 AS passes, count(*) AS services FROM met GROUP BY 1, 2) t"""


def totals(tests: Tests) -> str:
    """Columns over `tally`: all that were read and all that pass, each filter left out, each form, each tick."""
    counts = {"considered": "TRUE", "total": "passes"}
    counts |= {f"without_{facet}": _passes_all_but(facet, tests) for facet in tests}
    for form in FormOfCare:
        counts[f"form_{form.value}"] = f"possible_forms & {form.bit} <> 0 AND {_passes_all_but('forms', tests)}"
    counts["tick_open_now"] = f"failed = 0 AND ways & {MAY_BE_OPEN} <> 0"
    counts["tick_barrier_free"] = f"failed = 0 AND ways & {MAY_BE_BARRIER_FREE} <> 0"
    counts["tick_free_places"] = f"may_be_free = 1 AND {_passes_all_but('free_places', tests)}"
    return ", ".join(
        f"coalesce(sum(services) FILTER (WHERE {condition}), 0)::int AS {name}" for name, condition in counts.items()
    )


def of_kinds(tests: Tests, *, some_give_more: bool) -> str:
    """Kinds of the services that pass all other filters, each with how many; who gives several counts for each of them."""
    passes = _passes_all_but("kinds", tests)
    of_one = f"SELECT kind_id, sum(services) AS n FROM tally WHERE kind_id IS NOT NULL AND {passes} GROUP BY 1"
    if some_give_more:
        further = f"""SELECT other, 1 FROM (
            SELECT kind_id, kinds, score IS NOT NULL AS passes, {_from_facts("failed", "ways")} FROM met
            WHERE kinds IS NOT NULL) m CROSS JOIN LATERAL unnest(m.kinds) other WHERE other <> kind_id AND {passes}"""
        of_one = f"SELECT kind_id, sum(n) AS n FROM ({of_one} UNION ALL {further}) every GROUP BY 1"
    return f"(SELECT json_object_agg(kind_id, n) FROM ({of_one}) k)"


def of_groups(tests: Tests) -> str:
    """The same of groups of people; the same few are listed again and again."""
    return f"""(SELECT json_object_agg(pk, n) FROM (
        SELECT pk, sum(services) AS n FROM (SELECT unnest(groups) AS pk, services FROM (
            SELECT groups, count(*) AS services FROM (
                SELECT groups, score IS NOT NULL AS passes, {_from_facts("failed", "ways")} FROM met) m
            WHERE {_passes_all_but("groups", tests)} GROUP BY 1) g) u
        GROUP BY 1) k)"""


def _from_facts(*names: str) -> str:
    return ", ".join(f"(facts >> {FACTS[name][0]}) & {FACTS[name][1]} AS {name}" for name in names)


def _passes_all_but(facet: str, tests: Tests) -> str:
    """Some place of it passes all conditions of places, and it all of services, but this one."""
    if facet not in tests:
        return "passes"
    if facet in WITHOUT:
        return f"failed = 0 AND ways & {WITHOUT[facet]} <> 0"
    return f"ways & {PASSES} <> 0 AND failed & ~{BIT[facet]} = 0"
