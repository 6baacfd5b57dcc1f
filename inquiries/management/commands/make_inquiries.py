from __future__ import annotations

from argparse import ArgumentParser
from time import monotonic

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError

from catalogue.models import Service
from inquiries.shipped import load_desk
from inquiries.statistics.made_up_load import RealDesk, make_inquiries, refuse_real_desk


class Command(BaseCommand):
    help = "Adds made-up inquiries to try the desk and its statistics with. Never to a desk with real ones."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", type=int)
        parser.add_argument("--years", type=int, default=5)
        parser.add_argument("--seed", type=float, default=0.42, help="from -1 to 1; the same seed makes the same desk")

    def handle(self, *args: object, number: int, years: int, seed: float, **options: object) -> None:
        started = monotonic()
        try:
            refuse_real_desk()
            load_desk()
            if not Service.objects.exists():
                raise CommandError("Nejdřív nahrajte katalog: manage.py load_ostrava")
            make_inquiries(number, years=years, seed=seed)
        except (RealDesk, PermissionDenied) as refusal:
            raise CommandError(str(refusal)) from None
        except (ProgrammingError, OperationalError) as error:
            if "session_replication_role" in str(error):
                raise CommandError("Role databáze nesmí vypnout triggery. Použijte vlastníka clusteru.") from None
            raise
        self.stdout.write(f"Vymyšlených dotazů: {number}, za {monotonic() - started:.1f} s.")
