"""What is written about a procedure and its steps."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.models import Organisation, OrganisationKind
from network.models import Procedure, ProcedureStep, ProcedureVersion
from network.procedure_text import TextStep
from network.told_by_desk import told_by_desk
from situations.models import LifeSituation
from sociopoint.desk_forms import DeskForm, date_field


class ProcedureForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    risk_flags = forms.MultipleChoiceField(
        label=gettext_lazy("Při jakém ohrožení ho pult nabídne"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Procedure
        fields = ("title", "situation", "trigger", "goal", "audience", "owner", "risk_flags")
        widgets = {"trigger": forms.Textarea(attrs={"rows": 2}), "goal": forms.Textarea(attrs={"rows": 2})}
        error_messages = {
            "title": {"required": gettext_lazy("Napište, jak se postup jmenuje.")},
            "trigger": {"required": gettext_lazy("Napište, kdy se postup použije.")},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | kwargs)
        situation, flags = self.fields["situation"], self.fields["risk_flags"]
        situation.queryset = LifeSituation.objects.published()  # type: ignore[attr-defined]
        situation.empty_label = _("žádná určitá")  # type: ignore[attr-defined]
        flags.choices = told_by_desk.risk_flags()  # type: ignore[attr-defined]


class StepForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """`who` is a role in words unless it is the name of an organisation in the catalogue, or a kind is chosen."""

    who = forms.CharField(
        label=gettext_lazy("Kdo"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Role, např. sociální pracovnice pultu, nebo přesný název organizace z katalogu."),
    )

    class Meta:
        model = ProcedureStep
        fields = (
            "who",
            "organisation_kind",
            "what",
            "due",
            "due_unit",
            "due_from",
            "parent",
            "when",
            "conditions",
            "output",
            "hands_to",
            "if_not",
            "legal_basis",
        )
        error_messages = {"what": {"required": gettext_lazy("Napište, co se v tomto kroku udělá.")}}

    def __init__(self, *args: Any, version: ProcedureVersion, steps: list[TextStep], **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | kwargs)
        self.instance.version = version
        parent = self.fields["parent"]
        parent.queryset = version.steps.filter(parent=None).exclude(pk=self.instance.pk)  # type: ignore[attr-defined]
        parent.empty_label = _("hlavní řada kroků")  # type: ignore[attr-defined]
        kinds = self.fields["organisation_kind"]
        kinds.choices = [("", _("žádný určitý")), *OrganisationKind.choices]  # type: ignore[attr-defined]
        if self.instance.organisation or self.instance.role:
            self.initial["who"] = self.instance.role or self.instance.organisation.name

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        who, kind = " ".join((cleaned.get("who") or "").split()), cleaned.get("organisation_kind") or ""
        if bool(who) == bool(kind) and "who" not in self.errors:
            self.add_error("who", _("Napište kdo, nebo vyberte druh organizací. Jedno z toho."))
            return cleaned
        organisation = Organisation.objects.filter(name__iexact=who).first() if who else None
        if who and organisation is None and len(who) > 120:
            self.add_error("who", _("Role má nejvýš 120 znaků."))
        self.instance.organisation, self.instance.role = organisation, "" if organisation else who
        if bool(cleaned.get("parent")) != bool(cleaned.get("when")):
            self.add_error("when", _("Větev potřebuje krok, po kterém začíná, a podmínku."))
        self._check_due(cleaned)
        return cleaned

    def _check_due(self, cleaned: dict[str, Any]) -> None:
        due, unit = cleaned.get("due"), cleaned.get("due_unit")
        if "due" in self.errors:
            return
        if due is not None and (unit in ("", None, "at_once") or due < 1):
            self.add_error("due", _("K číslu patří jednotka. Ihned se píše bez čísla."))
        elif due is None and unit and unit != "at_once":
            self.add_error("due", _("Napište, kolik to je."))


class CommentsUntilForm(DeskForm):
    until = date_field(gettext_lazy("Připomínky do"))

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if until < timezone.localdate():
            raise forms.ValidationError(_("Ten den už byl. Vyberte dnešek, nebo pozdější den."))
        return until


class ApprovalForm(DeskForm):
    on = date_field(gettext_lazy("Schváleno dne"))
    approved_by = forms.CharField(
        label=gettext_lazy("Kdo schválil"),
        max_length=160,
        help_text=gettext_lazy("Např. pracovní skupina Děti a rodina."),
        error_messages={"required": gettext_lazy("Napište, kdo postup schválil.")},
    )
    change_note = forms.CharField(label=gettext_lazy("Co se změnilo (nepovinné)"), max_length=300, required=False)


class CommentForm(DeskForm):
    text = forms.CharField(
        label=gettext_lazy("Vaše připomínka"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Napište, co je jinak nebo co chybí.")},
    )
    step = forms.ChoiceField(label=gettext_lazy("Ke kroku"), required=False)

    def __init__(self, *args: Any, steps: list[TextStep], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(
            "step", [("", _("k celému postupu")), *((str(one.pk), f"{one.label}. {one.title}") for one in steps)]
        )


class AnswerForm(DeskForm):
    text = forms.CharField(
        label=gettext_lazy("Odpověď"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Napište, jak jste s připomínkou naložili.")},
    )
