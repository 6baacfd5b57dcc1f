"""Handing a person over: to whom, how, what goes along, and how it ended.

Every step locks the inquiry, then the referral; it writes the timeline and leaves the inquiry waiting for a partner exactly
as long as one owes an answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.models import ContactKind, Facility, Organisation, Service
from inquiries import catalogue_signals, partner_mail
from inquiries.briefs import identity_in
from inquiries.models import (
    Actor,
    Consent,
    DeclineReason,
    Deed,
    Inquiry,
    InquiryNeed,
    InquiryState,
    OutcomeSource,
    Referral,
    ReferralMode,
    ReferralState,
)
from inquiries.models.referrals import LONGEST_BRIEF
from inquiries.moves import move
from inquiries.partners import LINK_DAYS, LINKED, first_contact, registered_address, respond_by, target_name
from inquiries.states import OWED_BY_PARTNER, REFERRAL_MOVES
from inquiries.timeline import record
from sociopoint.models import User

PASSES_SOMETHING_ON = (ReferralMode.WARM_CALL, ReferralMode.ACCOMPANIED)
"""Ways in which the partner learns who the person is whatever we write, so that they need a consent."""
ANSWERS = (
    ReferralState.ACCEPTED,
    ReferralState.WAITLISTED,
    ReferralState.INFO_NEEDED,
    ReferralState.DECLINED,
    ReferralState.REDIRECTED,
)
OUTCOMES = (
    ReferralState.CLIENT_TRIED,
    ReferralState.STARTED,
    ReferralState.COMPLETED,
    ReferralState.NOT_HELPED,
    ReferralState.NO_SHOW,
    ReferralState.DROPPED,
    ReferralState.UNKNOWN,
    ReferralState.CLOSED_UNKNOWN,
)


class ReferralRefused(Exception):
    """It cannot be done; the text is a Czech sentence for the worker or the partner that says what to do."""


class NoTarget(ReferralRefused):
    """Nobody was chosen, or more than one at once."""


class NoAddress(ReferralRefused):
    """The catalogue has no e-mail of the partner, and an invitation goes nowhere else."""


class ConsentMissing(ReferralRefused):
    """Something about the person would go along and nobody recorded that they agreed."""


class IdentityInText(ReferralRefused):
    """A text that a partner reads before they accept says who the person is."""


class InquiryIsOver(ReferralRefused):
    """The inquiry is closed or void."""


class MoveNotAllowed(ReferralRefused):
    """The referral is already somewhere from where this step does not lead; most often somebody answered before."""


class AnswerIncomplete(ReferralRefused):
    """The answer lacks what makes it useful: a reason, or a question."""


@dataclass(frozen=True)
class Answer:
    """What a partner says. `state` is one of ANSWERS; a refusal has its reasons, a question its text."""

    state: ReferralState
    responder: str = ""
    message: str = ""
    reasons: tuple[DeclineReason, ...] = field(default=())
    waiting_estimate: str = ""
    waiting_position: int | None = None
    first_appointment_at: datetime | None = None


@transaction.atomic
def refer(
    inquiry: Inquiry,
    *,
    by: User,
    mode: ReferralMode,
    service: Service | None = None,
    facility: Facility | None = None,
    organisation: Organisation | None = None,
    other: str = "",
    need: InquiryNeed | None = None,
    brief: str = "",
    urgency: str = "",
    consent: Consent | None = None,
    shares_contact: bool = False,
) -> Referral:
    """Hand the person over to one service, organisation or named somebody; raises a ReferralRefused.

    The same target in the same way twice is one referral (a double click). `consent` covers what goes along; without it only
    a contact is given, or a brief without identity is sent. What the partner was called and where it was reached is kept as
    it was at that moment.
    """
    inquiry = _locked(inquiry)
    if inquiry.state in (InquiryState.CLOSED, InquiryState.VOID):
        raise InquiryIsOver(_("Dotaz je uzavřený. Nejdřív ho znovu otevřete."))
    other = other.strip()
    if sum(map(bool, (service, organisation, other))) != 1:
        raise NoTarget(_("Vyberte jednu službu nebo organizaci, nebo napište, komu člověka předáváte."))
    existing = _same(inquiry, mode, service, organisation, other)
    if existing is not None:
        return existing
    _refuse_without_consent(inquiry, mode, consent, shares_contact)
    sent = mode == ReferralMode.SENT
    address = registered_address(service, organisation)
    if sent and not address:
        raise NoAddress(_("Partner nemá v katalogu e-mail. Zavolejte mu, nebo předejte člověku kontakt."))
    if sent and (found := identity_in(brief, agreed=consent is not None)):
        raise IdentityInText(found)
    if len(brief) > LONGEST_BRIEF:
        raise ReferralRefused(_("Popis smí mít nejvýš %(n)d znaků.") % {"n": LONGEST_BRIEF})
    referral = Referral.objects.create(
        inquiry=inquiry,
        need=need,
        service=service,
        facility=facility,
        organisation=organisation,
        other=other,
        target_name=target_name(service, facility, organisation, other),
        target_phone=first_contact(ContactKind.PHONE, service, organisation),
        target_email=address,
        mode=mode,
        state=ReferralState.SENT if sent else ReferralState.GIVEN,
        urgency=urgency,
        brief=brief,
        consent=consent,
        shares_contact=shares_contact,
        respond_by=respond_by(urgency or inquiry.urgency, timezone.localdate()) if sent else None,
        link_expires_at=timezone.now() + timedelta(days=LINK_DAYS) if sent else None,
        created_by=by,
    )
    record(inquiry, Deed.REFERRED, by=by, field="mode", after=mode, referral=referral)
    if sent:
        _send_link(referral, by=by)
    _settle(inquiry, by=by)
    return referral


@transaction.atomic
def withdraw(referral: Referral, *, by: User) -> None:
    """Take the referral back: the partner's link stops working at once, and they are told not to answer."""
    _step(referral, ReferralState.WITHDRAWN, by=by)
    if referral.mode == ReferralMode.SENT:
        partner_mail.tell_withdrawn(referral)


