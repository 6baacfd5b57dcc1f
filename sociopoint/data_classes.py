"""Which class of data each column holds, from what anyone may read to what nobody may.

Every app says it of its own tables in a module `data_classes`: a class for what is coded (numbers, days, choices, links to
other rows), and one for each column that can hold words, a file or a key, named one by one. So a new column of text has no
class until somebody thinks about it, and a test fails. History tables follow the table they are the history of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any, TypeAlias, cast

from django.apps import apps
from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.db import models
from django.utils.translation import gettext_lazy as _

from sociopoint.secrecy import EncryptedTextField


class DataClass(models.TextChoices):
    PUBLIC = "P0", _("veřejné")
    INTERNAL = "P1", _("vnitřní")
    COLLEAGUE = "P2c", _("osobní, lidí ze sítě a pultu")
    PERSONAL = "P2", _("osobní, lidí, kteří se ptají")
    SPECIAL = "P3", _("citlivé")
    SECRET = "P4", _("tajné")


SHUT = (DataClass.PERSONAL, DataClass.SPECIAL, DataClass.SECRET)
"""Never readable in the database, never in an index, a list of the admin, a table, a log or an address."""
CODED = (
    models.IntegerField,
    models.FloatField,
    models.DecimalField,
    models.BooleanField,
    models.DateField,
    models.TimeField,
    models.UUIDField,
    DateRangeField,
)
HASHED = ("_hash", "password")
"""How the name of a column ends that keeps only what its value can be recognised by."""
QUERIES = {"pghistory.events"}
"""Models of libraries that are no table: a question over all histories at once."""
OF_HISTORY = {"pgh_id", "pgh_created_at", "pgh_label", "pgh_obj", "pgh_context"}

Column: TypeAlias = "models.Field[Any, Any]"
Table: TypeAlias = type[models.Model]


@dataclass(frozen=True)
class Declared:
    """The classes of one table; `words` by the name of the column."""

    coded: DataClass
    words: Mapping[str, DataClass]


def declared(
    coded: DataClass,
    *,
    public: str = "",
    internal: str = "",
    colleague: str = "",
    personal: str = "",
    special: str = "",
    secret: str = "",
) -> Declared:
    """`declared(PUBLIC, public="name slug", internal="internal_note")`: names apart by spaces."""
    groups = zip(DataClass, (public, internal, colleague, personal, special, secret), strict=True)
    return Declared(coded, {name: one for one, names in groups for name in names.split()})


INTERNAL, SECRET = DataClass.INTERNAL, DataClass.SECRET
CLASSES = {
    "user": declared(INTERNAL, colleague="email name", secret="password"),  # noqa: S106  the name of a column
    "accountchange": declared(INTERNAL),
    "version": declared(INTERNAL, internal="name"),
    "limit": declared(INTERNAL, secret="key"),  # noqa: S106
    "dailykey": declared(INTERNAL, secret="secret"),  # noqa: S106
    "outgoingmail": declared(INTERNAL, internal="key subject", personal="to", special="text html calendar unsubscribe"),
    "heartbeat": declared(INTERNAL, internal="name"),
    "shippedtable": declared(INTERNAL, internal="name content"),
    "shippedupdate": declared(INTERNAL, internal="digest report"),
}
OF_LIBRARIES = {
    "account.emailaddress": declared(INTERNAL, colleague="email"),
    "account.emailconfirmation": declared(INTERNAL, secret="key"),  # noqa: S106
    "admin.logentry": declared(INTERNAL, internal="object_id object_repr change_message"),
    "auth.group": declared(INTERNAL, internal="name"),
    "auth.permission": declared(INTERNAL, internal="name codename"),
    "contenttypes.contenttype": declared(INTERNAL, internal="app_label model"),
    "mfa.authenticator": declared(INTERNAL, secret="data"),  # noqa: S106
    "pghistory.context": declared(INTERNAL, internal="metadata"),
    "procrastinate.procrastinateevent": declared(INTERNAL, internal="type"),
    "procrastinate.procrastinatejob": declared(
        INTERNAL, internal="queue_name task_name lock queueing_lock args status abort_requested"
    ),
    "procrastinate.procrastinateperiodicdefer": declared(INTERNAL, internal="task_name periodic_id"),
    "procrastinate.procrastinateworker": declared(INTERNAL),
    "sessions.session": declared(INTERNAL, secret="session_key session_data"),  # noqa: S106
    "usersessions.usersession": declared(INTERNAL, colleague="ip user_agent data", secret="session_key"),  # noqa: S106
}
KEPT_OTHERWISE = {
    "sociopoint.Limit.key": "an HMAC under the key of its day, gone after a day",
    "sociopoint.DailyKey.secret": "random; opens nothing but the hashes of its day, and goes with them",
    "inquiries.ToRecount.code": "a copy of the inquiry's hash, gone with the next recount",
    "account.EmailConfirmation.key": "never made: an administrator writes addresses down (ACCOUNT_EMAIL_VERIFICATION)",
    "mfa.Authenticator.data": "seeds and recovery codes are encrypted inside by `account_adapter.SecondFactorAdapter`",
    "sessions.Session.session_key": "random; locked after 15 minutes, a partner's after 120, over after 12 hours, dropped at night",
    "sessions.Session.session_data": "signed; holds the number of an account and when it was last seen",
    "usersessions.UserSession.session_key": "as the session's, and dropped with it",
}
"""Shut columns that are neither encrypted by us nor hashed, and why nobody can use what stands in them."""


def every_column() -> Iterator[tuple[Table, Column]]:
    """Each column of each table, those of libraries and of history too; links of many to many are tables of their own."""
    for model in apps.get_models(include_auto_created=True):
        if not model._meta.proxy and model._meta.label_lower not in QUERIES:
            for column in model._meta.concrete_fields:
                yield model, column


def class_of(model: Table, column: Column) -> DataClass | None:
    """None where nobody has said it yet."""
    if column.name in OF_HISTORY and hasattr(model, "pgh_tracked_model"):
        return INTERNAL
    of_table = declared_of(model)
    if of_table is None:
        return None
    return of_table.words.get(column.name) or (None if can_hold_words(column) else of_table.coded)


def declared_of(model: Table) -> Declared | None:
    """What is said of the table, of the table it is the history of, or of the table whose links it holds."""
    model = getattr(model, "pgh_tracked_model", model)
    table = cast("Table", model._meta.concrete_model)
    owner = table._meta.auto_created
    if owner:
        of_owner = declared_of(cast("Table", owner))
        return of_owner and Declared(of_owner.coded, {})
    own = _of_app(table._meta.app_config.name) if table._meta.app_config else {}
    return own.get(table._meta.model_name or "") or OF_LIBRARIES.get(table._meta.label_lower)


@cache
def _of_app(name: str) -> Mapping[str, Declared]:
    if find_spec(name) is None or find_spec(f"{name}.data_classes") is None:
        return {}
    classes: Mapping[str, Declared] = import_module(f"{name}.data_classes").CLASSES
    return classes


def can_hold_words(column: Column) -> bool:
    """Whether anybody's words, a file or a key fits in: everything but links, numbers, times, yes or no, and choices."""
    if isinstance(column, models.GeneratedField):
        column = cast("Column", column.output_field)
    if isinstance(column, ArrayField):
        column = column.base_field
    return not (column.is_relation or column.choices or isinstance(column, CODED))


def is_shut_away(model: Table, column: Column) -> bool:
    """Whether a column nobody may read is kept so that nobody can."""
    return (
        isinstance(column, EncryptedTextField)
        or column.name.endswith(HASHED)
        or f"{model._meta.label}.{column.name}" in KEPT_OTHERWISE
    )
