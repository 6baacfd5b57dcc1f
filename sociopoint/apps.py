from django.apps import AppConfig
from django.contrib.admin import apps as admin
from django.utils.translation import gettext_lazy as _


class SociopointConfig(AppConfig):
    name = "sociopoint"
    verbose_name = _("Účty")

    def ready(self) -> None:
        from allauth.mfa.signals import authenticator_added
        from django.contrib.auth.signals import user_logged_in

        from sociopoint import checks, idle_lock  # noqa: F401  registers them
        from sociopoint.second_factor import remember_new_factor

        authenticator_added.connect(remember_new_factor)
        user_logged_in.connect(idle_lock.begin)


class AdminSite(admin.AdminConfig):
    """Django's own admin, with the site in `sociopoint.admin_site`."""

    default = False
    default_site = "sociopoint.admin_site.SociopointAdminSite"
