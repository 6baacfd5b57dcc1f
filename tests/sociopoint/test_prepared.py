from __future__ import annotations

import pytest
from django.db import connection

from sociopoint.prepared import PreparedStatement

pytestmark = pytest.mark.django_db


def test_a_statement_is_prepared_once_a_connection(django_assert_num_queries):
    double = PreparedStatement("test_double", "SELECT $1::int * 2, $2::text", parameters=2)

    with django_assert_num_queries(3):
        assert double.first_row(21, "a") == (42, "a")
        assert double.first_row(4, "o'b") == (8, "o'b")


def test_no_row_is_none():
    assert PreparedStatement("test_none", "SELECT $1::int WHERE false", parameters=1).first_row(1) is None


@pytest.mark.django_db(transaction=True)
def test_a_new_connection_prepares_it_anew():
    half = PreparedStatement("test_half", "SELECT $1::int / 2", parameters=1)
    assert half.first_row(4) == (2,)

    connection.close()

    assert half.first_row(6) == (3,)
