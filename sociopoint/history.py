"""Which rows keep their history: each update and delete stores the row as it was, by a trigger in the database.

An insert is stored only when a signed-in person made it: the first version is the row itself until somebody changes it, and
the national register would otherwise be kept twice.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pghistory
import pgtrigger
from django.db import models

Model = TypeVar("Model", bound=type[models.Model])

BY_A_PERSON = pgtrigger.Condition("position('\"user\"' in current_setting('pghistory.context_metadata', true)) > 0")
"""The context is set by pghistory's middleware, so only for requests that write; commands have no user in theirs."""


def with_history(model: Model) -> Model:
    """Class decorator: adds the event table `<Model>Event` and its triggers."""
    track: Callable[[Model], Model] = pghistory.track(
        pghistory.InsertEvent(condition=BY_A_PERSON),
        pghistory.UpdateEvent(row=pghistory.Old),
        pghistory.DeleteEvent(),
        append_only=False,
    )
    return track(model)


def with_link_history(model: Model) -> Model:
    """The same for a proxy of a many-to-many table, whose rows come and go but never change."""
    track: Callable[[Model], Model] = pghistory.track(
        pghistory.InsertEvent(condition=BY_A_PERSON), pghistory.DeleteEvent(), append_only=False, obj_field=None
    )
    return track(model)
