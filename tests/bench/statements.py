"""Times every SQL statement of searches, suggestions and pages in this process, through the code the pages run.

Run by the bench once for each database: `python -m tests.bench.statements ROUNDS` prints JSON.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter
from urllib.parse import urlencode

import django
from django.apps import apps

if not apps.ready:
    django.setup()

from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from catalogue import kept_answers
from catalogue.knowledge import knowledge
from catalogue.models import Place, Service
from catalogue.origins import locate
from catalogue.places.finding import find_places
from catalogue.question import read_question
from catalogue.search import search
from sociopoint.ready import Kept
from tests.bench.load import part
from tests.bench.queries import TYPED_PLACES, classes, mix

Timed = list[list[float]]  # for each thing done, the milliseconds of SQL in each round


@contextmanager
def clock(times: list[float]) -> Iterator[None]:
    """Collects the milliseconds of each statement, from sending it to having its rows."""

    def timed(execute, sql, params, many, context):
        started = perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            times.append((perf_counter() - started) * 1000)

    with connection.execute_wrapper(timed):
        yield


def sql_of(deed: Callable[[], object]) -> tuple[float, int]:
    """Milliseconds of all its SQL together, and the number of its statements."""
    times: list[float] = []
    with clock(times):
        deed()
    return sum(times), len(times)


def ask(parameters: dict[str, str]) -> Callable[[], object]:
    """The search without the place: its statement, or two where the set is large."""
    known = knowledge()
    asked = read_question(QueryDict(urlencode(parameters)), known.kind_codes, known.group_ids, known.situation_ids)
    located = locate(asked, known)
    return lambda: search(located.question, located.origin, known, timezone.localtime())


def time_all(deeds: list[Callable[[], object]], rounds: int) -> dict[str, object]:
    """Once to warm up, then in rounds, so that a disturbance does not fall on one deed alone."""
    statements = max(sql_of(deed)[1] for deed in deeds)
    times: Timed = [[] for _deed in deeds]
    for _round in range(rounds):
        for deed, kept in zip(deeds, times, strict=True):
            kept.append(sql_of(deed)[0])
    every = [one for kept in times for one in kept]
    quietest = [min(kept) for kept in times]
    return {
        "p50": round(part(every, 50), 2),
        "p95": round(part(every, 95), 2),
        "quiet_p50": round(part(quietest, 50), 2),
        "quiet_p95": round(part(quietest, 95), 2),
        "mean": round(sum(quietest) / len(quietest), 2),
        "statements": statements,
        "samples": len(every),
    }


def names_asked() -> list[str]:
    """Words that stand in names of organisations and that the lexicon does not know: frequent ones and rare ones."""
    lexicon = knowledge().lexicon
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word FROM (SELECT word, count(*) AS n FROM catalogue_organisation,"
            " unnest(string_to_array(name, ' ')) word WHERE word ~ '^[A-ZÁ-Ž][a-zá-ž]{4,}$' AND id < 1000000"
            " GROUP BY word) w ORDER BY n DESC, word LIMIT 300"
        )
        words = [word for (word,) in cursor.fetchall()]
    names = [word for word in words if word.casefold() in [u.casefold() for u in lexicon.understand(word).unknown]]
    return [*names[:2], *names[len(names) // 2 :][:1], *names[-1:]]


def measure(rounds: int) -> dict[str, object]:
    client = Client(HTTP_HOST="localhost")
    ids = list(Service.objects.offered().order_by("pk").values_list("pk", flat=True))
    services = Service.objects.filter(pk__in=ids[:: max(1, len(ids) // 60)][:60])
    asked = classes(names_asked())
    return {
        "search": {name: time_all([ask(each) for each in all_of], rounds) for name, all_of in asked.items()},
        "search page": time_all([_page(client, path) for path in mix()], rounds),
        "search page, first met": time_all([_first_met(client, path) for path in mix()], rounds),
        "service page": time_all([_page(client, each.get_absolute_url()) for each in services], rounds),
        "suggestions": time_suggestions(rounds),
    }


def time_suggestions(rounds: int) -> dict[str, object]:
    deeds = [(lambda text=text: find_places(text)) for text in TYPED_PLACES]
    return time_all(deeds, rounds) | {"places": Place.objects.count()}


def _page(client: Client, path: str) -> Callable[[], object]:
    def get() -> None:
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)

    return get


def _first_met(client: Client, path: str) -> Callable[[], object]:
    """The page as if nobody had asked this before; cards are kept, as in any process that has worked for a while."""
    get = _page(client, path)

    def forgetful() -> None:
        kept_answers._kept = Kept(kept_answers.MOST)
        get()

    return forgetful


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measure(int(sys.argv[1]))))
