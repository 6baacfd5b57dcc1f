"""Times the desk's statistics and list on one database, through the code the pages run.

Run by the bench once for each size: `python -m tests.bench.desk ROUNDS` prints JSON.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import date, timedelta
from statistics import median
from time import perf_counter

import django
from django.apps import apps

if not apps.ready:
    django.setup()

from django.db import connection, transaction
from django.db.models import Count
from django.http import QueryDict
from django.test.utils import override_settings
from django.utils import timezone

from inquiries.finding import InquirySearch
from inquiries.lists import desk_lists
from inquiries.models import FollowUp, Inquiry, InquiryState, Office
from inquiries.people import workers_seen_by
from inquiries.statistics.material import Links
from inquiries.statistics.periods import Length, Period, months_later
from inquiries.statistics.raw_sql import RAW_COUNTS
from inquiries.statistics.recount import of_days, recount, runs
from inquiries.statistics.report import make_report
from sociopoint.account_addresses import keep_verified
from sociopoint.models import Role, User
from tests.signing_in import SignedInClient

PAGE = 25
PLAIN_SCAN = """
    SELECT date_trunc('month', received_at AT TIME ZONE 'Europe/Prague'), channel_id, district_id, count(*), sum(minutes_direct)
    FROM inquiries_inquiry WHERE state NOT IN ('draft', 'void') AND received_at >= %s GROUP BY 1, 2, 3
"""


def days_of(period: Period) -> list[date]:
    return [period.first + timedelta(days=n) for n in range(period.days)]


def timed(deed: Callable[[], object], rounds: int) -> dict[str, float]:
    """Milliseconds, the median and the best of the rounds, and what of the median the database took."""
    deed()
    took, in_sql = [], []
    for _round in range(rounds):
        sql: list[float] = []

        def clock(execute, statement, params, many, context, sql=sql):
            began = perf_counter()
            try:
                return execute(statement, params, many, context)
            finally:
                sql.append((perf_counter() - began) * 1000)

        began = perf_counter()
        with connection.execute_wrapper(clock):
            deed()
        took.append((perf_counter() - began) * 1000)
        in_sql.append(sum(sql))
    return {"p50": round(median(took), 2), "best": round(min(took), 2), "sql": round(median(in_sql), 2)}


def report_of(period: Period, offices: list[int]) -> Callable[[], object]:
    """As the page asks for it: an unfinished period until today, compared with as many days."""
    today = timezone.localdate()
    passed = period.until(today)
    compared = period.before(passed=passed.days if passed != period else None)
    links = Links(passed, *(f"/pult/{records}/" for records in ("dotazy", "predani", "chybi", "dohledy")))
    return lambda: make_report(passed, compared, offices=offices, links=links, today=today)


def raw(period: Period) -> Callable[[], object]:
    """The same counts from the records themselves, a month at a time as the recount reads them."""

    def scan() -> None:
        with connection.cursor() as cursor:
            for run in runs(days_of(period)):
                cursor.execute(f"SELECT count(*) FROM ({RAW_COUNTS}) AS raw", of_days(run))

    return scan


def plain_scan(since: date) -> Callable[[], object]:
    def scan() -> None:
        with connection.cursor() as cursor:
            cursor.execute(PLAIN_SCAN, [since])
            cursor.fetchall()

    return scan


def recount_and_forget(period: Period) -> Callable[[], object]:
    """Rolled back, so that every round finds the same table."""

    def again() -> None:
        with transaction.atomic():
            recount(days_of(period))
            transaction.set_rollback(True)

    return again


def page_of(query: str, user: User) -> Callable[[], object]:
    """The first rows of the list, without what the page draws around them."""
    lists, workers = desk_lists(), list(workers_seen_by(user))

    def read() -> None:
        search = InquirySearch(QueryDict(query), lists=lists, workers=workers, user=user)
        found, _unknown = search.inquiries(Inquiry.objects.visible_to(user))
        list(found[: PAGE + 1])

    return read


def whole_page(client: SignedInClient, address: str) -> Callable[[], object]:
    """With all that is drawn around the rows, as the worker waits for it."""

    def read() -> None:
        answer = client.get(address)
        assert answer.status_code == 200, f"{address}: {answer.status_code}"

    return read


def busiest_worker() -> User:
    """Whom most promises wait for: Today of nobody is longer. The load's worker cannot sign in, so here they may."""
    most = FollowUp.objects.planned().values("owner").annotate(number=Count("pk")).order_by("-number").first()
    User.objects.filter(pk=most["owner"]).update(is_active=True, is_demo=False)
    return User.objects.get(pk=most["owner"])


