from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand
from django.db import connection, transaction

from sociopoint.secrecy import encrypted_fields, renew_token

BATCH = 500
SECRETS = {"secret", "seed"}
"""Names of what is encrypted in the data of an authenticator."""


class Command(BaseCommand):
    help = "Encrypts every encrypted text anew under the first key of FIELD_KEYS; the others can then be removed."

    def handle(self, *args: object, **options: object) -> None:
        for model, names in encrypted_fields():
            for name in names:
                renewed = self.renew(model._meta.db_table, model._meta.pk.column, name)
                self.stdout.write(f"{model._meta.label}.{name}: {renewed}")
        self.stdout.write(f"mfa.Authenticator.data: {self.renew_second_factors()}")

    def renew(self, table: str, key: str | None, column: str) -> int:
        """How many texts were encrypted anew. In batches, each its own transaction, so that the desk works meanwhile."""
        last, renewed = 0, 0
        while True:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(
                    f'SELECT "{key}", "{column}" FROM "{table}" WHERE "{key}" > %s AND "{column}" <> \'\' '  # noqa: S608  names of our own models
                    f'ORDER BY "{key}" LIMIT {BATCH} FOR UPDATE',
                    [last],
                )
                rows = cursor.fetchall()
                cursor.executemany(
                    f'UPDATE "{table}" SET "{column}" = %s WHERE "{key}" = %s',  # noqa: S608  names of our own models
                    [(renew_token(token), pk) for pk, token in rows],
                )
            if not rows:
                return renewed
            last, renewed = rows[-1][0], renewed + len(rows)

    def renew_second_factors(self) -> int:
        """allauth keeps its secrets inside JSON: the seed of an app, and that of recovery codes."""
        renewed = 0
        with transaction.atomic():
            for authenticator in Authenticator.objects.select_for_update().exclude(type=Authenticator.Type.WEBAUTHN):
                tokens = {name: renew_token(authenticator.data[name]) for name in SECRETS & authenticator.data.keys()}
                authenticator.data |= tokens
                authenticator.save(update_fields=["data"])
                renewed += len(tokens)
        return renewed
