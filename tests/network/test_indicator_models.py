"""What the tables of manuals and reports refuse."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError

from network.models import IndicatorReport, ReportMove
from tests.factories import UserFactory
from tests.network.factories_indicators import (
    IndicatorDefinitionFactory,
    IndicatorManualFactory,
    IndicatorReportFactory,
    IndicatorValueFactory,
    ManualVersionFactory,
    ReportingPeriodFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("make", "values", "rule"),
    [
        (ManualVersionFactory, {"state": "valid"}, "manual_version_issued_from_a_day"),
        (ManualVersionFactory, {"state": "asleep"}, "manual_version_in_a_known_state"),
        (ManualVersionFactory, {"issued": True, "valid_until": date(2025, 1, 1)}, "manual_version_ends_after"),
        (IndicatorDefinitionFactory, {"from_minutes": 30, "to_minutes": 29}, "definition_minutes_in_order"),
        (IndicatorDefinitionFactory, {"unit_minutes": 0}, "definition_has_a_unit"),
        (IndicatorDefinitionFactory, {"value_kind": "words"}, "definition_of_a_known_kind_of_value"),
        (IndicatorDefinitionFactory, {"usual_from": 9, "usual_to": 8}, "definition_usual_in_order"),
        (ReportingPeriodFactory, {"last": date(2025, 1, 1)}, "reporting_period_in_order"),
        (IndicatorReportFactory, {"state": "sent"}, "report_sent_by_somebody"),
        (IndicatorReportFactory, {"state": "asleep"}, "report_in_a_known_state"),
        (IndicatorValueFactory, {"value": -1}, "value_is_not_negative"),
        (IndicatorValueFactory, {"value": 1, "is_zero_confirmed": True}, "only_a_zero_is_confirmed"),
        (IndicatorValueFactory, {"value": None, "is_zero_confirmed": True}, "only_a_zero_is_confirmed"),
    ],
)
def test_what_must_never_be(make, values, rule):
    with pytest.raises(IntegrityError, match=rule):
        make(**values)


def test_versions_of_a_manual_do_not_overlap():
    manual = IndicatorManualFactory()
    ManualVersionFactory(manual=manual, issued=True, valid_until=date(2026, 6, 30))
    ManualVersionFactory(manual=manual, number=2, state="pilot", valid_from=date(2026, 7, 1))

    with pytest.raises(IntegrityError, match="manual_has_one_version_at_a_time"):
        ManualVersionFactory(manual=manual, number=3, state="valid", valid_from=date(2026, 8, 1))


def test_one_version_is_written_at_a_time():
    manual = IndicatorManualFactory()
    ManualVersionFactory(manual=manual)

    with pytest.raises(IntegrityError, match="manual_has_one_version_in_writing"):
        ManualVersionFactory(manual=manual, number=2)


def test_a_meaning_and_a_code_are_of_one_definition():
    first = IndicatorDefinitionFactory(meaning="contact")
    IndicatorDefinitionFactory(version=first.version)
    IndicatorDefinitionFactory(version=first.version)

    with pytest.raises(IntegrityError, match="definition_means_it_alone"):
        IndicatorDefinitionFactory(version=first.version, meaning="contact")


@pytest.mark.parametrize("deed", ["add", "change", "remove"])
def test_definitions_somebody_reports_by_never_change(deed):
    period = ReportingPeriodFactory()
    definition = IndicatorDefinitionFactory(version=period.version)
    IndicatorReportFactory(period=period)

    with pytest.raises(IntegrityError, match="definitions somebody reports by never change"):
        {
            "add": lambda: IndicatorDefinitionFactory(version=period.version),
            "change": lambda: period.version.definitions.update(name="Jinak"),
            "remove": definition.delete,
        }[deed]()


def test_a_service_reports_once_for_a_period():
    report = IndicatorReportFactory()

    with pytest.raises(IntegrityError, match="service_reports_once_for_a_period"):
        IndicatorReport.objects.create(period=report.period, service=report.service)


def test_a_return_says_why():
    with pytest.raises(IntegrityError, match="report_returned_with_a_reason"):
        ReportMove.objects.create(report=IndicatorReportFactory(), before="sent", after="returned", by=UserFactory())
