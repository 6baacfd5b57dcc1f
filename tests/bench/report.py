"""The figures beside their goals, as a table for people and as JSON for machines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.table import Table

from sociopoint.environment import PROJECT
from tests.bench.machine import Figures
from tests.bench.weight import LIMIT

FILE = PROJECT / "var" / "bench.json"
Goal = tuple[str, str, object, bool | None]
"""What, the goal in words, what was measured, and whether it is reached (None: no goal)."""


def write(figures: Figures, file: Path = FILE) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def show(figures: Figures) -> None:
    console = Console(width=140)
    machine = figures["machine"]
    console.print(
        f"\n[bold]SOCIOPOINT, measured {machine['when']}[/] on {machine['processor']}, {machine['cores']} cores,"
    )
    console.print(f"{machine['memory_gib']} GiB, load before {machine['load_before']}; commit {machine['commit']}\n")
    for table in (goals_table(figures), pages_table(figures), classes_table(figures), weight_table(figures)):
        if table.row_count:
            console.print(table)


def goals_table(figures: Figures) -> Table:
    table = Table("what", "goal", "measured", "", title="Goals")
    for what, goal, measured, reached in goals(figures):
        table.add_row(what, goal, str(measured), {True: "[green]✓[/]", False: "[red]✗[/]", None: ""}[reached])
    return table


def goals(figures: Figures) -> Iterator[Goal]:
    if pages := figures.get("pages"):
        yield from _page_goals(pages)
    if sizes := figures.get("sizes"):
        yield from _size_goals(sizes)
    if register := figures.get("register"):
        first, second, share = register["first_seconds"], register["second_seconds"], register["second_of_first"]
        yield (
            "register, first import",
            "< 60 s, < 400 MB",
            f"{first} s, {register['first_peak_mb']} MB",
            first < 60 and register["first_peak_mb"] < 400,
        )
        yield "register, second import", "< 30 s", f"{second} s", second < 30
        yield "second of first", "<= 0.10", share, share <= 0.10
    if country := figures.get("suggestions"):
        yield (
            f"suggestion p95, {country['places']} places",
            "<= 2 ms",
            f"{country['quiet_p95']} ms",
            country["quiet_p95"] <= 2,
        )
    if desk := figures.get("desk"):
        yield from _desk_goals(desk)
    if network := figures.get("network"):
        yield from _network_goals(network)
    if addresses := figures.get("addresses"):
        yield (
            "address import",
            "minutes for 2.9 million",
            f"{addresses['rows_per_second']} rows/s, {addresses['country_minutes']} min",
            None,
        )


def _desk_goals(desk: Figures) -> Iterator[Goal]:
    """Of each size by itself, then what ten million cost beside one. Shares of the raw scan are goals of ten million."""
    for size, figure in desk.items():
        limit = 300 if int(size) <= 1_000_000 else 600
        year = figure["report_year"]["p50"]
        yield f"report of a year over {size} inquiries", f"< {limit} ms", f"{year} ms", year < limit
        month, five = figure["report_month"]["p50"], figure["report_five_years"]["p50"]
        raw_month, raw_five = figure["raw_month"]["p50"], figure["raw_five_years"]["p50"]
        for name, took, least in (("five years", five, 100), ("a month", month, 300)):
            share, is_judged = (
                raw_five / took,
                int(size) >= 10_000_000,
            )  # what is read grows with the desk, the report hardly
            goal, reached = (f"<= 1/{least}", share >= least) if is_judged else ("", None)
            yield f"  {name} of the raw scan of five years, {size}", goal, f"1/{share:.0f}", reached
        refreshed = raw_five / figure["recount_month"]["p50"]
        yield f"  recount of a month of the full scan, {size}", "<= 1/20", f"1/{refreshed:.0f}", refreshed >= 20
        yield f"  the same counts of a month, raw, {size}", "", f"{raw_month} ms", None
        for name in (name for name in figure if name.startswith(("list_", "page_"))):
            took = figure[name]["p50"]
            yield f"  {name.replace('_', ' ')}, {size}", "< 100 ms", f"{took} ms", took < 100
    if len(desk) == 2:
        small, large = desk.values()
        grew = large["report_month"]["p50"] / small["report_month"]["p50"]
        yield "report of a month, ten million to one", "<= 1.2 x", f"{grew:.2f} x", grew <= 1.2
        grew = large["list_newest"]["sql"] / small["list_newest"]["sql"]
        yield "page of the list, ten million to one", "<= 1.5 x", f"{grew:.2f} x", grew <= 1.5


def _network_goals(network: Figures) -> Iterator[Goal]:
    """By the processor time of both sides: the clock of a shared machine tells of the others."""
    for name, figure in network["pages"].items():
        took = round(figure["cpu_p95"] + figure["postgres_cpu"], 1)
        said = f"{took} ms of CPU, {figure['queries']} queries"
        yield f"network, {name}", "< 100 ms, <= 10 queries", said, took < 100 and figure["queries"] <= 10


def _page_goals(pages: Figures) -> Iterator[Goal]:
    search = pages["search"]
    for name, other, least in (
        ("search", "hello", 0.15),
        ("search, first met", "hello", 0.15),
        ("search", "frame", 0.25),
        ("search, first met", "frame", 0.25),
        ("service", "hello", 0.30),
    ):
        share = pages[name][f"of_{other}"]
        yield f"page of {other}: {name}", f">= {least:.0%}", f"{share:.1%}", share >= least
    yield "search page, raw HTML", "<= 32 kB", f"{search['bytes_raw'] / 1000:.1f} kB", search["bytes_raw"] <= 32_000
    yield (
        "search page, brotli 4",
        "<= 7 kB",
        f"{search['bytes_brotli4'] / 1000:.1f} kB",
        search["bytes_brotli4"] <= 7_000,
    )


def _size_goals(sizes: dict[str, Figures]) -> Iterator[Goal]:
    names = list(sizes)
    small, large = sizes[names[0]], sizes[names[-1]]
    statements = small["statements"]
    worst = max(statements["search"].values(), key=lambda times: times["quiet_p95"])["quiet_p95"]
    yield f"search SQL at {names[0]}, worst class p95", "<= 5 ms", f"{worst} ms", worst <= 5
    yield (
        "queries of the search page, first met",
        "<= 5",
        statements["search page, first met"]["statements"],
        statements["search page, first met"]["statements"] <= 5,
    )
    yield (
        "queries of the service page",
        "<= 3",
        statements["service page"]["statements"],
        statements["service page"]["statements"] <= 3,
    )
    if large is small:
        return
    others = large["statements"]
    if len(names) == 3:
        worst = max(others["search"].values(), key=lambda times: times["quiet_p95"])["quiet_p95"]
        yield f"search SQL at {names[-1]}, worst class p95", "<= 80 ms", f"{worst} ms", worst <= 80
    for what, most in (
        ("search page, first met", 15),
        ("nearest only", 2.5),
        ("service page", 2),
        ("suggestions", 1.5),
    ):
        before, after = ((s.get(what) or s["search"][what])["mean"] for s in (statements, others))
        goal = f"<= {most} x" + ("" if len(names) == 3 else " at 600 000")
        yield (
            f"growth of SQL {names[0]} to {names[-1]}: {what}",
            goal,
            f"{after / before:.1f} x",
            after / before <= most,
        )


def pages_table(figures: Figures) -> Table:
    table = Table(
        "page",
        "requests/s",
        "of hello",
        "of frame",
        "p50",
        "p95",
        "p99",
        "alone p50",
        "app CPU",
        "db CPU",
        "raw",
        "gzip",
        "brotli",
        title="Pages: 1 worker, 8 connections; ms",
    )
    rows = dict(figures.get("pages") or {})
    rows |= {f"search at {size}": of["page"] for size, of in (figures.get("sizes") or {}).items() if "page" in of}
    for name, page in rows.items():
        shares = (f"{page[f'of_{other}']:.1%}" if f"of_{other}" in page else "" for other in ("hello", "frame"))
        cells = (
            "p50",
            "p95",
            "p99",
            "alone_p50",
            "app_cpu_ms",
            "database_cpu_ms",
            "bytes_raw",
            "bytes_gzip6",
            "bytes_brotli4",
        )
        table.add_row(name, str(page["per_second"]), *shares, *(str(page.get(cell, "")) for cell in cells))
    return table


def classes_table(figures: Figures) -> Table:
    sizes = figures.get("sizes") or {}
    table = Table("SQL, ms: p50 / p95 (quietest run of each)", *sizes, "growth", title="Statements")
    classes = (
        {
            name: [of["statements"]["search"][name] for of in sizes.values()]
            for name in next(iter(sizes.values()))["statements"]["search"]
        }
        if sizes
        else {}
    )
    for name in ("search page", "search page, first met", "service page", "suggestions"):
        if sizes:
            classes[name] = [of["statements"][name] for of in sizes.values()]
    for name, times in classes.items():
        cells = [f"{t['quiet_p50']} / {t['quiet_p95']} ({t['statements']} q)" for t in times]
        table.add_row(name, *cells, f"{times[-1]['mean'] / times[0]['mean']:.1f} x")
    return table


def weight_table(figures: Figures) -> Table:
    table = Table(
        "page",
        "HTML",
        "CSS",
        "JS",
        "font",
        "other",
        "total",
        f"of {LIMIT}",
        "raw HTML",
        title="First visit, bytes on the wire",
    )
    for name, page in (figures.get("first_visit") or {}).items():
        cells = (page[part] for part in ("html", "css", "js", "font", "other", "total"))
        table.add_row(name, *map(str, cells), f"{page['total'] / LIMIT:.0%}", str(page["raw_html"]))
    return table
