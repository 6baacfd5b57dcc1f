"""Every page of the desk opens, and costs the same however many rows there are."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from catalogue.models import AgeGroup, NeedPhrase, RegisterChange, RegisterImport, SearchDay, ServiceKind
from tests.factories import (
    ContactFactory,
    CrisisLineFactory,
    FacilityFactory,
    LifeSituationFactory,
    OrganisationFactory,
    PlaceFactory,
    ServiceFactory,
    ServiceFormFactory,
    ServiceKindFactory,
    TargetGroupFactory,
)

admin.autodiscover()
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)


def address(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


@pytest.fixture
def catalogue(db):
    """A row of everything the desk shows."""
    service = ServiceFactory(kind=ServiceKindFactory(), origin="register", origin_key="1")
    service.target_groups.add(TargetGroupFactory())
    service.situations.add(LifeSituationFactory())
    service.exclusions.create(need="péči v noci", instead_text="nemocnici")
    FacilityFactory(service=service, place=PlaceFactory(kind="region"))
    ServiceFormFactory(service=service)
    ContactFactory(service=service)
    CrisisLineFactory()
    NeedPhrase.objects.create(text="pečovatelka", kinds=[service.kind.code])
    AgeGroup.objects.create(code="deti", name="děti", age_to=6)
    SearchDay.objects.create(day=timezone.localdate(), word="hospic", searches=3, without_result=2)
    run = RegisterImport.objects.create(
        services_current=1, added=1, changed=0, ended=0, unchanged=0, report="Přidáno: 1"
    )
    RegisterChange.objects.create(run=run, service=service, field="name", before="A", after="B")


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_the_list_opens_and_searches(desk, catalogue, model):
    assert desk.get(address(model, "changelist")).status_code == 200
    if admin.site._registry[model].search_fields:
        assert desk.get(address(model, "changelist"), q="č 1").status_code == 200


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_a_record_its_history_and_the_deleted_open(desk, catalogue, model):
    row = model._default_manager.first()
    if row is not None:
        assert desk.get(address(model, "change", row.pk)).status_code == 200
        assert desk.get(address(model, "history", row.pk)).status_code == 200
    if getattr(admin.site._registry[model], "parts", ()):
        assert desk.get(address(model, "deleted")).status_code == 200


@pytest.mark.parametrize("name", ["service", "organisation", "needphrase"])
def test_tables_go_out_and_the_page_for_them_opens(desk, catalogue, name):
    for kind in ("csv", "xlsx"):
        assert desk.get(reverse(f"admin:catalogue_{name}_export", args=[kind])).status_code == 200
    assert desk.get(reverse(f"admin:catalogue_{name}_import")).status_code == 200


@pytest.mark.parametrize("services", [1, 3])
def test_the_list_of_services_costs_the_same_for_one_as_for_three(desk, django_assert_num_queries, services):
    for _number in range(services):
        service = ServiceFactory(kind=ServiceKindFactory(), organisation=OrganisationFactory())
        ContactFactory(service=service)
        FacilityFactory(service=service, place=PlaceFactory())

    with django_assert_num_queries(8):
        response = desk.get("/admin/catalogue/service/")

    assert response.context["cl"].result_count == services


@pytest.mark.parametrize("places", [1, 3])
def test_the_form_of_a_service_costs_the_same_for_one_place_as_for_three(desk, django_assert_num_queries, places):
    service = ServiceFactory()
    FacilityFactory.create_batch(places, service=service, place=PlaceFactory())
    for form in ("terenni", "ambulantni"):
        ServiceFormFactory(service=service, form=form)
    ContactFactory(service=service)
    desk.get(f"/admin/catalogue/service/{service.pk}/change/")  # Django remembers the content type

    with django_assert_num_queries(23):
        desk.get(f"/admin/catalogue/service/{service.pk}/change/")


def test_names_stand_in_czech_order(desk):
    for name in ("Zebra", "Čáp", "Chrpa", "Cep", "Hrad", "Iva", "Žába"):
        ServiceFactory(name=name)

    rows = desk.get("/admin/catalogue/service/").context["cl"].result_list

    assert [row.name for row in rows] == ["Cep", "Čáp", "Hrad", "Chrpa", "Iva", "Zebra", "Žába"]


def test_kinds_are_counted_with_their_services(desk):
    kind = ServiceKindFactory()
    ServiceFactory.create_batch(2, kind=kind)

    row = desk.get("/admin/catalogue/servicekind/").context["cl"].result_list.get(pk=kind.pk)

    assert row.number_of_services == 2
    assert ServiceKind.objects.count() == 1
