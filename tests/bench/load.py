"""A load generator of our own: one process on a core of its own, raw sockets, so many connections, so many seconds.

A sync worker closes the connection after each answer, so each request opens one; so does a proxy in front of it.
"""

from __future__ import annotations

import argparse
import json
import os
import selectors
import socket
import subprocess
import sys
from dataclasses import dataclass
from time import perf_counter


@dataclass(frozen=True)
class Load:
    """What a run gave; milliseconds from connecting to the last byte."""

    requests: int
    seconds: float
    errors: int
    p50: float
    p95: float
    p99: float

    @property
    def per_second(self) -> float:
        return self.requests / self.seconds


def apply_load(port: int, paths: list[str], *, connections: int, seconds: float, core: int | None) -> Load:
    """Run the generator in a process of its own, pinned to `core`."""
    command = [sys.executable, "-m", "tests.bench.load", str(port), str(connections), str(seconds), str(core or 0)]
    done = subprocess.run(command, input="\n".join(paths), capture_output=True, text=True, check=True)
    return Load(**json.loads(done.stdout))


class Connection:
    def __init__(self, port: int, request: bytes) -> None:
        self.started = perf_counter()
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.sendall(request)
        self.socket.setblocking(False)
        self.first = b""

    def is_done(self) -> bool:
        """Read what has come; True once the server has closed."""
        while True:
            try:
                read = self.socket.recv(262_144)
            except BlockingIOError:
                return False
            self.first = self.first or read
            if not read:
                self.socket.close()
                return True


def run(port: int, paths: list[str], connections: int, seconds: float) -> Load:
    requests = [
        f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAccept: text/html\r\n\r\n".encode()
        for path in paths
    ]
    selector, times, errors, sent = selectors.DefaultSelector(), [], 0, 0
    started = perf_counter()
    for _number in range(connections):
        _open(selector, port, requests[sent % len(requests)])
        sent += 1
    while selector.get_map():
        for key, _events in selector.select():
            connection: Connection = key.data
            if not connection.is_done():
                continue
            now = perf_counter()
            times.append((now - connection.started) * 1000)
            errors += not connection.first.startswith(b"HTTP/1.1 200")
            selector.unregister(key.fileobj)
            if now - started < seconds:
                _open(selector, port, requests[sent % len(requests)])
                sent += 1
    return Load(len(times), perf_counter() - started, errors, *(round(part(times, share), 2) for share in (50, 95, 99)))


def _open(selector: selectors.BaseSelector, port: int, request: bytes) -> None:
    connection = Connection(port, request)
    selector.register(connection.socket, selectors.EVENT_READ, connection)


def part(numbers: list[float], percent: float) -> float:
    """The percentile, by nearest rank."""
    ordered = sorted(numbers)
    return ordered[min(len(ordered) - 1, max(0, -(-int(len(ordered) * percent) // 100) - 1))] if ordered else 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("port", type=int)
    parser.add_argument("connections", type=int)
    parser.add_argument("seconds", type=float)
    parser.add_argument("core", type=int)
    options = parser.parse_args()
    if options.core in os.sched_getaffinity(0):
        os.sched_setaffinity(0, {options.core})
    load = run(options.port, sys.stdin.read().split("\n"), options.connections, options.seconds)
    sys.stdout.write(json.dumps(load.__dict__))


if __name__ == "__main__":
    main()
