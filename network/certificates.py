"""A certificate on paper, with the address where anybody tells that it is ours."""

from __future__ import annotations

import io

import segno
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from network.dates import day
from network.models import Certificate
from network.numbers import written_decimal
from network.papers import paper
from sociopoint.context import desk
from sociopoint.typography import typeset


def certificate_pdf(certificate: Certificate) -> bytes:
    registration, ours = certificate.registration, desk()
    training = registration.training
    address = settings.ENVIRONMENT.site_address + reverse("network:certificate-verify", args=[certificate.code])
    dates = ", ".join(day(timezone.localdate(one.starts_at)) for one in training.dates.all())
    rows = [[_("Rozsah v hodinách"), written_decimal(certificate.hours)]]
    rows += [[_("Akreditace"), training.accreditation]] if training.accreditation else []
    rows += [[_("Školil/a"), training.lecturer]] if training.lecturer else []
    rows += [[_("Vydáno"), day(certificate.issued_on)]]
    return paper(
        "certificate",
        {
            "title": _("Osvědčení %(number)s") % {"number": certificate.number},
            "author": f"SOCIOPOINT {ours.city}",
            "heading": _("Osvědčení"),
            "number": _("číslo %(number)s") % {"number": certificate.number},
            "person": registration.person.name,
            "organisation": registration.organisation.name,
            "did": _("se zúčastnil/a školení"),
            "training": typeset(training.title),
            "when": dates,
            "rows": rows,
            "issuer": f"SOCIOPOINT {ours.city}\n{ours.operator}",
            "signature": _("podpis a razítko"),
            "verify": _("Že je osvědčení pravé, ověříte na adrese"),
            "address": address,
            "qr": _qr(address),
            "qr_alt": _("Kód QR s adresou pro ověření"),
        },
    )


def _qr(address: str) -> str:
    drawing = io.BytesIO()
    segno.make(address, error="m").save(drawing, kind="svg", border=2, xmldecl=False, svgns=True, light="#fff")
    return drawing.getvalue().decode()
