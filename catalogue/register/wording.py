"""Values of the comparison as people read them: for the kept list of changes."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from catalogue.models import CapacityUnit, FormOfCare, RegisterChange, Service
from catalogue.models.register import RegisterField
from catalogue.register.contents import CONTACT_FIELDS, Catalogue, Content
from catalogue.register.merging import Difference, is_secret
from catalogue.register.rows import Rows
from catalogue.register.values import Json


def secrecy(facility: Content) -> str:
    """Said instead of an address where one of two is secret: neither may be kept."""
    return _("utajená adresa") if is_secret(facility) else _("veřejná adresa")


@dataclass(frozen=True)
class Wording:
    """Needs the catalogue for names of places and kinds."""

    catalogue: Catalogue

    def change(self, service: Service, difference: Difference, *, of: str = "", about: str = "") -> RegisterChange:
        """The row of one change, without its import; unsaved."""
        name = f"{of}_{difference.field}" if of else difference.field
        before, after = (self.shown(difference.field, value) for value in (difference.before, difference.after))
        prefix = f"{about}: " if about else ""
        return RegisterChange(
            service=service,
            field=RegisterField(name),
            before=before and f"{prefix}{before}",
            after=after and f"{prefix}{after}",
            kept_by_hand=difference.kept_by_hand,
        )

    def shown(self, name: str, value: Json | Rows) -> str:
        """One line; '' for nothing."""
        if not isinstance(value, list):
            text = "" if value is None else str(value)
            return self.catalogue.kind_names.get(text, text) if name == "kind" else text
        if name == "address":
            return self._address(value)
        if name in ("ages", "valid"):
            return _range(value)
        if name == "forms":
            return "; ".join(map(_form, value))
        if name in CONTACT_FIELDS:
            return ", ".join(map(_contact, value))
        return ", ".join(self._place(part) if name == "area" else str(part) for part in value)

    def _place(self, place: Json) -> str:
        return self.catalogue.gazetteer.names.get(place, "") if isinstance(place, int) else ""

    def _address(self, address: Rows) -> str:
        hidden, street, house_number, note, postcode, _point, place, *_position = address
        if hidden:
            return _("utajená adresa")
        town = f"{postcode} {self._place(place)}".strip()
        return ", ".join(filter(None, (f"{street} {house_number}".strip(), note, town)))


def _range(bounds: Rows) -> str:
    since, until = ("…" if bound is None else str(bound) for bound in bounds)
    return "" if since == until == "…" else f"{since} – {until}"


def _form(row: Rows) -> str:
    form, is_nonstop, capacities = row
    amounts = [f"{count} {CapacityUnit(unit).label}" for unit, count, _note in capacities]
    details = ", ".join([*([_("nepřetržitě")] if is_nonstop else []), *amounts])
    label = FormOfCare(form).label
    return f"{label} ({details})" if details else str(label)


def _contact(row: Rows) -> str:
    value, note = row
    return f"{value} ({note})" if note else value
