"""Times the lists of a large network as whole pages, in this process: the clock, and the processor on both sides.

Run by the bench once: `python -m tests.bench.network ROUNDS` prints JSON.
"""

from __future__ import annotations

import json
import sys
from statistics import median
from time import perf_counter, process_time

import django
from django.apps import apps

if not apps.ready:
    django.setup()

from django.db import connection
from django.test.utils import CaptureQueriesContext, override_settings
from django.utils import timezone

from network.models import Meeting, Person, Position, ReportingPeriod, WorkingGroup
from sociopoint.account_addresses import keep_verified
from sociopoint.models import Role, User
from tests.bench.load import part
from tests.bench.machine import cpu_seconds
from tests.signing_in import SignedInClient

HALF = "SELECT id FROM network_position ORDER BY id OFFSET (SELECT count(*) / 2 FROM network_position) LIMIT 1"


def asked() -> dict[str, list[str]]:
    """What each list is asked: as it opens, far inside, by each filter, by words that many and few rows meet."""
    with connection.cursor() as cursor:
        cursor.execute(HALF)
        (middle,) = cursor.fetchone()
    person, group = Person.objects.order_by("pk")[5], WorkingGroup.objects.order_by("pk")[5]
    meeting, period = Meeting.objects.filter(state="approved").first(), ReportingPeriod.objects.get()
    organisation = Position.objects.get(pk=middle).organisation_id
    day = timezone.localdate().replace(month=1, day=1).isoformat()
    return {
        "people": ["lide/", f"lide/?po={middle}"],
        "people by words": [
            f"lide/?q={words}" for words in ("dluhy", "javor", "zkusebni 04711", "šípek bydlení", "xyz")
        ],
        "people by filters": ["lide/?situace=bydleni", f"lide/?den={day}", f"lide/?q=dub&den={day}&situace=davky"],
        "organisations": ["organizace/", f"organizace/?po={organisation}"],
        "organisations by words": [f"organizace/?q={words}" for words in ("javor", "01234", "zkusebni", "xyz")],
        "organisations by kind": ["organizace/?druh=hospital", "organizace/?druh=hospital&q=dub"],
        "meetings": ["jednani/", "jednani/?strana=80", "jednani/?strana=166"],
        "meetings by filters": [f"jednani/?skupina={group.pk}", "jednani/?stav=approved", "jednani/?stav=held"],
        "meetings by words": [f"jednani/?q={words}" for words in ("xyz", "zk07", f"bod&skupina={group.pk}")],
        "meetings by words that stand everywhere": [f"jednani/?q={words}" for words in ("zkušební", "zkušební bod")],
        "groups": ["skupiny/", f"skupiny/{group.pk}/"],
        "tasks": [f"ukoly/?ktere={which}" for which in ("moje", "vsechny", "po-terminu", "skoncene")],
        "calendar": ["kalendar/"],
        "one of each": [f"lide/{person.pk}/", f"organizace/{organisation}/", f"jednani/{meeting.pk}/"],
        "reports of a period": [f"ukazatele/obdobi/{period.pk}/", f"ukazatele/obdobi/{period.pk}/?stav=draft"],
    }


def backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (number,) = cursor.fetchone()
    return int(number)


def timed(client: SignedInClient, addresses: list[str], rounds: int) -> dict[str, float]:
    """Milliseconds of a page over all addresses: p50 and p95 of the clock and of our processor time, mean of PostgreSQL's."""
    queries = 0
    for address in addresses:
        with CaptureQueriesContext(connection) as caught:
            answer = client.get(f"/sit/{address}")
        assert answer.status_code == 200, f"{address}: {answer.status_code}"
        queries = max(queries, len(caught))
    clock, own = [], []
    database_before, number = cpu_seconds(backend()), backend()
    for _round in range(rounds):
        for address in addresses:
            began, spent = perf_counter(), process_time()
            client.get(f"/sit/{address}")
            own.append((process_time() - spent) * 1000)
            clock.append((perf_counter() - began) * 1000)
    database = (cpu_seconds(number) - database_before) * 1000 / len(clock)
    return {
        "p50": round(median(clock), 1),
        "p95": round(part(clock, 95), 1),
        "cpu_p50": round(median(own), 1),
        "cpu_p95": round(part(own, 95), 1),
        "postgres_cpu": round(database, 1),
        "queries": queries,
    }


def measure(rounds: int) -> dict[str, object]:
    figures: dict[str, object] = {}
    for role, positions in ((Role.COORDINATOR, 0), (Role.PARTNER, 1)):
        user = User.objects.create_user(f"{role}@lavice.example", None, role)
        keep_verified(user)
        for position in Position.objects.filter(until=None, person__user=None).order_by("pk")[:positions]:
            Person.objects.filter(pk=position.person_id).update(user=user)
        client = SignedInClient()
        client.force_login(user)
        client.get("/sit/lide/")  # what every process reads once
        pages = asked()
        if role == Role.PARTNER:
            del pages["reports of a period"], pages["one of each"]
        figures |= {f"{role}: {name}": timed(client, addresses, rounds) for name, addresses in pages.items()}
    return {"people": Person.objects.count(), "meetings": Meeting.objects.count(), "pages": figures}


if __name__ == "__main__":
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        json.dump(measure(int(sys.argv[1])), sys.stdout)
