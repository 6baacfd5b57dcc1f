"""What the page of a partner's link says: the request without identity, and where it stands now."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from inquiries.forms.partner import ANSWERS_IN_STATE, FIRST_ANSWERS
from inquiries.models import AgeBand, ContactCard, Language, Referral, ReferralState, Urgency
from inquiries.revealing import may_reveal
from sociopoint.typography import typeset

ICONS = {
    "prijimame": "check",
    "poradnik": "clock",
    "ceka": "clock",
    "doplnit": "info",
    "nemuzeme": "cross",
    "jinam": "chevron-right",
    "zacala": "check",
    "neprisel": "cross",
}


def request_context(referral: Referral) -> dict[str, Any]:
    """For `inquiries/partner.html`: what it is about, what was answered, what may be said next. Never a contact."""
    answers = ANSWERS_IN_STATE.get(ReferralState(referral.state), {})
    return {
        "target": typeset(referral.target_name),
        "brief": referral.brief,
        "facts": _facts(referral),
        "our_answer": referral.worker_message if referral.state in (ReferralState.SENT, *_ANSWERED) else "",
        "answered": answered(referral),
        "may_reveal": may_reveal(referral),
        "calls_by_themselves": referral.state == ReferralState.ACCEPTED and not referral.shares_contact,
        "is_question": referral.state == ReferralState.INFO_NEEDED,
        "is_first": answers is FIRST_ANSWERS,
        "choices": [
            {"address": f"?odpoved={name}", "title": form.title, "icon": ICONS[name]} for name, form in answers.items()
        ],
    }


_ANSWERED = (ReferralState.ACCEPTED, ReferralState.WAITLISTED)


def answered(referral: Referral) -> str:
    """`Přijali jste. Děkujeme. Podepsáno: Jana, 16. 11. 2026 9:05.` as sentences, '' while nobody answered."""
    sentences = {
        ReferralState.INFO_NEEDED: _("Ptali jste se nás. Odpovíme a pošleme vám nový e-mail."),
        ReferralState.ACCEPTED: _("Přijali jste. Děkujeme."),
        ReferralState.WAITLISTED: _("Zařadili jste člověka do pořadníku. Děkujeme."),
        ReferralState.DECLINED: _("Odpověděli jste, že nemůžete. Děkujeme, člověku hledáme pomoc jinde."),
        ReferralState.REDIRECTED: _("Odpověděli jste, že to nepatří vám. Děkujeme, opravíme si to."),
        ReferralState.STARTED: _("Pomoc začala. Děkujeme, víc od vás nepotřebujeme."),
        ReferralState.COMPLETED: _("Pomoc je hotová. Děkujeme."),
        ReferralState.NO_SHOW: _("Člověk nepřišel. Děkujeme za zprávu, zkusíme se mu ozvat."),
    }
    state = ReferralState(referral.state)
    if state == ReferralState.SENT:
        return ""
    said = sentences.get(state, _("Tahle prosba už je vyřízená. Děkujeme."))
    if not referral.responder_name:
        return typeset(said)
    day = date_format(timezone.localtime(referral.state_changed_at), "j. n. Y H:i")
    who = _("Podepsáno: %(who)s, %(day)s.") % {"who": referral.responder_name, "day": day}
    return typeset(f"{said} {who}")


def contact_rows(card: ContactCard) -> list[dict[str, str]]:
    """The contact as a partner needs it: how to reach the person safely."""
    message = _("smí se nechat vzkaz") if card.may_leave_message else _("vzkaz nenechávejte")
    rows = [
        (_("Oslovení"), card.display_name, ""),
        (_("Telefon"), card.phone, "phone"),
        (_("E-mail"), card.email, "email"),
        (_("Kdo to je"), card.relation, ""),
        (_("Jak se ozvat"), f"{card.get_preferred_way_display()}, {message}", ""),
        (_("Kdy je bezpečné volat"), card.safe_hours, ""),
    ]
    return [{"term": term, "value": value, "kind": kind} for term, value, kind in rows if value]


def _facts(referral: Referral) -> list[dict[str, str]]:
    """Coded facts that help to decide and point at nobody."""
    inquiry, need = referral.inquiry, referral.need
    rows = [
        (_("Situace"), need.situation.name if need else ""),
        (_("Odkud"), inquiry.district.name if inquiry.district else ""),
        (_("Věk"), inquiry.get_age_band_display() if inquiry.age_band != AgeBand.UNKNOWN else ""),
        (_("Mluví"), _language(inquiry.language)),
        (_("Naléhavost"), Urgency(referral.presses).label if referral.presses != Urgency.ORDINARY else ""),
        (_("Odpovězte do"), _respond_by(referral)),
    ]
    return [{"term": term, "value": typeset(str(value))} for term, value in rows if value]


def _respond_by(referral: Referral) -> str:
    if referral.state != ReferralState.SENT or referral.respond_by is None:
        return ""
    return date_format(referral.respond_by, "j. n. Y")


def _language(code: str) -> str:
    return "" if code in (Language.CZECH, Language.UNKNOWN) else str(Language(code).label)
