from __future__ import annotations

from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.translation import gettext as _

from catalogue import indexing
from catalogue.places.loading import load_shipped_places
from catalogue.shipped.code_lists import load_code_lists
from catalogue.shipped.ostrava import load_ostrava
from catalogue.shipped.phrases import load_phrases
from situations.handbooks.shipped import load_handbooks
from situations.shipped import load_situations


class Command(BaseCommand):
    help = (
        "Loads what ships with the program: places, code lists, situations, crisis lines, phrases, Ostrava's services."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--without-services", action="store_true", help="for another city: everything but Ostrava's services"
        )

    @transaction.atomic
    def handle(self, *args: object, without_services: bool, **options: object) -> None:
        self.stdout.write(_("Načítám místa, číselníky a služby v Ostravě …"))
        load_shipped_places()
        load_situations()
        load_handbooks()
        load_code_lists()
        phrases = load_phrases()
        services = [] if without_services else load_ostrava()
        indexing.refresh(services)
        self.stdout.write(
            _("Hotovo: nových služeb %(services)d, nových frází %(phrases)d.")
            % {"services": len(services), "phrases": phrases}
        )
