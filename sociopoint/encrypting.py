"""Operations of migrations: a column that was readable becomes encrypted. Alter the field first, a token is long."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.migrations import RunPython

from sociopoint.secrecy import decrypt_text, encrypt_text

BATCH = 1000


def encrypt_column(table: str, column: str) -> RunPython:
    return RunPython(_changing(table, column, encrypt_text), _changing(table, column, decrypt_text))


def _changing(table: str, column: str, change: Callable[[str], str]) -> Callable[[Any, Any], None]:
    """In batches by the table's `id`; by SQL, because the model of a migration would already decrypt what it reads."""

    def run(_apps: Any, schema_editor: Any) -> None:
        last = 0
        with schema_editor.connection.cursor() as cursor:
            while True:
                cursor.execute(
                    f'SELECT id, "{column}" FROM "{table}" WHERE id > %s AND "{column}" <> \'\' '  # noqa: S608  own names
                    f"ORDER BY id LIMIT {BATCH}",
                    [last],
                )
                rows = cursor.fetchall()
                if not rows:
                    return
                cursor.executemany(
                    f'UPDATE "{table}" SET "{column}" = %s WHERE id = %s',  # noqa: S608  own names
                    [(change(text), pk) for pk, text in rows],
                )
                last = rows[-1][0]

    return run
