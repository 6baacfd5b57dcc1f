"""`/pult/novy/` and the same page for an inquiry that exists: search, write down, hand over, save."""

from __future__ import annotations

from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from inquiries.conflict import seal
from inquiries.desk import Desk, desk_of, last_channel
from inquiries.entries import entry_of, with_entry
from inquiries.forms.inquiry import InquiryForm, initial_of
from inquiries.models import Inquiry, ReadingKind
from inquiries.reading import record_reading
from inquiries.record_page import empty_entry, record_context, with_beside
from inquiries.views.sending import Sending, writable
from sociopoint.models import User
from sociopoint.permissions import can_work_at_desk

TEMPLATE = "inquiries/inquiry_form.html"
LAST_CHANNEL = "last_channel"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def inquiry_new(request: HttpRequest) -> HttpResponse:
    """Nothing is written until something is typed: opening the page costs no number and leaves no empty draft."""
    desk = _desk(request)
    if desk is None:
        return render(request, "inquiries/no_office.html")
    if request.method == "POST":
        return Sending(request, desk).answer()
    channel = request.session.get(LAST_CHANNEL) or last_channel(desk.worker)
    now = timezone.now()
    initial = initial_of(empty_entry(desk.lists, channel)) | {
        "submission": uuid4(),
        "started_at": now.timestamp(),
        "version": 0,
    }
    form = InquiryForm(initial=initial, lists=desk.lists, colleagues=desk.colleagues)
    return render(request, TEMPLATE, record_context(desk, form, None))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def inquiry_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    desk = _desk(request)
    if desk is None:
        return render(request, "inquiries/no_office.html")
    if request.method == "POST":
        return Sending(request, desk, public_id).answer()
    inquiry = writable(with_beside(with_entry(Inquiry.objects.visible_to(desk.worker)), desk.worker), public_id)
    if not (inquiry.is_draft and inquiry.assignee_id == desk.worker.pk):
        seen = ReadingKind.REVEALED if hasattr(inquiry, "contact") else ReadingKind.OPENED
        record_reading(inquiry, seen, by=desk.worker, purpose="edit")
    entry = entry_of(inquiry)
    initial = initial_of(entry) | {"submission": inquiry.submission, "version": inquiry.version, "base": seal(entry)}
    form = InquiryForm(initial=initial, lists=desk.lists, colleagues=desk.colleagues, chosen_district=inquiry.district)
    return render(request, TEMPLATE, record_context(desk, form, inquiry))


def _desk(request: HttpRequest) -> Desk | None:
    if not can_work_at_desk(request.user) or not isinstance(request.user, User):
        raise PermissionDenied
    return desk_of(request.user)
