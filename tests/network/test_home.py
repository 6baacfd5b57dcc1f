"""The first page of the network."""

from __future__ import annotations

from network import parts
from tests.factories import UserFactory


def test_a_part_that_is_not_built_is_left_out(client, db, monkeypatch):
    row = ("network:not-built", "Nic", "Nic", lambda user: True)
    monkeypatch.setattr(parts, "PARTS", [row])
    client.force_login(UserFactory())

    response = client.get("/sit/")

    assert response.context["parts"] == []
    assert response.status_code == 200
