"""A service founded by people that later comes with the register: offered to be joined, and joined without a loss."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError

from catalogue.joining import JoinRefused, doubles, join, keep_apart
from catalogue.models import NotTheSame, RegisterRecord, SearchEntry, Service
from tests.factories import (
    FacilityFactory,
    OrganisationFactory,
    PlaceFactory,
    ReferralFactory,
    ServiceFactory,
    ServiceKindFactory,
    UnmetNeedFactory,
    UserFactory,
)
from tests.network.factories_indicators import IndicatorReportFactory, ReportingPeriodFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator():
    return UserFactory(coordinator=True)


@pytest.fixture
def ours():
    made = ServiceFactory(kind=ServiceKindFactory(), name="Dluhová poradna", summary="Napsali lidé.")
    FacilityFactory(service=made, place=PlaceFactory(name="Poruba"))
    return made


def registered(portal_id: int = 900001, **facts) -> Service:
    made = ServiceFactory(origin="register", origin_key=str(portal_id), **facts)
    RegisterRecord.objects.create(service=made, portal_id=portal_id, digest=b"a", content={}, facility_ids=[1])
    return made


@pytest.fixture
def theirs(ours):
    made = registered(organisation=ours.organisation, kind=ours.kind, registration_identifier="1234567")
    FacilityFactory(service=made, place=ours.facilities.get().place)
    return made


def pairs() -> list[tuple[Service, Service]]:
    return [(one.ours, one.theirs) for one in doubles()]


def test_a_double_is_offered_and_joined_on_the_page(client, coordinator, ours, theirs):
    client.force_login(coordinator)
    page = client.get("/sit/navrhy/dvakrat/")
    assert "Dluhová poradna" in page.content.decode()

    client.post("/sit/navrhy/dvakrat/", {"ours": ours.pk, "theirs": theirs.pk, "udelej": "spojit"})

    ours.refresh_from_db()
    theirs.refresh_from_db()
    assert (ours.registration_identifier, ours.record_type, ours.summary) == (
        "1234567",
        "registered_service",
        "Napsali lidé.",
    )
    assert (theirs.published, theirs.registration_identifier) == (False, "")
    assert ours.register_record.portal_id == 900001
    assert not SearchEntry.objects.filter(service=theirs).exists()
    assert pairs() == []
    assert client.get(f"/sluzby/{theirs.pk}/")["Location"] == f"/sluzby/{ours.pk}/"


def test_an_address_that_the_register_hides_is_hidden_before_the_two_are_joined(coordinator, ours, theirs):
    FacilityFactory(service=theirs, is_secret=True, street="", house_number="", place=None)

    with pytest.raises(JoinRefused, match="tají"):
        join(ours.pk, theirs.pk, by=coordinator)

    assert pairs() == [(ours, theirs)]


@pytest.mark.parametrize("other", ["organisation", "kind", "place", "hidden", "identifier"])
def test_what_only_looks_alike_is_not_offered(ours, theirs, other):
    if other == "organisation":
        Service.objects.filter(pk=theirs.pk).update(organisation=OrganisationFactory())
    elif other == "kind":
        Service.objects.filter(pk=theirs.pk).update(kind=ServiceKindFactory())
    elif other == "place":
        theirs.facilities.update(place=PlaceFactory(name="Svinov"))
    elif other == "hidden":
        Service.objects.filter(pk=ours.pk).update(published=False)
    else:
        Service.objects.filter(pk=ours.pk).update(registration_identifier="7654321")

    assert pairs() == []


def test_a_service_without_a_place_may_be_the_same(ours, theirs):
    ours.facilities.all().delete()

    assert pairs() == [(ours, theirs)]


def test_two_services_are_not_offered_again(client, coordinator, ours, theirs):
    client.force_login(coordinator)

    for _ in range(2):
        client.post("/sit/navrhy/dvakrat/", {"ours": ours.pk, "theirs": theirs.pk, "udelej": "nechat"})

    assert NotTheSame.objects.get().said_by == coordinator
    assert pairs() == []
    assert Service.objects.get(pk=theirs.pk).published


@pytest.mark.parametrize("facts", [{"origin": "hand"}, {"published": False}])
def test_what_changed_meanwhile_is_not_joined(coordinator, ours, theirs, facts):
    Service.objects.filter(pk=theirs.pk).update(**facts)

    with pytest.raises(JoinRefused):
        join(ours.pk, theirs.pk, by=coordinator)


def test_services_of_two_organisations_are_never_joined(coordinator, ours):
    other = registered(kind=ours.kind)

    with pytest.raises(JoinRefused):
        join(ours.pk, other.pk, by=coordinator)


@pytest.mark.parametrize("sent", [{}, {"ours": "x"}, {"ours": 10**30, "theirs": 1, "udelej": "spojit"}])
def test_an_unreadable_step_changes_nothing(client, coordinator, ours, theirs, sent):
    client.force_login(coordinator)

    assert client.post("/sit/navrhy/dvakrat/", sent).status_code == 302
    assert pairs() == [(ours, theirs)]


def test_a_partner_joins_nothing(client, ours, theirs):
    partner = UserFactory()

    with pytest.raises(PermissionDenied):
        join(ours.pk, theirs.pk, by=partner)
    with pytest.raises(PermissionDenied):
        keep_apart(ours.pk, theirs.pk, by=partner)


def test_two_that_are_not_the_same_are_two(coordinator, ours):
    with pytest.raises(IntegrityError, match="not_the_same_of_two"):
        NotTheSame.objects.create(ours=ours, theirs=ours, said_by=coordinator)


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_for_one_as_for_three(
    client, coordinator, ours, theirs, number, django_assert_num_queries
):
    for n in range(1, number):
        twin = ServiceFactory(kind=ours.kind)
        FacilityFactory(service=twin)
        FacilityFactory(service=registered(900001 + n, organisation=twin.organisation, kind=ours.kind))
    client.force_login(coordinator)

    with django_assert_num_queries(9):
        client.get("/sit/navrhy/dvakrat/")


def send(client, ours, theirs) -> None:
    client.post("/sit/navrhy/dvakrat/", {"ours": ours.pk, "theirs": theirs.pk, "udelej": "spojit"})


def test_referrals_to_a_double_go_on_with_the_service_that_stays(client, coordinator, ours, theirs):
    at_the_same_place = ReferralFactory(service=theirs, facility=theirs.facilities.get(), target_name="Z registru")
    elsewhere = ReferralFactory(service=theirs, facility=FacilityFactory(service=theirs, place=PlaceFactory()))
    nowhere = ReferralFactory(service=theirs)
    client.force_login(coordinator)

    send(client, ours, theirs)

    for one in (at_the_same_place, elsewhere, nowhere):
        one.refresh_from_db()
    assert [one.service for one in (at_the_same_place, elsewhere, nowhere)] == [ours] * 3
    assert [one.facility for one in (at_the_same_place, elsewhere, nowhere)] == [ours.facilities.get(), None, None]
    assert at_the_same_place.target_name == "Z registru"


def test_what_was_tried_in_vain_is_one_service(client, coordinator, ours, theirs):
    both, double = UnmetNeedFactory(), UnmetNeedFactory()
    both.tried.add(ours, theirs)
    double.tried.add(theirs)
    client.force_login(coordinator)

    send(client, ours, theirs)

    assert [list(one.tried.all()) for one in (both, double)] == [[ours], [ours]]


def test_reports_of_a_double_go_on_unless_ours_has_one_for_the_period(client, coordinator, ours, theirs):
    first, second = ReportingPeriodFactory(), ReportingPeriodFactory(name="Druhé")
    alone = IndicatorReportFactory(service=theirs, period=first)
    beside = IndicatorReportFactory(service=theirs, period=second)
    IndicatorReportFactory(service=ours, period=second)
    client.force_login(coordinator)

    send(client, ours, theirs)

    alone.refresh_from_db()
    beside.refresh_from_db()
    assert (alone.service, beside.service) == (ours, theirs)


def test_a_refused_joining_carries_nothing(client, coordinator, ours, theirs):
    FacilityFactory(service=theirs, is_secret=True, place=None)
    referral = ReferralFactory(service=theirs)
    client.force_login(coordinator)

    send(client, ours, theirs)

    referral.refresh_from_db()
    assert referral.service == theirs
