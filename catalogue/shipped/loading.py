"""Everything that ships, brought into the database: at the first start all of it, later what a new version changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from catalogue import indexing
from catalogue.models import Origin, Service, ServiceKind
from catalogue.places.loading import load_shipped_places
from catalogue.shipped.code_lists import SEED, load_code_lists
from catalogue.shipped.ostrava import load_ostrava
from catalogue.shipped.ostrava_shapes import SERVICES
from catalogue.shipped.phrases import load_phrases
from situations import shipped as situations_shipped
from situations.handbooks.shipped import load_handbooks
from situations.shipped import load_situations
from sociopoint import shipped as following
from sociopoint.models import ShippedTable, ShippedUpdate
from sociopoint.shipped.following import Followed
from sociopoint.shipped.report import News

NOT_FACTS = ("word_weights.csv", "word_families.csv", "need_sentences.csv", "places.csv")
"""Seeds that are read where they lie, or that official data replace."""


@dataclass
class Loaded:
    services: int
    phrases: int
    news: News


@transaction.atomic
def load_shipped(*, with_services: bool = True) -> Loaded:
    """All or nothing; the report of what a version changed stays in `ShippedUpdate`.

    A city that began without Ostrava's services gets none of a later version either.
    """
    is_first = not ShippedUpdate.objects.exists() and not _has_shipped_rows()
    with_services &= not ShippedUpdate.objects.exists() or ShippedTable.objects.filter(name=SERVICES.name).exists()
    news = News()
    load_shipped_places()
    situations = load_situations(news)
    load_handbooks(news)
    lists = load_code_lists(news)
    phrases = load_phrases(news)
    organisations, services = load_ostrava(news) if with_services else (Followed(), Followed())
    of_kinds = Service.objects.filter(kind__in=lists.kinds.changed)
    of_further_kinds = Service.objects.filter(further_kinds__in=lists.kinds.changed)
    of_organisations = Service.objects.filter(organisation__in=organisations.changed)
    helping = [*situations.all, *lists.situations.changed]
    by_situation = Service.objects.filter(situations__in=helping)
    kinds_helping = ServiceKind.objects.filter(situation_places__situation__in=helping)
    by_kinds = Service.objects.filter(kind__in=kinds_helping)
    by_further_kinds = Service.objects.filter(further_kinds__in=kinds_helping)
    by_group = Service.objects.filter(target_groups__in=lists.groups.changed)
    touched = (of_kinds, of_further_kinds, of_organisations, by_situation, by_kinds, by_further_kinds, by_group)
    indexing.refresh(set(services.all).union(*(rows.values_list("pk", flat=True) for rows in touched)))
    if digest() != _known_digest():
        ShippedUpdate.objects.create(digest=digest(), report="" if is_first else news.text())
    return Loaded(len(services.created), len(phrases.created), news)


def is_behind() -> bool:
    """Whether this version ships other facts than those the database got; False where it got none. Two queries."""
    return digest() != _known_digest() and (ShippedUpdate.objects.exists() or _has_shipped_rows())


def digest() -> str:
    """Of all files that ship facts, and of the modules that read them. Some milliseconds."""
    whole = hashlib.sha256()
    for path in _files():
        whole.update(path.name.encode())
        whole.update(path.read_bytes())
    return whole.hexdigest()


def _files() -> Iterator[Path]:
    for folder in (SEED, situations_shipped.SEED):
        yield from sorted(path for path in folder.rglob("*.*") if path.is_file() and path.name not in NOT_FACTS)
    yield from sorted(Path(__file__).parent.glob("*.py"))
    yield from sorted(Path(str(following.__file__)).parent.glob("*.py"))
    yield Path(situations_shipped.__file__)


def _known_digest() -> str:
    return ShippedUpdate.objects.order_by("-at").values_list("digest", flat=True).first() or ""


def _has_shipped_rows() -> bool:
    return Service.objects.filter(origin=Origin.SHIPPED).exists()
