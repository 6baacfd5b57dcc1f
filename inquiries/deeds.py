"""What a button beside the record does to an inquiry that has been kept: handing over, linking, the clock."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import reverse
from django.utils.translation import gettext as _

from catalogue.models import Service
from inquiries import recording, timers
from inquiries.models import Inquiry, InquiryLink, LinkKind, Referral, ReferralMode
from inquiries.referring import ReferralRefused, refer, withdraw
from inquiries.related import KIND_OF_LINK, hints_for
from sociopoint.models import User


class DeedRefused(Exception):
    """It cannot be done; the text is a sentence for the worker."""


def give_contact(inquiry: Inquiry, number: int, *, by: User) -> None:
    """The person was told of the service; no answer is awaited."""
    _refer(inquiry, number, by, ReferralMode.CONTACT_GIVEN)


def send(inquiry: Inquiry, number: int, *, by: User) -> str | None:
    """To the form in which the partner is written to: a brief and a consent belong there, not on a key."""
    _service(number)
    return address_of_referral(inquiry, number)


def take_back(inquiry: Inquiry, number: int, *, by: User) -> None:
    referral = inquiry.referrals.filter(pk=number).first()
    if referral is None:
        raise DeedRefused(_("Toto předání už u dotazu není."))
    try:
        withdraw(referral, by=by)
    except ReferralRefused as refusal:
        raise DeedRefused(str(refusal)) from refusal


def put_on_slip(inquiry: Inquiry, number: int, *, by: User) -> None:
    """The service on the printed slip: its contact is given, or the mark of a contact given before is turned."""
    referral = inquiry.referrals.exclude(state="withdrawn").filter(service=number).first()
    if referral is None:
        _refer(inquiry, number, by, ReferralMode.CONTACT_GIVEN)
        return
    Referral.objects.filter(pk=referral.pk).update(on_slip=not referral.on_slip)


def relate(inquiry: Inquiry, number: int, *, by: User) -> None:
    """Only what was offered can be linked by this button; how it belongs follows from why it was offered."""
    main = inquiry.needs.first()
    offered = hints_for(_with_contact(inquiry), by, main.situation_id if main else None)
    hint = next((hint for hint in offered if hint.inquiry.pk == number), None)
    if hint is None:
        raise DeedRefused(_("Takový dotaz tu nabídnutý není. Načtěte stránku znovu."))
    recording.link(inquiry, hint.inquiry, KIND_OF_LINK.get(hint.why, LinkKind.SAME_SITUATION), by=by)


def unrelate(inquiry: Inquiry, number: int, *, by: User) -> None:
    made = InquiryLink.objects.filter(inquiry=inquiry, pk=number).select_related("inquiry", "earlier").first()
    if made is not None:
        recording.unlink(made, by=by)


def pause(inquiry: Inquiry, number: int, *, by: User) -> None:
    timers.pause(inquiry)


def resume(inquiry: Inquiry, number: int, *, by: User) -> None:
    timers.resume(inquiry, by=by)


def go(inquiry: Inquiry, number: int, *, by: User) -> str:
    """Keep this one and go on with another draft of one's own; its clock runs, this one's stops."""
    other = Inquiry.objects.unfinished().filter(pk=number, assignee=by).first()
    if other is None:
        raise DeedRefused(_("Tenhle rozepsaný dotaz už není. Načtěte stránku znovu."))
    timers.resume(other, by=by)
    return reverse("inquiries:inquiry-edit", args=[other.public_id])


def show_slip(inquiry: Inquiry, number: int, *, by: User) -> str:
    return reverse("inquiries:slip", args=[inquiry.public_id])


DEEDS: dict[str, Callable[..., str | None]] = {
    "give": give_contact,
    "send": send,
    "withdraw": take_back,
    "slip": put_on_slip,
    "relate": relate,
    "unrelate": unrelate,
    "pause": pause,
    "resume": resume,
    "go": go,
    "show-slip": show_slip,
}


def address_of_referral(inquiry: Inquiry, service: int) -> str:
    """The form of a referral with its service chosen."""
    return f"{reverse('inquiries:referral-new', args=[inquiry.public_id])}?sluzba={service}"


def _refer(inquiry: Inquiry, number: int, by: User, mode: ReferralMode) -> None:
    main = inquiry.needs.first()
    try:
        refer(inquiry, by=by, mode=mode, service=_service(number), need=main)
    except ReferralRefused as refusal:
        raise DeedRefused(str(refusal)) from refusal


def _service(number: int) -> Service:
    service = Service.objects.offered().select_related("organisation").filter(pk=number).first()
    if service is None:
        raise DeedRefused(_("Tuhle službu už nenabízíme. Najděte jinou."))
    return service


def _with_contact(inquiry: Inquiry) -> Inquiry:
    return Inquiry.objects.select_related("contact").get(pk=inquiry.pk)
