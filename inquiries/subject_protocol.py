"""The protocol of a request for one's own data: what was asked, what we did and when, as data and as a PDF to sign and file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from inquiries.models import SubjectRequest
from sociopoint.documents import make_pdf
from sociopoint.typography import typeset

LAYOUT = Path(__file__).parent / "print" / "request_protocol.typ"


def protocol_for_machines(request: SubjectRequest) -> dict[str, Any]:
    """For the person: who of the desk took which step is told by role. One query."""
    return {
        "request": request.pk,
        "kind": str(request.get_kind_display()),
        "received_on": request.received_on.isoformat(),
        "due_on": request.due_on.isoformat(),
        "state": str(request.get_state_display()),
        "known_by": request.known_by,
        "answer": request.answer,
        "steps": [
            {
                "at": timezone.localtime(line.at).isoformat(timespec="minutes"),
                "by": str(line.by.get_role_display()),
                "step": str(line.get_step_display()),
                "number": line.number,
            }
            for line in request.protocol.select_related("by")
        ],
    }


def protocol_pdf(request: SubjectRequest) -> bytes:
    """Two queries. It names inquiries by their numbers and says nothing of what is in them."""
    city = settings.ENVIRONMENT.city
    rows = [
        (_("Číslo žádosti"), str(request.pk)),
        (_("Člověk"), str(request.get_kind_display())),
        (_("Přišlo"), _day(request.received_on)),
        (_("Odpovědět do"), _day(request.due_on)),
        (_("Stav"), str(request.get_state_display())),
        (_("Podle čeho jsme ho poznali"), request.known_by),
    ]
    lines = request.protocol.select_related("by")
    said = {
        "title": _("Protokol o žádosti o vlastní údaje"),
        "author": f"SOCIOPOINT {city}",
        "footer": _("SOCIOPOINT %(city)s, vytištěno %(day)s") % {"city": city, "day": _day(timezone.localdate())},
        "rows": [[term, typeset(value)] for term, value in rows],
        "inquiries_title": _("Kterých dotazů se týká"),
        "inquiries": [
            f"{one.public_id}, {_day(timezone.localdate(one.received_at))}"
            for one in request.inquiries.order_by("received_at")
        ],
        "no_inquiries": _("Žádný jsme nenašli. Dotaz beze jména a bez kódu s nikým spojit nejde."),
        "steps_title": _("Co jsme udělali"),
        "steps_head": [_("Kdy"), _("Co"), _("Kdo")],
        "steps": [[_moment(line.at), line.said, str(line.by)] for line in lines],
        "answer_title": _("Jak jsme odpověděli"),
        "answer": request.answer,
        "signature": _("Za pracoviště: ........................................"),
    }
    return make_pdf(LAYOUT, said)


def _day(day: Any) -> str:
    return typeset(date_format(day, "j. n. Y"))


def _moment(at: Any) -> str:
    return typeset(date_format(timezone.localtime(at), "j. n. Y H:i"))
