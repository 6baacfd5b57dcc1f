"""The two files that make an app of the site: its manifest and its service worker, both made of this instance's names."""

from __future__ import annotations

import json
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalogue.offline.copies import COPIED
from sociopoint.context import desk

FOLDER = Path(__file__).parent
PETROL, MIST = "#0b5156", "#f2f6f5"
FILES = ("css/public.css", "fonts/arsenal-700-cs.woff2", "img/mark.svg", "js/offline-page.js")


@login_not_required
@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    icons = [
        {"src": static("img/mark.svg"), "sizes": "any", "type": "image/svg+xml"},
        {"src": static("img/icon-192.png"), "sizes": "192x192", "type": "image/png"},
        {"src": static("img/icon-512.png"), "sizes": "512x512", "type": "image/png"},
        {"src": static("img/icon-maskable.png"), "sizes": "512x512", "type": "image/png", "purpose": "maskable"},
    ]
    said = {
        "name": f"SOCIOPOINT {desk().city}",
        "short_name": "SOCIOPOINT",
        "description": _("Najdeme, kdo pomůže. Krizové linky a seznam služeb i bez signálu."),
        "lang": "cs",
        "id": "/",
        "start_url": reverse("home"),
        "scope": "/",
        "display": "minimal-ui",
        "background_color": MIST,
        "theme_color": PETROL,
        "icons": icons,
        "shortcuts": [{"name": _("Krizové linky"), "url": reverse("crisis")}],
    }
    return JsonResponse(said, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})


@login_not_required
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Never kept by a cache, so that a new version, or the kill switch, reaches every phone on its next visit."""
    text = _worker(get_language()) if settings.ENVIRONMENT.offline else (FOLDER / "no_worker.js").read_text()
    response = HttpResponse(text, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache, max-age=0"
    return response


@cache
def _worker(language: str | None) -> str:
    source = (FOLDER / "worker.js").read_text(encoding="utf-8")
    files = [static(name) for name in FILES] + [reverse("crisis"), reverse("offline:no-signal")]
    kept = {
        "version": sha256(f"{source}{files}".encode()).hexdigest()[:12],
        "files": files,
        "offline": reverse("offline:no-signal"),
        "copied": COPIED,
        "language": language or "cs",
        "notice": _("Jste bez připojení. Tohle jsme vám ukázali {when}, od té doby se něco mohlo změnit."),
    }
    return f"const KEPT = {json.dumps(kept, ensure_ascii=False)};\n{source}"
