import pytest

from catalogue.places.loading import load_shipped_places


@pytest.fixture(scope="module")
def shipped_places(django_db_setup, django_db_blocker):
    """The shipped gazetteer, loaded once for a module and gone after it."""
    from catalogue.models import Place, PlaceKey

    with django_db_blocker.unblock():
        load_shipped_places()
    yield
    with django_db_blocker.unblock():
        PlaceKey.objects.all().delete()
        Place.objects.update(parent=None)
        Place.objects.all().delete()
