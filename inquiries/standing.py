"""What an inquiry hangs on and what it holds: its end may claim no more, and comes only when nothing is awaited."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from inquiries.models import (
    FollowUp,
    FollowUpState,
    Inquiry,
    InquiryNeed,
    InquiryState,
    Referral,
    ReferralState,
    UnmetNeed,
)
from inquiries.states import OWED_BY_PARTNER


@dataclass(frozen=True)
class Standing:
    """`is_owed`: a partner is to act; `is_unanswered`: a partner has not even said whether. `is_from_catalogue`: a service of
    the catalogue was handed over, so the answer came from there, also when nobody ticked a source."""

    has_need: bool
    has_referral: bool
    has_unmet: bool
    is_handed_over: bool
    is_owed: bool
    is_unanswered: bool
    is_promised: bool
    was_followed_up: bool
    is_from_catalogue: bool

    @property
    def waits_for(self) -> InquiryState | None:
        if self.is_owed:
            return InquiryState.WAITING_PARTNER
        return InquiryState.FOLLOW_UP if self.is_promised else None


def standing_of(inquiry: Inquiry) -> Standing:
    """One query; asked after the row is locked, so that it sees what whoever held the lock has written."""
    of_this = {"inquiry": OuterRef("pk")}
    referrals, follow_ups = Referral.objects.filter(**of_this), FollowUp.objects.filter(**of_this)
    handed = referrals.exclude(state=ReferralState.WITHDRAWN)
    sources = Inquiry.answered_from.through.objects.filter(inquiry=OuterRef("inquiry"))
    tried = (FollowUpState.DONE, FollowUpState.FAILED, FollowUpState.DECLINED)
    found = Inquiry.objects.filter(pk=inquiry.pk).values_list(
        Exists(InquiryNeed.objects.filter(**of_this)),
        Exists(referrals),
        Exists(UnmetNeed.objects.filter(**of_this)),
        Exists(handed),
        Exists(referrals.filter(state__in=OWED_BY_PARTNER)),
        Exists(referrals.filter(state__in=(ReferralState.SENT, ReferralState.INFO_NEEDED))),
        Exists(follow_ups.planned()),
        Exists(follow_ups.filter(state__in=tried)),
        Exists(handed.filter(~Exists(sources), service__isnull=False)),
    )
    return Standing(*found.get())
