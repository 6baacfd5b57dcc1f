"""The page of one promise: whom to call and how, what was tried, and what is written down after the call."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from inquiries import asking, following
from inquiries.dates import due
from inquiries.forms.inquiry_page import AttemptForm
from inquiries.inquiry_page import notes_of
from inquiries.models import (
    ContactCard,
    FollowUp,
    FollowUpKind,
    FollowUpState,
    Inquiry,
    InquiryState,
    Note,
    OutcomeSource,
    Referral,
    ReferralState,
)
from inquiries.referring import OUTCOMES, record_outcome
from inquiries.states import REFERRAL_MOVES
from inquiries.today import about
from sociopoint.models import User
from sociopoint.permissions import can_see_words

TO_ASK_ABOUT = [state for state, ends in REFERRAL_MOVES.items() if set(ends) & set(OUTCOMES)]
"""States of referrals of which the person may tell how they went on."""
SAME_CLICK = timedelta(minutes=1)


def attempt_form(follow_up: FollowUp, sent: QueryDict | None, *, typed: QueryDict | None = None) -> AttemptForm:
    """Two queries: the needs it may have been about, the referrals to ask about. `typed`: not sent yet, only to stay there."""
    inquiry = follow_up.inquiry
    needs = [need for need in inquiry.needs.select_related("situation") if follow_up.need_id in (None, need.pk)]
    about_one = follow_up.referral is not None and follow_up.kind == FollowUpKind.CALL_PARTNER
    referrals = Referral.objects.filter(inquiry=inquiry, state__in=TO_ASK_ABOUT).order_by("created_at", "pk")
    if about_one:
        referrals = referrals.filter(follow_ups=follow_up)
    initial: dict[str, Any] = {**(typed.dict() if typed else {})}
    initial["tries"] = getattr(follow_up, "tries", None)  # annotated by the view
    asks_person = follow_up.kind != FollowUpKind.CALL_PARTNER
    return AttemptForm(sent, initial=initial, needs=needs, referrals=referrals, asks_person=asks_person)


def follow_up_context(follow_up: FollowUp, user: User, *, reveals_contact: bool) -> dict[str, Any]:
    """Everything `inquiries/follow_up.html` prints but the form. The contact is read only to be shown; `has_contact` is annotated to
    the follow-up by the view."""
    inquiry = follow_up.inquiry
    is_open = follow_up.state == FollowUpState.PLANNED and not inquiry.is_restricted
    may_read, today = can_see_words(user), timezone.localdate()
    may_call = is_open and may_read
    has_contact = may_call and not reveals_contact and bool(getattr(follow_up, "has_contact", False))
    words = Note.objects.filter(inquiry=inquiry).select_related("author") if may_read else []
    to_reach = follow_up.kind in (FollowUpKind.CALL_CLIENT, FollowUpKind.MESSAGE)
    return {
        "follow_up": follow_up,
        "inquiry": inquiry,
        "about": about(inquiry),
        "when": due(follow_up.due_at, follow_up.is_all_day, today),
        "attempts": follow_up.attempts.select_related("by"),
        "is_open": is_open,
        "contact": ContactCard.objects.filter(inquiry=inquiry).first() if reveals_contact and may_call else None,
        "notes": notes_of(words, today),
        "has_contact": has_contact,
        "is_out_of_reach": may_call and to_reach and not reveals_contact and not has_contact,
    }


@transaction.atomic
def carry_out(follow_up: FollowUp, form: AttemptForm, *, by: User) -> str:
    """Do all that the form says, or nothing; the sentence to tell. Raises FollowUpRefused or ReferralRefused when a colleague or
    a partner was faster."""
    what, values = form.cleaned_data["what"], form.cleaned_data
    if what == "not_reached":
        if _is_written(follow_up, values["tries"], values["note"], by):
            return _("Zapsáno, že jste se nedovolali.")
        following.attempt(follow_up, by=by, reached=False, note=values["note"])
        if follow_up.state == FollowUpState.PLANNED and values["day"]:
            following.postpone(follow_up, by=by, day=values["day"])
        return _("Zapsáno, že jste se nedovolali.")
    if what in ("done", "later", "declined"):
        following.attempt(follow_up, by=by, reached=True, note=values["note"])
    source = OutcomeSource.PARTNER if follow_up.kind == FollowUpKind.CALL_PARTNER else OutcomeSource.CLIENT
    for referral, said in form.said:
        if form.asks_person:
            asking.keep(follow_up, referral, said, by=by)
        if became := asking.state_after(referral, said):
            record_outcome(referral, became, by=by, source=source)
    if what == "later":
        following.postpone(follow_up, by=by, day=values["day"])
        return _("Zapsáno. Ozveme se v domluvený den.")
    state = {"done": FollowUpState.DONE, "declined": FollowUpState.DECLINED, "cancelled": FollowUpState.CANCELLED}[what]
    result, outcomes = values.get("result", ""), form.outcomes if what == "done" else {}
    following.finish(follow_up, by=by, state=state, result=result, outcomes=outcomes)
    return _("Hotovo, dohled je vyřízený.")


def _is_written(follow_up: FollowUp, tries: int | None, note: str, by: User) -> bool:
    """Whether the form of this very try was sent before. The follow-up's row is locked, so that a double click waits here."""
    FollowUp.objects.select_for_update(of=("self",)).get(pk=follow_up.pk)
    since = list(follow_up.attempts.all()[tries:]) if tries is not None and tries >= 0 else []
    just_now = timezone.now() - SAME_CLICK
    return any((one.by_id, one.reached, one.note) == (by.pk, False, note) and one.at > just_now for one in since)


def has_nothing_ahead(inquiry: Inquiry) -> bool:
    """Whether the last thing promised is done, so that the inquiry is to be closed, or something else promised. One query."""
    rows = Inquiry.objects.filter(pk=inquiry.pk, state=InquiryState.OPEN)
    return rows.exclude(referrals__state__in=(ReferralState.SENT, ReferralState.INFO_NEEDED)).exists()
