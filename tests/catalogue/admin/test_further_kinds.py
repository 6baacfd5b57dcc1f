"""Kinds of help beside the main one, in the hands of an administrator: the form, the history, the spreadsheet."""

from __future__ import annotations

import pytest

from catalogue import indexing
from catalogue.models import NeedPhrase, Service
from tests.catalogue.admin.test_history import at, history, put_back
from tests.catalogue.admin.test_tables import as_csv, complaints, upload, write
from tests.factories import ServiceFactory, ServiceKindFactory

COLUMN = "dále pomáhá jako (kódy)"


@pytest.fixture
def care(db):
    return ServiceKindFactory(code="PS", name="Pečovatelská služba")


@pytest.fixture
def respite(db):
    NeedPhrase.objects.create(text="potřebuji si oddechnout", kinds=["ODL"], weight=2)
    return ServiceKindFactory(code="ODL", name="Odlehčovací služba")


@pytest.fixture
def service(care):
    service = ServiceFactory(name="Pečovatelky", kind=care)
    indexing.refresh([service.pk])
    return service


def further(service: Service) -> list[str]:
    return sorted(service.further_kinds.values_list("code", flat=True))


def test_a_further_kind_is_saved_and_found_at_once(desk, service, respite):
    desk.save(at(service), further_kinds=[respite.pk])

    found = desk.get("/sluzby/", q="potřebuji si oddechnout").content.decode()
    assert further(service) == ["ODL"]
    assert "Pečovatelky" in found
    assert "Pečovatelská služba, odlehčovací služba" in found.replace("\u00a0", " ")
    assert history(desk, service)[0][1] == [("Další druh pomoci: přidáno", "–", "Odlehčovací služba")]


def test_the_main_kind_among_the_further_is_a_sentence_and_nothing_is_saved(desk, service, care, respite):
    refused = desk.save(at(service), further_kinds=[care.pk, respite.pk], name="Jinak")

    assert refused.status_code == 200
    assert "Hlavní druh mezi další nepatří" in refused.content.decode()
    assert further(service) == []


def test_kinds_that_changed_places_are_put_back(desk, service, care, respite):
    service.further_kinds.add(respite)
    desk.save(at(service), kind=respite.pk, further_kinds=[care.pk])
    swapped = (Service.objects.get().kind, further(service))

    put_back(desk, service)

    assert swapped == (respite, ["PS"])
    assert (Service.objects.get().kind, further(service)) == (care, ["ODL"])


def test_a_further_kind_made_the_main_one_leaves_and_comes_back_when_that_is_undone(desk, service, care, respite):
    service.further_kinds.add(respite)
    desk.save(at(service), kind=respite.pk, further_kinds=[])

    put_back(desk, service)

    assert (Service.objects.get().kind, further(service)) == (care, ["ODL"])
    assert service.searched.kinds == [care.pk, respite.pk]


def test_a_deleted_service_comes_back_with_all_its_kinds(desk, service, respite):
    service.further_kinds.add(respite)
    desk.post(at(service, "delete"), {"post": "yes"})

    put_back(desk, service)

    assert further(Service.objects.get()) == ["ODL"]


def test_a_new_name_of_a_further_kind_finds_the_service(desk, service, respite):
    service.further_kinds.add(respite)
    indexing.refresh([service.pk])

    desk.save(f"/admin/catalogue/servicekind/{respite.pk}/change/", name="Chvilka klidu")

    assert "chvilk" in service.searched.words


def test_kinds_go_to_a_spreadsheet_and_come_back(desk, service, respite):
    ServiceKindFactory(code="OA")

    write(desk, upload(desk, as_csv(["id", COLUMN], [str(service.pk), "ODL; OA"])))
    table = desk.get("/admin/catalogue/service/tabulka/csv/").content.decode("utf-8-sig")

    assert further(service) == ["OA", "ODL"]
    assert "OA; ODL" in table
    assert service.searched.kinds[0] == service.kind_id


def test_a_table_with_the_main_kind_among_the_further_is_refused(desk, service, respite):
    content = as_csv(["id", COLUMN], [str(service.pk), "PS; ODL"])

    response = upload(desk, content)

    assert complaints(response) == [(2, COLUMN, "Hlavní druh mezi další nepatří, vyberte jen ty ostatní.")]


def test_a_table_that_makes_a_further_kind_the_main_one_takes_it_from_the_others(desk, service, respite):
    service.further_kinds.add(respite)

    write(desk, upload(desk, as_csv(["id", "druh (kód)"], [str(service.pk), "ODL"])))

    assert (Service.objects.get().kind, further(service)) == (respite, [])


def test_the_list_shows_and_narrows_by_each_of_its_kinds(desk, service, care, respite):
    service.further_kinds.add(respite)
    ServiceFactory(name="Jen pečují", kind=care)
    ServiceFactory(name="Nikdo neví jak")
    ServiceKindFactory(name="Nikdo takový")

    lists = {
        kind: desk.get("/admin/catalogue/service/", kind__id__exact=kind.pk, _facets="True") for kind in (care, respite)
    }

    found = {kind: sorted(row.name for row in page.context["cl"].result_list) for kind, page in lists.items()}
    assert found == {care: ["Jen pečují", "Pečovatelky"], respite: ["Pečovatelky"]}
    page = lists[respite].content.decode().replace("\u00a0", " ")
    assert "Pečovatelská služba, odlehčovací služba" in page
    assert ("Odlehčovací služba (1)" in page, "Nikdo takový" in page) == (True, False)


@pytest.mark.parametrize(("odd", "status"), [("abc", 302), ("9" * 30, 200)])
def test_a_kind_that_is_no_number_narrows_to_nothing_or_is_refused(desk, service, odd, status):
    assert desk.get("/admin/catalogue/service/", kind__id__exact=odd).status_code == status
