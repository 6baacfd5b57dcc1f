from __future__ import annotations

import io

import pytest
from django.core.management import call_command


@pytest.fixture
def shipped(db) -> None:
    """The product as a newcomer gets it: places, code lists, situations and Ostrava's services."""
    call_command("load_ostrava", stdout=io.StringIO())
