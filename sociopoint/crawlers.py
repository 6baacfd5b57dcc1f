"""For the programs that walk the web: what they may read, where everything is, and whom to tell of a hole in it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from catalogue.models import Organisation, Service
from situations.models import Article, Handbook, LifeSituation, PublicCampaign
from sociopoint import statement
from sociopoint.languages import CZECH, OWN_NAMES, is_translated, path_in

IN_ONE_FILE = 5000  # pages, each in three languages; the protocol allows 50 000 addresses
AN_HOUR = 3600
PAGES = [
    *("home", "catalogue:service-list", "situations:situation-list", "crisis", "inquiries_public:contact"),
    *("situations:easy-list", "guide:guide", "handbooks:handbook-list", "news:article-list", "news:calendar"),
    "news:campaign-list",
    *("catalogue:open-data", "paper:list", "offline:take-along", "for-webs", "accessibility", "privacy"),
    "how-we-check",
]
CLOSED = (
    "/pult/",
    "/sit/",
    "/admin/",
    "/ucet/",
    "/predani/",
    "/kiosk/",
    "/dotaz/",
    "/soucasti/",
    "/mapa/",
    "/sluzby/?",
)
"""Staff, secret links, and searches, in every language: there are more of them than anybody could read, and their results are
all listed."""

Entry = tuple[str, datetime | None]


@login_not_required
@require_safe
@cache_control(public=True, max_age=AN_HOUR)
def robots(request: HttpRequest) -> HttpResponse:
    closed = [path_in(language, path) for path in CLOSED for language in _languages_of(path)]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), "", f"Sitemap: {_site()}{reverse('sitemap')}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
@cache_control(public=True, max_age=AN_HOUR)
def security(request: HttpRequest) -> HttpResponse:
    """RFC 9116. A test fails a month before it expires."""
    lines = [
        f"Contact: {settings.ENVIRONMENT.security_contact}",
        f"Expires: {statement.SECURITY_CONTACT_UNTIL:%Y-%m-%d}T00:00:00Z",
        "Preferred-Languages: cs, en",
        f"Canonical: {_site()}{reverse('security')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
@cache_control(public=True, max_age=AN_HOUR)
def sitemap(request: HttpRequest) -> HttpResponse:
    """The list of the lists. Two queries."""
    files = [reverse("sitemap-part", args=["stranky", 1])]
    for name, count in (("sluzby", _services().count()), ("organizace", Organisation.objects.count())):
        files += [reverse("sitemap-part", args=[name, number + 1]) for number in range(-(-count // IN_ONE_FILE))]
    entries = "".join(f"<sitemap><loc>{_site()}{path}</loc></sitemap>" for path in files)
    return _xml(f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</sitemapindex>')


@login_not_required
@require_safe
@cache_control(public=True, max_age=AN_HOUR)
def sitemap_part(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """One query; four for the pages."""
    parts = {"stranky": _pages, "sluzby": _service_pages, "organizace": _organisation_pages}
    if name not in parts or number < 1 or number > IN_ONE_FILE:
        raise Http404
    entries = list(parts[name]((number - 1) * IN_ONE_FILE))
    if not entries:
        raise Http404
    entries = [(path_in(language, path), when) for path, when in entries for language in _languages_of(path)]
    return _xml(f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{"".join(map(_entry, entries))}</urlset>')


def _pages(start: int) -> Iterable[Entry]:
    if start:
        return []
    pages: list[Entry] = [(reverse(name), None) for name in PAGES]
    situations = list(LifeSituation.objects.published())
    pages += [(situation.get_absolute_url(), None) for situation in situations]
    pages += [(easy, None) for situation in situations if (easy := situation.easy_url)]
    pages += [(handbook.get_absolute_url(), None) for handbook in Handbook.objects.published()]
    pages += [(campaign.get_absolute_url(), None) for campaign in PublicCampaign.objects.published()]
    articles = Article.objects.shown_at(timezone.now())[:IN_ONE_FILE]
    return pages + [(article.get_absolute_url(), article.changed_at) for article in articles]


def _languages_of(path: str) -> list[str]:
    return list(OWN_NAMES) if is_translated(path) else [CZECH]


def _services() -> QuerySet[Service]:
    return Service.objects.offered().order_by("pk")


def _service_pages(start: int) -> Iterable[Entry]:
    rows = _services().values_list("pk", "slug", "published_as__changed_at")[start : start + IN_ONE_FILE]
    return [(reverse("catalogue:service", args=[pk, slug]), changed) for pk, slug, changed in rows]


def _organisation_pages(start: int) -> Iterable[Entry]:
    rows = Organisation.objects.order_by("pk").values_list("pk", "slug")[start : start + IN_ONE_FILE]
    return [(reverse("catalogue:organisation", args=[pk, slug]), None) for pk, slug in rows]


def _entry(entry: Entry) -> str:
    path, changed = entry
    when = f"<lastmod>{changed:%Y-%m-%dT%H:%M:%S+00:00}</lastmod>" if changed else ""
    return f"<url><loc>{escape(_site() + path)}</loc>{when}</url>"


def _xml(body: str) -> HttpResponse:
    return HttpResponse(
        f'<?xml version="1.0" encoding="UTF-8"?>\n{body}', content_type="application/xml; charset=utf-8"
    )


def _site() -> str:
    return str(settings.ENVIRONMENT.site_address)
