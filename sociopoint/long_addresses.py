"""gunicorn's process, which says in Czech what gunicorn would in English: that it does not read so long an address."""

from __future__ import annotations

from typing import Any

from gunicorn.http.errors import LimitRequestLine
from gunicorn.util import write_nonblock
from gunicorn.workers.sync import SyncWorker


class Worker(SyncWorker):  # type: ignore[misc]  # gunicorn is untyped
    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        if not isinstance(exc, LimitRequestLine):
            return super().handle_error(req, client, addr, exc)  # type: ignore[no-any-return]
        self.log.warning("Invalid request: too long an address")
        write_nonblock(client, _refusal())
        return None


def _refusal() -> bytes:
    """Nothing of the request has been read, so no page of Django's can answer it."""
    from django.template.loader import render_to_string

    from sociopoint.context import desk

    page = render_to_string("400.html", {"desk": desk(), "csp_nonce": "", "signed_in": None}).encode()
    head = f"HTTP/1.1 414 URI Too Long\r\nConnection: close\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(page)}"
    return head.encode() + b"\r\n\r\n" + page
