"""Earlier inquiries that may belong to this one: offered as „možná“, never joined by itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery, Value
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
    """The newest first, those linked already included. One query."""
    reasons = _reasons(inquiry, main_situation)
    links = InquiryLink.objects.filter(inquiry=inquiry)
    ids = links.order_by().values("earlier").union(*(rows.values(key) for key, rows in reasons.values()), all=True)
    near: Any = Exists(_near(inquiry, main_situation, OuterRef("pk"))) if "situation" in reasons else Value(False)
    shown = (
        Inquiry.objects.visible_to(worker)
        .filter(pk__in=ids)
        .exclude(pk=inquiry.pk)
        .exclude(state=InquiryState.VOID)
        .annotate(
            link=Subquery(links.filter(earlier=OuterRef("pk")).values("pk")),
            phone_hash=F("contact__phone_hash"),
            is_near=near,
        )
        .order_by("-received_at", "-pk")[:MOST]
    )
    found: Iterable[Any] = shown  # annotated above
    return [Hint(earlier, _why(inquiry, earlier), earlier.link) for earlier in found]


def _reasons(inquiry: Inquiry, main_situation: int | None) -> dict[str, tuple[str, QuerySet[Any]]]:
    """Each reason there may be: (name of the column with the id, rows)."""
    reasons: dict[str, tuple[str, QuerySet[Any]]] = {}
    if main_situation and inquiry.district_id:
        needs = _near(inquiry, main_situation).exclude(inquiry=inquiry)
        reasons["situation"] = ("inquiry", needs.order_by("-inquiry_id")[:MOST])
    if phone := _phone_of(inquiry):
        same = ContactCard.objects.filter(phone_hash=phone).exclude(inquiry=inquiry)
        reasons["phone"] = ("inquiry", same.order_by("-inquiry_id")[:MOST])
    if inquiry.return_code_hash:
        told = Inquiry.objects.filter(return_code_hash=inquiry.return_code_hash).exclude(pk=inquiry.pk)
        reasons["code"] = ("pk", told.order_by("-pk")[:MOST])
    return reasons


def _near(inquiry: Inquiry, situation: int | None, of: OuterRef | None = None) -> QuerySet[InquiryNeed]:
    """The same situation in the same district and office within a day."""
    of_one = {} if of is None else {"inquiry": of}
    return InquiryNeed.objects.filter(
        situation=situation,
        inquiry__district=inquiry.district_id,
        inquiry__office=inquiry.office_id,
        inquiry__received_at__gte=inquiry.received_at - SAME_DAY,
        inquiry__received_at__lte=inquiry.received_at + SAME_DAY,
        **of_one,
    )


def _why(inquiry: Inquiry, earlier: Any) -> str:
    """The strongest reason, '' for one that was linked for another; `earlier` carries annotations."""
    if inquiry.return_code_hash and earlier.return_code_hash == inquiry.return_code_hash:
        return "code"
    if earlier.phone_hash and earlier.phone_hash == _phone_of(inquiry):
        return "phone"
    return "situation" if earlier.is_near else ""


def _phone_of(inquiry: Inquiry) -> str:
    """The hash of the phone somebody left; '' where there is none. No query on an inquiry with its entry."""
    card: ContactCard | None = getattr(inquiry, "contact", None)
    return card.phone_hash if card else ""
