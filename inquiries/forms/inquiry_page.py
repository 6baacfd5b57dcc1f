"""What workers send about an inquiry that is already written: promises, whose it is, how it ended."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from inquiries.asking import Said, said_of
from inquiries.dates import free_day, long_day
from inquiries.models import (
    ClosingReason,
    FollowUpKind,
    InquiryNeed,
    NeedOutcome,
    Referral,
    ReferralState,
    SavedFilter,
    Told,
    WhyNotTried,
)
from inquiries.referring import OUTCOMES
from inquiries.states import REFERRAL_MOVES
from inquiries.working_days import next_working_day, wrong_promise
from sociopoint.desk_forms import DeskForm, date_field
from sociopoint.models import User

QUESTIONS = ("tried", "not_tried", "reached", "solved")


class PromiseForm(DeskForm):
    """A form with a `day` on which somebody is to come back. A day off is promised only on purpose: the form then offers it and the
    next working day, each as a button that names its day (`chosen`)."""

    chosen = date_field(_("Den"), required=False)

    offers: Sequence[tuple[str, str]] = ()
    """(day, words) of the buttons; none where no day off was typed."""

    def settle_day(self, cleaned: dict[str, Any]) -> None:
        """What is chosen stands for what was typed; refuses a day that cannot be promised, or a day off."""
        day, chosen = cleaned.get("day"), cleaned.get("chosen")
        if day is None:
            return
        cleaned["day"] = chosen or day
        if wrong := wrong_promise(cleaned["day"], timezone.localdate()):
            self.add_error("day", wrong)
        elif chosen is None and day > timezone.localdate() and (said := free_day(day)):
            next_day = next_working_day(day)
            self.offers = [
                (next_day.isoformat(), gettext("Naplánovat na: %(day)s") % {"day": long_day(next_day)}),
                (day.isoformat(), gettext("Přesto nechat: %(day)s") % {"day": long_day(day)}),
            ]
            self.add_error("day", f"{said} {gettext('Vyberte dole, který den to má být.')}")


class FollowUpForm(PromiseForm):
    day = date_field(_("Kdy"))
    hour = forms.TimeField(
        label=_("V kolik (nepovinné)"),
        required=False,
        input_formats=["%H:%M", "%H.%M", "%H"],
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Čas napište třeba takhle: 13:30.")},
    )
    kind = forms.ChoiceField(label=_("Co udělat"), choices=FollowUpKind.choices)
    owner = forms.ChoiceField(label=_("Kdo"))

    def __init__(self, *args: Any, workers: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.workers = {str(worker.pk): worker for worker in workers}
        self.offer("owner", [(pk, str(worker)) for pk, worker in self.workers.items()])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.settle_day(cleaned)
        return cleaned

    def clean_owner(self) -> User:
        return self.workers[self.cleaned_data["owner"]]


class AttemptForm(PromiseForm):
    """How a try to reach somebody went: what happened is one choice, the rest belongs to it."""

    REACHED_CHOICES = (
        ("done", _("Hotovo, mluvili jsme spolu")),
        ("not_reached", _("Nezastižen, zkusíme to znovu")),
        ("later", _("Domluvili jsme jiný den")),
        ("declined", _("Nepřeje si, abychom se ozývali")),
        ("cancelled", _("Už to není potřeba")),
    )
    what = forms.ChoiceField(
        label=_("Jak to dopadlo"),
        choices=REACHED_CHOICES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Vyberte, jak to dopadlo.")},
    )
    result = forms.ChoiceField(
        label=_("Co s potřebou"), choices=[("", _("vyberte")), *NeedOutcome.choices], required=False
    )
    day = date_field(_("Kdy to zkusíme znovu"), required=False)
    note = forms.CharField(
        label=_("Poznámka (nepovinná)"), required=False, max_length=180, widget=forms.Textarea(attrs={"rows": 2})
    )
    tries = forms.IntegerField(required=False, widget=forms.HiddenInput)
    """How many were written down when the form was shown, so that a double click is one try of the three."""

    def __init__(
        self,
        *args: Any,
        needs: Sequence[InquiryNeed] = (),
        referrals: Iterable[Referral] = (),
        asks_person: bool = True,
        **kwargs: Any,
    ) -> None:
        """Several `needs` have each its own outcome. `referrals`: those of which somebody may tell how they went on; a person
        (`asks_person`) also whether they tried, reached anybody, and got it solved."""
        super().__init__(*args, **kwargs)
        self.needs = {f"need_{need.pk}": need for need in needs if len(needs) > 1}
        self.referrals = {f"referral_{one.pk}": one for one in referrals}
        for name, need in self.needs.items():
            self.fields[name] = forms.ChoiceField(
                label=need.situation.name, choices=[("", _("vyberte")), *NeedOutcome.choices], required=False
            )
        for name, referral in self.referrals.items():
            further = [state for state in REFERRAL_MOVES.get(ReferralState(referral.state), ()) if state in OUTCOMES]
            self.fields[name] = forms.ChoiceField(
                label=_("Co se stalo?") if asks_person else referral.target_name,
                choices=[("", _("nemluvili jsme o tom")), *((state, state.label) for state in further)],
                required=False,
            )
            if asks_person:
                self.fields |= _questions_of(referral)
        self.asks_person = asks_person
        if self.needs:
            del self.fields["result"]

    def of_needs(self) -> list[forms.BoundField]:
        return [self[name] for name in self.needs]

    def of_referrals(self) -> list[dict[str, Any]]:
        """For the page: what each is called and its questions, `tried` and so on; of a partner `became` alone."""
        return [
            {"name": referral.target_name, "became": self[name]}
            | ({one: self[f"{one}_{referral.pk}"] for one in QUESTIONS} if self.asks_person else {})
            for name, referral in self.referrals.items()
        ]

    @property
    def outcomes(self) -> dict[int, str]:
        """Of each need by its id."""
        return {need.pk: self.cleaned_data[name] for name, need in self.needs.items()}

    @property
    def said(self) -> list[tuple[Referral, Said]]:
        """What was said of each referral, as far as anything was."""
        told = [(one, self._said_of(name, one)) for name, one in self.referrals.items()]
        return [(one, said) for one, said in told if not said.is_empty]

    def _said_of(self, name: str, referral: Referral) -> Said:
        given = {one: self.cleaned_data.get(f"{one}_{referral.pk}", "") for one in QUESTIONS}
        return said_of(**given, became=self.cleaned_data.get(name, ""))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        what, day = cleaned.get("what"), cleaned.get("day")
        for name in self.needs or ["result"]:
            if what == "done" and name not in self.errors and not cleaned.get(name):
                self.add_error(name, _("Vyberte, co s potřebou. Když nevíte, zvolte „nezjištěno“."))
        for referral in self.referrals.values():
            if cleaned.get(f"tried_{referral.pk}") == Told.NO and cleaned.get(f"reached_{referral.pk}") == Told.YES:
                self.add_error(f"reached_{referral.pk}", _("Kdo to nezkusil, nemohl se dovolat. Opravte jedno z toho."))
        if what == "not_reached" and any(not self._said_of(*one).is_empty for one in self.referrals.items()):
            self.add_error("what", _("Jak dopadlo předání, víte jen od člověka, se kterým jste mluvili."))
        if what == "later" and day is None and "day" not in self.errors:
            self.add_error("day", _("Vyberte den, na kterém jste se domluvili."))
        if what in ("later", "not_reached"):
            self.settle_day(cleaned)
        return cleaned


def _questions_of(referral: Referral) -> dict[str, forms.Field]:
    """Whether they tried, why not, whether they reached anybody, whether it is solved; each may stay open."""
    yes_or_no = [("", _("nemluvili jsme o tom")), (Told.YES, Told.YES.label), (Told.NO, Told.NO.label)]
    why = [("", _("neřekl")), *WhyNotTried.choices]
    labels = {"tried": _("Zkusil to?"), "reached": _("Dovolal se nebo tam došel?"), "solved": _("Vyřešilo se to?")}
    fields: dict[str, forms.Field] = {
        f"{name}_{referral.pk}": forms.ChoiceField(label=label, choices=yes_or_no, required=False)
        for name, label in labels.items()
    }
    fields[f"not_tried_{referral.pk}"] = forms.ChoiceField(label=_("Proč ne?"), choices=why, required=False)
    return fields


class ClosingForm(DeskForm):
    reason = forms.ChoiceField(label=_("Jak dotaz skončil"), choices=[("", _("vyberte")), *ClosingReason.choices])


class WaitingForm(DeskForm):
    until = date_field(_("Do kdy na člověka čekáme"))

    def clean_until(self) -> Any:
        day = self.cleaned_data["until"]
        if wrong := wrong_promise(day, timezone.localdate()):
            raise forms.ValidationError(wrong)
        return day


class HandOverForm(DeskForm):
    to = forms.ChoiceField(label=_("Kdo dotaz převezme"))
    message = forms.CharField(
        label=_("Vzkaz kolegovi (nepovinný)"),
        help_text=_("Připíše se k poznámce dotazu."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 500}),
        error_messages={"max_length": _("Zkraťte to na 500 znaků.")},
    )

    def __init__(self, *args: Any, workers: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.workers = {str(worker.pk): worker for worker in workers}
        self.offer("to", [("", _("vyberte")), *((pk, str(worker)) for pk, worker in self.workers.items())])


class SavedFilterForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    class Meta:
        model = SavedFilter
        fields = ("name",)
        error_messages = {"name": {"required": _("Napište, jak se má výběr jmenovat.")}}

    def clean(self) -> dict[str, Any]:
        """The owner is not a field, so Django would leave the rule about their names to the database alone."""
        cleaned: dict[str, Any] = super().clean() or {}
        if name := cleaned.get("name"):
            SavedFilter(owner=self.instance.owner, name=name, query="").validate_constraints(exclude=["id"])
        return cleaned
