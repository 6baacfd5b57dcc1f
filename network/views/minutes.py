"""Writing the minutes: one line at a time, each a request of its own, so that a lost connection loses one sentence."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from network import approving, minute_taking
from network.forms.lines import LineForm
from network.forms.meetings import CommentForm, CommentsForm, GuestForm, PresenceForm, ReplyForm
from network.forms.watched import watched
from network.group_page import names_of
from network.meeting_calls import MeetingRefused
from network.meeting_page import attendance_of, points_of
from network.meeting_states import MeetingState
from network.models import AgendaItem, LineKind, Meeting, MinuteComment, MinuteLine
from network.unanswered import unanswered
from network.views.access import hold, in_one_transaction
from network.views.group_access import meeting_of, reader_of, run_meeting_of
from network.views.meetings import meeting_page
from sociopoint.models import User


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def line_new(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """A line under a point; `?druh=` its kind. Without a kind only the chips to choose it."""
    user, shown = run_meeting_of(request, pk)
    point = get_object_or_404(AgendaItem, pk=item, meeting=shown)
    kind = request.GET.get("druh", "")
    if shown.state != MeetingState.HELD:
        return _too_late(request, shown)
    if kind not in LineKind.values:
        return _page(request, shown, user, point, None)
    initial = {"task": request.GET.get("ukol", ""), "starts_on": shown.day}
    form = LineForm(request.POST or None, kind=LineKind(kind), meeting=shown, user=user, initial=initial)
    if form.is_valid():
        try:
            minute_taking.write_line(shown, point=point, facts=form.facts(), by=user)
        except MeetingRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(f"{reverse('network:line-new', args=[shown.pk, point.pk])}#bod-{point.pk}")
    return _page(request, shown, user, point, form)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@in_one_transaction
def line_edit(request: HttpRequest, pk: int, line: int) -> HttpResponse:
    """The line again in its fields; `udelej=smazat` strikes it."""
    user, shown = run_meeting_of(request, pk)
    hold(request, shown)
    changed = get_object_or_404(
        MinuteLine.objects.select_related("point", "person", "organisation"), pk=line, meeting=shown
    )
    if shown.state != MeetingState.HELD:
        return _too_late(request, shown)
    changed.meeting = shown
    if request.POST.get("udelej") == "smazat":
        try:
            minute_taking.strike_line(changed, by=user)
        except MeetingRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Řádek je smazaný."))
        return redirect(shown)
    values = LineForm.values_of(changed)
    form = LineForm(request.POST or None, kind=LineKind(changed.kind), meeting=shown, user=user, initial=values)
    form = watched(form)
    if form.is_valid():
        try:
            minute_taking.rewrite_line(changed, facts=form.facts(), by=user)
        except MeetingRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(f"{shown.get_absolute_url()}#bod-{changed.point_id}")
    return _page(request, shown, user, changed.point, form, line=changed)


def _too_late(request: HttpRequest, shown: Meeting) -> HttpResponse:
    """The minutes went to the members while somebody wrote: they get their sentence back."""
    text = request.POST.get("text", "").strip()
    if not text:
        raise PermissionDenied
    said = _("Zápis se teď nepíše. Vaši větu jsme neuložili, zkopírujte si ji odtud: %(text)s")
    messages.error(request, said % {"text": text})
    return redirect(shown)


def _page(
    request: HttpRequest,
    shown: Meeting,
    user: User,
    item: AgendaItem,
    form: LineForm | None,
    *,
    line: MinuteLine | None = None,
) -> HttpResponse:
    """The minutes with the form in their place."""
    points = points_of(shown, with_minutes=True, reader=user)
    point = next((point for point in points if point.item.pk == item.pk), None)
    if point is None:
        raise Http404
    point.is_open, point.form, point.form_line = True, form, line
    if form is not None:
        point.form_words = str(form.kind.label)
    status = 422 if form is not None and form.errors else 200
    names = names_of(shown.group, shown.day) if form is not None else None
    return meeting_page(request, shown, user, status=status, points=points, names=names, line_form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@in_one_transaction
def presence(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole list: who came, who was excused, who was represented and by whom."""
    user, shown = run_meeting_of(request, pk)
    hold(request, shown)
    rows = attendance_of(shown).rows
    is_open = shown.state == MeetingState.HELD
    sent = request.POST if request.method == "POST" and "guest_name" not in request.POST else None
    forms = [watched(PresenceForm(sent, row=row)) for row in rows]
    guest = GuestForm(request.POST if "guest_name" in request.POST else None)
    status = 200
    try:
        if guest.is_valid():
            minute_taking.add_guest(shown, name=guest.cleaned_data["guest_name"], by=user)
            return redirect("network:presence", shown.pk)
        if sent is not None and not [form for form in forms if not form.is_valid()]:
            said = {form.row.pk: form.cleaned_data for form in forms}
            minute_taking.note_presence(shown, rows=said, by=user)
            messages.success(request, _("Prezence je zapsaná."))
            return redirect(shown)
    except MeetingRefused as refusal:
        messages.error(request, str(refusal))
        return redirect(shown)
    if sent is not None or guest.errors:
        status = 422
    context = {
        "meeting": shown,
        "answered": [row for row in rows if row.answer] if shown.state == MeetingState.CALLED else [],
        "forms": forms,
        "guest_form": guest,
        "is_open": is_open,
        "unanswered": unanswered(shown, user) if shown.state == MeetingState.CALLED else [],
    }
    return render(request, "network/presence.html", context, status=status)


