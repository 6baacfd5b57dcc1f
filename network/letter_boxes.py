"""Where an organisation gets letters of one purpose."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from catalogue.models import Contact, ContactKind, Organisation
from network.models import Mailbox, MailPurpose


def addresses_of(organisations: Iterable[Organisation], purpose: MailPurpose) -> dict[int, str]:
    """Organisation -> its letter-box of the purpose, else its e-mail in the catalogue, else that of a service. Two queries."""
    numbers = [one.pk for one in organisations]
    found: dict[int, str] = {}
    emails = Contact.objects.filter(kind=ContactKind.EMAIL)
    mine = emails.filter(Q(organisation__in=numbers) | Q(service__organisation__in=numbers, service__published=True))
    rows = mine.order_by("service", "order", "pk").values_list("organisation", "service__organisation", "value")
    ordered = sorted(rows, key=lambda row: row[0] is None)
    for own, of_service, value in ordered:
        found.setdefault(own or of_service or 0, value)
    boxes = Mailbox.objects.filter(organisation__in=numbers, purpose=purpose)
    return found | dict(boxes.values_list("organisation", "email"))
