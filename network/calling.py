"""The number by which an organisation is called."""

from __future__ import annotations

from django.db.models import F, OuterRef, Q, Subquery

from catalogue.models import Contact, ContactKind


def first_phone(*, organisation: OuterRef) -> Subquery:
    """Of the organisation, else of a service of it that the public sees."""
    phones = Contact.objects.filter(kind=ContactKind.PHONE)
    mine = Q(organisation=organisation) | Q(service__organisation=organisation, service__published=True)
    ordered = phones.filter(mine).order_by(F("organisation").asc(nulls_last=True), "order", "pk")
    return Subquery(ordered.values("value")[:1])
