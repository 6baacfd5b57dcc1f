"""What a person tells of one referral when we come back to them: four questions, each of which may stay without an answer (d.3)."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from inquiries.models import FollowUp, Referral, ReferralCheck, ReferralState, Told, WhyNotTried
from inquiries.states import REFERRAL_MOVES
from sociopoint.models import User


@dataclass(frozen=True)
class Said:
    """`became` is the state the referral came to, '' when nothing was said of it."""

    tried: str = Told.UNKNOWN
    not_tried: str = ""
    reached: str = Told.UNKNOWN
    became: str = ""
    solved: str = Told.UNKNOWN

    @property
    def is_empty(self) -> bool:
        return self == Said()


def said_of(*, tried: str, not_tried: str, reached: str, became: str, solved: str) -> Said:
    """Whoever reached them has tried; why they did not try belongs to a no only; who did not try reached nobody."""
    tried, reached = tried or Told.UNKNOWN, reached or Told.UNKNOWN
    if reached == Told.YES and tried == Told.UNKNOWN:
        tried = Told.YES
    if tried == Told.NO and reached == Told.UNKNOWN:
        reached = Told.NO
    why = not_tried if tried == Told.NO and not_tried in WhyNotTried.values else ""
    return Said(tried, why, reached, became, solved or Told.UNKNOWN)


def state_after(referral: Referral, said: Said) -> ReferralState | None:
    """Where the referral goes: what the person said became of it, else that they tried; None where it stays."""
    if said.became:
        return ReferralState(said.became)
    tried = ReferralState.CLIENT_TRIED
    may_try = tried in REFERRAL_MOVES.get(ReferralState(referral.state), ())
    return tried if said.tried == Told.YES and may_try else None


def keep(follow_up: FollowUp, referral: Referral, said: Said, *, by: User) -> None:
    """One row for a follow-up and a referral; a second call of the same follow-up says what holds now."""
    ReferralCheck.objects.update_or_create(
        follow_up=follow_up,
        referral=referral,
        defaults={
            "tried": said.tried,
            "not_tried": said.not_tried,
            "reached": said.reached,
            "became": said.became,
            "solved": said.solved,
            "by": by,
            "at": timezone.now(),
        },
    )


def in_words(check: ReferralCheck) -> list[str]:
    """What was said, each in a few words; of whoever did not try, not that they reached nobody."""
    reached = Told.UNKNOWN if check.tried == Told.NO else check.reached
    answers = [
        (_("zkusil to: %(told)s"), check.tried),
        (_("dovolal se: %(told)s"), reached),
        (_("vyřešilo se to: %(told)s"), check.solved),
    ]
    said = [text % {"told": Told(told).label} for text, told in answers if told != Told.UNKNOWN]
    if check.not_tried:
        said.insert(1, str(check.get_not_tried_display()))
    if check.became:
        said.append(str(ReferralState(check.became).label))
    return said
