"""Groups, meetings, minutes and tasks: the smallest valid rows; traits make the rest."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import factory
from factory.django import DjangoModelFactory

from network.models import (
    AgendaItem,
    Attendance,
    Document,
    DocumentVersion,
    Mandate,
    Meeting,
    MinuteLine,
    Task,
    WorkingGroup,
)
from tests.factories import OrganisationFactory, UserFactory
from tests.network.factories import PersonFactory

PRAGUE = ZoneInfo("Europe/Prague")


def at(year: int, month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=PRAGUE)


class WorkingGroupFactory(DjangoModelFactory):
    class Meta:
        model = WorkingGroup

    name = factory.Sequence(lambda number: f"Skupina {number}")
    code = factory.Sequence(lambda number: f"PS {number}")
    since = date(2024, 1, 1)


class MandateFactory(DjangoModelFactory):
    """`account=…` gives the person an account."""

    class Meta:
        model = Mandate

    class Params:
        account = None

    group = factory.SubFactory(WorkingGroupFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    person = factory.SubFactory(PersonFactory, user=factory.SelfAttribute("..account"))
    held = (date(2024, 1, 1), None)


class MeetingFactory(DjangoModelFactory):
    class Meta:
        model = Meeting

    class Params:
        approved = factory.Trait(
            state="approved", approved_at=at(2025, 2, 1), approved_by=factory.SubFactory(UserFactory, coordinator=True)
        )

    group = factory.SubFactory(WorkingGroupFactory)
    starts_at = at(2025, 1, 16)
    year = factory.LazyAttribute(lambda meeting: meeting.starts_at.year)
    number = factory.Sequence(lambda number: number + 1)


class AgendaItemFactory(DjangoModelFactory):
    class Meta:
        model = AgendaItem

    meeting = factory.SubFactory(MeetingFactory)
    title = factory.Sequence(lambda number: f"Bod {number}")
    position = factory.Sequence(lambda number: number)


class AttendanceFactory(DjangoModelFactory):
    class Meta:
        model = Attendance

    meeting = factory.SubFactory(MeetingFactory)
    mandate = factory.SubFactory(MandateFactory, group=factory.SelfAttribute("..meeting.group"))


class LineFactory(DjangoModelFactory):
    class Meta:
        model = MinuteLine

    meeting = factory.SelfAttribute("point.meeting")
    point = factory.SubFactory(AgendaItemFactory)
    kind = "information"
    text = "Vymyšlená věta."


class DocumentVersionFactory(DjangoModelFactory):
    class Meta:
        model = DocumentVersion

    number = 1
    kind = "application/pdf"
    file_name = "dokument.pdf"
    content = b"%PDF-1.7 ukazka %%EOF"
    size = len(content)
    added_by = factory.SubFactory(UserFactory, coordinator=True)


class DocumentFactory(DjangoModelFactory):
    """With its first version, for the whole network."""

    class Meta:
        model = Document
        skip_postgeneration_save = True

    title = factory.Sequence(lambda number: f"Dokument {number}")
    first = factory.RelatedFactory(DocumentVersionFactory, factory_related_name="document")


class TaskFactory(DjangoModelFactory):
    class Meta:
        model = Task

    group = factory.SubFactory(WorkingGroupFactory)
    text = "Sjednotit výklad"
    owner = factory.SubFactory(PersonFactory)
    due = date(2025, 2, 20)
