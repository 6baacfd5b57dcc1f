"""The newsletter asked for on the web, and changed by the link of a letter."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from network.models import NewsTopic
from sociopoint.desk_forms import DeskForm


class TopicsForm(DeskForm):
    topics = forms.MultipleChoiceField(
        label=_("O čem vám máme psát"),
        choices=NewsTopic.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Vyberte aspoň jednu věc, o které vám máme psát.")},
    )

    def clean_topics(self) -> list[str]:
        """Each once: who asks for another's address must not write them a long letter."""
        return list(dict.fromkeys(self.cleaned_data["topics"]))


class SubscribeForm(TopicsForm):
    field_order = ("email", "topics")
    email = forms.EmailField(
        label=_("Váš e-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Napište svůj e-mail."),
            "invalid": _("E-mail napište celý, třeba jmeno@domena.cz."),
            "max_length": _("Takový e-mail neznáme, je moc dlouhý."),
        },
    )
