from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from inquiries.tombstones import NotTombstones, read, replay


class Command(BaseCommand):
    help = "After restoring a backup: shreds again what `tombstones` wrote down; without --commit it only says what."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="what `manage.py tombstones` wrote, as new as there is")
        parser.add_argument("--commit", action="store_true", help="shred; without it nothing changes")

    def handle(self, *args: object, file: Path, commit: bool, **options: object) -> None:
        try:
            with file.open(encoding="utf-8", newline="") as lines:
                stones = read(lines)
        except (OSError, UnicodeDecodeError, NotTombstones) as error:
            raise CommandError(f"{file}: {error}") from None
        found = replay(stones, commit=commit)
        done = "shredded again" if commit else "to be shredded again"
        self.stdout.write(f"tombstones read: {len(stones)}")
        self.stdout.write(f"inquiries whose words are {done}: {found.words}; contacts: {found.contacts}")
        if found.held:
            self.stdout.write(f"kept by a legal hold, for a person to decide: {found.held}")
        if not commit:
            self.stdout.write("Nothing was changed. Say --commit to shred.")
