"""The dates of the accessibility statement (Act 99/2019 Sb.). A test fails once the review is overdue."""

from __future__ import annotations

from datetime import date

WRITTEN_ON = date(2026, 11, 26)
SECURITY_CONTACT_UNTIL = date(2027, 10, 31)
"""Until when `/.well-known/security.txt` holds; RFC 9116 wants less than a year."""
NEXT_REVIEW = date(2027, 11, 26)
