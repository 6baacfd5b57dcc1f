"""The page of one inquiry: what it was, what happened from the oldest, what remains to be done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inquiries.dates import due, lateness, moment, short_day
from inquiries.forms.inquiry_page import ClosingForm, HandOverForm, WaitingForm
from inquiries.forms.questions import AnswerForm
from inquiries.inquiry_parts import Parts, read_parts
from inquiries.models import (
    AgeBand,
    FirstTime,
    Inquiry,
    InquiryState,
    Language,
    LinkKind,
    Note,
    NoteKind,
    OnBehalf,
    Referral,
    Sex,
)
from inquiries.people import colleagues
from inquiries.procedure_running import fitting, runs_of
from inquiries.states import INQUIRY_MOVES
from inquiries.story import story_of
from network.models import ProcedureVersion
from sociopoint.models import User
from sociopoint.permissions import can_place_holds, can_release_holds, can_see_words, can_work_at_desk
from sociopoint.typography import typeset

Fact = dict[str, str]


def page_context(inquiry: Inquiry, user: User, *, reveals_contact: bool = False) -> dict[str, Any]:
    """Everything `inquiries/inquiry.html` prints. Five queries, whatever the inquiry holds."""
    today, now = timezone.localdate(), timezone.localtime()
    may_work, may_read = can_work_at_desk(user) and not inquiry.is_restricted, can_see_words(user)
    held = read_parts(inquiry, with_words=may_read)
    moves = INQUIRY_MOVES[InquiryState(inquiry.state)]
    workers = list(colleagues(inquiry))
    others = [colleague for colleague in workers if colleague.pk != inquiry.assignee_id]
    return {
        "inquiry": inquiry,
        "received": moment(inquiry.received_at, today),
        "needs": held.needs,
        "facts": list(facts(inquiry, held)),
        "notes": notes_of(held.notes, today),
        "contact": held.contact,
        "reveals_contact": reveals_contact and held.contact is not None,
        "story": story_of(held.timeline, today, {str(one.pk): str(one) for one in workers}),
        "referrals": held.referrals,
        "follow_ups": [
            {"row": row, "when": due(row.due_at, row.is_all_day, today), "late": lateness(row.due_at, now)}
            for row in held.follow_ups
        ],
        "unmet_needs": held.unmet_needs,
        "links": _links(held, today),
        "holds": held.holds,
        "may_hold": can_place_holds(user),
        "may_release": can_release_holds(user),
        "runs": runs_of(inquiry),
        "fitting": _fitting(inquiry, held) if may_work and inquiry.is_unfinished else [],
        "may_work": may_work,
        "may_read": may_read,
        "may_take": may_work and inquiry.assignee_id != user.pk and inquiry.is_unfinished,
        "may_close": may_work and InquiryState.CLOSED in moves and inquiry.state != InquiryState.DRAFT,
        "may_reopen": may_work and InquiryState.OPEN in moves and inquiry.state != InquiryState.DRAFT,
        "may_wait": may_work and InquiryState.WAITING_CLIENT in moves and inquiry.state != InquiryState.DRAFT,
        "answer_form": AnswerForm() if may_read and inquiry.return_code_hash else None,
        "closing_form": ClosingForm(initial={"reason": suggested_reason(inquiry, held.referrals)}),
        "waiting_form": WaitingForm(),
        "hand_over_form": HandOverForm(workers=others),
    }


def facts(inquiry: Inquiry, held: Parts) -> Iterator[Fact]:
    """The coded facts that say something; what was not found out is left out of the list and said once below it."""
    place = inquiry.district.name if inquiry.district else _("mimo město") if inquiry.is_from_elsewhere else ""
    rows = [
        (_("Jak se ptal"), inquiry.channel.name),
        (_("Co to bylo"), inquiry.get_kind_display()),
        (_("Za koho"), inquiry.get_on_behalf_display() if inquiry.on_behalf != OnBehalf.UNKNOWN else ""),
        (_("Odkud"), place),
        (_("Věk"), inquiry.get_age_band_display() if inquiry.age_band != AgeBand.UNKNOWN else ""),
        (_("Pohlaví"), inquiry.get_sex_display() if inquiry.sex != Sex.UNKNOWN else ""),
        (_("Jazyk"), _language(inquiry)),
        (_("Pro koho"), ", ".join(held.target_groups)),
        (_("Ohrožení"), ", ".join(flag.name for flag in held.risk_flags)),
        (_("Poprvé"), inquiry.get_first_time_display() if inquiry.first_time != FirstTime.UNKNOWN else ""),
        (_("Odkud o nás ví"), inquiry.heard_from.name if inquiry.heard_from else ""),
        (_("Jak jsme pomohli"), inquiry.get_help_level_display() if inquiry.help_level else ""),
        (_("Naléhavost"), inquiry.get_urgency_display()),
        (_("Čas"), minutes(inquiry)),
        (_("Kdo pracoval"), ", ".join(str(row.worker) for row in held.workers)),
        (_("Vyřizuje"), str(inquiry.assignee or "")),
    ]
    yield from ({"term": str(term), "value": typeset(str(value))} for term, value in rows if value)


def minutes(inquiry: Inquiry) -> str:
    """`12 min s člověkem, 5 min vyřizování`."""
    parts = [
        (inquiry.minutes_direct, _("%(n)d min s člověkem")),
        (inquiry.minutes_indirect, _("%(n)d min vyřizování")),
        (inquiry.minutes_travel, _("%(n)d min na cestě")),
    ]
    people = ngettext("%(n)d člověk", "%(n)d lidí", inquiry.persons_present) % {"n": inquiry.persons_present}
    said = [text % {"n": number} for number, text in parts if number]
    return ", ".join([*said, people] if inquiry.persons_present > 1 else said)


def suggested_reason(inquiry: Inquiry, referrals: list[Referral]) -> str:
    """The end that the record already tells, so that closing is one press: referred, else by the level of help."""
    if any(referral.result == "helped" for referral in referrals):
        return "referred_confirmed"
    if referrals:
        return "referred_unconfirmed"
    return {1: "informed", 2: "advised", 3: "assisted"}.get(inquiry.help_level or 0, "")


def _fitting(inquiry: Inquiry, held: Parts) -> list[ProcedureVersion]:
    """Procedures for the dangers marked and the situations written. One query."""
    flags = [flag.code for flag in held.risk_flags]
    return fitting(inquiry, situations=[need.situation_id for need in held.needs], flags=flags)


def _language(inquiry: Inquiry) -> str:
    if inquiry.language in (Language.CZECH, Language.UNKNOWN) and not inquiry.interpreter:
        return ""
    language = str(inquiry.get_language_display())
    return _("%(language)s, s tlumočníkem") % {"language": language} if inquiry.interpreter else language


def notes_of(notes: Iterable[Note], today: date) -> list[dict[str, Any]]:
    headings = {
        NoteKind.NOTE: _("Poznámka"),
        NoteKind.QUESTION: _("Člověk napsal"),
        NoteKind.ANSWER: _("Odpověděli jsme"),
    }
    return [
        {
            "heading": headings[NoteKind(row.kind)],
            "text": row.text,
            "when": moment(row.written_at, today),
            "who": row.author,
        }
        for row in notes
        if row.text
    ]


def _links(held: Parts, today: date) -> list[dict[str, Any]]:
    """Inquiries that belong to this one, earlier and later, with what they were about."""
    shown = [(link, link.earlier) for link in held.links] + [(link, link.inquiry) for link in held.later_links]
    continued = [
        link.earlier.pk for link in held.links if link.kind == LinkKind.CONTINUES and link.earlier.is_restricted
    ]
    return [
        {
            "is_kept_only": other.pk in continued,
            "kind": link.get_kind_display(),
            "inquiry": other,
            "when": short_day(timezone.localdate(other.received_at), today),
            "situation": link.situation or "",
        }
        for link, other in shown
    ]
