"""The timeline as sentences: who did what and when, oldest first, with planned things at its end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext as _

from inquiries.dates import moment, short_day
from inquiries.models import (
    Actor,
    Deed,
    FollowUpState,
    InquiryState,
    ReferralState,
    StepState,
    TimelineEntry,
    UnmetState,
)
from sociopoint.typography import typeset

PROCEDURE = (Deed.PROCEDURE_STARTED, Deed.PROCEDURE_STEP, Deed.PROCEDURE_ENDED)
OF_REFERRAL = (Deed.LINK_SENT, Deed.REMINDED, Deed.CONTACT_REVEALED, Deed.STILL_WAITING)
REFUSED = (ReferralState.DECLINED, ReferralState.EXPIRED, ReferralState.REDIRECTED, ReferralState.NOT_HELPED)


@dataclass(frozen=True)
class Step:
    """One line of the story. `look` is "", "planned" or "refused": its shape, not only its colour."""

    when: str
    who: str
    text: str
    look: str = ""


def story_of(rows: Iterable[TimelineEntry], today: date, names: Mapping[str, str]) -> list[Step]:
    """Every deed, oldest to newest, then what was promised and is still to come; rows come with what they speak of. `names`:
    of the office's workers, by their number."""
    return [_step(row, today, names) for row in rows if not _is_noise(row)]


def _is_noise(row: TimelineEntry) -> bool:
    """A draft saved every few seconds leaves changes that tell nobody anything."""
    return row.deed == Deed.CHANGED and not row.field


def _step(row: TimelineEntry, today: date, names: Mapping[str, str]) -> Step:
    who = str(row.by) if row.by else "" if row.actor == Actor.WORKER else str(row.get_actor_display())
    said = _assigned(row, names) if row.deed == Deed.ASSIGNED else _sentence(row, today)
    return Step(moment(row.at, today), who, typeset(said[:1].upper() + said[1:]), _look(row))


def _look(row: TimelineEntry) -> str:
    if row.deed == Deed.REFERRAL_MOVED and row.after in REFUSED:
        return "refused"
    if row.deed == Deed.UNMET_MOVED and row.after == UnmetState.REJECTED:
        return "refused"
    if row.deed in (Deed.UNMET_RECORDED, Deed.CONSENT_WITHDRAWN):
        return "refused"
    if row.deed == Deed.FOLLOW_UP_FINISHED and row.after in (FollowUpState.FAILED, FollowUpState.DECLINED):
        return "refused"
    planned = row.deed == Deed.FOLLOW_UP_PLANNED and row.follow_up is not None
    return "planned" if planned and row.follow_up and row.follow_up.state == FollowUpState.PLANNED else ""


def _sentence(row: TimelineEntry, today: date) -> str:
    """What happened, in words; a deed whose details are gone keeps its plain name."""
    if row.deed == Deed.MOVED:
        return _("Stav: %(state)s") % {"state": _label(InquiryState, row.after)}
    if row.deed == Deed.REFERRED and row.referral:
        return _("%(how)s: %(whom)s") % {"how": row.referral.get_mode_display(), "whom": row.referral.target_name}
    if row.deed == Deed.REFERRAL_MOVED and row.referral:
        return f"{row.referral.target_name}: {_label(ReferralState, row.after)}"
    if row.deed in OF_REFERRAL and row.referral:
        return f"{row.get_deed_display()}: {row.referral.target_name}"
    if row.deed == Deed.FOLLOW_UP_PLANNED and row.follow_up:
        text = _("Dohled přesunut na %(day)s") if row.field == "due_at" else _("Naplánováno: %(what)s, %(day)s")
        return text % {"what": row.follow_up.get_kind_display(), "day": _day(row.after, today)}
    if row.deed == Deed.FOLLOW_UP_ATTEMPTED:
        return _("Pokus o spojení: zastižen") if row.after == "reached" else _("Pokus o spojení: nezastižen")
    if row.deed == Deed.FOLLOW_UP_FINISHED and row.follow_up:
        result = f", {row.follow_up.get_result_display()}" if row.follow_up.result else ""
        return _("Dohled: %(state)s") % {"state": _label(FollowUpState, row.after)} + result
    if row.deed == Deed.UNMET_RECORDED and row.unmet_need:
        return _("Nenaplněná potřeba: %(reason)s") % {"reason": row.unmet_need.reason.name}
    if row.deed == Deed.UNMET_MOVED and row.unmet_need:
        return _("Nenaplněná potřeba: %(state)s") % {"state": _label(UnmetState, row.after)}
    if row.deed == Deed.HELD:
        return _("Zadrženo před smazáním, do: %(day)s") % {"day": _day(row.after, today)}
    if row.deed in PROCEDURE and row.procedure_run:
        return _of_procedure(row, row.procedure_run.version.procedure.title)
    return str(row.get_deed_display())


def _assigned(row: TimelineEntry, names: Mapping[str, str]) -> str:
    """Who left the office since is not named."""
    if row.by_id is not None and row.after == str(row.by_id):
        return _("Dotaz převzat")
    if row.after in names:
        return _("Předáno na pultu: %(who)s") % {"who": names[row.after]}
    return _("Dotaz má jiného pracovníka")


def _of_procedure(row: TimelineEntry, name: str) -> str:
    if row.deed == Deed.PROCEDURE_STEP:
        state = StepState(row.after).label if row.after in StepState.values else row.after
        said = {"name": name, "step": row.step, "state": state}
        return (
            _("Postup „%(name)s“, krok „%(step)s“: %(state)s") if row.step else _("Postup „%(name)s“, krok: %(state)s")
        ) % said
    text = _("Začal postup „%(name)s“") if row.deed == Deed.PROCEDURE_STARTED else _("Postup „%(name)s“ je hotový")
    return text % {"name": name}


def _label(states: type[models.TextChoices], code: str) -> str:
    return str(states(code).label) if code in states.values else code


def _day(code: str, today: date) -> str:
    try:
        return short_day(date.fromisoformat(code), today)
    except ValueError:
        return code
