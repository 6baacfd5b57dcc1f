"""Tries of spoken codes by strangers: past so many wrong ones nobody's code is looked up on the web, right or wrong, so that no
number of computers gets further by guessing. One visitor alone never comes so far: sooner they are refused themselves.
"""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from sociopoint.limits import allow, is_used_up
from sociopoint.visitors import address_of

DAY, QUARTER = 86_400, 900
MOST_TRIES_OF_ONE = 20
"""From one address in a quarter of an hour."""
MOST_WRONG_OF_ONE, MOST_WRONG_OF_ALL = 50, 1_000
"""In a day; 35 bits then last a hundred thousand years."""


def why_no_try(kind: str, request: HttpRequest) -> str:
    """A sentence when no code of that kind may be tried now, '' when one may. Counts the try."""
    address = address_of(request)
    if not allow(kind, address, most=MOST_TRIES_OF_ONE, seconds=QUARTER):
        return _("Zkusili jste to mnohokrát. Počkejte čtvrt hodiny, nebo nám zavolejte.")
    wrong = f"wrong-{kind}"
    if is_used_up(wrong, address, most=MOST_WRONG_OF_ONE) or is_used_up(wrong, "all", most=MOST_WRONG_OF_ALL):
        return _("Kódy teď na webu nejdou ověřit. Zavolejte nám, prosím.")
    return ""


def count_wrong(kind: str, request: HttpRequest) -> None:
    """The code that was tried is nobody's."""
    if allow(f"wrong-{kind}", address_of(request), most=MOST_WRONG_OF_ONE, seconds=DAY):
        allow(f"wrong-{kind}", "all", most=MOST_WRONG_OF_ALL, seconds=DAY)
