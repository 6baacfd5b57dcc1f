"""`/ucet/…`: allauth's pages under Czech addresses. There is none for signing up, nor for adding e-mails."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as second_step
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as keys
from allauth.usersessions import views as sessions
from django.urls import path, re_path

from sociopoint import account_pages, lock_pages

urlpatterns = [
    path("", account_pages.account, name="account"),
    path("prihlaseni/", account.login, name="account_login"),
    path("prihlaseni/kod/", second_step.authenticate, name="mfa_authenticate"),
    path("prihlaseni/klic/", keys.login_webauthn, name="mfa_login_webauthn"),
    path("odhlaseni/", account.logout, name="account_logout"),
    path("vypnuty/", account.account_inactive, name="account_inactive"),
    path("heslo/", account.password_change, name="account_change_password"),
    path("heslo/nastaveni/", account.password_set, name="account_set_password"),
    path("heslo/zapomenute/", account.password_reset, name="account_reset_password"),
    path("heslo/zapomenute/odeslano/", account.password_reset_done, name="account_reset_password_done"),
    path("heslo/nove/hotovo/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^heslo/nove/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("overeni/", account.reauthenticate, name="account_reauthenticate"),
    path("overeni/kod/", second_step.reauthenticate, name="mfa_reauthenticate"),
    path("overeni/klic/", keys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("druhy-krok/", second_step.index, name="mfa_index"),
    path("druhy-krok/aplikace/", app.activate_totp, name="mfa_activate_totp"),
    path("druhy-krok/aplikace/zruseni/", app.deactivate_totp, name="mfa_deactivate_totp"),
    path("druhy-krok/zalozni-kody/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("druhy-krok/zalozni-kody/nove/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("druhy-krok/zalozni-kody/soubor/", recovery_codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("druhy-krok/klice/", keys.list_webauthn, name="mfa_list_webauthn"),
    path("druhy-krok/klice/novy/", keys.add_webauthn, name="mfa_add_webauthn"),
    path("druhy-krok/klice/<int:pk>/zruseni/", account_pages.RemoveKey.as_view(), name="mfa_remove_webauthn"),
    path("druhy-krok/klice/<int:pk>/nazev/", keys.edit_webauthn, name="mfa_edit_webauthn"),
    path("zamceno/", lock_pages.locked, name="locked"),
    path("odemceno/", lock_pages.unlocked, name="unlocked"),
    path("jsem-tu/", lock_pages.still_here, name="still-here"),
    path("pristroje/", sessions.list_usersessions, name="usersessions_list"),
    path("pristroje/<int:pk>/odhlaseni/", account_pages.end_session, name="end-session"),
]
