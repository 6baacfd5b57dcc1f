from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from inquiries import subject_requests
from inquiries.forms.subject_requests import RequestAnswerForm, SubjectRequestForm
from inquiries.models import Inquiry, RequestState, SubjectRequest
from inquiries.subject_notice import notice
from inquiries.subject_package import for_machines, for_people
from inquiries.subject_protocol import protocol_for_machines, protocol_pdf
from inquiries.today_rows import MAY_BE_ASKED, unanswered
from inquiries.views.people import worker_of
from network import subscribing
from sociopoint.models import User
from sociopoint.permissions import can_see_words


def _reader(request: HttpRequest) -> User:
    """Only who reads words handles requests over them."""
    user = worker_of(request)
    if not can_see_words(user):
        raise PermissionDenied
    return user


def _own(request: HttpRequest, pk: int) -> SubjectRequest:
    """A request of the worker's own office."""
    return get_object_or_404(SubjectRequest.objects.of_office(_reader(request)), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def request_list(request: HttpRequest) -> HttpResponse:
    """Requests of the office, open ones first; a new one is begun by finding what is the person's."""
    user = _reader(request)
    form = SubjectRequestForm(request.POST or None)
    if form.is_valid():
        typed = form.cleaned_data
        found = subject_requests.find(user, phone=typed["phone"], email=typed["email"], code=typed["code"])
        made = subject_requests.begin(
            found, by=user, kind=typed["kind"], known_by=typed["known_by"], sent=typed["sent"]
        )
        if typed["email"]:
            _say_subscription(request, typed["email"])
        return redirect("inquiries:subject-request", pk=made.pk)
    rows = SubjectRequest.objects.of_office(user)
    context = {"form": form, "requests": rows.select_related("handled_by")[:100]}
    return render(request, "inquiries/request_list.html", context, status=422 if form.errors else 200)


def _say_subscription(request: HttpRequest, email: str) -> None:
    """Now or never: what somebody is found by is not kept."""
    if topics := subscribing.topics_of(email):
        said = _("U tohoto e-mailu máme i odběr zpravodaje: %(topics)s. Napište to do odpovědi.")
        how = _("Smaže ho člověk sám, odkazem v e-mailu od nás.")
        messages.info(request, f"{said % {'topics': ', '.join(topics)}} {how}")


@require_safe
@never_cache
def subject_request(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "inquiries/request.html", _context(_own(request, pk), _reader(request)))


@require_POST
@never_cache
def request_package(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything, readable; `podoba=json` gives a file for machines. By POST: handing out is written down."""
    shown = _own(request, pk)
    rows = subject_requests.take_out(shown, by=_reader(request))
    if request.POST.get("podoba") == "json":
        made_at = timezone.localtime().isoformat(timespec="minutes")
        packed = {
            "made_at": made_at,
            "about": {piece.name: piece.for_machines for piece in notice()},
            "inquiries": [for_machines(row) for row in rows],
            "protocol": protocol_for_machines(shown),
        }
        response: HttpResponse = JsonResponse(packed, json_dumps_params={"ensure_ascii": False, "indent": 2})
        response.headers["Content-Disposition"] = f'attachment; filename="zadost-{shown.pk}.json"'
        return response
    inquiries = [{"number": row.public_id, "parts": for_people(row)} for row in rows]
    about = [(piece.term, piece.said) for piece in notice() if piece.said]
    context = {"request_row": shown, "inquiries": inquiries, "made_at": timezone.now(), "about": about}
    return render(request, "inquiries/request_package.html", context)


@require_safe
@never_cache
def request_protocol(request: HttpRequest, pk: int) -> HttpResponse:
    """What was asked and done, as a PDF to sign and file."""
    content = protocol_pdf(_own(request, pk))
    headers = {"Content-Disposition": f'attachment; filename="protokol-{pk}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def _ticked(request: HttpRequest, name: str) -> list[int]:
    """Ids of the inquiries that are ticked; what is none is left out."""
    return [int(one) for one in request.POST.getlist(name) if one.isascii() and one.isdigit() and len(one) < 19]


@require_POST
def request_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Related inquiries that the worker knows to be the same person's."""
    if subject_requests.add(_own(request, pk), by=_reader(request), inquiries=_ticked(request, "pridat")):
        messages.success(request, _("Přidáno. Omezení a výmaz zopakujte, aby platily i pro přidané dotazy."))
    else:
        messages.error(request, _("Zaškrtněte dotazy, o kterých víte, že jsou toho člověka."))
    return redirect("inquiries:subject-request", pk=pk)


@require_POST
def request_correct(request: HttpRequest, pk: int) -> HttpResponse:
    shown, ticked = _own(request, pk), _ticked(request, "opraveno")
    if subject_requests.note_correction(shown, by=_reader(request), inquiries=ticked):
        messages.success(request, _("Oprava je v protokolu."))
    else:
        messages.error(request, _("Zaškrtněte dotazy, které jste opravili."))
    return redirect("inquiries:subject-request", pk=pk)


@require_POST
def request_restrict(request: HttpRequest, pk: int) -> HttpResponse:
    subject_requests.restrict(_own(request, pk), by=_reader(request))
    messages.success(request, _("Zpracování je omezené. Dotazy se teď jen uchovávají."))
    return redirect("inquiries:subject-request", pk=pk)


@require_POST
def request_unrestrict(request: HttpRequest, pk: int) -> HttpResponse:
    if subject_requests.lift_restriction(_own(request, pk), by=_reader(request)):
        messages.warning(request, _("Tady omezení skončilo. Dotazy ale dál omezuje jiná otevřená žádost."))
    else:
        messages.success(request, _("Omezení skončilo. S dotazy se zase pracuje."))
    return redirect("inquiries:subject-request", pk=pk)


@require_POST
def request_erase(request: HttpRequest, pk: int) -> HttpResponse:
    """Erase after an explicit tick; what stays are coded facts without identity."""
    shown = _own(request, pk)
    if request.POST.get("opravdu") != "ano":
        messages.error(request, _("Zaškrtněte, že texty a kontakt chcete opravdu smazat. Vrátit to nejde."))
        return redirect("inquiries:subject-request", pk=pk)
    erased = subject_requests.erase(shown, by=_reader(request))
    if erased < shown.inquiries.count():
        messages.error(request, _("Zadržené dotazy se smazat nesmí. Řekněte člověku, proč a do kdy."))
    if erased:
        messages.success(request, _("Smazáno. Zůstaly jen kódované údaje bez totožnosti."))
    return redirect("inquiries:subject-request", pk=pk)


@require_POST
def request_finish(request: HttpRequest, pk: int) -> HttpResponse:
    shown, user = _own(request, pk), _reader(request)
    form = RequestAnswerForm(request.POST)
    if not form.is_valid():
        return render(request, "inquiries/request.html", _context(shown, user) | {"form": form}, status=422)
    try:
        subject_requests.finish(shown, by=user, **form.cleaned_data)
    except subject_requests.FinishedMeanwhile as refusal:
        form.add_error(None, str(refusal))
        context = _context(_own(request, pk), user) | {"form": form}
        return render(request, "inquiries/request.html", context, status=422)
    messages.success(request, _("Žádost je vyřízená."))
    return redirect("inquiries:subject-requests")


def _context(shown: SubjectRequest, user: User) -> dict[str, object]:
    found: list[Inquiry] = list(shown.inquiries.select_related("channel").order_by("received_at"))
    is_open = shown.state == RequestState.OPEN
    restricts = SubjectRequest.objects.restricting().filter(pk=shown.pk).exists()
    asked = shown.inquiries.filter(is_restricted=True, state__in=MAY_BE_ASKED).annotate(asks=unanswered())
    return {
        "request_row": shown,
        "inquiries": found,
        "protocol": shown.protocol.select_related("by"),
        "is_open": is_open,
        "is_restricted": any(row.is_restricted for row in found),
        "unanswered": asked.filter(asks=True) if any(row.is_restricted for row in found) else [],
        "maybe": subject_requests.maybe_theirs(shown, user) if found and is_open else [],
        "may_restrict": not (restricts and all(row.is_restricted for row in found)),
        "form": RequestAnswerForm(),
    }
