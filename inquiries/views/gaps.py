from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from inquiries.forms.gaps import HALF_A_YEAR, GapRuleForm, GapSearch
from inquiries.gap_map import HEIGHT, WIDTH, tiles
from inquiries.gaps import became_of, gaps
from inquiries.models import GapProposal, GapRule
from inquiries.views.people import worker_of
from network.models import MinuteLine
from sociopoint.permissions import can_edit_network, can_see_inquiries

MONTH = timedelta(days=30)
PROPOSALS_SHOWN = 20


@require_http_methods(["GET", "HEAD", "POST"])
def gap_report(request: HttpRequest) -> HttpResponse:
    """What people lack, on the map and in a table; a coordinator also writes when it is a matter for a group."""
    user = worker_of(request)
    edits = can_edit_network(user)
    if not can_see_inquiries(user) or (request.method == "POST" and not edits):
        raise PermissionDenied
    form = GapRuleForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        form.save()
        messages.success(request, _("Pravidlo je zapsané. Každé ráno se podle něj díváme."))
        return redirect("inquiries:gaps")
    asked = request.GET.copy()
    asked.setdefault("za", HALF_A_YEAR)  # what is shown is what is counted
    if asked.get("verejne"):
        asked["zdroj"] = ""  # published is always of all sources
    search = GapSearch(asked)
    since = timezone.localdate() - MONTH * search.months
    published = bool(search.cleaned_data.get("verejne"))
    report = gaps(user, since, published=published, source=search.source)
    of_one = report.on_map(request.GET.get("co", ""))
    lines = Prefetch("item__lines", MinuteLine.objects.select_related("resolution", "task"))
    proposals = GapProposal.objects.select_related("rule__kind", "rule__situation", "item__meeting__group")
    context = {
        "search": search,
        "report": report,
        "published": published,
        "tiles": tiles(report.by_district if of_one is None else of_one),
        "on_map": request.GET["co"] if of_one is not None else "",
        "others": _others(request.GET),
        "width": WIDTH,
        "height": HEIGHT,
        "proposals": [(one, became_of(one)) for one in proposals.prefetch_related(lines)[:PROPOSALS_SHOWN]],
        "rules": GapRule.objects.select_related("kind", "situation", "group"),
        "form": form if edits else None,
        "can_edit": edits,
    }
    return render(request, "inquiries/gaps.html", context, status=422 if form.errors else 200)


def _others(query: QueryDict) -> str:
    """The question without what is on the map, to go on with."""
    left = query.copy()
    left.pop("co", None)
    return left.urlencode()


@require_POST
def gap_rule_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """What it proposed goes with it from this page; the points stay in their meetings."""
    if not can_edit_network(worker_of(request)):
        raise PermissionDenied
    get_object_or_404(GapRule, pk=pk).delete()
    messages.success(request, _("Pravidlo je smazané."))
    return redirect("inquiries:gaps")
