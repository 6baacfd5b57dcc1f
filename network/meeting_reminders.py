"""A letter to the invited who have not answered: one, some days before the meeting, and never another to the same seat."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from network.dates import moment
from network.letters import send_letter
from network.meeting_calls import invitation_addresses, invitation_path, whose
from network.meeting_states import MeetingState
from network.models import Answer, Attendance, Mandate

BEFORE = timedelta(days=4)
"""Calendar days, so that a meeting on Monday is reminded of on Thursday or Friday."""
LEFT_IN_PEACE = timedelta(days=2)
"""After the invitation: whoever got it yesterday does not need another letter today."""


def remind_the_invited(today: date) -> int:
    """How many letters were written. Each in its own transaction that looks again, so an answer on the way stops it."""
    return sum(_remind(pk, today) for pk in list(_silent(today).values_list("pk", flat=True)))


def _silent(today: date) -> QuerySet[Attendance]:
    """Seats without an answer to a called meeting of the days to come, where whoever runs it wants them reminded. Of who left
    the organisation the group has not been told; they need no letter."""
    there = Mandate.objects.still_there_on(today)
    rows = Attendance.objects.filter(mandate__in=there, answer=Answer.NONE, reminded_on=None)
    rested = Q(invited_on=None) | Q(invited_on__lte=today - LEFT_IN_PEACE)
    days = {"meeting__starts_at__date__gt": today, "meeting__starts_at__date__lte": today + BEFORE}
    return rows.filter(rested, meeting__state=MeetingState.CALLED, meeting__reminds=True, **days)


@transaction.atomic
def _remind(pk: int, today: date) -> bool:
    rows = _silent(today).select_for_update(of=("self",))
    row = rows.select_related("meeting__group", "mandate__person__user", "mandate__organisation").filter(pk=pk).first()
    if row is None or row.mandate is None or not row.is_seat_that_day:
        return False
    address = invitation_addresses([row.mandate]).get(row.mandate.pk)
    if address is None:
        return False
    row.reminded_on = today
    row.save(update_fields=["reminded_on"])
    _write(row, row.mandate, address)
    return True


def _write(row: Attendance, mandate: Mandate, address: str) -> None:
    meeting = row.meeting
    what = {"group": meeting.group.name, "when": moment(meeting.starts_at)}
    where = [_("Kde: %(place)s.") % {"place": meeting.place}] if meeting.place else []
    send_letter(
        to=address,
        subject=_("Přijdete? %(group)s, %(when)s") % what,
        paragraphs=[
            _("zvali jsme vás na jednání skupiny %(group)s, %(when)s. Odpověď od vás ještě nemáme.") % what,
            *where,
            _("Řekněte nám prosím, jestli přijdete, omlouváte se, nebo pošlete zástup. Účet nepotřebujete."),
            _("Odkaz je jen pro vás, nepřeposílejte ho.") + " " + whose(mandate),
        ],
        deed=_("Odpovědět na pozvánku"),
        address=settings.ENVIRONMENT.site_address + invitation_path(row),
        key=f"invitation-reminder-{row.pk}",
    )
