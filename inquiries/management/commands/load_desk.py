from __future__ import annotations

from django.core.management.base import BaseCommand

from inquiries.shipped import load_desk


class Command(BaseCommand):
    help = "Loads the code lists of the front desk and its office; what exists is left as it is."

    def handle(self, *args: object, **options: object) -> None:
        load_desk()
