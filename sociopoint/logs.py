"""Log lines that name what failed and where, never whom it was about."""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
NEAREST = 12  # places of the program that lead to an error


class WithoutContents(logging.Formatter):
    """The text of an exception may quote a row or an address ("Key (email)=…"): only its kind and place are written."""

    def formatException(self, ei: ExceptionInfo) -> str:
        kind, _error, trace = ei
        frames = traceback.extract_tb(trace)
        place = f" at {frames[-1].filename}:{frames[-1].lineno}" if frames else ""
        return f"{kind.__name__ if kind else 'error'}{place}"


class JsonLine(WithoutContents):
    """One JSON object a line, so that nothing a stranger sends can look like a line of its own.

    What belongs to a request says its route (`sociopoint.request_log`); its path, query and body are never written.
    """

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
        }
        request = getattr(record, "request", None)
        if request is None:
            line["said"] = record.getMessage()
        else:
            line |= about(request) | {"status": getattr(record, "status_code", None)}
        line |= getattr(record, "facts", {})
        if record.exc_info:
            line |= _error(record.exc_info)
        return json.dumps(line, ensure_ascii=True)


def about(request: Any) -> dict[str, Any]:
    """The number, the route and the account of a request; the account only where the page asked for it anyway."""
    match = getattr(request, "resolver_match", None)
    user = getattr(request, "_cached_user", None)
    return {
        "request": getattr(request, "log_number", ""),
        "method": request.method if request.method in KNOWN_METHODS else "other",
        "route": match.route if match else "",
        "user": user.pk if user else None,
    }


KNOWN_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


def _error(found: Any) -> dict[str, Any]:
    """The kind of the error and the places that led to it, the innermost first; not its text."""
    kind, _value, trace = found
    frames = traceback.extract_tb(trace)[-NEAREST:]
    places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in reversed(frames)]
    return {"error": kind.__name__ if kind else "", "places": places}
