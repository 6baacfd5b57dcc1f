"""Providers of the register: one organisation for each IČO, the one already in the catalogue where there is one."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.text import slugify

from catalogue.models import Certainty, Contact, Organisation, OrganisationKind
from catalogue.register.contents import CONTACT_FIELDS, PROVIDER_FIELDS, Content
from catalogue.register.entries import ProviderEntry, name_key
from catalogue.register.merging import Difference, compare
from catalogue.register.rows import Rows, contacts

PREFIX = "rpss:"


class Providers:
    """Organisations by IČO, or by name where the register gives no valid IČO. Read once (one query)."""

    def __init__(self) -> None:
        self.ids: dict[str, int] = {}
        self._own: set[int] = set()
        self._merged: set[int] = set()
        rows = Organisation.objects.order_by("-pk").values_list("pk", "ico", "name", "origin_key", "kind")
        for pk, ico, name, origin_key, _kind in sorted(rows, key=lambda row: row[4] == OrganisationKind.PROVIDER):
            self.ids[ico or name_key(name)] = pk  # of several with one IČO the oldest provider: the last one read
            if origin_key.startswith(PREFIX):
                self._own.add(pk)
                self.ids[origin_key.removeprefix(PREFIX)] = pk  # also after somebody corrected its IČO or name

    def add_missing(self, providers: Iterable[tuple[ProviderEntry, Content]]) -> None:
        """Create those we do not have; the second value is the provider part of the content."""
        new: dict[str, tuple[Organisation, Content]] = {}
        for provider, content in providers:
            key = provider.key
            if key not in self.ids and key not in new:
                new[key] = (self._organisation(provider, key), content)
        created = Organisation.objects.bulk_create([organisation for organisation, _content in new.values()])
        rows: list[Contact] = []
        for key, organisation in zip(new, created, strict=True):
            self.ids[key] = organisation.pk
            self._own.add(organisation.pk)
            self._merged.add(organisation.pk)
            for name, kind in CONTACT_FIELDS.items():
                rows += contacts(kind, _rows(new[key][1], name), organisation_id=organisation.pk)
        Contact.objects.bulk_create(rows)

    def _organisation(self, provider: ProviderEntry, key: str) -> Organisation:
        return Organisation(
            name=provider.name,
            slug=slugify(provider.name)[:100].strip("-") or "organizace",
            kind=OrganisationKind.PROVIDER,
            ico=provider.ico,
            certainty=Certainty.REGISTER,
            origin_key=f"{PREFIX}{key}",
        )

    def merge(self, key: str, *, said: Content, says: Content) -> tuple[int, list[Difference]]:
        """Follow the register once an import in an organisation of its own; a hand-entered one is left as it is."""
        pk = self.ids[key]
        if said == says or pk not in self._own or pk in self._merged:
            return pk, []
        self._merged.add(pk)
        organisation = Organisation.objects.prefetch_related("contacts").get(pk=pk)
        holds: Content = {
            "name": organisation.name,
            **{
                name: [[contact.value, contact.note] for contact in organisation.contacts.all() if contact.kind == kind]
                for name, kind in CONTACT_FIELDS.items()
            },
        }
        differences = compare(PROVIDER_FIELDS, said=said, says=says, holds=holds)
        for difference in differences:
            if not difference.kept_by_hand:
                self._write(organisation, difference.field, says)
        return pk, differences

    def _write(self, organisation: Organisation, name: str, says: Content) -> None:
        if name == "name":
            organisation.name = str(says["name"])
            organisation.save(update_fields=["name", "slug"])
            return
        kind = CONTACT_FIELDS[name]
        Contact.objects.filter(organisation=organisation, kind=kind).delete()
        Contact.objects.bulk_create(contacts(kind, _rows(says, name), organisation_id=organisation.pk))


def _rows(content: Content, name: str) -> Rows:
    value = content[name]
    return value if isinstance(value, list) else []
