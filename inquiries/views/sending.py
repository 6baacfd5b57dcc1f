"""One sending of the record's form: what was typed is kept first, then the button does its deed, then comes the answer.

Keeping and ending are one transaction; an end that is refused, or fails, takes only itself back, and what was typed stays.
A script asks by the header `X-Part` and gets JSON with the pieces of the page that changed; without a script a deed ends in
a redirect to the record, and a form that is not right yet comes back as it was typed.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inquiries import recording, timers
from inquiries.closing_needs import missing_for_end
from inquiries.coming_back import CodeRefused, come_back
from inquiries.conflict import conflict_context, keep_chosen, seal
from inquiries.dates import free_day, moment
from inquiries.deeds import DEEDS, DeedRefused, show_slip
from inquiries.desk import Desk
from inquiries.entries import IDENTIFYING, Entry, Wishes, entry_of, with_entry
from inquiries.finishing import finish, keep_open
from inquiries.following import FollowUpRefused
from inquiries.forms.inquiry import InquiryForm
from inquiries.line_fields import chosen_place
from inquiries.models import Deed, FollowUpWish, Inquiry, InquiryKind, InquiryState
from inquiries.moves import MoveRefused
from inquiries.record_page import (
    address_of,
    empty_entry,
    no_room_for,
    record_context,
    saved_at,
    title_of,
    unread_words,
)
from inquiries.reworking import read_deed, rework
from inquiries.smart_line import Line
from inquiries.timeline import told_at_once
from sociopoint.models import User

QUICK = {"wrong": InquiryKind.WRONG, "no-show": InquiryKind.NO_SHOW}
ENDS = ("save", "close", "close-new", "close-slip")
SAID = {
    InquiryState.CLOSED: gettext_lazy("Uloženo a uzavřeno."),
    InquiryState.FOLLOW_UP: gettext_lazy("Uloženo. Dohled je naplánovaný."),
    InquiryState.WAITING_PARTNER: gettext_lazy("Uloženo. Čekáme na partnera."),
}
PARTS = {
    "cipy": "_chips",
    "predano": "_given",
    "rozepsane": "_drafts",
    "souvislosti": "_hints",
    "ohrozeni": "_reminders",
}


def writable(inquiries: QuerySet[Inquiry], public_id: str) -> Inquiry:
    """404 for one that is not among them, 403 for one that is only to be kept."""
    inquiry = get_object_or_404(inquiries, public_id=public_id.upper())
    if inquiry.is_restricted:
        raise PermissionDenied(_("Na žádost člověka se dotaz jen uchovává. Nic se do něj nezapisuje."))
    return inquiry


class Sending:
    """`public_id` of the inquiry whose form it is, '' where the form begins a new one."""

    def __init__(self, request: HttpRequest, desk: Desk, public_id: str = "") -> None:
        self.request, self.desk, self.public_id = request, desk, public_id
        self.inquiry: Inquiry | None = None
        self.line = Line()
        self.by_script = request.headers.get("X-Part") == "1"
        self.fields = request.POST.copy()
        for name, values in self.fields.lists():
            self.fields.setlist(name, [value.replace("\x00", "") for value in values])
        self.deed = read_deed(self.fields)

    def answer(self) -> HttpResponse:
        failure: Exception | None = None
        with transaction.atomic(), told_at_once():
            try:
                self._keep()
            except recording.ChangedMeanwhile as change:
                return self._conflict(change)
            if self.deed.verb in (*QUICK, *ENDS):
                try:
                    with transaction.atomic(), told_at_once():
                        return self._end()
                except Exception as error:  # nobody foresaw it; raised once what was typed is safe
                    failure = error
        if failure:
            raise failure
        return self._do()

    def _form(self) -> InquiryForm:
        chosen = chosen_place(self.fields.get("district", ""), self.desk.lists)
        return InquiryForm(self.fields, lists=self.desk.lists, colleagues=self.desk.colleagues, chosen_district=chosen)

    def _keep(self) -> None:
        """Write all that is sure of the form; a form sent twice finds what the first sending began."""
        own = Inquiry.objects.visible_to(self.desk.worker)
        if self.public_id:
            self.inquiry = recording.to_record(writable(own.select_for_update(of=("self",)), self.public_id))
        before = entry_of(self.inquiry) if self.inquiry else empty_entry(self.desk.lists, None)
        keep_chosen(self.fields, before)
        if not (self.by_script and self.deed.verb == "draft"):
            self.line = rework(self.fields, self.deed, self.desk.lists)
        self.form = self._form()
        self.form.is_valid()
        self.entry = self.form.entry(before)
        if self.inquiry or not self._begin():
            inquiry = self.inquiry or self._of_same_form(own)
            self.inquiry, version = inquiry, self.form.sure.get("version") or None
            if inquiry.is_draft or version:
                recording.record(inquiry, self.entry, by=self.desk.worker, version=version)
            elif _says_more(self.entry, entry_of(inquiry)):
                raise recording.ChangedMeanwhile(entry_of(inquiry), inquiry.version)
        channel = self._inquiry().channel_id
        if self.request.session.get("last_channel") != channel:
            self.request.session["last_channel"] = channel

    def _of_same_form(self, own: QuerySet[Inquiry]) -> Inquiry:
        """What another sending of this form began."""
        begun = own.get(submission=self.form.sure["submission"])
        return recording.to_record(writable(own.select_for_update(of=("self",)), begun.public_id))

    def _begin(self) -> bool:
        """False where another sending of the same form has begun the inquiry already."""
        sure = self.form.sure
        started = sure.get("started_at")
        try:
            with told_at_once():
                self.inquiry = recording.start(
                    self.entry,
                    by=self.desk.worker,
                    office=self.desk.office,
                    submission=sure.get("submission"),
                    started_at=_moment(started) if started else None,
                )
        except IntegrityError:
            return False
        return True

    def _conflict(self, change: recording.ChangedMeanwhile) -> HttpResponse:
        said = _("Dotaz se mezitím změnil. Nic se neztratilo: stiskněte Uložit a porovnejte obě verze.")
        if self.by_script:
            ends = {"ends": self.deed.verb} if self.deed.verb in ENDS else {}
            return JsonResponse({"conflict": said} | ends, status=409)
        context = conflict_context(self.form, change.stored, change.version, self.fields)
        context |= {"inquiry": self.inquiry} | _saved_by(self._inquiry(), self.desk.worker)
        return render(self.request, "inquiries/conflict.html", context, status=409)

    def _end(self) -> HttpResponse:
        inquiry = self._inquiry()
        if self.deed.verb in QUICK:
            return self._end_quickly(inquiry)
        if not inquiry.is_unfinished and inquiry.state != InquiryState.CLOSED:
            return self._done()
        wishes = self.entry.wishes
        if problem := self._come_back():
            self.form.add_error("code", problem)
        if self.line.no_room:
            self.form.add_error("line", no_room_for(self.line))
        for field, sentence in missing_for_end(self.form, inquiry, is_over=self.deed.verb != "save"):
            self.form.add_error(field, sentence)
        if self.form.errors:
            return self._again()
        try:
            (keep_open if self.deed.verb == "save" else finish)(inquiry, wishes, by=self.desk.worker)
        except (MoveRefused, FollowUpRefused) as refusal:
            self.form.add_error("closing_reason" if isinstance(refusal, MoveRefused) else "follow_up_on", str(refusal))
            return self._again()
        self._say_day_off(wishes)
        return self._done()

    def _say_day_off(self, wishes: Wishes) -> None:
        """A day off that was typed is kept: somebody may mean it."""
        day = wishes.follow_up_on if wishes.follow_up == FollowUpWish.DATE else None
        if day is not None and day > timezone.localdate() and (said := free_day(day)):
            messages.warning(self.request, f"{said} {_('Dohled tam zůstal. Jiný den mu dáte v dotazu.')}")

    def _end_quickly(self, inquiry: Inquiry) -> HttpResponse:
        if inquiry.state == InquiryState.CLOSED:  # by the first half of a double click
            return self._done()
        try:
            with transaction.atomic(), told_at_once():
                recording.close_quickly(inquiry, QUICK[self.deed.verb], by=self.desk.worker)
        except MoveRefused as refusal:
            self.form.add_error(None, str(refusal))
            return self._again()
        return self._done()

    def _do(self) -> HttpResponse:
        """A button beside the record: handing over, linking, the clock. Whatever else only keeps what was typed."""
        inquiry, problem, leads_to = self._inquiry(), "", ""
        deed = DEEDS.get(self.deed.verb)
        if deed is not None:
            try:
                leads_to = deed(inquiry, self.deed.number, by=self.desk.worker) or ""
            except DeedRefused as refusal:
                problem = str(refusal)
        problem = problem or self._come_back()
        if deed is not None:
            inquiry = self.inquiry = with_entry(Inquiry.objects.all()).get(pk=inquiry.pk)
        if self.by_script:
            return self._parts(inquiry, problem, leads_to)
        if problem:
            self.form.add_error(None, problem)
        if self.form.errors:
            return self._again()
        if said := unread_words(self.line):
            messages.warning(self.request, said)
        return redirect(leads_to or address_of(inquiry))

    def _come_back(self) -> str:
        """Go on under the return code that was typed, if any; the reason why not, '' for none."""
        inquiry, typed = self._inquiry(), str(self.form.sure.get("code", ""))
        if not typed:
            return ""
        try:
            come_back(inquiry, typed, by=self.desk.worker)
        except CodeRefused as refusal:
            return str(refusal)
        return ""

    def _done(self) -> HttpResponse:
        inquiry = self._inquiry()
        said = SAID.get(InquiryState(inquiry.state), _("Uloženo."))
        messages.success(self.request, f"{inquiry.public_id}: {said}")
        next_pages = {
            "close-new": reverse("inquiries:inquiry-new"),
            "close-slip": show_slip(inquiry, 0, by=self.desk.worker),
        }
        next_page = next_pages.get(self.deed.verb) or reverse("inquiries:today")
        return JsonResponse({"done": next_page}) if self.by_script else redirect(next_page)

    def _again(self) -> HttpResponse:
        """The page with the form as typed, its version the one just kept. A script sends it anew to get the page."""
        inquiry = self._inquiry()
        if self.by_script:
            return JsonResponse({"ends": self.deed.verb}, status=422)
        self.fields["version"], self.fields["note_seen"] = str(inquiry.version), "on"
        self.fields["base"] = seal(self.entry)
        errors = self.form.errors
        self.form = self._form()
        self.form.is_valid()
        self.form.errors.update(errors)
        self.form.focus_on_wrong()
        return render(
            self.request, "inquiries/inquiry_form.html", record_context(self.desk, self.form, inquiry), status=422
        )

    def _parts(self, inquiry: Inquiry, problem: str, leads_to: str) -> JsonResponse:
        context: dict[str, Any] = record_context(self.desk, self.form, inquiry)
        return JsonResponse(
            {
                "address": address_of(inquiry),
                "version": inquiry.version,
                "base": seal(self.entry),
                "title": title_of(inquiry),
                "saved": saved_at(inquiry),
                "problem": problem,
                "leads_to": leads_to,
                "measured": timers.seconds_measured(inquiry, timezone.now()),
                "is_running": inquiry.timer_started_at is not None,
                "parts": {
                    part: render_to_string(f"inquiries/{name}.html", context, self.request)
                    for part, name in PARTS.items()
                },
            }
        )

    def _inquiry(self) -> Inquiry:
        if self.inquiry is None:
            raise ValueError("nothing was kept yet")
        return self.inquiry


def _says_more(sent: Entry, stored: Entry) -> bool:
    """Whether a form that was sent before says by now what is not written down: the answer to the first sending was lost on
    the way, and the worker wrote on. Of a mere double click nothing of this differs."""
    new_note, new_card = sent.note and sent.note != stored.note, any(sent.card.get(name) for name in IDENTIFYING)
    situations = {situation for situation, _outcome in stored.needs}
    return (
        bool(new_note)
        or any(situation not in situations for situation, _outcome in sent.needs)
        or (new_card and any(sent.card[name] != stored.card.get(name, "") for name in IDENTIFYING))
    )


def _saved_by(inquiry: Inquiry, but: User) -> dict[str, str]:
    """Who else changed it in its last sitting, and when; nothing where the story does not tell (a draft leaves no lines) or it
    was a window of one's own."""
    sitting = inquiry.changed_at - recording.ONE_SITTING
    lines = inquiry.timeline.filter(deed=Deed.CHANGED, at__gte=sitting).exclude(by=but).select_related("by")
    last = lines.order_by("-at", "-pk").first()
    return {"saved_by": str(last.by), "saved_when": moment(last.at, timezone.localdate())} if last else {}


def _moment(stamp: float) -> datetime | None:
    """When the form was opened, None for a number that is no time."""
    try:
        return datetime.fromtimestamp(stamp, UTC)
    except (ValueError, OverflowError, OSError):
        return None
