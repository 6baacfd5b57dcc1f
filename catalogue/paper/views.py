from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalogue.knowledge import Knowledge, knowledge
from catalogue.models import BatchState, LeafletBatch
from catalogue.origins import home_origin, label, origin_of
from catalogue.paper.batches import BatchRefused, ask_for_batch
from catalogue.paper.sheets import MOST_SERVICES, PAPERS, PER_SHEET, of_service, of_situation, poster_pdf, sheet_pdf
from catalogue.places.finding import resolve
from catalogue.question import Question
from catalogue.reach import Origin
from catalogue.search import search
from catalogue.service_facts import facts_of_services
from catalogue.tasks import make_leaflets
from situations.models import CrisisLine, LifeSituation
from sociopoint.languages import CHOICES as LANGUAGES
from sociopoint.languages import CZECH, speaking
from sociopoint.models import User
from sociopoint.papers import refusal
from sociopoint.permissions import can_approve_changes
from sociopoint.typography import typeset


class PaperForm(forms.Form):
    """How a leaflet or a poster is to be printed; what cannot be read is taken as if it was not there."""

    na = forms.TypedChoiceField(choices=[(n, n) for n in PER_SHEET], coerce=int, required=False)
    format = forms.ChoiceField(choices=[(paper, paper) for paper in PAPERS], required=False)
    situace = forms.SlugField(required=False)
    misto = forms.CharField(max_length=120, required=False)
    jazyk = forms.ChoiceField(choices=LANGUAGES, required=False)


def _asked(request: HttpRequest) -> dict[str, object]:
    """Papers are in the language of the address; only the page that lists them lets one choose another."""
    form = PaperForm(request.GET)
    form.is_valid()
    return {"na": 1, "format": "a4", "situace": "", "misto": "", "jazyk": get_language() or CZECH} | {
        k: v for k, v in form.cleaned_data.items() if v
    }


def _pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{slugify(name) or "letak"}.pdf"'
    response["X-Robots-Tag"] = "noindex"
    return response


@login_not_required
@require_safe
def paper_list(request: HttpRequest) -> HttpResponse:
    """Posters and leaflets of situations, and where the leaflet of a service is."""
    chosen = str(_asked(request)["jazyk"])
    with speaking(chosen):
        poster_url = reverse("paper:poster")
        topics = [
            {
                "title": typeset(topic.title),
                "leaflet": reverse("paper:situation", args=[topic.slug]),
                "poster": f"{poster_url}?situace={topic.slug}",
            }
            for topic in LifeSituation.objects.published().top()
        ]
    context = {
        "topics": topics,
        "poster_url": poster_url,
        "chosen": chosen,
        "languages": LANGUAGES,
        "may_print_all": can_approve_changes(request.user),
    }
    return render(request, "paper/list.html", context)


@login_not_required
@require_safe
def service_leaflet(request: HttpRequest, pk: int) -> HttpResponse:
    """One service, one to four times on a sheet (`na`)."""
    today = timezone.localdate()
    facts = facts_of_services([pk], today).get(pk)
    if facts is None or facts.is_over_on(today):
        raise Http404(_("Tuto službu v katalogu nemáme."))
    if (refused := refusal(request)) is not None:
        return refused
    piece = of_service(facts, site=settings.ENVIRONMENT.site_address, today=today)
    name = typeset(facts.name)  # without the marks that words of another language have on the leaflet
    return _pdf(sheet_pdf([piece], per_sheet=int(str(_asked(request)["na"])), title=name), name)


@login_not_required
@require_safe
def situation_leaflet(request: HttpRequest, slug: str) -> HttpResponse:
    """What to do and who helps in a place (`misto`, the instance's city without it or where nobody knows it)."""
    situation = get_object_or_404(LifeSituation.objects.published(), slug=slug)
    if (refused := refusal(request)) is not None:
        return refused
    asked, known, now = _asked(request), knowledge(), timezone.localtime()
    origin, place = _place(str(asked["misto"]), known)
    per_sheet = int(str(asked["na"]))
    found = search(Question(situation=slug), origin, known, now).found[: MOST_SERVICES[per_sheet]]
    facts = facts_of_services([each.service_id for each in found], now.date())
    piece = of_situation(
        situation,
        [facts[each.service_id] for each in found if each.service_id in facts],
        list(CrisisLine.objects.published().filter(situations=situation).order_by("situation_places__order")),
        place=place,
        site=settings.ENVIRONMENT.site_address,
        today=now.date(),
    )
    return _pdf(sheet_pdf([piece], per_sheet=per_sheet, title=piece.heading), f"{situation.title} {place}")


