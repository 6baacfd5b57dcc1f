"""Fields for a person or an organisation by name; the browser offers names of the group (`list=`)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from catalogue.models import Organisation
from network.naming import Named, named, organisation_named

ORGANISATIONS, PEOPLE = "organizace-site", "lide-site"
"""Ids of the lists of names on the page."""


class OrganisationField(forms.CharField):
    """Cleans to an Organisation, or None when it is empty and need not be filled."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"list": ORGANISATIONS, "autocomplete": "off"}))
        kwargs.setdefault("error_messages", {"required": _("Napište organizaci.")})
        super().__init__(max_length=200, **kwargs)

    def clean(self, value: Any) -> Organisation | None:
        text = super().clean(value)
        return organisation_named(text) if text else None


class NameField(forms.CharField):
    """A person's name; whose it is is decided with the organisation of the same form (`person_named`)."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"list": PEOPLE, "autocomplete": "off"}))
        kwargs.setdefault("error_messages", {"required": _("Napište jméno.")})
        super().__init__(max_length=120, **kwargs)


class WhoField(forms.CharField):
    """`Jana Malá, SAS Vesnička soužití`: cleans to `Named`."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"list": PEOPLE, "autocomplete": "off"}))
        kwargs.setdefault("error_messages", {"required": _("Napište, kdo úkol má.")})
        super().__init__(max_length=330, **kwargs)

    def clean(self, value: Any) -> Named | None:
        text = super().clean(value)
        if not text:
            return None
        found = named(text)
        if found.person is not None and len(found.person.name) > 120:
            raise ValidationError(_("Zkraťte jméno na 120 znaků."))
        return found
