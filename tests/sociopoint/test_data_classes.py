"""Every column has a class of data, and is kept as its class says (docs/reference/data-classes.md)."""

from __future__ import annotations

import ast

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.urls import URLPattern, URLResolver, get_resolver
from import_export.resources import ModelResource

from catalogue.models import search
from inquiries.models import ContactCard
from sociopoint.data_classes import (
    KEPT_OTHERWISE,
    OF_LIBRARIES,
    SHUT,
    DataClass,
    _of_app,
    class_of,
    declared_of,
    every_column,
    is_shut_away,
)
from sociopoint.drawn_data_classes import OURS, PAGE, page
from sociopoint.secrecy import EncryptedTextField, encrypt_text
from tests.factories import InquiryFactory
from tests.test_architecture import PROJECT, SOURCES

WRITERS = {"debug", "info", "warning", "error", "critical", "exception", "log"}
NUMBERS = {"pk", "number", "day", "year", "line", "item", "attachment", "comment", "uidb36"}
NAMES = {"slug", "name", "kind", "public_id", "identifier"}
SECRETS = {"token", "secret", "code", "key"}
NOWHERE = {"rest"}  # what leads to no page of the open data, and is told so
PARTS_OF_ADDRESSES = NUMBERS | NAMES | SECRETS | NOWHERE
"""What an address may hold: numbers, names of public things, and signed or random secrets (`sociopoint.secret_pages`)."""


def label(model, column) -> str:
    return f"{model._meta.label}.{column.name}"


def shut_columns():
    return [(model, column) for model, column in every_column() if class_of(model, column) in SHUT]


def test_every_column_has_a_class():
    """Name a new column of words in its app's `data_classes`; what is coded has the class of its table."""
    assert [label(model, column) for model, column in every_column() if class_of(model, column) is None] == []


def test_no_class_is_left_of_a_table_or_column_that_is_gone():
    names = {label(model, column).lower() for model, column in every_column()}
    tables = {model._meta.label_lower for model in apps.get_models()}
    said = {f"{app}.{table}": one for app in OURS for table, one in _of_app(app).items()} | OF_LIBRARIES

    assert said.keys() - tables == set()
    assert {f"{table}.{word}" for table, one in said.items() for word in one.words} - names == set()
    assert {name.lower() for name in KEPT_OTHERWISE} - names == set()


def test_what_nobody_may_read_is_encrypted_or_hashed():
    assert [label(*one) for one in shut_columns() if not is_shut_away(*one)] == []


def test_what_people_said_is_encrypted_and_nothing_encrypted_counts_as_open():
    special = [one for one in shut_columns() if class_of(*one) == DataClass.SPECIAL]
    encrypted = {label(*one) for one in every_column() if isinstance(one[1], EncryptedTextField)}

    assert len(special) > 10
    assert [label(*one) for one in special if not isinstance(one[1], EncryptedTextField)] == []
    assert encrypted - {label(*one) for one in shut_columns()} == set()


def test_no_history_is_kept_of_what_is_shredded():
    shredded = (DataClass.PERSONAL, DataClass.SPECIAL)
    kept = [
        label(*one) for one in shut_columns() if hasattr(one[0], "pgh_tracked_model") and class_of(*one) in shredded
    ]

    assert kept == []


def test_the_search_knows_only_what_is_public():
    models = [getattr(search, name) for name in dir(search)]
    tables = [one for one in apps.get_app_config("catalogue").get_models() if one in models]

    classes = {class_of(table, column) for table in tables for column in table._meta.concrete_fields}
    internal = {table.__name__ for table in tables if declared_of(table).coded != DataClass.PUBLIC}

    assert classes <= {DataClass.PUBLIC, DataClass.INTERNAL}
    assert internal == {"SearchDay", "SearchInVain"}  # counts of known words and of kinds, never who asked


@pytest.mark.django_db
def test_no_index_of_the_database_holds_what_is_encrypted():
    encrypted = {
        (model._meta.db_table, one.column) for model, one in every_column() if isinstance(one, EncryptedTextField)
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.relname, a.attname FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid "
            "JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = ANY(i.indkey)"
        )
        indexed = set(cursor.fetchall())

    assert indexed & encrypted == set()
    assert ("inquiries_contactcard", "phone_hash") in indexed


def test_the_admin_neither_lists_searches_nor_filters_by_what_nobody_may_read():
    admin.autodiscover()
    for model, desk in admin.site._registry.items():
        shut = {column.name for column in model._meta.concrete_fields if class_of(model, column) in SHUT}
        asked = {*desk.list_display, *desk.search_fields, *desk.list_filter, *desk.list_editable}

        assert shut & {str(name).split("__")[0].lstrip("^=@") for name in asked} == set(), model


def test_the_admin_has_no_table_of_the_desk_with_words_or_contacts():
    admin.autodiscover()
    content = {model for model, _column in shut_columns() if model._meta.app_label == "inquiries"}

    assert content & set(admin.site._registry) == set()


def subclasses(one):
    return [one, *(deeper for child in one.__subclasses__() for deeper in subclasses(child))]


def test_tables_to_download_hold_only_what_is_public():
    from catalogue.admin import resources  # noqa: F401  its classes are found below

    tables = [one for one in subclasses(ModelResource) if one.__module__.startswith("catalogue") and one._meta.model]
    shown = [
        (column.attribute or name, class_of(table._meta.model, table._meta.model._meta.get_field(column.attribute)))
        for table in tables
        for name, column in table.fields.items()
        if column.attribute in {one.name for one in table._meta.model._meta.concrete_fields}
    ]

    assert len(shown) > 20
    assert {one for one in shown if one[1] not in (DataClass.PUBLIC, DataClass.INTERNAL)} == set()


def test_no_log_line_is_given_anybody_s_data():
    """By the names of columns: what is written to the log is never an attribute called as a column nobody may read."""
    personal = {
        column.name for model, column in every_column() if class_of(model, column) in (*SHUT, DataClass.COLLEAGUE)
    }
    personal -= {"key", "services"}  # a secret in one table, a code or a number in others
    found = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if _writes_to_log(node):
                inner = [one for given in node.args for one in ast.walk(given)]
                names = {one.attr for one in inner if isinstance(one, ast.Attribute)}
                found += [f"{path.relative_to(PROJECT)}: {name}" for name in names & personal]

    assert found == []


def _writes_to_log(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in WRITERS
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in ("logger", "logging")
    )


def parts_of(patterns: list[URLPattern | URLResolver]) -> set[str]:
    found: set[str] = set()
    for pattern in patterns:
        found |= set(pattern.pattern.converters)
        if isinstance(pattern, URLResolver) and str(pattern.pattern) != "admin/":
            found |= parts_of(pattern.url_patterns)
    return found


def test_no_address_has_a_part_for_anybody_s_data():
    assert parts_of(get_resolver().url_patterns) <= PARTS_OF_ADDRESSES


@pytest.mark.django_db
def test_a_stolen_table_shows_nobody_s_name_or_relation():
    inquiry = InquiryFactory(open=True)
    ContactCard.objects.create(inquiry=inquiry, display_name="Modrá", relation="dcera", expires_on="2030-01-01")
    with connection.cursor() as cursor:
        cursor.execute("SELECT relation, display_name FROM inquiries_contactcard")
        stored = cursor.fetchone()

    assert all(value.startswith(encrypt_text("x")[:4]) for value in stored)


def test_the_documentation_names_the_classes_there_are():
    """Run `manage.py draw_data_classes` after changing a class."""
    assert PAGE.read_text(encoding="utf-8") == page()
