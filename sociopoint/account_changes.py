"""Nobody gets to what people told the desk in silence: coordinators are written to and have it beside who read what.

An administrator makes accounts and gives roles, their own too, so the one who keeps the key is watched by who has none.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from sociopoint.models import AccountChange, AccountDeed, Role, User
from sociopoint.permissions import can_see_inquiries

LETTER = "account/email/account_changed"
OLD_ADDRESS = "account/email/address_changed"


@transaction.atomic
def note_changes(before: User | None, after: User, *, by: User) -> None:
    """`before`: the account as it was, None for a new one. Letters leave once this holds."""
    if before is not None and before.email != after.email:
        get_adapter().send_notification_mail(OLD_ADDRESS, before, email=before.email)
    changes = [
        AccountChange.objects.create(account=after, deed=deed, before=role, after=after.role, by=by)
        for deed, role in _deeds(before, after)
    ]
    if not changes:
        return
    facts = {
        "account": after,
        "by": by,
        "changes": [said(change) for change in changes],
        "address": settings.ENVIRONMENT.site_address + reverse("inquiries:reading-list"),
    }
    for watcher in _watchers(after, by):
        get_adapter().send_mail(LETTER, watcher.email, facts)


def changes_between(start: datetime, end: datetime) -> QuerySet[AccountChange]:
    """The latest first. One query."""
    rows = AccountChange.objects.filter(at__gte=start, at__lt=end)
    return rows.select_related("account", "by").order_by("-at", "-pk")


def said(change: AccountChange) -> str:
    """`jiná role: partner → koordinátorka nebo koordinátor`, `nový účet: koordinátorka nebo koordinátor`."""
    deed, after = change.get_deed_display(), change.get_after_display()
    if change.deed == AccountDeed.ROLE:
        before = change.get_before_display()
        return _("%(deed)s: %(before)s → %(after)s") % {"deed": deed, "before": before, "after": after}
    return _("%(deed)s: %(after)s") % {"deed": deed, "after": after}


def _deeds(before: User | None, after: User) -> Iterator[tuple[AccountDeed, str]]:
    """Every change of a role, with the one before; of accounts that see inquiries also what opens them to somebody."""
    if before is not None and before.role != after.role:
        yield AccountDeed.ROLE, before.role
    if not can_see_inquiries(after):
        return
    if before is None:
        yield AccountDeed.NEW, ""
        return
    if not before.is_active:
        yield AccountDeed.SWITCHED_ON, ""
    if before.email != after.email:
        yield AccountDeed.ADDRESS, ""


def _watchers(account: User, by: User) -> QuerySet[User]:
    """Coordinators but for whoever it is about; where there is none, the other administrators."""
    others = User.objects.filter(is_active=True).exclude(pk__in=[account.pk, by.pk]).order_by("pk")
    coordinators = others.filter(role=Role.COORDINATOR)
    return coordinators if coordinators.exists() else others.filter(role=Role.ADMINISTRATOR)
