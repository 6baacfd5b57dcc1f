"""An inquiry's steps from state to state: who may, what must be true before, what is written down."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from inquiries.models import WITHOUT_NEED, ClosingReason, Deed, Inquiry, InquiryState
from inquiries.reading import has_unread_question
from inquiries.standing import Standing, standing_of
from inquiries.states import INQUIRY_MOVES
from inquiries.timeline import record
from sociopoint.models import User

REFERRED = (ClosingReason.REFERRED_CONFIRMED, ClosingReason.REFERRED_UNCONFIRMED)


class MoveRefused(Exception):
    """The inquiry cannot go there; the text is a sentence for the worker that says what to do."""


@transaction.atomic
def move(
    inquiry: Inquiry, to: InquiryState, *, by: User | None, reason: str = "", waiting_until: date | None = None
) -> None:
    """Put the inquiry into a state. Locks the row; raises MoveRefused and changes nothing when a condition is missing.

    `reason` is a ClosingReason when `to` is closed. Returning a closed inquiry to work clears its reason.
    """
    current = Inquiry.objects.select_for_update(of=("self",)).get(pk=inquiry.pk)
    move_locked(current, to, by=by, reason=reason, waiting_until=waiting_until)
    for name in ("state", "closing_reason", "closed_at", "waiting_until", "assignee_id", "ended_at", "retention_from"):
        setattr(inquiry, name, getattr(current, name))
    inquiry.version = current.version


def move_locked(
    current: Inquiry,
    to: InquiryState,
    *,
    by: User | None,
    reason: str = "",
    waiting_until: date | None = None,
    also: Mapping[str, Any] = MappingProxyType({}),
    standing: Standing | None = None,
) -> None:
    """As `move`, of a row that this transaction has locked or made. `also`: columns that the same step sets, saved by the
    same statement; `standing`: for whoever has asked already."""
    before = InquiryState(current.state)
    if before == to and to != InquiryState.CLOSED:
        return
    if to not in INQUIRY_MOVES[before]:
        raise MoveRefused(
            _("Z „%(before)s“ nejde přejít na „%(to)s“. Načtěte dotaz znovu.")
            % {"before": before.label, "to": to.label}
        )
    for name, value in also.items():
        setattr(current, name, value)
    if to == InquiryState.CLOSED:
        refuse_incomplete_close(current, reason, standing, by)
    current.state, current.closing_reason = to, reason if to == InquiryState.CLOSED else ""
    current.closed_at = timezone.now() if to == InquiryState.CLOSED else None
    current.waiting_until = waiting_until if to == InquiryState.WAITING_CLIENT else None
    if to in (InquiryState.WAITING_PARTNER, InquiryState.WAITING_CLIENT, InquiryState.FOLLOW_UP):
        current.assignee_id = current.assignee_id or (by.pk if by else None)
    if to == InquiryState.CLOSED:
        current.ended_at = current.ended_at or max(timezone.now(), current.received_at)
        current.retention_from = current.closed_at
        current.completed_at = current.completed_at or (current.closed_at if current.is_complete else None)
    current.version += 1
    current.save(force_update=True)
    record(current, Deed.MOVED, by=by, field="state", before=before, after=to)


def refuse_incomplete_close(inquiry: Inquiry, reason: str, standing: Standing | None, by: User | None) -> None:
    """What closing needs (frontdesk-and-network, d.1): a reason, a situation, and what the reason claims. Whatever the person
    asked since was read by whoever closes: nobody would look at it after that."""
    if reason not in ClosingReason.values:
        raise MoveRefused(_("Vyberte, jak dotaz skončil."))
    if by is not None and has_unread_question(inquiry, by=by):
        raise MoveRefused(
            _("Člověk se mezitím pod svým kódem na něco zeptal. Přečtěte si to v celém dotazu, pak ho uzavřete.")
        )
    kept = standing or standing_of(inquiry)
    if inquiry.kind not in WITHOUT_NEED and reason != ClosingReason.NON_CONTACT and not kept.has_need:
        raise MoveRefused(_("Vyberte aspoň jednu životní situaci, ať víme, s čím člověk přišel."))
    if reason in REFERRED and not kept.has_referral:
        raise MoveRefused(_("U dotazu není žádné předání. Předejte člověka službě, nebo vyberte jiný konec."))
    if reason == ClosingReason.UNMET and not kept.has_unmet:
        raise MoveRefused(_("Zapište nenaplněnou potřebu, ať se o ní město dozví."))
    if kept.is_unanswered and reason != ClosingReason.LOST:
        raise MoveRefused(_("Ještě čekáme na partnera. Počkejte na odpověď, nebo předání stáhněte."))
    without_follow_up = (ClosingReason.LOST, ClosingReason.NON_CONTACT)
    if inquiry.is_crisis and reason not in without_follow_up and not kept.was_followed_up:
        raise MoveRefused(_("Krizi uzavřete až po dohledu. Naplánujte ho, nebo zapište, proč není možný."))
