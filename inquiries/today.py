"""What waits for somebody at the desk: late, due, unanswered, half-written. Each list is short and says how long it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inquiries import today_rows
from inquiries.dates import due, lateness, moment, short_day
from inquiries.models import FollowUp, Inquiry, InquiryNeed, InquiryState, Referral, ReferralState
from inquiries.states import OWED_BY_PARTNER
from inquiries.today_rows import Group
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
    """`more` is (address, words) of a page that leads through all of it."""

    name: str
    anchor: str
    lines: list[Line]
    empty: str = ""
    more: tuple[str, str] | None = None


def sections_for(user: User, *, whose: User | None, now: datetime) -> list[Section]:
    """Sections that have something in them, the most pressing first; of one worker or (None) of the whole desk. Five queries,
    however much there is."""
    inquiries = Inquiry.objects.visible_to(user)
    follow_ups = FollowUp.objects.planned().filter(inquiry__in=inquiries)
    referrals = Referral.objects.awaited().filter(inquiry__in=inquiries)
    if whose is not None:
        inquiries = inquiries.filter(assignee=whose) | inquiries.filter(assignee=None, state=InquiryState.OPEN)
        follow_ups = follow_ups.filter(owner=whose)
        referrals = referrals.filter(inquiry__assignee=whose)
    due_rows = list(today_rows.promised(follow_ups, now)[:MOST_LINES])
    partners = list(today_rows.awaited(referrals)[:MOST_LINES])
    waiting = today_rows.waiting_inquiries(inquiries, list(PARTNER_ENDED), most=MOST_LINES)
    alone = [row for row in waiting if getattr(row, "group", "")]  # annotated
    handed = list(today_rows.handed_to(user)[:MOST_LINES]) if whose == user else []
    shown = [*(row.inquiry for row in due_rows), *(row.inquiry for row in partners), *alone, *handed]
    prefetch_related_objects(shown, Prefetch("needs", InquiryNeed.objects.select_related("situation")))
    promised, (owed, listed) = _promised(due_rows, now), _awaited(partners, now)
    grouped = {group: [row for row in alone if getattr(row, "group", "") == group] for group in Group}  # annotated
    answering = (reverse("inquiries:questions"), _("Odpovědět jednu po druhé"))
    asks = any(getattr(row, "asks", False) and not row.is_restricted for row in grouped[Group.ANSWER])  # annotated
    sections = [
        Section(_("Po termínu"), "po-terminu", [line for line in promised if line.is_late]),
        Section(_("Předali vám kolegové"), "od-kolegu", _handed(handed, now)),
        Section(_("Dnes"), "dnes", [line for line in promised if not line.is_late], _("Na dnešek nic nezbývá.")),
        Section(
            _("Otázky z webu a nepřevzaté dotazy"),
            "otazky",
            _open(grouped[Group.ANSWER], now),
            more=answering if asks else None,
        ),
        Section(_("Otevřené a nic není naplánované"), "otevrene", _open(grouped[Group.PLAN], now)),
        Section(_("Čekáme na partnera"), "partneri", owed),
        Section(_("Čekáme na člověka"), "lide", _waiting_people(grouped[Group.PERSON], now)),
        Section(_("Rozepsané"), "rozepsane", _drafts(grouped[Group.DRAFT], now)),
        Section(_("V pořadníku u služby"), "poradniky", listed),
    ]
    return [section for section in sections if section.lines or section.empty]


def about(inquiry: Inquiry) -> str:
    """The main situation and the district: all that a list says of an inquiry."""
    needs = list(inquiry.needs.all())
    place = inquiry.district.name if inquiry.district else _("mimo město") if inquiry.is_from_elsewhere else ""
    situation = needs[0].situation.name if needs else ""
    return ", ".join(part for part in (situation, place) if part) or str(inquiry.get_kind_display())


def _promised(rows: list[FollowUp], now: datetime) -> list[Line]:
    today = timezone.localdate(now)
    lines = []
    for row in rows:
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


def _handed(rows: list[Inquiry], now: datetime) -> list[Line]:
    lines = []
    for row in rows:
        who = getattr(row, "handed_by", "") or getattr(row, "handed_by_email", "")  # annotated by today_rows
        title = _("předává: %(who)s") % {"who": who} if who else _("předáno vám")
        lines.append(_line(row, title, getattr(row, "handed_at", row.changed_at), now, (_("nové"), "ours")))
    return lines


def _open(rows: list[Inquiry], now: datetime) -> list[Line]:
    """Those to answer or to take, or those to plan something for."""
    lines = []
    for row in rows:
        title = _("převzít dotaz") if row.assignee_id is None else str(_after_partner(row))
        if getattr(row, "asks", False):  # annotated by today_rows
            title = _("odpovědět na otázku z webu")
        if row.is_restricted:
            title = _("na žádost člověka jen uchovat")
        crisis = (_("krize"), "crisis") if row.is_crisis else None
        lines.append(_line(row, title, row.received_at, now, crisis))
    return lines


def _after_partner(row: Inquiry) -> Any:
    return PARTNER_ENDED.get(getattr(row, "partner", None) or "", _("dořešit, nebo uzavřít"))  # annotated by today_rows


def _awaited(rows: list[Referral], now: datetime) -> tuple[list[Line], list[Line]]:
    """Who owes us an answer until a day or asks us, and where somebody waits for a place: that is late for nobody, and the
    partner is asked once a month by itself."""
    today = timezone.localdate(now)
    lines: tuple[list[Line], list[Line]] = [], []
    for row in rows:
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
                about=_standing(row),
                tag=(text, "crisis") if text else ours,
                owner=row.inquiry.assignee,
            )
        )
    return lines


def _standing(referral: Referral) -> str:
    """`v pořadníku, asi 4. místo`."""
    state = str(referral.get_state_display())
    if referral.state != ReferralState.WAITLISTED or referral.waiting_position is None:
        return state
    return _("%(state)s, asi %(n)d. místo") % {"state": state, "n": referral.waiting_position}


def _waiting_people(rows: list[Inquiry], now: datetime) -> list[Line]:
    today = timezone.localdate(now)
    return [
        Line(
            when=short_day(row.waiting_until, today) if row.waiting_until else "",
            is_late=row.waiting_until is not None and row.waiting_until < today,
            title=_("ozve se sám"),
            inquiry=row,
            about=about(row),
            owner=row.assignee,
        )
        for row in rows
    ]


def _drafts(rows: list[Inquiry], now: datetime) -> list[Line]:
    lines = []
    for row in rows:
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
