"""The public web, the gallery and the machines."""

from __future__ import annotations

from sociopoint.models import User
from tests.addresses.roles import ADMINISTRATORS, EVERYBODY
from tests.factories import LifeSituationFactory, OrganisationFactory, ServiceFactory

OPENS_TO = {
    "": EVERYBODY,
    "situace/": EVERYBODY,
    "situace/<slug:slug>/": EVERYBODY,
    "situace/<slug:slug>/sdileni.png": EVERYBODY,
    "situace/jednoduse/": EVERYBODY,
    "situace/<slug:slug>/jednoduse/": EVERYBODY,
    "sluzby/": EVERYBODY,
    "sluzby/<int:pk>-<slug:slug>/": EVERYBODY,
    "sluzby/<int:pk>-<slug:slug>/jednoduse/": EVERYBODY,
    "sluzby/<int:pk>/": EVERYBODY,
    "sluzby/<int:pk>/chyba/": EVERYBODY,
    "organizace/<int:pk>-<slug:slug>/": EVERYBODY,
    "mapa/": EVERYBODY,
    "api/mista/": EVERYBODY,
    "krize/": EVERYBODY,
    "pristupnost/": EVERYBODY,
    "soukromi/": EVERYBODY,
    "jak-overujeme/": EVERYBODY,
    "soucasti/": ADMINISTRATORS,
    "soucasti/<slug:name>/": ADMINISTRATORS,
    "admin/": ADMINISTRATORS,
    "healthz": EVERYBODY,
}
POST_ONLY: set[str] = set()


def examples(user: User | None) -> dict[str, str]:
    situation = LifeSituationFactory(slug="mam-dluhy", lead_easy="Máte dluhy.", first_steps_easy="Zavolejte nám.")
    service, organisation = ServiceFactory(name="Poradna"), OrganisationFactory(name="Charita")
    return {
        "soucasti/<slug:name>/": "/soucasti/vysledky/",
        "situace/<slug:slug>/sdileni.png": f"/situace/{situation.slug}/sdileni.png",
        "situace/<slug:slug>/": situation.get_absolute_url(),
        "situace/<slug:slug>/jednoduse/": situation.easy_url,
        "sluzby/<int:pk>-<slug:slug>/": service.get_absolute_url(),
        "sluzby/<int:pk>-<slug:slug>/jednoduse/": f"{service.get_absolute_url()}jednoduse/",
        "sluzby/<int:pk>/": f"/sluzby/{service.pk}/",
        "sluzby/<int:pk>/chyba/": f"/sluzby/{service.pk}/chyba/",
        "organizace/<int:pk>-<slug:slug>/": organisation.get_absolute_url(),
    }
