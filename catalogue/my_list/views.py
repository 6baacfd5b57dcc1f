from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalogue.code_form import CodeForm
from catalogue.code_tries import count_wrong, why_no_try
from catalogue.leaflet import leaflet_pdf
from catalogue.my_list.carrying import Carried, carried_under, carry
from catalogue.my_list.comparison import FEWEST, MOST, compare
from catalogue.my_list.note import NoteForm, keep_note, kept_note
from catalogue.my_list.page import Chosen, chosen, facts_on_list, list_context, list_leaflet
from catalogue.paper.sheets import PER_SHEET, of_service, sheet_pdf
from sociopoint.limits import seconds_to_wait
from sociopoint.my_list import MOST as MOST_KEPT
from sociopoint.my_list import keep, kept, read_numbers
from sociopoint.own_pages import sent_by_own_pages
from sociopoint.papers import refusal
from sociopoint.visitors import address_of
from sociopoint.waiting import come_back, told_to_wait

SEVERAL = {str(number) for number in PER_SHEET if number > 1}
DAY, HOUR = 86_400, 3_600
MOST_CODES_OF_ONE, MOST_CODES_OF_ALL = 30, 3_000


@login_not_required
@require_safe
@never_cache
def my_list(request: HttpRequest) -> HttpResponse:
    return render(request, "my_list/list.html", list_context(request, chosen(request)))


@login_not_required
@sent_by_own_pages
@require_POST
@never_cache
def add(request: HttpRequest) -> HttpResponse:
    """Put services on the list: one from its card, or all of a list somebody sent, with its note."""
    added = _sent(request)
    wanted = tuple(dict.fromkeys([*kept(request), *added]))
    is_full = len(wanted) > MOST_KEPT
    response = HttpResponseRedirect(f"{reverse('my-list:list')}?plno=1" if is_full else _way_back(request, added))
    keep(response, wanted[:MOST_KEPT])
    form = NoteForm({"note": request.POST.get("poznamka", "")})
    if form.is_valid() and form.cleaned_data["note"]:
        keep_note(response, form.cleaned_data["note"])
    return response


@login_not_required
@sent_by_own_pages
@require_POST
@never_cache
def remove(request: HttpRequest) -> HttpResponse:
    """Take services off the list."""
    removed = _sent(request)
    response = redirect("my-list:list")
    keep(response, [pk for pk in kept(request) if pk not in removed])
    return response


@login_not_required
@sent_by_own_pages
@require_POST
@never_cache
def clear(request: HttpRequest) -> HttpResponse:
    """Nothing of the list stays in the browser, the note neither."""
    response = redirect("my-list:list")
    keep(response, ())
    keep_note(response, "")
    return response


def _sent(request: HttpRequest) -> tuple[int, ...]:
    return read_numbers(".".join(request.POST.getlist("s")))


def _way_back(request: HttpRequest, added: tuple[int, ...]) -> str:
    """The card that was kept, on the page it stands on; the list itself after anything else."""
    own = reverse("my-list:list")
    before = request.META.get("HTTP_REFERER", "").partition("#")[0]
    is_ours = before.startswith(request.build_absolute_uri("/")) and own not in before
    return f"{before}#s{added[0]}" if is_ours and len(added) == 1 else own


@login_not_required
@sent_by_own_pages
@require_POST
@never_cache
def note(request: HttpRequest) -> HttpResponse:
    """Write the note down in the visitor's browser."""
    form = NoteForm(request.POST)
    if not form.is_valid():
        context = list_context(request, chosen(request)) | {"form": form}
        return render(request, "my_list/list.html", context, status=422)
    response = redirect("my-list:list")
    keep_note(response, form.cleaned_data["note"])
    return response


