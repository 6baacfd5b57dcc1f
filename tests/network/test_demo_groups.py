"""What a newcomer sees of groups."""

from __future__ import annotations

from dataclasses import replace

from network.demo_agreements import ensure_demo_agreements
from network.demo_groups import ensure_demo_groups
from network.models import (
    Announcement,
    Meeting,
    MeetingAttachment,
    MinuteLine,
    Registration,
    Task,
    WorkingGroup,
)
from sociopoint.demo import ensure_demo_accounts


def test_a_newcomer_finds_three_groups_and_six_meetings_once(shipped, django_assert_num_queries):
    ensure_demo_accounts()

    made = ensure_demo_groups()
    with django_assert_num_queries(1):
        again = ensure_demo_groups()

    assert (made, again) == (6, 0)
    assert WorkingGroup.objects.count() == 3
    states = sorted(Meeting.objects.values_list("state", flat=True))
    assert states == ["approved", "approved", "called", "comments", "held", "preparing"]
    assert Task.objects.filter(moves__isnull=False).exists()
    assert sorted(Registration.objects.values_list("state", flat=True)) == ["confirmed", "confirmed", "waiting"]
    assert Announcement.objects.get().sent_at is not None
    assert sorted(MeetingAttachment.objects.values_list("meeting__state", flat=True)) == ["approved", "called"]


def test_the_minutes_bring_a_procedure_and_a_manual_into_force(shipped):
    ensure_demo_accounts()
    ensure_demo_agreements()

    ensure_demo_groups()

    by_minutes = MinuteLine.objects.filter(meeting__state="approved")
    procedure = by_minutes.get(kind="procedure").procedure_version
    manual = by_minutes.get(kind="manual").manual_version
    assert (procedure.state, manual.state) == ("valid", "pilot")
    assert by_minutes.filter(point__source="gaps", resolution__isnull=False).exists()


def test_production_gets_no_made_up_groups(shipped, settings):
    ensure_demo_accounts()
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, production=True)

    assert ensure_demo_groups() == 0
