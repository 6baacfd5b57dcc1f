from __future__ import annotations

from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from inquiries.retention import purge


class Command(BaseCommand):
    help = "Finds words and contacts past their time; with --commit shreds them. Statistics stay exactly as they were."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--commit", action="store_true", help="shred; without it nothing changes")

    def handle(self, *args: object, commit: bool, **options: object) -> None:
        found = purge(commit=commit)
        lines = [
            (_("dotazů se skartovanými texty") if commit else _("dotazů s texty ke skartaci"), len(found.words)),
            (_("skartovaných kontaktů") if commit else _("kontaktů ke skartaci"), len(found.contacts)),
            (_("skartovaných textů mimo dotazy") if commit else _("textů mimo dotazy ke skartaci"), found.loose),
            (
                _("smazaných záznamů o nahlédnutí, starších dvou let")
                if commit
                else _("záznamů o nahlédnutí starších dvou let, ke smazání"),
                found.readings,
            ),
            (
                _("zapomenutých konceptů, teď zrušených") if commit else _("zapomenutých konceptů ke zrušení"),
                len(found.drafts),
            ),
            (_("dotazů pod zákonným zadržením, zůstávají"), found.held),
            (_("o den a víc po lhůtě, měl je skartovat dřívější běh"), found.overdue),
        ]
        self.stdout.write("\n".join(f"{what}: {count}" for what, count in lines))
        if not commit:
            self.stdout.write(_("Nic se nezměnilo. Skartuje se s --commit."))
