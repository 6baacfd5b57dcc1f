"""The language of a page stands in its address: `/en/…`, `/uk/…`, Czech without a prefix. No cookie and no session.

The prefix is the script prefix of Django, so every `reverse` of a request leads to pages of the same language, and no
address needs to be written three times. Staff, machines and secret links speak Czech only.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import get_script_prefix, reverse, set_script_prefix
from django.utils import translation
from django.utils.encoding import escape_uri_path

CZECH = "cs"
OTHERS = ("en", "uk")
OWN_NAMES = {CZECH: ("Čes", "ky"), "en": ("En", "glish"), "uk": ("Укр", "аїнська")}
"""How speakers call it; on a small screen the beginning must do."""
CHOICES = [(code, f"{short}{rest}") for code, (short, rest) in OWN_NAMES.items()]
CZECH_ONLY = tuple(
    "/admin/ /pult/ /sit/ /ucet/ /napoveda/ /prihlaseni/ /odhlaseni/ /soucasti/ /predani/ /kiosk/pripojit/ /kiosk/klid/ /kiosk/konec/ /kiosk/ziju/ /api/hsds/ /data/sluzby. /letaky/mesto/ /sw.js /aktuality/obsazenost/ /aktuality/atom.xml /aktuality/kalendar.ics /healthz "
    "/robots.txt /sitemap /.well-known/ /static/".split()
)
"""How the paths begin that no other language has."""
EASY = "/jednoduse/"
"""How the path of a page in easy Czech ends; what stands before is the same page in ordinary words."""


@dataclass(frozen=True)
class Alternate:
    """The same page in another language."""

    language: str
    url: str


def split(path: str) -> tuple[str, str]:
    """The language of a path, and the path as the addresses know it: `/uk/krize/` -> `uk`, `/krize/`. What is left begins with one
    slash only: two of them would name another site (`/uk//zly.example/`) to whoever is sent on to it."""
    for language in OTHERS:
        if path.startswith(f"/{language}/"):
            return language, "/" + path[len(language) + 2 :].lstrip("/")
    return CZECH, path


def is_translated(path: str) -> bool:
    """Whether a path without its language has other languages."""
    return not path.startswith(CZECH_ONLY) and not path.endswith(EASY)


def path_in(language: str, path: str) -> str:
    """`/krize/` -> `/uk/krize/`."""
    return path if language == CZECH else f"/{language}{path}"


def alternates(request: HttpRequest | None, language: str) -> list[Alternate]:
    """The other languages of the page asked for, with what was asked of it; of the first page where nobody knows."""
    path, query = "/", ""
    if request is not None and is_translated(ordinary := _in_ordinary_words(request.path_info)):
        path = ordinary
        query = request.META.get("QUERY_STRING", "") if request.method in ("GET", "HEAD") else ""
    path = escape_uri_path(path)  # a backslash in it would be a slash to a browser
    url = f"{path}?{query}" if query else path
    return [Alternate(other, path_in(other, url)) for other in OWN_NAMES if other != language]


def _in_ordinary_words(path: str) -> str:
    return f"{path.removesuffix(EASY)}/" if path.endswith(EASY) else path


def whole_addresses(request: HttpRequest) -> list[tuple[str, str]]:
    """(language, whole address) of the page in all its languages, for search engines; empty where there is but one."""
    path = request.path_info
    if not is_translated(path):
        return []
    site = settings.ENVIRONMENT.site_address
    return [(language, site + path_in(language, path)) for language in OWN_NAMES]


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Texts and addresses of that language, whatever the page says."""
    prefix = get_script_prefix()
    set_script_prefix(path_in(language, "/"))
    try:
        with translation.override(language):
            yield
    finally:
        set_script_prefix(prefix)


def czech_address(name: str, *args: object) -> str:
    """`reverse` for what has no other language, whatever the page says."""
    with speaking(CZECH):
        return reverse(name, args=args)
