from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from network import manuals
from network.belonging import organisations_of
from network.forms.indicators import DefinitionForm, IssueForm, ManualForm, QuestionForm
from network.forms.watched import watched
from network.manual_page import version_context
from network.models import DefinitionQuestion, IndicatorDefinition, ManualState, ManualVersion
from network.views.access import hold, in_one_transaction
from network.views.people_of_network import member_of
from network.views.procedure_editing import editor_of
from sociopoint.permissions import can_edit_network

LONGEST_ANSWER = 1000


def version_of(request: HttpRequest, pk: int) -> ManualVersion:
    """What is being written, only coordinators see."""
    rows = ManualVersion.objects.select_related("manual")
    return get_object_or_404(rows if can_edit_network(member_of(request)) else rows.issued(), pk=pk)


@require_safe
def manual_version(request: HttpRequest, pk: int) -> HttpResponse:
    version = version_of(request, pk)
    return render(request, "network/manual.html", version_context(version, member_of(request)))


@require_http_methods(["GET", "HEAD", "POST"])
def manual_new(request: HttpRequest) -> HttpResponse:
    user = editor_of(request)
    form = ManualForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        return redirect(manuals.new_version(form.save(), by=user))
    return render(request, "network/manual_new.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def manual_version_new(request: HttpRequest, pk: int) -> HttpResponse:
    user, version = editor_of(request), version_of(request, pk)
    try:
        return redirect(manuals.new_version(version.manual, by=user))
    except manuals.ManualRefused as refusal:
        messages.error(request, str(refusal))
    return redirect(version)


@require_POST
def manual_issue(request: HttpRequest, pk: int) -> HttpResponse:
    user, version = editor_of(request), version_of(request, pk)
    form = IssueForm(request.POST)
    if form.is_valid():
        values = form.cleaned_data | {"state": ManualState(form.cleaned_data["state"])}
        try:
            manuals.issue(version, by=user, **values)
        except manuals.ManualRefused as refusal:
            form.add_error(None, str(refusal))
        except ValidationError as broken:
            form.add_error(None, broken.messages)
        else:
            messages.success(request, _("Verze manuálu je vydaná."))
            return redirect(version)
    context = version_context(version, user) | {"issue_form": form, "refused": form}
    return render(request, "network/manual.html", context, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def definition_new(request: HttpRequest, pk: int) -> HttpResponse:
    version = version_of(request, pk)
    return _definition_page(request, version, IndicatorDefinition(order=version.definitions.count() + 1))


@require_http_methods(["GET", "HEAD", "POST"])
@in_one_transaction
def definition_edit(request: HttpRequest, pk: int) -> HttpResponse:
    editor_of(request)
    definition = get_object_or_404(IndicatorDefinition.objects.select_related("version__manual"), pk=pk)
    hold(request, definition.version)
    hold(request, definition)
    return _definition_page(request, definition.version, definition)


def _definition_page(request: HttpRequest, version: ManualVersion, definition: IndicatorDefinition) -> HttpResponse:
    editor_of(request)
    if version.state != ManualState.DRAFT and request.method != "POST":
        raise PermissionDenied
    form = DefinitionForm(request.POST if request.method == "POST" else None, instance=definition, version=version)
    form = watched(form) if definition.pk else form
    if version.state != ManualState.DRAFT:
        form.add_error(None, _("Verzi mezitím někdo vydal, už se nemění. Co jste napsali, si odtud zkopírujte."))
    if form.is_bound and form.is_valid():
        try:
            with transaction.atomic():
                form.save()
        except IntegrityError:
            form.add_error(None, _("Podle této verze už někdo vykazuje. Založte novou."))
        else:
            messages.success(request, _("Ukazatel je uložený."))
            return redirect(version)
    context = {"form": form, "version": version, "measured": ("contact", "intervention")}
    return render(request, "network/definition_form.html", context, status=422 if form.errors else 200)


@require_POST
def question_ask(request: HttpRequest, pk: int) -> HttpResponse:
    version, user = version_of(request, pk), member_of(request)
    form = QuestionForm(request.POST, definitions=list(version.definitions.all()))
    if not form.is_valid():
        context = version_context(version, user) | {"question_form": form, "refused": form}
        return render(request, "network/manual.html", context, status=422)
    manuals.ask(
        form.definitions[form.cleaned_data["definition"]],
        by=user,
        text=form.cleaned_data["text"],
        organisation=organisations_of(user).first(),
    )
    messages.success(request, _("Otázka je zapsaná. Odpověď uvidí všichni."))
    return redirect(version)


@require_POST
def question_answer(request: HttpRequest, pk: int) -> HttpResponse:
    user = editor_of(request)
    question = get_object_or_404(DefinitionQuestion.objects.select_related("definition__version"), pk=pk)
    text = request.POST.get("text", "").replace("\x00", "").strip()
    if text and len(text) <= LONGEST_ANSWER:
        try:
            manuals.answer(question, by=user, text=text)
        except manuals.ManualRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Odpověď je zapsaná, vidí ji všichni."))
    else:
        messages.error(request, _("Napište odpověď, nejvýš 1000 znaků."))
    return redirect(question.definition.version)
