"""A public place whose address must not be known any longer: a shelter that moved in, a threat to those who stay there.

It is hidden the moment somebody of its organisation says so, and decided about after: a day of waiting could hurt somebody.
What was known of the address is nowhere from then on, neither in the history nor in proposals.
"""

from __future__ import annotations

from django.db import transaction

from catalogue import indexing
from catalogue.models import Facility, Precision
from catalogue.register.changes import forget_address

EMPTY = {
    "street": "",
    "house_number": "",
    "address_note": "",
    "postcode": "",
    "transport_stop": "",
    "place": None,
    "address_point": None,
    "lat": None,
    "lon": None,
    "precision": Precision.UNKNOWN,
}


@transaction.atomic
def hide(facility: Facility) -> None:
    """Whoever calls has asked whether they may; it is always the safer side."""
    kept = Facility.objects.select_for_update(of=("self",)).get(pk=facility.pk)
    _become(kept, is_secret=True, **EMPTY)
    forget_address(kept.service_id, kept.pk)
    indexing.refresh([kept.service_id])
    facility.refresh_from_db()


@transaction.atomic
def show_again(facility: Facility) -> None:
    """It was hidden by mistake. The address is gone for good: its provider writes it anew."""
    kept = Facility.objects.select_for_update(of=("self",)).get(pk=facility.pk)
    _become(kept, is_secret=False)
    indexing.refresh([kept.service_id])


def _become(facility: Facility, **columns: object) -> None:
    for name, value in columns.items():
        setattr(facility, name, value)
    facility.save(update_fields=list(columns))
