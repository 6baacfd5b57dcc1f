"""Who stops the embedded database."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from sociopoint import embedded
from tests.parallel import of_this_process

KILLED = of_this_process("killed-test-postgres")
FORK = """
import os, sys
from sociopoint import embedded
embedded.start = lambda cluster: None
embedded.leave = lambda cluster: os.write(1, f"{os.getpid()} ".encode())
with embedded.running():
    child = os.fork()
    if child == 0:
        sys.exit(0)  # as a process of the web server leaves, after its thousands of requests
    os.waitpid(child, 0)
print(os.getpid())
"""


def test_only_the_process_that_started_it_stops_it():
    done = subprocess.run([sys.executable, "-c", FORK], capture_output=True, text=True, check=True)

    stopped_by, ourselves = done.stdout.split()
    assert stopped_by == ourselves


WRITER = """
import sys, psycopg
with psycopg.connect(sys.argv[1], autocommit=True) as connection:
    for number in range(10**9):
        connection.execute("INSERT INTO written VALUES (%s)", [number])
        print(number, flush=True)
"""


@pytest.fixture
def cluster(monkeypatch):
    """A cluster of its own with the settings of a real one: what was acknowledged is on the disk."""
    monkeypatch.delenv("SOCIOPOINT_CLUSTER_UNSAFE", raising=False)
    monkeypatch.setenv("SOCIOPOINT_CLUSTER", KILLED)
    folder = embedded.cluster_folder()
    embedded.start(folder)
    yield folder
    embedded.stop(folder)
    for leftover in folder.parent.glob(f"{KILLED}*"):
        shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()


def tree(pid: int) -> list[int]:
    """The process and all its children."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in tree(int(child)))]


@pytest.mark.slow
def test_a_database_killed_while_it_writes_comes_back_with_all_it_acknowledged(cluster):
    address = embedded.url(cluster)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("CREATE TABLE written (number bigint)")
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, address], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    acknowledged = [int(writer.stdout.readline()) for _line in range(200)]
    server = int((cluster / "postmaster.pid").read_text().splitlines()[0])

    for pid in tree(server):
        os.kill(pid, signal.SIGKILL)
    acknowledged += [int(line) for line in writer.communicate(timeout=60)[0].split()]
    embedded.start(cluster)

    with psycopg.connect(address) as connection:
        kept = {number for (number,) in connection.execute("SELECT number FROM written")}
    assert len(acknowledged) >= 200
    assert set(acknowledged) - kept == set()
    assert len(kept) <= len(acknowledged) + 1  # one may have been written and never acknowledged


@pytest.fixture
def noted(tmp_path, monkeypatch):
    """Calls to PostgreSQL's own programs, noted instead of made."""
    called = []
    monkeypatch.setattr(embedded, "_run", lambda program, *arguments: called.append(arguments[-1]))
    monkeypatch.setattr(embedded, "_is_running", lambda cluster: True)
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "PG_VERSION").touch()
    return tmp_path / "postgres", called


@pytest.fixture
def neighbour():
    """Another process that lives."""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        yield process.pid
        process.communicate(b"\n")


def test_the_last_to_leave_stops_it(noted):
    folder, called = noted
    embedded.start(folder)

    embedded.leave(folder)

    assert called == ["stop"]
    assert not embedded._users_file(folder).exists()


def test_a_run_that_ends_while_another_begins_leaves_it_the_database(noted, neighbour):
    folder, called = noted
    embedded._users_file(folder).write_text(str(neighbour))
    embedded.start(folder)
    assert embedded._users_file(folder).read_text() == f"{neighbour} {os.getpid()}"

    embedded.leave(folder)

    assert called == []
    assert embedded._users_file(folder).read_text() == str(neighbour)


def test_a_killed_run_counts_no_more(noted):
    folder, called = noted
    gone = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True)
    embedded._users_file(folder).write_text(f"{gone.stdout.strip()} nonsense")
    embedded.start(folder)

    embedded.leave(folder)

    assert called == ["stop"]
