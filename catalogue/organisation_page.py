"""One organisation as its page tells it: who they are, how to reach them, and all they offer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from catalogue.models import ContactKind, Organisation
from catalogue.opening import in_words
from catalogue.service_rows import Fact, FactGroup
from sociopoint.typography import typeset


def organisation_page(organisation: Organisation) -> dict[str, Any]:
    """What `catalogue/organisation.html` prints of the organisation itself; its contacts must be loaded."""
    phones = [contact for contact in organisation.contacts.all() if contact.kind == ContactKind.PHONE]
    return {
        "kind_name": organisation.get_kind_display().capitalize(),
        "name": typeset(organisation.name),
        "lead": typeset(organisation.competence),
        "phone": phones[0].value if phones else "",
        "phone_label": phones[0].note or _("Zavolat") if phones else "",
        "more_phones": [{"phone": contact.value, "label": contact.note} for contact in phones[1:]],
        "facts": [FactGroup(list(_facts(organisation)), *_source(organisation))],
    }


def _facts(organisation: Organisation) -> Iterator[Fact]:
    street = f"{organisation.street} {organisation.house_number}".strip()
    postcode = organisation.postcode
    town = " ".join(
        part
        for part in (
            f"{postcode[:3]}\u00a0{postcode[3:]}" if len(postcode) == 5 else "",
            organisation.place.name if organisation.place else "",
        )
        if part
    )
    lines = [typeset(line) for line in (street, town) if line]
    yield Fact(_("Adresa"), lines if street else [*lines, _("Přesnou adresu neznáme, zeptejte se.")])
    if organisation.opening_hours:
        yield Fact(_("Otevřeno"), in_words(organisation.opening_hours))
    for contact in organisation.contacts.all():
        if contact.kind == ContactKind.EMAIL:
            yield Fact(_("E-mail"), [], contact.value, f"mailto:{contact.value}")
        elif contact.kind == ContactKind.WEB:
            yield Fact(_("Web"), [], urlsplit(contact.value).netloc or contact.value, contact.value)
    if organisation.ico:
        yield Fact(_("IČO"), [organisation.ico])
    if organisation.data_box:
        yield Fact(_("Datová schránka"), [organisation.data_box])
    if organisation.note:
        yield Fact(_("Dobré vědět"), [typeset(organisation.note)])


def _source(organisation: Organisation) -> tuple[str, str, str]:
    if not organisation.source_year:
        return _("Zdroj údajů zatím nemáme. Ověřte si je po telefonu."), "", ""
    url = organisation.source_url if organisation.source_url.startswith("https://") else ""
    url = url.split(";")[0].strip()
    text = _("Údaje z roku %(year)d, %(certainty)s.") % {
        "year": organisation.source_year,
        "certainty": organisation.get_certainty_display(),
    }
    return typeset(text), url, urlsplit(url).netloc
