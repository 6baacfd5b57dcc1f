"""Writing down what somebody needed and could not get."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from catalogue.models import Place, Service, ServiceKind, TargetGroup
from inquiries.models import Deed, Inquiry, NeedOutcome, Office, UnmetNeed, UnmetReason
from inquiries.timeline import record
from situations.models import LifeSituation
from sociopoint.models import User


@transaction.atomic
def record_unmet(
    *,
    by: User,
    office: Office,
    situation: LifeSituation,
    reason: UnmetReason,
    inquiry: Inquiry | None = None,
    kind: ServiceKind | None = None,
    district: Place | None = None,
    target_group: TargetGroup | None = None,
    waiting_days: int | None = None,
    tried: Iterable[Service] = (),
    workaround: str = "",
) -> UnmetNeed:
    """One need, with or without an inquiry (a partner may report one). The inquiry's need of that situation is marked."""
    need = UnmetNeed.objects.create(
        inquiry=inquiry,
        office=office,
        situation=situation,
        kind=kind,
        district=district or (inquiry.district if inquiry else None),
        target_group=target_group,
        reason=reason,
        waiting_days=waiting_days,
        workaround=workaround,
        recorded_by=by,
    )
    need.tried.set(tried)
    if inquiry is not None:
        inquiry.needs.filter(situation=situation).update(outcome=NeedOutcome.UNMET)
        record(inquiry, Deed.UNMET_RECORDED, by=by, after=reason.code, unmet_need=need)
    return need
