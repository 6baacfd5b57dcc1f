import io
import struct
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from catalogue.models import AddressPoint, Place, PlaceKey, Precision
from catalogue.places import archive
from catalogue.places.archive import to_wgs84
from catalogue.places.contexts import kilometres
from catalogue.places.finding import resolve
from tests.catalogue.make_addresses import HEADER
from tests.factories import FacilityFactory

SAMPLE = Path(__file__).resolve().parents[1] / "addresses" / "sample.zip"
ROW = "1;500011;Želechovice;;;;;19556;Želechovice;;;č.p.;12;;;76311;517000.00;1165000.00;2020-01-01T00:00:00"


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("report")]


@pytest.fixture(scope="module")
def report(shipped_places, django_db_blocker):
    """The sample imported once for this module; what its import said."""
    with django_db_blocker.unblock():
        yield run(SAMPLE)
        AddressPoint.objects.all().delete()


def run(path):
    output = io.StringIO()
    call_command("import_addresses", str(path), stdout=output)
    return output.getvalue()


@pytest.fixture
def make_archive(tmp_path):
    def make(*rows, header=HEADER, encoding="cp1250", name="20261031_OB_500011_ADR.csv"):
        path = tmp_path / "archive.zip"
        with zipfile.ZipFile(path, "w") as file:
            file.writestr(name, "\r\n".join([header, *rows]).encode(encoding) + b"\r\n")
        return path

    return make


@pytest.mark.parametrize(
    ("westing", "southing", "lat", "lon"),
    [
        (469897.98, 1100936.86, 49.8417, 18.2916),  # Ostrava, New Town Hall
        (568990.997, 1050538.643, 50.20827, 16.84827),  # the example of EPSG's guidance note 7-2, moved to WGS 84
    ],
)
def test_positions_are_converted_to_within_ten_metres(westing, southing, lat, lon):
    [(found_lat, found_lon)] = to_wgs84([westing], [southing])

    assert kilometres(found_lat, found_lon, lat, lon) < 0.01


def test_the_sample_is_imported(report):
    assert "Adres v archivu: 401" in report
    assert "Přidaných: 401" in report
    assert AddressPoint.objects.count() == 401


def test_a_second_run_changes_nothing_and_says_so():
    places, keys = Place.objects.count(), PlaceKey.objects.count()

    assert "Beze změny" in run(SAMPLE)
    assert (Place.objects.count(), PlaceKey.objects.count()) == (places, keys)


def test_shipped_places_get_their_codes_and_no_twins():
    assert Place.objects.get(kind="municipality", name="Opava").code == "505927"
    assert Place.objects.filter(kind="city_district", name="Poruba").count() == 1
    assert Place.objects.filter(kind="municipality", name="Vřesina").exclude(code="").get().code == "506753"


def test_a_street_lies_in_its_part_district_and_town():
    street = Place.objects.get(kind="street", name="Prokešovo náměstí")

    assert [place.name for place in Place.objects.filter(pk__in=street.lineage).order_by("pk")] == [
        "Moravskoslezský kraj",
        "Ostrava-město",
        "Ostrava",
        "Moravská Ostrava a Přívoz",
        "Moravská Ostrava",
        "Prokešovo náměstí",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Prokešovo náměstí 8, Ostrava",
        "prokesovo nam. 1803/8",
        "Ostrava, Prokešovo náměstí 8",
        "Prokešovo náměstí 8, 702 00 Ostrava",
        "Prokešovo náměstí 1803/8 Moravská Ostrava",
        "Ostrava Prokešovo náměstí 8",
        "Prokešovo náměstí 1803/8 (Ostrava, Moravská Ostrava a Přívoz)",
    ],
)
def test_an_address_is_found_however_it_is_written(text):
    place = resolve(text).place

    assert place is not None
    assert (place.name, place.lat, place.lon, place.precision) == (
        "Prokešovo náměstí 1803/8",
        49.8417,
        18.2916,
        Precision.ADDRESS,
    )


def test_a_village_without_streets_has_addresses_too():
    place = resolve("Vřesina 3").place

    assert place is not None
    assert (place.name, place.precision) == ("Vřesina 3", Precision.ADDRESS)


def test_an_unknown_number_gives_the_street():
    place = resolve("Prokešovo náměstí 9999, Ostrava").place

    assert place is not None
    assert (place.name, place.precision) == ("Prokešovo náměstí", Precision.STREET)


@pytest.mark.parametrize("text", ["Havířov-Šumbark", "havirov sumbark", "Šumbark", "736 01"])
def test_places_of_the_archive_are_found(text):
    assert resolve(text).place is not None
    assert not resolve(text).is_guess


def test_an_address_that_is_gone_is_removed_and_a_moved_one_moves(make_archive):
    moved = ROW.replace("517000.00", "517010.00")
    run(make_archive(ROW, ROW.replace("1;", "2;", 1)))
    before = AddressPoint.objects.get(pk=1).lon
    assert AddressPoint.objects.count() == 403

    report = run(make_archive(moved))

    assert "Změněných: 1" in report
    assert "Zrušených: 1" in report
    assert AddressPoint.objects.get(pk=1).lon != before


def test_addresses_of_other_municipalities_are_left_alone(make_archive):
    run(make_archive(ROW))

    assert AddressPoint.objects.count() == 402


