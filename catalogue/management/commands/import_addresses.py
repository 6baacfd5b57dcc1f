"""Imports the address points of RÚIAN: exact positions of facilities, "my address", and every place of the country."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from time import monotonic

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from catalogue.places.archive import MalformedArchive, file_sizes
from catalogue.places.importing import Imported, import_archive


class Command(BaseCommand):
    help = "Načte adresní místa RÚIAN z archivu ČÚZK (ZIP s jedním CSV na obec); vše, nebo nic."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("archive", type=Path, metavar="SOUBOR.zip")

    def handle(self, *args: object, archive: Path, **options: object) -> None:
        started = monotonic()
        try:
            imported = self._import(archive)
        except MalformedArchive as error:
            raise CommandError(str(error)) from error
        if not imported.is_unchanged and not connection.in_atomic_block:
            with connection.cursor() as cursor:  # suggestions are read from the index alone once it is vacuumed
                cursor.execute("VACUUM (ANALYZE) catalogue_place, catalogue_placekey, catalogue_addresspoint")
        self._report(imported, monotonic() - started)

    def _import(self, archive: Path) -> Imported:
        if not archive.is_file():
            raise MalformedArchive(_("Soubor %(file)s neexistuje.") % {"file": archive})
        columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
            task = progress.add_task(_("Čtu adresy"), total=sum(file_sizes(archive).values()))

            def done(size: int) -> None:
                progress.advance(task, size)
                if progress.finished:
                    progress.update(task, description=_("Zapisuji místa a adresy"))

            return import_archive(archive, done)

    def _report(self, imported: Imported, seconds: float) -> None:
        if imported.is_unchanged:
            self.stdout.write(_("Adres v archivu: %(count)s. Beze změny.") % {"count": imported.addresses})
        else:
            lines = (
                (_("Adres v archivu"), imported.addresses),
                (_("Přidaných"), imported.added),
                (_("Změněných"), imported.changed),
                (_("Zrušených"), imported.removed),
                (_("Zapsaných míst"), imported.places),
                (_("Míst služeb s novou polohou"), imported.facilities),
            )
            self.stdout.write("\n".join(f"{label}: {count}" for label, count in lines))
        if imported.without_position:
            self.stdout.write(_("Adres bez polohy, vynechaných: %(count)s") % {"count": imported.without_position})
        self.stdout.write(_("Trvalo %(seconds).1f s.") % {"seconds": seconds})
