"""A partner keeps their record from a phone without a script; a coordinator decides; the public reads the last approved."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from catalogue import indexing
from network.freshness_link import make_token
from network.inviting import make_token as make_invitation_token
from network.models import Campaign
from tests.browser.test_look import violations
from tests.factories import ContactFactory, FacilityFactory, ServiceFactory, UserFactory
from tests.network.factories import PersonFactory, PositionFactory
from tests.network.factories_people import AskFactory, ClosureFactory, InvitationFactory, ProposalFactory
from tests.signing_in import session_of


@pytest.fixture
def service(transactional_db):
    service = ServiceFactory(name="Poradna", summary="Poradíme.", organisation__name="Charita")
    ContactFactory(service=service, value="+420599526912")
    FacilityFactory(service=service, name="Dům", street="Zelená", opening_hours="Mo-Fr 08:00-16:00")
    indexing.refresh([service.pk])
    return service


@pytest.fixture
def partner(service):
    user = UserFactory(name="Partnerka 1")
    PositionFactory(person=PersonFactory(user=user, name="Partnerka 1"), organisation=service.organisation)
    return user


@pytest.fixture
def open_as(visit):
    """Opens a page as somebody, without a script."""

    def open_page(user, path, *, width=360):
        page = visit("/krize/", width=width, java_script_enabled=False)
        cookie = {"name": "sessionid", "value": session_of(user).session_key, "url": visit.address}
        page.context.add_cookies([cookie])
        page.goto(visit.address + path)
        return page

    return open_page


def words(page) -> str:
    """With ordinary spaces."""
    return page.locator("main").inner_text().replace("\u00a0", " ")


def fits(page) -> bool:
    """Nothing sticks out sideways."""
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_from_the_partner_s_phone_to_the_public_page(open_as, visit, partner, service):
    page = open_as(partner, "/sit/moje/")
    assert fits(page)
    page.get_by_role("link", name="Opravit údaje Poradna").click()
    page.get_by_label("Co uděláte, jednou větou").fill("Poradíme s dluhy.")
    page.get_by_label("Telefony").fill("nevím")
    page.get_by_role("button", name="Poslat ke schválení").click()
    assert page.title().startswith("Chyba:")
    page.get_by_label("Telefony").fill("599 526 912 | vrátnice")
    page.get_by_role("button", name="Poslat ke schválení").click()
    assert "čekají na koordinátorku" in page.get_by_role("status").inner_text()
    page.get_by_role("link", name="Volná místa a zavření Poradna").click()
    page.get_by_label("Kolik je teď volných míst").fill("2")
    page.get_by_role("button", name="Ohlásit", exact=True).click()

    public = visit(service.get_absolute_url(), width=1280)
    assert "Poradíme s dluhy." not in words(public)
    assert "2 volná místa" in words(public)

    page = open_as(UserFactory(coordinator=True), "/sit/navrhy/", width=1280)
    page.get_by_role("link", name="Poradna").click()
    page.get_by_role("group", name="Co s údajem: Co uděláte, jednou větou").get_by_label("Přijmout").check()
    page.get_by_role("group", name="Co s údajem: Telefony").get_by_label("Odmítnout").check()
    page.get_by_label("Proč ne").nth(1).fill("Vrátnice telefon nebere.")
    page.get_by_role("button", name="Potvrdit rozhodnutí").click()
    assert "Rozhodnuto." in page.get_by_role("status").inner_text()

    public.goto(visit.address + service.get_absolute_url())
    assert "Poradíme s dluhy." in words(public)
    assert "vrátnice" not in words(public)
    page = open_as(partner, "/sit/moje/")
    page.get_by_role("region", name="Co jste navrhli").get_by_role("link", name="Poradna").click()
    assert "Vrátnice telefon nebere." in words(page)


def test_a_link_from_a_letter_confirms_without_an_account(visit, service):
    ask = AskFactory(organisation=service.organisation)
    page = visit(f"/sit/platnost/{make_token(ask)}/", width=360, java_script_enabled=False)
    assert fits(page)

    page.get_by_role("button", name="Nic se nezměnilo, všechno platí").click()

    assert page.get_by_role("heading", name="Děkujeme").is_visible()
    service.refresh_from_db()
    assert service.verified_on == timezone.localdate()


def test_an_invitation_makes_an_account_that_signs_in(visit, service):
    person = PositionFactory(organisation=service.organisation).person
    invitation = InvitationFactory(person=person, email="jana@charita.example")
    page = visit(f"/sit/pozvanka/{make_invitation_token(invitation)}/", width=360, java_script_enabled=False)
    page.get_by_label("Heslo", exact=True).fill("modra lipa u vlaku 4")
    page.get_by_label("Heslo ještě jednou").fill("modra lipa u vlaku 4")
    page.get_by_role("button", name="Založit účet").click()

    page.locator("input[name=login]").fill("jana@charita.example")
    page.locator("input[name=password]").fill("modra lipa u vlaku 4")
    page.get_by_role("button", name="Přihlásit se", exact=True).click()

    page.goto(visit.address + "/sit/moje/")
    assert page.get_by_role("heading", name="Charita", exact=True).is_visible()


@pytest.mark.parametrize("width", [320, 1280])
def test_the_pages_fit_and_axe_finds_nothing(visit, partner, service, width):
    coordinator = UserFactory(coordinator=True)
    position = PositionFactory(organisation=service.organisation, phone="+420599526912", speciality="Dluhy")
    ClosureFactory(service=service)
    campaign = Campaign.objects.create(
        name="Jaro", due_on=timezone.localdate() + timedelta(days=9), started_by=coordinator
    )
    ask = AskFactory(organisation=service.organisation, campaign=campaign)
    organisation = f"/sit/organizace/{service.organisation_id}/"
    pages = [
        "/sit/lide/",
        "/sit/lide/?den=nesmysl",
        position.person.get_absolute_url(),
        "/sit/organizace/",
        organisation,
        f"{organisation}clovek/",
        f"{organisation}zaznam/",
        f"/sit/pusobeni/{position.pk}/konec/",
        f"/sit/moje/?organizace={service.organisation_id}",
        f"/sit/sluzby/{service.pk}/zaznam/",
        f"/sit/sluzby/{service.pk}/dnes/",
        "/sit/navrhy/",
        f"/sit/navrhy/{ProposalFactory(service=service).pk}/",
        "/sit/kampane/nova/",
        f"/sit/kampane/{campaign.pk}/",
        f"/sit/platnost/{make_token(ask)}/",
        service.get_absolute_url(),
    ]
    page = visit("/krize/", width=width)
    cookie = {"name": "sessionid", "value": session_of(coordinator).session_key, "url": visit.address}
    page.context.add_cookies([cookie])

    found = {}
    for path in pages:
        page.goto(visit.address + path)
        found[path] = [*violations(page), *([] if fits(page) else ["too wide"])]

    assert {path: rules for path, rules in found.items() if rules} == {}
