"""What waits for somebody at the desk: late, due, unanswered, half-written. Each list is short and says how long it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, When
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inquiries.dates import due, lateness, moment, short_day
from inquiries.models import (
    FollowUp,
    Inquiry,
    InquiryNeed,
    InquiryState,
    Note,
    NoteKind,
    Referral,
    ReferralMode,
    ReferralState,
)
from inquiries.states import OWED_BY_PARTNER
from inquiries.working_days import end_of
from sociopoint.models import User

MOST_LINES = 50
DRAFT_IS_OLD = timedelta(hours=24)


PARTNER_ENDED: dict[str, Any] = {
    ReferralState.ACCEPTED: gettext_lazy("partner přijal, uzavřít"),
    ReferralState.DECLINED: gettext_lazy("partner odmítl, zkusit jinde"),
    ReferralState.REDIRECTED: gettext_lazy("partner poslal jinam"),
    ReferralState.EXPIRED: gettext_lazy("partner neodpověděl, zkusit jinde"),
}
"""What to do about an open inquiry after the last thing a partner said, or did not say."""


@dataclass(frozen=True)
class Line:
    """One thing to do. `tag` is (text, colour) or None; `pk` of the follow-up where the line is one."""

    when: str
    is_late: bool
    title: str
    inquiry: Inquiry
    about: str
    tag: tuple[str, str] | None = None
    follow_up: FollowUp | None = None
    owner: User | None = None


@dataclass(frozen=True)
class Section:
    name: str
    anchor: str
    lines: list[Line]
    empty: str = ""


def sections_for(user: User, *, everybody: bool, now: datetime) -> list[Section]:
    """Sections that have something in them, the most pressing first. Five queries, however much there is."""
    inquiries = Inquiry.objects.visible_to(user)
    follow_ups = FollowUp.objects.planned().filter(inquiry__in=inquiries)
    referrals = Referral.objects.awaited().filter(inquiry__in=inquiries)
    if not everybody:
        inquiries = inquiries.filter(assignee=user) | inquiries.filter(assignee=None, state=InquiryState.OPEN)
        follow_ups = follow_ups.filter(owner=user)
        referrals = referrals.filter(inquiry__assignee=user)
    promised, (owed, listed) = _promised(follow_ups, now), _awaited(referrals, now)
    unanswered, unplanned = _open(inquiries, now)
    sections = [
        Section(_("Po termínu"), "po-terminu", [line for line in promised if line.is_late]),
        Section(_("Dnes"), "dnes", [line for line in promised if not line.is_late], _("Na dnešek nic nezbývá.")),
        Section(_("Otázky z webu a nepřevzaté dotazy"), "otazky", unanswered),
        Section(_("Otevřené a nic není naplánované"), "otevrene", unplanned),
        Section(_("Čekáme na partnera"), "partneri", owed),
        Section(_("Čekáme na člověka"), "lide", _waiting_people(inquiries, now)),
        Section(_("Rozepsané"), "rozepsane", _drafts(inquiries, now)),
        Section(_("V pořadníku u služby"), "poradniky", listed),
    ]
    return [section for section in sections if section.lines or section.empty]


def _with_facts(inquiries: QuerySet[Inquiry]) -> QuerySet[Inquiry]:
    needs = InquiryNeed.objects.select_related("situation")
    return inquiries.select_related("district", "assignee", "channel").prefetch_related(Prefetch("needs", needs))


def about(inquiry: Inquiry) -> str:
    """The main situation and the district: all that a list says of an inquiry."""
    needs = list(inquiry.needs.all())
    place = inquiry.district.name if inquiry.district else _("mimo město") if inquiry.is_from_elsewhere else ""
    situation = needs[0].situation.name if needs else ""
    return ", ".join(part for part in (situation, place) if part) or str(inquiry.get_kind_display())


def _promised(follow_ups: QuerySet[FollowUp], now: datetime) -> list[Line]:
    """What was promised until the end of today."""
    today = timezone.localdate(now)
    rows = (
        follow_ups.filter(due_at__lte=end_of(today))
        .select_related("owner", "inquiry__district", "inquiry__assignee", "inquiry__channel")
        .prefetch_related(Prefetch("inquiry__needs", InquiryNeed.objects.select_related("situation")))
        .order_by("due_at", "pk")
    )
    lines = []
    for row in rows[:MOST_LINES]:
        late = lateness(row.due_at, now)
        crisis = (_("krize"), "crisis") if row.inquiry.is_crisis else None
        lines.append(
            Line(
                when=due(row.due_at, row.is_all_day, today),
                is_late=bool(late),
                title=row.get_kind_display(),
                inquiry=row.inquiry,
                about=about(row.inquiry),
                tag=(late, "crisis") if late else crisis,
                follow_up=row,
                owner=row.owner,
            )
        )
    return lines


def _open(inquiries: QuerySet[Inquiry], now: datetime) -> tuple[list[Line], list[Line]]:
    """Questions from the web without an answer with inquiries that nobody took; and those that somebody has, but nothing is
    promised or awaited that would ever remind of them, crises first. The oldest first."""
    mine = {"inquiry": OuterRef("pk")}
    rows = inquiries.filter(state=InquiryState.OPEN).annotate(
        asked=Exists(Note.objects.filter(**mine, kind=NoteKind.QUESTION)),
        answered=Exists(Note.objects.filter(**mine, kind=NoteKind.ANSWER)),
        promised=Exists(FollowUp.objects.planned().filter(**mine)),
        awaited=Exists(Referral.objects.awaited().filter(**mine)),
        partner=Subquery(
            Referral.objects.filter(**mine, mode=ReferralMode.SENT, state__in=PARTNER_ENDED)
            .order_by("-state_changed_at")
            .values("state")[:1]
        ),
    )
    unanswered = Q(assignee=None) | Q(asked=True, answered=False)
    ordered = rows.filter(unanswered | Q(promised=False, awaited=False)).order_by(
        Case(When(unanswered, then=0), When(is_crisis=True, then=1), default=2), "received_at", "pk"
    )
    lines: tuple[list[Line], list[Line]] = [], []
    for row in _with_facts(ordered)[: 2 * MOST_LINES]:
        is_question = bool(getattr(row, "asked", False)) and not getattr(row, "answered", False)  # annotated above
        is_unplanned = row.assignee_id is not None and not is_question
        title = _("odpovědět na otázku z webu") if is_question else _("převzít dotaz")
        if is_unplanned:
            title = str(PARTNER_ENDED.get(getattr(row, "partner", None) or "", _("dořešit, nebo uzavřít")))
        crisis = (_("krize"), "crisis") if row.is_crisis else None
        lines[is_unplanned].append(_line(row, title, row.received_at, now, crisis))
    return lines[0][:MOST_LINES], lines[1][:MOST_LINES]


def _awaited(referrals: QuerySet[Referral], now: datetime) -> tuple[list[Line], list[Line]]:
    """Who owes us an answer until a day or asks us, and where somebody waits for a place: that is late for nobody, and the
    partner is asked once a month by itself."""
    today = timezone.localdate(now)
    rows = (
        referrals.select_related("inquiry__district", "inquiry__assignee", "inquiry__channel")
        .prefetch_related(Prefetch("inquiry__needs", InquiryNeed.objects.select_related("situation")))
        .order_by(Case(When(state=ReferralState.WAITLISTED, then=1), default=0), "respond_by", "state_changed_at", "pk")
    )
    lines: tuple[list[Line], list[Line]] = [], []
    for row in rows[:MOST_LINES]:
        owed_by = row.respond_by if row.state in OWED_BY_PARTNER else None
        late = owed_by is not None and owed_by < today
        text = lateness(end_of(owed_by), now) if late and owed_by else ""
        ours = (_("doplnit"), "ours") if row.state == ReferralState.INFO_NEEDED else None
        lines[row.state == ReferralState.WAITLISTED].append(
            Line(
                when=short_day(owed_by or timezone.localdate(row.state_changed_at), today),
                is_late=late,
                title=row.target_name,
                inquiry=row.inquiry,
                about=str(row.get_state_display()),
                tag=(text, "crisis") if text else ours,
                owner=row.inquiry.assignee,
            )
        )
    return lines


def _waiting_people(inquiries: QuerySet[Inquiry], now: datetime) -> list[Line]:
    today = timezone.localdate(now)
    rows = _with_facts(inquiries.filter(state=InquiryState.WAITING_CLIENT)).order_by("waiting_until", "pk")
    return [
        Line(
            when=short_day(row.waiting_until, today) if row.waiting_until else "",
            is_late=row.waiting_until is not None and row.waiting_until < today,
            title=_("ozve se sám"),
            inquiry=row,
            about=about(row),
            owner=row.assignee,
        )
        for row in rows[:MOST_LINES]
    ]


def _drafts(inquiries: QuerySet[Inquiry], now: datetime) -> list[Line]:
    rows = _with_facts(inquiries.filter(state=InquiryState.DRAFT)).order_by("received_at", "pk")
    lines = []
    for row in rows[:MOST_LINES]:
        old = (_("déle než den"), "crisis") if now - row.received_at > DRAFT_IS_OLD else None
        running = (_("běží čas"), "ours") if row.timer_started_at else None
        lines.append(_line(row, _("dopsat"), row.received_at, now, old or running))
    return lines


def _line(row: Inquiry, title: str, at: datetime, now: datetime, tag: tuple[str, str] | None) -> Line:
    return Line(
        when=moment(at, timezone.localdate(now)),
        is_late=tag is not None and tag[1] == "crisis",
        title=title,
        inquiry=row,
        about=about(row),
        tag=tag,
        owner=row.assignee,
    )
