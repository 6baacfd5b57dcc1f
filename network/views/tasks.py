from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from network import task_keeping
from network.forms.tasks import TaskEndForm, TaskPutOffForm
from network.meeting_states import TaskState
from network.models import Task
from network.task_keeping import TaskRefused
from network.views.group_access import reader_of
from sociopoint.models import User

PAGE_SIZE = 40


@require_safe
def task_list(request: HttpRequest) -> HttpResponse:
    """`?ktere=`: mine (as it opens), of all groups, late, ended."""
    user, today = reader_of(request), timezone.localdate()
    asked = request.GET.get("ktere", "moje")
    seen = Task.objects.visible_to(user)
    rows = {
        "vsechny": seen.open(),
        "po-terminu": seen.late(today),
        "skoncene": seen.exclude(state=TaskState.OPEN).order_by("-ended_at", "-pk"),
    }.get(asked, Task.objects.owned_by(user).open())
    page = Paginator(rows.select_related("group", "owner", "owner_organisation"), PAGE_SIZE)
    choices = [
        ("moje", _("Moje")),
        ("vsechny", _("Všechny otevřené")),
        ("po-terminu", _("Po termínu")),
        ("skoncene", _("Skončené")),
    ]
    current = asked if asked in dict(choices) else "moje"
    context = {"page": page.get_page(request.GET.get("strana")), "choices": choices, "current": current, "today": today}
    context["turn"] = f"&ktere={current}"
    return render(request, "network/task_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def task(request: HttpRequest, pk: int) -> HttpResponse:
    """The task with its history; `udelej` says which of its deeds was asked for."""
    user = reader_of(request)
    rows = Task.objects.visible_to(user) | Task.objects.owned_by(user)
    shown = get_object_or_404(
        rows.select_related("group", "meeting__group", "owner", "owner_organisation", "ended_by").distinct(), pk=pk
    )
    may_keep = task_keeping.may_keep(user, shown)
    if request.method == "POST" and not may_keep:
        raise PermissionDenied
    asked = request.POST.get("udelej", "")
    end_form = TaskEndForm(request.POST if asked == "ukoncit" else None)
    put_off_form = TaskPutOffForm(request.POST if asked == "presunout" else None)
    if asked and _done(request, shown, user, end_form, put_off_form):
        return redirect(shown)
    context = {
        "task": shown,
        "moves": shown.moves.select_related("meeting__group", "by"),
        "may_keep": may_keep,
        "is_open": shown.state == TaskState.OPEN,
        "is_late": shown.state == TaskState.OPEN and shown.due < timezone.localdate(),
        "end_form": end_form,
        "put_off_form": put_off_form,
    }
    refused = end_form.errors or put_off_form.errors
    return render(request, "network/task.html", context, status=422 if refused else 200)


def _done(request: HttpRequest, shown: Task, user: User, end_form: TaskEndForm, put_off_form: TaskPutOffForm) -> bool:
    """Whether the deed was done, or refused for good; False shows the form with its errors."""
    try:
        if end_form.is_valid():
            sent = end_form.cleaned_data
            task_keeping.end(shown, TaskState(sent["state"]), evidence=sent["evidence"], by=user)
        elif put_off_form.is_valid():
            sent = put_off_form.cleaned_data
            task_keeping.put_off(shown, after=sent["after"], reason=sent["reason"], by=user)
        elif request.POST.get("udelej") == "otevrit":
            task_keeping.take_up_again(shown, by=user)
        else:
            return not (end_form.errors or put_off_form.errors)
    except TaskRefused as refusal:
        messages.error(request, str(refusal))
        return True
    messages.success(request, _("Uloženo."))
    return True
