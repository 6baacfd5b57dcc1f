"""What the keys of tallies are called: one statement for all lists, so that a report costs the same however long they grow."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext as _

from inquiries.statistics.dimensions import Dimension
from inquiries.statistics.reading import Counts

NAMES = """
    SELECT 'channel', id::text, name, code, "order", concat_ws('|', is_spoken::int, is_phone::int) FROM inquiries_channel
    UNION ALL SELECT 'heard_from', id::text, name, code, "order", '' FROM inquiries_heardfrom
    UNION ALL SELECT 'source', id::text, name, code, "order", '' FROM inquiries_answersource
    UNION ALL SELECT 'risk', id::text, name, code, "order", '' FROM inquiries_riskflag
    UNION ALL SELECT 'decline', id::text, name, code, "order", CASE WHEN is_catalogue_error THEN 'catalogue' ELSE '' END
        FROM inquiries_declinereason
    UNION ALL SELECT 'reason', id::text, name, code, "order", '' FROM inquiries_unmetreason
    UNION ALL SELECT 'situation', id::text, name, slug, "order", coalesce(parent_id::text, '') FROM situations_lifesituation
    UNION ALL SELECT 'group', id::text, coalesce(nullif(label, ''), name), code, 0, '' FROM catalogue_targetgroup
    UNION ALL SELECT 'kind', id::text, name, code, "order", '' FROM catalogue_servicekind
    UNION ALL SELECT 'place', id::text, name, '', 0, '' FROM catalogue_place WHERE id = ANY(%(places)s::bigint[])
    UNION ALL SELECT 'target', 's' || id, name, '', 0, '' FROM catalogue_service WHERE id = ANY(%(services)s::bigint[])
    UNION ALL SELECT 'target', 'o' || id, name, '', 0, '' FROM catalogue_organisation WHERE id = ANY(%(organisations)s::bigint[])
"""


@dataclass(frozen=True)
class Name:
    """`code` is what addresses say, `extra` depends on the list: the parent of a situation, the ways of a channel."""

    label: str
    code: str = ""
    order: int = 0
    extra: str = ""


class Names:
    """List -> key -> name. An unknown key (its row is gone) has a name too, so that no report loses a number."""

    def __init__(self, counts: tuple[Counts, ...]) -> None:
        places, targets = set(), set()
        for each in counts:
            places |= set(each.keys(Dimension.DISTRICT)) | set(each.subs(Dimension.GROUP))
            places |= {sub.split("|")[0] for sub in each.subs(Dimension.UNMET_CASE)}
            targets |= set(each.keys(Dimension.TARGET))
        self.lists: dict[str, dict[str, Name]] = defaultdict(dict)
        with connection.cursor() as cursor:
            cursor.execute(
                NAMES,
                {
                    "places": [int(key) for key in places if key.isdigit()],
                    "services": [int(key[1:]) for key in targets if key.startswith("s")],
                    "organisations": [int(key[1:]) for key in targets if key.startswith("o")],
                },
            )
            for listed, key, label, code, order, extra in cursor.fetchall():
                self.lists[listed][key] = Name(label, code, order, extra)

    def of(self, listed: str, key: str) -> Name:
        return self.lists[listed].get(key) or Name(_("číslo %(key)s (už není v číselníku)") % {"key": key})

    def label(self, listed: str, key: str) -> str:
        return self.of(listed, key).label

    def district(self, key: str) -> str:
        """`key`: id of a place, 'elsewhere', or '' for nobody knows."""
        if key in ("", "elsewhere"):
            return _("mimo město") if key else _("nezjištěno")
        return self.label("place", key)

    def topic_of(self, situation: str) -> str:
        """The situation of the first level that this one belongs to, itself when it is one."""
        return self.of("situation", situation).extra or situation

    def channel_ways(self) -> dict[str, tuple[bool, bool]]:
        """id of each channel -> (is spoken, is by phone)."""
        ways = {}
        for key, name in self.lists["channel"].items():
            spoken, phone = name.extra.split("|")
            ways[key] = (spoken == "1", phone == "1")
        return ways
