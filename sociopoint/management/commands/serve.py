from __future__ import annotations

import socket
from argparse import ArgumentParser
from collections.abc import Callable
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.core.wsgi import get_wsgi_application
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from gunicorn.app.base import BaseApplication

from catalogue.knowledge import knowledge
from catalogue.models import Service
from catalogue.shipped.loading import is_behind
from inquiries.demo import ensure_demo_desk, ensure_demo_gaps, ensure_demo_inquiries
from inquiries.shipped import load_desk
from network.demo_agreements import ensure_demo_agreements
from network.demo_groups import ensure_demo_groups
from network.demo_people import ensure_demo_people
from situations.demo import ensure_demo_news
from situations.handbooks.shipped import load_handbooks
from situations.models import Handbook
from sociopoint import messages, worker
from sociopoint.demo import ensure_demo_accounts


def leave_with_parent(server: object, process: object) -> None:
    """A process whose parent was killed must not keep the port: Linux ends it at once, gunicorn only after a while."""
    worker.end_with_parent()


OPTIONS = {
    "post_fork": leave_with_parent,
    "timeout": 120,  # seconds: an administrator may import a large table
    "limit_request_line": 8190,  # bytes, the most there is: what is longer never reaches Django
    "worker_class": "sociopoint.long_addresses.Worker",
    "preload_app": True,  # the lexicon is read once, before the workers are forked
    "control_socket_disable": True,
    "loglevel": "warning",
    "max_requests": 20_000,
    "max_requests_jitter": 2_000,
    "proc_name": "sociopoint",
}


class Command(BaseCommand):
    help = "Makes everything ready (database, data, demo accounts, static files) and serves the product by gunicorn."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=2)

    def handle(self, *args: object, host: str, port: int, workers: int, **options: object) -> None:
        refuse_taken_port(host, port)
        messages.compile_old()  # here: of what a process of its own compiled, this one would have read nothing
        self.stdout.flush()
        apart(self.prepare)
        knowledge()
        connections.close_all()  # a connection must not be shared by the processes forked from here
        self.stdout.write(self.style.SUCCESS(f"SOCIOPOINT běží na http://{host}:{port}/ (zastavíte ho Ctrl+C)"))
        self.stdout.flush()
        ending = {}
        if settings.ENVIRONMENT.worker:
            child = worker.start()
            ending["on_exit"] = lambda server: worker.stop(child)
        Server({"bind": f"{host}:{port}", "workers": workers} | OPTIONS | ending).run()

    def prepare(self) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Připravuji databázi …")
            call_command("migrate", verbosity=0)
            call_command("createcachetable", verbosity=0)
        if not Service.objects.exists():
            call_command("load_ostrava", stdout=self.stdout)
            call_command("make_open_files", stdout=self.stdout)
        elif is_behind():
            call_command("load_ostrava", stdout=self.stdout)
        if not Handbook.objects.exists():
            load_handbooks()
        load_desk()
        if not settings.ENVIRONMENT.production:
            self.print_accounts()
            if settings.ENVIRONMENT.mail_server is None:
                self.stdout.write(f"E-maily se tu neposílají, ukládají se do složky {settings.EMAIL_FILE_PATH}")
        if static_files_are_old():
            self.stdout.write("Skládám styly a obrázky …")
            call_command("collectstatic", interactive=False, verbosity=0)

    def print_accounts(self) -> None:
        accounts = ensure_demo_accounts()
        ensure_demo_desk()
        if made := ensure_demo_inquiries():
            self.stdout.write(f"Na pultu je {made} vymyšlených dotazů z posledních dvou měsíců.")
        ensure_demo_news()
        if made := ensure_demo_people():
            self.stdout.write(f"V síti je {made} vymyšlených lidí podle rolí.")
        if made := ensure_demo_agreements():
            self.stdout.write(f"V síti je {made} ukázkových domluv: kompetence, postupy a výkazy.")
        if made := ensure_demo_groups():
            self.stdout.write(f"V síti jsou tři vymyšlené skupiny a {made} jednání.")
            ensure_demo_gaps()
        self.stdout.write(f"Ukázkové účty (heslo u všech: {accounts.password}):")
        for email, person in accounts.people.items():
            self.stdout.write(f"  {email:36} {person}")


def apart(deed: Callable[[], None]) -> None:
    """Do it in a process of its own and wait for its end. Making a PDF starts threads, made-up minutes are made into one, and
    processes forked from a process that once had threads would wait for them for ever."""
    connections.close_all()
    child = get_context("fork").Process(target=_with_parent, args=[deed], daemon=True)
    child.start()
    child.join()
    if child.exitcode:
        raise CommandError("Příprava se nepovedla, důvod je o pár řádků výš.")


def _with_parent(deed: Callable[[], None]) -> None:
    worker.end_with_parent()
    deed()


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn is untyped
    """gunicorn in this very process: it ends with Ctrl+C, and then the embedded database stops too."""

    def __init__(self, options: dict[str, object]) -> None:
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Callable[..., object]:
        application = get_wsgi_application()
        import_module(settings.ROOT_URLCONF)  # all pages are loaded once, before the workers are forked
        return application


def refuse_taken_port(host: str, port: int) -> None:
    """One plain line instead of gunicorn's five attempts."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            line = f"Na {host}:{port} nejde naslouchat ({error.strerror}). Zkuste make run PORT=8001."
            raise CommandError(line) from None


def static_files_are_old() -> bool:
    """Whether a source is newer than the manifest of what was collected."""
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if not manifest.exists():
        return True
    newest = max((path.stat().st_mtime for path in (settings.BASE_DIR / "static").rglob("*")), default=0)
    return newest > manifest.stat().st_mtime
