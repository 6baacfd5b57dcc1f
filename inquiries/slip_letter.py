"""The slip by e-mail: only to the person's own address, only when a message may be left, never with the return code."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.leaflet import leaflet_text
from inquiries.models import ContactCard, Deed, Inquiry, ReadingKind
from inquiries.reading import record_reading
from inquiries.slip import slip_of
from inquiries.slip_keys import letters_of
from inquiries.timeline import record
from sociopoint.context import desk
from sociopoint.mailing import send_later
from sociopoint.models import User


class SlipNotSent(Exception):
    """The text is a sentence for the worker."""


def may_send_slip(inquiry: Inquiry) -> bool:
    """There is an address, and whoever else reads it will not endanger the person."""
    return ContactCard.objects.filter(inquiry=inquiry, may_leave_message=True).exclude(email="").exists()


@transaction.atomic
def send_slip(inquiry: Inquiry, *, by: User, site: str) -> None:
    """One letter for one press within a minute."""
    card = ContactCard.objects.filter(inquiry=inquiry).first()
    if card is None or not card.email:
        raise SlipNotSent(_("E-mail na člověka nemáme. Lístek mu vytiskněte, nebo ho přečtěte."))
    if not card.may_leave_message:
        raise SlipNotSent(_("U kontaktu je napsáno, že se nemá nechávat vzkaz. Lístek proto neposíláme."))
    slip = slip_of(inquiry, site=site)
    if not slip.services:
        raise SlipNotSent(_("Na lístku nic není. Nejdřív předejte kontakt."))
    send_later(
        to=card.email,
        subject=_("SOCIOPOINT %(city)s: kontakty") % {"city": desk().city},
        text=leaflet_text(slip),
        key=f"{letters_of(inquiry.pk)}{timezone.now():%Y%m%d%H%M}",
    )
    record(inquiry, Deed.SLIP_MADE, by=by, field="email")
    record_reading(inquiry, ReadingKind.PRINTED, by=by, purpose="slip")
