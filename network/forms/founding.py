"""A new service with its first place, or a new place of a service, as the same form as any correction."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from catalogue.models import Facility, Service
from catalogue.proposable import ADDRESS_FACTS, YES
from network.forms.record import NEW, RecordForm

CONTACTS = ("phones", "emails", "webs")


class FoundingForm(RecordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].help_text = _("Co formulář neumí, třeba odkdy začnete.")

    def clean(self) -> dict[str, Any]:
        """Of a place whose address is secret nobody is asked where it is; what was written of it is not kept."""
        values = super().clean()
        of_place = f"misto-{NEW}-"
        if self.after.get((NEW, "is_secret")) == YES:
            for name in ("place", *ADDRESS_FACTS):
                self.errors.pop(f"{of_place}{name}", None)
        return values

    def facts(self, key: int | None) -> dict[str, str]:
        """Name -> text, only what is said: of the service under None, of the place under `NEW`."""
        return {name: text for (about, name), text in self.after.items() if about == key and text}


class NewPlaceForm(FoundingForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, about=Facility(), **kwargs)


class NewServiceForm(FoundingForm):
    """Without any word of a place it has none, such as a phone line."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, about=Service(), facilities=[Facility()], **kwargs)

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        of_place = f"misto-{NEW}-"
        if not any(name.startswith(of_place) for name in self.changed_data):
            for name in [name for name in self.errors if name.startswith(of_place)]:
                del self.errors[name]
        if not any(self.after.get((None, name)) or name in self.errors for name in CONTACTS):
            self.add_error("phones", _("Napište aspoň jeden telefon, e-mail nebo web, ať se k vám lidé dovolají."))
        return values
