from __future__ import annotations

import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from catalogue.register.code_lists import read_code_lists
from catalogue.register.fetching import REGISTER, fetch, fetch_code_lists
from catalogue.register.findings import RegisterRefused
from catalogue.register.importing import import_register
from catalogue.register.progress import ImportProgress
from catalogue.register.report import Report
from sociopoint.environment import Environment


class Command(BaseCommand):
    help = "Stáhne národní registr a číselníky z nastavených adres a načte je; hodí se do nočního plánovače."
    requires_system_checks = []  # they load every page of the site; an unchanged register takes less

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--accept-drop", action="store_true", help="přijmout i soubor, v němž ubylo přes 5 %% platných služeb"
        )

    def handle(self, *args: object, **options: object) -> None:
        try:
            report = _update(settings.ENVIRONMENT, accept_drop=bool(options["accept_drop"]))
        except RegisterRefused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(report.text())


def _update(environment: Environment, *, accept_drop: bool) -> Report:
    """Fetch into a folder that is gone afterwards, then import; code lists first, the register needs them."""
    if not environment.register_url or not environment.code_lists_url:
        raise RegisterRefused(_("Nastavte REGISTER_URL a CODE_LISTS_URL: adresy registru a složky s číselníky."))
    with tempfile.TemporaryDirectory(prefix="sociopoint-register-") as folder:
        path = Path(folder) / "rpss.json"
        with ImportProgress(sys.stderr, None) as progress:
            fetch_code_lists(environment.code_lists_url, Path(folder))
            register_date = fetch(environment.register_url, path, REGISTER, progress.fetched)
        with path.open("rb") as source, ImportProgress(sys.stderr, path.stat().st_size) as progress:
            return import_register(
                source,
                lists=read_code_lists(Path(folder)),
                watcher=progress,
                accept_drop=accept_drop,
                register_date=register_date,
            )
