"""Calling a meeting: who is invited, the letter with its calendar, and the answer by a signed link.

The token holds numbers only: the row of attendance and what it is for. A GET shows, only a POST answers, so a mail
scanner that opens links answers for nobody. It is good until the meeting is over.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from network.agenda import bring_tasks_in, hand_points_on
from network.attaching import attached
from network.dates import moment
from network.letters import send_letter
from network.meeting_states import MEETING_MOVES, MeetingState
from network.models import (
    AgendaItem,
    Answer,
    Attendance,
    ItemState,
    Mailbox,
    MailPurpose,
    Mandate,
    Meeting,
    Position,
    Presence,
    WorkingGroup,
)
from network.wording import about_point
from sociopoint.mailing import states_of
from sociopoint.models import MailState, User

SALT = "network.meeting-invitation"
LASTS = timedelta(hours=2)
"""How long a meeting is taken to last in calendars when nobody said."""


class MeetingRefused(Exception):
    """The step cannot be taken; the text is for the person."""


class InvitationInvalid(Exception):
    """The link is cut off, tampered with, or of a meeting that is no more ahead."""


@transaction.atomic
def call(meeting: Meeting, *, by: User) -> int:
    """Invite every seat held on the day of the meeting. Returns how many have no e-mail and must be told otherwise."""
    locked = _locked(meeting)
    if MeetingState.CALLED not in MEETING_MOVES[MeetingState(locked.state)]:
        raise MeetingRefused(_("Jednání už je svolané, proběhlo, nebo je zrušené."))
    bring_tasks_in(locked)
    locked.state, locked.minutes_by = MeetingState.CALLED, locked.minutes_by or by
    locked.save(update_fields=["state", "minutes_by"])
    meeting.refresh_from_db()
    return _invite(locked, invite_seats(locked))


def invite_seats(meeting: Meeting) -> QuerySet[Attendance]:
    """Put everybody who sits in the group on that day on the list; who is there already stays. Returns the new rows."""
    seats = meeting.group.mandates.seats().held_on(meeting.day)
    known = set(meeting.attendance.values_list("mandate_id", flat=True))
    today = timezone.localdate()
    new = [seat for seat in seats if seat.pk not in known]
    rows = [Attendance(meeting=meeting, mandate=seat, invited_on=today) for seat in new]
    Attendance.objects.bulk_create(rows, ignore_conflicts=True)
    return meeting.attendance.filter(mandate__in=new)


@transaction.atomic
def invite_who_joined(group: WorkingGroup) -> None:
    """Who came to a seat after a meeting was called gets the invitation the others got."""
    called = group.meetings.filter(state=MeetingState.CALLED, starts_at__gte=timezone.now())
    for meeting in called.select_for_update(of=("self",)).select_related("group").order_by("pk"):
        _invite(meeting, invite_seats(meeting))


@transaction.atomic
def change_time_or_place(meeting: Meeting, *, by: User, is_other_day: bool = False) -> None:
    """Tell the invited that a called meeting is elsewhere or at another time; their calendars move it.

    What they answered was about its day: of another one they are asked anew.
    """
    locked = _locked(meeting)
    if locked.state != MeetingState.CALLED:
        return
    locked.invitation_version += 1
    locked.save(update_fields=["invitation_version"])
    before = list(locked.attendance.values_list("pk", flat=True))
    known, new = locked.attendance.filter(pk__in=before), invite_seats(locked)
    said = _facts_of(locked, _("jednání skupiny %(group)s se mění. Platí tohle: %(when)s."))
    if is_other_day:
        known.exclude(answer=Answer.NONE).update(answer=Answer.NONE, answered_at=None, represented_by="")
        said.append(_("Den je jiný. Odpovězte nám proto prosím znovu, i když jste už odpověděli."))
    _write_to(locked, known, subject=_("Změna: %(what)s"), paragraphs=said)
    _invite(locked, new)


@transaction.atomic
def call_off(meeting: Meeting, *, by: User) -> None:
    """The invited learn of it, and their calendars too; its points go on to the group's next meeting."""
    WorkingGroup.objects.select_for_update(of=("self",)).get(pk=meeting.group_id)  # before any of its meetings
    locked = _locked(meeting)
    if MeetingState.CANCELLED not in MEETING_MOVES[MeetingState(locked.state)]:
        raise MeetingRefused(_("Jednání, které proběhlo, zrušit nejde."))
    was_called = locked.state == MeetingState.CALLED
    locked.state = MeetingState.CANCELLED
    locked.invitation_version += 1
    locked.save(update_fields=["state", "invitation_version"])
    if was_called:
        _tell_it_is_off(locked)
    hand_points_on(locked)
    meeting.refresh_from_db()


