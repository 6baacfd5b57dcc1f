"""What a worker must know before handing somebody over: whom the service is not for, and why to call first.

Shown in red beside a hit and above the form, what the network agreed on first. Three queries at most for any number of services.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from catalogue.cards import OLD_AFTER
from catalogue.models import Certainty, ContactKind, FormOfCare, Organisation, Service
from catalogue.opening import state
from catalogue.service_facts import ExclusionFacts, ServiceFacts, facts_and_reach, facts_of_services
from inquiries.agreements import AGES, Agreements, Asked, agreements_of
from inquiries.models import Inquiry
from network.competence_book import competence_book
from sociopoint.translated import in_language
from sociopoint.typography import typeset

REPORTED_FULL_DAYS = 30
"""A report of no free place older than this no longer says that it is full, only that it was."""


def warnings_for(service: Service, inquiry: Inquiry) -> list[str]:
    """Sentences about one service, the gravest first."""
    return warnings_of([service.pk], inquiry)[service.pk]


def warnings_of(services: Collection[int], inquiry: Inquiry) -> dict[int, list[str]]:
    """The same for several services, by their numbers; an empty list where nothing stands against handing over."""
    cautions = cautions_of(services, inquiry)
    return {pk: [*caution.against, *caution.limits, *caution.before] for pk, caution in cautions.items()}


@dataclass(frozen=True)
class Cautions:
    """Sentences about one service: what stands against it now, what it does not do, what to do before anybody sets out."""

    against: list[str] = field(default_factory=list)
    limits: list[str] = field(default_factory=list)
    before: list[str] = field(default_factory=list)

    @property
    def pressing(self) -> list[str]:
        """What nobody may overlook; limits are of every service of the kind and can be unfolded."""
        return [*self.against, *self.before]


def warnings_about(organisation: Organisation, inquiry: Inquiry) -> list[str]:
    """What was agreed about an organisation as such, when no one service of it is chosen. Three queries at most."""
    agreed = agreements_of(
        organisation.pk,
        organisation.kind,
        book=competence_book(),
        asked=Asked(inquiry),
        today=timezone.localdate(),
    )
    return [typeset(sentence) for sentence in (*agreed.against, *agreed.limits, *agreed.before)]


def cautions_of(
    services: Collection[int], inquiry: Inquiry, *, situations: Collection[int] = ()
) -> dict[int, Cautions]:
    """For each of the services; three queries at most, one where nothing was agreed about them.

    `situations`: ids of those in a record that is not saved yet.
    """
    now = timezone.localtime()
    facts, reached = _facts(services, inquiry, now.date())
    asked = Asked(inquiry, situations)
    unpublished = Cautions(against=[_("Služba není zveřejněná, neposílejte tam nikoho.")])
    return {pk: _cautions(facts[pk], pk in reached, asked, now) if pk in facts else unpublished for pk in services}


def _agreed(service: ServiceFacts, asked: Asked, today: date) -> Agreements:
    book = competence_book(service.agreements)
    return agreements_of(service.organisation.id, service.organisation.kind, book=book, asked=asked, today=today)


def _facts(services: Collection[int], inquiry: Inquiry, today: date) -> tuple[dict[int, ServiceFacts], set[int]]:
    """The facts, and which of the services come to the district of the inquiry."""
    if inquiry.district is None:
        return facts_of_services(services, today), set()
    return facts_and_reach(services, today, inquiry.district)


def _cautions(service: ServiceFacts, reaches: bool, asked: Asked, now: datetime) -> Cautions:
    agreed, inquiry = _agreed(service, asked, now.date()), asked.inquiry
    against = [
        *agreed.against,
        *_not_given(service, now.date()),
        *_full(service, now),
        *_too_far(service, reaches, inquiry),
        *_wrong_age(service, inquiry),
    ]
    excluded = map(_excluded, service.not_for)
    limits = (*agreed.limits, *excluded)
    before = (*agreed.before, *_call_first(service, inquiry, now))
    return Cautions(*([typeset(sentence) for sentence in sentences] for sentences in (against, limits, before)))


def _not_given(service: ServiceFacts, today: date) -> Iterator[str]:
    if service.valid_until and service.valid_until < today:
        yield _("Služba skončila %(day)s.") % {"day": _day(service.valid_until)}
    elif service.valid_from and service.valid_from > today:
        yield _("Služba začne až %(day)s.") % {"day": _day(service.valid_from)}


def _full(service: ServiceFacts, now: datetime) -> Iterator[str]:
    reported = service.free_places_reported_at
    if service.free_places != 0 or reported is None:
        return
    day = _day(timezone.localtime(reported).date())
    if (now - reported).days > REPORTED_FULL_DAYS:
        yield _("%(day)s neměli volné místo. Zeptejte se, jak je to teď.") % {"day": day}
    else:
        yield _("Nemají volné místo (hlášeno %(day)s). Zeptejte se na pořadník.") % {"day": day}


def _too_far(service: ServiceFacts, reaches: bool, inquiry: Inquiry) -> Iterator[str]:
    """Only what comes to people at home has an area; inside a district of it somebody may still be out of reach."""
    district = inquiry.district
    is_limited = FormOfCare.AT_HOME in service.given_forms and bool(service.area_served)
    if district is not None and is_limited and not reaches:
        yield _("Domů do místa „%(place)s“ nejezdí. Jezdí sem: %(area)s.") % {
            "place": district.name,
            "area": ", ".join(service.area_served),
        }


def _wrong_age(service: ServiceFacts, inquiry: Inquiry) -> Iterator[str]:
    youngest, oldest = AGES.get(inquiry.age_band, (0, 200))
    if service.age_from and oldest < service.age_from:
        yield _("Je to pro lidi od %(age)d let.") % {"age": service.age_from}
    if service.age_to and youngest > service.age_to:
        yield _("Je to pro lidi do %(age)d let.") % {"age": service.age_to}


def _excluded(exclusion: ExclusionFacts) -> str:
    """`Ne, když potřebuje péči i v noci. Zkuste: Domov pro seniory.`"""
    words = {"need": exclusion.need}
    instead = exclusion.service_name or (in_language(exclusion, "name") if exclusion.name else "")
    if instead:
        return _("Ne, když potřebuje %(need)s. Zkuste: %(instead)s.") % {**words, "instead": instead}
    if exclusion.instead_text:
        words["instead"] = exclusion.instead_text
        return _("Ne, když potřebuje %(need)s. Ať se obrátí na %(instead)s.") % words
    return _("Ne, když potřebuje %(need)s.") % words


def _call_first(service: ServiceFacts, inquiry: Inquiry, now: datetime) -> Iterator[str]:
    """One sentence with all the reasons to call before anybody sets out."""
    reasons = []
    if service.certainty == Certainty.NAME_ONLY:
        reasons.append(_("víme jen, že existuje"))
    elif not _verified_lately(service, now.date()) and service.certainty != Certainty.REGISTER:
        if service.source_year is None:
            reasons.append(_("nevíme, jak starý je údaj"))
        elif now.year - service.source_year > OLD_AFTER or service.certainty == Certainty.LOW:
            reasons.append(_("údaj je z roku %(year)d") % {"year": service.source_year})
    forms = service.given_forms
    if inquiry.district_id and FormOfCare.AT_HOME in forms and not service.area_served:
        reasons.append(_("nevíme, jestli do obvodu jezdí"))
    contacts = (*service.contacts, *service.organisation_contacts)
    if not any(contact.kind == ContactKind.PHONE for contact in contacts):
        yield _("Číslo na službu v katalogu není. Najděte ho, než tam někoho pošlete.")
    hours = service.facilities[0].opening_hours if service.facilities else ""
    if hours and FormOfCare.AMBULATORY in forms:
        current = state(hours, now)
        if current.state == "closed":
            reasons.append(current.text[:1].lower() + current.text[1:])
    if reasons:
        yield _("Nejdřív zavolat: %(reasons)s.") % {"reasons": ", ".join(reasons)}


def _verified_lately(service: ServiceFacts, today: date) -> bool:
    return service.verified_on is not None and (today - date.fromisoformat(service.verified_on)).days <= 365


def _day(day: date) -> str:
    return date_format(day, "j. n. Y")
