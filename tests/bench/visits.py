"""Every public page fetched from the running product as a first visit."""

from __future__ import annotations

import urllib.error
import urllib.request

from tests.bench.database import connect
from tests.bench.machine import Figures
from tests.bench.queries import mix
from tests.bench.server import get, serving
from tests.bench.weight import LIMIT, weigh


def public_pages(url: str) -> dict[str, str]:
    with connect(url.partition("?")[0].rpartition("/")[2]) as connection:
        service, slug, organisation, organisation_slug = connection.execute(
            "SELECT s.id, s.slug, o.id, o.slug FROM catalogue_service s JOIN catalogue_organisation o"
            " ON o.id = s.organisation_id JOIN catalogue_searchcard c ON c.service_id = s.id"
            " ORDER BY (SELECT count(*) FROM catalogue_service other WHERE other.organisation_id = o.id) DESC, s.id LIMIT 1"
        ).fetchone()
        situation = connection.execute(
            "SELECT slug FROM situations_lifesituation WHERE parent_id IS NOT NULL ORDER BY id LIMIT 1"
        ).fetchone()[0]
    return {
        "home": "/",
        "search, 20 cards": mix()[0],
        "search, nothing found": "/sluzby/?q=xyzzyx",
        "service": f"/sluzby/{service}-{slug}/",
        "organisation": f"/organizace/{organisation}-{organisation_slug}/",
        "situations": "/situace/",
        "situation": f"/situace/{situation}/",
        "crisis": "/krize/",
        "map (without tiles)": mix()[0].replace("/sluzby/", "/mapa/"),
        "accessibility": "/pristupnost/",
        "privacy": "/soukromi/",
        "404": "/neni/",
    }


def measure(url: str) -> Figures:
    figures: Figures = {}
    with serving(url) as server:
        for name, path in public_pages(url).items():
            weight = weigh(body(server.port, path), lambda address: get(server.port, address))
            figures[name] = weight.__dict__ | {"total": weight.total, "fits": weight.total <= LIMIT}
    return figures


def body(port: int, path: str) -> bytes:
    """The page, also where its status is an error on purpose."""
    try:
        return get(port, path)
    except urllib.error.HTTPError as error:
        if error.code != 404 or path != "/neni/":
            raise
        page: bytes = error.read()
        return page
