"""The programme of a meeting: what members propose, and what comes in by itself."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from network.meeting_states import AHEAD, WRITTEN, MeetingState
from network.models import (
    AgendaItem,
    ItemSource,
    ItemState,
    Meeting,
    MeetingAttachment,
    PointKind,
    Publication,
    WorkingGroup,
)
from sociopoint.models import User


class AgendaClosed(Exception):
    """The meeting was called off or held meanwhile; the text is for the person."""


@transaction.atomic
def prepare(
    *,
    group: WorkingGroup,
    starts_at: datetime,
    by: User | None,
    ends_at: datetime | None = None,
    place: str = "",
    title: str = "",
    online_link: str = "",
    publication: str = Publication.MEMBERS,
    reminds: bool = True,
    previous: Meeting | None = None,
) -> Meeting:
    """A new meeting with the next number of its group's year; open tasks of the group are its first point.

    A form sent by a double click makes one meeting; minutes that set a day the group has a meeting on already make none.
    """
    WorkingGroup.objects.select_for_update(of=("self",)).get(pk=group.pk)
    known = group.meetings.filter(starts_at=starts_at, state__in=AHEAD)
    same = known if previous else known.filter(ends_at=ends_at, place=place, title=title, online_link=online_link)
    if there := same.order_by("pk").first():
        if previous and there.previous is None:
            there.previous = previous
            there.save(update_fields=["previous"])
        return there
    year = timezone.localdate(starts_at).year
    meeting = Meeting.objects.create(
        group=group,
        year=year,
        number=next_number(group, year),
        starts_at=starts_at,
        ends_at=ends_at,
        place=place,
        title=title,
        online_link=online_link,
        publication=publication,
        reminds=reminds,
        previous=previous,
        minutes_by=by,
    )
    bring_tasks_in(meeting)
    bring_points_in(meeting)
    return meeting


def next_number(group: WorkingGroup, year: int) -> int:
    """Of a meeting in that year. The group is locked by the caller."""
    return int(group.meetings.filter(year=year).aggregate(last=Max("number"))["last"] or 0) + 1


def bring_tasks_in(meeting: Meeting) -> None:
    """One point for what was promised before, once there is anything open."""
    if not meeting.group.tasks.open().exists():
        return
    with transaction.atomic():
        Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
        if not meeting.items.filter(source=ItemSource.TASKS).exists():
            AgendaItem.objects.create(
                meeting=meeting,
                position=0,
                title=_("Úkoly z minula"),
                kind=PointKind.TASKS,
                source=ItemSource.TASKS,
            )


def hand_points_on(called_off: Meeting) -> None:
    """To the group's next meeting; where there is none yet, they come in when it is prepared."""
    ahead = called_off.group.meetings.filter(state__in=AHEAD, starts_at__gte=timezone.now())
    following = ahead.select_for_update(of=("self",)).select_related("group").order_by("starts_at", "pk").first()
    if following is not None:
        bring_points_in(following)


def bring_points_in(meeting: Meeting) -> None:
    """What was to be talked of at meetings called off since the group last met, as proposals with their documents.

    What waits at a meeting ahead already, or was refused there, does not come again; nor does what came to a meeting that was held
    since, even one of an earlier day than that called off. Tasks and gaps come in by themselves.
    """
    group = meeting.group
    met = group.meetings.filter(state__in=WRITTEN).aggregate(last=Max("starts_at"))["last"]
    called_off = group.meetings.filter(state=MeetingState.CANCELLED)
    left = AgendaItem.objects.filter(meeting__in=called_off.filter(starts_at__gt=met) if met else called_off)
    left = left.exclude(state=ItemState.REFUSED).exclude(source__in=(ItemSource.TASKS, ItemSource.GAPS))
    waiting = AgendaItem.objects.filter(meeting__group=group, meeting__state__in=AHEAD)
    known = {title.casefold() for title in waiting.values_list("title", flat=True)}
    settled = _settled_copies(group)
    last = meeting.items.aggregate(last=Max("position"))["last"] or 0
    for point in left.order_by("meeting__starts_at", "position", "pk"):
        title = point.title.casefold()
        if title not in known and point.pk >= settled.get(title, 0):
            known.add(title)
            last += 1
            _bring_in(meeting, point, position=last)


def _settled_copies(group: WorkingGroup) -> dict[str, int]:
    """Title -> the newest point of it that came from a meeting called off and was talked of, or refused.

    A copy is younger than what it was made from; a point written later under the same title is another matter.
    """
    copies = AgendaItem.objects.filter(meeting__group=group, source=ItemSource.CALLED_OFF)
    over = copies.filter(Q(meeting__state__in=WRITTEN) | Q(state=ItemState.REFUSED))
    return {title.casefold(): pk for title, pk in over.order_by("pk").values_list("title", "pk")}


def _bring_in(meeting: Meeting, point: AgendaItem, *, position: int) -> None:
    kept = ("title", "kind", "presenter", "why", "members_only", "proposed_by_id")
    made = AgendaItem.objects.create(
        meeting=meeting,
        position=position,
        source=ItemSource.CALLED_OFF,
        state=ItemState.PROPOSED,
        **{name: getattr(point, name) for name in kept},
    )
    lying = set(meeting.attachments.values_list("document_id", flat=True))
    for one in point.attachments.exclude(document__in=lying):
        MeetingAttachment.objects.create(
            meeting=meeting, point=made, document_id=one.document_id, added_by_id=one.added_by_id
        )


@transaction.atomic
def add_point(
    meeting: Meeting,
    *,
    title: str,
    by: User | None,
    kind: str = PointKind.ANY,
    presenter: str = "",
    why: str = "",
    members_only: bool = False,
    source: str = ItemSource.WRITTEN,
    state: str = ItemState.ACCEPTED,
) -> AgendaItem:
    """At the end of the programme. A member's proposal waits for whoever runs the meeting. Raises AgendaClosed."""
    locked = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if locked.state not in (*AHEAD, "held"):
        raise AgendaClosed(_("Program už je uzavřený."))
    last = meeting.items.aggregate(last=Max("position"))["last"] or 0
    return AgendaItem.objects.create(
        meeting=meeting,
        position=last + 1,
        title=title,
        kind=kind,
        presenter=presenter,
        why=why,
        members_only=members_only,
        source=source,
        state=state,
        proposed_by=by,
    )
