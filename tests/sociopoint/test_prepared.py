from __future__ import annotations

import pytest
from django.db import connection

from sociopoint.prepared import PreparedStatement, Values, only_row

pytestmark = pytest.mark.django_db


def prepared() -> list[tuple[str, int]]:
    """Statements this connection keeps, each with how often it ran without being planned for its values."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement, generic_plans FROM pg_prepared_statements ORDER BY prepare_time")
        return cursor.fetchall()


def test_a_statement_is_prepared_once_a_connection(django_assert_num_queries):
    double = PreparedStatement("SELECT $1::int * 2, $2::text")

    with django_assert_num_queries(2):
        assert double.first_row(21, "a") == (42, "a")
        assert double.first_row(4, "o'b") == (8, "o'b")

    assert [runs for statement, runs in prepared() if statement == "SELECT $1::int * 2, $2::text"] == [2]


def test_no_row_is_none():
    assert PreparedStatement("SELECT $1::int WHERE false").first_row(1) is None


def test_the_text_of_a_shape_holds_no_value():
    def ask(numbers: list[int], least: int) -> tuple[str, dict[str, int]]:
        values = Values()
        sql = f"SELECT sum(n)::int AS total FROM unnest({values.put('numbers', numbers, 'int[]')}) AS n"  # noqa: S608
        sql += f" WHERE n >= {values.put('least', least, 'int')} AND n <> {values.put('least', least, 'int')} + 100"
        return sql, only_row(sql, values)

    first, second = ask([1, 2, 3], 2), ask([40, 2, 140], 40)

    assert first == ("SELECT sum(n)::int AS total FROM unnest($1::int[]) AS n WHERE n >= $2::int AND n <> $2::int + 100",
                     {"total": 5})  # fmt: skip
    assert second == (first[0], {"total": 40})


@pytest.mark.django_db(transaction=True)
def test_a_new_connection_prepares_it_anew():
    half = PreparedStatement("SELECT $1::int / 2")
    assert half.first_row(4) == (2,)

    connection.close()

    assert half.first_row(6) == (3,)
