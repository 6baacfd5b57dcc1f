from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from inquiries.finding import InquirySearch
from inquiries.following import FollowUpRefused, hand_over
from inquiries.forms.inquiry_page import ClosingForm, HandOverForm, SavedFilterForm, WaitingForm
from inquiries.forms.questions import AnswerForm
from inquiries.inquiry_list import list_context
from inquiries.inquiry_page import page_context
from inquiries.lists import desk_lists
from inquiries.models import Inquiry, InquiryState, ReadingKind
from inquiries.moves import MoveRefused, move
from inquiries.people import colleagues, workers_seen_by
from inquiries.questions import AnsweredMeanwhile, answer
from inquiries.reading import record_reading
from inquiries.views.people import inquiry_of, worker_of
from sociopoint.permissions import can_see_inquiries, can_see_words


@require_safe
def inquiry_list(request: HttpRequest) -> HttpResponse:
    """Inquiries by coded facts, newest first; `po` continues after the inquiry of that number."""
    user = worker_of(request)
    if not can_see_inquiries(user):
        raise PermissionDenied
    search = InquirySearch(request.GET, lists=desk_lists(), workers=workers_seen_by(user), user=user)
    context = list_context(search, user, after=request.GET.get("po", ""), query=request.GET.copy())
    if search.is_valid() and search.cleaned_data["q"]:
        record_reading(None, ReadingKind.SEARCHED, by=user)
    return render(request, "inquiries/inquiry_list.html", context | {"save_form": SavedFilterForm()})


@require_safe
@never_cache
def inquiry(request: HttpRequest, public_id: str) -> HttpResponse:
    """One inquiry with everything that happened. That it was opened is written down."""
    shown = inquiry_of(request, public_id)
    user = worker_of(request)
    record_reading(shown, ReadingKind.OPENED, by=user)
    return render(request, "inquiries/inquiry.html", page_context(shown, user))


@require_POST
@never_cache
def contact_reveal(request: HttpRequest, public_id: str) -> HttpResponse:
    """The person's contact, shown on this one answer and written down."""
    shown = inquiry_of(request, public_id, to_change=True)
    user = worker_of(request)
    if not can_see_words(user):
        raise PermissionDenied
    record_reading(shown, ReadingKind.REVEALED, by=user, purpose="call")
    return render(request, "inquiries/inquiry.html", page_context(shown, user, reveals_contact=True))


@require_POST
def inquiry_take(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take over an inquiry that nobody has, or that a colleague leaves."""
    shown = inquiry_of(request, public_id, to_change=True)
    return _done(
        request, shown, lambda: hand_over(shown, by=worker_of(request), to=worker_of(request)), _("Dotaz je váš.")
    )


@require_POST
def inquiry_hand_over(request: HttpRequest, public_id: str) -> HttpResponse:
    shown = inquiry_of(request, public_id, to_change=True)
    form = HandOverForm(request.POST, workers=colleagues(shown))
    if not form.is_valid():
        return _refused(request, shown, hand_over_form=form)
    colleague, message = form.workers[form.cleaned_data["to"]], form.cleaned_data["message"]
    try:
        hand_over(shown, by=worker_of(request), to=colleague, message=message)
    except FollowUpRefused as refusal:
        form.add_error(None, str(refusal))
        return _refused(request, shown, hand_over_form=form)
    messages.success(request, _("Předáno. Dotaz i s dohledy teď má: %(who)s.") % {"who": colleague})
    return redirect("inquiries:today")


@require_POST
def inquiry_close(request: HttpRequest, public_id: str) -> HttpResponse:
    shown = inquiry_of(request, public_id, to_change=True)
    form = ClosingForm(request.POST)
    if not form.is_valid():
        return _refused(request, shown, closing_form=form)
    reason = form.cleaned_data["reason"]
    try:
        move(shown, InquiryState.CLOSED, by=worker_of(request), reason=reason)
    except MoveRefused as refusal:
        form.add_error("reason", str(refusal))
        return _refused(request, shown, closing_form=form)
    messages.success(request, _("Uzavřeno."))
    return redirect(shown)


@require_POST
def inquiry_answer(request: HttpRequest, public_id: str) -> HttpResponse:
    """A worker answers; the person reads it under the code."""
    shown = inquiry_of(request, public_id, to_change=True)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _refused(request, shown, answer_form=form)
    try:
        answer(shown, by=worker_of(request), text=form.cleaned_data["text"])
    except AnsweredMeanwhile as refusal:
        form.add_error("text", str(refusal))
        return _refused(request, shown, answer_form=form)
    messages.success(request, _("Odpověď je uložená. Člověk ji uvidí pod svým kódem."))
    return redirect(shown)


@require_POST
def inquiry_reopen(request: HttpRequest, public_id: str) -> HttpResponse:
    """A closed inquiry, or one that waits, back to work."""
    shown = inquiry_of(request, public_id, to_change=True)
    return _done(
        request, shown, lambda: move(shown, InquiryState.OPEN, by=worker_of(request)), _("Dotaz se znovu řeší.")
    )


@require_POST
def inquiry_wait(request: HttpRequest, public_id: str) -> HttpResponse:
    """The person will come back by themselves, until a day."""
    shown = inquiry_of(request, public_id, to_change=True)
    form = WaitingForm(request.POST)
    if not form.is_valid():
        return _refused(request, shown, waiting_form=form)
    until = form.cleaned_data["until"]
    return _done(
        request,
        shown,
        lambda: move(shown, InquiryState.WAITING_CLIENT, by=worker_of(request), waiting_until=until),
        _("Čekáme na člověka. V ten den se dotaz vrátí do Dnes."),
    )


def _done(request: HttpRequest, inquiry: Inquiry, deed: Callable[[], object], said: str) -> HttpResponse:
    """Do it and come back to the inquiry, saying what happened or why it did not."""
    try:
        deed()
    except (MoveRefused, FollowUpRefused) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect(inquiry)


def _refused(request: HttpRequest, inquiry: Inquiry, **form: Form) -> HttpResponse:
    """The page again with what was typed and what is wrong with it; one form is sent at a time."""
    user = worker_of(request)
    record_reading(inquiry, ReadingKind.OPENED, by=user)
    context = page_context(inquiry, user) | form | {"refused": next(iter(form.values()))}
    return render(request, "inquiries/inquiry.html", context, status=422)
