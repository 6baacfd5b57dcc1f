from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.json_rows import LARGEST_NUMBER
from inquiries.models import Referral, ReferralMode, ReferralResult, ReferralState
from inquiries.states import COUNTED, RESULT_OF_STATE
from sociopoint.desk_forms import NO_CHOICE, DeskForm, date_field


class CountedReferrals(DeskForm):
    """Referrals behind a number of the statistics: made in those days, of inquiries that count, with that result."""

    od = date_field(_("Od"), required=False)
    do = date_field(_("Do"), required=False)
    vysledek = forms.ChoiceField(
        required=False, choices=[("", ""), *ReferralResult.choices], error_messages={"invalid_choice": NO_CHOICE}
    )
    jak = forms.ChoiceField(
        required=False, choices=[("", ""), *ReferralMode.choices], error_messages={"invalid_choice": NO_CHOICE}
    )

    komu = forms.RegexField(r"^(?:[so]\d{1,17}|mimo)$", required=False, error_messages={"invalid": NO_CHOICE})
    """`s` and the number of a service, `o` and that of an organisation, or whoever is in no catalogue."""
    duvod = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_NUMBER)
    """The number of a reason of refusal."""

    def referrals(self, among: QuerySet[Referral]) -> QuerySet[Referral]:
        """Nothing for an unreadable question."""
        if not self.is_valid():
            return among.none()
        first, last, result = (self.cleaned_data[name] for name in ("od", "do", "vysledek"))
        found = among.filter(inquiry__state__in=COUNTED).exclude(state=ReferralState.DRAFT)
        if first:
            found = found.filter(created_at__gte=timezone.make_aware(datetime.combine(first, time.min)))
        if last:
            found = found.filter(
                created_at__lt=timezone.make_aware(datetime.combine(last + timedelta(days=1), time.min))
            )
        if result:
            found = found.filter(state__in=[state for state, word in RESULT_OF_STATE.items() if word == result])
        if self.cleaned_data["jak"]:
            found = found.filter(mode=self.cleaned_data["jak"])
        if self.cleaned_data["duvod"]:
            found = found.filter(decline_reasons=self.cleaned_data["duvod"])
        return self._to_whom(found)

    def _to_whom(self, found: QuerySet[Referral]) -> QuerySet[Referral]:
        target = self.cleaned_data["komu"]
        if target == "mimo":
            return found.filter(service=None, organisation=None)
        column = {"s": "service", "o": "organisation"}.get(target[:1])
        return found.filter(**{column: int(target[1:])}) if column else found

    def asked(self) -> dict[str, Any]:
        """What was asked, as the address says it."""
        return {name: self.data[name] for name in self.fields if self.data.get(name)}