@transaction.atomic
def begin_minutes(meeting: Meeting, *, by: User) -> None:
    """The meeting takes place: presence starts from what people answered."""
    locked = _locked(meeting)
    if MeetingState.HELD not in MEETING_MOVES[MeetingState(locked.state)]:
        raise MeetingRefused(_("Zápis teď začít nejde."))
    was_called = locked.state == MeetingState.CALLED
    locked.state, locked.minutes_by = MeetingState.HELD, by if was_called else locked.minutes_by
    locked.save(update_fields=["state", "minutes_by"])
    if was_called:
        invite_seats(locked)
        answers = {
            Answer.COMING: Presence.PRESENT,
            Answer.REMOTE: Presence.REMOTE,
            Answer.EXCUSED: Presence.EXCUSED,
            Answer.DEPUTY: Presence.REPRESENTED,
        }
        for answer, presence in answers.items():
            locked.attendance.filter(answer=answer, presence="").update(presence=presence)
        locked.items.filter(state=ItemState.PROPOSED).update(state=ItemState.ACCEPTED)
    meeting.refresh_from_db()


def letters_of(meeting: Meeting, rows: Iterable[Attendance]) -> dict[int, MailState]:
    """Row -> how far its last letter is. One query."""
    keys = {_key(meeting, row): row.pk for row in rows}
    return {keys[key]: state for key, state in states_of(keys).items()}


def make_token(attendance: Attendance) -> str:
    return signing.dumps([attendance.pk, "answer"], salt=SALT)


def invitation_path(attendance: Attendance) -> str:
    """Where this seat answers, without an account."""
    return reverse("network:meeting-invitation", args=[make_token(attendance)])


def seats_to_answer_for(user: User, today: date) -> QuerySet[Attendance]:
    """Of called meetings that are not over: seats of this person, or of an organisation they work for. By the day."""
    seats = Mandate.objects.held_on(today).speaking_for(user)
    called = Attendance.objects.filter(mandate__in=seats, meeting__state=MeetingState.CALLED)
    return called.filter(meeting__starts_at__date__gte=today).order_by("meeting__starts_at", "pk")


def open_invitation(token: str) -> Attendance:
    """The row the link answers for; raises InvitationInvalid. One query."""
    try:
        pk, purpose = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        raise InvitationInvalid from None
    rows = Attendance.objects.select_related("meeting__group", "mandate__person", "mandate__organisation")
    attendance = rows.filter(pk=pk, mandate__isnull=False).first()
    if attendance is None or purpose != "answer":
        raise InvitationInvalid
    return attendance


def may_answer(attendance: Attendance) -> bool:
    """Until the meeting begins to be minuted, or a day after it should have begun; not once the seat is another's."""
    meeting = attendance.meeting
    if has_left(attendance):
        return False
    return meeting.state == MeetingState.CALLED and timezone.now() < meeting.starts_at + timedelta(days=1)


def has_left(attendance: Attendance) -> bool:
    """Whether the seat was given over by today: the link then tells nothing more of what the group is going to do."""
    last = attendance.mandate.last_day if attendance.mandate is not None else None
    return last is not None and last < timezone.localdate()


@transaction.atomic
def answer(attendance: Attendance, *, answer: str, represented_by: str = "") -> None:
    """By the invited person's own link, so nobody is signed in. Raises MeetingRefused when it is too late."""
    meeting = _locked(attendance.meeting)
    attendance.meeting = meeting
    if not may_answer(attendance):
        raise MeetingRefused(_("Na tohle jednání už odpovědět nejde."))
    attendance.answer, attendance.answered_at = answer, timezone.now()
    attendance.represented_by = represented_by if answer == Answer.DEPUTY else ""
    attendance.save(update_fields=["answer", "answered_at", "represented_by"])


def addresses_of(mandates: list[Mandate]) -> dict[int, str]:
    """Mandate -> e-mail: where the person works for that organisation, else of their account; missing where none is known."""
    people = [mandate.person_id for mandate in mandates]
    held = Position.objects.held_on(timezone.localdate()).filter(person__in=people).exclude(email="")
    at_work = {(row.person_id, row.organisation_id): row.email for row in held}
    anywhere = {row.person_id: row.email for row in held}
    found: dict[int, str] = {}
    for mandate in mandates:
        account = mandate.person.user
        email = at_work.get((mandate.person_id, mandate.organisation_id)) or anywhere.get(mandate.person_id)
        if not email and account is not None and account.is_active:
            email = account.email
        if email:
            found[mandate.pk] = email
    return found


def invitation_addresses(mandates: list[Mandate]) -> dict[int, str]:
    """As `addresses_of`; of whoever has no address of their own the box their organisation keeps for invitations."""
    found = addresses_of(mandates)
    without = [one for one in mandates if one.pk not in found]
    if not without:
        return found
    boxes = Mailbox.objects.filter(
        purpose=MailPurpose.INVITATIONS, organisation__in=[one.organisation_id for one in without]
    )
    kept = dict(boxes.values_list("organisation", "email"))
    return found | {one.pk: kept[one.organisation_id] for one in without if one.organisation_id in kept}


def whose(mandate: Mandate) -> str:
    """Whom a letter is for: a box of an organisation is read by several people."""
    return _("Pozvánka je pro: %(person)s, %(organisation)s.") % {
        "person": mandate.person,
        "organisation": mandate.organisation,
    }


def calendar_of(meeting: Meeting, *, method: str = "PUBLISH") -> bytes:
    """The meeting for a calendar programme; a later version of the same event moves or cancels it."""
    calendar = Calendar()
    calendar.add("prodid", "-//SOCIOPOINT//sit//CS")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(event_of(meeting))
    return bytes(calendar.to_ical())


