"""Writing down what somebody needed and could not get, and what the city does about it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.models import Place, Service, ServiceKind
from inquiries.models import (
    Deed,
    Inquiry,
    NeedOutcome,
    Office,
    UnmetNeed,
    UnmetReason,
    UnmetSource,
    UnmetState,
    UnmetStep,
)
from inquiries.states import EXPLAINED, UNMET_MOVES, WORKERS_UNMET_MOVES
from inquiries.timeline import record
from situations.models import LifeSituation
from sociopoint.models import User
from sociopoint.permissions import can_confirm_unmet_needs, can_decide_unmet_needs

SAME_CLICK = timedelta(minutes=1)


class UnmetMoveRefused(Exception):
    """The need cannot go there; the text is a sentence that says what to do."""


@transaction.atomic
def record_unmet(
    *,
    by: User,
    situation: LifeSituation,
    reason: UnmetReason,
    office: Office | None = None,
    inquiry: Inquiry | None = None,
    source: UnmetSource = UnmetSource.INQUIRY,
    kind: ServiceKind | None = None,
    district: Place | None = None,
    target_group_id: int | None = None,
    waiting_days: int | None = None,
    tried: Iterable[Service] = (),
    workaround: str = "",
) -> UnmetNeed:
    """One need: of an inquiry and its office, or of an `office` alone (then `source` says how we know). The inquiry's need of
    that situation is marked."""
    of_office = inquiry.office_id if inquiry else office.pk if office else None
    if of_office is None:
        raise ValueError("a need without an inquiry belongs to an office")
    need = UnmetNeed.objects.create(
        inquiry=inquiry,
        office_id=of_office,
        situation=situation,
        kind=kind,
        district_id=district.pk if district else inquiry.district_id if inquiry else None,
        target_group_id=target_group_id,
        reason=reason,
        waiting_days=waiting_days,
        workaround=workaround,
        source=source,
        recorded_by=by,
    )
    if services := list(tried):
        need.tried.add(*services)
    if inquiry is not None:
        inquiry.needs.filter(situation=situation).update(outcome=NeedOutcome.UNMET)
        record(inquiry, Deed.UNMET_RECORDED, by=by, after=reason.code, unmet_need=need)
    return need


@transaction.atomic
def record_once(*, by: User, **facts: Any) -> UnmetNeed:
    """As `record_unmet`, of a form that may be sent twice by a double click: then it is one need."""
    inquiry = facts.get("inquiry")
    of_office = inquiry.office_id if inquiry else facts["office"].pk
    Office.objects.select_for_update(of=("self",)).get(pk=of_office)
    same = ("inquiry", "situation", "reason", "kind", "waiting_days", "target_group_id")
    just_now = UnmetNeed.objects.filter(
        recorded_by=by, recorded_at__gte=timezone.now() - SAME_CLICK, **{name: facts.get(name) for name in same}
    )
    district, workaround = facts.get("district"), facts.get("workaround", "")
    for need in just_now:
        if need.workaround == workaround and (district is None or need.district_id == district.pk):
            return need
    return record_unmet(by=by, **facts)


def moves_for(user: User, state: UnmetState) -> tuple[UnmetState, ...]:
    """Where this person may put a need that is in `state`."""
    onward = UNMET_MOVES.get(state, ())
    if can_decide_unmet_needs(user):
        return onward
    if can_confirm_unmet_needs(user):
        return tuple(to for to in onward if (state, to) in WORKERS_UNMET_MOVES)
    return ()


@transaction.atomic
def move_unmet(need: UnmetNeed, to: UnmetState, *, by: User, note: str = "") -> UnmetStep:
    """Put the need into a state. Locks the row; raises UnmetMoveRefused and changes nothing when it may not go there."""
    current = UnmetNeed.objects.select_for_update(of=("self",)).get(pk=need.pk)
    before = UnmetState(current.state)
    if to not in moves_for(by, before):
        raise UnmetMoveRefused(
            _("Z „%(before)s“ nejde přejít na „%(to)s“. Načtěte stránku znovu.")
            % {"before": before.label, "to": to.label}
        )
    if to in EXPLAINED and not note:
        raise UnmetMoveRefused(_("Napište proč, nebo jak se to vyřešilo."))
    current.state = to
    current.save(update_fields=["state"])
    need.state = to
    step = UnmetStep.objects.create(need=current, by=by, before=before, after=to, note=note)
    if current.inquiry_id is not None and current.inquiry is not None:
        record(current.inquiry, Deed.UNMET_MOVED, by=by, before=before, after=to, unmet_need=current)
    return step
