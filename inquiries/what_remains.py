"""What is left of one inquiry once the shredder has been: for whoever writes into it, and for whoever asks."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inquiries.inquiry_page import facts
from inquiries.inquiry_parts import Parts, read_parts
from inquiries.models import (
    Compartment,
    ContactCard,
    FollowUpAttempt,
    Inquiry,
    InquiryState,
    LegalHold,
    Note,
    NoteKind,
    RetentionRule,
)
from inquiries.retention import WORDS_ELSEWHERE, days_of
from inquiries.states import ENDED

CONTACT_AFTER_EXPIRY = timedelta(days=1)


def remains_context(inquiry: Inquiry) -> dict[str, Any]:
    """Everything `inquiries/what_remains.html` prints: when, what goes, what stays. No word of it is shown. Five queries."""
    held = read_parts(inquiry, with_words=False)
    rules = list(RetentionRule.objects.all())
    card = ContactCard.objects.filter(inquiry=inquiry).only("expires_on", "created_at").first()
    goes = _words(inquiry, held)
    return {
        "inquiry": inquiry,
        "words_day": _words_day(inquiry, rules, held.holds),
        "words_days": days_of(_once_closed(inquiry), Compartment.WORDS, rules),
        "contact_day": _contact_day(inquiry, card, rules, held.holds) if card else None,
        "holds": held.holds,
        "goes": goes,
        "is_gone": inquiry.shredded_at is not None and not goes and card is None,
        "facts": list(facts(inquiry, held)),
        "needs": held.needs,
        "referrals": held.referrals,
        "events": len(held.timeline),
        "has_code": bool(inquiry.return_code_hash),
    }


def _once_closed(inquiry: Inquiry) -> Inquiry:
    """The rule that will hold: of one still in work, as if it were closed."""
    state = inquiry.state if inquiry.state in ENDED else InquiryState.CLOSED
    return Inquiry(kind=inquiry.kind, state=state, is_crisis=inquiry.is_crisis)


def _words_day(inquiry: Inquiry, rules: list[RetentionRule], holds: list[LegalHold]) -> date | None:
    """None while it is in work: the clock does not run. What is late goes tonight, what is held when the last hold is over."""
    if inquiry.state not in ENDED:
        return None
    kept = timedelta(days=days_of(inquiry, Compartment.WORDS, rules))
    over = timezone.localdate((inquiry.retention_from or inquiry.changed_at) + kept)
    return max(over, timezone.localdate(), *_days_after(holds))


def _days_after(holds: list[LegalHold]) -> list[date]:
    return [hold.until + timedelta(days=1) for hold in holds]


def _contact_day(
    inquiry: Inquiry, card: ContactCard, rules: list[RetentionRule], holds: list[LegalHold]
) -> date | None:
    """The earliest of what may end it: its own day, and the rule once the inquiry ended; not while it is held."""
    days = [card.expires_on + CONTACT_AFTER_EXPIRY] if card.expires_on else []
    if inquiry.state in ENDED:
        kept = timedelta(days=days_of(inquiry, Compartment.CONTACT, rules))
        days.append(timezone.localdate((inquiry.retention_from or inquiry.changed_at) + kept))
    if not days:
        return None
    return max(min(days), timezone.localdate(), *_days_after(holds))


def _words(inquiry: Inquiry, held: Parts) -> list[str]:
    """`2 odpovědi člověku`: how many of each sort of text there are."""
    kinds = Counter(Note.objects.filter(inquiry=inquiry).values_list("kind", flat=True))
    model_columns = {model: columns for model, (_way, columns) in WORDS_ELSEWHERE.items()}
    referrals = _with_words(held.referrals, model_columns)
    needs = _with_words(held.unmet_needs, model_columns)
    attempts = FollowUpAttempt.objects.filter(follow_up__inquiry=inquiry).exclude(note="").count()
    said = [
        (kinds[NoteKind.NOTE], _("poznámka pultu")),
        (kinds[NoteKind.QUESTION], ngettext("%(n)d otázka člověka", "%(n)d otázek člověka", kinds[NoteKind.QUESTION])),
        (kinds[NoteKind.ANSWER], ngettext("%(n)d odpověď člověku", "%(n)d odpovědí člověku", kinds[NoteKind.ANSWER])),
        (referrals, ngettext("texty u %(n)d předání", "texty u %(n)d předání", referrals)),
        (attempts, ngettext("poznámka u %(n)d pokusu o spojení", "poznámky u %(n)d pokusů o spojení", attempts)),
        (needs, _("jak jsme pomohli jinak, když služba chyběla")),
    ]
    return [text % {"n": number} for number, text in said if number]


def _with_words(rows: list[Any], columns: dict[Any, tuple[str, ...]]) -> int:
    return sum(any(getattr(row, name) for name in columns[type(row)]) for row in rows)
