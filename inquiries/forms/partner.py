"""What a partner may answer by the link: one small form for each answer, each with the name of who answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from inquiries.lists import desk_lists
from inquiries.models import DeclineReason, Referral, ReferralState
from inquiries.referring import Answer
from sociopoint.desk_forms import DeskForm

LONGEST_MESSAGE = 600
OTHER_REASON = "other"
WHEN_FORMATS = ["%Y-%m-%dT%H:%M", "%d. %m. %Y %H:%M", "%d.%m.%Y %H:%M"]


def message_field(label: Any, *, missing: Any = None) -> forms.CharField:
    """Required when `missing` says what to write."""
    sentences: dict[str, Any] = {"max_length": _("Zkraťte to na 600 znaků.")}
    return forms.CharField(
        label=label,
        required=missing is not None,
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": LONGEST_MESSAGE}),
        error_messages=sentences | ({"required": missing} if missing else {}),
    )


def position_field(help_text: Any = "") -> forms.IntegerField:
    wrong = _("Pořadí napište číslem od 1 do 999, nebo ho nechte prázdné.")
    return forms.IntegerField(
        label=_("Kolikátý je v pořadí (nepovinné)"),
        help_text=help_text,
        required=False,
        min_value=1,
        max_value=999,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), wrong),
    )


class PartnerForm(DeskForm):
    """An answer by the link: `state` is what it makes of the referral, `title` its heading, `deed` its button."""

    state: ClassVar[ReferralState]
    title: ClassVar[Promise]
    deed: ClassVar[Promise]
    hint: ClassVar[Promise | str] = ""
    is_outcome: ClassVar[bool] = False
    is_waiting: ClassVar[bool] = False

    responder = forms.CharField(
        label=_("Kdo odpovídá"),
        help_text=_("Jméno a co u vás děláte, třeba: Jana Nová, sociální pracovnice."),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={
            "required": _("Napište, kdo odpovídá. Ať víme, na koho se obrátit."),
            "max_length": _("Stačí jméno a role, nejvýš 120 znaků."),
        },
    )

    @classmethod
    def said_before(cls, referral: Referral) -> dict[str, Any]:
        """What was said before and stands in the form to be changed."""
        return {}

    def answer(self) -> Answer:
        given = self.cleaned_data
        return Answer(
            state=self.state,
            responder=given["responder"],
            message=given.get("message", ""),
            reasons=tuple(given.get("reasons", ())),
            waiting_estimate=given.get("waiting_estimate", ""),
            waiting_position=given.get("waiting_position"),
            first_appointment_at=given.get("first_appointment_at"),
        )


class AcceptForm(PartnerForm):
    state = ReferralState.ACCEPTED
    title = _("Přijímáme")
    deed = _("Odeslat: přijímáme")

    first_appointment_at = forms.DateTimeField(
        label=_("První schůzka (nepovinné)"),
        required=False,
        input_formats=WHEN_FORMATS,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": _("Den a čas napište třeba takhle: 16. 11. 2026 13:30.")},
    )
    message = message_field(_("Co má člověk vědět, než přijde (nepovinné)"))


class WaitlistForm(PartnerForm):
    state = ReferralState.WAITLISTED
    title = _("Zařadíme do pořadníku")
    deed = _("Odeslat: zařadíme do pořadníku")

    waiting_estimate = forms.CharField(
        label=_("Jak dlouho se asi čeká"),
        help_text=_("Třeba: asi tři měsíce. Když nevíte, napište, na čem to záleží."),
        max_length=80,
        error_messages={
            "required": _("Napište odhad. Člověk se podle něj rozhodne, jestli hledat i jinde."),
            "max_length": _("Stačí krátce, nejvýš 80 znaků."),
        },
    )
    waiting_position = position_field(_("Člověk ho uvidí pod svým kódem. Když se pořadí mění, nechte prázdné."))
    message = message_field(_("Co je potřeba k zařazení (nepovinné)"))


class StillWaitingForm(WaitlistForm):
    title = _("Ještě se čeká")
    deed = _("Odeslat: ještě se čeká")
    hint = _("Za měsíc se zeptáme znovu.")
    is_waiting = True

    @classmethod
    def said_before(cls, referral: Referral) -> dict[str, Any]:
        return {"waiting_estimate": referral.waiting_estimate, "waiting_position": referral.waiting_position}


class QuestionForm(PartnerForm):
    state = ReferralState.INFO_NEEDED
    title = _("Potřebujeme něco doplnit")
    deed = _("Odeslat otázku")

    message = message_field(
        _("Co potřebujete vědět"), missing=_("Napište, co potřebujete vědět, ať vám to můžeme doplnit.")
    )


class RefusalForm(PartnerForm):
    state = ReferralState.DECLINED
    title = _("Tentokrát nemůžeme")
    deed = _("Odeslat: nemůžeme")

    reasons = forms.MultipleChoiceField(
        label=_("Proč"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Vyberte aspoň jeden důvod. Člověka pak pošleme rovnou jinam."),
            "invalid_choice": _("Vyberte důvody jen z nabídky."),
        },
    )
    message = message_field(_("Vzkaz pro nás (nepovinné)"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known: dict[str, DeclineReason] = {
            reason.code: reason for reason in desk_lists().decline_reasons if not reason.is_retired
        }
        self.offer("reasons", [(reason.code, reason.name) for reason in self.known.values()])

    def clean_reasons(self) -> list[DeclineReason]:
        return [self.known[code] for code in self.cleaned_data["reasons"]]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        chosen = [reason.code for reason in given.get("reasons", [])]
        if OTHER_REASON in chosen and not given.get("message"):
            self.add_error("message", _("Napište, jaký jiný důvod to je."))
        return given


class RedirectForm(PartnerForm):
    state = ReferralState.REDIRECTED
    title = _("Tohle nepatří nám")
    deed = _("Odeslat: nepatří nám")
    hint = _("Opravíme si podle toho i katalog.")

    message = message_field(_("Kam byste člověka poslali vy (nepovinné)"))


class StartedForm(PartnerForm):
    state = ReferralState.STARTED
    title = _("Pomoc začala")
    deed = _("Odeslat: pomoc začala")
    is_outcome = True


class NoShowForm(PartnerForm):
    state = ReferralState.NO_SHOW
    title = _("Člověk nepřišel")
    deed = _("Odeslat: nepřišel")
    is_outcome = True


FIRST_ANSWERS: Mapping[str, type[PartnerForm]] = {
    "prijimame": AcceptForm,
    "poradnik": WaitlistForm,
    "doplnit": QuestionForm,
    "nemuzeme": RefusalForm,
    "jinam": RedirectForm,
}
ANSWERS_IN_STATE: Mapping[ReferralState, Mapping[str, type[PartnerForm]]] = {
    ReferralState.SENT: FIRST_ANSWERS,
    ReferralState.INFO_NEEDED: {name: form for name, form in FIRST_ANSWERS.items() if name != "doplnit"},
    ReferralState.WAITLISTED: {"prijimame": AcceptForm, "ceka": StillWaitingForm, "nemuzeme": RefusalForm},
    ReferralState.ACCEPTED: {"zacala": StartedForm, "neprisel": NoShowForm, "nemuzeme": RefusalForm},
}
"""What the partner may say next, by the name of the answer in the address; nothing in the states not listed."""
