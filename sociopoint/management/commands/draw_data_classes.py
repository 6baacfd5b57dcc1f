from __future__ import annotations

from django.core.management.base import BaseCommand

from sociopoint.drawn_data_classes import PAGE, page


class Command(BaseCommand):
    help = "Draws which class of data each column holds into docs/reference/data-classes.md."
    requires_system_checks: list[str] = []

    def handle(self, *args: object, **options: object) -> None:
        PAGE.write_text(page(), encoding="utf-8")
        self.stdout.write(f"{PAGE} is drawn")
