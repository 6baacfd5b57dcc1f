"""The page of a service as a person holds it: on a phone, on paper."""

from __future__ import annotations

import re

import pytest

from catalogue.models import Capacity, KindGuidance
from situations.shipped import load_situations
from tests.browser.test_look import violations
from tests.factories import (
    ContactFactory,
    FacilityFactory,
    LifeSituationFactory,
    OrganisationFactory,
    PlaceFactory,
    ServiceFactory,
    ServiceFormFactory,
    ServiceKindFactory,
    TargetGroupFactory,
)


@pytest.fixture
def full(transactional_db):
    """A service with as much to say as the fullest records of the register."""
    load_situations()
    kind = ServiceKindFactory(
        section="40",
        name="Pečovatelská služba",
        category="care",
        for_whom="je člověk starší, dlouhodobě nemocný nebo má postižení\npotřebujete pomoc v domluvený čas\nmáte malé děti",
        start_hint="Řekněte, s čím potřebujete pomoct, jak často a kde bydlíte.",
        bring_hint="Obvykle se hodí občanka, seznam léků a rozhodnutí o příspěvku na péči, pokud ho máte.",
    )
    for need in (
        "někoho na mnoho hodin denně nebo na celou noc",
        "místo, kde bude senior celý den",
        "injekce a převazy",
    ):
        KindGuidance.objects.create(kind=kind, need=need, instead_kind=ServiceKindFactory(name="Denní stacionář"))
    organisation = OrganisationFactory(name="Služby Dobrozvon, příspěvková organizace")
    service = ServiceFactory(
        kind=kind, organisation=organisation, name="Pečovatelská služba – Služby Dobrozvon, příspěvková organizace"
    )
    for order in range(3):
        ContactFactory(service=service, value=f"+42059900000{order}", order=order)
    ContactFactory(service=service, kind="email", value="sluzba@sluzby-dobrozvon.example")
    ContactFactory(service=service, kind="web", value="https://www.sluzby-dobrozvon.example")
    place = PlaceFactory(name="Mariánské Hory", kind="part", context="Ostrava, Mariánské Hory a Hulváky")
    name = "Dobrozvon – pracoviště Benešov nad Ploučnicí"
    FacilityFactory.create_batch(6, service=service, name=name, street="Zelená", house_number="1", place=place)
    labels = ("Lidé zažívající domácí násilí", "Lidé s postižením", "Lidé ve vyloučených lokalitách", "Senioři")
    service.target_groups.add(*(TargetGroupFactory(label=label) for label in labels))
    service.situations.add(LifeSituationFactory(name="Starám se o mámu"))
    for form, unit in (("terenni", "klient"), ("ambulantni", "interv")):
        given = ServiceFormFactory(service=service, form=form)
        Capacity.objects.create(form=given, unit=unit, count=40, note="z toho 2 lůžka krizová")
    return service


def test_all_of_it_prints_on_one_sheet_with_its_code(visit, full):
    page = visit(full.get_absolute_url())
    paper = page.pdf(format="A4")
    page.emulate_media(media="print")

    assert len(re.findall(rb"/Type\s*/Page[^s]", paper)) == 1
    assert page.locator(".qr").is_visible()
    assert page.get_by_text(f"/sluzby/{full.pk}/").is_visible()


def test_the_code_is_for_paper_only(visit, full):
    assert not visit(full.get_absolute_url()).locator(".qr").is_visible()


@pytest.mark.parametrize("width", [320, 1280])
def test_the_real_page_passes_axe_and_does_not_scroll_sideways(visit, full, width):
    page = visit(full.get_absolute_url(), width=width)

    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
