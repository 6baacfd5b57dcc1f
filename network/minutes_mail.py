"""Letters about minutes to those who sat there: that they may be commented on, and that they hold. The subject names the group only."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from network.dates import day
from network.letters import send_letter
from network.meeting_calls import invitation_addresses, invitation_path
from network.models import Mandate, Meeting
from sociopoint.context import desk
from sociopoint.models import User


def tell_comments_are_open(meeting: Meeting, *, by: User) -> None:
    until = (
        _("Připomínky můžete napsat do %(day)s.") % {"day": day(meeting.comments_until)}
        if meeting.comments_until
        else _("Schválíme ho bez čekání. Když v něm něco nesedí, ozvěte se hned.")
    )
    _tell(
        meeting,
        by=by,
        subject=_("SOCIOPOINT %(city)s: zápis k připomínkám, %(group)s"),
        paragraphs=[_("zápis z jednání %(meeting)s je hotový.") % {"meeting": _named(meeting)}, until],
        deed=_("Přečíst zápis"),
        about="comments",
    )


def tell_approved(meeting: Meeting, *, by: User) -> None:
    _tell(
        meeting,
        by=by,
        subject=_("SOCIOPOINT %(city)s: zápis je schválený, %(group)s"),
        paragraphs=[
            _("zápis z jednání %(meeting)s je schválený.") % {"meeting": _named(meeting)},
            _("Platí, co je v něm napsané: úkoly, usnesení i změny členů."),
        ],
        deed=_("Otevřít zápis"),
        about="approved",
    )


def _named(meeting: Meeting) -> str:
    return f"{meeting.group.name} {meeting.label} ({day(meeting.day)})"


def _tell(meeting: Meeting, *, by: User, subject: str, paragraphs: list[str], deed: str, about: str) -> None:
    """Whoever moved the minutes on is not written to. Minutes taken back and sent again are told of again.

    Who has no account reads and comments by the link of their invitation.
    """
    seats = meeting.attendance.filter(mandate__isnull=False).select_related(
        "mandate__person__user", "mandate__organisation"
    )
    mandates = [
        row.mandate for row in seats if row.mandate and row.is_seat_that_day and row.mandate.person.user_id != by.pk
    ]
    step = f"minutes-{meeting.pk}-{about}-{timezone.now():%Y%m%d%H%M%S}"
    by_link = {row.mandate_id: invitation_path(row) for row in seats if row.mandate and not _has_account(row.mandate)}
    holders = {one.pk: one for one in mandates}
    for mandate, address in invitation_addresses(mandates).items():
        path = by_link.get(mandate) or meeting.get_absolute_url()
        send_letter(
            to=address,
            subject=subject % {"city": desk().city, "group": meeting.group.name},
            paragraphs=[*paragraphs, _of_whom(holders[mandate])] if mandate in by_link else paragraphs,
            deed=deed,
            address=settings.ENVIRONMENT.site_address + path,
            key=f"{step}-{mandate}",
        )


def _of_whom(mandate: Mandate) -> str:
    """A box of an organisation is read by several people, and a comment is signed by whose the link is."""
    return _("Odkaz je pro: %(person)s, %(organisation)s.") % {
        "person": mandate.person,
        "organisation": mandate.organisation,
    }


def _has_account(mandate: Mandate) -> bool:
    account = mandate.person.user
    return account is not None and account.is_active
