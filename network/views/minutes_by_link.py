"""Minutes behind the link of an invitation: read, commented and printed by members who have no account."""

from __future__ import annotations

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from network import meeting_calls, minute_taking
from network.attaching import attached
from network.forms.meetings import CommentForm
from network.meeting_calls import InvitationInvalid, MeetingRefused
from network.meeting_page import may_read_minutes, points_of
from network.meeting_states import MeetingState
from network.minutes_pdf import minutes_pdf
from network.models import Attendance
from sociopoint.limits import allow
from sociopoint.secret_pages import secret
from sociopoint.visitors import address_of

READ_FOR = timedelta(days=60)
"""After approval; later a member asks whoever runs the group."""
HOUR = 3600
MOST_VISITS_AN_HOUR = 200


def reads_minutes(row: Attendance) -> bool:
    """In the time for comments, and two months once they are approved for the members; nobody who had left before that day."""
    meeting = row.meeting
    if row.mandate is not None and not row.is_seat_that_day:
        return False
    if meeting.approved_at is not None and meeting.approved_at + READ_FOR < timezone.now():
        return False
    return may_read_minutes(meeting, runs=False)


def minutes_page(request: HttpRequest, row: Attendance, token: str) -> HttpResponse:
    """What the page behind the link shows once there are minutes; POST writes a comment."""
    meeting = row.meeting
    points = points_of(meeting, with_minutes=True, reader=None)
    form = CommentForm(request.POST or None, points=[point.item for point in points])
    can_comment, refusal = meeting.state == MeetingState.COMMENTS, ""
    if form.is_valid():
        point = next(point.item for point in points if str(point.item.pk) == form.cleaned_data["point"])
        try:
            minute_taking.comment_by_link(row, point=point, text=form.cleaned_data["text"])
        except MeetingRefused as refused:
            refusal = str(refused)
        else:
            return redirect("network:meeting-invitation", token)
    for one in points:
        one.tasks = []  # their pages want an account
    context = {
        "row": row,
        "meeting": meeting,
        "points": points,
        "attachments": attached(meeting, None),
        "token": token,
        "can_comment": can_comment,
        "form": form,
        "refusal": refusal,
    }
    status = 409 if refusal else 422 if form.errors and can_comment else 200
    return render(request, "network/minutes_by_link.html", context, status=status)


@secret
@require_safe
def invited_minutes_print(request: HttpRequest, token: str) -> HttpResponse:
    if not allow("meeting-invitation", address_of(request), most=MOST_VISITS_AN_HOUR, seconds=HOUR):
        raise Http404
    try:
        row = meeting_calls.open_invitation(token)
    except InvitationInvalid:
        raise Http404 from None
    if not reads_minutes(row):
        raise Http404
    response = HttpResponse(minutes_pdf(row.meeting, reader=None), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="zapis-{row.meeting.number}-{row.meeting.year}.pdf"'
    return response
