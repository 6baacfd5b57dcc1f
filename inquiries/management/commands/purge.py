from __future__ import annotations

from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from inquiries.retention import purge


class Command(BaseCommand):
    help = "Finds words and contacts past their time; with --commit shreds them. Statistics stay exactly as they were."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--commit", action="store_true", help="shred; without it nothing changes")

    def handle(self, *args: object, commit: bool, **options: object) -> None:
        found = purge(commit=commit)
        done = "shredded" if commit else "would be shredded"
        self.stdout.write(f"inquiries whose words {done}: {len(found.words)}")
        self.stdout.write(f"contacts {done}: {len(found.contacts)}")
        self.stdout.write(f"texts beside inquiries {done}: {found.loose}")
        self.stdout.write(f"records of reading, older than two years, {done}: {found.readings}")
        self.stdout.write(f"forgotten drafts {'made' if commit else 'to be made'} void: {len(found.drafts)}")
        self.stdout.write(f"inquiries under a legal hold, left alone: {found.held}")
        self.stdout.write(f"past their time for over a day, which an earlier run should have shredded: {found.overdue}")
        if not commit:
            self.stdout.write("Nothing was changed. Say --commit to shred.")
