from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from network import procedures as deeds
from network.belonging import organisations_of
from network.forms.procedures import CommentForm
from network.models import ProcedureVersion, VersionState
from network.procedure_page import listed, version_context
from network.procedure_pdf import procedure_pdf
from network.procedure_text import text_of
from network.views.people_of_network import member_of
from sociopoint.permissions import can_edit_network


@require_safe
def procedure_list(request: HttpRequest) -> HttpResponse:
    """Every procedure with what is valid of it."""
    user = member_of(request)
    versions = deeds.versions_seen_by(user).order_by("procedure__title", "-number")
    context = {"rows": listed(versions), "may_write": can_edit_network(user)}
    return render(request, "network/procedure_list.html", context)


@require_safe
def procedure(request: HttpRequest, slug: str) -> HttpResponse:
    """The valid version, else the newest one this person may see."""
    versions = list(deeds.versions_seen_by(member_of(request)).filter(procedure__slug=slug).order_by("-number"))
    if not versions:
        raise Http404(_("Takový postup nemáme."))
    return redirect(next((one for one in versions if one.state == VersionState.VALID), versions[0]))


@require_safe
def procedure_version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One version as text, checklist or drawing (`pohled`), or what it changes (`proti` another)."""
    version, user = version_of(request, slug, number), member_of(request)
    context = version_context(version, user, request.GET.get("pohled", "text"), request.GET.get("proti", ""))
    return render(request, "network/procedure.html", context)


@require_safe
def procedure_paper(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    version = version_of(request, slug, number)
    return HttpResponse(
        procedure_pdf(version),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{slug}-{number}.pdf"'},
    )


@require_POST
def procedure_comment(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What somebody of the network thinks of a version sent round for comments."""
    version, user = version_of(request, slug, number), member_of(request)
    steps = {step.pk: step for step in version.steps.select_related("organisation")}
    form = CommentForm(request.POST, steps=text_of(steps.values()))
    if not form.is_valid():
        context = version_context(version, user, "text") | {"comment_form": form, "refused": form}
        return render(request, "network/procedure.html", context, status=422)
    chosen = form.cleaned_data["step"]
    try:
        deeds.comment(
            version,
            by=user,
            text=form.cleaned_data["text"],
            step=steps[int(chosen)] if chosen else None,
            organisation=organisations_of(user).first(),
        )
    except deeds.ProcedureRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Děkujeme, připomínka je zapsaná."))
    return redirect(version)


def version_of(request: HttpRequest, slug: str, number: int) -> ProcedureVersion:
    return get_object_or_404(deeds.versions_seen_by(member_of(request)), procedure__slug=slug, number=number)
