"""People of the network and units of organisations. Whose account a person has is decided by an invitation, not here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network.admin.reading import KeptRecord
from network.forms.people import phone_field
from network.models import Person, Position, Unit
from sociopoint.record_admin import RecordAdmin
from sociopoint.record_form import RecordForm
from sociopoint.record_history import Part

if TYPE_CHECKING:
    StackedInline = admin.StackedInline[Any, Any]
else:
    StackedInline = admin.StackedInline


class PositionRow(forms.ModelForm):  # type: ignore[type-arg]
    phone = phone_field(_("telefon"))

    class Meta:
        model = Position
        fields = ("organisation", "unit", "title", "phone", "email", "visibility", "consent", "since", "until")

    def clean(self) -> dict[str, Any]:
        sent = super().clean() or {}
        if "visibility" in sent and "consent" in sent:
            self.instance.visibility = sent["visibility"]
            self.instance.agree(sent["consent"])
            sent["consent"] = self.instance.consent
        unit = sent.get("unit")
        if unit is not None and unit.organisation_id != getattr(sent.get("organisation"), "pk", None):
            self.add_error("unit", _("Tento útvar patří jiné organizaci."))
        return sent


class PositionRows(StackedInline):
    """Whoever left has a last day and stays: nobody is deleted by leaving."""

    model = Position
    form = PositionRow
    fields = [("organisation", "unit"), "title", ("phone", "email"), ("visibility", "consent"), ("since", "until")]
    fk_name = "person"
    autocomplete_fields = ["organisation", "unit"]
    can_delete = False
    extra = 0


@admin.register(Person)
class PersonAdmin(KeptRecord):
    parts = (Part(Person), Part(Position, "person_id"))
    list_display = ["name", "organisations", "user"]
    list_filter = [("user", admin.EmptyFieldListFilter), "positions__visibility"]
    list_select_related = ["user"]
    search_fields = ["name", "positions__organisation__name", "positions__title", "positions__email"]
    search_help_text = _("Jméno, organizace, funkce nebo e-mail.")
    fields = ["name", "user"]
    readonly_fields = ["user"]
    inlines = [PositionRows]

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).prefetch_related("positions__organisation")

    def get_search_results(self, request: Any, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """A person works in several places and is found once."""
        found, _several = super().get_search_results(request, queryset, search_term)
        return found, bool(search_term)

    @admin.display(description=_("kde pracuje"))
    def organisations(self, person: Person) -> str:
        today = timezone.localdate()
        return ", ".join(str(row.organisation) for row in person.positions.all() if row.is_held_on(today))


class UnitForm(RecordForm):
    phone = phone_field(_("telefon"))

    class Meta:
        model = Unit
        fields = "__all__"


@admin.register(Unit)
class UnitAdmin(RecordAdmin):
    form = UnitForm
    parts = (Part(Unit),)
    view_on_site = False
    list_display = ["name", "organisation", "phone", "email", "place"]
    list_filter = ["organisation__kind"]
    list_select_related = ["organisation", "place"]
    search_fields = ["name", "organisation__name", "phone", "email"]
    search_help_text = _("Útvar, organizace, telefon nebo e-mail.")
    autocomplete_fields = ["organisation", "place"]
    fields = ["organisation", "name", "phone", "email", "place"]
