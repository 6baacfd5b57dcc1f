from __future__ import annotations

from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from catalogue.shipped.loading import is_behind, load_shipped


class Command(BaseCommand):
    help = (
        "Načte, co se dodává s programem: místa, číselníky, životní situace, krizové linky, fráze a služby v Ostravě. "
        "Po aktualizaci programu doplní nové a změní, na co nikdo nesáhl; co jste změnili vy, nechá a vypíše."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--without-services", action="store_true", help="pro jiné město: všechno kromě služeb v Ostravě"
        )

    def handle(self, *args: object, without_services: bool, **options: object) -> None:
        follows = is_behind()
        self.stdout.write(
            _("Přebírám údaje nové verze programu …") if follows else _("Načítám místa, číselníky a služby v Ostravě …")
        )
        loaded = load_shipped(with_services=not without_services)
        if follows and loaded.news:
            self.stdout.write(loaded.news.text())
        self.stdout.write(
            _("Hotovo: nových služeb %(services)d, nových frází %(phrases)d.")
            % {"services": loaded.services, "phrases": loaded.phrases}
        )
