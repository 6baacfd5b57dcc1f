"""Promises to come back: planning them, trying, finishing, and passing them to a colleague."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, time
from types import MappingProxyType

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inquiries import timers
from inquiries.models import (
    Deed,
    FollowUp,
    FollowUpAttempt,
    FollowUpKind,
    FollowUpState,
    Inquiry,
    InquiryNeed,
    InquiryState,
    NeedOutcome,
    Note,
    NoteKind,
    Referral,
    WhyPlanned,
)
from inquiries.models.texts import LONGEST_NOTE
from inquiries.moves import move
from inquiries.states import FOLLOW_UP_MOVES
from inquiries.timeline import record
from inquiries.working_days import end_of
from sociopoint.models import User

MOST_ATTEMPTS = 3
"""After so many tries in vain a follow-up ends as not reached (frontdesk-and-network, d.3)."""


SETTLED = gettext_lazy("Tenhle dohled už někdo vyřídil. Načtěte stránku znovu.")


class FollowUpRefused(Exception):
    """The text is a sentence for the worker that says what to do."""


def due_moment(day: date, hour: time | None) -> tuple[datetime, bool]:
    """When a follow-up is due and whether any hour of the day will do; then it is late only after the day's end."""
    if hour is None:
        return end_of(day), True
    return timezone.make_aware(datetime.combine(day, hour)), False


@transaction.atomic
def plan(
    inquiry: Inquiry,
    *,
    by: User | None,
    owner: User,
    day: date,
    hour: time | None = None,
    kind: FollowUpKind = FollowUpKind.CALL_CLIENT,
    why: WhyPlanned = WhyPlanned.WORKER,
    need: InquiryNeed | None = None,
    referral: Referral | None = None,
) -> FollowUp:
    """Promise to come back. An inquiry in work then waits for it; a closed one stays closed (the drawn sample)."""
    if day < timezone.localdate():
        raise FollowUpRefused(_("Ten den už byl. Vyberte dnešek nebo některý další den."))
    due_at, is_all_day = due_moment(day, hour)
    promised = inquiry.follow_ups.planned().filter(owner=owner, kind=kind, why=why, need=need, referral=referral)
    if there := promised.filter(due_at=due_at).first():  # a form sent twice promises once
        return there
    follow_up = FollowUp.objects.create(
        inquiry=inquiry,
        need=need,
        referral=referral,
        kind=kind,
        why=why,
        due_at=due_at,
        is_all_day=is_all_day,
        owner=owner,
        created_by=by,
    )
    record(inquiry, Deed.FOLLOW_UP_PLANNED, by=by, after=day.isoformat(), follow_up=follow_up)
    if inquiry.state == InquiryState.OPEN:
        move(inquiry, InquiryState.FOLLOW_UP, by=by or owner)
    return follow_up


@transaction.atomic
def attempt(follow_up: FollowUp, *, by: User, reached: bool, note: str = "") -> FollowUpAttempt:
    """Write down one try; the third in vain ends the follow-up. Raises FollowUpRefused when it is finished already."""
    current = _locked(follow_up)
    if not reached and current.state == FollowUpState.FAILED:
        raise FollowUpRefused(str(SETTLED))
    tried = FollowUpAttempt.objects.create(follow_up=current, by=by, reached=reached, note=note)
    record(
        current.inquiry,
        Deed.FOLLOW_UP_ATTEMPTED,
        by=by,
        after="reached" if reached else "not_reached",
        follow_up=current,
    )
    if not reached and current.attempts.filter(reached=False).count() >= MOST_ATTEMPTS:
        _finish(current, FollowUpState.FAILED, "", by)
    follow_up.state = current.state
    return tried


@transaction.atomic
def finish(
    follow_up: FollowUp,
    *,
    by: User,
    state: FollowUpState,
    result: str = "",
    outcomes: Mapping[int, str] = MappingProxyType({}),
) -> None:
    """Done, declined by the person, or cancelled. Done says how it ended: `outcomes` of each need by its id, or one `result`
    for the need it was about, or all of them."""
    if state == FollowUpState.DONE:
        result = result or overall(outcomes.values())
        if not {result, *outcomes.values()} <= set(NeedOutcome.values):
            raise FollowUpRefused(_("Vyberte, jak to dopadlo. Když nevíte, zvolte „nezjištěno“."))
    current = _locked(follow_up)
    if state not in FOLLOW_UP_MOVES[FollowUpState(current.state)]:
        raise FollowUpRefused(str(SETTLED))
    _finish(current, state, result if state == FollowUpState.DONE else "", by)
    if state == FollowUpState.DONE:
        needs = current.inquiry.needs.filter(pk=current.need_id) if current.need_id else current.inquiry.needs.all()
        if not outcomes:
            needs.update(outcome=result)
        for need, outcome in outcomes.items():
            needs.filter(pk=need).update(outcome=outcome)
    follow_up.state, follow_up.result = current.state, current.result


