from __future__ import annotations

from django.core.management.base import BaseCommand

from inquiries.drawn_states import PAGE, page


class Command(BaseCommand):
    help = "Draws the states of the desk and their moves into docs/reference/states.md."
    requires_system_checks: list[str] = []

    def handle(self, *args: object, **options: object) -> None:
        PAGE.write_text(page(), encoding="utf-8")
        self.stdout.write(f"{PAGE} is drawn")
