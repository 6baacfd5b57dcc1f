from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path
from types import FrameType

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from catalogue.models import Service
from sociopoint.demo import ensure_demo_accounts

PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2)


class Command(BaseCommand):
    help = "Makes everything ready (database, data, demo accounts, static files) and serves the product by gunicorn."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=2)

    def handle(self, *args: object, host: str, port: int, workers: int, **options: object) -> None:
        refuse_taken_port(host, port)
        self.prepare()
        connections.close_all()
        server = subprocess.Popen(gunicorn(host, port, workers), preexec_fn=die_with_parent)  # noqa: S603
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, forward_to(server))
        self.stdout.write(self.style.SUCCESS(f"SOCIOPOINT běží na http://{host}:{port}/ (zastavíte ho Ctrl+C)"))
        self.stdout.flush()
        code = server.wait()
        if code not in (0, -signal.SIGTERM, -signal.SIGINT):
            raise CommandError(f"Server skončil s chybou {code}.")

    def prepare(self) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Připravuji databázi …")
            call_command("migrate", verbosity=0)
            call_command("createcachetable", verbosity=0)
        if not Service.objects.exists():
            call_command("load_ostrava", stdout=self.stdout)
        if not settings.ENVIRONMENT.production:
            self.print_accounts()
        if static_files_are_old():
            self.stdout.write("Skládám styly a obrázky …")
            call_command("collectstatic", interactive=False, verbosity=0)

    def print_accounts(self) -> None:
        accounts = ensure_demo_accounts()
        self.stdout.write(f"Ukázkové účty (heslo u všech: {accounts.password}):")
        for email, role in accounts.roles.items():
            self.stdout.write(f"  {email:36} {role}")


def refuse_taken_port(host: str, port: int) -> None:
    """One plain line instead of gunicorn's five attempts."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"Na {host}:{port} nejde naslouchat ({error.strerror}). Zkuste make run PORT=8001."
            ) from None


def gunicorn(host: str, port: int, workers: int) -> list[str]:
    return [
        sys.executable,
        "-m",
        "gunicorn",
        "sociopoint.wsgi:application",
        f"--bind={host}:{port}",
        f"--workers={workers}",
        "--preload",
        "--no-control-socket",
        "--log-level=warning",
        "--max-requests=20000",
        "--max-requests-jitter=2000",
    ]


def die_with_parent() -> None:
    """A server whose parent was killed must not keep the port: Linux ends it too."""
    ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGTERM)


def forward_to(server: subprocess.Popen[bytes]):  # type: ignore[no-untyped-def]  # the signal module's own type
    def forward(number: int, frame: FrameType | None) -> None:
        if server.poll() is None:
            os.kill(server.pid, signal.SIGTERM)

    return forward


def static_files_are_old() -> bool:
    """Whether a source is newer than the manifest of what was collected."""
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if not manifest.exists():
        return True
    newest = max((path.stat().st_mtime for path in (settings.BASE_DIR / "static").rglob("*")), default=0)
    return newest > manifest.stat().st_mtime
