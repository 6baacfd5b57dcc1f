from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from network import agenda, meeting_calls, meeting_changes
from network.attaching import OPEN_STATES, attached
from network.forms.meetings import CommentForm, MeetingForm, PointEditForm, PointForm
from network.forms.watched import watched
from network.meeting_calls import MeetingRefused
from network.meeting_page import (
    Point,
    attendance_of,
    chips,
    effects_of,
    may_read_minutes,
    own_seats,
    points_of,
    proposals_of,
    put_on_the_table,
    stages_of,
)
from network.meeting_search import MeetingSearch
from network.meeting_states import AHEAD, MeetingState
from network.minutes_pdf import minutes_pdf
from network.models import AgendaItem, ItemSource, ItemState, Meeting
from network.views.access import hold, in_one_transaction
from network.views.group_access import group_of, meeting_of, reader_of, run_meeting_of, runs
from sociopoint.models import User

PAGE_SIZE = 30


@require_safe
def meeting_list(request: HttpRequest) -> HttpResponse:
    """Meetings this person may know of, the latest first; `?q=` words in them, `?skupina=` one group, `?stav=` one state."""
    user = reader_of(request)
    search = MeetingSearch(request.GET, user=user)
    rows = search.meetings(Meeting.objects.visible_to(user)).select_related("group")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("strana"))
    context = {"search": search, "page": page, "found": search.found(list(page))}
    return render(request, "network/meeting_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_new(request: HttpRequest, pk: int) -> HttpResponse:
    """A meeting of the group being prepared; nobody is invited yet."""
    user = reader_of(request)
    shown = group_of(user, pk)
    if not runs(user, shown):
        raise PermissionDenied
    form = MeetingForm(request.POST or None)
    if form.is_valid():
        return redirect(agenda.prepare(group=shown, by=user, **form.facts()))
    context = {"group": shown, "form": form}
    return render(request, "network/meeting_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@in_one_transaction
def meeting_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Day, place and readers; the invited learn of another day or place."""
    user, shown = run_meeting_of(request, pk)
    hold(request, shown.group)
    hold(request, shown)
    if shown.state == MeetingState.APPROVED:
        raise PermissionDenied
    form = watched(MeetingForm(request.POST or None, initial=MeetingForm.values_of(shown)))
    if form.is_valid():
        label_before = shown.label
        meeting_changes.change(shown, form.facts(), by=user)
        said = _("Uloženo. Jednání je v jiném roce, má teď číslo %(label)s.") % {"label": shown.label}
        messages.success(request, said if shown.label != label_before else _("Uloženo."))
        return redirect(shown)
    context = {"group": shown.group, "meeting": shown, "form": form}
    return render(request, "network/meeting_form.html", context, status=422 if form.errors else 200)


@require_safe
@never_cache
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """The programme before the meeting, the minutes after it."""
    user = reader_of(request)
    return meeting_page(request, meeting_of(user, pk), user)


def meeting_page(
    request: HttpRequest,
    shown: Meeting,
    user: User,
    *,
    status: int = 200,
    points: list[Point] | None = None,
    **extra: object,
) -> HttpResponse:
    """`extra` puts a refused form in the place of the empty one; `points` come with the line being written."""
    runs_it = runs(user, shown.group)
    reads = may_read_minutes(shown, runs=runs_it)
    points = points_of(shown, with_minutes=reads, reader=user) if points is None else points
    can_write = runs_it and shown.state == MeetingState.HELD
    attended = attendance_of(shown, user)
    can_comment = shown.state == MeetingState.COMMENTS
    context: dict[str, object] = {
        "meeting": shown,
        "stages": stages_of(shown),
        "points": points,
        "attachments": put_on_the_table(points, attached(shown, user)),
        "can_attach": runs_it and shown.state in OPEN_STATES,
        "effects": effects_of(points) if shown.state != MeetingState.APPROVED else [],
        "proposals": proposals_of(shown) if shown.state in AHEAD else [],
        "attended": attended,
        "runs": runs_it,
        "reads": reads,
        "can_write": can_write,
        "can_propose": shown.state in AHEAD,
        "can_comment": can_comment,
        "is_ahead": shown.state in AHEAD,
        "shows_answers": shown.state in (*AHEAD, MeetingState.CANCELLED),
        "chips": chips() if can_write else [],
        "today": timezone.localdate(),
        "own_seats": own_seats(attended.rows),
        "point_form": PointForm(),
        "comment_form": CommentForm(points=[point.item for point in points]) if can_comment else None,
    }
    template = "network/minutes.html" if reads else "network/meeting.html"
    return render(request, template, context | extra, status=status)


@require_POST
def point_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever runs the meeting writes a point, a member proposes one."""
    user = reader_of(request)
    shown = meeting_of(user, pk)
    runs_it = runs(user, shown.group)
    if not runs_it and not shown.group.mandates.held_on(timezone.localdate()).speaking_for(user).exists():
        raise PermissionDenied
    form = PointForm(request.POST)
    if not form.is_valid():
        return meeting_page(request, shown, user, status=422, point_form=form)
    facts = form.cleaned_data
    if not runs_it:
        facts |= {"source": ItemSource.PROPOSED, "state": ItemState.PROPOSED}
    try:
        agenda.add_point(shown, by=user, **facts)
    except agenda.AgendaClosed:
        return _too_late(request, shown)
    messages.success(request, _("Bod je v programu.") if runs_it else _("Návrh bodu jsme předali."))
    return redirect(shown)


@require_http_methods(["GET", "HEAD", "POST"])
@in_one_transaction
def point_edit(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Words and order of a point; `udelej` accepts or refuses a proposal, or strikes a point without lines."""
    _user, shown = run_meeting_of(request, pk)
    hold(request, shown)
    point = get_object_or_404(AgendaItem, pk=item, meeting=shown)
    if shown.state not in (*AHEAD, MeetingState.HELD):
        return _too_late(request, shown)
    deed = request.POST.get("udelej", "")
    if deed:
        _decide(request, point, deed)
        return redirect(shown)
    form = watched(PointEditForm(request.POST or None, initial=PointEditForm.values_of(point)))
    if form.is_valid():
        for name, value in form.cleaned_data.items():
            setattr(point, name, value)
        point.save(update_fields=list(form.cleaned_data))
        return redirect(shown)
    context = {"meeting": shown, "point": point, "form": form, "can_strike": not point.lines.exists()}
    return render(request, "network/point_form.html", context, status=422 if form.errors else 200)


def _too_late(request: HttpRequest, shown: Meeting) -> HttpResponse:
    """The programme closed while somebody wrote: they get their words back."""
    words = [request.POST.get(name, "").strip() for name in ("title", "why")]
    if not any(words):
        raise PermissionDenied
    said = _("Program už je uzavřený. Co jste napsali, jsme neuložili, zkopírujte si to odtud: %(text)s")
    messages.error(request, said % {"text": ": ".join(filter(None, words))})
    return redirect(shown)


def _decide(request: HttpRequest, point: AgendaItem, deed: str) -> None:
    if deed in ("prijmout", "nezaradit"):
        point.state = ItemState.ACCEPTED if deed == "prijmout" else ItemState.REFUSED
        point.save(update_fields=["state"])
    elif deed == "smazat" and not point.lines.exists():
        _strike(point)
    else:
        messages.error(request, _("Bod, ve kterém už něco je, smazat nejde."))


def _strike(point: AgendaItem) -> None:
    """Of one that came from what people lack it stays known that the group did not take it; else it would come again at night."""
    if point.source == ItemSource.GAPS:
        point.state = ItemState.REFUSED
        point.save(update_fields=["state"])
    else:
        point.delete()


@require_POST
def meeting_move(request: HttpRequest, pk: int) -> HttpResponse:
    """`kam`: call the meeting, begin its minutes, or call it off."""
    user, shown = run_meeting_of(request, pk)
    try:
        if request.POST.get("kam") == "svolat":
            unreached = meeting_calls.call(shown, by=user)
            messages.success(request, _("Jednání je svolané, pozvánky odcházejí."))
            if unreached:
                messages.error(request, _("Kdo nemá e-mail, uvidíte v prezenci. Zavolejte mu."))
        elif request.POST.get("kam") == "zapisovat":
            meeting_calls.begin_minutes(shown, by=user)
        elif request.POST.get("kam") == "zrusit":
            was_called = shown.state == MeetingState.CALLED
            meeting_calls.call_off(shown, by=user)
            said = _("Jednání je zrušené. Pozvaným jsme napsali.") if was_called else _("Jednání je zrušené.")
            messages.success(request, said)
        else:
            messages.error(request, _("Tenhle krok neznáme."))
    except MeetingRefused as refusal:
        messages.error(request, str(refusal))
    return redirect(shown)


@require_safe
def meeting_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """One meeting for one's own calendar."""
    shown = meeting_of(reader_of(request), pk)
    response = HttpResponse(meeting_calls.calendar_of(shown), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="jednani-{shown.number}-{shown.year}.ics"'
    return response


@require_safe
@never_cache
def minutes_print(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes as a paper; before approval it says that it is a draft."""
    user = reader_of(request)
    shown = meeting_of(user, pk)
    if not may_read_minutes(shown, runs=runs(user, shown.group)):
        raise PermissionDenied
    response = HttpResponse(minutes_pdf(shown, reader=user), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="zapis-{shown.number}-{shown.year}.pdf"'
    return response
