"""Whom or what somebody meant by a typed name: lists of thousands do not fit a select, and a name is how people say it."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from catalogue.models import Organisation
from network.models import Person


@dataclass(frozen=True)
class Named:
    """Who was meant; a person without a primary key is new and is saved by the deed."""

    person: Person | None
    organisation: Organisation | None


def plain(text: str) -> str:
    """Spaces of any kind are one ordinary space."""
    return " ".join(text.split())


def organisation_named(text: str) -> Organisation:
    """By its name, without regard to accents and case. Raises ValidationError with a sentence. One query."""
    name = plain(text)
    found = list(Organisation.objects.filter(name__unaccent__iexact=name).order_by("pk")[:2])
    if not found:
        raise ValidationError(_("Organizaci „%(name)s“ v síti neznáme. Napište její celý název.") % {"name": name})
    if len(found) > 1:
        raise ValidationError(
            _("Organizací s názvem „%(name)s“ je v síti víc. Ať je správce rozliší.") % {"name": name}
        )
    return found[0]


def person_named(text: str, organisation: Organisation | None = None) -> Person:
    """Somebody of the network, in doubt who works or sits for `organisation`; an unknown name is a new, unsaved person.

    Raises ValidationError when several people bear the name and the organisation does not tell which.
    """
    name = plain(text)
    found = list(Person.objects.filter(name__unaccent__iexact=name).order_by("pk")[:20])
    if not found:
        return Person(name=name)
    if len(found) == 1:
        return found[0]
    if organisation is not None:
        pks = [one.pk for one in found]
        works = Person.objects.filter(pk__in=pks, positions__organisation=organisation)
        sits = Person.objects.filter(pk__in=pks, mandates__organisation=organisation)
        near = list(works.union(sits).order_by("id")[:2])
        if len(near) == 1:
            return near[0]
    raise ValidationError(
        _("Jméno „%(name)s“ má v síti víc lidí. Připište za čárku organizaci: „%(name)s, Charita“.") % {"name": name}
    )


def named(text: str) -> Named:
    """`Jana Malá, SAS Vesnička soužití` is a person of an organisation, `Charita Ostrava` an organisation, `Jana Malá` a person.

    A name that is no organisation's is taken for a person's; whoever is new must come with a known organisation.
    """
    before, comma, after = plain(text).partition(",")
    whole = Organisation.objects.filter(name__unaccent__iexact=plain(text)).order_by("pk").first()
    if whole is not None:
        return Named(None, whole)
    if comma:
        organisation = organisation_named(after)
        return Named(person_named(before, organisation), organisation)
    person = person_named(text)
    if person.pk is None:
        raise ValidationError(
            _("„%(name)s“ v síti neznáme. U nového člověka připište za čárku organizaci.") % {"name": plain(text)}
        )
    return Named(person, None)
