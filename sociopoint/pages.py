"""The home page and the pages about the site: the only views that know every app."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from catalogue.how_checked import how_checked
from catalogue.map_page import tiles_host
from catalogue.models import Certainty, Service
from catalogue.results import services_in
from catalogue.structured_data import crisis_things
from inquiries.retention import days_kept
from network.public_competences import who_does_what
from situations.models import CrisisLine, CrisisLineKind, LifeSituation
from situations.news.campaigns import campaigns_now
from situations.news.page import offers_now
from situations.views import situation_context, with_doubts
from sociopoint import statement
from sociopoint.my_list import kept
from sociopoint.structured_data import script

MOST_OFFERS, MOST_CAMPAIGNS = 3, 2
CRISIS_HEADINGS = {
    CrisisLineKind.EMERGENCY: _("Tísňová volání"),
    CrisisLineKind.CRISIS: _("Krizové linky"),
    CrisisLineKind.COUNSELLING: _("Poradny po telefonu"),
    CrisisLineKind.INFORMATION: _("Informační linky"),
}

CERTAINTY = {
    Certainty.REGISTER: _("Jsou z registru poskytovatelů, tak jak je nahlásil poskytovatel"),
    Certainty.HIGH: _("Opsali jsme je ze stránky služby"),
    Certainty.MEDIUM: _("Opsali jsme je odjinud, třeba z webu města"),
    Certainty.LOW: _("Máme je z jediné zmínky a čekají na ověření"),
    Certainty.NAME_ONLY: _("Víme jen, že služba existuje"),
    "": _("Nevíme, odkud údaje jsou"),
}


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The question, the topics, and what goes on just now. Four queries."""
    context = {
        "topics": LifeSituation.objects.published().top(),
        "services": Service.objects.offered().count(),
        "offers": offers_now()[:MOST_OFFERS],
        "campaigns": campaigns_now()[:MOST_CAMPAIGNS],
    }
    return render(request, "home.html", context)


@login_not_required
@require_safe
def situation(request: HttpRequest, slug: str) -> HttpResponse:
    """What to do first, and the services that help: the best few, with the way to all of them."""
    shown = get_object_or_404(LifeSituation.objects.published().select_related("parent"), slug=slug)
    context = situation_context(shown) | services_in(shown.slug, kept(request)) | {"agreements": who_does_what(shown)}
    return render(request, "situations/situation.html", context)


@login_not_required
@require_safe
def crisis(request: HttpRequest) -> HttpResponse:
    lines = list(with_doubts(CrisisLine.objects.published()))
    groups = [
        {"kind": kind, "title": title, "lines": shown}
        for kind, title in CRISIS_HEADINGS.items()
        if (shown := [(line, doubt) for line, doubt in lines if line.kind == kind])
    ]
    return render(
        request, "crisis.html", {"groups": groups, "structured": script(crisis_things(line for line, _doubt in lines))}
    )


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    dates = {"written_on": statement.WRITTEN_ON, "next_review": statement.NEXT_REVIEW}
    return render(request, "accessibility.html", dates)


@login_not_required
@require_safe
def how_we_check(request: HttpRequest) -> HttpResponse:
    """Where facts come from and how sure we are, with today's numbers."""
    checked = how_checked(timezone.localdate())
    known = [
        (text, count)
        for text, count in [
            (_("Potvrdila je organizace nebo my, za poslední rok"), checked.verified),
            *((text, checked.by_certainty[key]) for key, text in CERTAINTY.items()),
        ]
        if count
    ]
    return render(request, "how_we_check.html", {"checked": checked, "known": known})


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """With the periods in force here, and the officer and the whole notice of this operator. One query."""
    days, environment = days_kept(), settings.ENVIRONMENT
    kept = [
        (_("Co jste nám řekli nebo napsali"), _days(days.words)),
        (_("Totéž, když šlo o krizi"), _days(days.words_of_crisis)),
        (_("Kontakt, který jste nám dali"), _days(days.contact)),
    ]
    context = {
        "kept": kept,
        "tiles_host": tiles_host(),
        "dpo_email": environment.dpo_email,
        "notice": environment.privacy_notice_url,
    }
    return render(request, "privacy.html", context)


def _days(number: int) -> str:
    return ngettext("nejpozději %(n)d den po vyřízení", "nejpozději %(n)d dní po vyřízení", number) % {"n": number}
