from __future__ import annotations

from datetime import date

import factory
from factory.django import DjangoModelFactory

from network.models import (
    IndicatorDefinition,
    IndicatorManual,
    IndicatorReport,
    IndicatorValue,
    ManualVersion,
    ReportingPeriod,
)
from tests.factories import ServiceFactory, UserFactory


class IndicatorManualFactory(DjangoModelFactory):
    class Meta:
        model = IndicatorManual

    name = factory.Sequence(lambda number: f"Manuál {number}")


class ManualVersionFactory(DjangoModelFactory):
    """A draft; `issued` is valid from the beginning of 2026."""

    class Meta:
        model = ManualVersion

    class Params:
        issued = factory.Trait(state="valid", valid_from=date(2026, 1, 1))

    manual = factory.SubFactory(IndicatorManualFactory)
    number = 1


class IndicatorDefinitionFactory(DjangoModelFactory):
    class Meta:
        model = IndicatorDefinition

    version = factory.SubFactory(ManualVersionFactory)
    code = factory.Sequence(lambda number: f"ukazatel-{number}")
    name = factory.Sequence(lambda number: f"Ukazatel {number}")
    unit = "kusů"
    counts = "všechno"


class ReportingPeriodFactory(DjangoModelFactory):
    class Meta:
        model = ReportingPeriod

    version = factory.SubFactory(ManualVersionFactory, issued=True)
    name = "1. pololetí 2026"
    first = date(2026, 1, 1)
    last = date(2026, 6, 30)
    due_on = date(2026, 7, 31)


class IndicatorReportFactory(DjangoModelFactory):
    """Empty; `handed_in` was sent by somebody."""

    class Meta:
        model = IndicatorReport

    class Params:
        handed_in = factory.Trait(
            state="sent", sent_by=factory.SubFactory(UserFactory), sent_at="2026-07-10T10:00:00+00:00"
        )

    period = factory.SubFactory(ReportingPeriodFactory)
    service = factory.SubFactory(ServiceFactory)


class IndicatorValueFactory(DjangoModelFactory):
    class Meta:
        model = IndicatorValue

    report = factory.SubFactory(IndicatorReportFactory)
    definition = factory.SubFactory(IndicatorDefinitionFactory)
    value = 5
