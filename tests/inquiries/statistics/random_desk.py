"""A desk that does anything at random, also behind the ORM's back: rows made, changed, moved to another day or office, deleted."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from django.db import connection

from inquiries.models import (
    AgeBand,
    AnswerSource,
    FollowUp,
    Inquiry,
    InquiryKind,
    InquiryNeed,
    InquiryWorker,
    Referral,
    ReferralCheck,
    RiskFlag,
    Sex,
    TimelineEntry,
    Told,
    UnmetNeed,
    WhyNotTried,
    WorkerRole,
)
from inquiries.states import FOLLOW_UP_MOVES, INQUIRY_MOVES, REFERRAL_MOVES
from tests.factories import (
    ChannelFactory,
    DeclineReasonFactory,
    LifeSituationFactory,
    OfficeFactory,
    OrganisationFactory,
    PlaceFactory,
    ServiceFactory,
    ServiceKindFactory,
    TargetGroupFactory,
    UnmetReasonFactory,
    UserFactory,
)

START = datetime(2025, 12, 28, 21, 30, tzinfo=UTC)  # midnight in Prague and New Year's Eve lie near
SPAN_HOURS = 24 * 9


class RandomDesk:
    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311  nothing secret
        self.offices = [OfficeFactory(), OfficeFactory(name="Pobočka")]
        self.channels = [ChannelFactory(), ChannelFactory(phone=True)]
        self.workers = UserFactory.create_batch(2, worker=True)
        self.situations = LifeSituationFactory.create_batch(3)
        self.places = PlaceFactory.create_batch(2)
        self.groups = TargetGroupFactory.create_batch(2)
        self.services = ServiceFactory.create_batch(2)
        self.organisation = OrganisationFactory()
        self.kinds = ServiceKindFactory.create_batch(2)
        self.sources = [AnswerSource.objects.create(code=f"zdroj-{n}", name=f"zdroj {n}") for n in range(2)]
        self.flags = [RiskFlag.objects.create(code=f"riziko-{n}", name=f"riziko {n}") for n in range(2)]
        self.reasons = [DeclineReasonFactory(), DeclineReasonFactory(code="other", name="jiné")]
        self.unmet_reasons = [UnmetReasonFactory(), UnmetReasonFactory(code="price", name="cena")]
        self.deeds = [getattr(self, name) for name in dir(self) if name.startswith("do_")]

    def step(self) -> None:
        self.random.choice(self.deeds)()

    def moment(self) -> datetime:
        return START + timedelta(minutes=self.random.randrange(SPAN_HOURS * 60))

    def any(self, model):
        """A row of the model, or None while there is none."""
        keys = list(model.objects.order_by("pk").values_list("pk", flat=True))
        return model.objects.get(pk=self.random.choice(keys)) if keys else None

    def facts(self) -> dict:
        place = self.random.choice([*self.places, None])
        return {
            "office": self.random.choice(self.offices),
            "channel": self.random.choice(self.channels),
            "kind": self.random.choice(InquiryKind.values),
            "is_crisis": self.random.random() < 0.3,
            "received_at": self.moment(),
            "minutes_direct": self.random.choice([0, 5, 29, 30, 60]),
            "minutes_indirect": self.random.choice([0, 10]),
            "minutes_travel": self.random.choice([0, 15]),
            "is_group": self.random.random() < 0.2,
            "persons_present": self.random.choice([1, 4]),
            "district": place,
            "is_from_elsewhere": place is None and self.random.random() < 0.5,
            "age_band": self.random.choice(AgeBand.values),
            "sex": self.random.choice(Sex.values),
            "identity": self.random.choice(["anonymous", "code", "contact"]),
            "return_code_hash": self.random.choice(["", "a" * 64, "a" * 64, "b" * 64, "c" * 64]),
            "help_level": self.random.choice([None, 1, 2, 3]),
            "completed_at": self.random.choice([None, self.moment()]),
            "seconds_to_log": self.random.choice([None, 0, 59, 60, 614, 9000]),
        }

    def do_log(self) -> None:
        state = self.random.choice(["draft", "open", "open", "closed"])
        facts = self.facts() | {"state": state, "ended_at": None}
        if state == "closed":
            facts |= {"closing_reason": "informed", "closed_at": facts["received_at"] + timedelta(hours=3)}
        Inquiry.objects.create(**facts)

    def do_log_in_bulk(self) -> None:
        Inquiry.objects.bulk_create([Inquiry(**self.facts(), state="open") for _ in range(4)])

    def do_change(self) -> None:
        if inquiry := self.any(Inquiry):
            for name, value in self.facts().items():
                setattr(inquiry, name, value)
            inquiry.save()

    def do_move_all_by_a_day(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE inquiries_inquiry SET received_at = received_at + interval '1 day' WHERE id %% 5 = %s",
                [self.random.randrange(5)],
            )

    def do_change_office_in_bulk(self) -> None:
        Inquiry.objects.filter(kind=self.random.choice(InquiryKind.values)).update(
            office=self.random.choice(self.offices)
        )

    def do_forget_a_code(self) -> None:
        """As an erasure asked for by the person does."""
        if inquiry := self.any(Inquiry):
            Inquiry.objects.filter(pk=inquiry.pk).update(return_code_hash="")

    def do_give_a_code(self) -> None:
        if inquiry := self.any(Inquiry):
            Inquiry.objects.filter(pk=inquiry.pk).update(return_code_hash=self.random.choice("abc") * 64)

    def do_go_to_another_state(self) -> None:
        if (inquiry := self.any(Inquiry)) and INQUIRY_MOVES[inquiry.state]:
            inquiry.state = self.random.choice(INQUIRY_MOVES[inquiry.state])
            inquiry.assignee = self.workers[0]
            closed = inquiry.state == "closed"
            inquiry.closed_at = inquiry.received_at + timedelta(hours=self.random.choice([0, 30])) if closed else None
            inquiry.closing_reason = "advised" if closed else ""
            inquiry.waiting_until = self.moment().date()
            inquiry.save()

    def do_delete(self) -> None:
        if self.random.random() < 0.3 and (inquiry := self.any(Inquiry)):
            inquiry.delete()

    def do_need(self) -> None:
        if inquiry := self.any(Inquiry):
            InquiryNeed.objects.get_or_create(
                inquiry=inquiry,
                situation=self.random.choice(self.situations),
                defaults={"order": inquiry.needs.count() + self.random.randrange(3) * 10},
            )

    def do_need_outcome(self) -> None:
        InquiryNeed.objects.filter(situation=self.random.choice(self.situations)).update(
            outcome=self.random.choice(["met", "unmet"])
        )

    def do_lose_a_need(self) -> None:
        if need := self.any(InquiryNeed):
            need.delete()

    def do_worker(self) -> None:
        if inquiry := self.any(Inquiry):
            for worker in self.workers:
                InquiryWorker.objects.get_or_create(
                    inquiry=inquiry, worker=worker, defaults={"role": WorkerRole.HELPED}
                )

    def do_mark(self) -> None:
        if inquiry := self.any(Inquiry):
            inquiry.target_groups.set(self.random.sample(self.groups, self.random.randrange(3)))
            inquiry.answered_from.set(self.random.sample(self.sources, self.random.randrange(3)))
            inquiry.risk_flags.set(self.random.sample(self.flags, self.random.randrange(3)))

    def do_refer(self) -> None:
        if inquiry := self.any(Inquiry):
            where = self.random.choice(
                [{"service": self.services[0]}, {"service": self.services[1]}, {"organisation": self.organisation}]
            )
            how = self.random.choice([{"mode": "sent", "state": "sent"}, {"mode": "contact_given", "state": "draft"}])
            Referral.objects.create(
                inquiry=inquiry,
                target_name="Vymyšlená služba",
                target_email="prijem@sluzba.example",
                created_by=self.workers[0],
                created_at=self.moment(),
                **where,
                **how,
            )

    def do_move_a_referral(self) -> None:
        if (referral := self.any(Referral)) and REFERRAL_MOVES.get(referral.state):
            referral.state = self.random.choice(REFERRAL_MOVES[referral.state])
            referral.save()
            if self.random.random() < 0.5:
                TimelineEntry.objects.create(
                    inquiry=referral.inquiry,
                    referral=referral,
                    actor="partner",
                    deed="referral_moved",
                    at=referral.created_at + timedelta(minutes=self.random.randrange(6000)),
                )
            if referral.state == "declined":
                referral.decline_reasons.set(self.random.sample(self.reasons, self.random.randrange(3)))

    def do_lose_a_referral(self) -> None:
        if self.random.random() < 0.3 and (referral := self.any(Referral)):
            referral.delete()

    def do_tell(self) -> None:
        referral, follow_up = self.any(Referral), self.any(FollowUp)
        if referral and follow_up:
            tried = self.random.choice(Told.values)
            ReferralCheck.objects.update_or_create(
                referral=referral,
                follow_up=follow_up,
                defaults={
                    "tried": tried,
                    "not_tried": self.random.choice(["", *WhyNotTried.values]) if tried == Told.NO else "",
                    "reached": Told.NO if tried == Told.NO else self.random.choice(Told.values),
                    "solved": self.random.choice(Told.values),
                    "by": self.workers[0],
                    "at": self.moment(),
                },
            )

    def do_tell_all_at_one_moment(self) -> None:
        ReferralCheck.objects.filter(solved=self.random.choice(Told.values)).update(at=START)

    def do_tell_of_another(self) -> None:
        """Behind the ORM's back an answer goes to another referral."""
        check, referral = self.any(ReferralCheck), self.any(Referral)
        if check and referral and not check.follow_up.checks.filter(referral=referral).exists():
            ReferralCheck.objects.filter(pk=check.pk).update(referral=referral)

    def do_unsay(self) -> None:
        if self.random.random() < 0.5 and (check := self.any(ReferralCheck)):
            check.delete()

    def do_lose_a_follow_up(self) -> None:
        if self.random.random() < 0.3 and (follow_up := self.any(FollowUp)):
            follow_up.delete()

    def do_plan(self) -> None:
        if inquiry := self.any(Inquiry):
            FollowUp.objects.create(inquiry=inquiry, due_at=self.moment(), owner=self.random.choice(self.workers))

    def do_follow_up(self) -> None:
        if (follow_up := self.any(FollowUp)) and FOLLOW_UP_MOVES.get(follow_up.state):
            follow_up.state = self.random.choice(FOLLOW_UP_MOVES[follow_up.state])
            follow_up.result = "met" if follow_up.state == "done" else ""
            follow_up.finished_at = None if follow_up.state == "planned" else self.moment()
            follow_up.save()

    def do_put_off(self) -> None:
        FollowUp.objects.filter(pk__gt=0).update(due_at=self.moment())

    def do_unmet(self) -> None:
        inquiry = self.any(Inquiry)
        UnmetNeed.objects.create(
            inquiry=self.random.choice([inquiry, None]),
            office=self.random.choice(self.offices),
            situation=self.random.choice(self.situations),
            kind=self.random.choice([*self.kinds, None]),
            district=self.random.choice([*self.places, None]),
            reason=self.random.choice(self.unmet_reasons),
            recorded_by=self.workers[0],
            recorded_at=self.moment(),
        )
