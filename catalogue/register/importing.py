"""The import as a whole: read the file to its end, then compare and write in one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import date
from typing import BinaryIO, Protocol

import pghistory
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.models import RegisterImport
from catalogue.register.again import as_last_time, contents, known_digests
from catalogue.register.code_lists import CodeLists, give_ids
from catalogue.register.contents import Catalogue
from catalogue.register.corrections import COMMAND, hand_corrections
from catalogue.register.endings import end_missing
from catalogue.register.findings import Findings, RegisterRefused
from catalogue.register.gazetteer import Gazetteer
from catalogue.register.reading import Reading, read_register
from catalogue.register.report import Report
from catalogue.register.state import fingerprint
from catalogue.register.writing import Writing

LARGEST_DROP = 0.05
LOCK = 4_707_108_2006  # any number nobody else uses


class Watcher(Protocol):
    """Who shows the progress."""

    def read(self, done: int) -> None: ...

    def written(self, done: int, total: int) -> None: ...


def import_register(
    source: BinaryIO,
    *,
    lists: CodeLists | None,
    watcher: Watcher,
    accept_drop: bool = False,
    register_date: date | None = None,
) -> Report:
    """Bring the catalogue up to the register's file; all of it or nothing.

    Raises RegisterRefused, before anything is written, for a file that is not a complete register or that has over 5 %
    fewer current services than the last one.
    """
    today = timezone.localdate()
    with _alone():
        last = RegisterImport.objects.order_by("-finished_at", "-pk").first()
        catalogue = Catalogue(Gazetteer(lists), Findings())
        known: dict[int, bytes] = {}
        again = None
        if last is not None and bytes(last.state) == fingerprint(catalogue, lists):
            known = known_digests()
            again = as_last_time(source, last=bytes(last.contents), known=known, today=today)
        with (
            nullcontext(again)
            if again
            else read_register(source, known=known, today=today, progress=watcher.read) as reading
        ):
            if last is not None and not accept_drop:
                _refuse_drop(last.services_current, reading.current)
            with transaction.atomic(), pghistory.context(command=COMMAND):
                return _compare_and_write(reading, lists, watcher, register_date)


@contextmanager
def _alone() -> Iterator[None]:
    """Two imports at once would each undo what the other compared with."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            raise RegisterRefused(_("Právě běží jiný import registru; počkejte, až skončí."))
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def _refuse_drop(before: int, now: int) -> None:
    if now < before * (1 - LARGEST_DROP):
        raise RegisterRefused(
            _(
                "Platných služeb je v souboru jen %(now)d, minule jich bylo %(before)d. "
                "Je-li to správně, spusťte příkaz znovu s --accept-drop."
            )
            % {"now": now, "before": before}
        )


def _compare_and_write(
    reading: Reading, lists: CodeLists | None, watcher: Watcher, register_date: date | None
) -> Report:
    if lists is not None and reading.changed_count:
        give_ids(lists, reading.findings)
    catalogue = Catalogue(Gazetteer(lists), reading.findings)
    report = Report(findings=reading.findings, current=reading.current, unchanged=reading.unchanged)
    writing = Writing(catalogue, report, reading.today, reading.portal_ids)
    for done in writing.write(reading.changed()):
        watcher.written(done, reading.changed_count)
    for ending in end_missing(reading.portal_ids, writing.wording, report.findings, reading.today):
        writing.take_ending(ending)
    report.kept += hand_corrections(told=writing.kept)
    writing.finish(
        register_date,
        state=fingerprint(Catalogue(Gazetteer(lists), Findings()), lists),
        contents=contents(reading.file_digest, known_digests()),
    )
    return report
