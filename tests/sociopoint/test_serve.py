"""`make run` as an operator meets it: it serves, a killed run stops nobody, Ctrl+C leaves nothing behind."""

from __future__ import annotations

import contextlib
import io
import logging
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from django.core.management import call_command
from gunicorn.http.errors import InvalidRequestLine, LimitRequestLine

from sociopoint import embedded
from sociopoint.long_addresses import Worker
from sociopoint.management.commands import serve as command
from tests.parallel import of_this_process

pytestmark = pytest.mark.slow
PROJECT = Path(__file__).resolve().parents[2]
CLUSTER = of_this_process("serve-test-postgres")
PATIENCE = 300  # seconds; a bound against hanging, not a measurement


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def environment(tmp_path, monkeypatch):
    variables = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    yield variables | {"SOCIOPOINT_CLUSTER": CLUSTER, "SOCIOPOINT_CLUSTER_UNSAFE": "1", "DATA_FOLDER": str(tmp_path)}
    monkeypatch.setenv("SOCIOPOINT_CLUSTER", CLUSTER)
    cluster = embedded.cluster_folder()
    embedded.stop(cluster)
    for leftover in cluster.parent.glob(f"{CLUSTER}*"):
        shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()


def serve(environment: dict[str, str], port: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "manage.py", "serve", "--port", str(port)],
        cwd=PROJECT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def answer(port: int, path: str) -> str:
    return raw_answer(port, path).decode()


def raw_answer(port: int, path: str) -> bytes:
    """The body of a page, as soon as somebody answers."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as response:
                return response.read()
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def processes_of(port: int) -> list[str]:
    """Command lines of whatever still lives of a run on this port: web server, its processes, the worker."""
    lines = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            lines.append(path.read_text().replace("\0", " "))
    return [line for line in lines if f"manage.py serve --port {port} " in line]


def wait_until(condition) -> bool:
    deadline = time.monotonic() + 20
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.1)
    return condition()


def test_it_serves_survives_a_killed_run_and_stops_whole(environment, port):
    first = serve(environment, port)
    assert '"database": "ok"' in answer(port, "/healthz")
    assert wait_until(lambda: '"worker": "ok"' in answer(port, "/healthz"))
    assert raw_answer(port, "/letaky/plakat.pdf").startswith(b"%PDF")  # the run that prepared everything prints, too
    first.kill()
    first.communicate()
    assert wait_until(lambda: is_free(port))
    assert wait_until(lambda: processes_of(port) == [])

    second = serve(environment, port)
    assert "Charita Ostrava" in answer(port, "/sluzby/?q=nocleh%C3%A1rna")
    with pytest.raises(urllib.error.HTTPError, match="414") as refusal:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/sluzby/?q={'a' * 9000}", timeout=10)
    assert "Této adrese nerozumíme" in refusal.value.read().decode().replace("\xa0", " ")
    second.send_signal(signal.SIGINT)
    output, _nothing = second.communicate(timeout=PATIENCE)

    assert second.returncode == 0, output.decode()
    assert wait_until(lambda: is_free(port))
    assert processes_of(port) == []
    assert not embedded._is_running(PROJECT / "var" / CLUSTER)
    assert "administrator@sociopoint.example" in output.decode()


def test_what_serves_has_read_the_catalogues_compiled_a_moment_ago(monkeypatch, port):
    """A fresh checkout has none: whoever is forked before, or compiles apart, speaks without plurals and without our words."""
    done = []
    monkeypatch.setattr(command.messages, "compile_old", lambda: done.append(("compiled", os.getpid())))
    monkeypatch.setattr(command, "apart", lambda deed: done.append("prepared"))
    monkeypatch.setattr(command, "knowledge", lambda: None)
    monkeypatch.setattr(command.connections, "close_all", lambda: None)
    monkeypatch.setattr(command.worker, "start", lambda: None)
    monkeypatch.setattr(command.Server, "run", lambda self: done.append(("serves", os.getpid())))

    call_command("serve", port=port, stdout=io.StringIO())

    assert done == [("compiled", os.getpid()), "prepared", ("serves", os.getpid())]


def test_a_taken_port_is_said_in_one_line(environment, port):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        done = serve(environment, port)
        output, _nothing = done.communicate(timeout=PATIENCE)

    assert done.returncode == 1
    assert output.decode().strip().splitlines()[-1].startswith(f"CommandError: Na 127.0.0.1:{port} nejde naslouchat")


def test_the_longest_address_is_the_same_in_deployment_and_so_is_who_refuses_a_longer_one():
    service = (PROJECT / "deploy" / "sociopoint.service").read_text()

    assert f"--limit-request-line {command.OPTIONS['limit_request_line']} " in service
    assert f"--worker-class {command.OPTIONS['worker_class']} " in service


def refused(error: Exception) -> bytes:
    """What somebody reads whose request gunicorn could not."""
    ours, theirs = socket.socketpair()
    worker = Worker.__new__(Worker)
    worker.log = logging.getLogger("tests.gunicorn")
    with ours, theirs:
        worker.handle_error(None, ours, ("192.0.2.7", 1), error)
        ours.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: theirs.recv(65_536), b""))


def test_too_long_an_address_is_refused_in_czech_and_is_not_logged(caplog):
    head, _blank, page = refused(LimitRequestLine(9000, 8190)).partition(b"\r\n\r\n")

    assert head.startswith(b"HTTP/1.1 414 URI Too Long\r\n")
    assert f"Content-Length: {len(page)}".encode() in head
    assert "Této adrese nerozumíme" in page.decode().replace("\xa0", " ")
    assert "192.0.2.7" not in caplog.text


def test_any_other_nonsense_is_gunicorns_to_refuse():
    assert refused(InvalidRequestLine("x")).startswith(b"HTTP/1.1 400 Bad Request")
