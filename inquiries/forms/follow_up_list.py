from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inquiries.models import FollowUp, FollowUpState, NeedOutcome, WhyPlanned
from inquiries.states import COUNTED
from sociopoint.desk_forms import NO_CHOICE, DeskForm, date_field

WHEN = [
    ("on_time", _("včas")),
    ("late", _("pozdě")),
    ("overdue", _("po termínu, ještě ne")),
    ("planned", _("teprve přijdou")),
    ("cancelled", _("zrušené")),
]
NO_RESULT = [(f"state-{state.value}", state.label) for state in FollowUpState]
"""How the statistics call follow-ups that ended, or wait, without a result."""


def _choice(label: Any, offered: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, required=False, choices=[("", _("vše")), *offered], error_messages={"invalid_choice": NO_CHOICE}
    )


class CountedFollowUps(DeskForm):
    """Follow-ups behind a number of the statistics: due in those days, of inquiries that count."""

    od = date_field(_("Od"), required=False)
    do = date_field(_("Do"), required=False)
    jak = _choice(_("Kdy"), WHEN)
    vysledek = _choice(_("Výsledek"), [*NeedOutcome.choices, *NO_RESULT])
    proc = _choice(_("Proč"), WhyPlanned.choices)

    def follow_ups(self, among: QuerySet[FollowUp]) -> QuerySet[FollowUp]:
        """Nothing for an unreadable question."""
        if not self.is_valid():
            return among.none()
        asked = self.cleaned_data
        found = among.filter(inquiry__state__in=COUNTED)
        if asked["od"]:
            found = found.filter(due_at__gte=_begin(asked["od"]))
        if asked["do"]:
            found = found.filter(due_at__lt=_begin(asked["do"] + timedelta(days=1)))
        if asked["proc"]:
            found = found.filter(why=asked["proc"])
        if result := asked["vysledek"]:
            is_state = result.startswith("state-")
            found = found.filter(result="", state=result[6:]) if is_state else found.filter(result=result)
        return _of_time(found, asked["jak"])

    def asked(self) -> dict[str, Any]:
        """What was asked, as the address says it."""
        return {name: self.data[name] for name in self.fields if self.data.get(name)}


def _of_time(found: QuerySet[FollowUp], when: str) -> QuerySet[FollowUp]:
    """As the tallies part them: by the day something happened and the day it was due."""
    begins = _begin(timezone.localdate())
    if when == "cancelled":
        return found.filter(state=FollowUpState.CANCELLED)
    if when in ("planned", "overdue"):
        planned = found.filter(state=FollowUpState.PLANNED)
        return planned.filter(due_at__gte=begins) if when == "planned" else planned.filter(due_at__lt=begins)
    if not when:
        return found
    ended = found.exclude(state__in=(FollowUpState.PLANNED, FollowUpState.CANCELLED))
    side = "lte" if when == "on_time" else "gt"
    return ended.filter(**{f"finished_at__date__{side}": TruncDate("due_at")})


def _begin(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