def event_of(meeting: Meeting) -> Event:
    event = Event()
    host = settings.ENVIRONMENT.site_address.partition("://")[2]
    event.add("uid", f"meeting-{meeting.pk}@{host}")
    event.add("sequence", meeting.invitation_version)
    event.add("dtstamp", timezone.now())
    event.add("dtstart", meeting.starts_at)
    event.add("dtend", meeting.ends_at or meeting.starts_at + LASTS)
    event.add("summary", f"{meeting.group.name}: {meeting.title or _('jednání')} {meeting.label}")
    if meeting.place or meeting.online_link:
        event.add("location", meeting.place or meeting.online_link)
    event.add("url", settings.ENVIRONMENT.site_address + meeting.get_absolute_url())
    status = {MeetingState.PREPARING: "TENTATIVE", MeetingState.CANCELLED: "CANCELLED"}
    event.add("status", status.get(MeetingState(meeting.state), "CONFIRMED"))
    said = (
        [_("Jednání se teprve připravuje, pozvánky zatím neodešly.")] if meeting.state == MeetingState.PREPARING else []
    )
    said += [_joining(meeting)] if meeting.online_link else []
    if said:
        event.add("description", "\n".join(said))
    return event


def _invite(meeting: Meeting, rows: QuerySet[Attendance]) -> int:
    """As `_write_to`."""
    said = _facts_of(meeting, _("zveme vás na jednání skupiny %(group)s, %(when)s."))
    return _write_to(meeting, rows, subject=_("Pozvánka: %(what)s"), paragraphs=said)


def _tell_it_is_off(meeting: Meeting) -> None:
    what = {"group": meeting.group.name, "when": moment(meeting.starts_at)}
    said = [_("jednání skupiny %(group)s ohlášené na %(when)s se ruší.") % what]
    _write_to(meeting, meeting.attendance.all(), subject=_("Zrušeno: %(what)s"), paragraphs=said)


def _write_to(meeting: Meeting, rows: QuerySet[Attendance], *, subject: str, paragraphs: list[str]) -> int:
    """Letters to the invited of a meeting that is still to come. Returns how many could not be written to.

    Who gave the seat over by today is left out. Who will before the meeting, or has it only later, is not: they may know
    another day.
    """
    if meeting.starts_at < timezone.now():
        return 0
    invited = list(
        rows.filter(mandate__isnull=False)
        .exclude(mandate__held__fully_lt=(timezone.localdate(), None))
        .select_related("mandate__person__user", "mandate__organisation")
    )
    addresses = invitation_addresses([row.mandate for row in invited if row.mandate])
    is_off = meeting.state == MeetingState.CANCELLED
    calendar = calendar_of(meeting, method="CANCEL" if is_off else "PUBLISH").decode()
    for row in invited:
        if row.mandate is not None and row.mandate.pk in addresses:
            send_letter(
                to=addresses[row.mandate.pk],
                subject=subject % {"what": f"{meeting.group.name}, {moment(meeting.starts_at)}"},
                paragraphs=paragraphs if is_off else [*paragraphs, whose(row.mandate)],
                deed="" if is_off else _("Odpovědět na pozvánku"),
                address="" if is_off else settings.ENVIRONMENT.site_address + invitation_path(row),
                calendar=calendar,
                key=_key(meeting, row),
            )
    return len(invited) - len(addresses)


def _key(meeting: Meeting, row: Attendance) -> str:
    return f"invitation-{row.pk}-{meeting.invitation_version}"


def _facts_of(meeting: Meeting, first: str) -> list[str]:
    """Where and about what, after the first sentence. Withdrawn documents are not named."""
    what = {"group": meeting.group.name, "when": moment(meeting.starts_at)}
    where = [_("Kde: %(place)s") % {"place": meeting.place}] if meeting.place else []
    if meeting.online_link:
        where.append(_joining(meeting))
    points = [_point(one) for one in meeting.items.filter(state=ItemState.ACCEPTED)]
    programme = [_("Program:"), *(f"{number}. {title}" for number, title in enumerate(points, start=1))]
    attachments = [f"- {one.title} ({one.about})" for one in attached(meeting, None) if not one.is_withdrawn]
    return [
        first % what,
        *(["\n".join(where)] if where else []),
        *(["\n".join(programme)] if points else []),
        *(["\n".join([_("Přílohy otevřete na stejném odkazu:"), *attachments])] if attachments else []),
        _("Přijdete, omlouváte se, nebo pošlete zástup? Účet nepotřebujete. Odkaz je jen pro vás, nepřeposílejte ho."),
    ]


def _joining(meeting: Meeting) -> str:
    return _("Připojení na dálku: %(address)s") % {"address": meeting.online_link}


def _point(item: AgendaItem) -> str:
    about = about_point(item)
    return f"{item.title} ({about})" if about else item.title


def _locked(meeting: Meeting) -> Meeting:
    return Meeting.objects.select_for_update(of=("self",)).select_related("group").get(pk=meeting.pk)
