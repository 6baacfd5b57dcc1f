"""What a signed-in person sees of their own account."""

from __future__ import annotations

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from allauth.usersessions.internal.flows import sessions
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import RedirectView

sign_in = login_not_required(RedirectView.as_view(url=reverse_lazy("account_login"), query_string=True))
"""`/prihlaseni/`, as people know it."""


@require_safe
@never_cache
def account(request: HttpRequest) -> HttpResponse:
    """`/ucet/`: who I am here, and the way to everything about signing in."""
    return render(request, "account/account.html")


class RemoveKey(RemoveWebAuthnView):  # type: ignore[misc]  # allauth is untyped
    """allauth asks whether the last factor may go only for apps; we ask for keys too."""

    def form_valid(self, form: Form) -> HttpResponse:
        adapter = get_adapter()
        if not adapter.can_delete_authenticator(self.get_object()):
            messages.error(self.request, adapter.error_messages["cannot_delete_authenticator"])
            return redirect("mfa_list_webauthn")
        return super().form_valid(form)  # type: ignore[no-any-return]


@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign out of one other device; somebody else's session is none of ours, so 404."""
    sessions.end_sessions(request, [get_object_or_404(UserSession, pk=pk, user=request.user)])
    messages.success(request, _("Odhlášeno."))
    return redirect("usersessions_list")