@transaction.atomic
def revoke(referral: Referral, *, by: User | None) -> None:
    """The person took their consent back (`by` is None: with their code): what waits for an answer is withdrawn.

    Where the partner accepted, the referral stays true, but their link shows nothing any more.
    """
    if referral.state == ReferralState.ACCEPTED:
        _locked(referral.inquiry)
        _save(referral, {"link_version": F("link_version") + 1})
        referral.refresh_from_db(fields=["link_version"])
    else:
        _step(referral, ReferralState.WITHDRAWN, by=by, actor=Actor.CLIENT)
    if referral.mode == ReferralMode.SENT:
        partner_mail.tell_withdrawn(referral)


@transaction.atomic
def record_answer(referral: Referral, answer: Answer, *, by: User | None) -> None:
    """What the partner said: by their link (`by` is None), or by telephone to a worker. Who accepts somebody whose inquiry was closed
    meanwhile (the person was lost, or stood on a waiting list) brings it back to work: else nobody would ever look at it.

    Raises MoveNotAllowed when somebody answered before, AnswerIncomplete when a refusal has no reason or a question no text.
    """
    if answer.state not in ANSWERS:
        raise AnswerIncomplete(_("Vyberte odpověď."))
    if answer.state == ReferralState.DECLINED and not answer.reasons:
        raise AnswerIncomplete(_("Vyberte aspoň jeden důvod. Pomůže nám to příště poslat člověka rovnou jinam."))
    if answer.state == ReferralState.INFO_NEEDED and not answer.message.strip():
        raise AnswerIncomplete(_("Napište, co potřebujete doplnit."))
    changes = {
        "partner_message": answer.message.strip(),
        "responder_name": answer.responder.strip(),
        "waiting_estimate": answer.waiting_estimate.strip(),
        "waiting_position": answer.waiting_position if answer.state == ReferralState.WAITLISTED else None,
        "first_appointment_at": answer.first_appointment_at,
        "outcome_source": OutcomeSource.WORKER if by else OutcomeSource.PARTNER,
    }
    _step(referral, answer.state, by=by, actor=Actor.PARTNER, changes=changes)
    if by is None and answer.state == ReferralState.ACCEPTED and referral.inquiry.state == InquiryState.CLOSED:
        move(referral.inquiry, InquiryState.OPEN, by=None)
    referral.decline_reasons.set(answer.reasons)
    if answer.state == ReferralState.DECLINED:
        catalogue_signals.after_refusal(referral, answer.reasons)
    if answer.state == ReferralState.REDIRECTED:
        catalogue_signals.after_redirect(referral)


