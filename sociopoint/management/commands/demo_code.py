from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError

from sociopoint import demo
from sociopoint.models import User


class Command(BaseCommand):
    help = "Prints the code that the second factor of each demo account shows right now (never in production)."

    def handle(self, *args: object, **options: object) -> None:
        codes = {user.email: demo.code_for(user) for user in User.objects.filter(is_demo=True).order_by("email")}
        if not any(codes.values()):
            raise CommandError("Ukázkové účty tu nejsou: v ostrém provozu nikdy, jinak je založí make run.")
        for email, code in codes.items():
            self.stdout.write(f"{email:36} {code}")
