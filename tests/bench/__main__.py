"""`make bench`: how fast the product is, each figure as a share of another of the same run.

python -m tests.bench [--quick] [--only PART …]     inside `python -m sociopoint.embedded`, which sets DATABASE_URL
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

import django
from rich.console import Console

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
django.setup()

from tests.bench import database, imports, machine, pages, report, visits  # noqa: E402  after django.setup()

REAL, LARGE, HUGE = 6_733, 60_000, 600_000
PARTS = ("pages", "visits", "sizes", "places", "desk", "network")
console = Console(stderr=True, highlight=False)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="about two minutes: shorter runs, no 600 000 services")
    parser.add_argument(
        "--only", nargs="+", choices=PARTS, default=PARTS, help="parts to measure (the import always is)"
    )
    parser.add_argument("--ten-million", action="store_true", help="the desk with ten million inquiries too (an hour)")
    parser.add_argument("--addresses", type=int, help="rows of the address archive (default 600 000, quick 60 000)")
    options = parser.parse_args()
    started = time.monotonic()
    figures = measure(options)
    figures["minutes"] = round((time.monotonic() - started) / 60, 1)
    report.write(figures)
    report.show(figures)
    console.print(f"{figures['minutes']} minutes; all figures: {report.FILE}")


def measure(options: argparse.Namespace) -> machine.Figures:
    rounds, seconds = (2, 2.0) if options.quick else (4, 4.0)
    figures: machine.Figures = {"machine": machine.describe(), "quick": options.quick}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sociopoint-bench-")))
        os.environ["DATA_FOLDER"] = str(folder)  # static files of its own: those of a running product stay
        base = stack.enter_context(database.database("base"))
        say("the register: import twice")
        imports.prepare(base)
        database.manage(base, "collectstatic", "--noinput", "-v0")
        figures["register"] = imports.import_register_twice(base, imports.make_register(folder))
        database.settle(base)
        if "pages" in options.only:
            say("pages under load")
            figures["pages"] = pages.measure(base, rounds=rounds, seconds=seconds)
        if "visits" in options.only:
            say("weight of a first visit")
            figures["first_visit"] = visits.measure(base)
        if "sizes" in options.only:
            sizes = (REAL, LARGE) if options.quick else (REAL, LARGE, HUGE)
            figures["sizes"] = {str(size): measure_size(size, rounds, seconds) for size in sizes}
        if "places" in options.only:
            figures |= measure_places(folder, options.addresses or (60_000 if options.quick else 600_000), rounds)
        if "desk" in options.only:
            sizes = [100_000 if options.quick else 1_000_000, *([10_000_000] if options.ten_million else [])]
            figures["desk"] = {str(size): measure_desk(size, rounds) for size in sizes}
        if "network" in options.only:
            figures["network"] = measure_network(rounds)
    return figures


def measure_desk(inquiries: int, rounds: int) -> machine.Figures:
    """Statistics and list of a desk with so many made-up inquiries of five years."""
    say(f"a desk with {inquiries} inquiries")
    with database.database("desk") as url:
        database.manage(url, "migrate", "-v0")
        database.manage(url, "load_ostrava")
        made = database.manage(url, "make_inquiries", str(inquiries))
        database.settle(url)
        checked = database.manage(url, "check_rollups")
        figures = database.inside(url, "tests.bench.desk", str(4 * rounds))
        return figures | {"seconds_to_make": round(made.seconds, 1), "seconds_to_check": round(checked.seconds, 1)}


def measure_network(rounds: int) -> machine.Figures:
    """Lists of ten thousand people, two thousand organisations, five thousand meetings."""
    say("a network of 10 000 people")
    with database.database("network") as url:
        database.manage(url, "migrate", "-v0")
        database.manage(url, "load_ostrava")
        made = database.manage(url, "make_network")
        database.settle(url)
        return database.inside(url, "tests.bench.network", str(4 * rounds)) | {
            "seconds_to_make": round(made.seconds, 1)
        }


def measure_size(size: int, rounds: int, seconds: float) -> machine.Figures:
    """A copy of the real catalogue, multiplied."""
    say(f"{size} services")
    with database.database("size", template="base") as url:
        made = database.multiply(url, size) if size != REAL else {}
        page = pages.search_alone(url, seconds=seconds)
        return {"made": made, "statements": database.inside(url, "tests.bench.statements", str(rounds)), "page": page}


def measure_places(folder: Path, rows: int, rounds: int) -> machine.Figures:
    """Suggestions over the whole country, whose places come from an archive of addresses."""
    say(f"{rows} addresses and the places of the whole country")
    with database.database("places", template="base") as url:
        addresses = imports.import_addresses(url, folder, rows)
        if addresses is None:
            console.print(f"[bold red]SKIPPED: {imports.MUNICIPALITIES} is not here: no whole country to suggest from")
            return {}
        return {"addresses": addresses, "suggestions": database.inside(url, "tests.bench.places", str(rounds))}


def say(what: str) -> None:
    console.print(f"[dim]{time.strftime('%H:%M:%S')}[/] {what} …")


if __name__ == "__main__":
    sys.exit(main())
