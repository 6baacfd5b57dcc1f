"""The directory: whom to call, their page, their card."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from network.belonging import organisations_of
from network.directory import directory_page
from network.inviting import letter_of
from network.models import Person, Position
from network.permissions import is_partner
from network.views.access import network_user
from network.visiting_cards import card_of
from sociopoint.permissions import can_edit_network


@require_safe
def person_list(request: HttpRequest) -> HttpResponse:
    user = network_user(request)
    page = directory_page(request.GET, user)
    context = {
        "page": page,
        "search": page.search,
        "belongs_nowhere": is_partner(user) and not organisations_of(user).exists(),
        "today": timezone.localdate(),
    }
    return render(request, "network/person_list.html", context, status=422 if page.search.errors else 200)


@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything about one person that the reader may see; 404 where that is nothing."""
    user = network_user(request)
    shown, positions = _visible(request, pk)
    today = timezone.localdate()
    held = [position for position in positions if position.is_held_on(today)]
    may_edit = can_edit_network(user)
    invitation = shown.invitations.order_by("-pk").first() if may_edit else None
    own = set(organisations_of(user).values_list("pk", flat=True)) if is_partner(user) else set()
    context = {
        "person": shown,
        "held": [{"position": one, "may_keep": may_edit or one.organisation_id in own} for one in held],
        "past": [position for position in positions if not position.is_held_on(today)],
        "may_invite": may_edit,
        "invitation": invitation,
        "letter": letter_of(invitation) if invitation and invitation.is_open else None,
    }
    return render(request, "network/person.html", context)


@require_safe
def person_card(request: HttpRequest, pk: int) -> HttpResponse:
    """The card of today's positions, as a file."""
    network_user(request)
    shown, positions = _visible(request, pk)
    today = timezone.localdate()
    card = card_of(shown, [position for position in positions if position.is_held_on(today)])
    name = slugify(shown.name) or "kontakt"
    return HttpResponse(
        card,
        content_type="text/vcard; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.vcf"'},
    )


def _visible(request: HttpRequest, pk: int) -> tuple[Person, list[Position]]:
    user = network_user(request)
    shown = get_object_or_404(Person.objects.select_related("user"), pk=pk)
    rows = Position.objects.visible_to(user).filter(person=shown)
    positions = list(rows.for_reading(user).order_by("-until", "organisation__name"))
    if not positions:
        raise Http404
    return shown, positions
