from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django.models import ProcrastinateJob

from sociopoint import mailing
from sociopoint.account_addresses import keep_verified
from sociopoint.account_changes import note_changes
from sociopoint.admin_site import Attention
from sociopoint.models import MailState, OutgoingMail, Role, ShippedUpdate, User
from sociopoint.record_admin import ReadOnlyAdmin
from sociopoint.second_factor_reset import reset_second_factor
from sociopoint.welcoming import send_link, welcome

admin.site.unregister(Group)  # the role says everything; groups would only promise what they do not do
admin.site.unregister([EmailAddress, Authenticator, UserSession])  # secrets and traces of people are nobody's table
admin.site.unregister(ProcrastinateJob)


class NewAccountForm(forms.ModelForm):  # type: ignore[type-arg]
    """Without a password: whom it belongs to chooses it, by the link of their letter."""

    class Meta:
        model = User
        fields = ("email", "name", "role")
        help_texts = {
            "email": _("Sem pošleme odkaz, na kterém si člověk zvolí heslo. Platí tři dny."),
            "name": _("Jak ho uvidí ostatní, třeba „Sociální pracovnice 2“."),
        }

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def save(self, commit: bool = True) -> User:
        self.instance.set_unusable_password()
        account: User = super().save(commit)
        return account


class AccountForm(UserChangeForm):  # type: ignore[type-arg]
    class Meta:
        model = User
        fields = "__all__"
        help_texts = {"role": _("O změně role dostanou koordinátoři e-mail.")}

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def clean(self) -> dict[str, Any] | None:
        """Somebody must be left who can come back here."""
        cleaned = super().clean()
        stays = self.cleaned_data.get("role") == Role.ADMINISTRATOR and self.cleaned_data.get("is_active")
        others = User.objects.filter(role=Role.ADMINISTRATOR, is_active=True).exclude(pk=self.instance.pk)
        if self.instance.role == Role.ADMINISTRATOR and self.instance.is_active and not stays and not others.exists():
            raise ValidationError(
                _("Tohle je poslední zapnutý účet správce. Nejdřív udělejte správcem někoho dalšího.")
            )
        return cleaned


@admin.register(User)
class AccountAdmin(UserAdmin):  # type: ignore[type-arg]
    form = AccountForm
    add_form = NewAccountForm
    list_display = ["email", "name", "role", "is_active", "last_login"]
    list_filter = ["role", "is_active"]
    search_fields = ["email", "name"]
    ordering = ["email"]
    filter_horizontal = ()
    readonly_fields = ["last_login", "date_joined"]
    actions = [send_link, reset_second_factor]
    fieldsets = (
        (None, {"fields": ("email", "name", "password")}),
        (_("Co smí"), {"fields": ("role", "is_active")}),
        (_("Kdy"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"classes": ("wide",), "fields": ("email", "name", "role")}),)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        before = User.objects.select_for_update(of=("self",)).get(pk=obj.pk) if change else None
        super().save_model(request, obj, form, change)
        keep_verified(obj)
        note_changes(before, obj, by=request.user)  # type: ignore[arg-type]  # nobody else gets here
        if not change:
            welcome(request, obj)
            messages.info(request, gettext("Na %(email)s odešel odkaz k nastavení hesla.") % {"email": obj.email})

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        """Whose password it was learns of it by e-mail: nobody is put in another's place in silence."""
        before = self.get_object(request, unquote(id))
        response: HttpResponse = super().user_change_password(request, id, form_url)
        after = self.get_object(request, unquote(id))
        if before and after and before.password != after.password:
            get_adapter(request).send_notification_mail("account/email/password_changed", after, email=after.email)
        return response

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The history names who did what, so an account is switched off, not deleted."""
        return False


@admin.register(ShippedUpdate)
class ShippedUpdateAdmin(ReadOnlyAdmin):
    """What a new version of the program changed, and what it left as people wrote it."""

    list_display = ["at", "first_line"]
    fields = ["at", "report"]

    @admin.display(description=_("co se změnilo"))
    def first_line(self, update: ShippedUpdate) -> str:
        return next(iter(update.report.splitlines()), gettext("nic, nebo první načtení"))


@admin.register(OutgoingMail)
class OutgoingMailAdmin(ReadOnlyAdmin):
    """Whether letters leave at all. To whom and what they say is nobody's table."""

    list_display = ["subject", "state", "tries", "created_at", "changed_at"]
    list_display_links = None
    list_filter = ["state"]
    ordering = ["-created_at"]
    actions = ["send_again"]
    show_full_result_count = False

    def attention(self, request: HttpRequest) -> list[Attention]:
        said = {
            MailState.FAILED: gettext("E-maily, které neodešly"),
            MailState.UNSURE: gettext("E-maily, u kterých nevíme, jestli odešly"),
        }
        address = f"{reverse('admin:sociopoint_outgoingmail_changelist')}?state__exact="
        return [
            Attention(words, OutgoingMail.objects.filter(state=state), f"{address}{state}")
            for state, words in said.items()
        ]

    @admin.action(description=_("Poslat znovu, co neodešlo"))
    def send_again(self, request: HttpRequest, letters: QuerySet[OutgoingMail]) -> None:
        """Also what the program gave up; what may have left already is nobody's to send twice."""
        count = mailing.send_again(letters)
        if count:
            messages.success(request, gettext("Posíláme znovu. E-mailů: %(n)d.") % {"n": count})
        else:
            messages.warning(request, gettext("Znovu jde poslat jen to, co má stav „neodesláno“."))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The list only: a page of one letter would show its words."""
        return obj is None and super().has_view_permission(request)
