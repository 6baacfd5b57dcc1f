"""The product behind gunicorn with the options of `manage.py serve`, one worker, on a core of its own."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass

import django

from tests.bench.machine import cpu_seconds

APP_CORE, LOAD_CORE = min(os.sched_getaffinity(0)), max(os.sched_getaffinity(0))
START_SECONDS = 30


@dataclass(frozen=True)
class Running:
    port: int
    pid: int

    def cpu_seconds(self) -> float:
        return cpu_seconds(self.pid)


@contextlib.contextmanager
def serving(url: str) -> Iterator[Running]:
    """Start it, wait until it answers, stop it at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.server", str(port)],
        env=os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.bench.settings"},
        preexec_fn=lambda: os.sched_setaffinity(0, {APP_CORE}),
    )
    try:
        _wait(port, process)
        yield Running(port, process.pid)
    finally:
        process.terminate()
        process.wait()


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            get(port, "/bench/hello/")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("gunicorn did not start")


def get(port: int, path: str) -> bytes:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=START_SECONDS) as answer:
        body: bytes = answer.read()
    return body


def run(port: int) -> None:
    """What `serve` does once everything is ready."""
    django.setup()
    from django.db import connections

    from catalogue.knowledge import knowledge
    from sociopoint.management.commands.serve import OPTIONS, Server

    knowledge()
    connections.close_all()
    Server({"bind": f"127.0.0.1:{port}", "workers": 1} | OPTIONS).run()


if __name__ == "__main__":
    run(int(sys.argv[1]))
