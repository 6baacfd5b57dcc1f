"""Inviting somebody to the network, and what stands behind the link of the letter. A GET changes nothing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from network import inviting
from network.forms.invitations import InviteForm, NewPasswordForm
from network.inviting import InvitationClosed, InvitationRefused
from network.models import Invitation, Person
from network.views.access import network_user
from network.views.closed_links import closed, opened_too_often
from sociopoint.limits import allow, seconds_to_wait
from sociopoint.models import User
from sociopoint.permissions import can_edit_network
from sociopoint.secret_pages import secret
from sociopoint.visitors import address_of

HOUR = 3600
MOST_LETTERS_AN_HOUR = 60
MOST_VISITS_AN_HOUR = 100
"""From one network, which may be a whole town hall."""


@require_http_methods(["GET", "HEAD", "POST"])
def person_invite(request: HttpRequest, pk: int) -> HttpResponse:
    user = _coordinator(request)
    person = get_object_or_404(Person, pk=pk)
    known = person.positions.exclude(email="").values_list("email", flat=True).first() or ""
    form = InviteForm(request.POST if request.method == "POST" else None, initial={"email": known})
    if form.is_valid():
        try:
            if not allow("invite", str(user.pk), most=MOST_LETTERS_AN_HOUR, seconds=HOUR):
                raise InvitationRefused(_("Za poslední hodinu jste poslali moc pozvánek. Zkuste to za chvíli."))
            inviting.invite(person, email=form.cleaned_data["email"], by=user)
        except InvitationRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Pozvánka odchází. Platí sedm dní."))
            return redirect(person)
    context = {"form": form, "person": person}
    return render(request, "network/invite.html", context, status=422 if form.errors else 200)


@require_POST
def invitation_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    invitation = get_object_or_404(Invitation.objects.select_related("person"), pk=pk)
    inviting.revoke(invitation, by=_coordinator(request))
    messages.success(request, _("Pozvánka přestala platit."))
    return redirect(invitation.person)


@secret
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """What the letter led to: a password for a new account, or a click for somebody who has one."""
    if seconds := seconds_to_wait("invitation", address_of(request), most=MOST_VISITS_AN_HOUR, seconds=HOUR):
        return opened_too_often(request, seconds)
    try:
        opened = inviting.open_invitation(token)
        user = request.user if isinstance(request.user, User) else None
        has_account = user is not None or User.objects.filter(email=opened.email).exists()
        return _with_account(request, opened, user) if has_account else _new_account(request, opened)
    except InvitationClosed:
        text = _("Buď už byla použitá, nebo uplynulo sedm dní. Napište koordinátorce, pošle vám novou.")
        return closed(request, _("Pozvánka už neplatí"), text, status=410)


def _new_account(request: HttpRequest, opened: Invitation) -> HttpResponse:
    form = NewPasswordForm(request.POST if request.method == "POST" else None, email=opened.email)
    if form.is_valid():
        try:
            inviting.accept_with_new_account(opened, password=form.cleaned_data["password1"])
        except InvitationRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Účet je hotový. Přihlaste se e-mailem a heslem, které jste si zvolili."))
            return redirect("account_login")
    context = _about(opened) | {"form": form}
    return render(request, "network/invitation.html", context, status=422 if form.errors else 200)


def _with_account(request: HttpRequest, opened: Invitation, user: User | None) -> HttpResponse:
    context = _about(opened) | {"has_account": True, "signed_in": user, "is_right": user and user.email == opened.email}
    context["sign_in"] = f"{reverse('account_login')}?next={request.path}"
    if request.method != "POST" or user is None:
        return render(request, "network/invitation.html", context)
    try:
        inviting.accept_with_account(opened, by=user)
    except InvitationRefused as refusal:
        return render(request, "network/invitation.html", context | {"refusal": str(refusal)}, status=409)
    messages.success(request, _("Pozvánka je přijatá. Vítejte v síti."))
    return redirect("network:home")


def _about(opened: Invitation) -> dict[str, Any]:
    positions = opened.person.positions.filter(until=None).select_related("organisation")
    return {"invitation": opened, "organisations": [position.organisation for position in positions]}


def _coordinator(request: HttpRequest) -> User:
    user = network_user(request)
    if not can_edit_network(user):
        raise PermissionDenied
    return user
