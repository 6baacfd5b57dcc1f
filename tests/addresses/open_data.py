"""What machines read."""

from __future__ import annotations

from django.utils import timezone

from catalogue.hsds.identity import identifier
from catalogue.hsds.taxonomies import TAXONOMIES, term_identifier
from catalogue.open_files import make_files
from sociopoint.models import User
from tests.addresses.roles import EVERYBODY
from tests.factories import FacilityFactory

HSDS = "api/hsds/"

OPENS_TO = {
    "data/": EVERYBODY,
    "data/<str:name>": EVERYBODY,
    "robots.txt": EVERYBODY,
    "sitemap.xml": EVERYBODY,
    "sitemap-<slug:name>-<int:number>.xml": EVERYBODY,
    ".well-known/security.txt": EVERYBODY,
    "pro-weby/": EVERYBODY,
    "pro-weby/okno/": EVERYBODY,
    HSDS: EVERYBODY,
    f"{HSDS}openapi.json": EVERYBODY,
    f"{HSDS}services": EVERYBODY,
    f"{HSDS}services/<uuid:identifier>": EVERYBODY,
    f"{HSDS}organizations": EVERYBODY,
    f"{HSDS}organizations/<uuid:identifier>": EVERYBODY,
    f"{HSDS}service_at_locations": EVERYBODY,
    f"{HSDS}service_at_locations/<uuid:identifier>": EVERYBODY,
    f"{HSDS}taxonomies": EVERYBODY,
    f"{HSDS}taxonomies/<uuid:identifier>": EVERYBODY,
    f"{HSDS}taxonomy_terms": EVERYBODY,
    f"{HSDS}taxonomy_terms/<uuid:identifier>": EVERYBODY,
    f"{HSDS}<path:rest>": EVERYBODY,
}
POST_ONLY: set[str] = set()


def examples(user: User | None) -> dict[str, str]:
    place = FacilityFactory()
    make_files(timezone.now())
    identifiers = {
        "services": identifier("service", place.service_id),
        "organizations": identifier("organization", place.service.organisation_id),
        "service_at_locations": identifier("service_at_location", place.pk),
        "taxonomies": TAXONOMIES["form"].id,
        "taxonomy_terms": term_identifier("form", "terenni"),
    }
    return {
        "data/<str:name>": "/data/sluzby.csv",
        "sitemap-<slug:name>-<int:number>.xml": "/sitemap-stranky-1.xml",
        f"{HSDS}<path:rest>": f"/{HSDS}services/",
    } | {f"{HSDS}{name}/<uuid:identifier>": f"/{HSDS}{name}/{given}" for name, given in identifiers.items()}
