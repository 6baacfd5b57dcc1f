from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from sociopoint.permissions import can_administer


class SociopointAdminSite(AdminSite):
    site_title = _("SOCIOPOINT – správa")
    site_header = _("SOCIOPOINT – správa")
    index_title = _("Správa katalogu")

    def has_permission(self, request: HttpRequest) -> bool:
        return can_administer(request.user)
