"""Which device is asking: let in once by a code, known afterwards by a signed cookie that holds a number and nothing else."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.core import signing
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.knowledge import Knowledge
from catalogue.models import Kiosk, KioskDay, KioskSign
from catalogue.origins import home_origin
from catalogue.reach import Origin
from sociopoint.secrecy import slow_keyed_hash

COOKIE = "kiosk"
SALT = "catalogue.kiosk"
COOKIE_LIFE = timedelta(days=5 * 365)
CODE_LIFE = timedelta(days=1)
SIGNS, LENGTH = "ABCDEFGHJKLMNPRSTUVXYZ2346789", 8  # none looks like another
MOST_OF_A_MINUTE = 1000  # touches a device may claim in one sign of life


class WrongCode(Exception):
    """The code lets nobody in; the text is a Czech sentence that says what to do."""


def give_code(kiosk: Kiosk) -> str:
    """A new code for the device, valid for a day and said this once. An older code ends; a device let in before stays."""
    code = "".join(secrets.choice(SIGNS) for _sign in range(LENGTH))
    kiosk.code_hash, kiosk.code_until = slow_keyed_hash("kiosk-code", code), timezone.now() + CODE_LIFE
    kiosk.save(update_fields=["code_hash", "code_until"])
    return f"{code[:4]} {code[4:]}"


@transaction.atomic
def let_in(code: str) -> Kiosk:
    """The device of this code, used up by it; another device let in before is cut off. Raises WrongCode."""
    typed = "".join(sign for sign in code.upper() if sign.isalnum())
    waiting = Kiosk.objects.select_for_update().filter(is_active=True, code_until__gt=timezone.now())
    kiosk = waiting.filter(code_hash=slow_keyed_hash("kiosk-code", typed)).first() if typed else None
    if kiosk is None:
        raise WrongCode(_("Tento kód neplatí. Platí jeden den a jen jednou; nový dá správkyně v administraci."))
    kiosk.code_hash, kiosk.code_until, kiosk.pairing = "", None, kiosk.pairing + 1
    kiosk.save(update_fields=["code_hash", "code_until", "pairing"])
    return kiosk


def remember(response: HttpResponse, kiosk: Kiosk, *, secure: bool) -> None:
    """The cookie is the device's, not a person's; it is the only thing that outlives a visit."""
    token = signing.dumps([kiosk.pk, kiosk.pairing], salt=SALT)
    response.set_cookie(COOKIE, token, max_age=COOKIE_LIFE, httponly=True, secure=secure, samesite="Strict")


def kiosk_of(request: HttpRequest) -> Kiosk | None:
    """The device that asks; None where it is none, was switched off, or another took its place. One query."""
    try:
        pk, pairing = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Kiosk.objects.select_related("place").filter(pk=pk, pairing=pairing, is_active=True).first()


def origin_of(kiosk: Kiosk, knowledge: Knowledge) -> Origin:
    """Where the person stands: to a metre where the device's position is known, its district otherwise, else the city."""
    place = kiosk.place
    if place is None:
        return home_origin(knowledge)
    lineage = tuple(place.lineage)
    is_exact = kiosk.lat is not None
    return Origin(
        name=place.name,
        lat=kiosk.lat if is_exact else place.lat,
        lon=kiosk.lon if is_exact else place.lon,
        place_id=place.pk,
        lineage=lineage,
        region_id=next((pk for pk in lineage if pk in knowledge.regions), None),
        is_exact=is_exact,
    )


def note_sign(kiosk: Kiosk, *, version: str, touches: int, prints: int) -> None:
    """A sign of life with what happened since the last one. Two statements."""
    now = timezone.localtime()
    KioskSign.objects.bulk_create(
        [KioskSign(kiosk=kiosk, seen_at=now, version=version[:40])],
        update_conflicts=True,
        unique_fields=["kiosk"],
        update_fields=["seen_at", "version"],
    )
    if not touches and not prints:
        return
    touches, prints = min(touches, MOST_OF_A_MINUTE), min(prints, MOST_OF_A_MINUTE)
    day, made = KioskDay.objects.get_or_create(
        kiosk=kiosk, day=now.date(), defaults={"touches": touches, "prints": prints}
    )
    if not made:
        KioskDay.objects.filter(pk=day.pk).update(touches=F("touches") + touches, prints=F("prints") + prints)
