from __future__ import annotations

import csv
import gzip
import io
import json
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from catalogue import open_files, tasks
from catalogue.hiding import hide
from catalogue.hsds.identity import identifier
from catalogue.models import Contact, DataFile, PublishedService, Service
from catalogue.open_files import make_files
from tests.factories import ContactFactory, FacilityFactory, OrganisationFactory, ServiceFactory

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 11, 26, 3, 30, tzinfo=ZoneInfo("Europe/Prague"))
NEXT_NIGHT = NIGHT + timedelta(days=1)


def table(client) -> list[dict[str, str]]:
    text = client.get("/data/sluzby.csv").content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def lines(client) -> list[dict]:
    return [json.loads(line) for line in client.get("/data/sluzby.ndjson").content.decode().splitlines()]


def test_the_table_has_a_row_for_each_place_and_the_lines_one_for_each_service(client, monkeypatch):
    monkeypatch.setattr(open_files, "BATCH", 1)
    service = FacilityFactory(street="Zelená", house_number="1").service
    FacilityFactory(service=service, street="Modrá", house_number="2")
    ServiceFactory(name="Bez místa")
    make_files(NIGHT)

    assert [(row["sluzba"], row["ulice"]) for row in table(client)] == [
        (service.name, "Zelená"),
        (service.name, "Modrá"),
        ("Bez místa", ""),
    ]
    assert [line["name"] for line in lines(client)] == [service.name, "Bez místa"]
    assert set(DataFile.objects.values_list("records", flat=True)) == {3, 2}


def test_what_is_secret_or_not_offered_stays_out(client):
    FacilityFactory(
        service=ServiceFactory(name="Azylový dům", internal_note="Klíč má vrátná."), name="Tajné", is_secret=True
    )
    ServiceFactory(name="Skončená", valid_until=NIGHT.date() - timedelta(days=900))
    ServiceFactory(name="Skrytá", published=False)
    make_files(NIGHT)
    everything = client.get("/data/sluzby.csv").content.decode() + client.get("/data/sluzby.ndjson").content.decode()

    assert "Azylový dům" in everything
    assert not any(word in everything for word in ("Tajné", "Klíč má", "Skončená", "Skrytá"))


def test_an_address_that_becomes_secret_is_withdrawn_at_once_and_the_files_are_made_anew(
    client, django_capture_on_commit_callbacks
):
    place = FacilityFactory(street="Zelená", house_number="1")
    make_files(NIGHT)

    with django_capture_on_commit_callbacks(execute=True):
        hide(place)
        hide(FacilityFactory(street="Modrá"))

    asked = ProcrastinateJob.objects.get()
    assert (asked.task_name, asked.queueing_lock) == ("make_open_files", "make_open_files")
    assert [client.get(f"/data/{name}").status_code for name in ("sluzby.csv", "sluzby.ndjson")] == [404, 404]
    tasks.make_open_files(**asked.args)
    assert "Zelená" not in client.get("/data/sluzby.csv").content.decode()


def test_no_text_becomes_a_formula_and_a_phone_stays_a_phone(client):
    service = ServiceFactory(name='=HYPERLINK("https://zly.example")', organisation=OrganisationFactory(name="@cmd"))
    ContactFactory(service=service, value="+420599526912")
    make_files(NIGHT)
    row = table(client)[0]

    assert row["sluzba"].startswith("'=")
    assert row["organizace"] == "'@cmd"
    assert row["telefon"] == "599 526 912"


def test_an_unchanged_file_is_not_sent_again(client):
    ServiceFactory()
    make_files(NIGHT)
    etag = client.get("/data/sluzby.csv")["ETag"]
    make_files(NEXT_NIGHT)

    assert client.get("/data/sluzby.csv", headers={"If-None-Match": etag}).status_code == 304
    ServiceFactory()
    make_files(NEXT_NIGHT)
    assert client.get("/data/sluzby.csv", headers={"If-None-Match": etag}).status_code == 200


