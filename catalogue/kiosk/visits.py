"""The device let in, a visit made comfortable, a visit ended without a trace, and a sign of life."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalogue.kiosk.devices import WrongCode, kiosk_of, let_in, note_sign, remember
from catalogue.kiosk.look import COOKIE as LOOK
from catalogue.kiosk.look import look_of
from catalogue.models import Kiosk
from sociopoint.languages import czech_address
from sociopoint.limits import allow
from sociopoint.visitors import address_of

TRIES, WINDOW = 10, 3600
View = Callable[..., HttpResponse]


def kiosk_page(view: View) -> View:
    """For registered devices only; others are led to the page that lets them in. The browser keeps nothing of the answer."""

    @login_not_required
    @wraps(view)
    def shown(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        kiosk = kiosk_of(request)
        response = view(request, kiosk, *args, **kwargs) if kiosk else redirect(czech_address("kiosk:pair"))
        response["Cache-Control"] = "no-store"
        return response

    return shown


def page_of(request: HttpRequest, kiosk: Kiosk, template: str, context: dict[str, object]) -> HttpResponse:
    """A page in the kiosk's frame."""
    return render(request, template, {"kiosk": kiosk, "look": look_of(request), **context})


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Kód přístroje"),
        max_length=20,
        help_text=_("Osm znaků, které dala správkyně v administraci u kiosku."),
        error_messages={"required": _("Napište kód přístroje.")},
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters"}),
    )


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def pair(request: HttpRequest) -> HttpResponse:
    """Lets a device in by its code. Ten tries an hour from one address."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if not allow("kiosk-code", address_of(request), most=TRIES, seconds=WINDOW):
            form.add_error("code", _("Moc pokusů za sebou. Zkuste to za hodinu."))
        else:
            try:
                kiosk = let_in(form.cleaned_data["code"])
            except WrongCode as wrong:
                form.add_error("code", str(wrong))
            else:
                response = redirect("kiosk:start")
                remember(response, kiosk, secure=request.is_secure())
                return response
    return render(request, "kiosk/pair.html", {"form": form}, status=422 if form.errors else 200)


@kiosk_page
@require_POST
def change_look(request: HttpRequest, kiosk: Kiosk) -> HttpResponse:
    """One step of the text's size, or contrast on and off; back to the page it was asked on."""
    back = request.POST.get("zpet", "")
    start = reverse("kiosk:start")
    response = HttpResponseRedirect(back if back.startswith(start) and ":" not in back else start)
    changed = look_of(request).changed(request.POST.get("co", ""))
    response.set_cookie(LOOK, changed.value, httponly=True, secure=request.is_secure(), samesite="Strict")
    return response


@kiosk_page
@require_safe
def end(request: HttpRequest, kiosk: Kiosk) -> HttpResponse:
    """The visit is over: the next person begins in Czech with the ordinary look, and the browser drops what it may have kept."""
    response = redirect("kiosk:start")
    response.delete_cookie(LOOK, samesite="Strict")
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


class SignForm(forms.Form):
    version = forms.CharField(max_length=200, required=False)
    touches = forms.IntegerField(min_value=0)
    prints = forms.IntegerField(min_value=0)


@login_not_required
@require_POST
def alive(request: HttpRequest) -> HttpResponse:
    """A sign of life of a device, with numbers only; 400 for anything else, 403 from a browser that is no kiosk."""
    kiosk, form = kiosk_of(request), SignForm(request.POST)
    if kiosk is None:
        return HttpResponse(status=403)
    if not form.is_valid():
        return HttpResponse(status=400)
    note_sign(kiosk, **form.cleaned_data)
    return HttpResponse(status=204)
