"""`/pult/hledat/`: what the script asks while a worker types. Reads only; by POST, because addresses end up in logs."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse, QueryDict
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from inquiries.forms.inquiry import InquiryForm
from inquiries.line_fields import chips, chosen_place
from inquiries.lists import desk_lists
from inquiries.models import Referral, ReferralState
from inquiries.record_page import findings_of, hits_of, reminders, unread_words
from inquiries.reworking import read_deed, rework
from sociopoint.models import User
from sociopoint.permissions import can_work_at_desk

SILENT = ("pick", "clear", "mask", "move")
"""Deeds after which the hits stay: the focus stands in them."""


@never_cache
@require_POST
def line(request: HttpRequest) -> JsonResponse:
    """Fields that tokens or a button set, the rest of the line, hits and chips. Nothing is saved."""
    if not can_work_at_desk(request.user) or not isinstance(request.user, User):
        raise PermissionDenied
    fields = request.POST.copy()
    for name, values in fields.lists():
        fields.setlist(name, [value.replace("\x00", "") for value in values])
    lists = desk_lists()
    before, deed = fields.copy(), read_deed(fields)
    said = rework(fields, deed, lists, is_finished="unfinished" not in fields)
    chosen = chosen_place(fields.get("district", ""), lists)
    form = InquiryForm(fields, lists=lists, colleagues=[], chosen_district=chosen)
    form.is_valid()
    context = {"form": form, "chips": chips(form), "findings": findings_of(form), "reminders": reminders(form, lists)}
    parts = {
        "cipy": render_to_string("inquiries/_chips.html", context, request),
        "ohrozeni": render_to_string("inquiries/_reminders.html", context, request),
    }
    answer: dict[str, object] = {
        "fields": _changed(before, fields),
        "labels": {"district": {str(chosen.pk): str(chosen)}} if chosen else {},
        "rest": fields.get("line", ""),
        "took": len(said.tokens),
        "unread": unread_words(said),
        "parts": parts,
    }
    if deed.verb not in SILENT:
        hits = hits_of(form, lists, chosen, _given(request.user, form))
        answer["hits"] = render_to_string("inquiries/_hits.html", context | {"hits": hits}, request)
        parts["prirucky"] = render_to_string("inquiries/_handbooks.html", context | {"hits": hits}, request)
        answer["total"] = hits.said
    return JsonResponse(answer)


def _changed(before: QueryDict, after: QueryDict) -> dict[str, str]:
    """Fields that differ now; '' for one that was taken off."""
    names = {*before, *after} - {"line", "do", "csrfmiddlewaretoken", "unfinished"}
    return {name: after.get(name, "") for name in names if before.getlist(name) != after.getlist(name)}


def _given(worker: User, form: InquiryForm) -> set[int]:
    """Services that the record of this form handed the person over to already."""
    submission = form.sure.get("submission")
    if submission is None:
        return set()
    kept = Referral.objects.filter(inquiry__submission=submission, inquiry__office__workers=worker)
    kept = kept.exclude(state=ReferralState.WITHDRAWN).exclude(service=None)
    return set(kept.values_list("service_id", flat=True))
