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
from sociopoint.languages import CZECH, OWN_NAMES, speaking

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
        "lang": get_language() or CZECH,
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
    text = _worker() if settings.ENVIRONMENT.offline else (FOLDER / "no_worker.js").read_text()
    response = HttpResponse(text, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache, max-age=0"
    return response


@cache
def _worker() -> str:
    """One for all languages: a browser keeps one worker for the whole site."""
    source = (FOLDER / "worker.js").read_text(encoding="utf-8")
    languages = {language: _in_language(language) for language in OWN_NAMES}
    files = [*(static(name) for name in FILES), reverse("crisis"), reverse("offline:no-signal")]
    kept = {
        "version": sha256(f"{source}{files}{languages}".encode()).hexdigest()[:12],
        "files": files,
        "copied": COPIED,
        "languages": languages,
    }
    return f"const KEPT = {json.dumps(kept, ensure_ascii=False)};\n{source}"


def _in_language(language: str) -> dict[str, object]:
    """What a phone keeps for whoever reads in that language: the numbers, the page for no signal, what a copy says of itself."""
    with speaking(language):
        offline = reverse("offline:no-signal")
        notice = _("Jste bez připojení. Tohle jsme vám ukázali {when}, od té doby se něco mohlo změnit.")
        return {"files": [reverse("crisis"), offline], "offline": offline, "notice": notice}
