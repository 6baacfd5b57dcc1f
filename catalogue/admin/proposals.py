"""The queue of what somebody says is wrong: read it, correct the service, accept or refuse with a reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.db.models import Case, When
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from catalogue.models import WITH_FACTS, ChangeProposal, ProposalState
from catalogue.proposing import DecisionRefused, accept, refuse
from sociopoint.admin_site import Attention
from sociopoint.permissions import can_approve_changes
from sociopoint.record_admin import ReadOnlyAdmin

if TYPE_CHECKING:
    from django.db.models import QuerySet

SHOWN = 20  # proposals listed on the page that asks
LONGEST_REASON = 300


@admin.action(description=_("Přijmout, údaj je opravený"))
def accept_chosen(
    model_admin: Any, request: HttpRequest, queryset: QuerySet[ChangeProposal]
) -> TemplateResponse | None:
    if request.POST.get("potvrzeno") != "ano":
        return _ask(request, model_admin, queryset, "accept_chosen", gettext("Přijmout návrhy"))
    note = request.POST.get("duvod", "").strip()[:LONGEST_REASON]
    _decide(request, queryset, lambda one: accept(one, by=request.user, note=note))  # type: ignore[arg-type]
    return None


@admin.action(description=_("Odmítnout s důvodem"))
def refuse_chosen(
    model_admin: Any, request: HttpRequest, queryset: QuerySet[ChangeProposal]
) -> TemplateResponse | None:
    reason = request.POST.get("duvod", "").strip()[:LONGEST_REASON]
    if request.POST.get("potvrzeno") != "ano" or not reason:
        error = gettext("Napište, proč návrh odmítáte.") if "potvrzeno" in request.POST else ""
        return _ask(request, model_admin, queryset, "refuse_chosen", gettext("Odmítnout návrhy"), error)
    _decide(request, queryset, lambda one: refuse(one, by=request.user, reason=reason))  # type: ignore[arg-type]
    return None


def _decide(request: HttpRequest, queryset: QuerySet[ChangeProposal], decide: Callable[[ChangeProposal], None]) -> None:
    done = 0
    for proposal in queryset.filter(state=ProposalState.NEW).exclude(topic__in=WITH_FACTS):
        try:
            decide(proposal)
            done += 1
        except DecisionRefused:
            continue  # a colleague was quicker with this one; the others still wait
    said = ngettext("Rozhodnuto o %(count)d návrhu.", "Rozhodnuto o %(count)d návrzích.", done)
    messages.success(request, said % {"count": done})


def _ask(
    request: HttpRequest,
    model_admin: Any,
    queryset: QuerySet[ChangeProposal],
    action: str,
    button: str,
    error: str = "",
) -> TemplateResponse:
    waiting = queryset.filter(state=ProposalState.NEW).exclude(topic__in=WITH_FACTS)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": button,
        "opts": model_admin.opts,
        "sample": list(waiting.select_related("service", "organisation")[:SHOWN]),
        "more": max(0, waiting.count() - SHOWN),
        "pks": request.POST.getlist(helpers.ACTION_CHECKBOX_NAME),
        "action": action,
        "button": button,
        "needs_reason": action == "refuse_chosen",
        "error": error,
        "back_url": request.get_full_path(),
    }
    return TemplateResponse(request, "admin/decide_proposals.html", context)


@admin.register(ChangeProposal)
class ChangeProposalAdmin(ReadOnlyAdmin):
    list_display = ["about", "topic", "source", "proposed_at", "state", "decided_by"]
    list_filter = ["state", "source", "topic"]
    list_select_related = ["service", "organisation", "decided_by"]
    search_fields = ["service__name", "service__organisation__name", "organisation__name"]
    search_help_text = _("Název služby nebo organizace.")
    ordering = [Case(When(state=ProposalState.NEW, then=0), default=1), "-proposed_at"]
    actions = [accept_chosen, refuse_chosen]
    list_per_page = 50
    show_full_result_count = False
    fields = [
        "record_link",
        "topic",
        "text",
        "source",
        "proposed_by",
        "proposed_at",
        "state",
        "reason",
        "decided_by",
        "decided_at",
    ]
    readonly_fields = ["record_link"]

    def attention(self, request: HttpRequest) -> list[Attention]:
        waiting = ChangeProposal.objects.filter(state=ProposalState.NEW)
        address = f"{reverse('admin:catalogue_changeproposal_changelist')}?state__exact={ProposalState.NEW}"
        return [Attention(gettext("Návrhy změn, které čekají na rozhodnutí"), waiting, address)]

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        return super().get_actions(request) if can_approve_changes(request.user) else {}

    @admin.display(description=_("čeho se týká"))
    def about(self, proposal: ChangeProposal) -> str:
        return str(proposal.about)

    @admin.display(description=_("čeho se týká"))
    def record_link(self, proposal: ChangeProposal) -> SafeString:
        model = proposal.about._meta.model_name
        address = reverse(f"admin:catalogue_{model}_change", args=[proposal.about.pk])
        return format_html('<a href="{}">{}</a>', address, proposal.about)
