"""The pages of handing over: choosing whom to, and one referral with what may be done about it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from catalogue.knowledge import knowledge
from catalogue.models import Organisation, Service
from catalogue.origins import home_origin
from catalogue.question import LONGEST_QUESTION, Question
from catalogue.search import search
from catalogue.service_facts import ServiceFacts, facts_of_services
from inquiries.asking import in_words
from inquiries.cautions import warnings_about, warnings_for
from inquiries.dates import moment, short_day
from inquiries.forms.referral import (
    MAY_RENEW,
    InformationForm,
    OutcomeForm,
    PhoneAnswerForm,
    ReferralNoteForm,
    StillWaitingForm,
)
from inquiries.lists import desk_lists
from inquiries.models import Consent, Inquiry, Referral, ReferralMode, ReferralState
from inquiries.partners import registered_address, target_name
from inquiries.states import REFERRAL_MOVES
from sociopoint.models import User
from sociopoint.permissions import can_see_words, can_work_at_desk
from sociopoint.typography import typeset

MOST_FOUND = 10
ENDED_BADLY = (ReferralState.DECLINED, ReferralState.REDIRECTED, ReferralState.EXPIRED, ReferralState.NOT_HELPED)


@dataclass(frozen=True)
class Target:
    """To whom: exactly one of the three is set."""

    service: Service | None = None
    organisation: Organisation | None = None
    other: str = ""

    @property
    def name(self) -> str:
        return typeset(target_name(self.service, None, self.organisation, self.other))

    @cached_property
    def address(self) -> str:
        """The registered e-mail, '' when nothing may be sent. One query, once."""
        return registered_address(self.service, self.organisation)


def found_services(words: str) -> list[ServiceFacts]:
    """What the catalogue finds for the words, for a form without a script."""
    if not words.strip():
        return []
    known = knowledge()
    answer = search(Question(q=words[:LONGEST_QUESTION]), home_origin(known), known)
    numbers = [one.service_id for one in answer.found[:MOST_FOUND]]
    facts = facts_of_services(numbers, timezone.localdate())
    return [facts[number] for number in numbers if number in facts]


def new_context(inquiry: Inquiry, target: Target) -> dict[str, Any]:
    """What the form says of the target before anybody is handed over."""
    warnings: list[str] = []
    if target.service is not None:
        warnings = warnings_for(target.service, inquiry)
    elif target.organisation is not None:
        warnings = warnings_about(target.organisation, inquiry)
    return {"inquiry": inquiry, "target": target, "warnings": warnings}


def page_context(referral: Referral, user: User) -> dict[str, Any]:
    """Everything `inquiries/referral.html` prints; forms may be replaced by ones with errors."""
    state, today = ReferralState(referral.state), timezone.localdate()
    may_stop, may_read = can_work_at_desk(user), can_see_words(user)
    may_work = may_stop and not referral.inquiry.is_restricted
    moves = REFERRAL_MOVES.get(state, ())
    answer, outcome = PhoneAnswerForm(before=state, lists=desk_lists()), OutcomeForm(before=state)
    is_sent, agreed = referral.mode == ReferralMode.SENT, referral.consent_id is not None
    return {
        "referral": referral,
        "inquiry": referral.inquiry,
        "state": state.label,
        "when": moment(referral.state_changed_at, today),
        "facts": _facts(referral, may_read),
        "texts": _texts(referral) if may_read else [],
        "reasons": [reason.name for reason in referral.decline_reasons.all()],
        "consent": _consent(referral.consent),
        "answer_form": answer if may_work and answer.fields["state"].choices else None,  # type: ignore[attr-defined]
        "outcome_form": outcome if may_work and outcome.fields["state"].choices else None,  # type: ignore[attr-defined]
        "waiting_form": StillWaitingForm.of(referral) if may_work and state == ReferralState.WAITLISTED else None,
        "note_form": ReferralNoteForm.of(referral) if may_work and may_read else None,
        "checks": _checks(referral),
        "information_form": InformationForm(agreed=agreed) if may_work and state == ReferralState.INFO_NEEDED else None,
        "may_renew": may_work and is_sent and state in MAY_RENEW,
        "may_withdraw": may_stop and ReferralState.WITHDRAWN in moves,
        "may_withdraw_consent": may_stop and referral.consent is not None and referral.consent.withdrawn_at is None,
        "ended_badly": may_work and state in ENDED_BADLY and referral.inquiry.is_unfinished,
    }


def _checks(referral: Referral) -> list[dict[str, str]]:
    """What the person told each time we came back. One query."""
    rows = []
    for check in referral.checks.select_related("by"):
        day = date_format(timezone.localtime(check.at), "j. n. Y")
        rows.append({"when": f"{day} · {check.by}", "text": ", ".join(in_words(check))})
    return rows


def _facts(referral: Referral, may_read: bool) -> list[dict[str, str]]:
    """Coded facts and times; whom we spoke with is a name, for those who may read words."""
    today = timezone.localdate()
    sent, listed = referral.state == ReferralState.SENT, referral.state == ReferralState.WAITLISTED
    rows = [
        (_("Jak"), referral.get_mode_display()),
        (_("Kvůli čemu"), referral.need.situation.name if referral.need else ""),
        (_("Předáno"), moment(referral.created_at, today)),
        (_("Kdo předal"), str(referral.created_by)),
        (_("Odpovědět do"), short_day(referral.respond_by, today) if sent and referral.respond_by else ""),
        (_("Odkaz platí do"), moment(referral.link_expires_at, today) if sent and referral.link_expires_at else ""),
        (_("Připomenuto"), _("ano") if referral.reminders_sent else ""),
        (_("Odpověděl"), referral.responder_name if may_read else ""),
        (_("Naléhavost"), str(referral.get_urgency_display()) if referral.urgency else ""),
        (_("Kolikátý v pořadníku"), str(referral.waiting_position or "") if listed else ""),
        (_("Čeká se"), referral.waiting_estimate),
        (_("První schůzka"), _appointment(referral)),
        (_("Kontakt ukázán"), moment(referral.contact_revealed_at, today) if referral.contact_revealed_at else ""),
        (_("Od koho víme"), referral.get_outcome_source_display() if referral.outcome_source else ""),
    ]
    return [{"term": term, "value": typeset(str(value))} for term, value in rows if value]


def _appointment(referral: Referral) -> str:
    at = referral.first_appointment_at
    return date_format(timezone.localtime(at), "j. n. Y H:i") if at else ""


def _texts(referral: Referral) -> list[dict[str, str]]:
    rows = [
        (_("Co jsme napsali"), referral.brief),
        (_("Vzkaz partnera"), referral.partner_message),
        (_("Co jsme doplnili"), referral.worker_message),
        (_("Poznámka pultu"), referral.note if referral.inquiry.is_restricted else ""),
    ]
    return [{"title": title, "text": text} for title, text in rows if text]


def _consent(consent: Consent | None) -> str:
    if consent is None:
        return _("Bez souhlasu, nic o člověku neříkáme.")
    given = _("%(manner)s %(day)s: %(extent)s, %(purpose)s.") % {
        "manner": consent.get_manner_display().capitalize(),
        "day": date_format(timezone.localtime(consent.recorded_at), "j. n. Y"),
        "extent": consent.extent,
        "purpose": consent.purpose,
    }
    return typeset(given if consent.withdrawn_at is None else f"{given} {_('Odvolán.')}")
