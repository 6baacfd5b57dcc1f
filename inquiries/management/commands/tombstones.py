from __future__ import annotations

from django.core.management.base import BaseCommand

from inquiries.tombstones import written


class Command(BaseCommand):
    help = "Writes what was shredded in the last 40 days (numbers and times, no content), to keep beside the backups."

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(written(), ending="")
