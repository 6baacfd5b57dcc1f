"""Two months and a piece of a desk that never was: for trying the product out. Days and hours run as at a real desk, services and districts are
real, people and their words are made up and say so. The same every time, counted back from today."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from catalogue.models import Place, PlaceKind, Service, SituationKind, TargetGroup
from inquiries.made_up_answers import told_of
from inquiries.made_up_stories import CHANNELS, DISTRICTS, HOURS, STORIES, UNMET, Story
from inquiries.models import (
    Actor,
    AnswerSource,
    Channel,
    ClosingReason,
    Deed,
    FollowUp,
    FollowUpAttempt,
    FollowUpKind,
    FollowUpState,
    HeardFrom,
    Inquiry,
    InquiryKind,
    InquiryNeed,
    InquiryState,
    InquiryWorker,
    NeedOutcome,
    Note,
    Office,
    Referral,
    ReferralCheck,
    ReferralMode,
    ReferralState,
    TimelineEntry,
    UnmetNeed,
    UnmetReason,
    WhyPlanned,
    WorkerRole,
)
from inquiries.statistics.periods import months_later
from inquiries.working_days import add_working_days, due_day, end_of, is_working_day, next_working_day, start_of
from situations.models import LifeSituation
from sociopoint.models import User

SEED = 2026
NO_PARTNER = "prijem@partner.example"
"""Nobody may get a letter from a demonstration: .example reaches no one."""


@transaction.atomic
def make_up_desk(office: Office, workers: list[User]) -> int:
    """How many inquiries it made. The tallies are counted by the next recount."""
    desk = MadeUpDesk(office, workers)
    desk.past()
    desk.waiting_today()
    desk.thrown_away()
    return desk.write()


class MadeUpDesk:
    """Collects rows and writes each table once."""

    def __init__(self, office: Office, workers: list[User]) -> None:
        self.random = random.Random(SEED)  # noqa: S311  nothing secret
        self.telling = random.Random(SEED)  # noqa: S311  apart, so that nothing else changes with it
        self.office, self.workers = office, workers
        self.now = timezone.now()
        self.today = timezone.localdate(self.now)
        self.channels = {channel.code: channel for channel in Channel.objects.all()}
        self.heard_from = list(HeardFrom.objects.all())
        self.sources = list(AnswerSource.objects.all())
        self.unmet_reasons = {reason.code: reason for reason in UnmetReason.objects.all()}
        self.groups = {group.code: group for group in TargetGroup.objects.all()}
        self.situations = {situation.slug: situation for situation in LifeSituation.objects.all()}
        self.stories = [story for story in STORIES if story.situation in self.situations]
        places = Place.objects.filter(kind=PlaceKind.CITY_DISTRICT, name__in=DISTRICTS)
        self.districts = {place.name: place for place in places}
        self.services = self._services()
        self.rows: dict[type, list[object]] = defaultdict(list)

    def _services(self) -> dict[int, list[Service]]:
        """Situation id -> services that help in it."""
        of_kind: dict[int | None, list[Service]] = defaultdict(list)
        for service in Service.objects.offered().select_related("organisation").order_by("pk"):
            of_kind[service.kind_id].append(service)
        found: dict[int, list[Service]] = defaultdict(list)
        for situation, kind in SituationKind.objects.order_by("order").values_list("situation_id", "kind_id"):
            found[situation] += of_kind[kind][:6]
        return found

    def pick(self, weights: dict[str, int]) -> str:
        return self.random.choices(list(weights), list(weights.values()))[0]

    def moment_of(self, day: date) -> datetime:
        hour = self.random.choices(list(HOURS), list(HOURS.values()))[0]
        return timezone.make_aware(datetime.combine(day, time(hour, self.random.randrange(60))))

    def past(self) -> None:
        """Two whole months and this one up to yesterday, fuller on Mondays, quiet at weekends."""
        first = months_later(self.today.replace(day=1), -2)
        for ahead in range((self.today - first).days):
            day = first + timedelta(days=ahead)
            number = self.random.randint(8, 13) + (2 if day.weekday() == 0 else 0)
            if not is_working_day(day):
                number = self.random.randint(0, 1)
            for moment in sorted(self.moment_of(day) for _ in range(number)):
                self.inquiry(moment, written_only=not is_working_day(day))

    def inquiry(self, received: datetime, *, written_only: bool = False) -> None:
        """One finished inquiry of the past, with what usually follows."""
        story = self.random.choices(self.stories, [story.weight for story in self.stories])[0]
        channel = self.channels[self.pick({"email": 2, "web": 1} if written_only else CHANNELS)]
        if channel.is_spoken and self.random.random() < 0.05:
            self.no_question(received, channel)
            return
        roll = self.random.random()
        handed, unmet = roll < 0.46, roll > 0.93
        reason = ClosingReason.UNMET if unmet else ClosingReason.REFERRED_UNCONFIRMED if handed else self._informed()
        inquiry = self.base(story, received, channel)
        inquiry.state, inquiry.closing_reason = InquiryState.CLOSED, reason
        later = self.random.choice([0, 0, 0, 0, 1, 4, 9])
        inquiry.closed_at = min(received + timedelta(days=later, minutes=inquiry.minutes_direct + 10), self.now)
        need = self.add(inquiry, story)
        referral = self.referral(inquiry, need, sent=self.random.random() < 0.35) if handed else None
        if unmet:
            self.unmet(inquiry, need)
        if story.kind == InquiryKind.CRISIS or self.random.random() < 0.2:
            self.followed_up(inquiry, need, referral)

    def _informed(self) -> ClosingReason:
        return self.random.choices([ClosingReason.INFORMED, ClosingReason.ADVISED, ClosingReason.ASSISTED], [5, 3, 1])[
            0
        ]

    def no_question(self, received: datetime, channel: Channel) -> None:
        """A wrong number, or somebody who did not come."""
        kind = self.random.choice([InquiryKind.WRONG, InquiryKind.WRONG, InquiryKind.NO_SHOW])
        inquiry = self.base(self.stories[0], received, channel)
        inquiry.kind, inquiry.is_crisis, inquiry.help_level = kind, False, None
        inquiry.age_band, inquiry.sex, inquiry.district, inquiry.minutes_direct = "unknown", "unknown", None, 1
        inquiry.state, inquiry.closing_reason = InquiryState.CLOSED, ClosingReason.NON_CONTACT
        inquiry.closed_at = received + timedelta(minutes=2)
        self.rows[Inquiry].append(inquiry)
        self.rows[InquiryWorker].append(InquiryWorker(inquiry=inquiry, worker=inquiry.created_by, role=WorkerRole.LED))
        self.tell(inquiry, Deed.STARTED, received)

    def base(self, story: Story, received: datetime, channel: Channel) -> Inquiry:
        """The coded facts, not yet saved."""
        roll, worker = self.random.random(), self.random.choice(self.workers)
        minutes = self.random.choice([4, 6, 8, 10, 12, 15, 15, 20, 25, 29, 30, 35, 45, 60])
        if story.kind == InquiryKind.CONSULTATION:
            minutes += 20
        return Inquiry(
            office=self.office,
            kind=story.kind if self.random.random() > 0.06 else InquiryKind.PROFESSIONAL,
            is_crisis=story.kind == InquiryKind.CRISIS,
            channel=channel,
            received_at=received,
            ended_at=received + timedelta(minutes=minutes),
            completed_at=received + timedelta(minutes=minutes),
            seconds_to_log=60 * minutes + self.random.randint(5, 55),
            minutes_direct=minutes,
            minutes_indirect=self.random.choice([0, 0, 5, 10, 20]),
            minutes_travel=30 if channel.code == "field" else 0,
            on_behalf=self.pick({"self": 5, "relative": 4, "client": 1, "unknown": 1}),
            identity=self.pick({"anonymous": 7, "code": 1, "contact": 2}),
            sex=self.pick({"woman": 6, "man": 4, "unknown": 1}),
            age_band=story.age if self.random.random() < 0.75 else "unknown",
            district=self.districts.get(self.pick(DISTRICTS)) if roll < 0.85 else None,
            is_from_elsewhere=roll > 0.94,
            language="uk" if story.situation == "pobyt-a-doklady" else self.pick({"cs": 30, "uk": 1, "sk": 1}),
            help_level=self.random.choices([1, 2, 3], [5, 3, 2])[0],
            urgency="now" if story.kind == InquiryKind.CRISIS else "ordinary",
            first_time=self.pick({"first": 6, "again": 3, "unknown": 1}),
            heard_from=self.random.choice(self.heard_from) if self.heard_from and roll < 0.4 else None,
            assignee=worker,
            created_by=worker,
            created_at=received,
        )

    def add(self, inquiry: Inquiry, story: Story) -> InquiryNeed:
        """The inquiry and what belongs to every one: its need, its worker, its note, its first step."""
        need = InquiryNeed(
            inquiry=inquiry,
            situation=self.situations[story.situation],
            outcome=self.random.choice([NeedOutcome.UNKNOWN, NeedOutcome.MET, NeedOutcome.PARTLY]),
        )
        self.rows[Inquiry].append(inquiry)
        self.rows[InquiryNeed].append(need)
        worker = inquiry.created_by
        self.rows[InquiryWorker].append(InquiryWorker(inquiry=inquiry, worker=worker, role=WorkerRole.LED))
        others = [one for one in self.workers if one != worker]
        if others and self.random.random() < 0.08:
            helper = self.random.choice(others)
            self.rows[InquiryWorker].append(InquiryWorker(inquiry=inquiry, worker=helper, role=WorkerRole.HELPED))
        text = f"Vymyšlený dotaz: {story.words}."
        self.rows[Note].append(Note(inquiry=inquiry, text=text, author=worker, written_at=inquiry.received_at))
        if story.group in self.groups:
            through = Inquiry.target_groups.through
            self.rows[through].append(through(inquiry=inquiry, targetgroup=self.groups[story.group]))
        if self.sources:
            answered = Inquiry.answered_from.through
            self.rows[answered].append(
                answered(inquiry=inquiry, answersource=self.random.choice(self.sources[:3] + self.sources[:1]))
            )
        self.tell(inquiry, Deed.STARTED, inquiry.received_at)
        return need

    def tell(self, inquiry: Inquiry, deed: Deed, at: datetime, *, actor: Actor = Actor.WORKER, **more: Any) -> None:
        """`more`: fields of the entry."""
        by = inquiry.created_by if actor == Actor.WORKER else None
        self.rows[TimelineEntry].append(
            TimelineEntry(inquiry=inquiry, deed=deed, at=min(at, self.now), actor=actor, by=by, **more)
        )

    def referral(self, inquiry: Inquiry, need: InquiryNeed, *, sent: bool, state: str = "") -> Referral | None:
        """To a real service that helps in that situation; None where the catalogue knows none."""
        services = self.services.get(need.situation_id or 0)
        if not services:
            return None
        service = self.random.choice(services)
        mode = (
            ReferralMode.SENT
            if sent
            else self.random.choice([ReferralMode.CONTACT_GIVEN] * 3 + [ReferralMode.WARM_CALL])
        )
        state = state or self.pick(
            {"completed": 4, "started": 2, "accepted": 3, "waitlisted": 2, "declined": 2, "expired": 1}
            if sent
            else {"given": 5, "client_tried": 1, "completed": 3, "not_helped": 1, "unknown": 1}
        )
        made = inquiry.received_at + timedelta(minutes=inquiry.minutes_direct)
        answered = min(made + timedelta(hours=self.random.choice([2, 5, 20, 26, 50, 90])), self.now)
        referral = Referral(
            inquiry=inquiry,
            need=need,
            service=service,
            target_name=f"{service.name} ({service.organisation})"[:300],
            target_email=NO_PARTNER if sent else "",
            mode=mode,
            state=state,
            state_changed_at=answered,
            brief="Vymyšlené předání: co člověk potřebuje, beze jména." if sent else "",
            respond_by=next_working_day(timezone.localdate(made) + timedelta(days=6)) if sent else None,
            created_by=inquiry.created_by,
            created_at=made,
        )
        self.rows[Referral].append(referral)
        self.tell(inquiry, Deed.REFERRED, made, referral=referral)
        if sent and state not in (ReferralState.SENT, ReferralState.EXPIRED):
            self.tell(inquiry, Deed.REFERRAL_MOVED, answered, referral=referral, actor=Actor.PARTNER, after=state)
        return referral

    def unmet(self, inquiry: Inquiry, need: InquiryNeed) -> None:
        services = self.services.get(need.situation_id or 0)
        unmet = UnmetNeed(
            inquiry=inquiry,
            office=self.office,
            situation=need.situation,
            kind_id=services[0].kind_id if services else None,
            district=inquiry.district,
            reason=self.unmet_reasons[self.pick(UNMET)],
            waiting_days=self.random.choice([None, 60, 90, 180]),
            recorded_by=inquiry.created_by,
            recorded_at=inquiry.received_at,
        )
        need.outcome = NeedOutcome.UNMET
        self.rows[UnmetNeed].append(unmet)
        self.tell(inquiry, Deed.UNMET_RECORDED, inquiry.received_at, unmet_need=unmet)

    def followed_up(self, inquiry: Inquiry, need: InquiryNeed, referral: Referral | None) -> None:
        """Done on the day for nine out of ten; one that is still to come stays planned."""
        received = timezone.localdate(inquiry.received_at)
        day = due_day(inquiry.urgency, received)
        if not inquiry.is_crisis:
            day = next_working_day(received + timedelta(days=self.random.randint(2, 25)))
        is_late = self.random.random() < 0.08
        finished = start_of(add_working_days(day, 2) if is_late else day) + timedelta(hours=2)
        why = WhyPlanned.URGENCY if inquiry.is_crisis else self.random.choice([WhyPlanned.WORKER, WhyPlanned.SAMPLE])
        follow_up = FollowUp(
            inquiry=inquiry,
            due_at=end_of(day),
            owner=inquiry.created_by,
            created_by=inquiry.created_by,
            why=why,
            created_at=inquiry.received_at,
        )
        self.rows[FollowUp].append(follow_up)
        planned = day.isoformat()
        self.tell(inquiry, Deed.FOLLOW_UP_PLANNED, inquiry.received_at, follow_up=follow_up, after=planned)
        if finished >= self.now:
            self.reopen(inquiry)
        else:
            self.ended(follow_up, need, finished)
            if referral is not None and follow_up.state == FollowUpState.DONE:
                self.rows[ReferralCheck] += told_of(referral, follow_up, self.telling)

    def ended(self, follow_up: FollowUp, need: InquiryNeed, at: datetime) -> None:
        """Whom nobody reached was called three times, and how it turned out is not known; else the need has that outcome."""
        in_vain = self.random.random() < 0.12
        result = self.random.choice([NeedOutcome.MET, NeedOutcome.MET, NeedOutcome.PARTLY, NeedOutcome.UNMET])
        follow_up.state = FollowUpState.FAILED if in_vain else FollowUpState.DONE
        follow_up.finished_at = at
        if not in_vain:
            need.outcome = follow_up.result = NeedOutcome.UNMET if need.outcome == NeedOutcome.UNMET else result
        inquiry, said = follow_up.inquiry, "not_reached" if in_vain else "reached"
        for minutes in (90, 45, 0) if in_vain else (0,):
            tried = at - timedelta(minutes=minutes)
            self.rows[FollowUpAttempt].append(
                FollowUpAttempt(follow_up=follow_up, at=tried, by=inquiry.created_by, reached=not in_vain)
            )
            self.tell(inquiry, Deed.FOLLOW_UP_ATTEMPTED, tried, follow_up=follow_up, after=said)
        how, state = follow_up.result, str(follow_up.state)
        self.tell(inquiry, Deed.FOLLOW_UP_FINISHED, at, follow_up=follow_up, before=how, after=state)

    def reopen(self, inquiry: Inquiry) -> None:
        """It waits for its follow-up, so it is not closed."""
        inquiry.state, inquiry.closing_reason, inquiry.closed_at = InquiryState.FOLLOW_UP, "", None

    def working_day_back(self, number: int) -> date:
        day = self.today
        while number > 0:
            day -= timedelta(days=1)
            number -= is_working_day(day)
        return day

    def waiting_today(self) -> None:
        """What a worker finds in the morning: drafts, questions being solved, partners who owe an answer, calls due and overdue."""
        channels = [self.channels[code] for code in ("phone", "in_person", "email")]
        yesterday = self.now - timedelta(days=1)
        plan = [InquiryState.DRAFT] * 2 + [InquiryState.OPEN] * 3 + [InquiryState.WAITING_PARTNER] * 3
        plan += [InquiryState.WAITING_CLIENT] * 2 + [InquiryState.FOLLOW_UP] * 4
        for number, state in enumerate(plan):
            received = self.now - timedelta(minutes=40 + 90 * number)
            if state != InquiryState.DRAFT:
                received = self.moment_of(self.working_day_back(1 + number // 3))
            story = self.stories[(number * 5) % len(self.stories)]
            inquiry = self.base(story, received, self.random.choice(channels))
            inquiry.assignee = inquiry.created_by = self.workers[number % len(self.workers)]
            inquiry.state, inquiry.ended_at = state, None
            if state == InquiryState.DRAFT:
                inquiry.completed_at, inquiry.seconds_to_log = None, None
            inquiry.identity = "contact" if state == InquiryState.WAITING_CLIENT else inquiry.identity
            inquiry.waiting_until = (
                self.today + timedelta(days=number % 3) if state == InquiryState.WAITING_CLIENT else None
            )
            need = self.add(inquiry, story)
            if state == InquiryState.WAITING_PARTNER and self.referral(inquiry, need, sent=True, state="sent") is None:
                inquiry.state = InquiryState.OPEN
            if state == InquiryState.OPEN:
                self.hand_over(inquiry)
            if state == InquiryState.FOLLOW_UP:
                due = end_of(self.today + timedelta(days=(-2, 0, 0, 1)[number % 4]))
                self.rows[FollowUp].append(
                    FollowUp(
                        inquiry=inquiry,
                        due_at=due,
                        owner=inquiry.created_by,
                        created_by=inquiry.created_by,
                        kind=FollowUpKind.CALL_CLIENT,
                        created_at=min(received, yesterday),
                    )
                )

    def thrown_away(self) -> None:
        """Begun by mistake and void: their words are the first to be shredded, after a week."""
        for days in (1, 2):
            story, received = self.stories[days], self.moment_of(self.working_day_back(days))
            inquiry = self.base(story, received, self.channels["phone"])
            inquiry.state, inquiry.retention_from = InquiryState.VOID, inquiry.ended_at
            self.add(inquiry, story)

    def hand_over(self, inquiry: Inquiry) -> None:
        """From whoever wrote it down to a colleague, this morning: what handing over looks like to who gets it."""
        colleague = next((one for one in self.workers if one != inquiry.created_by), None)
        if colleague is not None:
            before, inquiry.assignee = str(inquiry.created_by_id), colleague
            at = max(self.now - timedelta(minutes=50), inquiry.received_at)
            self.tell(inquiry, Deed.ASSIGNED, at, field="assignee", before=before, after=str(colleague.pk))

    def write(self) -> int:
        """Parents before children; those that nobody refers to follow in any order."""
        first = [Inquiry, InquiryNeed, Referral, UnmetNeed, FollowUp]
        for model in [*first, *(model for model in self.rows if model not in first)]:
            model._default_manager.bulk_create(self.rows[model])  # type: ignore[attr-defined]  # any model has one
        return len(self.rows[Inquiry])
