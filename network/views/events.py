"""Events of the network: open days, conferences. A coordinator writes them, the network reads them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from network import events
from network.forms.events import EventForm
from network.forms.watched import watched
from network.models import EventReaders, NetworkEvent
from network.views.access import hold, in_one_transaction
from network.views.group_access import editor_of, reader_of
from sociopoint.permissions import can_edit_network


@require_safe
def event(request: HttpRequest, pk: int) -> HttpResponse:
    user = reader_of(request)
    shown = get_object_or_404(NetworkEvent.objects.select_related("organisation", "campaign"), pk=pk)
    context = {"event": shown, "when": events.when(shown), "can_edit": can_edit_network(user)}
    return render(request, "network/event.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def event_new(request: HttpRequest) -> HttpResponse:
    user = editor_of(request)
    form = EventForm(request.POST or None, initial={"readers": EventReaders.NETWORK})
    if form.is_valid():
        messages.success(request, _("Akce je v kalendáři sítě."))
        return redirect(events.announce(form.cleaned_data, by=user))
    return render(request, "network/event_form.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@in_one_transaction
def event_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Its facts; `udelej` calls it off, or takes that back."""
    user = editor_of(request)
    shown = get_object_or_404(NetworkEvent.objects.select_related("organisation", "campaign"), pk=pk)
    hold(request, shown)
    deed = request.POST.get("udelej", "")
    if deed in ("zrusit", "obnovit"):
        events.change(shown, {"is_called_off": deed == "zrusit"}, by=user)
        messages.success(request, _("Akce je zrušená.") if deed == "zrusit" else _("Akce zase platí."))
        return redirect(shown)
    form = watched(EventForm(request.POST or None, initial=EventForm.values_of(shown)))
    if form.is_valid():
        events.change(shown, form.cleaned_data, by=user)
        messages.success(request, _("Uloženo."))
        return redirect(shown)
    context = {"form": form, "event": shown}
    return render(request, "network/event_form.html", context, status=422 if form.errors else 200)


@require_safe
def event_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """One event for one's own calendar."""
    reader_of(request)
    shown = get_object_or_404(NetworkEvent, pk=pk)
    response = HttpResponse(events.calendar_of(shown), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="akce-{shown.pk}.ics"'
    return response
