from django.apps import AppConfig
from django.contrib.admin import apps as admin
from django.utils.translation import gettext_lazy as _


class SociopointConfig(AppConfig):
    name = "sociopoint"
    verbose_name = _("Účty")

    def ready(self) -> None:
        from allauth.mfa.signals import authenticator_added

        from sociopoint import checks  # noqa: F401  registers them
        from sociopoint.second_factor import remember_new_factor

        authenticator_added.connect(remember_new_factor)


class AdminSite(admin.AdminConfig):
    """Django's own admin, with the site in `sociopoint.admin_site`."""

    default = False
    default_site = "sociopoint.admin_site.SociopointAdminSite"
