"""What UI.md promises of every public page, on the real pages and on the gallery's samples."""

from __future__ import annotations

import re
from pathlib import Path

import brotli
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings

from situations.shipped import load_situations

STATIC = ["/pristupnost/", "/soukromi/", "/krize/", "/situace/"]
REAL = ["/", *STATIC, "/sluzby/", "/situace/pece-o-seniora/", "/situace/domaci-nasili/", "/ucet/prihlaseni/"]
SAMPLES = [
    "/soucasti/",
    "/soucasti/vysledky/",
    "/soucasti/nic/",
    "/soucasti/sluzba/",
    "/soucasti/organizace/",
    "/soucasti/chyba-404/",
    "/soucasti/chyba-503/",
]
AXE = {"rules": {"target-size": {"enabled": True}}}
FIRST_VISIT_BYTES = 30_000
SHEET_BYTES = 10_000
FONT_BYTES = 7_000


@pytest.fixture(autouse=True)
def _site(transactional_db, settings):
    load_situations()
    settings.DEBUG = True  # opens the gallery


def files(*paths: str) -> list[bytes]:
    return [Path(settings.BASE_DIR, "static", path).read_bytes() for path in paths]


def packed(content: bytes) -> int:
    return len(brotli.compress(content, quality=11))


def violations(page) -> list[str]:
    """`rule: first element` for everything axe finds."""
    found = Axe().run(page, options=AXE).response["violations"]
    return [f"{rule['id']}: {rule['nodes'][0]['html'][:120]}" for rule in found]


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing(visit, width):
    found = {path: violations(visit(path, width=width)) for path in REAL + SAMPLES}

    assert {path: rules for path, rules in found.items() if rules} == {}


def test_axe_finds_nothing_in_the_dark(visit):
    found = {path: violations(visit(path, color_scheme="dark")) for path in ["/", *SAMPLES]}

    assert {path: rules for path, rules in found.items() if rules} == {}


def test_nothing_scrolls_sideways_on_the_smallest_screen(visit):
    widths = {path: visit(path, width=320).evaluate("document.documentElement.scrollWidth") for path in REAL + SAMPLES}

    assert {path: width for path, width in widths.items() if width > 320} == {}


def widths_with(visit, script):
    """Path -> width of the page on a small phone after the script, for pages that then scroll sideways."""
    widths = {}
    for path in REAL + SAMPLES:
        page = visit(path, width=360)
        page.evaluate(script)
        widths[path] = page.evaluate("document.documentElement.scrollWidth")
    return {path: width for path, width in widths.items() if width > 360}


def test_text_may_be_doubled_on_a_phone(visit):
    assert widths_with(visit, "document.documentElement.style.fontSize = '200%'") == {}


def test_text_may_be_spaced_out_on_a_phone(visit):
    """WCAG 1.4.12."""
    spaced = """for (const element of document.querySelectorAll("body *")) Object.assign(
        element.style, {lineHeight: "1.5", letterSpacing: "0.12em", wordSpacing: "0.16em"})"""

    assert widths_with(visit, spaced) == {}


@pytest.mark.parametrize("path", REAL + SAMPLES)
def test_a_page_has_one_heading_one_title_and_czech(client, path):
    page = client.get(path).content.decode()

    assert len(re.findall(r"<h1[ >]", page)) == 1
    assert re.search(r"<title>\S.* – SOCIOPOINT Ostrava</title>", page)
    assert '<html lang="cs"' in page
    assert 'style="' not in page


@pytest.mark.parametrize("path", REAL + SAMPLES)
def test_the_sheets_of_a_page_draw_each_icon_it_uses(client, path):
    page = client.get(path).content.decode()

    sheets = b"".join(files(*re.findall(r'href="/static/(css/[^"]+)"', page))).decode()

    used = set(re.findall(r'class="(?:icon )?i-([a-z-]+)', page))
    assert used
    assert used - set(re.findall(r"\.i-([a-z-]+)\{--i:", sheets)) == set()


