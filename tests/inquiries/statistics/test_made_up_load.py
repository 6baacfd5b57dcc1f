from __future__ import annotations

import io

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import connection

from inquiries.models import FollowUp, Inquiry, Note, Referral, ReferralCheck, UnmetNeed
from inquiries.statistics import made_up_load
from inquiries.statistics.checking import differences, known_days
from inquiries.statistics.made_up_load import make_inquiries
from tests.factories import InquiryFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_the_load_is_as_large_as_asked_and_counted(shipped):
    call_command("make_inquiries", "300", "--years", "1", stdout=io.StringIO())

    assert Inquiry.objects.counted().count() == 300
    assert Referral.objects.exists()
    assert FollowUp.objects.exists()
    assert set(ReferralCheck.objects.values_list("tried", flat=True)) == {"yes", "no", "unknown"}
    assert UnmetNeed.objects.exists()
    assert not Note.objects.exists()
    assert list(differences(*known_days())) == []


def indexes():
    """What each holds, and whether it is of some rows only; how the condition is written depends on how often it was read."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE tablename LIKE 'inquiries_%' ORDER BY 1")
        return [(definition.split(" WHERE ")[0], " WHERE " in definition) for (definition,) in cursor.fetchall()]


def test_a_large_load_leaves_every_index_as_it_was(shipped, monkeypatch):
    monkeypatch.setattr(made_up_load, "MANY", 300)
    before = indexes()

    call_command("make_inquiries", "300", "--years", "1", stdout=io.StringIO())

    assert indexes() == before
    assert Inquiry.objects.counted().count() == 300


def test_made_up_inquiries_never_mix_with_real_ones():
    InquiryFactory(created_by=UserFactory(worker=True))

    with pytest.raises(CommandError, match="skutečné dotazy"):
        call_command("make_inquiries", "10", stdout=io.StringIO())


def test_a_question_from_the_web_is_real_too():
    InquiryFactory(created_by=None)

    with pytest.raises(CommandError, match="skutečné dotazy"):
        call_command("make_inquiries", "10", stdout=io.StringIO())


def test_production_refuses(settings):
    from dataclasses import replace

    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, production=True)

    with pytest.raises(PermissionDenied):
        make_inquiries(10, years=1)
