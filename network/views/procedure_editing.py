"""Writing procedures: for coordinators alone, only what is not approved yet."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from network import procedures as deeds
from network.forms.procedures import AnswerForm, ApprovalForm, CommentsUntilForm, ProcedureForm, StepForm
from network.forms.watched import watched
from network.models import Procedure, ProcedureComment, ProcedureStep, ProcedureVersion
from network.procedure_page import version_context
from network.procedure_text import text_of
from network.views.access import hold, in_one_transaction
from network.views.people_of_network import member_of
from network.views.procedures import version_of
from sociopoint.models import User
from sociopoint.permissions import can_edit_network


def editor_of(request: HttpRequest) -> User:
    user = member_of(request)
    if not can_edit_network(user):
        raise PermissionDenied
    return user


@require_http_methods(["GET", "HEAD", "POST"])
def procedure_new(request: HttpRequest) -> HttpResponse:
    user = editor_of(request)
    form = ProcedureForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        return redirect(deeds.begin(form.cleaned_data, by=user))
    context = {"form": form, "procedure": None}
    return render(request, "network/procedure_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@in_one_transaction
def procedure_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Its name and when it is used; steps are of versions."""
    editor_of(request)
    procedure = get_object_or_404(Procedure, slug=slug)
    hold(request, procedure)
    form = watched(ProcedureForm(request.POST if request.method == "POST" else None, instance=procedure))
    if form.is_bound and form.is_valid():
        form.save()
        messages.success(request, _("Uloženo."))
        return redirect(procedure)
    context = {"form": form, "procedure": procedure}
    return render(request, "network/procedure_form.html", context, status=422 if form.errors else 200)


@require_POST
def version_new(request: HttpRequest, slug: str) -> HttpResponse:
    user = editor_of(request)
    procedure = get_object_or_404(Procedure, slug=slug)
    try:
        return redirect(deeds.new_version(procedure, by=user))
    except deeds.ProcedureRefused as refusal:
        messages.error(request, str(refusal))
    return redirect(procedure)


@require_http_methods(["GET", "HEAD", "POST"])
def step_new(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    return _step_page(request, version_of(request, slug, number), ProcedureStep())


@require_http_methods(["GET", "HEAD", "POST"])
@in_one_transaction
def step_edit(request: HttpRequest, slug: str, number: int, pk: int) -> HttpResponse:
    version = version_of(request, slug, number)
    hold(request, version)
    return _step_page(request, version, get_object_or_404(version.steps.select_related("organisation"), pk=pk))


def _step_page(request: HttpRequest, version: ProcedureVersion, step: ProcedureStep) -> HttpResponse:
    user = editor_of(request)
    steps = text_of(version.steps.select_related("organisation"))
    form = StepForm(request.POST if request.method == "POST" else None, instance=step, version=version, steps=steps)
    form = watched(form) if step.pk else form
    if form.is_bound and form.is_valid():
        try:
            deeds.write_step(form.instance, by=user)
        except deeds.ProcedureRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Krok je uložený."))
            return redirect(version)
    context = {"form": form, "version": version, "step": step if step.pk else None, "steps": steps}
    return render(request, "network/procedure_step.html", context, status=422 if form.errors else 200)


@require_POST
def step_delete(request: HttpRequest, slug: str, number: int, pk: int) -> HttpResponse:
    version, user = version_of(request, slug, number), editor_of(request)
    step = get_object_or_404(version.steps, pk=pk)
    return _done(request, version, lambda: deeds.remove_step(step, by=user), _("Krok je pryč."))


@require_POST
def step_move(request: HttpRequest, slug: str, number: int, pk: int) -> HttpResponse:
    version, user = version_of(request, slug, number), editor_of(request)
    step = get_object_or_404(version.steps, pk=pk)
    up = request.POST.get("kam") != "dolu"
    return _done(request, version, lambda: deeds.move_step(step, by=user, up=up), _("Krok je posunutý."))


@require_POST
def version_comments(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    version, user = version_of(request, slug, number), editor_of(request)
    form = CommentsUntilForm(request.POST)
    if not form.is_valid():
        return _refused(request, version, user, until_form=form)
    until = form.cleaned_data["until"]
    return _done(
        request,
        version,
        lambda: deeds.ask_for_comments(version, by=user, until=until),
        _("Verze je k připomínkám. Vidí ji celá síť."),
    )


@require_POST
def version_approve(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    version, user = version_of(request, slug, number), editor_of(request)
    form = ApprovalForm(request.POST)
    if not form.is_valid():
        return _refused(request, version, user, approval_form=form)
    values = form.cleaned_data
    return _done(request, version, lambda: deeds.approve(version, by=user, **values), _("Postup platí."))


@require_POST
def version_cancel(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    version, user = version_of(request, slug, number), editor_of(request)
    return _done(request, version, lambda: deeds.cancel(version, by=user), _("Verze je zrušená."))


@require_POST
def comment_answer(request: HttpRequest, pk: int) -> HttpResponse:
    user = editor_of(request)
    given = get_object_or_404(ProcedureComment.objects.select_related("version__procedure"), pk=pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Napište, jak jste s připomínkou naložili."))
        return redirect(given.version)
    text = form.cleaned_data["text"]
    return _done(request, given.version, lambda: deeds.answer(given, by=user, text=text), _("Odpověď je zapsaná."))


def _done(request: HttpRequest, version: ProcedureVersion, deed: Callable[[], object], said: str) -> HttpResponse:
    try:
        deed()
    except deeds.ProcedureRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect(version)


def _refused(request: HttpRequest, version: ProcedureVersion, user: User, **form: BaseForm) -> HttpResponse:
    context = version_context(version, user, "text") | form | {"refused": next(iter(form.values()))}
    return render(request, "network/procedure.html", context, status=422)
