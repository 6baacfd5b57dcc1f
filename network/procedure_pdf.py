"""A procedure on paper: the same steps with a box to tick before each, and the drawing. Tagged PDF/UA in Czech."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from network.models import ProcedureVersion, VersionState
from network.procedure_diagram import described, diagram
from network.procedure_text import TextStep, text_of
from sociopoint.documents import make_pdf
from sociopoint.typography import typeset

FOLDER = Path(__file__).parent / "print"


def procedure_pdf(version: ProcedureVersion) -> bytes:
    """One query, for the steps."""
    steps = text_of(version.steps.select_related("organisation"))
    return make_pdf(FOLDER / "procedure.typ", _printed(version, steps))


def _printed(version: ProcedureVersion, steps: list[TextStep]) -> dict[str, object]:
    procedure = version.procedure
    return {
        "title": typeset(procedure.title),
        "author": f"SOCIOPOINT {settings.ENVIRONMENT.city}",
        "description": procedure.trigger,
        "lead": [typeset(line) for line in lead(version)],
        "footer": typeset(f"{version}, {state_words(version)}"),
        "words": {
            "steps": _("Krok za krokem"),
            "when": _("Když"),
            "drawing": _("Schéma"),
            "twin": _("Totéž jako kroky na předchozích stranách."),
        },
        "steps": [
            {
                "label": step.label,
                "depth": len(step.label) - len(step.label.rstrip("abcdefghijklmnopqrstuvwxyz")),
                "when": step.when,
                "who": step.who,
                "what": step.what,
                "due": step.due,
                "facts": step.facts,
            }
            for step in steps
        ],
        "drawing": str(diagram(steps, title=procedure.title)),
        "drawing_alt": described(steps),
    }


def lead(version: ProcedureVersion) -> list[str]:
    """When it is used, what it should lead to, whose it is."""
    procedure = version.procedure
    lines = [
        _("Kdy se použije: %(trigger)s") % {"trigger": procedure.trigger},
        _("K čemu má dojít: %(goal)s") % {"goal": procedure.goal} if procedure.goal else "",
        _("Stará se o něj: %(owner)s") % {"owner": procedure.owner} if procedure.owner else "",
        _("Vymyšlený příklad, nahraďte ho vlastním postupem.") if procedure.is_example else "",
    ]
    return [line for line in lines if line]


def state_words(version: ProcedureVersion) -> str:
    """`schváleno 16. 1. 2026, pracovní skupina`, or the state where nobody approved it yet."""
    if version.approved_on and version.state in (VersionState.VALID, VersionState.REPLACED):
        day = {"day": date_format(version.approved_on, "j. n. Y"), "who": version.approved_by}
        said = _("schváleno %(day)s, %(who)s") % day
        return said if version.state == VersionState.VALID else _("%(said)s, už neplatí") % {"said": said}
    return str(version.get_state_display())
