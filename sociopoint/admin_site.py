from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite, autodiscover
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet, Value
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from sociopoint.permissions import can_administer

ORDER = [
    "Service",
    "Organisation",
    "ChangeProposal",
    "LifeSituation",
    "CrisisLine",
    "NeedPhrase",
    "SearchDay",
    "ServiceKind",
    "TargetGroup",
]
"""What an administrator opens most stands first; the rest follows by the alphabet."""


APPS = ["catalogue", "situations", "sociopoint", "inquiries", "network"]


@dataclass(frozen=True)
class Attention:
    """Something that may wait for an administrator: which rows, and where they stand."""

    text: str
    rows: QuerySet[Any]
    url: str


@dataclass(frozen=True)
class Waiting:
    """What does wait, and how much of it."""

    text: str
    count: int
    url: str


class SociopointAdminSite(AdminSite):
    index_template = "admin/desk_index.html"
    site_title = _("SOCIOPOINT – správa")
    site_header = _("SOCIOPOINT – správa")
    index_title = _("Správa katalogu")

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """With the addresses come the tables, spreadsheets and forms behind them: no command has to load them."""
        autodiscover()
        return super().get_urls()

    def has_permission(self, request: HttpRequest) -> bool:
        return can_administer(request.user)

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """There is one way in, our own; who is in and may not come here is told so."""
        if request.user.is_authenticated and not self.has_permission(request):
            raise PermissionDenied
        wanted = request.GET.get("next", "")
        safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
        return redirect_to_login(wanted if safe else reverse("admin:index"), resolve_url(settings.LOGIN_URL))

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        apps = super().get_app_list(request, app_label)
        for app in apps:
            names = [model["object_name"] for model in app["models"]]
            place = {name: ORDER.index(name) if name in ORDER else len(ORDER) for name in names}
            app["models"].sort(key=lambda model: place[model["object_name"]])
        return sorted(apps, key=lambda app: APPS.index(app["app_label"]) if app["app_label"] in APPS else len(APPS))

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        waiting = counted([one for table in self._registry.values() for one in _asked(table, request)])
        return super().index(request, {"attention": waiting, **(extra_context or {})})


def _asked(table: object, request: HttpRequest) -> Iterable[Attention]:
    """What a table itself says may wait."""
    ask = getattr(table, "attention", None)
    return ask(request) if ask else ()


def counted(asked: list[Attention]) -> list[Waiting]:
    """Those of which there are any. One query, whatever their number and tables."""
    counts = [
        one.rows.order_by()
        .annotate(place=Value(place))
        .values("place")
        .annotate(number=Count("pk"))
        .values_list("place", "number")
        for place, one in enumerate(asked)
    ]
    numbers = dict(counts[0].union(*counts[1:], all=True)) if counts else {}
    return [Waiting(one.text, numbers[place], one.url) for place, one in enumerate(asked) if numbers.get(place)]
