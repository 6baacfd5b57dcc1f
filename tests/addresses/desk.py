"""The front desk, its public questions and the partner's link."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from inquiries import procedure_running
from inquiries.calendar_feed import new_secret
from inquiries.models import LegalHold, SavedFilter, SubjectRequest
from inquiries.partner_link import make_token
from sociopoint.models import User
from tests.addresses.roles import COORDINATORS, DESK, EVERYBODY, SIGNED_IN, WORKERS
from tests.factories import (
    ContactFactory,
    FollowUpFactory,
    InquiryFactory,
    ReferralFactory,
    ServiceFactory,
    UnmetNeedFactory,
    UserFactory,
)
from tests.network.factories_procedures import valid_version

OPENS_TO = {
    "kontakt/": EVERYBODY,
    "dotaz/": EVERYBODY,
    "dotaz/doplnit/": EVERYBODY,
    "pult/": DESK,
    "pult/novy/": WORKERS,
    "pult/dotazy/<str:public_id>/uprava/": WORKERS,
    "pult/hledat/": WORKERS,
    "pult/klavesy/": DESK,
    "pult/carky/": WORKERS,
    "pult/doplnit/": WORKERS,
    "pult/dotazy/": DESK,
    "pult/dotazy/<str:public_id>/": DESK,
    "pult/dotazy/<str:public_id>/dohled/": WORKERS,
    "pult/dotazy/<str:public_id>/nenaplneno/": WORKERS,
    "pult/dotazy/<str:public_id>/kontakt/": WORKERS,
    "pult/dotazy/<str:public_id>/odpoved/": WORKERS,
    "pult/dotazy/<str:public_id>/prevzit/": WORKERS,
    "pult/dotazy/<str:public_id>/predat-kolegovi/": WORKERS,
    "pult/dotazy/<str:public_id>/uzavrit/": WORKERS,
    "pult/dotazy/<str:public_id>/otevrit/": WORKERS,
    "pult/dotazy/<str:public_id>/ceka/": WORKERS,
    "pult/dotazy/<str:public_id>/predat/": WORKERS,
    "pult/dotazy/<str:public_id>/listek/": WORKERS,
    "pult/dotazy/<str:public_id>/listek/tisk/": WORKERS,
    "pult/dotazy/<str:public_id>/listek/email/": WORKERS,
    "pult/predani/": DESK,
    "pult/predani/<int:pk>/": DESK,
    "pult/predani/<int:pk>/odpoved/": WORKERS,
    "pult/predani/<int:pk>/poradnik/": WORKERS,
    "pult/predani/<int:pk>/poznamka/": WORKERS,
    "pult/predani/<int:pk>/vysledek/": WORKERS,
    "pult/predani/<int:pk>/doplneni/": WORKERS,
    "pult/predani/<int:pk>/novy-odkaz/": WORKERS,
    "pult/predani/<int:pk>/stahnout/": WORKERS,
    "pult/predani/<int:pk>/souhlas/": WORKERS,
    "predani/<str:token>/": EVERYBODY,
    "predani/<str:token>/kontakt/": EVERYBODY,
    "predani/<str:token>/novy-odkaz/": EVERYBODY,
    "pult/dotazy/vyber/": DESK,
    "pult/dotazy/vyber/<int:pk>/smazat/": SIGNED_IN,
    "pult/dotazy/<str:public_id>/postup/": WORKERS,
    "pult/dotazy/<str:public_id>/postup/<int:pk>/": WORKERS,
    "pult/dohledy/": DESK,
    "pult/dohledy/<int:pk>/": WORKERS,
    "pult/dotazy/<str:public_id>/zadrzeni/": DESK,
    "pult/dotazy/<str:public_id>/zbude/": DESK,
    "pult/smazani/": DESK,
    "pult/otazky/": WORKERS,
    "pult/otazky/<str:public_id>/": WORKERS,
    "pult/zadrzeni/": DESK,
    "pult/zadrzeni/<int:pk>/uvolnit/": COORDINATORS,
    "pult/nenaplnene/": DESK,
    "pult/nenaplnene/nova/": WORKERS,
    "pult/nenaplnene/<int:pk>/": DESK,
    "pult/statistiky/": DESK,
    "pult/statistiky/manualy/": DESK,
    "pult/nahlednuti/": COORDINATORS,
    "pult/zadosti/": WORKERS,
    "pult/zadosti/<int:pk>/": WORKERS,
    "pult/zadosti/<int:pk>/balicek/": WORKERS,
    "pult/zadosti/<int:pk>/omezit/": WORKERS,
    "pult/zadosti/<int:pk>/uvolnit/": WORKERS,
    "pult/zadosti/<int:pk>/pridat/": WORKERS,
    "pult/zadosti/<int:pk>/oprava/": WORKERS,
    "pult/zadosti/<int:pk>/protokol.pdf": WORKERS,
    "pult/zadosti/<int:pk>/smazat/": WORKERS,
    "pult/zadosti/<int:pk>/uzavrit/": WORKERS,
    "pult/statistiky/zprava.pdf": DESK,
    "pult/statistiky/tabulka.csv": DESK,
    "pult/statistiky/tabulka.xlsx": DESK,
    "pult/kalendar/": WORKERS,
    "pult/kalendar/<str:secret>.ics": EVERYBODY,
}
POST_ONLY: set[str] = {
    "pult/dotazy/<str:public_id>/postup/",
    "pult/dotazy/<str:public_id>/postup/<int:pk>/",
    "dotaz/doplnit/",
    "pult/zadrzeni/<int:pk>/uvolnit/",
    "pult/dotazy/<str:public_id>/kontakt/",
    "pult/dotazy/<str:public_id>/odpoved/",
    "pult/dotazy/<str:public_id>/prevzit/",
    "pult/dotazy/<str:public_id>/predat-kolegovi/",
    "pult/dotazy/<str:public_id>/uzavrit/",
    "pult/dotazy/<str:public_id>/otevrit/",
    "pult/dotazy/<str:public_id>/ceka/",
    "pult/hledat/",
    "pult/dotazy/<str:public_id>/listek/tisk/",
    "pult/dotazy/<str:public_id>/listek/email/",
    "pult/predani/<int:pk>/odpoved/",
    "pult/predani/<int:pk>/poradnik/",
    "pult/predani/<int:pk>/poznamka/",
    "pult/predani/<int:pk>/vysledek/",
    "pult/predani/<int:pk>/doplneni/",
    "pult/predani/<int:pk>/novy-odkaz/",
    "pult/predani/<int:pk>/stahnout/",
    "pult/predani/<int:pk>/souhlas/",
    "predani/<str:token>/kontakt/",
    "predani/<str:token>/novy-odkaz/",
    "pult/dotazy/vyber/",
    "pult/zadosti/<int:pk>/balicek/",
    "pult/zadosti/<int:pk>/omezit/",
    "pult/zadosti/<int:pk>/uvolnit/",
    "pult/zadosti/<int:pk>/pridat/",
    "pult/zadosti/<int:pk>/oprava/",
    "pult/zadosti/<int:pk>/smazat/",
    "pult/zadosti/<int:pk>/uzavrit/",
    "pult/dotazy/vyber/<int:pk>/smazat/",
}


def examples(user: User | None) -> dict[str, str]:
    inquiry = InquiryFactory(open=True)
    service = ServiceFactory(name="Poradna")
    ContactFactory(service=service, kind="email", value="prijem@sluzba.example")
    ends = timezone.now() + timedelta(days=1)
    referral = ReferralFactory(inquiry=inquiry, service=service, sent=True, link_expires_at=ends)
    keeper = user or UserFactory(worker=True)
    request = SubjectRequest.objects.create(kind="access", known_by="Zavolal.", handled_by=keeper)
    kept = SavedFilter.objects.create(owner=keeper, name="Krize", query="krize=on")
    hold = LegalHold.objects.create(
        inquiry=inquiry, reason="Soud.", until=timezone.localdate() + timedelta(days=30), placed_by=keeper
    )
    run = procedure_running.begin(inquiry, valid_version(), by=keeper)
    numbers = {
        "postup/<int:pk>": f"postup/{run.steps.first().pk}",
        "zadrzeni/<int:pk>": f"zadrzeni/{hold.pk}",
        "pult/dotazy/vyber/<int:pk>": f"pult/dotazy/vyber/{kept.pk}",
        "pult/zadosti/<int:pk>": f"pult/zadosti/{request.pk}",
        "pult/dohledy/<int:pk>": f"pult/dohledy/{FollowUpFactory(inquiry=inquiry).pk}",
        "predani/<int:pk>": f"predani/{referral.pk}",
        "nenaplnene/<int:pk>": f"nenaplnene/{UnmetNeedFactory(inquiry=inquiry).pk}",
        "<str:public_id>": inquiry.public_id,
        "<str:token>": make_token(referral),
        "<str:secret>": new_secret(UserFactory(worker=True)),
    }
    return {route: filled(route, numbers) for route in OPENS_TO if "<" in route}


def filled(route: str, numbers: dict[str, str]) -> str:
    for part, number in numbers.items():
        route = route.replace(part, number)
    return f"/{route}"
