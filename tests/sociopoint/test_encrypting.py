"""The operation of a migration that closes a column which was readable, and opens it again on the way back."""

from __future__ import annotations

import pytest
from django.db import connection

from sociopoint.encrypting import encrypt_column
from sociopoint.secrecy import decrypt_text


@pytest.mark.django_db
def test_every_text_is_encrypted_and_read_back_and_empty_stays_empty(monkeypatch):
    monkeypatch.setattr("sociopoint.encrypting.BATCH", 2)
    texts = ["dcera", "", "soused", "matka", "bratr"]
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE told (id bigserial PRIMARY KEY, text text)")
        cursor.executemany("INSERT INTO told (text) VALUES (%s)", [(text,) for text in texts])

        def kept() -> list[str]:
            cursor.execute("SELECT text FROM told ORDER BY id")
            return [text for (text,) in cursor.fetchall()]

        closing = encrypt_column("told", "text")
        with connection.schema_editor(atomic=False) as editor:
            closing.code(None, editor)
            closed = kept()
            closing.reverse_code(None, editor)

        assert "dcera" not in str(closed)
        assert [decrypt_text(text) for text in closed] == texts
        assert kept() == texts
