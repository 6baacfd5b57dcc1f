"""The note beside a list: kept by the browser in a cookie that it sends to the pages of the list alone, nowhere else."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from catalogue.models.carried_lists import LONGEST_NOTE
from sociopoint.desk_forms import DeskForm
from sociopoint.languages import CZECH, OWN_NAMES, speaking
from sociopoint.my_list import DAYS

COOKIE = "seznam-poznamka"
"""In Czech; each language has a page of the list, and so a cookie, of its own (`_name_in`)."""
LONGEST_COOKIE = 3500
"""Signs of base64: a browser silently drops a cookie over 4096 bytes with its name and attributes."""


class NoteForm(DeskForm):
    note = forms.CharField(
        label=_("Moje poznámka"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
        help_text=_("Třeba kdy máte zavolat. Zůstane jen ve vašem prohlížeči."),
        error_messages={"max_length": _("Poznámka je moc dlouhá. Vejde se sem nejvýš tisíc znaků.")},
    )

    def clean_note(self) -> str:
        note = str(self.cleaned_data["note"]).strip()
        if len(_written(note)) > LONGEST_COOKIE:
            raise forms.ValidationError(self.fields["note"].error_messages["max_length"])
        return note

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].widget.attrs["maxlength"] = LONGEST_NOTE


def kept_note(request: HttpRequest) -> str:
    """'' for none and for what is not ours."""
    try:
        text = base64.urlsafe_b64decode(request.COOKIES.get(_name_in(get_language()), "")).decode()
    except (binascii.Error, ValueError):
        return ""
    return text[:LONGEST_NOTE].replace("\x00", "")


def keep_note(response: HttpResponse, note: str) -> None:
    """'' takes away what was written in any language: who leaves a page in a hurry leaves none of them behind."""
    if not note:
        for language in OWN_NAMES:
            with speaking(language):
                response.delete_cookie(_name_in(language), path=reverse("my-list:list"), samesite="Lax")
        return
    response.set_cookie(
        _name_in(get_language()),
        _written(note),
        max_age=DAYS * 86_400,
        path=reverse("my-list:list"),
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _name_in(language: str | None) -> str:
    return COOKIE if language in (None, CZECH) else f"{COOKIE}-{language}"


def _written(note: str) -> str:
    return base64.urlsafe_b64encode(note.encode()).decode()
