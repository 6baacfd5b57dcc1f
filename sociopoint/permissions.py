"""Who may do what. Views, templates and admin ask these predicates and nothing else."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from sociopoint.models import User


def can_administer(user: User | AnonymousUser) -> bool:
    """Administrators keep the catalogue, the code lists and the accounts (DESIGN: roles)."""
    return user.is_authenticated and user.is_active and user.role == "administrator"


def can_approve_changes(user: User | AnonymousUser) -> bool:
    """Coordinators and administrators publish what partners and the public propose."""
    return user.is_authenticated and user.is_active and user.role in ("coordinator", "administrator")


def can_see_internal_notes(user: User | AnonymousUser) -> bool:
    """The city's own staff read the internal notes on services; partners and citizens never do."""
    return user.is_authenticated and user.is_active and user.role in ("worker", "coordinator", "administrator")


def can_work_at_desk(user: User | AnonymousUser) -> bool:
    """Workers log inquiries, read their words and contacts, and hand people over; of their own office only."""
    return user.is_authenticated and user.is_active and user.role == "worker"


def can_see_all_offices(user: User | AnonymousUser) -> bool:
    """Coordinators see the coded facts of every office, never the words or the contact of anybody."""
    return user.is_authenticated and user.is_active and user.role == "coordinator"


def can_see_inquiries(user: User | AnonymousUser) -> bool:
    """Who enters the desk at all. Administrators do not: accounts and code lists need no content of an inquiry."""
    return can_work_at_desk(user) or can_see_all_offices(user)


def can_see_words(user: User | AnonymousUser) -> bool:
    """Notes, questions, answers and contacts: workers only (DESIGN: coordinators read without personal data)."""
    return can_work_at_desk(user)


def can_see_readings(user: User | AnonymousUser) -> bool:
    """Who looked at what is for the coordinator to see, so that nobody watches themselves alone."""
    return can_see_all_offices(user)


def can_place_holds(user: User | AnonymousUser) -> bool:
    """Whoever works with inquiries may keep one from being shredded: keeping takes nothing from anybody for good."""
    return can_see_inquiries(user)


def can_release_holds(user: User | AnonymousUser) -> bool:
    """Letting the shredder at what was held is the coordinator's, so that nobody decides it alone at the desk."""
    return can_see_all_offices(user)


def can_confirm_unmet_needs(user: User | AnonymousUser) -> bool:
    """Who heard of the need may say that it is real: workers and coordinators."""
    return can_see_inquiries(user)


def can_decide_unmet_needs(user: User | AnonymousUser) -> bool:
    """What the city will do about a need is the coordinator's to say."""
    return can_see_all_offices(user)


def can_see_network(user: User | AnonymousUser) -> bool:
    """Who enters the network's pages at all; what of it they see, each page decides by their organisation."""
    return user.is_authenticated and user.is_active and user.role in ("partner", "worker", "coordinator")


def can_see_whole_network(user: User | AnonymousUser) -> bool:
    """The city's desk and its coordinators see every organisation's part; a partner only their own (DESIGN: roles)."""
    return can_see_inquiries(user)


def can_edit_network(user: User | AnonymousUser) -> bool:
    """Coordinators keep the network: groups, procedures, trainings, manuals of indicators."""
    return can_see_all_offices(user)


def can_run_group(user: User | AnonymousUser, roles: Collection[str]) -> bool:
    """Coordinators run every group; whoever is its manager or contact person (`roles` held in it today) runs their own."""
    return can_edit_network(user) or (can_see_network(user) and not {"manager", "contact"}.isdisjoint(roles))


def needs_second_factor(user: User | AnonymousUser) -> bool:
    """A stolen password must not open inquiries or the administration; partners may choose."""
    return can_see_inquiries(user) or can_administer(user)
