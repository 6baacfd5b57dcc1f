from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.models import Organisation
from network.forms.meetings import text_field
from network.models import Announcement, NewsTopic, WorkingGroup
from network.naming import organisation_named
from sociopoint.desk_forms import DeskForm, date_field
from sociopoint.models import Role


class AnnouncementForm(DeskForm):
    title = text_field(_("Předmět"), 150, required=True, help_text=_("Bez osobních údajů, čte se i v přehledu pošty."))
    text = text_field(_("Zpráva"), 5000, required=True, rows=10)
    groups = forms.ModelMultipleChoiceField(
        WorkingGroup.objects.all(),
        label=_("Členům skupin"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": _("Vyberte skupinu z nabízených."),
            "invalid_pk_value": _("Vyberte skupinu."),
        },
    )
    organisations = text_field(_("Lidem organizací"), 2000, rows=3, help_text=_("Celý název, každou na svůj řádek."))
    roles = forms.MultipleChoiceField(
        label=_("Všem s účtem v roli"),
        required=False,
        choices=[(role, role.label) for role in (Role.PARTNER, Role.WORKER, Role.COORDINATOR)],
        widget=forms.CheckboxSelectMultiple,
    )

    topics = forms.MultipleChoiceField(
        label=_("Odběratelům zpravodaje mimo síť, kteří chtějí"),
        required=False,
        choices=NewsTopic.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Dojde lidem z veřejnosti. Nepište nic, co má zůstat v síti."),
    )

    @staticmethod
    def values_of(draft: Announcement) -> dict[str, object]:
        return {
            "title": draft.title,
            "text": draft.text,
            "groups": draft.groups.all(),
            "organisations": "\n".join(one.name for one in draft.organisations.all()),
            "roles": draft.roles,
            "topics": draft.topics,
        }

    def clean_organisations(self) -> list[Organisation]:
        names = [line for line in self.cleaned_data["organisations"].splitlines() if line.strip()]
        return [organisation_named(name) for name in names]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not any(cleaned[name] for name in ("groups", "organisations", "roles", "topics")):
            raise ValidationError(_("Vyberte, komu zpráva půjde: skupinám, organizacím, rolím, nebo odběratelům."))
        return cleaned


class PublishForm(DeskForm):
    """Into the public archive; among the news only until a day."""

    until = date_field(_("Mezi aktualitami do (nepovinné)"), required=False)

    def clean_until(self) -> Any:
        until = self.cleaned_data["until"]
        if until and until < timezone.localdate():
            raise ValidationError(_("Ten den už byl. Vyberte dnešek, nebo pozdější den."))
        return until
