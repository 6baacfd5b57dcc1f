from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from catalogue.leaflet import leaflet_pdf
from catalogue.spoken_code import UnreadableCode, read_code
from inquiries.models import Deed, Inquiry, ReadingKind
from inquiries.reading import record_reading
from inquiries.return_code import code_for, give_code, is_code_of
from inquiries.slip import slip_of
from inquiries.slip_letter import SlipNotSent, may_send_slip, send_slip
from inquiries.timeline import record
from inquiries.views.people import inquiry_of, worker_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def slip(request: HttpRequest, public_id: str) -> HttpResponse:
    """The slip as it will be printed. A POST gives a return code and shows it this once: it is kept nowhere. A page loaded again
    or a double click says the same code, for the first may be on paper already."""
    inquiry, worker = inquiry_of(request, public_id, to_change=True), worker_of(request)
    code = give_code(inquiry, by=worker, code=_code_of_form(inquiry, request)) if request.method == "POST" else ""
    context = {
        "inquiry": inquiry,
        "slip": slip_of(inquiry, site=_site(request), code=code),
        "code": code,
        "issue": uuid4(),
        "has_code": bool(inquiry.return_code_hash),
        "may_write": may_send_slip(inquiry),
    }
    return render(request, "inquiries/slip.html", context)


@require_POST
@never_cache
def slip_print(request: HttpRequest, public_id: str) -> HttpResponse:
    """The PDF, A5 or (`velky`) A4 in large print; `kod` is printed when it is the code of this very inquiry."""
    inquiry, worker = inquiry_of(request, public_id, to_change=True), worker_of(request)
    made = slip_of(inquiry, site=_site(request), code=_own_code(inquiry, request.POST.get("kod", "")))
    if not made.services and not made.code:
        messages.error(request, _("Na lístku nic není. Nejdřív předejte kontakt, nebo vydejte kód."))
        return redirect("inquiries:slip", inquiry.public_id)
    record(inquiry, Deed.SLIP_MADE, by=worker)
    record_reading(inquiry, ReadingKind.PRINTED, by=worker, purpose="slip")
    response = HttpResponse(leaflet_pdf(made, large="velky" in request.POST), content_type="application/pdf")
    response.headers["Content-Disposition"] = 'inline; filename="listek.pdf"'
    return response


@require_POST
def slip_send(request: HttpRequest, public_id: str) -> HttpResponse:
    inquiry = inquiry_of(request, public_id, to_change=True)
    try:
        send_slip(inquiry, by=worker_of(request), site=_site(request))
    except SlipNotSent as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Lístek odešel na e-mail člověka."))
    return redirect("inquiries:slip", inquiry.public_id)


def _code_of_form(inquiry: Inquiry, request: HttpRequest) -> str:
    """'' for a form that does not say which it is; it then gets a new one."""
    try:
        issue = UUID(request.POST.get("vydani", ""))
    except ValueError:
        return ""
    return code_for(f"slip-{inquiry.pk}-{issue}")


def _own_code(inquiry: Inquiry, typed: str) -> str:
    """The code as we write it, '' unless it is this inquiry's own: no other may be printed, nor tried out here."""
    try:
        code = read_code(typed) if typed else ""
    except UnreadableCode:
        return ""
    return code if code and is_code_of(inquiry, code) else ""


def _site(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"
