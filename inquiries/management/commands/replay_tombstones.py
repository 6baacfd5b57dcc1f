from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

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
        self.stdout.write(_("přečtených záznamů o skartaci: %(count)d") % {"count": len(stones)})
        done = _("znovu skartováno") if commit else _("ke skartaci znovu")
        self.stdout.write(
            _("%(done)s: dotazů s texty %(words)d, kontaktů %(contacts)d")
            % {"done": done, "words": found.words, "contacts": found.contacts}
        )
        if found.held:
            self.stdout.write(_("pod zákonným zadržením, rozhodne člověk: %(count)d") % {"count": found.held})
        if not commit:
            self.stdout.write(_("Nic se nezměnilo. Skartuje se s --commit."))
