"""The states and their moves as a page of the documentation, drawn from the tables the program itself decides by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils import translation

from inquiries.states import (
    FOLLOW_UP_MOVES,
    INQUIRY_MOVES,
    REFERRAL_MOVES,
    UNMET_MOVES,
    WORKERS_UNMET_MOVES,
    FollowUpState,
    InquiryState,
    ReferralState,
    UnmetState,
)

PAGE = Path(settings.BASE_DIR) / "docs" / "reference" / "states.md"
HEAD = """# States and moves

Drawn from `inquiries/states.py` by `manage.py draw_states`; a test fails when the two differ. The database refuses every
other move by a trigger. Labels are those on the screen.
"""
PARTS: list[tuple[str, str, type[models.TextChoices], Mapping[models.TextChoices, tuple[models.TextChoices, ...]]]] = [
    ("Inquiry", "", InquiryState, INQUIRY_MOVES),  # type: ignore[list-item]  # a mapping of one kind of choices
    ("Referral", "", ReferralState, REFERRAL_MOVES),  # type: ignore[list-item]
    ("Follow-up", "", FollowUpState, FOLLOW_UP_MOVES),  # type: ignore[list-item]
    (
        "Unmet need",
        "The coordinator moves it; a worker may only say that it is real ("
        + ", ".join(f"`{start}` to `{end}`" for start, end in WORKERS_UNMET_MOVES)
        + ").",
        UnmetState,
        UNMET_MOVES,  # type: ignore[list-item]
    ),
]


def page() -> str:
    with translation.override("cs"):
        return "\n".join([HEAD, *(line for part in PARTS for line in _part(*part))])


def _part(
    title: str,
    note: str,
    states: type[models.TextChoices],
    moves: Mapping[models.TextChoices, tuple[models.TextChoices, ...]],
) -> Iterator[str]:
    yield from (f"## {title}", "", *([note, ""] if note else []), "```mermaid", "stateDiagram-v2")
    yield from (f'    state "{state.label}" as {state.value}' for state in states)
    yield from (f"    {start.value} --> {end.value}" for start, ends in moves.items() for end in ends)
    yield from (f"    {state.value} --> [*]" for state in states if not moves.get(state))
    yield from ("```", "")