def _place(typed: str, known: Knowledge) -> tuple[Origin, str]:
    found = resolve(typed).place if typed else None
    if found is None:
        home = home_origin(known)
        return home, home.name
    return origin_of(found, known), label(found)


@login_not_required
@require_safe
def poster(request: HttpRequest) -> HttpResponse:
    """For a wall, of SOCIOPOINT or of one situation (`situace`), A4 or A3 (`format`)."""
    asked = _asked(request)
    situation = None
    if asked["situace"]:
        situation = get_object_or_404(LifeSituation.objects.published(), slug=asked["situace"])
    if (refused := refusal(request)) is not None:
        return refused
    made = poster_pdf(
        situation, paper=str(asked["format"]), site=settings.ENVIRONMENT.site_address, today=timezone.localdate()
    )
    return _pdf(made, f"plakat {situation.slug if situation else ''}")


class BatchForm(forms.Form):
    misto = forms.CharField(
        label=gettext_lazy("Místo"),
        max_length=120,
        help_text=gettext_lazy("Obec, obvod nebo část. Vytisknou se služby, které tam mají adresu."),
        error_messages={"required": gettext_lazy("Napište obec nebo obvod.")},
    )
    na = forms.TypedChoiceField(
        label=gettext_lazy("Kolik letáků na list A4"),
        choices=[(n, str(n)) for n in PER_SHEET],
        coerce=int,
        error_messages={"required": gettext_lazy("Vyberte, kolik letáků se vejde na list.")},
    )
    jazyk = forms.ChoiceField(
        label=gettext_lazy("Jazyk letáků"),
        choices=LANGUAGES,
        help_text=gettext_lazy("Názvy služeb a to, co o sobě píší, zůstanou česky."),
        error_messages={"required": gettext_lazy("Vyberte jazyk letáků.")},
    )


def _printer(request: HttpRequest) -> User:
    user = request.user
    if isinstance(user, AnonymousUser) or not can_approve_changes(user):
        raise PermissionDenied
    return user


@require_http_methods(["GET", "HEAD", "POST"])
def batch_list(request: HttpRequest) -> HttpResponse:
    """Asks for all leaflets of a place and shows how far the last ones are; the page renews itself while it waits."""
    user = _printer(request)
    form = BatchForm(request.POST if request.method == "POST" else None, initial={"na": 1, "jazyk": CZECH})
    if request.method == "POST" and form.is_valid():
        resolution = resolve(form.cleaned_data["misto"])
        if resolution.place is None:
            form.add_error("misto", _one_place([label(choice) for choice in resolution.choices]))
        else:
            try:
                chosen = form.cleaned_data
                batch = ask_for_batch(resolution.place.place, per_sheet=chosen["na"], language=chosen["jazyk"], by=user)
            except BatchRefused as refused:
                form.add_error("misto", str(refused))
            else:
                make_leaflets.defer(batch=batch.pk)
                messages.success(request, _("Letáky se připravují. Tato stránka se obnoví sama."))
                return redirect("paper:batches")
    batches = list(LeafletBatch.objects.filter(asked_by=user).select_related("place").defer("packed")[:10])
    context = {
        "form": form,
        "batches": batches,
        "is_waiting": any(batch.state in (BatchState.WAITING, BatchState.WORKING) for batch in batches),
    }
    return render(request, "paper/batches.html", context, status=422 if form.errors else 200)


def _one_place(choices: list[str]) -> str:
    if not choices:
        return _("Takové místo neznáme. Napište obec, obvod nebo část.")
    return _("Takových míst je víc, napište jedno z nich: %(places)s.") % {"places": "; ".join(choices[:5])}


@require_safe
def batch_file(request: HttpRequest, pk: int) -> HttpResponse:
    batch = get_object_or_404(LeafletBatch, pk=pk, asked_by=_printer(request), state=BatchState.DONE)
    response = HttpResponse(bytes(batch.packed or b""), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="letaky-{slugify(batch.place.name)}.zip"'
    return response
