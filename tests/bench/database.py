"""A fresh database for each size, in the cluster DATABASE_URL names; made, multiplied by SQL alone, and dropped."""

# ruff: noqa: S608  names of our own tables, numbers of our own
from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

PREFIX = "sociopoint_bench_"
JITTER = 0.03  # degrees: about three kilometres each way
COPIED = {
    # table: (what ties a row to the service copied, columns that differ in the copy)
    "catalogue_service": (
        "r.id = p.service",
        {"id": "r.id + p.shift", "origin_key": "''", "registration_identifier": "''"},
    ),
    "catalogue_facility": (
        "r.service_id = p.service",
        {
            "id": "r.id + p.shift",
            "service_id": "p.service + p.shift",
            "lat": f"CASE WHEN r.lat IS NOT NULL THEN least(51.0, greatest(48.6, r.lat + (random() - 0.5) * {2 * JITTER})) END",
            "lon": f"CASE WHEN r.lon IS NOT NULL THEN least(18.8, greatest(12.1, r.lon + (random() - 0.5) * {2 * JITTER})) END",
        },
    ),
    "catalogue_serviceform": (
        "r.service_id = p.service",
        {"id": "r.id + p.shift", "service_id": "p.service + p.shift"},
    ),
    "catalogue_contact": ("r.service_id = p.service", {"id": "r.id + p.shift", "service_id": "p.service + p.shift"}),
    "catalogue_service_target_groups": (
        "r.service_id = p.service",
        {"id": "r.id + p.shift", "service_id": "p.service + p.shift"},
    ),
    "catalogue_searchentry": (
        "r.service_id = p.service",
        {
            "id": "r.id + p.shift",
            "service_id": "p.service + p.shift",
            "facility_id": "r.facility_id + p.shift",
            "position": f"r.position + point((random() - 0.5) * {2 * JITTER}, (random() - 0.5) * {2 * JITTER})",
        },
    ),
    "catalogue_searchservice": (
        "r.service_id = p.service",
        {"service_id": "p.service + p.shift", "sort_name": "left(r.sort_name, 480) || ' ' || p.copy"},
    ),
    "catalogue_searchcard": (
        "r.service_id = p.service",
        {
            "service_id": "p.service + p.shift",
            "content": "jsonb_set(r.content, '{facilities}', (SELECT coalesce(jsonb_object_agg("
            "(f.key::bigint + p.shift)::text, f.value), '{}') FROM jsonb_each(r.content->'facilities') f))",
        },
    ),
}
SHIFT = 1_000_000  # more rows than any of these tables has before copying


def address(name: str) -> str:
    """DATABASE_URL with another database in it."""
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))


def connect(name: str = "postgres") -> psycopg.Connection:
    return psycopg.connect(address(name), autocommit=True)


@contextlib.contextmanager
def database(name: str, template: str = "template0") -> Iterator[str]:
    """A database of that name, a copy of `template`; dropped at the end. Gives its DATABASE_URL."""
    name, template = PREFIX + name, template if template == "template0" else PREFIX + template
    with connect() as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')
    try:
        yield address(name)
    finally:
        with connect() as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@dataclass(frozen=True)
class Ran:
    seconds: float
    peak_mb: float
    output: str


def manage(url: str, *arguments: str | Path) -> Ran:
    """Run a command of the product as a process of its own; its time and its peak memory."""
    started = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "manage.py", *map(str, arguments)],
        env=os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "sociopoint.settings"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    output = process.stdout.read()
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"manage.py {' '.join(map(str, arguments))} failed:\n{output}")
    return Ran(time.monotonic() - started, usage.ru_maxrss / 1024, output)


def server_pid() -> int | None:
    """The process all backends descend from; None when the server is not on this machine."""
    with connect() as connection:
        folder = Path(connection.execute("SHOW data_directory").fetchone()[0])
    try:
        return int((folder / "postmaster.pid").read_text().split("\n", 1)[0])
    except OSError:
        return None


def settle(url: str) -> None:
    """What autovacuum does within a minute of an import."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM (ANALYZE)")
        connection.execute("CHECKPOINT")


def multiply(url: str, services: int) -> dict[str, object]:
    """Copy real services, with new numbers and points a little elsewhere, until there are so many. Then ANALYZE."""
    started = time.monotonic()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")  # no triggers, no foreign keys: rows are copies
        connection.execute("SET synchronous_commit = off")
        connection.execute("SET maintenance_work_mem = '512MB'")
        _choose(connection, services)
        for table, (join, changes) in COPIED.items():
            _copy(connection, table, join, changes)
        connection.execute("DROP TABLE bench_copy")
        connection.execute("UPDATE sociopoint_version SET number = number + 1")
        settle(url)
        count = connection.execute("SELECT count(*) FROM catalogue_service").fetchone()[0]
        entries = connection.execute("SELECT count(*) FROM catalogue_searchentry").fetchone()[0]
        size = connection.execute("SELECT pg_total_relation_size('catalogue_searchentry')").fetchone()[0]
    return {
        "services": count,
        "search_rows": entries,
        "search_table_mb": round(size / 2**20),
        "seconds_to_make": round(time.monotonic() - started, 1),
    }


def _choose(connection: psycopg.Connection, services: int) -> None:
    connection.execute(
        f"""CREATE UNLOGGED TABLE bench_copy AS
            SELECT s.id AS service, n AS copy, n::bigint * {SHIFT} AS shift
            FROM generate_series(1, {services} / (SELECT count(*) FROM catalogue_service) + 1) n, catalogue_service s
            ORDER BY n, s.id LIMIT greatest(0, {services} - (SELECT count(*) FROM catalogue_service))"""
    )
    connection.execute("ANALYZE bench_copy")


def _copy(connection: psycopg.Connection, table: str, join: str, changes: dict[str, str]) -> None:
    """Indexes are dropped and made again: ten times faster than keeping them."""
    names = [
        row[0]
        for row in connection.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''",
            [table],
        )
    ]
    indexes = connection.execute(
        """SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = %s::regclass
           AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = indexrelid)""",
        [table],
    ).fetchall()
    for index, _definition in indexes:
        connection.execute(f"DROP INDEX {index}")
    listed = ", ".join(f'"{name}"' for name in names)
    values = ", ".join(changes.get(name, f'r."{name}"') for name in names)
    connection.execute(f"INSERT INTO {table} ({listed}) SELECT {values} FROM bench_copy p JOIN {table} r ON {join}")
    for _index, definition in indexes:
        connection.execute(definition)


def inside(url: str, module: str, *arguments: str) -> dict[str, object]:
    """What a module of the bench prints as JSON when run as a process of its own on that database."""
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        env=os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.bench.settings"},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    answer: dict[str, object] = json.loads(done.stdout)
    return answer
