"""Manuals and reports: a partner's own reports, the city's overview, the coordinator's manuals."""

from __future__ import annotations

from sociopoint.models import User
from tests.addresses.roles import COORDINATORS, DESK, NETWORK
from tests.factories import ServiceFactory
from tests.network.factories import PersonFactory, PositionFactory
from tests.network.factories_indicators import (
    IndicatorDefinitionFactory,
    IndicatorReportFactory,
    ManualVersionFactory,
    ReportingPeriodFactory,
)

BASE = "sit/ukazatele/"
MANUAL, PERIOD, REPORT = (f"{BASE}{part}/<int:pk>/" for part in ("manual", "obdobi", "vykazy"))
KEEPERS = NETWORK - {"worker"}
OPENS_TO = {
    BASE: NETWORK,
    f"{BASE}manual/novy/": COORDINATORS,
    MANUAL: NETWORK,
    f"{MANUAL}nova-verze/": COORDINATORS,
    f"{MANUAL}vydat/": COORDINATORS,
    f"{MANUAL}ukazatel/": COORDINATORS,
    f"{MANUAL}otazka/": NETWORK,
    f"{BASE}ukazatel/<int:pk>/": COORDINATORS,
    f"{BASE}otazky/<int:pk>/odpoved/": COORDINATORS,
    f"{BASE}obdobi/nove/": COORDINATORS,
    PERIOD: DESK,
    f"{PERIOD}pripominky/": COORDINATORS,
    f"{PERIOD}vykazy.csv": DESK,
    f"{PERIOD}vykazy.xlsx": DESK,
    REPORT: NETWORK,
    f"{REPORT}sablona.xlsx": NETWORK,
    f"{REPORT}nahrat/": NETWORK,
    f"{REPORT}odeslat/": KEEPERS,
    f"{REPORT}vysvetleni/": COORDINATORS,
    f"{REPORT}vratit/": COORDINATORS,
    f"{REPORT}prijmout/": COORDINATORS,
    f"{REPORT}uzamknout/": COORDINATORS,
}
POST_ONLY = {
    f"{MANUAL}nova-verze/",
    f"{MANUAL}vydat/",
    f"{MANUAL}otazka/",
    f"{BASE}otazky/<int:pk>/odpoved/",
    f"{PERIOD}pripominky/",
    f"{REPORT}nahrat/",
    f"{REPORT}odeslat/",
    f"{REPORT}vysvetleni/",
    f"{REPORT}vratit/",
    f"{REPORT}prijmout/",
    f"{REPORT}uzamknout/",
}


def examples(user: User | None) -> dict[str, str]:
    """A report of the organisation `user` speaks for, an issued manual with a question, a draft beside it."""
    period = ReportingPeriodFactory()
    definition = IndicatorDefinitionFactory(version=period.version)
    question = definition.questions.create(asked_by=IndicatorReportFactory(handed_in=True).sent_by, text="Jak?")
    service = ServiceFactory()
    PositionFactory(person=PersonFactory(user=user), organisation=service.organisation)
    report = IndicatorReportFactory(period=period, service=service)
    draft = ManualVersionFactory(manual=period.version.manual, number=2)
    written = IndicatorDefinitionFactory(version=draft)
    numbers = {
        f"{MANUAL}ukazatel/": draft.pk,
        MANUAL: period.version.pk,
        f"{BASE}ukazatel/<int:pk>/": written.pk,
        f"{BASE}otazky/<int:pk>/": question.pk,
        PERIOD: period.pk,
        REPORT: report.pk,
    }
    return {
        route: "/"
        + route.replace("<int:pk>", str(next(pk for start, pk in numbers.items() if route.startswith(start))))
        for route in OPENS_TO
        if "<" in route
    }
