"""Shows how far an import is: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import time
from types import TracebackType
from typing import Self, TextIO

from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

SECONDS_BETWEEN_LINES = 2.0


class ImportProgress:
    """`size` is the file's length in bytes, None when it comes through a pipe."""

    def __init__(self, output: TextIO, size: int | None) -> None:
        self._output = output
        self._size = size
        self._is_terminal = output.isatty()
        self._last_line = time.monotonic()
        self._tasks: dict[str, TaskID] = {}
        self._bars = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.percentage:>3.0f} %"),
            TimeElapsedColumn(),
            console=Console(file=output),
            disable=not self._is_terminal,
        )

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bars.stop()

    def fetched(self, done: int) -> None:
        self._show(_("Stahuji registr"), done, None)

    def read(self, done: int) -> None:
        self._show(_("Čtu registr"), done, self._size)

    def written(self, done: int, total: int) -> None:
        self._show(_("Porovnávám a zapisuji"), done, total)

    def _show(self, step: str, done: int, total: int | None) -> None:
        if self._is_terminal:
            if step not in self._tasks:
                self._tasks[step] = self._bars.add_task(step, total=total)
            self._bars.update(self._tasks[step], completed=done)
        elif time.monotonic() - self._last_line > SECONDS_BETWEEN_LINES:
            self._last_line = time.monotonic()
            share = f"{100 * done // total} %" if total else f"{done / 1e6:.0f} MB"
            self._output.write(f"{step}: {share}\n")
            self._output.flush()