def measure(rounds: int) -> dict[str, object]:
    today = timezone.localdate()
    month = Period.starting(Length.MONTH, months_later(today.replace(day=1), -1))
    year = Period.starting(Length.YEAR, date(today.year - 1, 1, 1))
    five = Period(Length.DAYS, date(today.year - 4, 1, 1), month.last)
    offices = list(Office.objects.values_list("pk", flat=True))
    coordinator = User.objects.create_user("lavice@sociopoint.example", None, Role.COORDINATOR)
    middle = (five.first + (five.last - five.first) / 2).isoformat()
    few = max(1, rounds // 4)
    worker, client = busiest_worker(), SignedInClient()
    newest = Inquiry.objects.visible_to(worker).exclude(state=InquiryState.DRAFT).latest("pk").public_id
    keep_verified(worker)
    client.force_login(worker)
    return {
        "inquiries": Inquiry.objects.count(),
        "size_mb": _sizes(),
        "report_month": timed(report_of(month, offices), rounds),
        "report_year": timed(report_of(year, offices), rounds),
        "report_this_month": timed(report_of(Period.starting(Length.MONTH, today.replace(day=1)), offices), rounds),
        "report_this_year": timed(report_of(Period.starting(Length.YEAR, date(today.year, 1, 1)), offices), rounds),
        "report_five_years": timed(report_of(five, offices), rounds),
        "raw_month": timed(raw(month), few),
        "raw_five_years": timed(raw(five), 1),
        "plain_scan": timed(plain_scan(five.first), few),
        "recount_month": timed(recount_and_forget(month), few),
        "recount_day": timed(recount_and_forget(Period(Length.DAYS, month.first, month.first)), few),
        "list_newest": timed(page_of("", coordinator), rounds),
        "list_counted": timed(page_of("stav=pocitane", coordinator), rounds),
        "list_channel": timed(page_of("kanal=web", coordinator), rounds),
        "list_month_crisis": timed(page_of(f"od={middle}&krize=on", coordinator), rounds),
        "list_language": timed(page_of("jazyk=pl", coordinator), rounds),
        "list_hour": timed(page_of("stav=pocitane&hodina=20", coordinator), rounds),
        "list_weekday": timed(page_of("stav=pocitane&den=7", coordinator), rounds),
        "list_situation": timed(page_of("situace=exekuce", coordinator), rounds),
        "page_today": timed(whole_page(client, "/pult/"), rounds),
        "page_today_desk": timed(whole_page(client, "/pult/?kdo=pult"), rounds),
        "page_list": timed(whole_page(client, "/pult/dotazy/"), rounds),
        "page_inquiry": timed(whole_page(client, f"/pult/dotazy/{newest}/"), rounds),
    }


def _sizes() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_total_relation_size('inquiries_inquiry') / 1048576, pg_total_relation_size('inquiries_tally') / 1048576"
        )
        inquiries, tallies = cursor.fetchone()
        cursor.execute("SELECT span, count(*) FROM inquiries_tally GROUP BY span")
        return {"inquiries": inquiries, "tallies": tallies} | {f"rows_{span}": n for span, n in cursor.fetchall()}


if __name__ == "__main__":
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        json.dump(measure(int(sys.argv[1])), sys.stdout)