def overall(outcomes: Collection[str]) -> str:
    """How several needs ended as one word: what all share, else partly where anything was met; '' for none."""
    different = set(outcomes)
    if len(different) <= 1:
        return next(iter(different), "")
    if different & {NeedOutcome.MET, NeedOutcome.PARTLY}:
        return NeedOutcome.PARTLY
    return NeedOutcome.UNMET


@transaction.atomic
def postpone(follow_up: FollowUp, *, by: User, day: date, hour: time | None = None) -> None:
    """Another day; the old one stays on the timeline. One that ended as not reached is promised again."""
    if day < timezone.localdate():
        raise FollowUpRefused(_("Ten den už byl. Vyberte dnešek nebo některý další den."))
    current = _locked(follow_up)
    before, had_ended = timezone.localdate(current.due_at).isoformat(), current.state == FollowUpState.FAILED
    current.due_at, current.is_all_day = due_moment(day, hour)
    current.state, current.finished_at = FollowUpState.PLANNED, None
    current.save(update_fields=["due_at", "is_all_day", "state", "finished_at"])
    record(
        current.inquiry,
        Deed.FOLLOW_UP_PLANNED,
        by=by,
        field="due_at",
        before=before,
        after=day.isoformat(),
        follow_up=current,
    )
    if had_ended and current.inquiry.state == InquiryState.OPEN:
        move(current.inquiry, InquiryState.FOLLOW_UP, by=by)
    follow_up.state = current.state


@transaction.atomic
def hand_over(inquiry: Inquiry, *, by: User, to: User, message: str = "") -> None:
    """The inquiry and its planned follow-ups become a colleague's; its clock stops. `message` is for them and joins the note.

    Raises FollowUpRefused for somebody of another office, and where the note has no room for the message.
    """
    if not inquiry.office.workers.filter(pk=to.pk, is_active=True).exists():
        raise FollowUpRefused(_("Tenhle člověk na vašem pracovišti není. Vyberte kolegu ze seznamu."))
    current = Inquiry.objects.select_for_update(of=("self",)).get(pk=inquiry.pk)
    if current.state in (InquiryState.CLOSED, InquiryState.VOID):
        raise FollowUpRefused(_("Dotaz je mezitím uzavřený, předávat už není co. Když je třeba, znovu ho otevřete."))
    if message.strip():
        _leave_message(current, message.strip(), by)
    before, changed = str(current.assignee_id or ""), ["assignee", "version", "changed_at"]
    if current.timer_started_at is not None and current.assignee_id != to.pk:
        changed += timers.stop(current, timezone.now())
    current.assignee = to
    current.version += 1
    current.save(update_fields=changed)
    current.follow_ups.planned().update(owner=to)
    record(current, Deed.ASSIGNED, by=by, field="assignee", before=before, after=str(to.pk))
    inquiry.assignee, inquiry.version = to, current.version


def _leave_message(inquiry: Inquiry, message: str, by: User) -> None:
    """Into the one working note, so that it is read with the rest and shredded with it."""
    note = Note.objects.select_for_update().filter(inquiry=inquiry, kind=NoteKind.NOTE).first()
    note = note or Note(inquiry=inquiry, kind=NoteKind.NOTE, author=by)
    line = _("Předává %(who)s: %(message)s") % {"who": by, "message": message}
    text = f"{note.text}\n\n{line}".strip()
    if len(text) > LONGEST_NOTE:
        raise FollowUpRefused(_("Vzkaz se k poznámce nevejde. Zkraťte ho, nebo zkraťte poznámku v zápisu."))
    note.text = text
    note.save()


def cancel_all(follow_ups: Iterable[FollowUp], *, by: User) -> None:
    """What an inquiry that closes no longer needs."""
    for follow_up in follow_ups:
        finish(follow_up, by=by, state=FollowUpState.CANCELLED)


def _locked(follow_up: FollowUp) -> FollowUp:
    current = FollowUp.objects.select_for_update(of=("self",)).select_related("inquiry").get(pk=follow_up.pk)
    if current.state not in (FollowUpState.PLANNED, FollowUpState.FAILED):
        raise FollowUpRefused(str(SETTLED))
    return current


def _finish(follow_up: FollowUp, state: FollowUpState, result: str, by: User) -> None:
    follow_up.state, follow_up.result, follow_up.finished_at = state, result, timezone.now()
    follow_up.save(update_fields=["state", "result", "finished_at"])
    record(follow_up.inquiry, Deed.FOLLOW_UP_FINISHED, by=by, before=result, after=state, follow_up=follow_up)
    inquiry = follow_up.inquiry
    if inquiry.state == InquiryState.FOLLOW_UP and not inquiry.follow_ups.planned().exists():
        move(inquiry, InquiryState.OPEN, by=by)
