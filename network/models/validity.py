"""Spans of days as PostgreSQL compares them, for rules that say "at most one at a time"."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models.functions import Coalesce, Greatest

BEFORE_ALL, FOR_EVER = date(1, 1, 1), date(9999, 12, 31)


class DateRange(models.Func):
    """Both ends belong to it."""

    function = "daterange"
    template = "%(function)s(%(expressions)s, '[]')"


def days_valid(first: str = "valid_from", last: str = "valid_until") -> DateRange:
    """The days between two columns; an empty one means no bound. Never before it begins: that would be an error, not an answer."""
    begins = Coalesce(first, models.Value(BEFORE_ALL))
    return DateRange(begins, Greatest(begins, Coalesce(last, models.Value(FOR_EVER))))
