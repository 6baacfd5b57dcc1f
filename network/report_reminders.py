"""Letters to whoever has not handed in: a week before the day, and once after it. One for all services of an organisation."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from catalogue.models import Organisation
from network.dates import day
from network.letter_boxes import addresses_of
from network.letters import send_letter
from network.models import FILLED_IN, IndicatorReport, MailPurpose, ReportingPeriod, ReportReminder, ReportState
from sociopoint.context import desk

AHEAD = timedelta(days=7)
LATE_FOR = timedelta(days=14)
"""Later it is a matter for a call: the overview of the period has the numbers."""
SOON, LATE = "soon", "late"
MOST_NAMED = 20


def remind_to_report(today: date) -> int:
    """How many letters were written."""
    periods = ReportingPeriod.objects.filter(reminds=True, due_on__gte=today - LATE_FOR, due_on__lte=today + AHEAD)
    return sum(_remind_of(period, today) for period in periods)


def _remind_of(period: ReportingPeriod, today: date) -> int:
    kind = LATE if period.due_on < today else SOON
    missing: dict[Organisation, list[IndicatorReport]] = defaultdict(list)
    told = period.reminders.filter(kind=kind).values("organisation")
    rows = period.reports.filter(state__in=FILLED_IN).exclude(service__organisation__in=told)
    for report in rows.select_related("service__organisation").order_by("service__name", "pk"):
        missing[report.service.organisation].append(report)
    addresses = addresses_of(missing, MailPurpose.STATISTICS)
    return sum(
        _write(period, organisation, reports, kind=kind, address=addresses[organisation.pk], today=today)
        for organisation, reports in missing.items()
        if organisation.pk in addresses
    )


def _write(
    period: ReportingPeriod,
    organisation: Organisation,
    reports: list[IndicatorReport],
    *,
    kind: str,
    address: str,
    today: date,
) -> bool:
    returned = [report.service.name for report in reports if report.state == ReportState.RETURNED]
    missing = [report.service.name for report in reports if report.state != ReportState.RETURNED]
    what = {"period": period.name, "day": day(period.due_on)}
    first = (
        _("výkazy za %(period)s jsme čekali do %(day)s.")
        if kind == LATE
        else _("výkazy za %(period)s čekáme do %(day)s.")
    )
    try:
        with transaction.atomic():
            ReportReminder.objects.create(period=period, organisation=organisation, kind=kind, sent_on=today)
            send_letter(
                to=address,
                subject=_("SOCIOPOINT %(city)s: chybí nám vaše výkazy") % {"city": desk().city},
                paragraphs=[
                    first % what,
                    *([_("Ještě nám chybí: %(names)s.") % {"names": _named(missing)}] if missing else []),
                    *([_("K opravě jsme vám vrátili: %(names)s.") % {"names": _named(returned)}] if returned else []),
                    _("Když se něco nedělo, stačí potvrdit nulu. Když číslo nemáte, napište větu proč."),
                ],
                deed=_("Otevřít výkazy"),
                address=settings.ENVIRONMENT.site_address + reverse("network:indicator-list"),
                key=f"network-reports-{period.pk}-{organisation.pk}-{kind}",
            )
    except IntegrityError:
        return False  # reminded already
    return True


def _named(names: list[str]) -> str:
    more = [_("a další, celkem %(n)d") % {"n": len(names)}] if len(names) > MOST_NAMED else []
    return ", ".join([*names[:MOST_NAMED], *more])
