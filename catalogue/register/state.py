"""A digest of what the register is compared with: when it is the same as last time, equal items have equal results."""

from __future__ import annotations

import hashlib

from django.db import connection

from catalogue.models import AddressPoint
from catalogue.register.code_lists import CodeLists
from catalogue.register.contents import Catalogue

VERSION = 1  # raise it when the same item would be read otherwise


def fingerprint(catalogue: Catalogue, lists: CodeLists | None) -> bytes:
    """Kinds, groups, places, address points (by the size of their table: counting millions takes too long), code lists."""
    digest = hashlib.sha256(f"{VERSION} {_size_of_address_points()}".encode())
    for mapping in (catalogue.kinds, catalogue.kind_names, catalogue.groups):
        digest.update(repr(sorted(mapping.items())).encode())
    for (kind, code), place in sorted(catalogue.gazetteer.by_code.items()):
        digest.update(f"{kind} {code} {place.pk} {place.lat} {place.lon};".encode())
    if lists is not None:
        digest.update(lists.digest)
    return digest.digest()


def _size_of_address_points() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_relation_size(%s)", [AddressPoint._meta.db_table])
        size: int = cursor.fetchone()[0]
    return size
