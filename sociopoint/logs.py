"""Log lines that name what failed and where, never whom it was about."""

from __future__ import annotations

import logging
import traceback
from types import TracebackType

ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class WithoutContents(logging.Formatter):
    """The text of an exception may quote a row or an address ("Key (email)=…"): only its kind and place are written."""

    def formatException(self, ei: ExceptionInfo) -> str:
        kind, _error, trace = ei
        frames = traceback.extract_tb(trace)
        place = f" at {frames[-1].filename}:{frames[-1].lineno}" if frames else ""
        return f"{kind.__name__ if kind else 'error'}{place}"
