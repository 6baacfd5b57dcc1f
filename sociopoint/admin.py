from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django.models import ProcrastinateJob

from sociopoint.account_addresses import keep_verified
from sociopoint.models import Role, User
from sociopoint.second_factor_reset import reset_second_factor

admin.site.unregister(Group)  # the role says everything; groups would only promise what they do not do
admin.site.unregister([EmailAddress, Authenticator, UserSession])  # secrets and traces of people are nobody's table
admin.site.unregister(ProcrastinateJob)


class NewAccountForm(AdminUserCreationForm):  # type: ignore[type-arg]
    class Meta:
        model = User
        fields = ("email", "name", "role")

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


class AccountForm(UserChangeForm):  # type: ignore[type-arg]
    class Meta:
        model = User
        fields = "__all__"

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
    actions = [reset_second_factor]
    fieldsets = (
        (None, {"fields": ("email", "name", "password")}),
        (_("Co smí"), {"fields": ("role", "is_active")}),
        (_("Kdy"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (
            None,
            {"classes": ("wide",), "fields": ("email", "name", "role", "usable_password", "password1", "password2")},
        ),
    )

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        keep_verified(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The history names who did what, so an account is switched off, not deleted."""
        return False
