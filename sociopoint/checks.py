"""What `manage.py check` refuses besides Django's own checks."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.admin import autodiscover
from django.contrib.admin.checks import check_admin_app
from django.core.checks import CheckMessage, Error, register


def check_admin(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Django's own, of tables that otherwise only come with the addresses (`sociopoint.admin_site`)."""
    autodiscover()
    return list(check_admin_app(app_configs, **kwargs))


@register()
def cache_is_shared(app_configs: Any, **kwargs: Any) -> list[Error]:
    """A code of an authenticator is remembered as used in the cache: with a cache of its own, each worker would take it once."""
    backend = settings.CACHES["default"]["BACKEND"]
    if settings.ENVIRONMENT.production and not backend.endswith("DatabaseCache"):
        return [Error("The cache must be shared between workers.", hint="Remove CACHE.", id="sociopoint.E001")]
    return []


@register()
def no_code_opens_every_account(app_configs: Any, **kwargs: Any) -> list[Error]:
    if getattr(settings, "MFA_TOTP_INSECURE_BYPASS_CODE", None):
        return [Error("MFA_TOTP_INSECURE_BYPASS_CODE opens every account: remove it.", id="sociopoint.E002")]
    return []
