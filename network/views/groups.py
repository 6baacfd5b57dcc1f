from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from network.forms.groups import DayForm, DeputyForm, GroupForm, SeatForm
from network.forms.watched import watched
from network.group_page import SHOWN, names_of, seats_on
from network.models import Document, Task, WorkingGroup
from network.seats import SeatRefused, hand_deputy_over, hand_over
from network.views.access import hold, in_one_transaction
from network.views.group_access import editor_of, group_of, reader_of, runs
from sociopoint.permissions import can_edit_network


@require_safe
def group_list(request: HttpRequest) -> HttpResponse:
    """Own groups first, then the others this person may know of."""
    user = reader_of(request)
    groups = list(WorkingGroup.objects.visible_to(user))
    own = set(WorkingGroup.objects.of(user).values_list("pk", flat=True))
    today = timezone.localdate()
    context = {
        "own": [group for group in groups if group.pk in own],
        "others": [group for group in groups if group.pk not in own and (not group.until or group.until >= today)],
        "ended": [group for group in groups if group.pk not in own and group.until and group.until < today],
        "can_edit": can_edit_network(user),
    }
    return render(request, "network/group_list.html", context)


@require_safe
def group(request: HttpRequest, pk: int) -> HttpResponse:
    """Members on a day (`?k=`), meetings, open tasks, resolutions and documents."""
    user = reader_of(request)
    shown, asked = group_of(user, pk), DayForm(request.GET, label_suffix="")
    meetings = shown.meetings.visible_to(user)
    tasks = Task.objects.visible_to(user).filter(group=shown).open().select_related("owner", "owner_organisation")
    is_member = runs(user, shown) or shown.mandates.held_on(timezone.localdate()).speaking_for(user).exists()
    context = {
        "group": shown,
        "day_form": asked,
        "day": asked.day,
        "is_today": asked.day == timezone.localdate(),
        "seats": seats_on(shown, asked.day),
        "meetings": meetings[:SHOWN],
        "tasks": tasks[:SHOWN],
        "resolutions": shown.resolutions.select_related("line__meeting")[:SHOWN] if is_member else [],
        "documents": Document.objects.visible_to(user).filter(group=shown, is_withdrawn=False)[:SHOWN],
        "can_edit": can_edit_network(user),
        "can_run": runs(user, shown),
    }
    return render(request, "network/group.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def group_new(request: HttpRequest) -> HttpResponse:
    editor_of(request)
    return _written(request, WorkingGroup())


@require_http_methods(["GET", "HEAD", "POST"])
@in_one_transaction
def group_edit(request: HttpRequest, pk: int) -> HttpResponse:
    editor_of(request)
    shown = get_object_or_404(WorkingGroup, pk=pk)
    hold(request, shown)
    return _written(request, shown)


def _written(request: HttpRequest, written: WorkingGroup) -> HttpResponse:
    form = GroupForm(request.POST or None, instance=written)
    form = watched(form) if written.pk else form
    if form.is_valid():
        saved = form.save()
        messages.success(request, _("Uloženo."))
        return redirect(saved)
    context = {"form": form, "group": written if written.pk else None}
    return render(request, "network/group_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def seat_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Who comes to a seat, or that nobody does; `?za=` fills the organisation in."""
    return _change(request, pk, SeatForm, hand_over, said=_("Změna člena je zapsaná."), title=_("Změna člena"))


@require_http_methods(["GET", "HEAD", "POST"])
def deputy_change(request: HttpRequest, pk: int) -> HttpResponse:
    return _change(
        request, pk, DeputyForm, hand_deputy_over, said=_("Změna zástupce je zapsaná."), title=_("Změna zástupce")
    )


def _change(
    request: HttpRequest,
    pk: int,
    form_class: type[SeatForm],
    hand: Callable[..., object],
    *,
    said: str,
    title: str,
) -> HttpResponse:
    """A seat or a chair behind it handed over, by the deed `hand`."""
    user = editor_of(request)
    shown = get_object_or_404(WorkingGroup, pk=pk)
    form = form_class(request.POST or None, initial=_asked(request))
    if form.is_valid():
        try:
            hand(group=shown, by=user, **form.change)
        except SeatRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, said)
            return redirect(shown)
    return _seat_form(request, shown, form, title)


def _asked(request: HttpRequest) -> dict[str, object]:
    """What the address says; the role of a form has its own beginning."""
    asked = {name: request.GET[key] for name, key in (("organisation", "za"), ("role", "role")) if key in request.GET}
    return {**asked, "since": timezone.localdate()}


def _seat_form(request: HttpRequest, shown: WorkingGroup, form: SeatForm, heading: str) -> HttpResponse:
    context = {"group": shown, "form": form, "heading": heading, "names": names_of(shown, timezone.localdate())}
    return render(request, "network/seat_form.html", context, status=422 if form.errors else 200)
