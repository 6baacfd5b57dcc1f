from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from network.forms.meetings import text_field
from network.meeting_states import TaskState
from sociopoint.desk_forms import DeskForm, date_field


class TaskEndForm(DeskForm):
    state = forms.ChoiceField(
        label=_("Jak to dopadlo"),
        choices=[(TaskState.DONE, _("Hotovo")), (TaskState.CANCELLED, _("Ruší se"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Vyberte, jestli je hotovo, nebo se úkol ruší.")},
    )
    evidence = text_field(
        _("Jak je to doložené, nebo proč se ruší"),
        1000,
        required=True,
        rows=2,
        help_text=_("Odkaz, číslo dokumentu, co se stalo."),
    )


class TaskPutOffForm(DeskForm):
    after = date_field(_("Nový termín"))
    reason = text_field(_("Proč"), 300, required=True)
