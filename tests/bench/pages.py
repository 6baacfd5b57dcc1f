"""Requests a second of the search page and of the service page, as shares of two pages that do nothing."""

from __future__ import annotations

import contextlib
import gzip
from statistics import median

import brotli

from tests.bench.database import connect, server_pid
from tests.bench.load import Load, apply_load
from tests.bench.machine import Figures, cpu_seconds
from tests.bench.queries import mix, never_twice
from tests.bench.server import LOAD_CORE, Running, get, serving

CONNECTIONS = 8
BASES = ("hello", "frame")
FIRST_ASKED = "search, first met"  # each run asks a warm process what nobody has asked it before
FIRST_MET = "service, first met"  # each run asks for services that no process remembers
NEVER_TWICE = "search, new process"  # each run asks a process that has met no service, and no question twice
PAGES = (*BASES, "search", FIRST_ASKED, "service", FIRST_MET)
TURNED = (FIRST_ASKED, FIRST_MET)


def measure(url: str, *, rounds: int, seconds: float) -> Figures:
    """Each page on a server of its own, in turns, so that a noisy minute meets all of them.

    The mix asks the same sixty questions again and again, whose answers a process keeps; beside it stand questions and
    services nobody has met.
    """
    every = service_paths(url)
    paths = {"hello": ["/bench/hello/"], "frame": ["/bench/frame/"], "search": mix()}
    paths |= {FIRST_ASKED: never_twice(), "service": sixty(every), FIRST_MET: every}
    runs: dict[str, list[Figures]] = {page: [] for page in (*PAGES, NEVER_TWICE)}
    with contextlib.ExitStack() as stack:
        servers = {page: stack.enter_context(serving(url)) for page in PAGES}
        for page in PAGES:
            for path in warming(page, paths[page]):
                get(servers[page].port, path)
        for turn in range(rounds):
            for page in PAGES:
                turned = from_share(paths[page], turn / rounds) if page in TURNED else paths[page]
                runs[page].append(one_run(servers[page], turned, CONNECTIONS, seconds))
            runs[NEVER_TWICE].append(in_new_process(url, turn / rounds, seconds))
        figures: Figures = {page: summed(of) for page, of in runs.items()}
        for page in ("search", "service"):
            figures[page] |= sizes(servers[page], paths[page])
            alone = one_run(servers[page], paths[page], 1, seconds)
            figures[page] |= {f"alone_{name}": alone[name] for name in ("p50", "p95", "p99")}
    for page in runs.keys() - set(BASES):
        for other in BASES:
            shares = [a["per_second"] / b["per_second"] for a, b in zip(runs[page], runs[other], strict=True)]
            figures[page][f"of_{other}"] = round(median(shares), 4)
    return figures


def warming(page: str, paths: list[str]) -> list[str]:
    """What a server is asked before it is measured: all, or what teaches it the cards but not the questions."""
    return {FIRST_ASKED: mix(), FIRST_MET: paths[-3:]}.get(page, paths)


def in_new_process(url: str, share: float, seconds: float) -> Figures:
    """What it is to search in a worker that has just begun: it knows the language and nothing of any service."""
    with serving(url) as server:
        get(server.port, "/sluzby/?q=xyzzyx")
        return one_run(server, from_share(never_twice(), share), CONNECTIONS, seconds)


def search_alone(url: str, *, seconds: float) -> Figures:
    """The whole answer of the search page at some size, no question twice: one connection for latency, several for throughput."""
    with serving(url) as server:
        for path in mix():
            get(server.port, path)
        one = one_run(server, never_twice(), 1, seconds)
        several = one_run(server, from_share(never_twice(), 0.5), CONNECTIONS, seconds)
        return several | {f"alone_{p}": one[p] for p in ("p50", "p95", "p99")}


def one_run(server: Running, paths: list[str], connections: int, seconds: float) -> Figures:
    database = server_pid()
    before = server.cpu_seconds(), cpu_seconds(database) if database else 0.0
    load: Load = apply_load(server.port, paths, connections=connections, seconds=seconds, core=LOAD_CORE)
    after = server.cpu_seconds(), cpu_seconds(database) if database else 0.0
    return {
        "per_second": round(load.per_second, 1),
        "p50": load.p50,
        "p95": load.p95,
        "p99": load.p99,
        "errors": load.errors,
        "app_cpu_ms": round((after[0] - before[0]) * 1000 / load.requests, 3),
        "database_cpu_ms": round((after[1] - before[1]) * 1000 / load.requests, 3) if database else None,
    }


def summed(runs: list[Figures]) -> Figures:
    """The median of each figure over the rounds; errors of all of them."""
    figures = {name: round(median(run[name] for run in runs), 3) for name in runs[0] if runs[0][name] is not None}
    return figures | {"errors": sum(run["errors"] for run in runs)}


def sizes(server: Running, paths: list[str]) -> Figures:
    """Bytes of the answers: as they are, and as a proxy would compress them on the way."""
    bodies = [get(server.port, path) for path in paths]
    ways = {
        "raw": len,
        "gzip6": lambda body: len(gzip.compress(body, 6)),
        "brotli4": lambda body: len(brotli.compress(body, quality=4)),
    }
    counted = {name: [weigh(body) for body in bodies] for name, weigh in ways.items()}
    return {f"bytes_{name}": round(sum(all_of) / len(all_of)) for name, all_of in counted.items()} | {
        f"most_bytes_{name}": max(all_of) for name, all_of in counted.items()
    }


def sixty(paths: list[str]) -> list[str]:
    """Spread evenly over the catalogue."""
    return paths[:: max(1, len(paths) // 60)][:60]


def from_share(paths: list[str], share: float) -> list[str]:
    """The same paths begun elsewhere. More of them than a process keeps are never met again in their turn."""
    begin = round(len(paths) * share)
    return paths[begin:] + paths[:begin]


def service_paths(url: str) -> list[str]:
    """All services that are offered, in their order."""
    with connect(url.partition("?")[0].rpartition("/")[2]) as connection:
        rows = connection.execute(
            "SELECT DISTINCT s.id, s.slug FROM catalogue_service s JOIN catalogue_searchcard c ON c.service_id = s.id"
            " JOIN catalogue_searchentry e ON e.service_id = s.id AND coalesce(e.offered_from, '-infinity') <= current_date"
            " ORDER BY s.id"
        ).fetchall()
    return [f"/sluzby/{pk}-{slug}/" for pk, slug in rows]
