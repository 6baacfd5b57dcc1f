import pytest

from catalogue.models import Place, PlaceKey
from catalogue.places.loading import load_shipped_places

pytestmark = pytest.mark.django_db


def test_the_shipped_places_are_loaded_once():
    added = load_shipped_places()
    keys = PlaceKey.objects.count()

    assert added == Place.objects.count() == 2905
    assert load_shipped_places() == 0
    assert PlaceKey.objects.count() == keys


def test_keys_of_an_older_release_are_written_anew():
    load_shipped_places()
    PlaceKey.objects.filter(key__in=["f m", "ova jih"]).delete()

    assert load_shipped_places() == 0
    assert PlaceKey.objects.filter(key="ova jih").exists()


def test_ostrava_is_whole():
    load_shipped_places()

    city = Place.objects.get(kind="municipality", code="554821")

    assert Place.objects.filter(kind="city_district", parent=city).count() == 23
    assert Place.objects.filter(kind="part", lineage__contains=[city.pk]).count() == 37
    assert [place.name for place in Place.objects.containing(city).order_by("pk")] == [
        "Moravskoslezský kraj",
        "Ostrava-město",
        "Ostrava",
    ]


def test_each_lineage_ends_with_the_place_and_begins_with_a_region():
    load_shipped_places()

    regions = set(Place.objects.filter(kind="region").values_list("pk", flat=True))

    assert all(place.lineage[-1] == place.pk and place.lineage[0] in regions for place in Place.objects.all())


def test_an_editors_change_survives_loading_again():
    load_shipped_places()
    Place.objects.filter(name="Opava", kind="municipality").update(context="okres Opava", lat=49.9)

    load_shipped_places()

    assert Place.objects.get(name="Opava", kind="municipality").context == "okres Opava"
