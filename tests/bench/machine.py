"""What the figures were measured on."""

from __future__ import annotations

import os
import platform
import subprocess
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from zoneinfo import ZoneInfo

TICK = os.sysconf("SC_CLK_TCK")
Figures = dict[str, object]


def describe() -> Figures:
    return {
        "when": datetime.now(ZoneInfo("Europe/Prague")).isoformat(timespec="minutes"),
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "load_before": round(os.getloadavg()[0], 2),
        "python": platform.python_version(),
        **{name: version(name) for name in ("Django", "psycopg", "gunicorn")},
        "commit": _commit(),
    }


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _commit() -> str:
    done = subprocess.run(["git", "describe", "--always", "--dirty"], capture_output=True, text=True, check=False)
    return done.stdout.strip()


def cpu_seconds(pid: int) -> float:
    """Seconds of processor time of a process, of its living children and of those that ended."""
    return sum(_own_seconds(each) for each in [pid, *children(pid)]) + _ended_seconds(pid)


def children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except FileNotFoundError:
        return []


def _numbers(pid: int) -> list[int]:
    """Fields 14 to 17 of /proc/PID/stat: own user and system ticks, then those of ended children."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return [0, 0, 0, 0]
    return list(map(int, text.rpartition(")")[2].split()[11:15]))


def _own_seconds(pid: int) -> float:
    return sum(_numbers(pid)[:2]) / TICK


def _ended_seconds(pid: int) -> float:
    return sum(_numbers(pid)[2:]) / TICK
