from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.table import Table

from catalogue.quality import EVERY_NEED, MEASURES, averages, kinds_found, read_judged, score


class Command(BaseCommand):
    help = "Scores the search on judged queries (CSV: id, query, style, relevant_kinds, best_kind), over the page's own code."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", help="print one JSON object instead of the table")
        parser.add_argument("--misses", action="store_true", help="also list the queries whose first result is wrong")

    def handle(self, *args: object, file: Path, **options: object) -> None:
        try:
            judged = read_judged(file)
        except (OSError, KeyError, UnicodeDecodeError) as error:
            raise CommandError(f"Soubor s dotazy nejde přečíst: {error}") from None
        if not judged:
            raise CommandError("Soubor neobsahuje žádný dotaz.")
        found = {query.id: kinds_found(query.query) for query in judged}
        result = averages([(query, score(query, found[query.id])) for query in judged])
        if options["json"]:
            self.stdout.write(json.dumps(result, ensure_ascii=False, indent=1))
            return
        measures = [*MEASURES, *([EVERY_NEED] if EVERY_NEED in result["overall"] else [])]
        table = Table("", "dotazů", *measures)
        for name, row in result.items():
            cells = (f"{row[measure]:.2f}" if measure in row else "" for measure in measures)
            table.add_row(name, f"{row['queries']:.0f}", *cells)
        with (console := Console()).capture() as printed:
            console.print(table)
        self.stdout.write(printed.get())
        if options["misses"]:
            for query in judged:
                if (kinds := found[query.id])[:1] != [query.best]:
                    self.stdout.write(f"{query.id} {query.query[:80]!r} best {query.best}, found {kinds[:6]}")
