"""The page behind the link in a letter about a task: no account, no script. A GET changes nothing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from network import task_keeping
from network.forms.tasks import TaskEndForm, TaskPutOffForm
from network.meeting_states import TaskState
from network.models import Task
from network.task_keeping import TaskRefused
from network.task_link import TaskLinkInvalid, open_task
from network.views.closed_links import closed, opened_too_often
from sociopoint.limits import seconds_to_wait
from sociopoint.secret_pages import secret
from sociopoint.visitors import address_of

HOUR = 3600
MOST_VISITS_AN_HOUR = 200


@secret
@require_http_methods(["GET", "HEAD", "POST"])
def task_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """What was promised, and how it went: done, cancelled, or put off (`udelej`)."""
    if seconds := seconds_to_wait("task-link", address_of(request), most=MOST_VISITS_AN_HOUR, seconds=HOUR):
        return opened_too_often(request, seconds)
    try:
        shown = open_task(token)
    except TaskLinkInvalid:
        text = _("Odkaz je neúplný, nebo už neplatí. Otevřete ho z e-mailu celý, nebo nám zavolejte.")
        return closed(request, _("Tenhle odkaz nikam nevede"), text, status=404)
    asked = request.POST.get("udelej", "")
    end_form = TaskEndForm(request.POST if asked == "ukoncit" else None)
    put_off_form = TaskPutOffForm(request.POST if asked == "presunout" else None)
    refusal = ""
    try:
        if _done(shown, end_form, put_off_form):
            return redirect("network:task-by-link", token)
    except TaskRefused as refused:
        refusal = str(refused)
        shown.refresh_from_db()
    context = {
        "task": shown,
        "moves": shown.moves.select_related("meeting", "by"),
        "is_open": shown.state == TaskState.OPEN,
        "is_late": shown.state == TaskState.OPEN and shown.due < timezone.localdate(),
        "end_form": end_form,
        "put_off_form": put_off_form,
        "refusal": refusal,
    }
    status = 409 if refusal else 422 if end_form.errors or put_off_form.errors else 200
    return render(request, "network/task_by_link.html", context, status=status)


def _done(shown: Task, end_form: TaskEndForm, put_off_form: TaskPutOffForm) -> bool:
    """Raises TaskRefused. Nobody is signed in, so the deed is by whoever the letter was for."""
    if end_form.is_valid():
        sent = end_form.cleaned_data
        task_keeping.end(shown, TaskState(sent["state"]), evidence=sent["evidence"], by=None)
    elif put_off_form.is_valid():
        sent = put_off_form.cleaned_data
        task_keeping.put_off(shown, after=sent["after"], reason=sent["reason"], by=None)
    else:
        return False
    return True
