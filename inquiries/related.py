"""Earlier inquiries that may belong to this one: offered as „možná“, never joined by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import BigIntegerField, CharField, Q, QuerySet, Value
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from inquiries.models import ContactCard, Inquiry, InquiryLink, InquiryNeed, InquiryState, LinkKind
from sociopoint.models import User

SAME_DAY = timedelta(hours=24)
MOST = 6
WHY: dict[str, Promise] = {
    "phone": _("stejný telefon"),
    "code": _("stejný návratový kód"),
    "situation": _("stejná situace a obvod v posledních 24 hodinách"),
}
STRENGTH = ("code", "phone", "situation")
"""The strongest reason first."""
LINKED = "linked"
NO_LINK = Value(0, output_field=BigIntegerField())
KIND_OF_LINK = {"phone": LinkKind.CONTINUES, "code": LinkKind.CONTINUES, "situation": LinkKind.SAME_SITUATION}


@dataclass(frozen=True)
class Hint:
    """`why` is a key of WHY; `link` is the id of the link when the worker has made one, else None."""

    inquiry: Inquiry
    why: str
    link: int | None = None

    @property
    def words(self) -> Promise | str:
        return WHY.get(self.why, "")


def hints_for(inquiry: Inquiry, worker: User, main_situation: int | None) -> list[Hint]:
    """The newest first, those linked already included. Two queries: which and why, then the inquiries themselves."""
    linked, *reasons = _reasons(inquiry, main_situation)
    found = list(linked.union(*reasons, all=True)) if reasons else list(linked)
    links = {earlier: link for earlier, why, link in found if why == LINKED}
    weakest_first = sorted((row for row in found if row[1] != LINKED), key=lambda row: -STRENGTH.index(row[1]))
    why = {earlier: reason for earlier, reason, _link in weakest_first}
    if not why and not links:
        return []
    seen = Inquiry.objects.visible_to(worker).filter(pk__in=[*why, *links]).exclude(pk=inquiry.pk)
    shown = seen.exclude(state=InquiryState.VOID).order_by("-received_at", "-pk")[:MOST]
    return [Hint(earlier, why.get(earlier.pk, ""), links.get(earlier.pk)) for earlier in shown]


def _reasons(inquiry: Inquiry, main_situation: int | None) -> Iterator[QuerySet[Any, tuple[int, str, int]]]:
    """(id of an inquiry, why, id of the link made); the links first, then each reason there may be."""
    links = InquiryLink.objects.filter(inquiry=inquiry).order_by()
    yield links.values_list("earlier_id", _why(LINKED), "pk")
    if main_situation and inquiry.district_id:
        near = Q(
            situation=main_situation,
            inquiry__district=inquiry.district_id,
            inquiry__office=inquiry.office_id,
            inquiry__received_at__gte=inquiry.received_at - SAME_DAY,
            inquiry__received_at__lte=inquiry.received_at + SAME_DAY,
        )
        needs = InquiryNeed.objects.filter(near).exclude(inquiry=inquiry).order_by("-inquiry_id")
        yield needs.values_list("inquiry_id", _why("situation"), NO_LINK)[:MOST]
    card: ContactCard | None = getattr(inquiry, "contact", None)
    if card is not None and card.phone_hash:
        same = ContactCard.objects.filter(phone_hash=card.phone_hash).exclude(inquiry=inquiry)
        yield same.order_by("-inquiry_id").values_list("inquiry_id", _why("phone"), NO_LINK)[:MOST]
    if inquiry.return_code_hash:
        told = Inquiry.objects.filter(return_code_hash=inquiry.return_code_hash).exclude(pk=inquiry.pk)
        yield told.order_by("-pk").values_list("pk", _why("code"), NO_LINK)[:MOST]


def _why(reason: str) -> Value:
    return Value(reason, output_field=CharField())
