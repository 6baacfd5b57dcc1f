"""Which rows keep their history: each update and delete stores the row as it was, by a trigger in the database.

Nothing is stored on insert: the first version is the row itself until somebody changes it, and the national register
would otherwise be kept twice.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pghistory
from django.db import models

Model = TypeVar("Model", bound=type[models.Model])


def with_history(model: Model) -> Model:
    """Class decorator: adds the event table `<Model>Event` and its triggers."""
    track: Callable[[Model], Model] = pghistory.track(
        pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent(), append_only=False
    )
    return track(model)
