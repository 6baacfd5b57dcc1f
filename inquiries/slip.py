"""The slip a person leaves with: whom to call, when, where, what to bring. One in ten callers loses the numbers they were told.

It names nobody and says nothing of the inquiry; the return code is printed only while the worker has it in hand.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from catalogue import closing
from catalogue.cards import where
from catalogue.leaflet import (
    Leaflet,
    PrintedService,
    desk_on_paper,
    phone_on_paper,
    printed_service,
    words_on_paper,
)
from catalogue.models import Facility
from catalogue.opening import in_words
from catalogue.service_facts import ServiceFacts, facts_of_services
from inquiries.models import Inquiry, Referral, ReferralState
from sociopoint.context import desk
from sociopoint.typography import typeset

NOT_PRINTED = (
    ReferralState.DRAFT,
    ReferralState.WITHDRAWN,
    ReferralState.DECLINED,
    ReferralState.REDIRECTED,
)


def slip_of(inquiry: Inquiry, *, site: str, code: str = "") -> Leaflet:
    """The slip of what was marked for it (`Referral.on_slip`); `site` begins the addresses of pages. Two queries."""
    today = timezone.localdate()
    marked = (
        inquiry.referrals.filter(on_slip=True)
        .exclude(state__in=NOT_PRINTED)
        .select_related("facility__place")
        .defer("brief", "partner_message", "worker_message", "responder_name", "note")
    )
    referrals: dict[object, Referral] = {}
    for referral in marked:
        referrals.setdefault(referral.service_id or referral.target_name, referral)
    facts = facts_of_services([one.service_id for one in referrals.values() if one.service_id], today)
    day = date_format(today, "j. n. Y")
    return Leaflet(
        heading=_("Kam se obrátit"),
        lead=typeset(_("Vytištěno %(day)s. Než někam pojedete, zavolejte tam.") % {"day": day}),
        services=[
            _printed(referral, facts.get(referral.service_id or 0), site, today) for referral in referrals.values()
        ],
        desk=desk_on_paper(),
        words=words_on_paper(
            code=_("Váš kód, kdybyste se chtěli vrátit. Jméno k němu nepotřebujete:"),
            code_use=_("Řekněte ho u nás, po telefonu, nebo ho napište na stránce %(address)s")
            % {"address": site.partition("://")[2] + reverse("inquiries_public:my-question")},
        ),
        code=code or None,
        title=_("Kam se obrátit"),
        author=f"SOCIOPOINT {desk().city}",
        description=_("Lístek s kontakty na pomoc"),
        footer=f"SOCIOPOINT {desk().city}, {day}",
        paper="a5",
    )


def _printed(referral: Referral, service: ServiceFacts | None, site: str, today: date) -> PrintedService:
    if service is None:
        return _without_card(referral)
    printed = printed_service(service, site=site, today=today)
    if referral.facility is None:
        return printed
    closed = [one for one in service.closures if one.facility_id in (None, referral.facility_id)]
    return _at(referral.facility, printed, closing.sentences(closed, today))


def _at(chosen: Facility, printed: PrintedService, closures: list[str]) -> PrintedService:
    """At the place that was chosen when handing over; a secret address is never printed."""
    place = chosen.place
    text = where(
        {
            "secret": chosen.is_secret,
            "address": chosen.address,
            "place": place.name if place else "",
            "place_kind": place.kind if place else "",
        }
    )
    hours = in_words(chosen.opening_hours) if chosen.opening_hours else []
    return replace(printed, where=[text] if text else [], hours=[*closures, *hours])


def _without_card(referral: Referral) -> PrintedService:
    """An organisation, somebody outside the catalogue, or a service no longer published: what was known when handing over."""
    return PrintedService(
        name=typeset(referral.target_name),
        organisation="",
        phone=phone_on_paper(referral.target_phone) if referral.target_phone else None,
        phone_label=_("Zavolat"),
        no_phone=_("Číslo nemáme. Zavolejte nám, spojíme vás."),
        first_step=[],
        bring=[],
        where=[],
        hours=[],
        source="",
        qr=None,
        qr_alt="",
        address="",
    )