def test_a_file_travels_packed_to_whoever_can_unpack_it(client):
    ServiceFactory()
    make_files(NIGHT)
    plain = client.get("/data/sluzby.ndjson")
    packed = client.get("/data/sluzby.ndjson", headers={"Accept-Encoding": "gzip, br"})

    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert "Content-Encoding" not in plain
    assert "Accept-Encoding" in packed["Vary"]
    assert packed["Content-Disposition"] == 'attachment; filename="sociopoint-2026-11-26-sluzby.ndjson"'


def test_files_that_fail_midway_leave_the_old_ones(client, monkeypatch):
    ServiceFactory(name="Poradna")
    make_files(NIGHT)
    monkeypatch.setattr(open_files, "csv_rows", lambda *given: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        make_files(NEXT_NIGHT)

    assert [line["name"] for line in lines(client)] == ["Poradna"]


def test_a_change_of_anything_published_is_remembered_to_the_night(client):
    changed, same = ServiceFactory(), ServiceFactory()
    ContactFactory(service=changed)
    make_files(NIGHT)
    Contact.objects.update(note="vrátnice")
    gone = ServiceFactory()
    made = make_files(NEXT_NIGHT)

    assert (made.services, made.changed, made.withdrawn) == (3, 2, 0)
    days = dict(PublishedService.objects.values_list("service_id", "changed_at"))
    assert days == {changed.pk: NEXT_NIGHT, same.pk: NIGHT, gone.pk: NEXT_NIGHT}
    Service.objects.filter(pk=gone.pk).update(published=False)
    assert make_files(NEXT_NIGHT).withdrawn == 1


@pytest.mark.parametrize(
    ("since", "found"),
    [("2026-11-26T03:30:00%2B01:00", ["Stará", "Nová"]), ("2026-11-27", ["Nová"]), ("2026-11-26T02:30:01Z", ["Nová"])],
)
def test_modified_after_gives_what_changed_and_what_no_night_has_seen(client, since, found):
    old = ServiceFactory(name="Stará")
    make_files(NIGHT)
    ServiceFactory(name="Nová")
    answer = client.get(f"/api/hsds/services?modified_after={since}").json()

    assert [item["name"] for item in answer["contents"]] == found
    one = client.get(f"/api/hsds/services/{identifier('service', old.pk)}").json()
    assert datetime.fromisoformat(one["last_modified"]) == NIGHT


def test_the_page_says_how_large_the_files_are_and_of_which_day(client):
    assert "Vzniknou za chvíli, nejpozději v noci." in client.get("/data/").text.replace("\u00a0", " ")
    ServiceFactory()
    make_files(NIGHT)
    page = client.get("/data/").content.decode().replace("\u00a0", " ")

    assert 'href="/data/sluzby.csv"' in page
    assert "1 záznam, stav 26. 11. 2026 3:30" in page
    assert "CC BY 4.0" in page


@pytest.mark.parametrize("name", ["sluzby.exe", "sluzby.csv"])
def test_a_file_that_is_not_there_is_404(client, name):
    assert client.get(f"/data/{name}").status_code == 404


def test_the_files_are_made_each_night():
    planned = {task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()}
    ServiceFactory()
    tasks.make_open_files(0)

    assert planned["make_open_files"] == "30 3 * * *"
    assert DataFile.objects.count() == 2


@pytest.mark.parametrize("many", [1, 3])
def test_files_cost_the_same_for_one_service_as_for_three(django_assert_num_queries, many):
    for _ in range(many):
        FacilityFactory()

    with django_assert_num_queries(19):
        make_files(NIGHT)


def test_a_file_made_after_midnight_is_called_by_the_new_day(client):
    ServiceFactory()
    make_files(NIGHT.replace(hour=0, minute=30))

    assert "sociopoint-2026-11-26-sluzby.csv" in client.get("/data/sluzby.csv")["Content-Disposition"]
