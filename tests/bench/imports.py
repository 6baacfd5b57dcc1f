"""The register imported twice and an archive of addresses once: seconds, peak memory, rows a second."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.bench.database import manage
from tests.bench.machine import Figures

GENERATOR = Path("/work/shared/tools/make_rpss.py")
MUNICIPALITIES = Path("/work/shared/data/test-only/municipalities.csv")


def prepare(url: str) -> None:
    """The product as a newcomer gets it."""
    for command in (["migrate", "-v0"], ["createcachetable", "-v0"], ["load_ostrava"]):
        manage(url, *command)


def make_register(folder: Path) -> Path:
    """The full-size register and its code lists."""
    file = folder / "register.json"
    subprocess.run(
        [sys.executable, GENERATOR, "--out", file, "--code-lists", folder / "lists"], check=True, capture_output=True
    )
    return file


def import_register_twice(url: str, file: Path) -> Figures:
    runs = [manage(url, "import_register", file, "--code-lists", file.parent / "lists") for _time in range(2)]
    first, second = runs
    return {
        "megabytes_read": round(file.stat().st_size / 2**20, 1),
        "first_seconds": round(first.seconds, 1),
        "first_peak_mb": round(first.peak_mb),
        "second_seconds": round(second.seconds, 1),
        "second_peak_mb": round(second.peak_mb),
        "second_of_first": round(second.seconds / first.seconds, 3),
    }


def import_addresses(url: str, folder: Path, rows: int) -> Figures | None:
    """None without the table of municipalities, from which the archive is made."""
    if not MUNICIPALITIES.exists():
        return None
    archive = folder / "addresses.zip"
    maker = [sys.executable, "tests/catalogue/make_addresses.py", archive, "--rows", str(rows)]
    subprocess.run(maker, check=True, capture_output=True)
    ran = manage(url, "import_addresses", archive)
    return {
        "rows": rows,
        "seconds": round(ran.seconds, 1),
        "rows_per_second": round(rows / ran.seconds),
        "peak_mb": round(ran.peak_mb),
        "country_minutes": round(2_900_000 / (rows / ran.seconds) / 60, 1),
    }
