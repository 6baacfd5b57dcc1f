"""The ministry's code lists: what its ids mean. They give our kinds and groups their ids and our places their codes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from django.utils.text import slugify
from django.utils.translation import gettext as _

from catalogue.models import ServiceKind, TargetGroup
from catalogue.models.code_lists import KindCategory
from catalogue.register import values
from catalogue.register.findings import Finding, Findings, RegisterRefused
from catalogue.register.values import Item
from catalogue.words import plain as unaccented

KINDS = "druhy-socialni-sluzby.json"
GROUPS = "cilove-skupiny-osoby.json"
FORMS = "formy-soc-sluzby.json"
REGIONS = "kraje.json"
DISTRICTS = "okresy.json"
MUNICIPALITIES = "obce.json"
PARTS = "casti-obci.json"
FILES = (KINDS, GROUPS, FORMS, REGIONS, DISTRICTS, MUNICIPALITIES, PARTS)

CodeListRow = TypeVar("CodeListRow", ServiceKind, TargetGroup)


@dataclass(frozen=True)
class CodeLists:
    """Names by the register's id (`DruhSocialniSluzby/13`), one mapping a file; `digest` is that of all files."""

    names: Mapping[str, Mapping[str, str]]
    digest: bytes

    def name(self, file: str, prefix: str, code: str) -> str:
        """The name of `Obec/554821`, '' when the list does not have it."""
        return self.names[file].get(f"{prefix}/{code}", "")


def read_code_lists(folder: Path) -> CodeLists:
    """Raises RegisterRefused when a file is missing or is not a code list."""
    digest = hashlib.sha256()
    names: dict[str, dict[str, str]] = {}
    for file in FILES:
        content = _content(folder / file)
        digest.update(hashlib.sha256(content).digest())
        names[file] = _names(content, file)
    return CodeLists(names, digest.digest())


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise RegisterRefused(_("Chybí číselník %(path)s.") % {"path": path}) from None
    except OSError as error:
        reasons = {NotADirectoryError: _("není to složka"), PermissionError: _("nesmíme ho číst")}
        reason = reasons.get(type(error), error.strerror or "")
        raise RegisterRefused(_("Číselník %(path)s nejde přečíst: %(why)s.") % {"path": path, "why": reason}) from None


def _names(content: bytes, file: str) -> dict[str, str]:
    try:
        listed = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise RegisterRefused(_("Číselník %(file)s není platný JSON v UTF-8.") % {"file": file}) from None
    if not isinstance(listed, dict) or not isinstance(listed.get("polozky"), list) or not listed["polozky"]:
        raise RegisterRefused(_("Číselník %(file)s nemá klíč „polozky“ se seznamem.") % {"file": file})
    names: dict[str, str] = {}
    for index, item in enumerate(values.several(listed, "polozky", file)):
        path = f"{file}: polozky[{index}]"
        identifier = values.text(item, "id", path, 60)
        if not identifier:
            raise RegisterRefused(_("V číselníku chybí %(path)s.id.") % {"path": path})
        names[identifier] = _name(item, path)
    return names


def _name(item: Item, path: str) -> str:
    """`{"cs": "domovy pro seniory"}`, or the text alone."""
    if isinstance(item.get("nazev"), str):
        return values.text(item, "nazev", path, 160)
    translations = values.nested(item, "nazev", path) or {}
    return values.text(translations, "cs", f"{path}.nazev", 160)


def plain(name: str) -> str:
    """For comparing names: lower case, no diacritics, single spaces."""
    return " ".join(unaccented(name).split())


def give_ids(lists: CodeLists, findings: Findings) -> None:
    """Our kinds and groups get the ids of the ministry's lists; what we do not have yet is added."""
    kinds = list(ServiceKind.objects.all())
    named = {plain(name): kind for kind in kinds for name in (kind.name, kind.official_name)}
    for rpss_id, name in _matched(lists.names[KINDS], kinds, named).items():
        findings.add(Finding.NEW_KIND, f"{name} ({rpss_id})")
        ServiceKind.objects.create(
            code=_new_code(rpss_id, 20),
            rpss_id=rpss_id,
            name=name[:120],
            official_name=name,
            category=KindCategory.OTHER,
            order=len(kinds),
        )
    groups = list(TargetGroup.objects.all())
    for rpss_id, name in _matched(lists.names[GROUPS], groups, {plain(group.name): group for group in groups}).items():
        findings.add(Finding.NEW_GROUP, f"{name} ({rpss_id})")
        TargetGroup.objects.create(
            code=_new_code(rpss_id, 40), rpss_id=rpss_id, name=name, label=name[:80], order=len(groups)
        )


def _new_code(rpss_id: str, longest: int) -> str:
    return f"rpss-{slugify(rpss_id.rpartition('/')[2])}"[:longest]


def _matched(
    listed: Mapping[str, str], rows: Iterable[CodeListRow], named: Mapping[str, CodeListRow]
) -> dict[str, str]:
    """Set the ids of rows with a name of the list, by name first (our numbers may be guesses); returns what is left."""
    by_name = {rpss_id: named[plain(name)] for rpss_id, name in listed.items() if plain(name) in named}
    taken = {row.pk for row in by_name.values()}
    kept = {row.rpss_id for row in rows if row.pk not in taken}
    wrong = [(rpss_id, row) for rpss_id, row in by_name.items() if row.rpss_id != rpss_id]
    stale = [row for row in rows if row.rpss_id in by_name and by_name[row.rpss_id].pk != row.pk]
    for row in stale:
        _set_id(row, "")  # first all free their ids: two of them may have to swap
    for rpss_id, row in wrong:
        _set_id(row, rpss_id)
    return {rpss_id: name for rpss_id, name in listed.items() if rpss_id not in by_name and rpss_id not in kept}


def _set_id(row: ServiceKind | TargetGroup, rpss_id: str) -> None:
    row.rpss_id = rpss_id
    row.save(update_fields=["rpss_id"])
