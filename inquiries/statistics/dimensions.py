"""What is counted. The name stands in `Tally.dimension`; the comment says what its key and sub are."""

from __future__ import annotations

from enum import StrEnum


class Dimension(StrEnum):
    """Of an inquiry, on the day it was received; each inquiry once unless it says otherwise."""

    KIND = "kind"  # InquiryKind, 'crisis' when marked so
    CHANNEL = "channel"  # id of the channel, Direction
    HELP = "help"  # HelpLevel or ''
    SITUATION = "situation"  # id of the main situation or ''
    DISTRICT = "district"  # id of the place, 'elsewhere' or ''
    LANGUAGE = "language"  # Language, 'interpreter' or ''
    PERSON = "person"  # AgeBand, Sex
    HOUR = "hour"  # ISO weekday 1-7, hour 0-23 of the desk's own time
    FIRST_TIME = "first_time"  # FirstTime, id of where they heard of us or ''
    ASKED = "asked"  # Identity, OnBehalf
    ENDED = "ended"  # ClosingReason or '' while unfinished, 'same_day' when closed the day it came
    RECORDED = "recorded"  # same_day or later when the record was whole, '' when it is not yet
    LOGGING = (
        "logging"  # seconds from opening the form to its first save, in steps (5 s, from a minute 15 s, from ten 60 s)
    )
    WORK = "work"  # minutes with the person; workers|channel|people of a group|a(nonymous)|p(rofessional)|minutes of travel
    NEED = "need"  # every need: id of its situation, NeedOutcome
    GROUP = "group"  # each target group an inquiry has, or '' for none: its id, district as above
    SOURCE = "source"  # each source of the answer, or '' for none: its id
    RISK = "risk"  # each risk flag: its id
    CRISIS = "crisis"  # crises only: in_time, late or none (follow-up by the next working day), 'reachable' or ''
    # Of an inquiry with a return code: the month ('2026-03') of an earlier one with the same code, '' when there is none;
    # '1' of the one just before, '2' of the one before that. `statistics.codes` says what for.
    CODE_HERE = "code_here"  # earlier at the same office
    CODE_ANYWHERE = "code_anywhere"  # earlier at any office
    # Of a referral, on the day it was made; drafts are none.
    REFERRAL = "referral"  # ReferralState, ReferralMode
    TARGET = "target"  # s + id of the service, o + id of the organisation or ''
    DECLINE = "decline"  # id of each reason of refusal
    # Of one the person was asked about later: what they told the last time. tried (Told); reached (Told)|solved (Told)|WhyNotTried or ''
    TOLD = "told"
    REACTION = "reaction"  # whole hours from sending to the partner's first answer
    # Of a follow-up, on the day it was due.
    FOLLOW_UP = "follow_up"  # on_time, late, planned, cancelled; WhyPlanned
    FOLLOWED = "followed"  # NeedOutcome or '' , FollowUpState
    # Of an unmet need, on the day it was written down; also of one without an inquiry.
    UNMET = "unmet"  # id of the reason, id of the situation
    UNMET_CASE = "unmet_case"  # id of the kind of service or '', district|reason


OF_FOLLOW_UPS = (Dimension.FOLLOW_UP, Dimension.FOLLOWED)
