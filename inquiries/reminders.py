"""Letters that time sends: a reminder after the day to respond by, and the end of waiting with the end of the link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from inquiries.models import Referral, ReferralMode, ReferralState
from inquiries.referring import expire, remind
from inquiries.working_days import is_working_day


@dataclass(frozen=True)
class Written:
    """How many partners were reminded, and how many referrals ended without an answer."""

    reminded: int
    expired: int


def write_to_the_silent(now: datetime) -> Written:
    """Expire what nobody answered, then remind once of what is late; reminders only on working days, and
    never of an inquiry that is only to be kept.

    Each referral is its own transaction that looks again, so running twice at once or after a fall sends nothing twice.
    """
    waiting = Referral.objects.filter(mode=ReferralMode.SENT, state=ReferralState.SENT).select_related("inquiry")
    expired = sum(expire(referral) for referral in waiting.filter(link_expires_at__lte=now))
    today = timezone.localdate(now)
    if not is_working_day(today):
        return Written(0, expired)
    late = waiting.filter(respond_by__lt=today, link_expires_at__gt=now, reminders_sent=0, inquiry__is_restricted=False)
    return Written(sum(remind(referral) for referral in late), expired)
