"""Is it for you, and how to start: the service's own words, else what is true of its kind."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from catalogue.cards import in_one_sentence
from catalogue.models import RecordType
from catalogue.service_facts import ExclusionFacts, ServiceFacts
from sociopoint.translated import czech, in_language, with_czech
from sociopoint.typography import typeset


def reasons(service: ServiceFacts) -> list[str]:
    """The service's own reasons, else those of its kind and the groups it is registered for."""
    if own := _lines(service.for_whom):
        return [czech(typeset(reason)) for reason in own]
    found = [czech(typeset(line)) for line in _lines(service.kind.for_whom)] if service.kind else []
    groups = [in_language(group, "label") for group in service.groups]
    if groups:
        listed = in_one_sentence(groups)
        listed = listed[0].lower() + listed[1:]
        found = [typeset(_("jste mezi těmi, komu je služba určená: %(groups)s") % {"groups": listed}), *found]
    if service.age_from or service.age_to:
        found = [*found, typeset(_age(service.age_from, service.age_to))]
    return found


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _age(youngest: int | None, oldest: int | None) -> str:
    if youngest and oldest:
        return _("je člověku od %(from)d do %(to)d let") % {"from": youngest, "to": oldest}
    if youngest:
        return _("je člověku aspoň %(from)d let") % {"from": youngest}
    return _("je člověku nejvýš %(to)d let") % {"to": oldest}


def exclusions(service: ServiceFacts) -> list[dict[str, str]]:
    """For what it is not, always with a way on: a service, a kind, a profession, or our desk."""
    return [{"need": czech(typeset(row.need))} | _way_on(row) for row in service.not_for]


def _way_on(row: ExclusionFacts) -> dict[str, str]:
    if row.service_name:
        url = reverse("catalogue:service", args=[row.service_id, row.service_slug])
        return {"instead": _("Zkuste"), "link_text": czech(typeset(row.service_name)), "url": url}
    if row.name:
        url = f"{reverse('catalogue:service-list')}?druh={row.kind_section or row.kind_code}"
        return {"instead": _("Zkuste:"), "link_text": in_language(row, "name"), "url": url}
    if row.instead_text:
        text = with_czech(_("Obraťte se na %(whom)s."), whom=typeset(row.instead_text))
        return {"instead": text, "link_text": "", "url": ""}
    return {"instead": _("Zavolejte nám, najdeme jinou cestu."), "link_text": "", "url": ""}


def general_note(service: ServiceFacts) -> str:
    """Said where the reasons are not the service's own words, '' where all of them are."""
    if service.kind is None or (service.for_whom.strip() and service.exclusions):
        return ""
    return _("Tak to u tohoto druhu pomoci bývá. Jestli i tady, vám řeknou po telefonu.")


def steps(service: ServiceFacts, phone: str) -> Iterator[dict[str, str]]:
    """Phone first; then the service's own steps, or what its kind usually asks."""
    hint = czech(typeset(service.kind.start_hint if service.kind else "")) or _(
        "Řekněte, co se děje. Správná slova znát nemusíte."
    )
    if phone:
        yield {"title": _("Zavolejte na"), "phone": phone, "text": hint}
    else:
        yield {"title": _("Zavolejte nám, spojíme vás"), "phone": "", "text": hint}
    for line in _lines(service.how_to_start):
        yield {"title": czech(typeset(line)), "phone": "", "text": ""}
    if service.record_type == RecordType.REGISTERED and not service.how_to_start:
        yield {
            "title": _("Domluvte se, co potřebujete"),
            "phone": "",
            "text": _("Řeknou vám, jestli mají místo, co to stojí a jak to půjde dál. Nic tím nepodepisujete."),
        }
    bring = service.what_to_bring or (service.kind.bring_hint if service.kind else "")
    if bring:
        yield {"title": _("Vezměte s sebou"), "phone": "", "text": czech(typeset(bring))}
