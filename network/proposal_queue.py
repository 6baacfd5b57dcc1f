"""The queue of what somebody proposes or says is wrong: which rows, and how one stands beside what is public."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Count, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from catalogue.correcting import Verdict, now_of
from catalogue.founding import OF_PLACE, fact_named
from catalogue.models import ChangeProposal, FieldState, ProposalSource, ProposalState, ProposalTopic, ProposedField
from catalogue.proposable import FACTS, SECRECY, Fact, facts_of, shown
from sociopoint.desk_forms import DeskForm

PAGE_SIZE = 30
LONGEST_REASON = 300
ACCEPT, REFUSE, LATER = "prijmout", "odmitnout", "pozdeji"


class QueueSearch(DeskForm):
    stav = forms.ChoiceField(label=_("Stav"), required=False, choices=[*ProposalState.choices, ("vse", _("všechny"))])
    zdroj = forms.ChoiceField(
        label=_("Od koho"), required=False, choices=[("", _("od kohokoli")), *ProposalSource.choices]
    )

    def proposals(self, among: QuerySet[ChangeProposal]) -> QuerySet[ChangeProposal]:
        if not self.is_valid():
            return among.none()
        state, source = self.cleaned_data["stav"] or ProposalState.NEW, self.cleaned_data["zdroj"]
        found = among if state == "vse" else among.filter(state=state)
        return found.filter(source=source) if source else found


def queue_context(query: QueryDict, among: QuerySet[ChangeProposal]) -> dict[str, Any]:
    """The oldest waiting first, decided ones from the latest; one page by key. Two queries at most."""
    search = QueueSearch(query, auto_id="hledat_%s")
    found = search.proposals(among)
    waits = search.is_valid() and (search.cleaned_data["stav"] or ProposalState.NEW) == ProposalState.NEW
    after = query.get("po", "")
    if after:
        known = after.isascii() and after.isdigit() and len(after) < 18
        found = found.filter(**{"pk__gt" if waits else "pk__lt": int(after)}) if known else found.none()
    counted = found.annotate(facts=Count("fields"))
    rows = list(counted.order_by("pk" if waits else "-pk")[: PAGE_SIZE + 1])
    left = query.copy()
    left.pop("po", None)
    first = f"?{left.urlencode()}" if after else ""
    left["po"] = str(rows[:PAGE_SIZE][-1].pk) if rows else ""
    return {
        "search": search,
        "rows": rows[:PAGE_SIZE],
        "next": f"?{left.urlencode()}" if len(rows) > PAGE_SIZE else "",
        "first": first,
    }


@dataclass(frozen=True)
class FactRow:
    """One proposed fact in words: as it was, as it stands now when that differs, as it should be."""

    row: ProposedField
    label: str
    before: str
    now: str
    after: str
    is_waiting: bool

    @property
    def is_secrecy(self) -> bool:
        return self.row.field == SECRECY.name


def fact_rows(proposal: ChangeProposal) -> list[FactRow]:
    """In the order they were proposed; what meanwhile changed is in `now`. A few queries, whatever the number of rows."""
    about = proposal.about
    rows = list(proposal.fields.select_related("facility", "decided_by"))
    told = []
    for row in rows:
        target = row.facility or about
        fact = facts_of(target).get(row.field) or FACTS[type(target)].get(row.field)
        if fact is None:
            continue
        waits = row.state == FieldState.WAITING
        now = now_of(row, about, row.facility) if waits and row.field in facts_of(target) else row.before
        told.append(
            FactRow(
                row,
                _label(fact, row),
                now_("ne") if fact == SECRECY else shown(fact, row.before),
                shown(fact, now) if now != row.before else "",
                shown(fact, row.after),
                waits,
            )
        )
    return told


def founding_rows(proposal: ChangeProposal) -> list[FactRow]:
    """Beside nothing: the record is not there yet. A few queries."""
    told = []
    for row in proposal.fields.all():
        fact = fact_named(proposal, row.field)
        if fact is not None:
            of_place = proposal.topic == ProposalTopic.NEW_SERVICE and row.field.startswith(OF_PLACE)
            label = now_("Místo: %(fact)s") % {"fact": fact.label} if of_place else str(fact.label)
            told.append(FactRow(row, label, shown(fact, ""), "", shown(fact, row.after), is_waiting=False))
    return told


def _label(fact: Fact, row: ProposedField) -> str:
    return f"{fact.label} ({row.facility})" if row.facility else str(fact.label)


class VerdictsForm(DeskForm):
    """A choice and a reason for each waiting fact; what is left for later goes on waiting."""

    def __init__(self, *args: Any, rows: list[FactRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = [one for one in rows if one.is_waiting]
        choices = [(ACCEPT, _("Přijmout")), (REFUSE, _("Odmítnout")), (LATER, _("Nechat na později"))]
        for one in self.rows:
            self.fields[f"co-{one.row.pk}"] = forms.ChoiceField(
                label=now_("Co s údajem: %(what)s") % {"what": one.label},
                choices=choices,
                initial=LATER,
                widget=forms.RadioSelect,
            )
            self.fields[f"proc-{one.row.pk}"] = forms.CharField(
                label=_("Proč ne (uvidí to partner)"),
                required=False,
                max_length=LONGEST_REASON,
                error_messages={"max_length": _("Zkraťte důvod na 300 znaků.")},
            )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        chosen = [values.get(f"co-{one.row.pk}") for one in self.rows]
        for one, choice in zip(self.rows, chosen, strict=True):
            if choice == REFUSE and not values.get(f"proc-{one.row.pk}"):
                self.add_error(f"proc-{one.row.pk}", _("Napište, proč údaj odmítáte."))
        if not self.errors and set(chosen) <= {LATER}:
            self.add_error(None, _("Rozhodněte aspoň o jednom údaji."))
        return values

    def verdicts(self) -> list[Verdict]:
        values = self.cleaned_data
        return [
            Verdict(one.row.pk, values[f"co-{one.row.pk}"] == ACCEPT, values[f"proc-{one.row.pk}"])
            for one in self.rows
            if values[f"co-{one.row.pk}"] != LATER
        ]


class ReportMoveForm(DeskForm):
    """What became of a report without facts: put right, or right as it was."""

    move = forms.ChoiceField(
        label=_("Jak to dopadlo"),
        choices=[(ACCEPT, _("Opraveno")), (REFUSE, _("Údaj je v pořádku, hlášení odmítáme"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Vyberte, jak to dopadlo.")},
    )
    reason = forms.CharField(
        label=_("Co jste opravili, nebo proč ne"),
        required=False,
        max_length=LONGEST_REASON,
        error_messages={"max_length": _("Zkraťte to na 300 znaků.")},
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("move") == REFUSE and not values.get("reason"):
            self.add_error("reason", _("Napište, proč návrh odmítáte."))
        return values


class FoundingMoveForm(ReportMoveForm):
    """Whether what is proposed comes to be."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("move", [(ACCEPT, _("Založit a zveřejnit")), (REFUSE, _("Odmítnout"))])
        self.fields["move"].label = _("Co s návrhem")
        self.fields["reason"].label = _("Proč ne (uvidí to partner)")
