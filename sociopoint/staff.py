"""Where a signed-in person belongs: their first page, and the links of the bar above every staff page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sociopoint.permissions import can_administer, can_see_inquiries, can_see_network, can_work_at_desk

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from sociopoint.models import User

    Person = User | AnonymousUser

FRONT_DESK = "inquiries:today"
NETWORK = "network:home"
NEW_INQUIRY = "inquiries:inquiry-new"
PAGES: list[tuple[str, Promise, Callable[[Person], bool]]] = [
    (FRONT_DESK, _("Dnes"), can_see_inquiries),
    ("inquiries:inquiry-list", _("Dotazy"), can_see_inquiries),
    ("inquiries:referral-list", _("Předání"), can_see_inquiries),
    ("inquiries:statistics", _("Statistiky"), can_see_inquiries),
    (NETWORK, _("Síť"), can_see_network),
    ("catalogue:service-list", _("Katalog"), lambda user: True),
    ("admin:index", _("Správa"), can_administer),
]
"""Every page of the bar in its order: name of the address, words, who may. A page not built yet is left out."""


@dataclass(frozen=True)
class Link:
    """`current` is the value of aria-current: "page", "true" for the section a page lies in, or nothing."""

    address: str
    words: Promise
    current: str


def home_of(user: Person) -> str:
    """The page to begin a day on; the home page of the web for whoever has none."""
    if can_administer(user):
        return reverse("admin:index")
    if can_see_inquiries(user):
        return address_of(FRONT_DESK)
    return address_of(NETWORK) if can_see_network(user) else reverse("home")


def links_for(user: Person, path: str) -> list[Link]:
    """What this person may open, with the section that `path` lies in marked. No query."""
    shown = [(address, words) for name, words, may in PAGES if (address := address_of(name)) and may(user)]
    section = max((address for address, _words in shown if path.startswith(address)), key=len, default="")
    return [Link(address, words, _current(address, path, section)) for address, words in shown]


def new_inquiry_for(user: Person) -> str:
    """Address of the form for a new inquiry; '' for whoever logs none."""
    return address_of(NEW_INQUIRY) if can_work_at_desk(user) else ""


@cache
def address_of(name: str) -> str:
    """The address of a page, '' when this instance has none."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _current(address: str, path: str, section: str) -> str:
    if address != section:
        return ""
    return "page" if address == path else "true"
