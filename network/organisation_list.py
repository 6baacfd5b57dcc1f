"""Organisations of the network by a part of their name and by kind; one page by key."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Count, Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.models import Organisation, OrganisationKind
from catalogue.words import plain
from network.models import Position
from sociopoint.czech_columns import in_czech_order
from sociopoint.desk_forms import DeskForm

PAGE_SIZE = 50
MOST_WORDS = 6


class OrganisationSearch(DeskForm):
    q = forms.CharField(label=_("Název organizace"), required=False, max_length=120)
    druh = forms.ChoiceField(label=_("Druh"), required=False, choices=[("", _("všechny")), *OrganisationKind.choices])

    def organisations(self) -> QuerySet[Organisation]:
        if not self.is_valid():
            return Organisation.objects.none()
        found = Organisation.objects.all()
        for word in plain(self.cleaned_data["q"]).split()[:MOST_WORDS]:
            found = found.filter(name__unaccent__icontains=word)
        if self.cleaned_data["druh"]:
            found = found.filter(kind=self.cleaned_data["druh"])
        return found


def list_context(query: QueryDict) -> dict[str, Any]:
    """Three queries: the row continued after, the page, the numbers of its people."""
    search = OrganisationSearch(query, auto_id="hledat_%s")
    found = search.organisations().annotate(key=in_czech_order("name"))
    after = query.get("po", "")
    if after:
        known = after.isascii() and after.isdigit() and len(after) < 18
        last = Organisation.objects.filter(pk=int(after) if known else 0).annotate(key=in_czech_order("name"))
        row = last.values_list("key", "pk").first()
        found = found.filter(Q(key__gt=row[0]) | Q(key=row[0], pk__gt=row[1])) if row else found.none()
    rows = list(found.only("name", "kind").order_by("key", "pk")[: PAGE_SIZE + 1])
    shown = rows[:PAGE_SIZE]
    held = Position.objects.held_on(timezone.localdate()).filter(organisation__in=[one.pk for one in shown])
    people = dict(held.order_by().values_list("organisation").annotate(n=Count("person", distinct=True)))
    left = query.copy()
    left.pop("po", None)
    first = f"?{left.urlencode()}" if after else ""
    left["po"] = str(shown[-1].pk) if shown else ""
    return {
        "search": search,
        "rows": [{"organisation": one, "people": people.get(one.pk, 0)} for one in shown],
        "next": f"?{left.urlencode()}" if len(rows) > PAGE_SIZE else "",
        "first": first,
    }
