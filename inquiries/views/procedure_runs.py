from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from inquiries import procedure_running
from inquiries.models import ProcedureRunStep, StepState
from inquiries.views.people import inquiry_of, worker_of
from network.models import ProcedureVersion


@require_POST
def procedure_begin(request: HttpRequest, public_id: str) -> HttpResponse:
    """`postup`: number of a valid version."""
    inquiry = inquiry_of(request, public_id, to_change=True)
    number = request.POST.get("postup", "")
    version = ProcedureVersion.objects.valid().filter(pk=int(number) if _is_number(number) else 0).first()
    if version is None:
        messages.error(request, _("Takový postup teď neplatí. Vyberte jiný."))
        return redirect(inquiry)
    try:
        procedure_running.begin(inquiry, version, by=worker_of(request))
    except procedure_running.RunRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Postup začal. Odškrtávejte, co je hotové."))
    return redirect(f"{inquiry.get_absolute_url()}#postup")


@require_POST
def procedure_step(request: HttpRequest, public_id: str, pk: int) -> HttpResponse:
    """`stav`: where the step is now."""
    inquiry = inquiry_of(request, public_id, to_change=True)
    row = get_object_or_404(ProcedureRunStep, pk=pk, run__inquiry=inquiry)
    state = request.POST.get("stav", "")
    if state not in StepState.values:
        messages.error(request, _("Vyberte jednu z nabízených možností."))
        return redirect(inquiry)
    try:
        procedure_running.move_step(row, by=worker_of(request), to=StepState(state))
    except procedure_running.RunRefused as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{inquiry.get_absolute_url()}#krok-{row.pk}")


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 18
