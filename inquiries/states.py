"""Which states an inquiry, a referral, a follow-up and an unmet need have, and where each may go.

One table for each: forms offer what it allows, the database refuses the rest by a trigger, the documentation is drawn from
it. Source: frontdesk-and-network, sections d.1 to d.4.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

State = TypeVar("State", bound=models.TextChoices)


class InquiryState(models.TextChoices):
    DRAFT = "draft", _("rozepsaný")
    OPEN = "open", _("řeší se")
    WAITING_PARTNER = "waiting_partner", _("čeká na partnera")
    WAITING_CLIENT = "waiting_client", _("čeká na člověka")
    FOLLOW_UP = "follow_up", _("k dohledu")
    CLOSED = "closed", _("uzavřený")
    VOID = "void", _("zrušený")


INQUIRY_MOVES: Mapping[InquiryState, tuple[InquiryState, ...]] = {
    InquiryState.DRAFT: (
        InquiryState.OPEN,
        InquiryState.WAITING_PARTNER,
        InquiryState.WAITING_CLIENT,
        InquiryState.FOLLOW_UP,
        InquiryState.CLOSED,
        InquiryState.VOID,
    ),
    InquiryState.OPEN: (
        InquiryState.WAITING_PARTNER,
        InquiryState.WAITING_CLIENT,
        InquiryState.FOLLOW_UP,
        InquiryState.CLOSED,
        InquiryState.VOID,
    ),
    InquiryState.WAITING_PARTNER: (InquiryState.OPEN, InquiryState.FOLLOW_UP, InquiryState.CLOSED),
    InquiryState.WAITING_CLIENT: (InquiryState.OPEN, InquiryState.CLOSED),
    InquiryState.FOLLOW_UP: (InquiryState.OPEN, InquiryState.WAITING_PARTNER, InquiryState.CLOSED),
    InquiryState.CLOSED: (InquiryState.OPEN,),
    InquiryState.VOID: (InquiryState.DRAFT,),
}
UNFINISHED = (
    InquiryState.DRAFT,
    InquiryState.OPEN,
    InquiryState.WAITING_PARTNER,
    InquiryState.WAITING_CLIENT,
    InquiryState.FOLLOW_UP,
)
"""States in which somebody still has something to do."""
ENDED = (InquiryState.CLOSED, InquiryState.VOID)
"""States in which the clock of retention runs."""
COUNTED = tuple(state for state in InquiryState if state not in (InquiryState.DRAFT, InquiryState.VOID))
"""States in which an inquiry enters the statistics."""


class ReferralState(models.TextChoices):
    DRAFT = "draft", _("návrh")
    GIVEN = "given", _("předán kontakt")
    SENT = "sent", _("odesláno, čekáme")
    INFO_NEEDED = "info_needed", _("partner chce doplnit")
    ACCEPTED = "accepted", _("přijato")
    WAITLISTED = "waitlisted", _("v pořadníku")
    DECLINED = "declined", _("odmítnuto")
    REDIRECTED = "redirected", _("poslali jinam")
    EXPIRED = "expired", _("bez odpovědi")
    WITHDRAWN = "withdrawn", _("stáhli jsme")
    CLIENT_TRIED = "client_tried", _("člověk to zkusil")
    STARTED = "started", _("pomoc začala")
    COMPLETED = "completed", _("pomoc získána")
    NOT_HELPED = "not_helped", _("nepomohlo")
    NO_SHOW = "no_show", _("člověk nepřišel")
    DROPPED = "dropped", _("pomoc skončila dřív")
    UNKNOWN = "unknown", _("nevíme")
    CLOSED_UNKNOWN = "closed_unknown", _("uzavřeno, nevíme")


REFERRAL_MOVES: Mapping[ReferralState, tuple[ReferralState, ...]] = {
    ReferralState.DRAFT: (ReferralState.GIVEN, ReferralState.SENT, ReferralState.WITHDRAWN),
    ReferralState.GIVEN: (
        ReferralState.ACCEPTED,
        ReferralState.WAITLISTED,
        ReferralState.DECLINED,
        ReferralState.REDIRECTED,
        ReferralState.CLIENT_TRIED,
        ReferralState.STARTED,
        ReferralState.COMPLETED,
        ReferralState.NOT_HELPED,
        ReferralState.UNKNOWN,
        ReferralState.WITHDRAWN,
    ),
    ReferralState.CLIENT_TRIED: (
        ReferralState.STARTED,
        ReferralState.COMPLETED,
        ReferralState.NOT_HELPED,
        ReferralState.UNKNOWN,
    ),
    ReferralState.SENT: (
        ReferralState.INFO_NEEDED,
        ReferralState.ACCEPTED,
        ReferralState.WAITLISTED,
        ReferralState.DECLINED,
        ReferralState.REDIRECTED,
        ReferralState.EXPIRED,
        ReferralState.WITHDRAWN,
    ),
    ReferralState.INFO_NEEDED: (
        ReferralState.SENT,
        ReferralState.ACCEPTED,
        ReferralState.WAITLISTED,
        ReferralState.DECLINED,
        ReferralState.REDIRECTED,
        ReferralState.EXPIRED,
        ReferralState.WITHDRAWN,
    ),
    ReferralState.ACCEPTED: (
        ReferralState.STARTED,
        ReferralState.COMPLETED,
        ReferralState.NO_SHOW,
        ReferralState.DECLINED,
        ReferralState.NOT_HELPED,
        ReferralState.UNKNOWN,
        ReferralState.WITHDRAWN,
    ),
    ReferralState.WAITLISTED: (
        ReferralState.ACCEPTED,
        ReferralState.DECLINED,
        ReferralState.EXPIRED,
        ReferralState.WITHDRAWN,
    ),
    ReferralState.STARTED: (ReferralState.COMPLETED, ReferralState.DROPPED),
    ReferralState.EXPIRED: (ReferralState.SENT, ReferralState.CLOSED_UNKNOWN),
    ReferralState.UNKNOWN: (ReferralState.COMPLETED, ReferralState.NOT_HELPED),
}
AWAITED = (ReferralState.SENT, ReferralState.INFO_NEEDED, ReferralState.WAITLISTED)
"""States in which a partner owes us an answer, or we owe one to the partner."""
OWED_BY_PARTNER = (ReferralState.SENT,)
"""Where we can only wait; a question or a place on a waiting list is already an answer for the worker to act on."""


class ReferralResult(models.TextChoices):
    """How statistics see a referral, four words for eighteen states."""

    HELPED = "helped", _("pomoc získána nebo začala")
    CLIENT_DECLINED = "client_declined", _("člověk to nezkusil nebo nechtěl")
    PROVIDER_DECLINED = "provider_declined", _("odmítl poskytovatel")
    PENDING = "pending", _("čeká se")
    UNKNOWN = "unknown", _("nevíme")


RESULT_OF_STATE: Mapping[ReferralState, ReferralResult] = {
    ReferralState.COMPLETED: ReferralResult.HELPED,
    ReferralState.STARTED: ReferralResult.HELPED,
    ReferralState.ACCEPTED: ReferralResult.HELPED,
    ReferralState.DROPPED: ReferralResult.CLIENT_DECLINED,
    ReferralState.NO_SHOW: ReferralResult.CLIENT_DECLINED,
    ReferralState.WITHDRAWN: ReferralResult.CLIENT_DECLINED,
    ReferralState.DECLINED: ReferralResult.PROVIDER_DECLINED,
    ReferralState.REDIRECTED: ReferralResult.PROVIDER_DECLINED,
    ReferralState.NOT_HELPED: ReferralResult.PROVIDER_DECLINED,
    ReferralState.DRAFT: ReferralResult.PENDING,
    ReferralState.SENT: ReferralResult.PENDING,
    ReferralState.INFO_NEEDED: ReferralResult.PENDING,
    ReferralState.WAITLISTED: ReferralResult.PENDING,
    ReferralState.GIVEN: ReferralResult.UNKNOWN,
    ReferralState.CLIENT_TRIED: ReferralResult.UNKNOWN,
    ReferralState.EXPIRED: ReferralResult.UNKNOWN,
    ReferralState.UNKNOWN: ReferralResult.UNKNOWN,
    ReferralState.CLOSED_UNKNOWN: ReferralResult.UNKNOWN,
}


class FollowUpState(models.TextChoices):
    PLANNED = "planned", _("naplánováno")
    DONE = "done", _("hotovo")
    FAILED = "failed", _("nezastižen")
    DECLINED = "declined", _("nepřeje si")
    CANCELLED = "cancelled", _("zrušeno")


FOLLOW_UP_MOVES: Mapping[FollowUpState, tuple[FollowUpState, ...]] = {
    FollowUpState.PLANNED: (
        FollowUpState.DONE,
        FollowUpState.FAILED,
        FollowUpState.DECLINED,
        FollowUpState.CANCELLED,
    ),
    FollowUpState.FAILED: (FollowUpState.PLANNED, FollowUpState.DONE),
}


class UnmetState(models.TextChoices):
    NEW = "new", _("nová")
    CONFIRMED = "confirmed", _("potvrzená")
    HANDED_OVER = "handed_over", _("předaná pracovní skupině")
    PLANNED = "planned", _("v plánu")
    REJECTED = "rejected", _("odmítnutá")
    SOLVED = "solved", _("vyřešená")


UNMET_MOVES: Mapping[UnmetState, tuple[UnmetState, ...]] = {
    UnmetState.NEW: (UnmetState.CONFIRMED, UnmetState.HANDED_OVER, UnmetState.REJECTED, UnmetState.SOLVED),
    UnmetState.CONFIRMED: (UnmetState.HANDED_OVER, UnmetState.REJECTED, UnmetState.SOLVED),
    UnmetState.HANDED_OVER: (UnmetState.PLANNED, UnmetState.REJECTED, UnmetState.SOLVED),
    UnmetState.PLANNED: (UnmetState.SOLVED, UnmetState.REJECTED),
    UnmetState.REJECTED: (UnmetState.CONFIRMED,),
    UnmetState.SOLVED: (UnmetState.CONFIRMED,),
}
"""The coordinator moves a need; what was put aside or solved too soon comes back among the confirmed."""
WORKERS_UNMET_MOVES = ((UnmetState.NEW, UnmetState.CONFIRMED),)
"""What a worker may do too: say that the need is real."""
UNDECIDED = (UnmetState.NEW, UnmetState.CONFIRMED)
"""States in which nobody has said yet what the city will do."""
EXPLAINED = (UnmetState.REJECTED, UnmetState.SOLVED)
"""States that say why, or how, so that whoever asks again gets an answer."""


def allowed_moves(moves: Mapping[State, tuple[State, ...]]) -> list[tuple[str, str]]:
    """(from, to) as the trigger of the database wants them."""
    return [(str(start), str(end)) for start, ends in moves.items() for end in ends]
