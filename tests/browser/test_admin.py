"""The desk in a browser: no violation of the policy, nothing for axe to find, and the work of a morning."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from catalogue import indexing
from catalogue.models import Service
from tests.factories import (
    ContactFactory,
    FacilityFactory,
    LifeSituationFactory,
    PlaceFactory,
    ServiceFactory,
    ServiceFormFactory,
    ServiceKindFactory,
    TargetGroupFactory,
    UserFactory,
)
from tests.signing_in import session_of

pytestmark = pytest.mark.django_db(transaction=True)
LISTEN = """
window.violations = [];
document.addEventListener("securitypolicyviolation", event =>
  window.violations.push(event.violatedDirective + " " + event.blockedURI + " " + event.sourceFile + ":" + event.lineNumber));
"""


@pytest.fixture
def service(db):
    service = ServiceFactory(name="Poradna U Mostu", kind=ServiceKindFactory(name="odborné poradenství"))
    service.target_groups.add(TargetGroupFactory(label="Senioři"))
    service.situations.add(LifeSituationFactory(name="Mám dluhy", keywords=["dluh"]))
    service.exclusions.create(need="péči v noci", instead_text="nemocnici")
    place = PlaceFactory(name="Poruba")
    FacilityFactory(service=service, street="Zelená", place=place, opening_hours="Mo-Fr 08:00-16:00")
    ServiceFormFactory(service=service).capacities.create(unit="luzka", count=20)
    ContactFactory(service=service, value="+420599526912")
    ServiceFactory.create_batch(3)
    indexing.refresh(Service.objects.values_list("pk", flat=True))
    return service


@pytest.fixture
def desk(visit, live_server, db):
    """`visit` signed in as an administrator, listening for violations of the policy."""
    administrator = UserFactory(administrator=True, name="Správkyně 1")
    session = session_of(administrator)

    def open_page(path, **kind):
        page = visit("/healthz", **kind)
        page.context.add_cookies([{"name": "sessionid", "value": session.session_key, "url": live_server.url}])
        page.context.add_init_script(LISTEN)
        return visit(path, **kind)

    return open_page


def pages(service):
    at = f"/admin/catalogue/service/{service.pk}"
    situation = service.situations.get()
    return {
        "index": "/admin/",
        "services": "/admin/catalogue/service/",
        "service": f"{at}/change/",
        "new_service": "/admin/catalogue/service/add/",
        "history": f"{at}/history/",
        "import": "/admin/catalogue/service/nahrat/",
        "deleted": "/admin/catalogue/service/smazane/",
        "delete": f"{at}/delete/",
        "organisation": f"/admin/catalogue/organisation/{service.organisation_id}/change/",
        "situation": f"/admin/situations/lifesituation/{situation.pk}/change/",
        "phrase": "/admin/catalogue/needphrase/add/",
        "kind": f"/admin/catalogue/servicekind/{service.kind_id}/change/",
        "accounts": "/admin/sociopoint/user/",
        "new_account": "/admin/sociopoint/user/add/",
        "searches": "/admin/catalogue/searchday/",
    }


PAGES = """
index services service new_service history import deleted delete organisation situation phrase kind accounts new_account
searches
""".split()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_keeps_the_policy_and_axe_finds_nothing(desk, service, name):
    Service.objects.filter(pk=service.pk).update(name="Poradna U Řeky")
    page = desk(pages(service)[name])
    page.wait_for_load_state("networkidle")

    violations = page.evaluate("window.violations")
    found = Axe().run(page)

    assert violations == []
    assert [
        f"{issue['id']}: {node['target']} {node['html'][:120]}"
        for issue in found.response["violations"]
        for node in issue["nodes"]
    ] == []


def test_a_phone_is_changed_and_the_public_page_has_it(desk, service):
    page = desk(f"/admin/catalogue/service/{service.pk}/change/")
    page.locator("#id_contacts-0-value").fill("599 111 222")
    page.get_by_role("button", name="Uložit", exact=True).first.click()
    page.get_by_text("Uloženo: služba").wait_for()

    page.goto(page.url.split("/admin/")[0] + service.get_absolute_url())

    assert page.locator('a[href="tel:+420599111222"]').count() > 0
    assert page.evaluate("window.violations") == []


def test_a_fault_of_two_fields_together_is_said_once_and_in_no_empty_box(desk):
    page = desk("/admin/situations/article/add/")
    for name, text in (("title", "Polévka zdarma"), ("slug", "polevka"), ("lead", "V pondělí."), ("title_en", "Soup")):
        page.locator(f"#id_{name}").fill(text)

    page.get_by_role("button", name="Uložit", exact=True).first.click()

    page.get_by_text("Anglicky napište nadpis i\u00a0úvod, nebo nechte obojí prázdné.").wait_for()
    assert page.locator(".what-is-wrong").is_hidden()


def test_an_organisation_is_chosen_by_typing(desk, service):
    page = desk(f"/admin/catalogue/service/{service.pk}/change/")
    page.get_by_role("combobox", name="Druh").first.click()
    page.locator(".select2-search__field[aria-controls*=id_kind], .select2-dropdown .select2-search__field").first.fill(
        "poraden"
    )
    page.get_by_role("option", name="odborné poradenství").click()

    assert page.evaluate("window.violations") == []


def test_the_desk_fits_a_phone(desk, service):
    for address in ("/admin/", f"/admin/catalogue/service/{service.pk}/history/", "/admin/catalogue/service/nahrat/"):
        page = desk(address, width=360)

        assert page.evaluate("document.documentElement.scrollWidth") <= 360, address


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_targets_are_large_enough_to_hit(desk, service, scheme):
    page = desk("/admin/catalogue/service/", color_scheme=scheme)

    small = page.evaluate(
        """[...document.querySelectorAll("a, button, input:not([type=hidden]), select, summary")]
        .filter(e => e.offsetParent && !e.closest("p, .help"))
        .map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
        .filter(([, box]) => box.height && (box.height < 24 || box.width < 24) && box.width > 1).map(([html]) => html)"""
    )

    assert small == []
    assert [issue["id"] for issue in Axe().run(page).response["violations"]] == []


def test_the_filter_takes_no_room_from_the_columns(desk, service):
    page = desk("/admin/catalogue/service/", width=1280)

    box = """selector => document.querySelector(selector).getBoundingClientRect().toJSON()"""
    above, table = (page.evaluate(box, selector) for selector in ("#changelist-filter", "#changelist-form .results"))

    assert above["bottom"] <= table["top"]
    assert table["width"] > 850
