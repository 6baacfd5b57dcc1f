"""The page behind the link in an invitation: no account, no script. A GET changes nothing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from network import meeting_calls
from network.attaching import attached
from network.forms.meetings import AnswerForm
from network.meeting_calls import InvitationInvalid, MeetingRefused
from network.meeting_page import programme_of
from network.models import Attendance, Mandate
from network.views.closed_links import closed, opened_too_often
from network.views.minutes_by_link import minutes_page, reads_minutes
from sociopoint.limits import seconds_to_wait
from sociopoint.secret_pages import secret
from sociopoint.visitors import address_of

HOUR = 3600
MOST_VISITS_AN_HOUR = 200


@secret
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """What the meeting is about, and one's own answer to change until it takes place; then its minutes."""
    if seconds := seconds_to_wait("meeting-invitation", address_of(request), most=MOST_VISITS_AN_HOUR, seconds=HOUR):
        return opened_too_often(request, seconds)
    try:
        row = meeting_calls.open_invitation(token)
    except InvitationInvalid:
        text = _("Odkaz je neúplný, nebo už neplatí. Otevřete ho z e-mailu celý, nebo nám zavolejte.")
        return closed(request, _("Tenhle odkaz nikam nevede"), text, status=404)
    if reads_minutes(row):
        return minutes_page(request, row, token)
    if meeting_calls.has_left(row):
        text = _("Vaše místo ve skupině už má někdo jiný, nebo je volné. Je to omyl? Zavolejte nám.")
        return closed(request, _("Tahle pozvánka už vám neplatí"), text, status=410)
    deputy = _deputy(row)
    form = AnswerForm(
        request.POST or None,
        is_online=bool(row.meeting.online_link),
        initial={"answer": row.answer, "represented_by": row.represented_by or deputy},
    )
    status = 422 if form.is_bound and not form.is_valid() else 200
    if form.is_valid():
        try:
            meeting_calls.answer(row, **form.cleaned_data)
        except MeetingRefused:
            status = 409
        else:
            return redirect("network:meeting-invitation", token)
    context = {
        "row": row,
        "meeting": row.meeting,
        "points": programme_of(row.meeting),
        "attachments": attached(row.meeting, None),
        "token": token,
        "form": form,
        "may_answer": meeting_calls.may_answer(row),
    }
    return render(request, "network/meeting_invitation.html", context, status=status)


def _deputy(row: Attendance) -> str:
    """Whoever stands in on the day of the meeting, to be offered."""
    found = Mandate.objects.filter(deputy_of=row.mandate).held_on(row.meeting.day).select_related("person").first()
    return str(found.person) if found else ""
