from __future__ import annotations

import gc
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from catalogue.register.code_lists import read_code_lists
from catalogue.register.findings import RegisterRefused
from catalogue.register.importing import import_register
from catalogue.register.progress import ImportProgress

STANDARD_INPUT = "-"


class Command(BaseCommand):
    help = "Načte národní registr poskytovatelů sociálních služeb (RPSS) ze souboru. Zapíše se všechno, nebo nic."
    requires_system_checks = []  # they load every page of the site; an unchanged register takes less

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="soubor rpss.json, nebo - pro standardní vstup")
        parser.add_argument("--code-lists", metavar="FOLDER", type=Path, help="složka s číselníky ministerstva")
        parser.add_argument(
            "--accept-drop", action="store_true", help="přijmout i soubor, v němž ubylo přes 5 %% platných služeb"
        )

    def handle(self, *args: object, **options: object) -> None:
        gc.freeze()  # what the start loaded stays to the end: going through it again and again took a tenth of the time
        try:
            folder = options["code_lists"]
            lists = read_code_lists(folder) if isinstance(folder, Path) else None
            with _opened(str(options["file"])) as (source, size), ImportProgress(sys.stderr, size) as progress:
                report = import_register(
                    source, lists=lists, watcher=progress, accept_drop=bool(options["accept_drop"])
                )
        except RegisterRefused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(report.text())


@contextmanager
def _opened(file: str) -> Iterator[tuple[BinaryIO, int | None]]:
    """The file and its length in bytes; of standard input the length is not known."""
    if file == STANDARD_INPUT:
        yield sys.stdin.buffer, None
        return
    path = Path(file)
    try:
        source = path.open("rb")
    except OSError as error:
        reasons = {
            FileNotFoundError: _("neexistuje"),
            IsADirectoryError: _("je to složka"),
            PermissionError: _("nesmíme ho číst"),
        }
        reason = reasons.get(type(error), error.strerror)
        raise RegisterRefused(_("Soubor %(path)s nejde otevřít: %(why)s.") % {"path": path, "why": reason}) from None
    with source:
        yield source, path.stat().st_size
