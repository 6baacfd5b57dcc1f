"""Attachments of a meeting: put there and taken away by whoever runs it, opened by the invited even without an account."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from network import attaching, meeting_calls
from network.attaching import AttachmentRefused
from network.file_checks import FileRefused
from network.forms.attachments import AttachmentForm
from network.forms.documents import DocumentSearch
from network.meeting_calls import InvitationInvalid
from network.models import ItemState, Meeting
from network.views.documents import as_attachment
from network.views.group_access import run_meeting_of
from network.views.minutes_by_link import reads_minutes
from sociopoint.limits import allow
from sociopoint.models import User
from sociopoint.secret_pages import secret
from sociopoint.visitors import address_of

MOST_OFFERED, FEW = 300, 20
"""Documents in one list; a handful is looked through without searching."""
HOUR = 3600
MOST_VISITS_AN_HOUR = 200


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def attachment_new(request: HttpRequest, pk: int) -> HttpResponse:
    """`?bod=` chooses the point beforehand, `?q=` narrows the documents offered."""
    user, shown = run_meeting_of(request, pk)
    if shown.state not in attaching.OPEN_STATES:
        raise PermissionDenied
    search = DocumentSearch(request.GET)
    offered = list(search.documents(attaching.offered(shown))[: MOST_OFFERED + 1])
    form = AttachmentForm(
        request.POST or None,
        request.FILES or None,
        points=shown.items.filter(state=ItemState.ACCEPTED),
        documents=offered[:MOST_OFFERED],
        initial={"point": request.GET.get("bod", "")},
    )
    if form.is_valid() and _attached(form, shown, user):
        messages.success(request, _("Příloha je u jednání."))
        return redirect(shown)
    context = {
        "meeting": shown,
        "form": form,
        "search": search,
        "point": request.GET.get("bod", ""),
        "has_more": len(offered) > MOST_OFFERED,
        "offers_search": search.is_asked or len(offered) > min(FEW, MOST_OFFERED),
    }
    return render(request, "network/attachment_form.html", context, status=422 if form.errors else 200)


def _attached(form: AttachmentForm, meeting: Meeting, user: User) -> bool:
    """What is refused is said by the form."""
    document = form.chosen_document
    try:
        if document is not None:
            attaching.attach(meeting, document=document, point=form.chosen_point, by=user)
        else:
            file, title = form.cleaned_data["file"], form.cleaned_data["title"]
            attaching.attach_file(meeting, title=title, file=file, point=form.chosen_point, by=user)
    except FileRefused as refusal:
        form.add_error("file", str(refusal))
    except AttachmentRefused as refusal:
        form.add_error(None, str(refusal))
    return not form.errors


@require_POST
def attachment_remove(request: HttpRequest, pk: int, attachment: int) -> HttpResponse:
    user, shown = run_meeting_of(request, pk)
    try:
        attaching.detach(get_object_or_404(shown.attachments.select_related("meeting"), pk=attachment), by=user)
    except AttachmentRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Příloha u jednání už není. V dokumentech zůstala."))
    return redirect(shown)


@secret
@require_safe
def invited_attachment(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """By the link of an invitation, while that link answers or shows the minutes."""
    if not allow("meeting-invitation", address_of(request), most=MOST_VISITS_AN_HOUR, seconds=HOUR):
        raise Http404
    try:
        row = meeting_calls.open_invitation(token)
    except InvitationInvalid:
        raise Http404 from None
    shown = get_object_or_404(row.meeting.attachments.select_related("document", "version"), pk=pk)
    version = attaching.version_shown(shown)
    if version is None or not (meeting_calls.may_answer(row) or reads_minutes(row)):
        raise Http404
    return as_attachment(version)
