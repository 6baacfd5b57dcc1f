"""What a person sees under their code: their questions, our answers, and where they were handed over to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inquiries.dates import moment
from inquiries.models import Inquiry, NoteKind, Referral, ReferralState
from inquiries.states import ENDED

SHOWN = {
    ReferralState.GIVEN: gettext_lazy("Dali jsme vám kontakt."),
    ReferralState.SENT: gettext_lazy("Poslali jsme dotaz a čekáme na odpověď."),
    ReferralState.INFO_NEEDED: gettext_lazy("Služba se nás na něco ptá."),
    ReferralState.ACCEPTED: gettext_lazy("Služba říká, že pomůže."),
    ReferralState.WAITLISTED: gettext_lazy("Služba vás má v pořadníku."),
    ReferralState.DECLINED: gettext_lazy("Služba teď pomoct nemůže. Hledáme jinou."),
    ReferralState.REDIRECTED: gettext_lazy("Služba doporučuje někoho jiného. Hledáme dál."),
    ReferralState.EXPIRED: gettext_lazy("Služba neodpověděla. Zkusíme to jinak."),
}


def public_story(inquiries: Iterable[Inquiry]) -> dict[str, Any]:
    """Everything under one code, oldest first; words of the desk's own notes are never part of it. What the person had restricted
    (`is_restricted`: all of it) waits for no answer: nobody may work on it."""
    found = list(inquiries)
    today = timezone.localdate()
    steps: list[tuple[datetime, dict[str, str]]] = []
    for inquiry in found:
        for note in inquiry.notes.all():
            if note.kind != NoteKind.NOTE and note.text:
                who = _("Vy") if note.kind == NoteKind.QUESTION else "SOCIOPOINT"
                steps.append((note.written_at, {"who": who, "text": note.text}))
        for referral in inquiry.referrals.all():
            steps += _handed_over(referral)
    steps.sort(key=lambda step: step[0])
    newest = found[0] if found else None
    is_restricted = all(inquiry.is_restricted for inquiry in found)
    worked_on = [inquiry for inquiry in found if is_restricted or not inquiry.is_restricted]
    words = [note for inquiry in worked_on for note in inquiry.notes.all() if note.kind != NoteKind.NOTE and note.text]
    has_answer = any(note.kind == NoteKind.ANSWER for note in words)
    is_closed = all(
        inquiry.state in ENDED for inquiry in worked_on
    )  # then the last words, mostly thanks, wait for nothing
    last = max(words, key=lambda note: note.written_at, default=None)
    return {
        "steps": [step | {"when": moment(at, today)} for at, step in steps],
        "is_answered": last is not None and (last.kind == NoteKind.ANSWER or (is_closed and has_answer)),
        "is_closed": is_closed,
        "is_restricted": is_restricted,
        "newest": newest,
    }


def _handed_over(referral: Referral) -> list[tuple[datetime, dict[str, str]]]:
    """To whom, how it stands, and that the contact was shown, when it was: the person has the right to know."""
    state = ReferralState(referral.state)
    if state in (ReferralState.DRAFT, ReferralState.WITHDRAWN):
        return []
    said = SHOWN.get(state, str(state.label))
    if state == ReferralState.WAITLISTED and referral.waiting_position:
        said = _("Služba vás má v pořadníku, asi na %(n)d. místě.") % {"n": referral.waiting_position}
    lines = [(referral.state_changed_at, {"who": referral.target_name, "text": str(said)})]
    if referral.contact_revealed_at:
        lines.append((referral.contact_revealed_at, {"who": referral.target_name, "text": _("Viděli váš kontakt.")}))
    return lines
