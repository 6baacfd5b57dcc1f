"""Consent to pass something on (§ 100 of Act 108/2006: what, to what end), and taking it back."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from inquiries.models import Actor, Consent, ConsentManner, ConsentText, Deed, Inquiry
from inquiries.partners import LINKED
from inquiries.referring import revoke
from inquiries.timeline import record
from sociopoint.models import User

SAME_CLICK = timedelta(minutes=1)


class ConsentRefused(Exception):
    """The text is a sentence for the worker that says what to do."""


def current_wording() -> ConsentText:
    """The wording in force; raises ConsentRefused where an administrator wrote none yet."""
    wording = ConsentText.objects.filter(valid_from__lte=timezone.localdate()).order_by("-version").first()
    if wording is None:
        raise ConsentRefused(_("Znění souhlasu zatím není zapsané. Požádejte správce."))
    return wording


@transaction.atomic
def record_consent(inquiry: Inquiry, *, by: User, extent: str, purpose: str, manner: ConsentManner) -> Consent:
    """Write down that the person agreed with the wording in force, to pass on `extent` for `purpose`. A form sent twice writes one:
    a second would stay in force when the person takes theirs back."""
    extent, purpose = extent.strip(), purpose.strip()
    if not extent or not purpose:
        raise ConsentRefused(_("Napište, co se smí předat a k čemu."))
    Inquiry.objects.select_for_update(of=("self",)).get(pk=inquiry.pk)  # a double click waits, then finds it
    just_now = inquiry.consents.filter(recorded_by=by, manner=manner, withdrawn_at=None)
    for given in just_now.filter(recorded_at__gte=timezone.now() - SAME_CLICK):
        if (given.extent, given.purpose) == (extent, purpose):
            return given
    consent = Consent.objects.create(
        inquiry=inquiry, wording=current_wording(), extent=extent, purpose=purpose, manner=manner, recorded_by=by
    )
    record(inquiry, Deed.CONSENT_GIVEN, by=by, field="manner", after=manner)
    return consent


@transaction.atomic
def withdraw_consent(consent: Consent, *, by: User | None) -> None:
    """The person took it back, at the desk or with their code (`by` is None): every link that rested on it stops at once.

    What the partner has already seen cannot be unseen; they are asked to delete it. Twice is the same as once.
    """
    inquiry = Inquiry.objects.select_for_update(of=("self",)).get(pk=consent.inquiry_id)
    current = Consent.objects.get(pk=consent.pk)
    if current.withdrawn_at is not None:
        return
    current.withdrawn_at = consent.withdrawn_at = timezone.now()
    current.save(update_fields=["withdrawn_at"])
    record(inquiry, Deed.CONSENT_WITHDRAWN, by=by, actor=Actor.CLIENT)
    for referral in current.referrals.filter(state__in=LINKED):
        revoke(referral, by=by)
