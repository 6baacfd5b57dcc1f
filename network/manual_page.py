"""A version of a manual to read: definitions, their rule of counting in words, questions with answers, what changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from network.forms.indicators import IssueForm, QuestionForm
from network.models import (
    IndicatorDefinition,
    ManualState,
    ManualVersion,
    Meaning,
    Rounding,
    Several,
    Travel,
    ValueKind,
)
from network.numbers import written_decimal
from network.procedure_differences import Change
from sociopoint.models import User
from sociopoint.permissions import can_edit_network
from sociopoint.typography import typeset

MEASURED = (Meaning.CONTACT, Meaning.INTERVENTION)
"""Only what is counted from conversations has a rule of minutes."""


@dataclass(frozen=True)
class ShownDefinition:
    row: IndicatorDefinition
    facts: list[tuple[str, str]]
    questions: list[Any]


def version_context(version: ManualVersion, user: User) -> dict[str, Any]:
    """Everything `network/manual.html` prints. Four queries."""
    definitions = list(version.definitions.prefetch_related("questions__organisation", "questions__leads_to__manual"))
    others = list(version.manual.versions.exclude(pk=version.pk))
    edits = can_edit_network(user)
    if not edits:
        others = [one for one in others if one.state != ManualState.DRAFT]
    older = next((one for one in others if one.number < version.number), None)
    return {
        "version": version,
        "dates": dates(version),
        "definitions": [ShownDefinition(one, facts(one), list(one.questions.all())) for one in definitions],
        "others": [{"version": one, "dates": dates(one)} for one in others],
        "older": older,
        "changes": differences(older.definitions.all(), definitions) if older else [],
        "may_edit": edits and version.state == ManualState.DRAFT,
        "may_begin": edits and not any(one.state == ManualState.DRAFT for one in [version, *others]),
        "may_answer": edits,
        "issue_form": IssueForm(),
        "question_form": QuestionForm(definitions=definitions) if definitions else None,
    }


def dates(version: ManualVersion) -> str:
    """`pilotní, platí od 1. 1. 2026 do 30. 6. 2026`."""
    words = {"state": version.get_state_display()}
    if version.valid_from is None:
        return str(words["state"])
    words["first"] = date_format(version.valid_from, "j. n. Y")
    if version.valid_until is None:
        return typeset(_("%(state)s, od %(first)s") % words)
    words["last"] = date_format(version.valid_until, "j. n. Y")
    return typeset(_("%(state)s, od %(first)s do %(last)s") % words)


def facts(row: IndicatorDefinition) -> list[tuple[str, str]]:
    lines = [
        (_("Jednotka"), row.unit),
        (_("Počítá se"), row.counts),
        (_("Nepočítá se"), row.counts_not),
        (_("Příklady"), row.examples),
        (_("Hodnota"), ValueKind(row.value_kind).label),
        (_("Obvykle"), _usual(row)),
    ]
    if row.meaning in MEASURED:
        lines += [(_("Minuty"), _minutes(row)), (_("Pravidla"), ", ".join(_rules(row)))]
    return [(str(term), typeset(str(value))) for term, value in lines if value]


def _usual(row: IndicatorDefinition) -> str:
    """Empty where the manual expects nothing."""
    words = {
        "least": written_decimal(row.usual_from) if row.usual_from is not None else "",
        "most": written_decimal(row.usual_to) if row.usual_to is not None else "",
    }
    if words["least"] and words["most"]:
        return _("od %(least)s do %(most)s") % words
    if words["least"]:
        return _("nejméně %(least)s") % words
    return _("nejvýš %(most)s") % words if words["most"] else ""


def _minutes(row: IndicatorDefinition) -> str:
    words = {"first": row.from_minutes, "last": row.to_minutes, "unit": row.unit_minutes}
    if row.to_minutes is not None:
        return _("%(first)d až %(last)d minut") % words
    return _("od %(first)d minut, jednotka je %(unit)d minut") % words


def _rules(row: IndicatorDefinition) -> list[str]:
    said = [
        str(Rounding(row.rounding).label) if row.to_minutes is None else "",
        _("víc pracovníků: %s") % Several(row.workers).label,
        _("skupina: %s") % Several(row.group).label,
        _("cesta: %s") % Travel(row.travel).label,
        _("telefon ano") if row.phone_counts else _("telefon ne"),
        _("e-mail a web ano") if row.written_counts else _("e-mail a web ne"),
        _("beze jména ano") if row.anonymous_counts else _("beze jména ne"),
        _("odborníci ano") if row.professional_counts else _("odborníci ne"),
    ]
    return [one for one in said if one]


def differences(before: Iterable[IndicatorDefinition], after: Iterable[IndicatorDefinition]) -> list[Change]:
    """By code: what was added, what says otherwise, what is gone."""
    old, new = ({one.code: one for one in rows} for rows in (before, after))
    changes = []
    for code, row in new.items():
        if code not in old:
            changes.append(Change("added", _("Přibylo"), typeset(row.name), []))
        elif changed := _changed(old[code], row):
            changes.append(Change("changed", _("Změnilo se"), typeset(row.name), changed))
    return changes + [
        Change("removed", _("Už tam není"), typeset(row.name), []) for code, row in old.items() if code not in new
    ]


def _changed(before: IndicatorDefinition, after: IndicatorDefinition) -> list[tuple[str, str, str]]:
    old, new = ({_("Název"): row.name, **dict(facts(row))} for row in (before, after))
    terms = dict.fromkeys([*old, *new])
    return [(term, old.get(term, ""), new.get(term, "")) for term in terms if old.get(term) != new.get(term)]
