"""What workers send about an inquiry that is already written: promises, what could not be met, how it ended."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.models import ServiceKind
from inquiries.lists import DeskLists
from inquiries.models import ClosingReason, FollowUpKind, Inquiry, NeedOutcome, SavedFilter
from situations.models import LifeSituation
from sociopoint.desk_forms import DeskForm, date_field
from sociopoint.models import User


class FollowUpForm(DeskForm):
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

    def clean_day(self) -> Any:
        day = self.cleaned_data["day"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("Ten den už byl. Vyberte dnešek nebo některý další den."))
        return day

    def clean_owner(self) -> User:
        return self.workers[self.cleaned_data["owner"]]


class AttemptForm(DeskForm):
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

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        what, day = cleaned.get("what"), cleaned.get("day")
        if what == "done" and not cleaned.get("result"):
            self.add_error("result", _("Vyberte, co s potřebou. Když nevíte, zvolte „nezjištěno“."))
        if what == "later" and day is None and "day" not in self.errors:
            self.add_error("day", _("Vyberte den, na kterém jste se domluvili."))
        if day is not None and day < timezone.localdate():
            self.add_error("day", _("Ten den už byl. Vyberte dnešek nebo některý další den."))
        return cleaned


class UnmetNeedForm(DeskForm):
    situation = forms.ChoiceField(label=_("S čím potřeboval pomoct"))
    kind = forms.ChoiceField(label=_("Jaká pomoc chyběla"), required=False)
    reason = forms.ChoiceField(label=_("Proč to nešlo"))
    waiting_days = forms.IntegerField(
        label=_("Jak dlouho se čeká (dní)"),
        required=False,
        min_value=0,
        max_value=3650,
        error_messages={
            "invalid": _("Napište počet dní číslem."),
            "min_value": _("Počet dní nemůže být záporný."),
            "max_value": _("Víc než deset let? Zkontrolujte počet dní."),
        },
    )
    workaround = forms.CharField(
        label=_("Jak si člověk poradí zatím (nepovinné)"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, inquiry: Inquiry, lists: DeskLists, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = lists.catalogue
        self.situations: dict[str, LifeSituation] = {str(pk): row for pk, row in known.situations.items()}
        self.kinds: dict[str, ServiceKind] = {str(pk): row for pk, row in known.kinds.items()}
        self.reasons = {str(row.pk): row for row in lists.unmet_reasons if not row.is_retired}
        own = [str(need.situation_id) for need in inquiry.needs.all()]
        ordered = sorted(self.situations, key=lambda pk: (pk not in own, self.situations[pk].order))
        self.offer("situation", [(pk, self.situations[pk].name) for pk in ordered])
        self.offer("kind", [("", _("nevíme přesně")), *((pk, kind.name) for pk, kind in self.kinds.items())])
        self.offer("reason", [("", _("vyberte")), *((pk, reason.name) for pk, reason in self.reasons.items())])


class ClosingForm(DeskForm):
    reason = forms.ChoiceField(label=_("Jak dotaz skončil"), choices=[("", _("vyberte")), *ClosingReason.choices])


class WaitingForm(DeskForm):
    until = date_field(_("Do kdy na člověka čekáme"))


class HandOverForm(DeskForm):
    to = forms.ChoiceField(label=_("Kdo dotaz převezme"))

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
