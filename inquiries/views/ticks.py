"""`/pult/carky/`: ten contacts of a field event on one sheet. `/pult/doplnit/`: what their ticks still lack, one by one."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from inquiries.desk import Desk, desk_of
from inquiries.forms.ticks import ROWS, CompletionForm, DayForm, TickForm
from inquiries.models import Deed, Inquiry
from inquiries.ticks import missing_of, record_ticks, to_complete
from inquiries.timeline import record
from sociopoint.models import User
from sociopoint.permissions import can_work_at_desk

MOST_ROWS = 60
SENT_SHEETS = "sent_sheets"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ticks(request: HttpRequest) -> HttpResponse:
    desk = _desk(request)
    if desk is None:
        return render(request, "inquiries/no_office.html")
    wanted = _rows_wanted(request)
    data = request.POST if request.method == "POST" else None
    day = DayForm(data, initial={"day": timezone.localdate()})
    rows = [TickForm(data, prefix=str(number), lists=desk.lists) for number in range(wanted)]
    if data is not None and "add" not in data and _save(request, desk, day, rows):
        return redirect("inquiries:ticks-to-complete")
    rows[-1 if "add" in request.POST else 0].begins()
    context = {"day": day, "rows": rows, "count": wanted, "sheet": _sheet(request), "is_wrong": _is_wrong(day, rows)}
    return render(request, "inquiries/ticks.html", context, status=422 if context["is_wrong"] else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ticks_to_complete(request: HttpRequest) -> HttpResponse:
    """The oldest tick that lacks something; the next one comes by itself."""
    desk = _desk(request)
    if desk is None:
        return render(request, "inquiries/no_office.html")
    waiting = to_complete(desk.worker)
    asked = (request.POST.get("inquiry") or request.GET.get("dotaz", "")).replace("\x00", "")
    chosen = waiting.filter(public_id=asked.upper()).first() if asked else None
    inquiry = chosen or waiting.first()
    if inquiry is None:
        return render(request, "inquiries/ticks_complete.html", {"left": 0})
    form = CompletionForm(request.POST or None, lists=desk.lists, missing=missing_of(inquiry))
    if request.method == "POST" and chosen is not None and form.is_valid():
        _complete(inquiry, form, desk.worker)
        return redirect("inquiries:ticks-to-complete")
    following = waiting.exclude(pk=inquiry.pk).filter(received_at__gte=inquiry.received_at).first()
    context = {"form": form, "inquiry": inquiry, "left": waiting.count(), "following": following}
    return render(request, "inquiries/ticks_complete.html", context)


def _desk(request: HttpRequest) -> Desk | None:
    if not can_work_at_desk(request.user) or not isinstance(request.user, User):
        raise PermissionDenied
    return desk_of(request.user)


def _rows_wanted(request: HttpRequest) -> int:
    """Lines of the sheet: ten, and one more for each press of „další řádek“."""
    sent = request.POST.get("count", "")
    count = int(sent) if sent.isdecimal() and len(sent) < 4 else ROWS
    return max(1, min(MOST_ROWS, count + ("add" in request.POST)))


def _save(request: HttpRequest, desk: Desk, day: DayForm, rows: list[TickForm]) -> bool:
    """All of the sheet or nothing of it; a sheet sent twice is written once."""
    for form in (day, *rows):
        form.is_valid()
    if _is_wrong(day, rows):
        return False
    used = [row for row in rows if row.is_used]
    if not used:
        rows[0].add_error("situation", _("Na listu nic není. Vyberte situaci aspoň na jednom řádku."))
        return False
    sheet, sent = _sheet(request), request.session.get(SENT_SHEETS, [])
    if sheet not in sent:
        written = [row.tick(day.cleaned_data["day"]) for row in used]
        with suppress(IntegrityError):  # the other half of a double click was faster, and its session is not seen here
            record_ticks(written, by=desk.worker, office=desk.office, sheet=UUID(sheet))
        request.session[SENT_SHEETS] = [*sent[-20:], sheet]
        said = ngettext("Zapsáno: %(n)d čárka.", "Zapsáno: %(n)d čárek.", len(used)) % {"n": len(used)}
        messages.success(request, said)
    return True


def _sheet(request: HttpRequest) -> str:
    """Tells sheets apart, so that a double click does not write one twice."""
    try:
        return str(UUID(request.POST.get("sheet", "")))
    except ValueError:
        return str(uuid4())


def _is_wrong(day: DayForm, rows: list[TickForm]) -> bool:
    return any(form.is_bound and form.errors for form in (day, *rows))


@transaction.atomic
def _complete(inquiry: Inquiry, form: CompletionForm, worker: User) -> None:
    columns = form.columns() | {"is_complete": True, "completed_at": timezone.now()}
    for name, value in columns.items():
        setattr(inquiry, name, value)
    inquiry.version += 1
    inquiry.save(update_fields=[*columns, "version", "changed_at"])
    if groups := form.cleaned_data.get("target_groups"):
        inquiry.target_groups.set(int(pk) for pk in groups)
    for name in form.fields:
        if form.cleaned_data.get(name):
            record(inquiry, Deed.CHANGED, by=worker, field=name, after=_code(form.cleaned_data[name]))


def _code(value: object) -> str:
    return ",".join(value)[:60] if isinstance(value, list) else str(value)[:60]
