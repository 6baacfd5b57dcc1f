"""What a worker sends when handing somebody over, and when a partner says something over the telephone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Self

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from catalogue.models import Facility, Service
from inquiries.briefs import identity_in
from inquiries.forms.partner import OTHER_REASON, WHEN_FORMATS, message_field, position_field
from inquiries.lists import DeskLists
from inquiries.models import (
    Consent,
    ConsentManner,
    DeclineReason,
    Inquiry,
    InquiryNeed,
    OutcomeSource,
    Referral,
    ReferralMode,
    Urgency,
)
from inquiries.models.referrals import LONGEST_BRIEF
from inquiries.partners import LINKED
from inquiries.referring import ANSWERS, OUTCOMES, PASSES_SOMETHING_ON, Answer
from inquiries.states import REFERRAL_MOVES, ReferralState
from inquiries.waiting_lists import Waiting
from sociopoint.desk_forms import DeskForm

WITHOUT = "bez"
MODES = [
    (ReferralMode.CONTACT_GIVEN, _("Dát člověku kontakt, zavolá si sám")),
    (ReferralMode.SENT, _("Odeslat partnerovi, odpoví nám")),
    (ReferralMode.WARM_CALL, _("Spojit je po telefonu")),
    (ReferralMode.ACCOMPANIED, _("Doprovodit ho tam")),
]
"""What the worker is about to do; `ReferralMode` says what was done."""
EXTENT = _("jméno nebo oslovení, telefon a o co jde")
PURPOSE = _("aby se mohla služba s člověkem domluvit")


class ReferralForm(DeskForm):
    """Handing over to a chosen target; `consent` is none, one recorded before, or a new one by its manner."""

    mode = forms.ChoiceField(
        label=_("Jak"),
        choices=MODES,
        initial=ReferralMode.CONTACT_GIVEN,
        widget=forms.RadioSelect,
        error_messages={"required": _("Vyberte, jak člověka předáváte.")},
    )
    need = forms.ChoiceField(label=_("Kvůli čemu"), required=False)
    facility = forms.ChoiceField(label=_("Které místo"), required=False)
    urgency = forms.ChoiceField(
        label=_("Naléhavost"), required=False, choices=[("", _("stejně jako celý dotaz")), *Urgency.choices]
    )
    brief = forms.CharField(
        label=_("O co jde"),
        help_text=_("Bez jména, adresy a telefonu. Partner to uvidí dřív, než se rozhodne."),
        required=False,
        max_length=LONGEST_BRIEF,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": LONGEST_BRIEF}),
        error_messages={"max_length": _("Zkraťte to na 600 znaků.")},
    )
    consent = forms.ChoiceField(
        label=_("Souhlas člověka"),
        initial=WITHOUT,
        widget=forms.RadioSelect,
        error_messages={"required": _("Vyberte, jestli člověk souhlasí.")},
    )
    extent = forms.CharField(
        label=_("Co se smí předat"),
        required=False,
        max_length=200,
        initial=EXTENT,
        error_messages={"max_length": _("Zkraťte to na 200 znaků.")},
    )
    purpose = forms.CharField(
        label=_("K čemu"),
        required=False,
        max_length=200,
        initial=PURPOSE,
        error_messages={"max_length": _("Zkraťte to na 200 znaků.")},
    )
    shares_contact = forms.BooleanField(
        label=_("Předat i kontakt"),
        help_text=_("Partner ho uvidí, až přijme. Každé ukázání se zapíše."),
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        inquiry: Inquiry,
        service: Service | None,
        consents: Iterable[Consent],
        has_contact: bool,
        has_address: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.needs: Mapping[str, InquiryNeed] = {
            str(need.pk): need for need in inquiry.needs.select_related("situation")
        }
        self.facilities: Mapping[str, Facility] = {
            str(one.pk): one for one in (service.facilities.open_to_public().select_related("place") if service else ())
        }
        self.consents = {str(consent.pk): consent for consent in consents}
        if not has_address:
            self.offer("mode", [choice for choice in MODES if choice[0] != ReferralMode.SENT])
        self.offer("need", [(pk, need.situation.name) for pk, need in self.needs.items()])
        self.offer("facility", [("", _("kterékoli")), *((pk, _place(one)) for pk, one in self.facilities.items())])
        self.offer("consent", self._consent_choices())
        if len(self.needs) < 2:
            self._hide("need", next(iter(self.needs), ""))
        if len(self.facilities) < 2:
            self._hide("facility", "")
        if not has_contact:
            del self.fields["shares_contact"]

    def _consent_choices(self) -> list[tuple[str, Any]]:
        given = [
            (
                pk,
                _("Z %(day)s: %(extent)s")
                % {"day": date_format(timezone.localtime(consent.recorded_at), "j. n. Y"), "extent": consent.extent},
            )
            for pk, consent in self.consents.items()
        ]
        return [
            (WITHOUT, _("Bez souhlasu, nic o člověku neříkáme")),
            *given,
            (ConsentManner.ORAL, _("Souhlasí ústně")),
            (ConsentManner.WRITTEN, _("Souhlasí písemně")),
        ]

    def _hide(self, name: str, value: str) -> None:
        self.fields[name].widget = forms.HiddenInput()
        self.fields[name].initial = value

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        mode, consent = given.get("mode"), given.get("consent", WITHOUT)
        if consent in ConsentManner.values and not (given.get("extent") and given.get("purpose")):
            self.add_error("extent", _("Napište, co se smí předat a k čemu."))
        if consent == WITHOUT and mode in PASSES_SOMETHING_ON:
            self.add_error("consent", _("Partner se dozví, o koho jde. Zapište souhlas, nebo předejte jen kontakt."))
        if consent == WITHOUT and given.get("shares_contact"):
            self.add_error("consent", _("Kontakt se smí předat jen se souhlasem. Zapište ho."))
        if mode == ReferralMode.SENT and not given.get("brief"):
            self.add_error("brief", _("Napište jednou větou, o co jde. Bez toho se partner nerozhodne."))
        if mode == ReferralMode.SENT and (found := identity_in(given.get("brief", ""), agreed=consent != WITHOUT)):
            self.add_error("brief", found)
        return given

    @property
    def new_manner(self) -> ConsentManner | None:
        chosen = self.cleaned_data["consent"]
        return ConsentManner(chosen) if chosen in ConsentManner.values else None

    @property
    def consent_given_before(self) -> Consent | None:
        return self.consents.get(self.cleaned_data["consent"])


def _place(facility: Facility) -> str:
    parts = (facility.name, facility.address, facility.place.name if facility.place else "")
    return ", ".join(part for part in parts if part) or str(facility)


class PhoneAnswerForm(DeskForm):
    """What the partner said over the telephone; only what may follow the present state is offered."""

    prefix = "odpoved"

    state = forms.ChoiceField(
        label=_("Co odpověděli"), widget=forms.RadioSelect, error_messages={"required": _("Vyberte odpověď.")}
    )
    responder = forms.CharField(label=_("S kým jste mluvili (nepovinné)"), required=False, max_length=120)
    reasons = forms.MultipleChoiceField(label=_("Proč odmítli"), required=False, widget=forms.CheckboxSelectMultiple)
    waiting_estimate = forms.CharField(label=_("Jak dlouho se čeká (pořadník)"), required=False, max_length=80)
    waiting_position = position_field()
    first_appointment_at = forms.DateTimeField(
        label=_("První schůzka"),
        required=False,
        input_formats=WHEN_FORMATS,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": _("Den a čas napište třeba takhle: 16. 11. 2026 13:30.")},
    )
    message = message_field(_("Vzkaz (nepovinné)"))

    def __init__(self, *args: Any, before: ReferralState, lists: DeskLists, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known: dict[str, DeclineReason] = {
            reason.code: reason for reason in lists.decline_reasons if not reason.is_retired
        }
        self.offer("state", [(state, state.label) for state in REFERRAL_MOVES.get(before, ()) if state in ANSWERS])
        self.offer("reasons", [(reason.code, reason.name) for reason in self.known.values()])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        reasons = given.get("reasons", [])
        if given.get("state") == ReferralState.DECLINED and not reasons:
            self.add_error("reasons", _("Vyberte aspoň jeden důvod."))
        if OTHER_REASON in reasons and not given.get("message"):
            self.add_error("message", _("Napište, jaký jiný důvod to je."))
        if given.get("state") == ReferralState.INFO_NEEDED and not given.get("message"):
            self.add_error("message", _("Napište, co partner potřebuje vědět."))
        return given

    def answer(self) -> Answer:
        given = self.cleaned_data
        state = ReferralState(given["state"])
        reasons = given["reasons"] if state == ReferralState.DECLINED else []
        return Answer(
            state=state,
            responder=given["responder"],
            message=given["message"],
            reasons=tuple(self.known[code] for code in reasons),
            waiting_estimate=given["waiting_estimate"] if state == ReferralState.WAITLISTED else "",
            waiting_position=given["waiting_position"],
            first_appointment_at=given["first_appointment_at"] if state == ReferralState.ACCEPTED else None,
        )


class StillWaitingForm(DeskForm):
    """On the list as before: what the partner said of it over the telephone."""

    prefix = "poradnik"

    waiting_estimate = forms.CharField(label=_("Jak dlouho se ještě čeká"), required=False, max_length=80)
    waiting_position = position_field()
    seen = forms.DateTimeField(required=False, widget=forms.HiddenInput)

    @classmethod
    def of(cls, referral: Referral) -> Self:
        """`seen` tells later whether somebody wrote there meanwhile."""
        kept = {"waiting_estimate": referral.waiting_estimate, "waiting_position": referral.waiting_position}
        return cls(initial=kept | {"seen": referral.state_changed_at.isoformat()})

    def go_on_from(self, referral: Referral) -> None:
        """What was typed stays, for somebody who now sees what stands there."""
        typed = {name: self.data[name] for name in self.data}
        self.data = typed | {self.add_prefix("seen"): referral.state_changed_at.isoformat()}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not self.errors and not given.get("waiting_estimate") and not given.get("waiting_position"):
            self.add_error("waiting_estimate", _("Napište odhad, nebo pořadí."))
        return given

    def waiting(self) -> Waiting:
        return Waiting(self.cleaned_data["waiting_estimate"], self.cleaned_data["waiting_position"])


class ReferralNoteForm(DeskForm):
    prefix = "poznamka"

    note = forms.CharField(
        label=_("Poznámka pultu"),
        help_text=_("Jen pro nás, partner ji nevidí."),
        required=False,
        max_length=LONGEST_BRIEF,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST_BRIEF}),
        error_messages={"max_length": _("Zkraťte to na 600 znaků.")},
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    @classmethod
    def of(cls, referral: Referral) -> Self:
        """`seen` tells later whether somebody wrote there meanwhile."""
        return cls(initial={"note": referral.note, "seen": referral.note})

    def go_on_from(self, referral: Referral) -> None:
        """Both texts in the field, for somebody who now decides what of them is to stand."""
        both = "\n\n".join(text for text in (referral.note, self.cleaned_data["note"]) if text)
        self.data = {self.add_prefix("note"): both, self.add_prefix("seen"): referral.note}


class OutcomeForm(DeskForm):
    """How it went on, and from whom we know it."""

    prefix = "vysledek"

    state = forms.ChoiceField(
        label=_("Jak to dopadlo"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Vyberte, jak to dopadlo.")},
    )
    source = forms.ChoiceField(
        label=_("Od koho to víme"),
        choices=OutcomeSource.choices,
        initial=OutcomeSource.CLIENT,
        widget=forms.RadioSelect,
        error_messages={"required": _("Vyberte, od koho to víme.")},
    )

    def __init__(self, *args: Any, before: ReferralState, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("state", [(state, state.label) for state in REFERRAL_MOVES.get(before, ()) if state in OUTCOMES])


class InformationForm(DeskForm):
    """The answer to a partner's question; it goes out, so it says no name either."""

    prefix = "doplneni"

    text = message_field(
        _("Co partnerovi doplníte"), missing=_("Napište, na co se partner ptal. Bez jména a kontaktu.")
    )

    def __init__(self, *args: Any, agreed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agreed = agreed

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"])
        if found := identity_in(text, agreed=self.agreed):
            raise forms.ValidationError(found)
        return text


MAY_RENEW = (*LINKED, ReferralState.EXPIRED)