@transaction.atomic
def record_outcome(
    referral: Referral, state: ReferralState, *, by: User | None, source: OutcomeSource = OutcomeSource.WORKER
) -> None:
    """How it went on: `state` is one of OUTCOMES, `source` is whom we know it from (the partner's link: by is None)."""
    if state not in OUTCOMES:
        raise AnswerIncomplete(_("Vyberte, jak to dopadlo."))
    actor = Actor.PARTNER if source == OutcomeSource.PARTNER else Actor.CLIENT
    _step(referral, state, by=by, actor=actor, changes={"outcome_source": source})


@transaction.atomic
def supply_information(referral: Referral, *, by: User, text: str) -> None:
    """Answer the partner's question; the referral waits for them again, with a fresh time to respond."""
    if not text.strip():
        raise AnswerIncomplete(_("Napište, na co se partner ptal."))
    if found := identity_in(text, agreed=referral.consent_id is not None):
        raise IdentityInText(found)
    changes = {"worker_message": text.strip(), **_fresh_deadlines(referral)}
    _step(referral, ReferralState.SENT, by=by, changes=changes)
    partner_mail.supply(referral)


@transaction.atomic
def renew_link(referral: Referral, *, by: User | None) -> None:
    """Make a new link, void the old one, and wait again where waiting had ended. It goes to the address in the catalogue.

    `by` is None when the partner asked for it on the page of an old link.
    """
    _locked(referral.inquiry)
    referral.refresh_from_db()
    if referral.mode != ReferralMode.SENT or referral.state not in (*LINKED, ReferralState.EXPIRED):
        raise MoveNotAllowed(_("Toto předání už skončilo, nový odkaz pro něj nejde poslat."))
    address = registered_address(referral.service, referral.organisation)
    if not address:
        raise NoAddress(_("Partner nemá v katalogu e-mail. Zavolejte mu, nebo předejte člověku kontakt."))
    changes = {"target_email": address, "link_version": referral.link_version + 1, **_fresh_deadlines(referral)}
    if referral.state == ReferralState.EXPIRED:
        _step(referral, ReferralState.SENT, by=by, actor=Actor.PARTNER, changes=changes)
    else:
        _save(referral, changes)
    _send_link(referral, by=by)


def _send_link(referral: Referral, *, by: User | None) -> None:
    partner_mail.invite(referral)
    record(referral.inquiry, Deed.LINK_SENT, by=by, actor=Actor.PARTNER, referral=referral)


@transaction.atomic
def remind(referral: Referral) -> bool:
    """Ask once more, once. False when somebody answered or reminded meanwhile: nothing was done."""
    inquiry = _locked(referral.inquiry)
    referral.refresh_from_db()
    if referral.state != ReferralState.SENT or referral.reminders_sent:
        return False
    _save(referral, {"reminders_sent": referral.reminders_sent + 1})
    partner_mail.remind(referral)
    record(inquiry, Deed.REMINDED, referral=referral)
    return True


@transaction.atomic
def expire(referral: Referral) -> bool:
    """Nobody answered while the link was valid: the waiting ends, both sides are told, the worker looks elsewhere.

    False when somebody answered meanwhile.
    """
    _locked(referral.inquiry)
    referral.refresh_from_db()
    if referral.state != ReferralState.SENT:
        return False
    _step(referral, ReferralState.EXPIRED, by=None, actor=Actor.SYSTEM)
    partner_mail.tell_expired(referral)
    catalogue_signals.after_silence(referral)
    return True


