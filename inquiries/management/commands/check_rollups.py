from __future__ import annotations

import sys
from argparse import ArgumentParser
from datetime import date

from django.core.management.base import BaseCommand

from inquiries.statistics.checking import differences, known_days
from inquiries.statistics.recount import recount_all, recount_changed


class Command(BaseCommand):
    help = "Compares the statistics made ahead with the records themselves; ends with 1 and says what differs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", dest="first", type=date.fromisoformat, help="first day, YYYY-MM-DD")
        parser.add_argument("--to", dest="last", type=date.fromisoformat, help="last day, YYYY-MM-DD")

        parser.add_argument("--rebuild", action="store_true", help="forget the statistics first and count them anew")

    def handle(self, *args: object, first: date | None, last: date | None, rebuild: bool, **options: object) -> None:
        recounted = recount_all() if rebuild else recount_changed()
        known = known_days()
        if known is None:
            self.stdout.write("Žádné záznamy, není co porovnávat.")
            return
        first, last = first or known[0], last or known[1]
        found = 0
        for difference in differences(first, last):
            found += 1
            self.stdout.write(
                f"{difference.span} {difference.start} pracoviště {difference.office_id} {difference.dimension} "
                f"„{difference.key}“ „{difference.sub}“: záznamy {difference.number} ({difference.minutes} min), "
                f"součet {difference.stored_number} ({difference.stored_minutes} min)"
            )
        self.stdout.write(f"{first} až {last}: přepočteno {len(recounted)} dní, rozdílů {found}.")
        if found:
            sys.exit(1)
