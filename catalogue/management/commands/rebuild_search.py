from __future__ import annotations

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from catalogue import indexing


class Command(BaseCommand):
    help = (
        "Writes the whole search table anew: after an upgrade that changed what it holds, or nightly for good measure."
    )

    def handle(self, *args: object, **options: object) -> None:
        services = indexing.rebuild()
        self.stdout.write(_("Hledání je přestavěné, služeb: %(services)d.") % {"services": services})
