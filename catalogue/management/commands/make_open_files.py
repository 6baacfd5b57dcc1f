from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.open_files import make_files


class Command(BaseCommand):
    help = "Makes the files of open data at once, as the background worker does each night."

    def handle(self, *args: Any, **options: Any) -> None:
        made = make_files(timezone.now())
        self.stdout.write(
            _("Otevřená data: služeb %(services)d, z toho změněných %(changed)d, stažených %(withdrawn)d.")
            % {"services": made.services, "changed": made.changed, "withdrawn": made.withdrawn}
        )
