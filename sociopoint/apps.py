from django.apps import AppConfig
from django.contrib.admin import apps as admin
from django.contrib.admin.checks import check_dependencies
from django.core.checks import Tags, register
from django.utils.translation import gettext_lazy as _


class SociopointConfig(AppConfig):
    name = "sociopoint"
    verbose_name = _("Účty a provoz")

    def ready(self) -> None:
        from allauth.mfa.signals import authenticator_added
        from django.contrib.auth.signals import user_logged_in

        from sociopoint import checks, idle_lock  # noqa: F401  registers them
        from sociopoint.second_factor import remember_new_factor

        authenticator_added.connect(remember_new_factor)
        user_logged_in.connect(idle_lock.begin)


class AdminSite(admin.SimpleAdminConfig):
    """Django's own admin, with the site in `sociopoint.admin_site`, which finds its tables when they are first asked for."""

    default = False
    default_site = "sociopoint.admin_site.SociopointAdminSite"

    def ready(self) -> None:
        from sociopoint.checks import check_admin

        register(check_dependencies, Tags.admin)
        register(check_admin, Tags.admin)