def _locked(inquiry: Inquiry) -> Inquiry:
    """The inquiry itself, its row locked and its state fresh; the object passed in stays the one that is changed."""
    fresh = Inquiry.objects.select_for_update(of=("self",)).get(pk=inquiry.pk)
    inquiry.state, inquiry.version, inquiry.assignee_id = fresh.state, fresh.version, fresh.assignee_id
    inquiry.urgency = fresh.urgency
    return inquiry


def _same(
    inquiry: Inquiry, mode: ReferralMode, service: Service | None, organisation: Organisation | None, other: str
) -> Referral | None:
    """A referral of this inquiry to the same target in the same way that has not ended."""
    unfinished = (ReferralState.GIVEN, *LINKED)
    return inquiry.referrals.filter(
        mode=mode, service=service, organisation=organisation, other=other, state__in=unfinished
    ).first()


def _refuse_without_consent(
    inquiry: Inquiry, mode: ReferralMode, consent: Consent | None, shares_contact: bool
) -> None:
    if consent is not None and not inquiry.consents.filter(pk=consent.pk, withdrawn_at=None).exists():
        raise ConsentMissing(_("Tento souhlas neplatí. Zapište nový."))
    if consent is None and shares_contact:
        raise ConsentMissing(_("Kontakt se smí předat jen se souhlasem. Zapište ho."))
    if consent is None and mode in PASSES_SOMETHING_ON:
        raise ConsentMissing(_("Partner se dozví, o koho jde. Zapište souhlas, nebo předejte jen kontakt na službu."))
    if shares_contact and not hasattr(inquiry, "contact"):
        raise ReferralRefused(_("U dotazu není žádný kontakt, který by šlo předat. Nejdřív ho zapište."))


def _fresh_deadlines(referral: Referral) -> dict[str, object]:
    return {
        "respond_by": respond_by(referral.presses, timezone.localdate()),
        "link_expires_at": timezone.now() + timedelta(days=LINK_DAYS),
        "reminders_sent": 0,
    }


def _step(
    referral: Referral,
    to: ReferralState,
    *,
    by: User | None,
    actor: Actor = Actor.SYSTEM,
    changes: Mapping[str, object] | None = None,
) -> None:
    """One move of the referral with everything that belongs to it; raises MoveNotAllowed and changes nothing."""
    inquiry = _locked(referral.inquiry)
    current = Referral.objects.select_for_update(of=("self",)).get(pk=referral.pk)
    before = ReferralState(current.state)
    if to not in REFERRAL_MOVES.get(before, ()):
        raise MoveNotAllowed(
            _("Předání je teď ve stavu „%(before)s“ a na „%(to)s“ z něj přejít nejde.")
            % {"before": before.label, "to": to.label}
        )
    revoked = {"link_version": current.link_version + 1} if to == ReferralState.WITHDRAWN else {}
    _save(referral, {"state": to, "state_changed_at": timezone.now(), **revoked, **(changes or {})})
    record(
        inquiry,
        Deed.REFERRAL_MOVED,
        by=by,
        actor=actor,
        field="state",
        before=before,
        after=to,
        referral=referral,
    )
    _settle(inquiry, by=by)


def _save(referral: Referral, changes: Mapping[str, object]) -> None:
    for name, value in changes.items():
        setattr(referral, name, value)
    referral.save(update_fields=list(changes))


def _settle(inquiry: Inquiry, *, by: User | None) -> None:
    """The inquiry waits for a partner while one owes an answer, and not a moment longer."""
    waits = inquiry.referrals.filter(state__in=OWED_BY_PARTNER).exists()
    if waits and inquiry.state == InquiryState.WAITING_CLIENT:
        move(inquiry, InquiryState.OPEN, by=by)
    if waits and inquiry.state in (InquiryState.DRAFT, InquiryState.OPEN, InquiryState.FOLLOW_UP):
        move(inquiry, InquiryState.WAITING_PARTNER, by=by)
    if not waits and inquiry.state == InquiryState.WAITING_PARTNER:
        planned = inquiry.follow_ups.planned().exists()
        move(inquiry, InquiryState.FOLLOW_UP if planned else InquiryState.OPEN, by=by)
