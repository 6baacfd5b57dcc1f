"""Bulk steps over services, each asked about first with the number it will touch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.db import transaction
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from catalogue import indexing
from catalogue.models import Service

if TYPE_CHECKING:
    from django.db.models import QuerySet

SHOWN = 20  # names listed on the page that asks


@admin.action(description=_("Označit jako dnes ověřené"), permissions=["change"])
def verify(model_admin: Any, request: HttpRequest, queryset: QuerySet[Service]) -> TemplateResponse | None:
    if request.POST.get("potvrzeno") != "ano":
        question = gettext("Označit %(count)s jako dnes ověřené vámi?")
        return _ask(model_admin, request, queryset, "verify", question, gettext("Označit jako ověřené"))
    values = {"verified_on": timezone.localdate(), "verified_by": request.user}
    done = _write(queryset, values)
    messages.success(
        request,
        ngettext("Dnes ověřená je %(count)d služba.", "Dnes ověřených je %(count)d služeb.", done) % {"count": done},
    )
    return None


@admin.action(description=_("Zveřejnit"), permissions=["change"])
def publish(model_admin: Any, request: HttpRequest, queryset: QuerySet[Service]) -> TemplateResponse | None:
    if request.POST.get("potvrzeno") != "ano":
        question = gettext("Zveřejnit %(count)s? Lidé je hned najdou.")
        return _ask(model_admin, request, queryset, "publish", question, gettext("Zveřejnit"))
    done = _write(queryset.filter(published=False), {"published": True})
    messages.success(
        request,
        ngettext("Nově zveřejněná je %(count)d služba.", "Nově zveřejněných je %(count)d služeb.", done)
        % {"count": done},
    )
    return None


@admin.action(description=_("Zrušit zveřejnění"), permissions=["change"])
def unpublish(model_admin: Any, request: HttpRequest, queryset: QuerySet[Service]) -> TemplateResponse | None:
    if request.POST.get("potvrzeno") != "ano":
        question = gettext("Zrušit zveřejnění: %(count)s? Z webu hned zmizí, v katalogu zůstanou.")
        return _ask(model_admin, request, queryset, "unpublish", question, gettext("Zrušit zveřejnění"))
    done = _write(queryset.filter(published=True), {"published": False})
    messages.success(
        request,
        ngettext("Z webu zmizela %(count)d služba.", "Z webu zmizelo %(count)d služeb.", done) % {"count": done},
    )
    return None


@transaction.atomic
def _write(queryset: QuerySet[Service], values: dict[str, Any]) -> int:
    """Returns how many; the search says the same in the same transaction."""
    ids = list(queryset.order_by("pk").values_list("pk", flat=True))
    done = Service.objects.filter(pk__in=ids).update(**values)
    indexing.refresh(ids)
    return done


def _ask(
    model_admin: Any, request: HttpRequest, queryset: QuerySet[Service], action: str, question: str, button: str
) -> TemplateResponse:
    count = queryset.count()
    counted = ngettext("%(count)d službu", "%(count)d služeb", count) % {"count": count}
    context = {
        **model_admin.admin_site.each_context(request),
        "title": question % {"count": counted},
        "question": gettext("Týká se to těchto záznamů:"),
        "opts": model_admin.opts,
        "sample": list(queryset[:SHOWN]),
        "more": max(0, count - SHOWN),
        "pks": request.POST.getlist(helpers.ACTION_CHECKBOX_NAME),
        "select_across": request.POST.get("select_across", "0"),
        "action": action,
        "button": button,
        "back_url": request.get_full_path(),
    }
    return TemplateResponse(request, "admin/confirm_action.html", context)
