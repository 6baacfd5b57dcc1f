from __future__ import annotations

from argparse import ArgumentParser
from time import monotonic

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError

from network.made_up_load import NetworkInUse, make_network


class Command(BaseCommand):
    help = "Makes up a network to time its lists with. Never where there is anybody in it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--organisations", type=int, default=2_000)
        parser.add_argument("--people", type=int, default=10_000)
        parser.add_argument("--meetings", type=int, default=5_000)

    def handle(self, *args: object, organisations: int, people: int, meetings: int, **options: object) -> None:
        started = monotonic()
        try:
            make_network(organisations=organisations, people=people, meetings=meetings)
        except (NetworkInUse, PermissionDenied) as refusal:
            raise CommandError(str(refusal)) from None
        except (ProgrammingError, OperationalError) as error:
            if "session_replication_role" in str(error):
                raise CommandError("Role databáze nesmí vypnout triggery. Použijte vlastníka clusteru.") from None
            raise
        self.stdout.write(f"Vymyšlená síť: {people} lidí, {meetings} jednání, za {monotonic() - started:.1f} s.")
