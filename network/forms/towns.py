"""A town or a city district by its name, as people write it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from catalogue.models import PlaceKind
from catalogue.places.finding import resolve

TOWNS = (PlaceKind.MUNICIPALITY, PlaceKind.CITY_DISTRICT, PlaceKind.PART)


def town_named(text: str) -> str:
    """The number of the one place meant, as a text; raises ValidationError with what to write instead."""
    found = resolve(text)
    if found.choices:
        names = "; ".join(one.label for one in found.choices[:4])
        raise ValidationError(_("Takových míst je víc: %(names)s. Napište, které z nich.") % {"names": names})
    if found.place is None or found.place.place.kind not in TOWNS:
        raise ValidationError(_("Takovou obec ani obvod neznáme. Napište jen název, třeba Poruba."))
    return str(found.place.place.pk)
