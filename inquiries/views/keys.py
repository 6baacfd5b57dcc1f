"""`/pult/klavesy/`: every key of the desk on one page."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from inquiries.keys import key_groups
from sociopoint.models import User
from sociopoint.permissions import can_see_inquiries


@require_http_methods(["GET", "HEAD", "POST"])
def keys(request: HttpRequest) -> HttpResponse:
    """A POST switches all of them off or on for this person, wherever they sign in."""
    if not can_see_inquiries(request.user) or not isinstance(request.user, User):
        raise PermissionDenied
    if request.method == "POST":
        request.user.uses_shortcuts = "on" in request.POST
        request.user.save(update_fields=["uses_shortcuts"])
        messages.success(
            request, _("Zkratky jsou zapnuté.") if request.user.uses_shortcuts else _("Zkratky jsou vypnuté.")
        )
        return redirect("inquiries:keys")
    return render(request, "inquiries/keys.html", {"groups": key_groups()})
