"""Counts the records one by one in Python, as the sentences of `Dimension` say; nothing is shared with the product's SQL."""

from __future__ import annotations

from collections import Counter
from zoneinfo import ZoneInfo

from inquiries.models import WITHOUT_NEED, FollowUp, Inquiry, Referral, TimelineEntry, UnmetNeed
from inquiries.working_days import next_working_day

PRAGUE = ZoneInfo("Europe/Prague")


def local(moment):
    return moment.astimezone(PRAGUE)


def counted(inquiry) -> bool:
    return inquiry.state not in ("draft", "void")


def district(inquiry) -> str:
    return str(inquiry.district_id or ("elsewhere" if inquiry.is_from_elsewhere else ""))


def target(referral) -> str:
    if referral.service_id:
        return f"s{referral.service_id}"
    return f"o{referral.organisation_id}" if referral.organisation_id else ""


class Plain:
    """(day, office, dimension, key, sub) -> number, and the minutes of the same."""

    def __init__(self) -> None:
        self.numbers: Counter = Counter()
        self.minutes: dict[tuple, list[int]] = {}
        for inquiry in Inquiry.objects.all():
            if counted(inquiry):
                self.inquiry(inquiry)
        for referral in Referral.objects.select_related("inquiry"):
            if counted(referral.inquiry) and referral.state != "draft":
                self.referral(referral)
        for follow_up in FollowUp.objects.select_related("inquiry"):
            if counted(follow_up.inquiry):
                self.follow_up(follow_up)
        for unmet in UnmetNeed.objects.select_related("inquiry"):
            if unmet.inquiry is None or counted(unmet.inquiry):
                self.unmet(unmet)

    def add(self, place, dimension, key, sub="", minutes=(0, 0, 0)) -> None:
        cell = (*place, dimension, str(key), str(sub))
        self.numbers[cell] += 1
        self.minutes[cell] = [a + b for a, b in zip(self.minutes.get(cell, [0, 0, 0]), minutes, strict=True)]

    def inquiry(self, inquiry) -> None:
        at = local(inquiry.received_at)
        place = at.date(), inquiry.office_id
        minutes = inquiry.minutes_direct, inquiry.minutes_indirect, inquiry.minutes_travel
        needs = list(inquiry.needs.order_by("order"))
        closed_same_day = bool(inquiry.closed_at) and local(inquiry.closed_at).date() == at.date()
        for dimension, key, sub in [
            ("kind", inquiry.kind, "crisis" if inquiry.is_crisis else ""),
            ("channel", inquiry.channel_id, inquiry.direction),
            ("help", inquiry.help_level or "", ""),
            ("situation", needs[0].situation_id if needs else "", ""),
            ("district", district(inquiry), ""),
            ("language", inquiry.language, "interpreter" if inquiry.interpreter else ""),
            ("person", inquiry.age_band, inquiry.sex),
            ("hour", at.isoweekday(), at.hour),
            ("first_time", inquiry.first_time, inquiry.heard_from_id or ""),
            ("asked", inquiry.identity, inquiry.on_behalf),
            ("ended", inquiry.closing_reason, "same_day" if closed_same_day else ""),
        ]:
            self.add(place, dimension, key, sub, minutes)
        recorded = inquiry.completed_at and ("same_day" if local(inquiry.completed_at).date() == at.date() else "later")
        self.add(place, "recorded", recorded or "", "", minutes)
        if inquiry.seconds_to_log is not None:
            seconds = min(inquiry.seconds_to_log, 3600)
            step = 5 if seconds < 60 else 15 if seconds < 600 else 60
            self.add(place, "logging", seconds - seconds % step)
        if inquiry.kind not in WITHOUT_NEED:
            self.work(place, inquiry, minutes)
        for need in needs:
            self.add(place, "need", need.situation_id, need.outcome)
        for group in inquiry.target_groups.all() or [None]:
            self.add(place, "group", group.pk if group else "", district(inquiry), minutes)
        for source in inquiry.answered_from.all() or [None]:
            self.add(place, "source", source.pk if source else "")
        for flag in inquiry.risk_flags.all():
            self.add(place, "risk", flag.pk)
        if inquiry.is_crisis or inquiry.kind == "crisis":
            self.crisis(place, inquiry)
        if inquiry.return_code_hash:
            self.code(place, inquiry)

    def work(self, place, inquiry, minutes) -> None:
        parts = [
            max(1, inquiry.workers.count()),
            inquiry.channel_id,
            inquiry.persons_present if inquiry.is_group else 0,
            "a" if inquiry.identity == "anonymous" else "n",
            "p" if inquiry.kind == "professional" else "o",
            inquiry.minutes_travel,
        ]
        self.add(place, "work", inquiry.minutes_direct, "|".join(map(str, parts)), minutes)

    def crisis(self, place, inquiry) -> None:
        done = sorted(
            local(follow_up.finished_at).date()
            for follow_up in inquiry.follow_ups.all()
            if follow_up.state in ("done", "failed")
        )
        how = "none" if not done else "in_time" if done[0] <= next_working_day(place[0]) else "late"
        self.add(place, "crisis", how, "reachable" if inquiry.identity == "contact" else "")

    def code(self, place, inquiry) -> None:
        earlier = [
            other
            for other in Inquiry.objects.filter(return_code_hash=inquiry.return_code_hash)
            if counted(other) and (other.received_at, other.pk) < (inquiry.received_at, inquiry.pk)
        ]
        here = [other for other in earlier if other.office_id == inquiry.office_id]
        for dimension, others in (("code_here", here), ("code_anywhere", earlier)):
            months = sorted((local(other.received_at).strftime("%Y-%m") for other in others), reverse=True)
            for back in (1, 2):
                self.add(place, dimension, months[back - 1] if len(months) >= back else "", back)

    def referral(self, referral) -> None:
        place = local(referral.created_at).date(), referral.inquiry.office_id
        self.add(place, "referral", referral.state, referral.mode)
        self.add(place, "target", target(referral))
        for reason in referral.decline_reasons.all():
            self.add(place, "decline", reason.pk)
        if checks := sorted(referral.checks.all(), key=lambda check: (check.at, check.pk)):
            last = checks[-1]
            self.add(place, "told", last.tried, f"{last.reached}|{last.solved}|{last.not_tried}")
        answers = TimelineEntry.objects.filter(referral=referral, actor="partner", deed="referral_moved")
        first = min((entry.at for entry in answers), default=None)
        if referral.mode == "sent" and first:
            self.add(place, "reaction", max(0, int((first - referral.created_at).total_seconds())) // 3600)

    def follow_up(self, follow_up) -> None:
        place = local(follow_up.due_at).date(), follow_up.inquiry.office_id
        how = follow_up.state
        if how not in ("planned", "cancelled"):
            how = "on_time" if local(follow_up.finished_at).date() <= place[0] else "late"
        self.add(place, "follow_up", how, follow_up.why)
        self.add(place, "followed", follow_up.result, follow_up.state)

    def unmet(self, unmet) -> None:
        place = local(unmet.recorded_at).date(), unmet.office_id
        self.add(place, "unmet", unmet.reason_id, unmet.situation_id)
        self.add(place, "unmet_case", unmet.kind_id or "", f"{unmet.district_id or ''}|{unmet.reason_id}")


def stored(span="d"):
    """The same two tables, as the tallies say them."""
    from inquiries.models import Tally

    numbers, minutes = Counter(), {}
    for row in Tally.objects.filter(span=span):
        cell = row.start, row.office_id, row.dimension, row.key, row.sub
        numbers[cell] = row.number
        minutes[cell] = [row.minutes_direct, row.minutes_indirect, row.minutes_travel]
    return numbers, minutes


def summed(numbers, start_of):
    """Cells of days as cells of months or years."""
    sums: Counter = Counter()
    for (day, *rest), number in numbers.items():
        sums[start_of(day), *rest] += number
    return sums
