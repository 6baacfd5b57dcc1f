"""The dates of the accessibility statement (Act 99/2019 Sb.). A test fails once the review is overdue."""

from __future__ import annotations

from datetime import date

WRITTEN_ON = date(2026, 11, 22)
NEXT_REVIEW = date(2027, 11, 22)
