from __future__ import annotations

import pytest

from inquiries.models import Deed
from inquiries.unmet import record_unmet
from tests.factories import (
    InquiryFactory,
    LifeSituationFactory,
    OfficeFactory,
    ServiceFactory,
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
    )

    assert need.inquiry is None
