"""Every page that anybody may open, and every page of staff, walked through once: what axe does not see (tests/browser/walking)."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Error

from inquiries.shipped import load_desk
from sociopoint.models import Role
from tests.addresses import OPENS_TO, PARTS, POST_ONLY
from tests.browser.walking import problems
from tests.factories import OfficeFactory, UserFactory
from tests.signing_in import session_of

pytestmark = pytest.mark.django_db(transaction=True)

NO_PAGE = (".pdf", ".png", ".xml", ".ics", ".csv", ".xlsx", ".zip", ".json", ".txt", ".webmanifest", "sw.js", "healthz")
SKIPPED = ("admin/", "api/", "data/", "kiosk/", "soucasti/", "odhlaseni/", "^")
"""Django's own pages, machines, and a kiosk (tests/browser/test_kiosk walks it: it is no page until a device is let in)."""
STILL = {"reduced_motion": "reduce"}


def pages(part, who: str, user, known: set[str]) -> list[str]:
    """An example of each page of a part that opens to `who` and to nobody less; what answers by other than a page is left out."""
    made = part.examples(user)
    found = []
    for route in part.OPENS_TO:
        seen_by_others = OPENS_TO[route] & ({"citizen"} | known) - {who}
        is_theirs = who in OPENS_TO[route] and not seen_by_others
        address = made.get(route, f"/{route}")
        if is_theirs and route not in POST_ONLY and not address.endswith(NO_PAGE) and not route.startswith(SKIPPED):
            found.append(address)
    return found


class Walk:
    """What is wrong by page, the titles, and the foot of each page."""

    def __init__(self, page, address: str) -> None:
        self.page, self.address = page, address
        self.wrong: dict[str, list[str]] = {}
        self.titles: dict[str, str] = {}
        self.feet: set[str] = set()

    def through(self, paths: list[str]) -> None:
        for path in paths:
            try:
                answer = self.page.goto(self.address + path)
            except Error as error:
                if "Download is starting" not in error.message:
                    raise
                continue
            if answer is None or answer.status >= 400 or "text/html" not in answer.headers.get("content-type", ""):
                continue
            self.titles[self.page.url.removeprefix(self.address)] = self.page.title()
            self.feet |= {foot.inner_text() for foot in self.page.locator("body > footer").all()}
            if found := problems(self.page):
                self.wrong[path] = sorted(set(found))


def twice(titles: dict[str, str]) -> dict[str, list[str]]:
    """Pages of one title; a line of minutes is written in the minutes themselves, so that is one page."""
    by_title: dict[str, list[str]] = {}
    for path, title in titles.items():
        if re.search(r"/(body/\d+/radek|radky/\d+)/$", path):
            continue
        by_title.setdefault(title, []).append(path)
    return {title: paths for title, paths in by_title.items() if len(paths) > 1}


def test_public_pages_keep_nobody_out(visit, live_server):
    load_desk()
    walk = Walk(visit("/krize/", **STILL), live_server.url)

    for part in PARTS:
        walk.through(pages(part, "citizen", None, set()))

    assert walk.wrong == {}
    assert twice(walk.titles) == {}
    assert len(walk.titles) > 40
    assert len(walk.feet) == 1  # help stands in the same place, in the same words


@pytest.mark.parametrize(
    ("role", "known", "at_least"),
    [
        (Role.WORKER, set(), 60),
        (Role.PARTNER, {Role.WORKER}, 10),
        (Role.COORDINATOR, {Role.WORKER, Role.PARTNER}, 20),
    ],
)
def test_pages_of_staff_keep_nobody_out(visit, live_server, role, known, at_least):
    """`known`: roles whose walk has seen the page already."""
    load_desk()
    walk = Walk(visit("/krize/", **STILL), live_server.url)

    for part in PARTS:
        person = UserFactory(role=role, name="Pracovnice 1")
        OfficeFactory().workers.add(person)
        cookie = {"name": "sessionid", "value": session_of(person).session_key, "url": live_server.url}
        walk.page.context.add_cookies([cookie])
        walk.through(pages(part, role, person, known))

    assert walk.wrong == {}
    assert twice(walk.titles) == {}
    assert len(walk.titles) > at_least


BROKEN = f"""<!doctype html><html lang="cs"><title>x</title><style>
    .cut {{ overflow: hidden; height: 1.2em; }} .wide {{ white-space: nowrap; font-size: 3rem; }}
    .moves {{ transition: transform 2s; }} .none:focus {{ outline: none; }}
    .bar {{ position: fixed; inset: 0 0 auto 0; height: 90px; background: #fff; }} .up {{ position: relative; top: -70px; }}
</style><body><div class="bar">Lišta</div>
<nav></nav><nav></nav>
<main><p style="margin-top: 20px"><a href="/x/">zde</a></p>
<p><a href="/y/" aria-label="Jinak">Přečíst si</a> <a class="none" href="/z/">Bez zaostření</a></p>
<input type="email" tabindex="3"><p class="cut">{"Dost dlouhá věta, která se na jeden řádek nevejde. " * 5}</p>
<p class="wide">Nezalomitelná a široká věta</p><p class="moves">Hýbe se</p>
<a href="/a/">Dole stojící odkaz</a><br><a class="up" href="/b/">Nahoře stojící odkaz</a>
</main></body></html>"""


def test_the_walk_sees_what_is_wrong(visit):
    """Each kind of fault, on a page made of faults."""
    page = visit("/healthz", **STILL, bypass_csp=True)
    page.set_content(BROKEN)

    found = " ".join(problems(page))

    faults = [
        "a link does not make sense alone",
        "the name is not what is written",
        "no autocomplete",
        "a navigation without a name",
        "navigations of one name",
        "an order of its own",
        "focus goes back up to",
        "no sign of focus",
        "focus is hidden",
        "320: text is cut",
        "320: scrolls sideways",
        "1280 twice as large: text is cut",
        "320 spaced out: text is cut",
        "moves although asked not to",
    ]
    assert [fault for fault in faults if fault not in found] == []