@pytest.mark.parametrize("path", ["/soucasti/vysledky/", "/soucasti/sluzba/"])
@pytest.mark.parametrize("mode", [{}, {"color_scheme": "dark"}, {"forced_colors": "active"}])
def test_an_icon_is_seen_in_every_mode(visit, path, mode):
    page = visit(path, **mode)

    unseen = page.evaluate(
        """() => [...document.querySelectorAll('.icon, [class^="i-"]')].filter(element => {
            const drawn = getComputedStyle(element, element.className.startsWith('i-') ? '::before' : null);
            let under = element.classList.contains('icon') ? element.parentElement : element;
            while (getComputedStyle(under).backgroundColor === 'rgba(0, 0, 0, 0)') under = under.parentElement;
            const unseen = ['rgba(0, 0, 0, 0)', getComputedStyle(under).backgroundColor];
            return unseen.includes(drawn.backgroundColor) || !drawn.maskImage.startsWith('url("data:image/svg+xml');
        }).map(element => element.outerHTML.slice(0, 80))"""
    )

    assert unseen == []


def test_the_policy_of_the_page_is_never_broken(visit):
    page = visit("/soukromi/")
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if "Content Security" in message.text else None)

    for path in REAL + SAMPLES:
        visit(path)

    assert complaints == []


def test_the_skip_link_comes_first_and_leads_to_the_content(visit):
    page = visit("/")

    page.keyboard.press("Tab")
    link = page.get_by_role("link", name="Přejít na obsah")
    shown = link.bounding_box()
    page.keyboard.press("Enter")

    assert shown["height"] > 24
    assert page.evaluate("document.activeElement.id") == "obsah"


@pytest.mark.parametrize("path", ["/", "/soucasti/vysledky/", "/soucasti/sluzba/"])
def test_focus_is_visible_wherever_the_keyboard_goes(visit, path):
    page = visit(path)
    unseen = page.evaluate(
        """() => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select')]
        .filter(element => element.checkVisibility())
        .filter(element => {
            element.focus({focusVisible: true});
            const ringed = [element, element.nextElementSibling].filter(Boolean).some(shown =>
                ['', '::before'].some(part => {
                    const style = getComputedStyle(shown, part || null);
                    return style.outlineStyle === 'solid' && parseFloat(style.outlineWidth) >= 3;
                }));
            return document.activeElement === element && !ringed;
        }).map(element => element.outerHTML.slice(0, 100))"""
    )

    assert unseen == []


def test_the_filters_stand_open_on_a_desktop_and_closed_on_a_phone(visit):
    assert visit("/soucasti/vysledky/").get_by_role("combobox", name="Kde bydlíte?").is_visible()
    assert not visit("/soucasti/vysledky/", width=360).get_by_role("combobox", name="Kde bydlíte?").is_visible()


def test_the_filters_open_from_the_keyboard(visit):
    page = visit("/soucasti/vysledky/", width=360)

    page.locator(".filters > summary").focus()
    page.keyboard.press("Enter")

    assert page.get_by_role("combobox", name="Kde bydlíte?").is_visible()


def test_the_forms_of_care_are_chosen_with_the_space_bar(visit):
    page = visit("/")
    choice = page.get_by_role("checkbox", name="Budu docházet")

    choice.focus()
    page.keyboard.press("Space")

    assert choice.is_checked()


def test_a_service_prints_on_one_sheet(visit):
    paper = visit("/soucasti/sluzba/").pdf(format="A4")

    assert len(re.findall(rb"/Type\s*/Page[^s]", paper)) == 1


@pytest.mark.parametrize("path", ["/soucasti/sluzba/", "/situace/domaci-nasili/"])
def test_the_number_is_on_the_first_screen_of_a_phone(visit, path):
    page = visit(path, width=360)

    assert page.locator("main .call").first.bounding_box()["y"] < 740


def test_the_sheet_and_the_fonts_stay_small():
    sheet, czech, ukrainian = files("css/public.css", "fonts/arsenal-700-cs.woff2", "fonts/arsenal-700-uk.woff2")

    assert packed(sheet) < SHEET_BYTES
    assert len(czech) < FONT_BYTES
    assert len(ukrainian) < FONT_BYTES


@pytest.mark.parametrize("path", ["/", *STATIC, "/soucasti/vysledky/", "/soucasti/sluzba/"])
def test_a_first_visit_fits_in_thirty_kilobytes(client, path):
    page = client.get(path).content
    scripts = re.findall(rb'<script src="/static/([^"]+)"', page)

    loaded = [page, *files("css/public.css", *(script.decode() for script in scripts))]

    assert sum(map(packed, loaded)) + len(files("fonts/arsenal-700-cs.woff2")[0]) <= FIRST_VISIT_BYTES


def test_the_gallery_is_closed_to_strangers(client, settings):
    settings.DEBUG = False

    assert client.get("/soucasti/").status_code == 404
    assert client.get("/soucasti/sluzba/").status_code == 404
