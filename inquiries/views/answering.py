"""`/pult/otazky/`: written questions that wait for an answer, and a way through them one by one, by keys or without."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from inquiries.answering import answer, neighbours, queue_context
from inquiries.forms.answering import QueueForm
from inquiries.inquiry_page import notes_of
from inquiries.lists import desk_lists
from inquiries.models import Inquiry, LinkKind, Note, NoteKind, ReadingKind
from inquiries.moves import MoveRefused
from inquiries.questions import AnsweredMeanwhile
from inquiries.reading import record_reading
from inquiries.views.people import inquiry_of, worker_of
from sociopoint.permissions import can_work_at_desk

CLOSE = "uzavrit"


@require_safe
def question_queue(request: HttpRequest) -> HttpResponse:
    user = worker_of(request)
    if not can_work_at_desk(user):
        raise PermissionDenied
    return render(request, "inquiries/questions.html", queue_context(user))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def question(request: HttpRequest, public_id: str) -> HttpResponse:
    """One question with the answer being written; the next one follows by itself."""
    shown, user = inquiry_of(request, public_id, to_change=True), worker_of(request)
    closes = CLOSE in request.POST
    form = QueueForm(request.POST or None, inquiry=shown, lists=desk_lists(), closes=closes)
    beside = neighbours(user, shown)
    if form.is_valid():
        try:
            answer(shown, by=user, closes=closes, **form.facts)
        except (AnsweredMeanwhile, MoveRefused) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Odpověď je uložená. Člověk ji uvidí pod svým kódem."))
            following = beside["after"] or beside["before"]
            return redirect("inquiries:question", following) if following else redirect("inquiries:questions")
    record_reading(shown, ReadingKind.OPENED, by=user)
    context = _context(shown) | beside | {"form": form}
    return render(request, "inquiries/question.html", context, status=422 if form.errors else 200)


def _context(inquiry: Inquiry) -> dict[str, Any]:
    words = list(Note.objects.filter(inquiry=inquiry).select_related("author"))
    said = [note.kind for note in words if note.kind != NoteKind.NOTE]
    continued = Inquiry.objects.filter(later_links__inquiry=inquiry, later_links__kind=LinkKind.CONTINUES)
    return {
        "inquiry": inquiry,
        "notes": notes_of(words, timezone.localdate()),
        "is_answered": said[-1:] == [NoteKind.ANSWER],
        "kept_only": continued.filter(is_restricted=True),
    }
