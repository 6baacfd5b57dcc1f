"""Help for people with an account: what each role does day by day, and what to do when something does not go."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Chapter:
    """Short sentences about one thing, and the page where it is done: name of its address, '' for none, and its words."""

    title: Promise
    lines: tuple[Promise, ...]
    page: str = ""
    page_words: Promise | str = ""
