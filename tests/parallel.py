"""Tests run in several processes at once, each with a test database of its own; what else one makes must be its own too."""

from __future__ import annotations

import os


def of_this_process(name: str) -> str:
    """The name for this process alone."""
    return f"{name}-{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
