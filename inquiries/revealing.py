"""Showing the person's contact to a partner: after they accepted, under a consent in force, written down each time."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from inquiries.models import Actor, ContactCard, Deed, Inquiry, Referral, ReferralState
from inquiries.reading import record_partner_reading
from inquiries.timeline import record


def may_reveal(referral: Referral) -> bool:
    """Accepted, agreed to, not taken back, and the inquiry is not only to be kept. No query on a referral from `open_link`."""
    consent = referral.consent
    agreed = referral.shares_contact and consent is not None and consent.withdrawn_at is None
    return referral.state == ReferralState.ACCEPTED and agreed and not referral.inquiry.is_restricted


@transaction.atomic
def reveal(referral: Referral) -> ContactCard | None:
    """The contact for this one answer, None when it may not be shown or was shredded. The person sees when (by their code)."""
    inquiry = Inquiry.objects.select_for_update(of=("self",)).get(pk=referral.inquiry_id)
    current = Referral.objects.select_related("consent", "inquiry").get(pk=referral.pk)
    card = ContactCard.objects.filter(inquiry=inquiry).first()
    if card is None or not may_reveal(current):
        return None
    if current.contact_revealed_at is None:
        current.contact_revealed_at = timezone.now()
        current.save(update_fields=["contact_revealed_at"])
    record(inquiry, Deed.CONTACT_REVEALED, actor=Actor.PARTNER, referral=current)
    record_partner_reading(current)
    return card