def test_an_address_without_a_position_is_left_out_and_counted(make_archive):
    without = ROW.replace("517000.00;1165000.00", ";").replace("1;", "2;", 1)
    rows = [ROW.replace("1;", f"{number};", 1) for number in range(10, 60)]

    report = run(make_archive(*rows, without))

    assert "Adres bez polohy, vynechaných: 1" in report
    assert AddressPoint.objects.count() == 451


@pytest.mark.parametrize(
    ("rows", "options", "message"),
    [
        ([ROW], {"header": "a;b;c"}, "nemá sloupce adresních míst"),
        ([ROW, "1;2;3"], {}, "řádek, který není adresou: 1;2;3"),
        ([ROW, ROW], {}, "Adresní místo 1 je v archivu dvakrát."),
        ([ROW.replace("500011", "abc")], {}, "řádek, který není adresou"),
        ([ROW.replace("76311", "x")], {}, "řádek, který není adresou"),
        ([ROW.replace("517000.00", "nan")], {}, "řádek, který není adresou"),
        ([ROW.replace("Želechovice", "")], {}, "řádek, který není adresou"),
        ([], {}, "není žádná adresa"),
        ([ROW.replace("517000.00;1165000.00", "1165000.00;517000.00")], {}, "nemá polohu v Česku"),
        ([ROW.replace("500011", "9" * 30)], {}, "příliš dlouhý"),
        ([ROW], {"name": "a.txt"}, "není žádný soubor CSV"),
        ([ROW.replace("Želechovice", "x" * 121)], {}, "příliš dlouhý"),
        ([ROW.replace("Želechovice", "x\x00")], {}, "příliš dlouhý|poškozený"),
    ],
)
def test_a_malformed_archive_gets_one_line_and_an_untouched_database(make_archive, rows, options, message):
    places = Place.objects.count()

    with pytest.raises(CommandError, match=message) as raised:
        run(make_archive(*rows, **options))

    assert "\n" not in str(raised.value)
    assert (Place.objects.count(), AddressPoint.objects.count()) == (places, 401)


@pytest.mark.parametrize("damage", ["missing", "text", "cut", "bits"])
def test_a_damaged_file_gets_one_line(tmp_path, damage):
    path, content = tmp_path / "damaged.zip", bytearray(SAMPLE.read_bytes())
    if damage == "text":
        path.write_text("no archive")
    elif damage == "cut":
        path.write_bytes(content[: len(content) // 2])
    elif damage == "bits":
        content[100:200] = b"\xff" * 100
        path.write_bytes(content)

    with pytest.raises(CommandError, match=r"damaged\.zip|poškozený"):
        run(path)


def test_a_file_shorter_than_its_archive_says_is_refused(make_archive):
    path = make_archive(ROW)
    content = bytearray(path.read_bytes())
    sizes = content.rfind(b"PK\x01\x02") + 20
    packed, unpacked = struct.unpack_from("<II", content, sizes)
    struct.pack_into("<II", content, sizes, packed + 5000, unpacked + 5000)
    path.write_bytes(content)

    with pytest.raises(CommandError, match="poškozený"):
        run(path)


@pytest.mark.parametrize(("limit", "files"), [("LARGEST_FILE", 1), ("LARGEST_IN_ALL", 3)])
def test_an_archive_that_blows_up_is_refused_before_it_is_unpacked(tmp_path, monkeypatch, limit, files):
    """A line without an end would be read whole."""
    monkeypatch.setattr(archive, limit, 1_000_000)
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as file:
        for number in range(files):
            file.writestr(f"{number}.csv", b"0" * (1_500_000 // files))

    with pytest.raises(CommandError, match=r"bomb\.zip je po rozbalení příliš velký"):
        run(tmp_path / "bomb.zip")


def test_a_file_in_another_encoding_is_refused(make_archive):
    path = make_archive(ROW.replace("Želechovice", "\u0416"), encoding="utf-8")

    with pytest.raises(CommandError):
        run(path)


def test_backslashes_in_names_stay_text(make_archive):
    run(make_archive(ROW.replace("Želechovice", "A\\tB\\N")))

    assert Place.objects.get(kind="municipality", code="500011").name == "A\\tB\\N"


def test_only_the_precise_conversion_is_used():
    assert archive._to_wgs84().accuracy == 1.0


def test_a_facility_at_a_known_address_gets_its_exact_position(make_archive):
    facility = FacilityFactory(address_point=777, lat=49.8, lon=18.2, precision=Precision.MUNICIPALITY)
    elsewhere = FacilityFactory(lat=49.8, lon=18.2, precision=Precision.MUNICIPALITY)

    report = run(make_archive(ROW.replace("1;", "777;", 1)))

    facility.refresh_from_db()
    elsewhere.refresh_from_db()
    point = AddressPoint.objects.get(pk=777)
    assert "Míst služeb s novou polohou: 1" in report
    assert (facility.lat, facility.lon, facility.precision) == (point.lat, point.lon, Precision.ADDRESS)
    assert (elsewhere.lat, elsewhere.precision) == (49.8, Precision.MUNICIPALITY)


def test_services_whose_facilities_moved_are_indexed_again(make_archive, monkeypatch):
    refreshed = []
    monkeypatch.setattr("catalogue.indexing.refresh", lambda ids: refreshed.extend(ids))
    facility = FacilityFactory(address_point=777)

    run(make_archive(ROW.replace("1;", "777;", 1)))
    run(make_archive(ROW.replace("1;", "777;", 1)))

    assert refreshed == [facility.service_id]