@require_POST
def minutes_move(request: HttpRequest, pk: int) -> HttpResponse:
    """`kam`: to the members for comments, back to writing, or approved."""
    user, shown = run_meeting_of(request, pk)
    try:
        if request.POST.get("kam") == "schvalit":
            approving.approve(shown, by=user)
            messages.success(request, _("Zápis je schválený a všechno, co v něm stojí, platí."))
        elif request.POST.get("kam") == "psat":
            minute_taking.reopen(shown, by=user)
        elif request.POST.get("kam") == "pripominky":
            form = CommentsForm(request.POST)
            if not form.is_valid():
                return meeting_page(request, shown, user, status=422, comments_form=form)
            approving.send_for_comments(shown, by=user, until=form.cleaned_data["until"])
            messages.success(request, _("Zápis teď členové čtou a mohou ho připomínkovat."))
        else:
            messages.error(request, _("Tenhle krok neznáme."))
    except MeetingRefused as refusal:
        messages.error(request, str(refusal))
    return redirect(shown)


@require_POST
def comment_add(request: HttpRequest, pk: int) -> HttpResponse:
    user = reader_of(request)
    shown = meeting_of(user, pk)
    items = {str(item.pk): item for item in shown.items.all()}
    form = CommentForm(request.POST, points=items.values())
    if not form.is_valid() and shown.state != MeetingState.COMMENTS:
        messages.error(request, _("Zápis teď k připomínkám není."))
        return redirect(shown)
    if not form.is_valid():
        return meeting_page(request, shown, user, status=422, comment_form=form)
    try:
        minute_taking.comment(shown, point=items[form.cleaned_data["point"]], text=form.cleaned_data["text"], by=user)
    except MeetingRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Děkujeme, připomínku jsme předali."))
    return redirect(shown)


@require_POST
def comment_reply(request: HttpRequest, pk: int, comment: int) -> HttpResponse:
    user, shown = run_meeting_of(request, pk)
    written = get_object_or_404(MinuteComment, pk=comment, meeting=shown)
    form = ReplyForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Napište, jak jste s připomínkou naložili."))
    elif shown.state == MeetingState.APPROVED:
        messages.error(request, _("Zápis je schválený, na připomínky se už neodpovídá."))
    else:
        try:
            minute_taking.reply(written, text=form.cleaned_data["reply"], by=user)
        except MeetingRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Odpověď je zapsaná."))
    return redirect(shown)
