"""How a letter with a slip is known among those that wait to leave; apart from what makes the slip, which is slow to load."""

from __future__ import annotations


def letters_of(inquiry: int) -> str:
    """How the keys of an inquiry's letters to the person begin."""
    return f"slip-{inquiry}-"