@login_not_required
@require_safe
@never_cache
def comparison(request: HttpRequest) -> HttpResponse:
    """Two to four of a list side by side; what was not chosen well leads back with a sentence."""
    shown = chosen(request)
    site = request.build_absolute_uri("/").removesuffix("/")
    compared = compare(shown.numbers, day=timezone.localdate(), site=site)
    context = {
        "compared": compared,
        "is_too_many": len(shown.numbers) > MOST,
        "is_too_few": len(compared.services) < FEWEST,
        "most": MOST,
    }
    return render(request, "my_list/comparison.html", context)


@login_not_required
@require_safe
@never_cache
def paper(request: HttpRequest) -> HttpResponse:
    """The list as a PDF: A4, (`velke`) in large print, or (`na`) a leaflet a service, two or four on a sheet to be cut.

    The note of this browser goes along with its own list, never on leaflets: those are given to others.
    """
    shown = chosen(request)
    if (refused := refusal(request)) is not None:
        return refused
    if request.GET.get("na") in SEVERAL:
        return _cut(shown, int(request.GET["na"]))
    made = list_leaflet(
        shown,
        site=f"{request.scheme}://{request.get_host()}",
        note=kept_note(request) if shown.is_own else "",
        today=timezone.localdate(),
    )
    if not made.services:
        return redirect("my-list:list")
    response = HttpResponse(leaflet_pdf(made, large="velke" in request.GET), content_type="application/pdf")
    response.headers["Content-Disposition"] = 'inline; filename="muj-seznam.pdf"'
    return response


def _cut(shown: Chosen, per_sheet: int) -> HttpResponse:
    today = timezone.localdate()
    facts = facts_on_list(shown, today)
    pieces = [
        of_service(facts[pk], site=settings.ENVIRONMENT.site_address, today=today)
        for pk in shown.numbers
        if pk in facts
    ]
    if not pieces:
        return redirect("my-list:list")
    made = sheet_pdf(pieces, per_sheet=per_sheet, title=_("Můj seznam"))
    response = HttpResponse(made, content_type="application/pdf")
    response.headers["Content-Disposition"] = 'inline; filename="letaky.pdf"'
    return response


@login_not_required
@sent_by_own_pages
@require_POST
@never_cache
def new_code(request: HttpRequest) -> HttpResponse:
    """Give the list a code and say it this once; the note goes along only when the person ticks it."""
    shown = chosen(request)
    if not shown.numbers:
        return redirect("my-list:list")
    seconds = seconds_to_wait("list-code-made", address_of(request), most=MOST_CODES_OF_ONE, seconds=HOUR)
    if seconds := seconds or seconds_to_wait("list-code-made", "all", most=MOST_CODES_OF_ALL, seconds=DAY):
        context = {"come_back": come_back(seconds)}
        return told_to_wait(render(request, "my_list/no_code.html", context, status=429), seconds)
    own = kept_note(request) if shown.is_own and "s-poznamkou" in request.POST else ""
    code = carry(numbers=shown.numbers, note=own)
    return render(request, "my_list/code_given.html", {"code": code, "with_note": bool(own)})


@login_not_required
@sent_by_own_pages
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def open_code(request: HttpRequest) -> HttpResponse:
    """A list under a code. The code comes by POST only, so that no history, log or Referer holds it."""
    form = CodeForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "my_list/code.html", {"form": form}, status=422 if form.errors else 200)
    found = _found(request, form)
    if found is None:
        return render(request, "my_list/code.html", {"form": form}, status=422)
    context = list_context(request, Chosen(found.numbers, is_own=False), note=found.note)
    return render(request, "my_list/list.html", context)


def _found(request: HttpRequest, form: CodeForm) -> Carried | None:
    """The list under the code; None with the reason on the form when there is none or too much was tried."""
    if refused := why_no_try("list-code", request):
        form.add_error("code", refused)
        return None
    if found := carried_under(form.cleaned_data["code"]):
        return found
    count_wrong("list-code", request)
    form.add_error("code", _("Takový seznam neznáme, nebo už vypršel. Zkontrolujte pořadí slov, nebo nám zavolejte."))
    return None
