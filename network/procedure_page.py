"""What the pages of procedures print."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from network.forms.procedures import AnswerForm, ApprovalForm, CommentForm, CommentsUntilForm
from network.models import ProcedureComment, ProcedureVersion, VersionState
from network.procedure_diagram import diagram
from network.procedure_differences import differences
from network.procedure_pdf import lead, state_words
from network.procedure_text import text_of
from network.procedures import versions_seen_by
from sociopoint.models import User
from sociopoint.permissions import can_edit_network
from sociopoint.typography import typeset

VIEWS = ("text", "kontrola", "schema", "rozdily")


def listed(versions: Iterable[ProcedureVersion]) -> list[dict[str, Any]]:
    """One row a procedure: what is valid, and what is being written beside it."""
    rows: dict[int, dict[str, Any]] = {}
    for version in versions:
        row = rows.setdefault(version.procedure_id, {"procedure": version.procedure, "valid": None, "open": None})
        if version.state == VersionState.VALID:
            row["valid"] = {"version": version, "said": state_words(version)}
        elif version.may_change:
            row["open"] = version
    return [row for row in rows.values() if row["valid"] or row["open"]]


def version_context(version: ProcedureVersion, user: User, view: str, against: str = "") -> dict[str, Any]:
    """Everything `network/procedure.html` prints. Six queries at most, however long the procedure."""
    steps = text_of(version.steps.select_related("organisation"))
    others = list(versions_seen_by(user).filter(procedure=version.procedure).exclude(pk=version.pk).order_by("-number"))
    edits = can_edit_network(user)
    older = _compared(others, version, against)
    return {
        "procedure": version.procedure,
        "version": version,
        "view": view if view in VIEWS else "text",
        "lead": [typeset(line) for line in lead(version)],
        "state": typeset(state_words(version)),
        "steps": steps,
        "drawing": diagram(steps, title=version.procedure.title) if view == "schema" else "",
        "others": [{"version": one, "said": typeset(state_words(one))} for one in others],
        "older": older,
        "changes": differences(text_of(older.steps.select_related("organisation")), steps)
        if older and view == "rozdily"
        else [],
        "comments": _comments(version),
        "may_edit": edits and version.may_change,
        "may_begin": edits and not version.may_change and not any(one.may_change for one in others),
        "may_comment": version.state == VersionState.COMMENTS,
        "may_answer": edits,
        "comment_form": CommentForm(steps=steps),
        "until_form": CommentsUntilForm(),
        "approval_form": ApprovalForm(initial={"on": timezone.localdate()}),
    }


def _compared(others: list[ProcedureVersion], version: ProcedureVersion, against: str) -> ProcedureVersion | None:
    """The version asked for, else the newest one before this."""
    asked = [one for one in others if str(one.number) == against]
    earlier = [one for one in others if one.number < version.number and one.state != VersionState.CANCELLED]
    return next(iter(asked + earlier), None)


def _comments(version: ProcedureVersion) -> list[dict[str, Any]]:
    rows: Iterable[ProcedureComment] = version.comments.select_related("step", "organisation", "author")
    return [
        {
            "row": row,
            "who": typeset(row.organisation.name if row.organisation else str(row.author)),
            "when": date_format(timezone.localtime(row.written_at), "j. n. Y"),
            "step": typeset(row.step.what) if row.step else "",
            "answer_form": AnswerForm(auto_id=f"odpoved-{row.pk}-%s"),
        }
        for row in rows
    ]
