"""Puts one step of a record's history back, whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from sociopoint.record_history import NOT_A_FACT, Change, Part, Step


class CannotUndo(Exception):
    """Carries a sentence for the administrator."""


@transaction.atomic
def undo(step: Step, parts: Sequence[Part]) -> None:
    """Rows that came go again, rows that changed get the old values of what changed, rows that went come back.

    Fields changed by the step only: a later change of another field of the same row stays.
    """
    place = {part.model: number for number, part in enumerate(parts)}
    inner_first = sorted(step.changes, key=lambda change: (-place[change.part.model], -change.event))
    try:
        with transaction.atomic():
            for change in inner_first:
                if change.label == "insert":
                    change.part.model._default_manager.filter(pk=change.pk).delete()
            for change in sorted(step.changes, key=lambda change: -change.event):
                if change.label == "update":
                    _change_back(change)
            for change in reversed(inner_first):
                if change.label == "delete":
                    _bring_back(change)
            connection.check_constraints()
    except ValidationError as error:
        raise CannotUndo(" ".join(error.messages)) from error
    except IntegrityError as error:
        raise CannotUndo(_("Vrátit to nejde: záznam, ke kterému změna patří, už v katalogu není.")) from error


def values_since(step: Step) -> list[Change]:
    """Updates whose row was changed again later, in the same field: putting them back drops the later value."""
    overwritten = []
    for change in step.changes:
        row = change.part.model._default_manager.filter(pk=change.pk).first()
        if change.label == "update" and row is not None and change.after is not None:
            facts = [name for name in change.columns if name not in NOT_A_FACT]
            if any(getattr(row, name) != change.after[name] for name in facts):
                overwritten.append(change)
    return overwritten


def _change_back(change: Change) -> None:
    row = change.part.model._default_manager.select_for_update(of=("self",)).filter(pk=change.pk).first()
    if row is None or change.before is None:
        raise CannotUndo(_("Vrátit to nejde: záznam byl mezitím smazán. Nejdřív vraťte smazání."))
    for name in change.columns:
        setattr(row, name, change.before[name])
    _check(row)
    row.save(update_fields=change.columns)


def _bring_back(change: Change) -> None:
    if change.part.model._default_manager.filter(pk=change.pk).exists():
        raise CannotUndo(_("Vrátit to nejde: záznam už v katalogu znovu je."))
    row = change.part.model(**(change.before or {}))
    _check(row)
    row.save(force_insert=True)


def _check(row: Model) -> None:
    row.validate_unique(exclude={row._meta.pk.name})
    row.validate_constraints()
