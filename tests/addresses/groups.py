"""Groups, meetings and tasks. Examples belong to a group that the person runs or sits in, or would not know of."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from network import meeting_calls
from network.models import MeetingAttachment, MinuteComment
from network.task_link import task_path
from sociopoint.models import Role, User
from tests.addresses.desk import filled
from tests.addresses.roles import COORDINATORS, EVERYBODY, NETWORK
from tests.factories import UserFactory
from tests.network.factories import PersonFactory
from tests.network.factories_groups import (
    AgendaItemFactory,
    AttendanceFactory,
    DocumentFactory,
    LineFactory,
    MandateFactory,
    MeetingFactory,
    TaskFactory,
)

RUNNING = COORDINATORS | {Role.PARTNER}
"""The example's partner is the group's contact person; a worker only reads."""

OPENS_TO = {
    "sit/skupiny/": NETWORK,
    "sit/skupiny/nova/": COORDINATORS,
    "sit/skupiny/<int:pk>/": NETWORK,
    "sit/skupiny/<int:pk>/uprava/": COORDINATORS,
    "sit/skupiny/<int:pk>/clen/": COORDINATORS,
    "sit/skupiny/<int:pk>/zastupce/": COORDINATORS,
    "sit/skupiny/<int:pk>/jednani/nove/": RUNNING,
    "sit/jednani/": NETWORK,
    "sit/jednani/<int:pk>/": NETWORK,
    "sit/jednani/<int:pk>/uprava/": RUNNING,
    "sit/jednani/<int:pk>/stav/": RUNNING,
    "sit/jednani/<int:pk>/jednani.ics": NETWORK,
    "sit/jednani/<int:pk>/zapis.pdf": RUNNING,
    "sit/jednani/<int:pk>/body/": RUNNING,
    "sit/jednani/<int:pk>/body/<int:item>/": RUNNING,
    "sit/jednani/<int:pk>/body/<int:item>/radek/": RUNNING,
    "sit/jednani/<int:pk>/radky/<int:line>/": RUNNING,
    "sit/jednani/<int:pk>/prezence/": RUNNING,
    "sit/jednani/<int:pk>/zapis/": RUNNING,
    "sit/jednani/<int:pk>/pripominky/": NETWORK,
    "sit/jednani/<int:pk>/pripominky/<int:comment>/": RUNNING,
    "sit/jednani/<int:pk>/prilohy/nova/": RUNNING,
    "sit/jednani/<int:pk>/prilohy/<int:attachment>/": RUNNING,
    "sit/ucast/<str:token>/": EVERYBODY,
    "sit/ukol/<str:token>/": EVERYBODY,
    "sit/ucast/<str:token>/prilohy/<int:pk>/": EVERYBODY,
    "sit/ucast/<str:token>/zapis.pdf": EVERYBODY,
    "sit/ukoly/": NETWORK,
    "sit/ukoly/<int:pk>/": NETWORK,
}
POST_ONLY: set[str] = {
    "sit/jednani/<int:pk>/stav/",
    "sit/jednani/<int:pk>/body/",
    "sit/jednani/<int:pk>/zapis/",
    "sit/jednani/<int:pk>/pripominky/",
    "sit/jednani/<int:pk>/pripominky/<int:comment>/",
    "sit/jednani/<int:pk>/prilohy/<int:attachment>/",
}


def examples(user: User | None) -> dict[str, str]:
    contact = MandateFactory(role="contact")
    if user is not None and user.role == Role.PARTNER:
        contact.person = PersonFactory(user=user)
        contact.save(update_fields=["person"])
    meeting = MeetingFactory(group=contact.group, state="held")
    point = AgendaItemFactory(meeting=meeting)
    comment = MinuteComment.objects.create(meeting=meeting, point=point, text="Vymyšlená.", by=UserFactory())
    called = MeetingFactory(group=contact.group, state="called", starts_at=timezone.now() + timedelta(days=7))
    invited = AttendanceFactory(meeting=called, mandate=contact)
    document = DocumentFactory()
    on_invitation = MeetingAttachment.objects.create(meeting=called, document=document, added_by=UserFactory())
    on_the_table = MeetingAttachment.objects.create(meeting=meeting, document=document, added_by=UserFactory())
    commented = AttendanceFactory(meeting=MeetingFactory(group=contact.group, state="comments"), mandate=contact)
    numbers = {
        "ukol/<str:token>": task_path(TaskFactory(group=contact.group)).strip("/").removeprefix("sit/"),
        "<str:token>/zapis": f"{meeting_calls.make_token(commented)}/zapis",
        "prilohy/<int:pk>": f"prilohy/{on_invitation.pk}",
        "<int:attachment>": str(on_the_table.pk),
        "<str:token>": meeting_calls.make_token(invited),
        "skupiny/<int:pk>": f"skupiny/{contact.group.pk}",
        "jednani/<int:pk>": f"jednani/{meeting.pk}",
        "ukoly/<int:pk>": f"ukoly/{TaskFactory(group=contact.group).pk}",
        "<int:item>": str(point.pk),
        "<int:line>": str(LineFactory(point=point).pk),
        "<int:comment>": str(comment.pk),
    }
    return {route: filled(route, numbers) for route in OPENS_TO if "<" in route}
