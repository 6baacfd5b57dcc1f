"""How fast places are found in the whole country: run with SOCIOPOINT_BENCH=1, it takes some two minutes."""

import os
import random
import time

import pytest
from django.db import connection

from catalogue.models import Place, PlaceKey
from catalogue.places.finding import find_places
from catalogue.places.importing import import_archive
from catalogue.places.keys import typed
from catalogue.places.spotting import spot_place
from tests.catalogue.make_addresses import MUNICIPALITIES, country, make

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not os.environ.get("SOCIOPOINT_BENCH"), reason="a bench: set SOCIOPOINT_BENCH=1"),
    pytest.mark.skipif(not MUNICIPALITIES.exists(), reason=f"{MUNICIPALITIES} is not here: the country cannot be made"),
]


def percentiles(function, inputs):
    """Milliseconds over the inputs, each the best of five runs: what it costs, not what else the machine does."""
    taken = sorted(min(once(function, text) for _run in range(5)) for text in inputs)
    return taken[len(taken) // 2], taken[int(len(taken) * 0.95)]


def once(function, text):
    start = time.perf_counter()
    function(text)
    return (time.perf_counter() - start) * 1000


def test_suggestions_for_the_whole_country_come_in_two_milliseconds(tmp_path, shipped_places, capsys):
    make(tmp_path / "country.zip", country(), 200_000)
    import_archive(tmp_path / "country.zip")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE) catalogue_place, catalogue_placekey, catalogue_addresspoint")
    names = [typed(name) for name in Place.objects.order_by("?").values_list("name", flat=True)[:500]]
    shorter = [name[: random.randint(2, 9)].strip() for name in names]  # noqa: S311  no secret

    typing = percentiles(find_places, [text for text in shorter if len(text) > 1])
    sentences = percentiles(spot_place, [f"pečovatelská služba pro maminku {name}" for name in names])

    with capsys.disabled():
        print(f"\n{Place.objects.count()} places, {PlaceKey.objects.count()} keys")  # noqa: T201  a bench
        for what, (middle, slowest) in {"suggestion": typing, "sentence": sentences}.items():
            print(f"{what}: {middle:.2f} ms, p95 {slowest:.2f} ms")  # noqa: T201
    assert typing[1] <= 2
