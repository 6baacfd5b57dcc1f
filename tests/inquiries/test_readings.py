from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from inquiries.models import Reading
from tests.factories import UserFactory


@pytest.fixture
def read():
    def make(worker, number, **facts):
        at = timezone.localtime().replace(hour=10)
        Reading.objects.bulk_create(
            Reading(**{"by": worker, "kind": "opened", "inquiry_id": 1, "at": at} | facts) for _n in range(number)
        )

    return make


def test_a_coordinator_sees_who_read_much_more_than_others(client, coordinator, read):
    usual, eager = UserFactory(worker=True, name="Pracovnice 1"), UserFactory(worker=True, name="Pracovnice 2")
    third = UserFactory(worker=True, name="Pracovnice 3")
    read(usual, 5)
    read(third, 6)
    read(eager, 40, is_own_case=False)
    client.force_login(coordinator)

    weeks = client.get("/pult/nahlednuti/").context["weeks"]

    assert [(week.worker, week.opened) for week in weeks] == [(eager, 40), (third, 6), (usual, 5)]
    assert "většina jsou cizí dotazy" in weeks[0].remarks
    assert weeks[2].remarks == []


def test_weeks_are_turned_and_an_unreadable_one_is_this(client, coordinator, worker, read):
    read(worker, 1, at=timezone.localtime() - timedelta(days=7))
    client.force_login(coordinator)

    now = client.get("/pult/nahlednuti/?tyden=nesmysl").context
    before = client.get(f"/pult/nahlednuti/?tyden={now['earlier']}").context

    assert (len(now["weeks"]), len(before["weeks"])) == (0, 1)
    assert now["later"] == ""


def test_nobody_else_sees_readings(client, worker):
    client.force_login(worker)

    assert client.get("/pult/nahlednuti/").status_code == 403
