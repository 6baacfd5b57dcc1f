"""The parts of the network in the order of its pages: one table for its first page and for the row of links on each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sociopoint.permissions import can_approve_changes, can_edit_network, can_see_inquiries, can_see_network
from sociopoint.staff import address_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from sociopoint.models import User

    Person = User | AnonymousUser

PARTS: list[tuple[str, Promise, Promise, Callable[[Person], bool]]] = [
    ("network:person-list", _("Lidé"), _("Kdo kde pracuje, s čím mu volat a kdo ho zastoupí."), can_see_network),
    (
        "network:own-organisation",
        _("Moje organizace"),
        _("Údaje, služby a volná místa, za která odpovídáte."),
        can_see_network,
    ),
    ("network:proposal-list", _("Návrhy"), _("Co partneři a lidé navrhují změnit v katalogu."), can_approve_changes),
    ("network:campaign-list", _("Ověřování"), _("Kdo potvrdil, že údaje platí, a komu zavolat."), can_edit_network),
    ("network:competence-list", _("Kompetence"), _("Kdo v jaké situaci co dělá, a co nedělá."), can_see_network),
    ("network:procedure-list", _("Postupy"), _("Krok za krokem: kdo, co a do kdy."), can_see_network),
    ("network:group-list", _("Skupiny"), _("Pracovní skupiny a jejich členové."), can_see_network),
    ("network:meeting-list", _("Jednání"), _("Pozvánky a zápisy, i s hledáním v nich."), can_see_network),
    ("network:task-list", _("Úkoly"), _("Co kdo slíbil a do kdy."), can_see_network),
    ("network:document-list", _("Dokumenty"), _("Letáky, statuty a přílohy zápisů."), can_see_network),
    ("network:training-list", _("Školení"), _("Termíny, přihlášky a osvědčení."), can_see_network),
    ("network:calendar", _("Kalendář"), _("Jednání, školení a dny otevřených dveří."), can_see_network),
    ("news:occupancy-list", _("Obsazenost"), _("Kolik je teď volno v sezónních nabídkách."), can_see_network),
    ("network:announcement-list", _("Zprávy"), _("Oznámení a zpravodaj sítě."), can_see_network),
    ("network:indicator-list", _("Ukazatele"), _("Manuál, výkazy služeb a přehled za město."), can_see_network),
    ("inquiries:gaps", _("Co lidem chybí"), _("Z pultu, z výkazů i z hledání, a co z toho bylo."), can_see_inquiries),
]
"""Name of the address, words, what is there, who may. A part not built yet is left out."""


@dataclass(frozen=True)
class Part:
    """`current` is the value of aria-current: "page" or nothing."""

    address: str
    words: Promise
    about: Promise
    current: str


def parts_for(user: Person, path: str) -> list[Part]:
    """What this person may open, with the part that `path` lies in marked. No query."""
    return [
        Part(address, words, about, "page" if path.startswith(address) else "")
        for name, words, about, may in PARTS
        if (address := address_of(name)) and may(user)
    ]
