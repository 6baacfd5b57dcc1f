"""Announcements, documents and the calendar of the network."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

from network import announcing, subscribing
from network.document_keeping import add_version
from network.models import Announcement, Delivery, Document, NetworkEvent, Subscription
from network.network_calendar import new_secret
from sociopoint.models import User
from tests.addresses.desk import filled
from tests.addresses.roles import COORDINATORS, EVERYBODY, NETWORK
from tests.factories import UserFactory

OPENS_TO = {
    "sit/zpravy/": NETWORK,
    "sit/zpravy/nova/": COORDINATORS,
    "sit/zpravy/znovu/": NETWORK,
    "sit/zpravy/<int:pk>/": NETWORK,
    "sit/zpravy/<int:pk>/uprava/": COORDINATORS,
    "sit/zpravy/<int:pk>/odeslat/": COORDINATORS,
    "sit/zpravy/<int:pk>/zverejnit/": COORDINATORS,
    "sit/odhlaseni/<str:token>/": EVERYBODY,
    "sit/odber/": EVERYBODY,
    "sit/odber/<str:token>/": EVERYBODY,
    "sit/dokumenty/": NETWORK,
    "sit/dokumenty/novy/": COORDINATORS,
    "sit/dokumenty/<int:pk>/": NETWORK,
    "sit/dokumenty/<int:pk>/<int:number>/": NETWORK,
    "sit/akce/nova/": COORDINATORS,
    "sit/akce/<int:pk>/": NETWORK,
    "sit/akce/<int:pk>/uprava/": COORDINATORS,
    "sit/akce/<int:pk>/akce.ics": NETWORK,
    "sit/kalendar/": NETWORK,
    "sit/kalendar/<str:secret>.ics": EVERYBODY,
}
POST_ONLY: set[str] = {"sit/zpravy/znovu/", "sit/zpravy/<int:pk>/odeslat/", "sit/zpravy/<int:pk>/zverejnit/"}


def examples(user: User | None) -> dict[str, str]:
    coordinator = UserFactory(coordinator=True)
    sent = Announcement.objects.create(title="A", text="B", written_by=coordinator)
    if user is not None:
        Delivery.objects.create(announcement=sent, address_hash="a", user=user)
        Announcement.objects.filter(pk=sent.pk).update(sent_at=sent.written_at)
    document = Document(title="Leták")
    file = SimpleUploadedFile("letak.pdf", b"%PDF-1.7\n%%EOF\n")
    add_version(document, file=file, note="", by=coordinator)
    asked = Subscription.objects.create(address_hash="b", address="nekdo@priklad.example", topics=["services"])
    draft = Announcement.objects.create(title="A", text="B", written_by=coordinator)
    numbers = {
        "zpravy/<int:pk>/uprava": f"zpravy/{draft.pk}/uprava",
        "odber/<str:token>": subscribing.path_of(asked.address_hash).strip("/").removeprefix("sit/"),
        "akce/<int:pk>": f"akce/{NetworkEvent.objects.create(title='Den', starts_on='2026-12-01').pk}",
        "zpravy/<int:pk>": f"zpravy/{sent.pk}",
        "dokumenty/<int:pk>": f"dokumenty/{document.pk}",
        "<int:number>": "1",
        "<str:token>": announcing.sign_off_address("a").rpartition("/odhlaseni/")[2].strip("/"),
        "<str:secret>": new_secret(UserFactory()),
    }
    return {route: filled(route, numbers) for route in OPENS_TO if "<" in route}
