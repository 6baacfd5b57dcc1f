"""Services that may stand in the catalogue twice: joined, or said to be two."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalogue import joining
from catalogue.joining import JoinRefused
from network import carrying_over
from network.forms.doubles import DoubleForm
from sociopoint.models import User
from sociopoint.permissions import can_approve_changes


@require_http_methods(["GET", "HEAD", "POST"])
def double_list(request: HttpRequest) -> HttpResponse:
    """`udelej`: spojit, or nechat."""
    user = request.user
    if not isinstance(user, User) or not can_approve_changes(user):
        raise PermissionDenied
    if request.method == "POST":
        _decide(request, user)
        return redirect("network:double-list")
    return render(request, "network/double_list.html", {"doubles": joining.doubles()})


def _decide(request: HttpRequest, user: User) -> None:
    form, deed = DoubleForm(request.POST), request.POST.get("udelej")
    if not form.is_valid() or deed not in ("spojit", "nechat"):
        messages.error(request, _("Tenhle krok neznáme."))
        return
    try:
        if deed == "spojit":
            carrying_over.join(**form.cleaned_data, by=user)
            messages.success(request, _("Spojeno. Veřejnost vidí jednu službu, s tím, co jste napsali vy."))
        else:
            joining.keep_apart(**form.cleaned_data, by=user)
            messages.success(request, _("Dobře, jsou to dvě služby. Znovu se ptát nebudeme."))
    except JoinRefused as refusal:
        messages.error(request, str(refusal))
