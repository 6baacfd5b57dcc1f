"""What people send about unmet needs: one of an inquiry, one that somebody reported, a step of one, a question to the list."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.models import Place, ServiceKind
from inquiries.forms.choices import districts_to_find
from inquiries.lists import DeskLists
from inquiries.models import Inquiry, UnmetNeed, UnmetSource, UnmetState
from inquiries.states import EXPLAINED, UNDECIDED
from situations.models import LifeSituation
from sociopoint.desk_forms import DeskForm, date_field

UNDECIDED_STATE = "nerozhodnute"
UNKNOWN = "nezjisteno"


class UnmetNeedForm(DeskForm):
    """A need of an inquiry; its own situations are offered first."""

    situation = forms.ChoiceField(label=_("S čím potřeboval pomoct"))
    kind = forms.ChoiceField(label=_("Jaká pomoc chyběla"), required=False)
    reason = forms.ChoiceField(label=_("Proč to nešlo"))
    waiting_days = forms.IntegerField(
        label=_("Jak dlouho se čeká (dní)"),
        required=False,
        min_value=0,
        max_value=3650,
        error_messages={
            "invalid": _("Napište počet dní číslem."),
            "min_value": _("Počet dní nemůže být záporný."),
            "max_value": _("Víc než deset let? Zkontrolujte počet dní."),
        },
    )
    workaround = forms.CharField(
        label=_("Jak si člověk poradí zatím (nepovinné)"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, lists: DeskLists, inquiry: Inquiry | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = lists.catalogue
        self.situations: dict[str, LifeSituation] = {str(pk): row for pk, row in known.situations.items()}
        self.kinds: dict[str, ServiceKind] = {str(pk): row for pk, row in known.kinds.items()}
        self.reasons = {str(row.pk): row for row in lists.unmet_reasons if not row.is_retired}
        own = [str(need.situation_id) for need in inquiry.needs.all()] if inquiry else []
        ordered = sorted(self.situations, key=lambda pk: (pk not in own, self.situations[pk].order))
        named = [(pk, self.situations[pk].name) for pk in ordered]
        self.offer("situation", named if own else [("", _("vyberte")), *named])
        self.offer("kind", [("", _("nevíme přesně")), *((pk, kind.name) for pk, kind in self.kinds.items())])
        self.offer("reason", [("", _("vyberte")), *((pk, reason.name) for pk, reason in self.reasons.items())])


class UnmetReportForm(UnmetNeedForm):
    """A need that nobody asked the desk about: a partner or a citizen told us, or we see it ourselves."""

    source = forms.ChoiceField(
        label=_("Odkud to víme"),
        choices=[choice for choice in UnmetSource.choices if choice[0] != UnmetSource.INQUIRY],
        widget=forms.RadioSelect,
        error_messages={"required": _("Vyberte, odkud to víme.")},
    )
    district = forms.ChoiceField(label=_("Kde"), required=False)
    target_group = forms.ChoiceField(label=_("Komu to chybí"), required=False)
    field_order = ("source", "situation", "kind", "reason", "district", "target_group", "waiting_days", "workaround")

    def __init__(self, *args: Any, lists: DeskLists, **kwargs: Any) -> None:
        super().__init__(*args, lists=lists, **kwargs)
        self.places: dict[str, Place] = {str(place.pk): place for place in lists.districts}
        groups = [(str(pk), group.title) for pk, group in lists.catalogue.groups.items()]
        self.fields["workaround"].label = _("Co o tom ještě víme (nepovinné)")
        self.offer("district", [("", _("nevíme nebo všude")), *((pk, place.name) for pk, place in self.places.items())])
        self.offer("target_group", [("", _("nevíme nebo komukoli")), *groups])


class UnmetMoveForm(DeskForm):
    """One step of a need; an end of it says why."""

    to = forms.ChoiceField(
        label=_("Co s ní dál"), widget=forms.RadioSelect, error_messages={"required": _("Vyberte, co s ní dál.")}
    )
    note = forms.CharField(
        label=_("Proč, nebo jak se to vyřešilo"),
        help_text=_("Povinné, když ji odmítáte nebo je vyřešená. Bez jmen a kontaktů."),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, moves: Iterable[UnmetState], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("to", [(state.value, state.label) for state in moves])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("to") in EXPLAINED and not cleaned.get("note"):
            self.add_error("note", _("Napište proč, nebo jak se to vyřešilo."))
        return cleaned


class UnmetSearch(DeskForm):
    """The list's filters; an unreadable value finds nothing and says what to write."""

    stav = forms.ChoiceField(label=_("Stav"), required=False)
    druh = forms.ChoiceField(label=_("Co chybí"), required=False)
    obvod = forms.ChoiceField(label=_("Kde"), required=False)
    duvod = forms.ChoiceField(label=_("Proč"), required=False)
    situace = forms.ChoiceField(label=_("Situace"), required=False)
    od = date_field(_("Od"), required=False)
    do = date_field(_("Do"), required=False)

    def __init__(self, query: Any, *, lists: DeskLists) -> None:
        super().__init__(query, auto_id="hledat_%s")
        self.lists = lists
        known, every = lists.catalogue, ("", _("vše"))
        self.offer("stav", [every, (UNDECIDED_STATE, _("zatím nerozhodnuté")), *UnmetState.choices])
        kinds = [(str(pk), kind.name) for pk, kind in known.kinds.items()]
        self.offer("druh", [every, *kinds, (UNKNOWN, _("nezapsáno"))])
        places = districts_to_find(lists, query.get("obvod", ""))
        self.offer("obvod", [every, *places, (UNKNOWN, _("nezjištěno"))])
        self.offer("duvod", [every, *((reason.code, reason.name) for reason in lists.unmet_reasons)])
        self.offer("situace", [every, *((s.slug, s.name) for s in known.situations.values())])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("od"), cleaned.get("do")
        if start and end and end < start:
            self.add_error("do", _("Konec je před začátkem. Prohoďte je."))
        return cleaned

    def needs(self, among: QuerySet[UnmetNeed]) -> QuerySet[UnmetNeed]:
        """What fits. Nothing fits an unreadable question."""
        if not self.is_valid():
            return among.none()
        values = self.cleaned_data
        asked = Q()
        if values["od"]:
            asked &= Q(recorded_at__gte=_begin_of(values["od"]))
        if values["do"]:
            asked &= Q(recorded_at__lt=_begin_of(values["do"] + timedelta(days=1)))
        if values["stav"]:
            asked &= Q(state__in=UNDECIDED if values["stav"] == UNDECIDED_STATE else [values["stav"]])
        for name, column in (("druh", "kind"), ("obvod", "district")):
            if values[name]:
                asked &= Q(**{column: None if values[name] == UNKNOWN else int(values[name])})
        if values["duvod"]:
            asked &= Q(reason__in=[row.pk for row in self.lists.unmet_reasons if row.code == values["duvod"]])
        if values["situace"]:
            asked &= Q(situation__in=self.lists.situations_under(values["situace"]))
        return among.filter(asked)


def _begin_of(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
