"""Counters by which processes know that what they keep is old."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from catalogue.models import Organisation, ServiceKind
from sociopoint.models import Version
from sociopoint.versions import current_version, current_versions
from tests.factories import OrganisationFactory, ServiceKindFactory


@pytest.mark.django_db
def test_a_change_raises_its_counter_and_no_other():
    kind, organisation = ServiceKindFactory(), OrganisationFactory()
    lexicon, catalogue = current_versions("lexicon", "catalogue")

    ServiceKind.objects.filter(pk=kind.pk).update(summary="Jinak.")
    assert current_version("lexicon") > lexicon
    assert current_version("catalogue") == catalogue

    lexicon = current_version("lexicon")
    Organisation.objects.filter(pk=organisation.pk).update(name="Jinak")
    assert current_versions("lexicon", "catalogue") > (lexicon, catalogue)
    assert current_version("lexicon") == lexicon


@pytest.mark.django_db
def test_a_counter_nobody_raised_is_zero():
    assert current_versions("nic", "lexiko") == (0, 0)


@pytest.mark.django_db
def test_changes_of_one_transaction_share_a_row():
    OrganisationFactory.create_batch(3)

    assert Version.objects.filter(name__startswith="catalogue:").count() == 1


@pytest.mark.django_db
def test_what_was_rolled_back_never_comes_again():
    organisation = OrganisationFactory()
    with transaction.atomic():
        Organisation.objects.filter(pk=organisation.pk).update(name="Jinak")
        undone = current_version("catalogue")
        transaction.set_rollback(True)

    Organisation.objects.filter(pk=organisation.pk).update(name="Ještě jinak")

    assert current_version("catalogue") > undone


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_for_a_long_import_and_both_changes_count():
    imported, edited = OrganisationFactory(), OrganisationFactory()
    before = current_version("catalogue")
    importing = connection.copy()
    try:
        importing.set_autocommit(False)
        with importing.cursor() as cursor:
            cursor.execute("UPDATE catalogue_organisation SET name = 'Z registru' WHERE id = %s", [imported.pk])

        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '5s'")  # refuses instead of waiting for ever
            cursor.execute("UPDATE catalogue_organisation SET name = 'Ručně' WHERE id = %s", [edited.pk])
            cursor.execute("RESET lock_timeout")
        between = current_version("catalogue")
        importing.commit()
    finally:
        importing.close()

    assert before < between < current_version("catalogue")
