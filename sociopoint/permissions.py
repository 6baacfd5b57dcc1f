"""Who may do what. Views, templates and admin ask these predicates and nothing else."""

from __future__ import annotations

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


def can_see_inquiries(user: User | AnonymousUser) -> bool:
    """The front desk is the workers'; coordinators read it without contacts; administrators see no content."""
    return user.is_authenticated and user.is_active and user.role in ("worker", "coordinator")


def can_log_inquiries(user: User | AnonymousUser) -> bool:
    """Only who speaks with people writes down what they asked."""
    return user.is_authenticated and user.is_active and user.role == "worker"


def needs_second_factor(user: User | AnonymousUser) -> bool:
    """A stolen password must not open inquiries or the administration; partners may choose."""
    return can_see_inquiries(user) or can_administer(user)
