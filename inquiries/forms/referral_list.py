from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.json_rows import LARGEST_NUMBER
from inquiries.models import (
    Referral,
    ReferralCheck,
    ReferralMode,
    ReferralResult,
    ReferralState,
    Told,
    WhyNotTried,
)
from inquiries.states import COUNTED, RESULT_OF_STATE
from sociopoint.desk_forms import NO_CHOICE, DeskForm, date_field

ANSWERS = {"zkusil": "tried", "dovolal": "reached", "vyreseno": "solved", "procne": "not_tried"}
"""What the address asks of the last time a person told of it, and the column that says so."""
NOT_SAID = "nerekl"


def _coded(*choices: tuple[str, Any]) -> forms.ChoiceField:
    return forms.ChoiceField(required=False, choices=[("", ""), *choices], error_messages={"invalid_choice": NO_CHOICE})


class CountedReferrals(DeskForm):
    """Referrals behind a number of the statistics: made in those days, of inquiries that count, with that result."""

    od = date_field(_("Od"), required=False)
    do = date_field(_("Do"), required=False)
    vysledek = _coded(*ReferralResult.choices)
    jak = _coded(*ReferralMode.choices)
    zeptali = _coded(("1", ""))
    """Those the person was asked about later."""
    zkusil = _coded(*Told.choices)
    dovolal = _coded(*Told.choices)
    vyreseno = _coded(*Told.choices)
    procne = _coded(*WhyNotTried.choices, (NOT_SAID, ""))
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
        return self._told(self._to_whom(found))

    def _to_whom(self, found: QuerySet[Referral]) -> QuerySet[Referral]:
        target = self.cleaned_data["komu"]
        if target == "mimo":
            return found.filter(service=None, organisation=None)
        column = {"s": "service", "o": "organisation"}.get(target[:1])
        return found.filter(**{column: int(target[1:])}) if column else found

    def _told(self, found: QuerySet[Referral]) -> QuerySet[Referral]:
        """By what the person said the last time they were asked."""
        answers = {column: self.cleaned_data[name] for name, column in ANSWERS.items() if self.cleaned_data[name]}
        if answers.get("not_tried") == NOT_SAID:
            answers |= {"tried": Told.NO, "not_tried": ""}
        if not answers and not self.cleaned_data["zeptali"]:
            return found
        return found.filter(pk__in=ReferralCheck.objects.last_of_each().filter(**answers).values("referral"))

    def asked(self) -> dict[str, Any]:
        """What was asked, as the address says it."""
        return {name: self.data[name] for name in self.fields if self.data.get(name)}
