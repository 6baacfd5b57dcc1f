"""The page of open data and its files."""

from __future__ import annotations

import gzip
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

from catalogue.models import DataFile
from catalogue.open_files import CSV, NDJSON
from sociopoint.languages import czech_address

TYPES = {CSV: "text/csv; charset=utf-8", NDJSON: "application/x-ndjson; charset=utf-8"}


@login_not_required
@require_safe
def open_data(request: HttpRequest) -> HttpResponse:
    """What may be taken, how sure it is and under which licence. One query."""
    files = {file.name: file for file in DataFile.objects.defer("content").filter(name__in=TYPES)}
    shown = [
        {"file": files[name], "url": czech_address("catalogue:data-file", name)} for name in TYPES if name in files
    ]
    context: dict[str, Any] = {
        "files": shown,
        "api": settings.ENVIRONMENT.site_address + czech_address("catalogue:hsds"),
        "description": czech_address("catalogue:hsds-openapi"),
    }
    return render(request, "catalogue/data.html", context)


def _etag(request: HttpRequest, name: str) -> str | None:
    digest = DataFile.objects.filter(name=name).values_list("digest", flat=True).first()
    return f'W/"{digest}"' if digest else None


@login_not_required
@require_safe
@condition(etag_func=_etag)
def data_file(request: HttpRequest, name: str) -> HttpResponse:
    """The file of the last night; packed for whoever takes it so. Two queries, one where nothing changed."""
    file = DataFile.objects.filter(name=name).first()
    if name not in TYPES or file is None:
        raise Http404(_("Takový soubor tu není."))
    packed = bytes(file.content)
    takes_packed = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(packed if takes_packed else gzip.decompress(packed), content_type=TYPES[name])
    if takes_packed:
        response.headers["Content-Encoding"] = "gzip"
    day = timezone.localdate(file.made_at)
    response.headers["Content-Disposition"] = f'attachment; filename="sociopoint-{day}-{name}"'
    response.headers["Access-Control-Allow-Origin"] = "*"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response
