"""A manual in two versions and the reports of one half-year, for trying out. Every number is made up, and said to be."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from django.utils import timezone

from catalogue.models import ServiceKind
from network import manuals, reporting
from network.models import (
    Disproportion,
    IndicatorDefinition,
    IndicatorManual,
    IndicatorReport,
    IndicatorValue,
    Issuer,
    ManualState,
    ManualVersion,
    Meaning,
    ReportingPeriod,
    ReportMove,
    ReportState,
    Rounding,
    Travel,
    ValueKind,
)
from sociopoint.models import Role, User

NAME = "Ukázkový manuál (vymyšlený)"
DEFINITIONS: list[dict[str, Any]] = [
    {
        "code": "kontakt",
        "name": "Kontakty",
        "unit": "kontaktů",
        "value_kind": ValueKind.WHOLE,
        "meaning": Meaning.CONTACT,
        "counts": "rozhovor s jedním člověkem, který trvá 10 až 29 minut",
        "counts_not": "domluvení termínu, telefonát o otevírací době",
        "examples": "rada u okénka, krátký telefonát o dávkách",
        "from_minutes": 10,
        "to_minutes": 29,
    },
    {
        "code": "intervence",
        "name": "Intervence",
        "unit": "intervencí",
        "value_kind": ValueKind.WHOLE,
        "meaning": Meaning.INTERVENTION,
        "counts": "práce s jedním člověkem, která trvá 30 minut a déle",
        "counts_not": "psaní zápisu, porada týmu",
        "examples": "sepsání žádosti, doprovod na úřad",
        "from_minutes": 30,
        "unit_minutes": 60,
    },
    {
        "code": "klienti",
        "name": "Kolik různých lidí",
        "unit": "lidí",
        "value_kind": ValueKind.WHOLE,
        "meaning": Meaning.CLIENTS,
        "counts": "každý člověk jednou za období, i beze jména",
    },
    {
        "code": "novi",
        "name": "Noví lidé",
        "unit": "lidí",
        "value_kind": ValueKind.WHOLE,
        "meaning": Meaning.NEW_CLIENTS,
        "counts": "kdo v tomto roce přišel poprvé",
    },
    {
        "code": "odmitnuti",
        "name": "Odmítnutí zájemci",
        "unit": "lidí",
        "value_kind": ValueKind.WHOLE,
        "meaning": Meaning.REFUSED,
        "counts": "s kým nešlo uzavřít smlouvu z důvodů podle § 91 zákona č. 108/2006 Sb.",
    },
    {
        "code": "hodiny",
        "name": "Hodiny přímé práce",
        "unit": "hodin",
        "meaning": Meaning.DIRECT_HOURS,
        "counts": "hodiny strávené s lidmi",
    },
    {
        "code": "uvazky",
        "name": "Úvazky v přímé péči",
        "unit": "úvazků",
        "usual_from": 1,
        "usual_to": 40,
        "meaning": Meaning.POSTS,
        "counts": "přepočtené celé úvazky",
    },
]
MOST_REPORTS = 24
EXPLAINED = "Vymyšlené vysvětlení na ukázku: přibyla nám jedna pracovnice."
HANDED_IN_OF_TEN = 7
JUNE = 6


def make_up_indicators() -> int:
    """Once, where there are none; by the demo coordinator. How many reports were opened."""
    by = User.objects.filter(is_demo=True, role=Role.COORDINATOR).first()
    if by is None or IndicatorManual.objects.exists():
        return 0
    first, last = last_half_year(timezone.localdate())
    manual = IndicatorManual.objects.create(name=NAME, issuer=Issuer.CITY, is_example=True)
    pilot = manuals.new_version(manual, by=by)
    for order, values in enumerate(DEFINITIONS, start=1):
        IndicatorDefinition.objects.create(version=pilot, order=order, **values)
    manuals.issue(pilot, by=by, state=ManualState.PILOT, valid_from=first)
    asked = manuals.ask(
        pilot.definitions.get(code="intervence"),
        by=by,
        text="Počítá se do intervence cesta za člověkem?",
        organisation=None,
    )
    manuals.answer(asked, by=by, text="Zatím ne. V další verzi se cesta přičte a jednotka bude 30 minut.")
    period = _reports(pilot, first, last, by)
    second = manuals.new_version(manual, by=by)
    second.definitions.filter(code="intervence").update(unit_minutes=30, travel=Travel.ADDED, rounding=Rounding.STARTED)
    manuals.issue(
        second,
        by=by,
        state=ManualState.VALID,
        valid_from=last + timedelta(days=1),
        change_note="cesta se přičítá, jednotka intervence je 30 minut",
    )
    return period.reports.count()


def last_half_year(today: date) -> tuple[date, date]:
    """The half-year that ended last."""
    if today.month > JUNE:
        return date(today.year, 1, 1), date(today.year, 6, 30)
    return date(today.year - 1, 7, 1), date(today.year - 1, 12, 31)


def _reports(version: ManualVersion, first: date, last: date, by: User) -> ReportingPeriod:
    period = ReportingPeriod(
        version=version,
        name=f"{'1' if first.month == 1 else '2'}. pololetí {first.year} (vymyšlená čísla)",
        first=first,
        last=last,
        due_on=last + timedelta(days=31),
    )
    kinds = ServiceKind.objects.filter(code__in=("OSP", "TP", "NDC"))
    reporting.open_period(period, by=by, kinds=kinds)
    kept = list(period.reports.order_by("pk").values_list("pk", flat=True)[:MOST_REPORTS])
    period.reports.exclude(pk__in=kept).delete()
    chance = Random(first.year)  # noqa: S311  the same made-up numbers for everybody
    rows: list[IndicatorReport] = []
    values: list[IndicatorValue] = []
    definitions = list(version.definitions.all())
    for report in period.reports.select_related("service", "period__version__manual"):
        if chance.randrange(10) < HANDED_IN_OF_TEN:
            report.state, report.sent_by, report.sent_at = ReportState.SENT, by, timezone.now()
            rows.append(report)
            values += _values(report, definitions, chance)
    IndicatorReport.objects.bulk_update(rows, ["state", "sent_by", "sent_at"])
    IndicatorValue.objects.bulk_create(values)
    _story(rows, by)
    return period


def _story(rows: list[IndicatorReport], by: User) -> None:
    """How each came to the city, and what looked odd about it, explained."""
    ReportMove.objects.bulk_create(
        ReportMove(
            report=one, before=ReportState.DRAFT, after=ReportState.SENT, by=by, at=one.sent_at or timezone.now()
        )
        for one in rows
    )
    for one in rows:
        reporting.ask_questions(one)
    Disproportion.objects.filter(report__in=rows).update(answer=EXPLAINED)


def _values(report: IndicatorReport, definitions: list[IndicatorDefinition], chance: Random) -> list[IndicatorValue]:
    posts = Decimal(chance.choice(("1", "1.5", "2", "3", "4.5")))
    talks = int(posts * chance.randint(140, 260))
    made = {
        Meaning.POSTS: posts,
        Meaning.DIRECT_HOURS: Decimal(int(posts * 700)),
        Meaning.INTERVENTION: Decimal(talks),
        Meaning.CONTACT: Decimal(int(talks * chance.uniform(0.4, 1.2))),
        Meaning.CLIENTS: Decimal(int(talks * chance.uniform(0.3, 0.6))),
        Meaning.NEW_CLIENTS: Decimal(int(talks * chance.uniform(0.1, 0.3))),
        Meaning.REFUSED: Decimal(chance.choice((0, 0, 0, 1, 3, 7))),
    }
    return [
        IndicatorValue(
            report=report,
            definition=one,
            value=made[Meaning(one.meaning)],
            is_zero_confirmed=not made[Meaning(one.meaning)],
        )
        for one in definitions
    ]
