"""Fetches the register and the code lists: https only, also after redirects, with limits of size and time."""

from __future__ import annotations

import http.client
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from email.message import Message
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import urljoin, urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.register.code_lists import FILES
from catalogue.register.findings import RegisterRefused

SECONDS_OF_SILENCE = 30.0
SECONDS_IN_ALL = 20 * 60.0
LARGEST_REGISTER = 1024**3  # it had 99 MB in 2026
LARGEST_CODE_LIST = 50 * 1024**2
CHUNK = 256 * 1024


@dataclass(frozen=True)
class Limits:
    """Bytes of one file; seconds of one fetch, and of waiting for the next piece of it."""

    size: int
    seconds: float = SECONDS_IN_ALL
    silence: float = SECONDS_OF_SILENCE


REGISTER = Limits(LARGEST_REGISTER)
CODE_LIST = Limits(LARGEST_CODE_LIST)


class _OnlyHttps(HTTPRedirectHandler):
    """Follows a redirect to another https address, and to no other."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: http.client.HTTPMessage, newurl: str
    ) -> Request | None:
        _require_https(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _require_https(address: str) -> None:
    if urlsplit(address).scheme != "https":
        raise RegisterRefused(_("Adresa %(address)s nezačíná https://; nestahujeme z ní.") % {"address": address})


def opener() -> OpenerDirector:
    """One that knows no other way than https: no file, ftp or plain http."""
    director = OpenerDirector()
    for handler in (ProxyHandler(), HTTPSHandler(), _OnlyHttps(), HTTPErrorProcessor(), HTTPDefaultErrorHandler()):
        director.add_handler(handler)
    return director


def fetch(address: str, target: Path, limits: Limits, progress: Callable[[int], None] | None = None) -> date | None:
    """Store the file; returns the day its server says it is of. Raises RegisterRefused with the reason."""
    _require_https(address)
    try:
        request = Request(address, headers={"User-Agent": "SOCIOPOINT"})  # noqa: S310  https was checked above
        with opener().open(request, timeout=limits.silence) as answer, target.open("wb") as file:
            _copy(answer, file, limits, progress)
            return _day(answer.headers)
    except HTTPError as error:
        reason = _("server odpověděl %(code)d") % {"code": error.code}
        error.close()
    except URLError as error:
        reason = str(error.reason)
    except (OSError, http.client.HTTPException) as error:  # the line broke or fell silent in the middle
        reason = str(error) or type(error).__name__
    raise RegisterRefused(_("Z adresy %(address)s nejde stahovat: %(why)s.") % {"address": address, "why": reason})


def _copy(
    answer: http.client.HTTPResponse, file: IO[bytes], limits: Limits, progress: Callable[[int], None] | None
) -> None:
    """Raises RegisterRefused past a limit, OSError or HTTPException when the answer breaks off."""
    deadline = time.monotonic() + limits.seconds
    done = 0
    while chunk := answer.read1(CHUNK):
        done += len(chunk)
        if done > limits.size:
            raise RegisterRefused(
                _("Soubor na adrese %(address)s má přes %(size)d MB; to registr není.")
                % {"address": answer.url, "size": limits.size // 1024**2}
            )
        if time.monotonic() > deadline:
            raise RegisterRefused(
                _("Stahování z adresy %(address)s trvalo přes %(minutes)d min; zkuste to později.")
                % {"address": answer.url, "minutes": limits.seconds // 60}
            )
        file.write(chunk)
        if progress is not None:
            progress(done)
    promised = answer.headers.get("Content-Length", "")
    if promised.isascii() and promised.isdigit() and done != int(promised):
        raise http.client.IncompleteRead(b"", int(promised) - done)


def _day(headers: Message) -> date | None:
    """In Prague: a register made after midnight there is of the new day, whatever Greenwich says."""
    try:
        return timezone.localdate(parsedate_to_datetime(headers["Last-Modified"]))
    except (TypeError, ValueError):
        return None


def fetch_code_lists(address: str, folder: Path, limits: Limits = CODE_LIST) -> None:
    """All of the ministry's code lists from the folder at this address."""
    for file in FILES:
        fetch(urljoin(address if address.endswith("/") else f"{address}/", file), folder / file, limits)
