"""Everything that hangs on one inquiry, read by one statement for its page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast

from inquiries.models import (
    ContactCard,
    FollowUp,
    Inquiry,
    InquiryLink,
    InquiryNeed,
    InquiryWorker,
    LegalHold,
    Note,
    Referral,
    RiskFlag,
    TimelineEntry,
    UnmetNeed,
)
from inquiries.rows_beside import beside, revived
from network.models import ProcedureStep

MOST_LINKED = 20
THIS = {"inquiry": OuterRef("pk")}


@dataclass(frozen=True)
class Parts:
    """In the order in which the page tells them. Without words: no notes and no contact. Of a link, `situation` is what the
    other inquiry was about."""

    needs: list[InquiryNeed]
    target_groups: list[str]
    risk_flags: list[RiskFlag]
    workers: list[InquiryWorker]
    notes: list[Note]
    contact: ContactCard | None
    timeline: list[TimelineEntry]
    referrals: list[Referral]
    follow_ups: list[FollowUp]
    unmet_needs: list[UnmetNeed]
    links: list[Any]
    later_links: list[Any]
    holds: list[LegalHold]


def read_parts(inquiry: Inquiry, *, with_words: bool) -> Parts:
    """One query. Words and the contact leave the database only for those who may see them."""
    asked = _facts() | _events() | _links() | (_words() if with_words else {})
    rows: dict[str, Any] = Inquiry.objects.filter(pk=inquiry.pk).annotate(**asked).values(*asked).get()
    contact = revived(ContactCard, rows.get("part_contact", ()))
    holds = revived(LegalHold, rows["part_holds"])
    for hold in holds:
        hold.inquiry = inquiry
    return Parts(
        needs=revived(InquiryNeed, rows["part_needs"]),
        target_groups=rows["part_target_groups"],
        risk_flags=[made.riskflag for made in revived(Inquiry.risk_flags.through, rows["part_risk_flags"])],
        workers=revived(InquiryWorker, rows["part_workers"]),
        notes=revived(Note, rows.get("part_notes", ())),
        contact=contact[0] if contact else None,
        timeline=revived(TimelineEntry, rows["part_timeline"]),
        referrals=revived(Referral, rows["part_referrals"]),
        follow_ups=revived(FollowUp, rows["part_follow_ups"]),
        unmet_needs=revived(UnmetNeed, rows["part_unmet_needs"]),
        links=revived(InquiryLink, rows["part_links"]),
        later_links=revived(InquiryLink, rows["part_later_links"]),
        holds=holds,
    )


def _facts() -> dict[str, ArraySubquery]:
    groups = Inquiry.target_groups.through.objects.filter(**THIS)
    flags = Inquiry.risk_flags.through.objects.filter(**THIS).order_by("riskflag__order", "riskflag__name")
    needs = InquiryNeed.objects.filter(**THIS).order_by("order")
    workers = InquiryWorker.objects.filter(**THIS).order_by("-role", "pk")
    return {
        "part_needs": beside(needs, "situation__name"),
        "part_target_groups": ArraySubquery(
            groups.order_by("targetgroup__order", "targetgroup__name").values("targetgroup__label")
        ),
        "part_risk_flags": beside(flags, "riskflag__code", "riskflag__name"),
        "part_workers": beside(workers, "worker__name", "worker__email"),
    }


def _words() -> dict[str, ArraySubquery]:
    notes = Note.objects.filter(**THIS).order_by("written_at", "pk")
    return {
        "part_notes": beside(notes, "author__name", "author__email"),
        "part_contact": beside(ContactCard.objects.filter(**THIS)),
    }


def _events() -> dict[str, ArraySubquery]:
    return {
        "part_timeline": beside(
            TimelineEntry.objects.filter(**THIS).order_by("at", "pk"),
            "by__name",
            "by__email",
            "referral__mode",
            "referral__target_name",
            "follow_up__kind",
            "follow_up__state",
            "follow_up__result",
            "unmet_need__reason__name",
            "procedure_run__version__procedure__title",
            step=_step_of_a_procedure(),
        ),
        "part_referrals": beside(Referral.objects.filter(**THIS).order_by("created_at", "pk")),
        "part_follow_ups": beside(
            FollowUp.objects.planned().filter(**THIS).order_by("due_at", "pk"), "owner__name", "owner__email"
        ),
        "part_unmet_needs": beside(
            UnmetNeed.objects.filter(**THIS).order_by("-recorded_at", "-pk"),
            "situation__name",
            "kind__name",
            "reason__name",
        ),
        "part_holds": beside(
            LegalHold.objects.in_force().filter(**THIS).order_by("-placed_at"), "placed_by__name", "placed_by__email"
        ),
    }


def _step_of_a_procedure() -> Subquery:
    """What was to be done in the step that an event names."""
    of_this = ProcedureStep.objects.filter(version=OuterRef("procedure_run__version"))
    named = of_this.annotate(code=Cast("pk", CharField())).filter(code=OuterRef("field"))
    return Subquery(named.values("what")[:1])


def _links() -> dict[str, ArraySubquery]:
    made: QuerySet[InquiryLink] = InquiryLink.objects.order_by("pk")
    earlier = made.filter(inquiry=OuterRef("pk"))[:MOST_LINKED]
    later = made.filter(earlier=OuterRef("pk"))[:MOST_LINKED]
    return {
        "part_links": beside(
            earlier,
            "earlier__public_id",
            "earlier__received_at",
            "earlier__is_restricted",
            situation=_main_situation("earlier"),
        ),
        "part_later_links": beside(
            later, "inquiry__public_id", "inquiry__received_at", situation=_main_situation("inquiry")
        ),
    }


def _main_situation(other: str) -> Subquery:
    needs = InquiryNeed.objects.filter(inquiry=OuterRef(other)).order_by("order")
    return Subquery(needs.values("situation__name")[:1])
