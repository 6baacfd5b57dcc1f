"""How often one may try: one statement of PostgreSQL, so that any number of workers count as one."""

from __future__ import annotations

import datetime
import hmac
import secrets
from functools import lru_cache
from hashlib import sha256

from django.db import connection
from django.utils import timezone

from sociopoint.models import DailyKey, Limit

COUNT = """
    INSERT INTO sociopoint_limit AS kept (key, hits, ends)
    VALUES (%(key)s, 1, clock_timestamp() + make_interval(secs => %(seconds)s))
    ON CONFLICT (key) DO UPDATE SET
        hits = CASE WHEN kept.ends <= clock_timestamp() THEN 1 ELSE kept.hits + 1 END,
        ends = CASE WHEN kept.ends <= clock_timestamp() THEN excluded.ends ELSE kept.ends END
    RETURNING hits, ceil(extract(epoch FROM ends - clock_timestamp()))::int
"""
KEPT_DAYS = 1


def allow(name: str, key: str, *, most: int, seconds: int) -> bool:
    """Count one try of `name` by `key` (an address, an account); False once there were more than `most` in `seconds`."""
    return seconds_to_wait(name, key, most=most, seconds=seconds) == 0


def seconds_to_wait(name: str, key: str, *, most: int, seconds: int) -> int:
    """Count one try as `allow` does; 0 for one that may go on, else how long until counting begins anew.

    The row of a try is locked until the caller's transaction ends, and a rollback forgets the try: call it outside one.
    """
    with connection.cursor() as cursor:
        cursor.execute(COUNT, {"key": _hidden(name, key), "seconds": seconds})
        hits, left = cursor.fetchone()
    return max(1, left) if hits > most else 0


def is_used_up(name: str, key: str, *, most: int) -> bool:
    """Whether there were `most` tries already in the time that runs; looks and counts nothing."""
    return Limit.objects.filter(key=_hidden(name, key), hits__gte=most, ends__gt=timezone.now()).exists()


def forget_old() -> tuple[int, int]:
    """Drop tries past their time, and keys of past days with which a stored hash could be guessed. Returns how many of each."""
    limits, _models = Limit.objects.filter(ends__lt=timezone.now()).delete()
    oldest = timezone.localdate() - datetime.timedelta(days=KEPT_DAYS)
    keys, _models = DailyKey.objects.filter(day__lt=oldest).delete()
    return limits, keys


def _hidden(name: str, key: str) -> str:
    """The database learns neither the address nor the account; counting begins anew at midnight with a new key."""
    return hmac.new(_key_of(timezone.localdate()), f"{name}\0{key}".encode(), sha256).hexdigest()


@lru_cache(maxsize=2)
def _key_of(day: datetime.date) -> bytes:
    """The same in every worker: whoever comes first that day makes it."""
    DailyKey.objects.bulk_create([DailyKey(day=day, secret=secrets.token_hex(32))], ignore_conflicts=True)
    return DailyKey.objects.get(day=day).secret.encode()
