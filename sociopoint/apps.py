from django.apps import AppConfig
from django.contrib.admin import apps as admin
from django.utils.translation import gettext_lazy as _


class SociopointConfig(AppConfig):
    name = "sociopoint"
    verbose_name = _("Účty")


class AdminSite(admin.AdminConfig):
    """Django's own admin, with the site in `sociopoint.admin_site`."""

    default = False
    default_site = "sociopoint.admin_site.SociopointAdminSite"
