"""A made-up network for timing: as large as asked, whole, and never beside real people."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from catalogue.models import Organisation
from network.models import IndicatorValue, Mandate, Meeting, Person, Position, Resolution, Task
from tests.factories import UserFactory
from tests.network.factories_people import PersonFactory

pytestmark = pytest.mark.django_db
LISTS = (
    "lide/",
    "lide/?q=dluhy",
    "organizace/",
    "jednani/",
    "jednani/?stav=approved",
    "skupiny/",
    "ukoly/?ktere=vsechny",
)


def make(capsys, **numbers):
    call_command("make_network", **numbers)
    return capsys.readouterr().out


def test_a_network_as_large_as_asked_is_made_whole(capsys):
    said = make(capsys, organisations=1_000, people=1_200, meetings=180)

    assert "1200 lidí, 180 jednání" in said
    counted = [table.objects.count() for table in (Organisation, Person, Position, Meeting)]
    assert counted == [1_000, 1_200, 1_200, 180]
    assert Mandate.objects.count() == 900
    assert Resolution.objects.count() == 60
    assert Task.objects.open().exists()
    assert IndicatorValue.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_nobody_real_meets_them(capsys):
    PersonFactory()

    with pytest.raises(CommandError, match="někdo je"):
        make(capsys, organisations=2, people=2, meetings=2)


@pytest.mark.parametrize("role", [{"coordinator": True}, {}], ids=["coordinator", "partner"])
def test_lists_of_a_large_network_cost_at_most_ten_queries(client, capsys, role, django_assert_max_num_queries):
    make(capsys, organisations=100, people=900, meetings=180)
    client.force_login(UserFactory(**role))
    client.get("/sit/lide/")  # what every process reads once

    for address in LISTS:
        with django_assert_max_num_queries(10):
            assert client.get(f"/sit/{address}").status_code == 200
