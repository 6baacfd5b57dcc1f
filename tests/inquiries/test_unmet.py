from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from inquiries.models import Deed, UnmetNeed, UnmetState, UnmetStep
from inquiries.states import UNMET_MOVES
from inquiries.unmet import UnmetMoveRefused, move_unmet, moves_for, record_unmet
from tests.factories import (
    InquiryFactory,
    LifeSituationFactory,
    OfficeFactory,
    ServiceFactory,
    UnmetNeedFactory,
    UnmetReasonFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def test_a_need_that_was_not_met_marks_its_situation_and_the_timeline():
    worker, situation, tried = UserFactory(worker=True), LifeSituationFactory(), ServiceFactory()
    inquiry = InquiryFactory(open=True, situation=situation)

    need = record_unmet(
        by=worker,
        office=inquiry.office,
        situation=situation,
        reason=UnmetReasonFactory(),
        inquiry=inquiry,
        tried=[tried],
        workaround="Zatím u sestry.",
    )

    assert inquiry.needs.get().outcome == "unmet"
    assert list(need.tried.all()) == [tried]
    assert inquiry.timeline.get().deed == Deed.UNMET_RECORDED


def test_a_partner_may_report_one_without_an_inquiry():
    need = record_unmet(
        by=UserFactory(worker=True),
        office=OfficeFactory(),
        situation=LifeSituationFactory(),
        reason=UnmetReasonFactory(),
        source="partner",
    )

    assert need.inquiry is None


def test_a_coordinator_moves_a_need_and_the_inquiry_tells_of_it(coordinator):
    inquiry = InquiryFactory(open=True)
    need = UnmetNeedFactory(inquiry=inquiry)

    move_unmet(need, UnmetState.HANDED_OVER, by=coordinator)
    move_unmet(need, UnmetState.REJECTED, by=coordinator, note="Kraj tu síť rozšiřovat nebude.")

    need.refresh_from_db()
    assert need.state == "rejected"
    assert [(step.before, step.after) for step in need.steps.all()] == [
        ("new", "handed_over"),
        ("handed_over", "rejected"),
    ]
    assert [entry.after for entry in inquiry.timeline.filter(deed=Deed.UNMET_MOVED)] == ["handed_over", "rejected"]


@pytest.mark.parametrize("state", UnmetState)
def test_a_worker_only_confirms(state, worker, coordinator):
    allowed = (UnmetState.CONFIRMED,) if state == UnmetState.NEW else ()

    assert moves_for(worker, state) == allowed
    assert moves_for(coordinator, state) == UNMET_MOVES[state]
    assert moves_for(UserFactory(), state) == ()


def test_a_step_that_nobody_allows_changes_nothing(worker):
    need = UnmetNeedFactory()

    with pytest.raises(UnmetMoveRefused):
        move_unmet(need, UnmetState.SOLVED, by=worker, note="Už je.")

    need.refresh_from_db()
    assert (need.state, need.steps.count()) == ("new", 0)


def test_an_end_without_a_word_why_is_refused_here_and_in_the_database(coordinator):
    need = UnmetNeedFactory()

    with pytest.raises(UnmetMoveRefused):
        move_unmet(need, UnmetState.SOLVED, by=coordinator)
    with pytest.raises(IntegrityError, match="unmet_step_says_why"), transaction.atomic():
        UnmetStep.objects.create(need=need, by=coordinator, before="new", after="solved")


@pytest.mark.parametrize("state", ["planned", "nonsense"])
def test_the_database_refuses_a_move_past_the_table(state):
    need = UnmetNeedFactory()

    with pytest.raises(Exception, match="transition"), transaction.atomic():
        UnmetNeed.objects.filter(pk=need.pk).update(state=state)


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        ({"source": "partner", "of_inquiry": True}, "unmet_need_of_an_inquiry_says_so"),
        ({"source": "dream"}, "unmet_need_has_a_known_source"),
    ],
)
def test_the_database_knows_where_a_need_comes_from(facts, rule):
    inquiry = InquiryFactory() if facts.pop("of_inquiry", False) else None

    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        UnmetNeedFactory(inquiry=inquiry, **facts)
