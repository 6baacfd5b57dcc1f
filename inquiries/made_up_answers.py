"""What people of the made-up desk told of their referrals when somebody came back to them: what agrees with how each went on."""

from __future__ import annotations

import random

from inquiries.models import FollowUp, NeedOutcome, Referral, ReferralCheck, ReferralState, Told, WhyNotTried

TRIED_AND_REACHED = {
    ReferralState.CLIENT_TRIED: (Told.YES, Told.NO),
    ReferralState.STARTED: (Told.YES, Told.YES),
    ReferralState.COMPLETED: (Told.YES, Told.YES),
    ReferralState.NOT_HELPED: (Told.YES, Told.YES),
    ReferralState.ACCEPTED: (Told.YES, Told.YES),
    ReferralState.UNKNOWN: (Told.UNKNOWN, Told.UNKNOWN),
    ReferralState.GIVEN: (Told.NO, Told.NO),
}
"""Of the states in which a person is asked; of the others nothing was told."""
LED_TO = (ReferralState.STARTED, ReferralState.COMPLETED, ReferralState.NOT_HELPED, ReferralState.UNKNOWN)
SOLVED = {NeedOutcome.MET: Told.YES, NeedOutcome.PARTLY: Told.UNKNOWN, NeedOutcome.UNMET: Told.NO}
WHY = {WhyNotTried.NO_TIME: 4, WhyNotTried.LOST: 3, WhyNotTried.AFRAID: 1, WhyNotTried.OTHER: 1, "": 1}


def told_of(referral: Referral, follow_up: FollowUp, chance: random.Random) -> list[ReferralCheck]:
    """Nothing, or one answer of the day the follow-up ended."""
    state = ReferralState(referral.state)
    if state not in TRIED_AND_REACHED or follow_up.finished_at is None:
        return []
    tried, reached = TRIED_AND_REACHED[state]
    solved, why = SOLVED.get(NeedOutcome(follow_up.result), Told.UNKNOWN), ""
    if tried == Told.NO:
        why = WhyNotTried.SOLVED if solved == Told.YES else chance.choices(list(WHY), list(WHY.values()))[0]
    return [
        ReferralCheck(
            follow_up=follow_up,
            referral=referral,
            tried=tried,
            not_tried=why,
            reached=reached,
            became=state if state in LED_TO else "",
            solved=solved,
            by=follow_up.owner,
            at=follow_up.finished_at,
        )
    ]
