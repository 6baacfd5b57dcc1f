"""The catalogue of one place for a phone without a signal: short facts and the words to find them by."""

from __future__ import annotations

import json
from datetime import datetime
from functools import lru_cache
from html import unescape

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import strip_tags
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalogue import closing
from catalogue.cards import freshness, in_one_sentence, where
from catalogue.knowledge import Knowledge
from catalogue.models import ContactKind, Place, Service
from catalogue.opening import in_words
from catalogue.service_facts import ServiceFacts, facts_of_services
from catalogue.service_rows import place_of
from catalogue.words import plain
from sociopoint.translated import in_language
from sociopoint.typography import readable

MOST = 1500  # services of one place
LONGEST_WORDS = 400  # letters to find one service by, beyond its name


def pack(place: Place, known: Knowledge, now: datetime) -> bytes:
    """UTF-8 JSON: {made, place, services: [{name, organisation, kind, about, phones, where, hours, fresh, url, words}]}."""
    return _pack(
        place.pk, place.name, known, get_language(), now.replace(minute=now.minute // 10 * 10, second=0, microsecond=0)
    )


@lru_cache(8)
def _pack(pk: int, name: str, known: Knowledge, language: str | None, now: datetime) -> bytes:
    """Kept for ten minutes: many phones ask for the same city. `language` keeps those of different languages apart."""
    facts = facts_of_services(services_for(pk), now.date())
    made = date_format(timezone.localtime(now), _("j. n. Y G:i"))
    services = [_one(service, known, now) for service in facts.values()]
    said = {"made": made, "place": name, "services": services}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def services_for(place: int) -> list[int]:
    """Offered services that have a place there or come there."""
    lineage = Place.objects.filter(pk=place).values_list("lineage", flat=True).get()
    near = Q(facilities__place__lineage__contains=[place]) | Q(area_served__in=lineage)
    return list(Service.objects.offered().filter(near).order_by("pk").distinct().values_list("pk", flat=True)[:MOST])


def _one(service: ServiceFacts, known: Knowledge, now: datetime) -> dict[str, object]:
    phones = [c for c in (*service.contacts, *service.organisation_contacts) if c.kind == ContactKind.PHONE]
    first = service.facilities[0] if service.facilities else None
    fresh = freshness(service.source_year, service.certainty, service.verified_on, now.date(), has_phone=bool(phones))
    kinds = [in_language(kind, "name") for kind in (service.kind, *service.further_kinds) if kind]
    said = {
        "name": service.name,
        "organisation": service.organisation.name,
        "kind": in_one_sentence(kinds),
        "about": service.summary or (service.kind.summary if service.kind else ""),
        "phones": [readable(phone.value) for phone in phones[:2]],
        "where": unescape(strip_tags(where(place_of(first)))) if first else "",
        "hours": "; ".join(
            [
                *closing.sentences(service.closures, now.date()),
                *(in_words(first.opening_hours) if first and first.opening_hours else []),
            ]
        ),
        "fresh": fresh.text,
        "url": reverse("catalogue:service", args=[service.id, service.slug]),
        "words": _words(service, known),
    }
    return {name: value for name, value in said.items() if value}


def _words(service: ServiceFacts, known: Knowledge) -> str:
    """What people call the situations it helps in, without accents."""
    ids = [known.situation_ids[one.slug] for one in service.situations if one.slug in known.situation_ids]
    for kind in (service.kind, *service.further_kinds):
        ids += known.situations_of_kind(known.kind_ids.get(kind.code, -1))[:6] if kind else []
    groups = [word for group in service.groups for word in (group.label, in_language(group, "label"))]
    found = [known.situations[pk] for pk in ids if pk in known.situations]
    words = [word for situation in found for word in (situation.name, situation.title, *situation.keywords)]
    return plain(" ".join(dict.fromkeys([*groups, *words])))[:LONGEST_WORDS]
