"""An answer in the queue of questions, with the few facts that closing needs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from inquiries.forms import choices
from inquiries.forms.inquiry import LEVELS
from inquiries.forms.questions import AnswerForm
from inquiries.lists import DeskLists
from inquiries.models import WITHOUT_NEED, Inquiry

LONGEST = 480
WRONG_MINUTES = _("Minuty napište číslem od 0 do 480.")


class QueueForm(AnswerForm):
    """`closes`: whether the pressed button also closes the inquiry; only then is anything but the answer required."""

    situation = forms.ChoiceField(label=_("S čím přišel"), required=False)
    help_level = forms.ChoiceField(
        label=_("Jak jsme pomohli"), choices=LEVELS, required=False, widget=forms.RadioSelect
    )
    minutes = forms.IntegerField(
        label=_("Kolik minut to zabralo (nepovinné)"),
        min_value=0,
        max_value=LONGEST,
        required=False,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), WRONG_MINUTES),
    )

    def __init__(self, *args: Any, inquiry: Inquiry, lists: DeskLists, closes: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.closes, self.inquiry = closes, inquiry
        self.offer("situation", choices.situations(lists, _("vyberte situaci")))
        if inquiry.help_level:
            self.fields["help_level"].initial = str(inquiry.help_level)
        if inquiry.needs.exists():
            del self.fields["situation"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not self.closes or self.inquiry.kind in WITHOUT_NEED:
            return given
        if "situation" in self.fields and "situation" not in self.errors and not given.get("situation"):
            self.add_error("situation", _("Vyberte, s čím člověk přišel. Bez toho dotaz nejde uzavřít."))
        if "help_level" not in self.errors and not given.get("help_level"):
            self.add_error("help_level", _("Vyberte, jak jsme pomohli: 1 informace, 2 rada, 3 aktivní pomoc."))
        return given

    @property
    def facts(self) -> dict[str, Any]:
        """As `answering.answer` takes them."""
        given = self.cleaned_data
        return {
            "text": given["text"],
            "situation": int(given["situation"]) if given.get("situation") else None,
            "help_level": int(given["help_level"]) if given.get("help_level") else None,
            "minutes": given.get("minutes") or 0,
        }
