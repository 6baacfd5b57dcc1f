"""A letter of the network with one thing to do: paragraphs, a link to it, and whom to call. As plain text and as HTML."""

from __future__ import annotations

import re

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from sociopoint.context import desk
from sociopoint.mailing import send_later
from sociopoint.typography import dialable, readable

TWO_STOPS = re.compile(r"(?<!\.)\.\.(?!\.)")
"""A name with a full stop of its own (`Tichý svět, o.p.s.`) at the end of a sentence."""


def send_letter(
    *, to: str, subject: str, paragraphs: list[str], deed: str = "", address: str = "", calendar: str = "", key: str
) -> None:
    """`deed` are the words of the link to `address`, empty where there is nothing to do; lines of a paragraph stay lines.
    A second letter of the same `key` is not sent."""
    ours = desk()
    paragraphs = [TWO_STOPS.sub(".", one) for one in paragraphs]
    closing = [
        *([f"{deed}:", address] if address else []),
        _("Něco není jasné? Zavolejte %(phone)s.") % {"phone": readable(dialable(ours.phone))},
        f"SOCIOPOINT {ours.city}\n{ours.address}",
    ]
    context = {"paragraphs": paragraphs, "address": address, "desk": ours, "subject": subject, "deed": deed}
    send_later(
        to=to,
        subject=subject,
        text="\n\n".join([_("Dobrý den,"), *paragraphs, *closing]) + "\n",
        html=render_to_string("network/letter.html", context),
        calendar=calendar,
        key=key,
    )
