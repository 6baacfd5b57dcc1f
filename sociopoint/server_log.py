"""gunicorn's own lines in the shape of ours, without what a visitor sent: it would write the whole address of a request that
was cut off by its timeout, a secret link or a query with it, and the text of the error."""

from __future__ import annotations

from typing import Any

from gunicorn.glogging import Logger

from sociopoint.logs import JsonLine


class ServerLog(Logger):  # type: ignore[misc]  # gunicorn is untyped
    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(JsonLine())

    def exception(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """Words only: what would be filled in is the request."""
        super().exception(_words(msg), **kwargs)

    def warning(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """`Invalid request from ip=…: …` comes with everything in it."""
        if msg.startswith("Invalid request"):
            msg, args = "Invalid request", ()
        super().warning(msg, *args, **kwargs)


def _words(msg: str) -> str:
    return msg.partition("%")[0].rstrip(" (:")
