"""Tables of services, organisations and phrases, for work in a spreadsheet: what goes out comes back as it was."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue import indexing
from catalogue.admin.columns import (
    ChoiceWidget,
    CodesWidget,
    DayWidget,
    DecimalWidget,
    HoursWidget,
    ListColumn,
    NumberWidget,
    RowWidget,
    YesNoWidget,
    column,
    links,
)
from catalogue.admin.imported import Table
from catalogue.admin.service_forms import NEVER_MAIN, WRONG_CONTACT
from catalogue.models import (
    Certainty,
    ContactKind,
    FormOfCare,
    NeedPhrase,
    Organisation,
    OrganisationKind,
    Place,
    RecordType,
    Service,
    ServiceForm,
    ServiceKind,
    TargetGroup,
)
from catalogue.register.contacts import clean as clean_contact
from situations.models import LifeSituation
from sociopoint.typography import readable

FURTHER_KINDS = "dále pomáhá jako (kódy)"


class TableMeta:
    import_id_fields = ("id",)
    clean_model_instances = True
    skip_unchanged = True
    skip_diff = True  # the preview is made of our own texts, not of HTML with inline styles
    report_skipped = False
    store_instance = True


class ServiceResource(Table):
    id = column("id", "id", NumberWidget())
    name = column("name", "název")
    organisation = column("organisation", "číslo organizace", RowWidget(Organisation, "pk"))
    kind = column("kind", "druh (kód)", RowWidget(ServiceKind, "code"))
    record_type = column("record_type", "typ záznamu", ChoiceWidget(RecordType))
    published = column("published", "zveřejněno", YesNoWidget(may_be_unknown=False))
    summary = column("summary", "co udělají, jednou větou")
    for_whom = column("for_whom", "ano, když")
    how_to_start = column("how_to_start", "jak začít")
    how_to_start_easy = column("how_to_start_easy", "jak začít, jednoduše česky")
    what_to_bring = column("what_to_bring", "co vzít s sebou")
    free_of_charge = column("free_of_charge", "zdarma", YesNoWidget(may_be_unknown=True))
    price_note = column("price_note", "cena slovy")
    anonymous = column("anonymous", "beze jména", YesNoWidget(may_be_unknown=True))
    age_from = column("age_from", "věk od", NumberWidget())
    age_to = column("age_to", "věk do", NumberWidget())
    languages = column("languages", "jazyky", CodesWidget())
    note = column("note", "poznámka pro veřejnost")
    internal_note = column("internal_note", "vnitřní poznámka")
    free_places = column("free_places", "volná místa", NumberWidget())
    waiting_note = column("waiting_note", "čekací doba slovy")
    valid_from = column("valid_from", "poskytuje se od", DayWidget())
    valid_until = column("valid_until", "poskytuje se do", DayWidget())
    registration_identifier = column("registration_identifier", "identifikátor v registru")
    source_url = column("source_url", "zdroj")
    source_year = column("source_year", "rok údajů", NumberWidget())
    certainty = column("certainty", "jak víme", ChoiceWidget(Certainty, may_be_empty=True))
    verified_on = column("verified_on", "ověřeno dne", DayWidget())
    only_shown = {"organizace": lambda service: service.organisation.name}

    class Meta(TableMeta):
        model = Service

    def list_columns(self) -> tuple[ListColumn, ...]:
        return (
            links(FURTHER_KINDS, "further_kinds", ServiceKind, "code"),
            links("cílové skupiny (kódy)", "target_groups", TargetGroup, "code"),
            links("další životní situace", "situations", LifeSituation, "slug"),
            _area(),
            _forms(),
            _contacts("telefony", ContactKind.PHONE),
            _contacts("e-maily", ContactKind.EMAIL),
            _contacts("weby", ContactKind.WEB),
        )

    def with_all(self, queryset: QuerySet[Service]) -> QuerySet[Service]:
        related = ("further_kinds", "target_groups", "situations", "area_served", "forms", "contacts")
        return queryset.select_related("organisation", "kind").prefetch_related(*related)

    def import_instance(self, instance: Service, row: Any, **kwargs: Any) -> None:
        """Free places are told with their time, a verification with its author."""
        super().import_instance(instance, row, **kwargs)
        if instance.kind is not None and instance.kind.code in self._parsed.get(FURTHER_KINDS, ()):
            raise ValidationError({FURTHER_KINDS: [str(NEVER_MAIN)]})
        if _differs(self, "volná místa", instance.free_places):
            instance.free_places_reported_at = None if instance.free_places is None else timezone.now()
        if _differs(self, "ověřeno dne", instance.verified_on):
            instance.verified_by = kwargs.get("user") if instance.verified_on else None

    def refresh(self, ids: set[int]) -> None:
        indexing.refresh(ids)


class OrganisationResource(Table):
    id = column("id", "id", NumberWidget())
    name = column("name", "název")
    kind = column("kind", "druh", ChoiceWidget(OrganisationKind))
    ico = column("ico", "IČO")
    data_box = column("data_box", "datová schránka")
    competence = column("competence", "za co odpovídá")
    street = column("street", "ulice")
    house_number = column("house_number", "číslo domu")
    postcode = column("postcode", "PSČ")
    place = column("place", "číslo místa", RowWidget(Place, "pk"))
    opening_hours = column("opening_hours", "hodiny (zápis OSM)", HoursWidget())
    note = column("note", "poznámka")
    source_url = column("source_url", "zdroj")
    source_year = column("source_year", "rok údajů", NumberWidget())
    certainty = column("certainty", "jak víme", ChoiceWidget(Certainty, may_be_empty=True))
    only_shown = {"místo": lambda organisation: str(organisation.place or "")}

    class Meta(TableMeta):
        model = Organisation

    def list_columns(self) -> tuple[ListColumn, ...]:
        return (
            _contacts("telefony", ContactKind.PHONE),
            _contacts("e-maily", ContactKind.EMAIL),
            _contacts("weby", ContactKind.WEB),
        )

    def with_all(self, queryset: QuerySet[Organisation]) -> QuerySet[Organisation]:
        return queryset.select_related("place").prefetch_related("contacts")

    def refresh(self, ids: set[int]) -> None:
        indexing.refresh(Service.objects.filter(organisation__in=ids).values_list("pk", flat=True))


class NeedPhraseResource(Table):
    id = column("id", "id", NumberWidget())
    text = column("text", "jak to lidé píšou")
    language = column("language", "jazyk")
    weight = column("weight", "váha", DecimalWidget())
    kinds = column("kinds", "druhy služeb (kódy)", CodesWidget(ServiceKind, "code"))
    groups = column("groups", "cílové skupiny (kódy)", CodesWidget(TargetGroup, "code"))
    situations = column("situations", "životní situace", CodesWidget(LifeSituation, "slug"))
    forms = column("forms", "formy pomoci", CodesWidget())

    class Meta(TableMeta):
        model = NeedPhrase


def _differs(table: Table, heading: str, value: object) -> bool:
    """From what stood there before the row was read."""
    return str("" if value is None else value) != table.before.get(heading, "")


def _area() -> ListColumn:
    """`554821 Ostrava`: the number decides, the name is for the reader."""

    def understands(text: str) -> str:
        number = text.split(" ", 1)[0]
        place = Place.objects.filter(pk=number).first() if number.isascii() and number.isdigit() else None
        if place is None:
            raise ValueError(_("Místo „%(value)s“ neznáme. Pište číslo místa, např. „12 Ostrava“.") % {"value": text})
        return f"{place.pk} {place.name}"

    def write(service: Service, texts: list[str]) -> None:
        service.area_served.set([int(text.split(" ", 1)[0]) for text in texts])

    says = lambda service: [f"{place.pk} {place.name}" for place in service.area_served.all()]  # noqa: E731
    return ListColumn("kam přijedou", says, cache(understands), write)


def _forms() -> ListColumn:
    def understands(text: str) -> str:
        if text not in FormOfCare.values:
            choices = ", ".join(FormOfCare.values)
            raise ValueError(_("„%(value)s“ neznáme. Vyberte z: %(choices)s.") % {"value": text, "choices": choices})
        return text

    def write(service: Service, texts: list[str]) -> None:
        service.forms.exclude(form__in=texts).delete()
        known = set(service.forms.values_list("form", flat=True))
        for text in texts:
            if text not in known:
                ServiceForm.objects.create(service=service, form=text)

    return ListColumn("formy", lambda service: [form.form for form in service.forms.all()], understands, write)


def _contacts(heading: str, kind: ContactKind) -> ListColumn:
    """Values only: the notes of those that stay are kept."""

    def shown(value: str) -> str:
        return readable(value).replace("\u00a0", " ") if kind == ContactKind.PHONE else value

    def says(owner: Any) -> list[str]:
        return [shown(contact.value) for contact in owner.contacts.all() if contact.kind == kind]

    def understands(text: str) -> str:
        value = clean_contact(kind, text)
        if not value:
            raise ValueError(str(WRONG_CONTACT[kind]))
        return shown(value)

    def write(owner: Any, texts: list[str]) -> None:
        values = [clean_contact(kind, text) for text in texts]
        of_kind = owner.contacts.filter(kind=kind)
        of_kind.exclude(value__in=values).delete()
        known = set(of_kind.values_list("value", flat=True))
        last = max(owner.contacts.values_list("order", flat=True), default=-1)
        new = [value for value in values if value not in known]
        for order, value in enumerate(new, start=last + 1):
            owner.contacts.create(kind=kind, value=value, order=order)

    return ListColumn(heading, says, understands, write)
