from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from network import period_overview, report_sheet, reporting
from network.forms.indicators import ExplanationsForm, PeriodForm, ReasonForm, ReportForm, SheetForm
from network.models import IndicatorReport, ManualVersion, ReportingPeriod, ReportState, ValueSource
from network.next_period import next_period
from network.permissions import can_keep
from network.views.people_of_network import member_of
from network.views.procedure_editing import editor_of
from sociopoint.models import User
from sociopoint.permissions import can_edit_network, can_see_whole_network
from sociopoint.spreadsheets import UnreadableSheet, write_csv, write_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WRITERS = {"csv": (write_csv, "text/csv; charset=utf-8"), "xlsx": (write_xlsx, XLSX)}
PAGE_SIZE = 100
LONGEST_ANSWER = 600
DECIDED = {
    ReportState.RETURNED: gettext_lazy("Výkaz je zpátky u služby. Napsali jsme jí, co je potřeba."),
    ReportState.ACCEPTED: gettext_lazy("Výkaz je přijatý."),
    ReportState.LOCKED: gettext_lazy("Výkaz je uzamčený."),
}


@require_safe
def indicator_list(request: HttpRequest) -> HttpResponse:
    """Manuals for everybody; the city's periods, or the reports a partner has to fill in."""
    user = member_of(request)
    versions = ManualVersion.objects.select_related("manual").order_by("manual__name", "-number")
    whole = can_see_whole_network(user)
    context: dict[str, Any] = {
        "versions": versions if can_edit_network(user) else versions.issued(),
        "may_edit": can_edit_network(user),
        "periods": ReportingPeriod.objects.select_related("version__manual") if whole else [],
        "reports": []
        if whole
        else IndicatorReport.objects.visible_to(user).select_related("period", "service").order_by("-period__last"),
        "today": timezone.localdate(),
    }
    return render(request, "network/indicator_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def period_new(request: HttpRequest) -> HttpResponse:
    user = editor_of(request)
    form = PeriodForm(request.POST) if request.method == "POST" else PeriodForm(initial=next_period())
    if form.is_bound and form.is_valid():
        period = form.save(commit=False)
        made = reporting.open_period(period, by=user, kinds=form.cleaned_data["kinds"])
        said = ngettext("Otevřeno, čeká se na %(n)d výkaz.", "Otevřeno, čeká se na %(n)d výkazů.", made)
        messages.success(request, said % {"n": made})
        return redirect(period)
    return render(request, "network/period_form.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def reporting_period(request: HttpRequest, pk: int) -> HttpResponse:
    """The city's overview; a partner has only reports of their own."""
    period = _period(request, pk)
    reports, chosen = period_overview.reports_of(period), request.GET.get("stav", "")
    shown = reports.filter(state=chosen) if chosen in ReportState.values else reports
    states = period_overview.counted_states(period)
    pages = Paginator(shown, PAGE_SIZE)
    pages.count = states[ReportState(chosen)] if chosen in ReportState.values else sum(states.values())
    page = pages.get_page(request.GET.get("strana"))
    context = {
        "period": period,
        "states": [(str(state.value), str(state.label), number) for state, number in states.items()],
        "total": sum(states.values()),
        "chosen": chosen,
        "page": page,
        "rows": period_overview.expected(page),
        "may_edit": can_edit_network(member_of(request)),
        "tables": period_overview.spreads(period),
        "is_late": period.due_on < timezone.localdate(),
    }
    return render(request, "network/reporting_period.html", context)


@require_safe
def period_table(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    period = _period(request, pk)
    write, content_type = WRITERS[kind]
    content = write(period_overview.headings(period), period_overview.rows(period))
    return _file(content, content_type, f"vykazy-{period.first}-{period.last}.{kind}")


@require_POST
def period_reminders(request: HttpRequest, pk: int) -> HttpResponse:
    """`pripominat`: yes or no; letters to those who have not handed in stop or go on."""
    editor_of(request)
    period = _period(request, pk)
    period.reminds = request.POST.get("pripominat") == "ano"
    period.save(update_fields=["reminds"])
    said = _("Kdo neodevzdá, tomu připomeneme.") if period.reminds else _("Připomínat nebudeme.")
    messages.success(request, said)
    return redirect(period)


def _period(request: HttpRequest, pk: int) -> ReportingPeriod:
    if not can_see_whole_network(member_of(request)):
        raise Http404
    return get_object_or_404(ReportingPeriod.objects.select_related("version__manual"), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Values with their definitions; saving asks the ten questions."""
    shown, user = _report(request, pk), member_of(request)
    if request.method != "POST":
        return render(request, "network/report.html", _context(shown, user))
    form = _form(shown, request.POST)
    if not form.is_valid():
        return _refused(request, shown, user, form=form)
    return _fill_in(request, shown, user, form, ValueSource.HAND)


@require_safe
def report_template(request: HttpRequest, pk: int) -> HttpResponse:
    """A spreadsheet to fill in, with what is there already."""
    shown = _report(request, pk)
    values = {value.definition_id: value for value in shown.values.all()}
    content = report_sheet.sheet_of(shown.period.version.definitions.all(), values)
    return _file(content, XLSX, f"vykaz-{shown.pk}.xlsx")


@require_POST
def report_upload(request: HttpRequest, pk: int) -> HttpResponse:
    """The filled-in spreadsheet; what is wrong in it is said as if it were typed."""
    shown, user = _report(request, pk), member_of(request)
    sheet = SheetForm(request.POST, request.FILES)
    if not sheet.is_valid():
        return _refused(request, shown, user, sheet_form=sheet)
    try:
        fields = report_sheet.fields_of(sheet.cleaned_data["sheet"].read(), shown.period.version.definitions.all())
    except UnreadableSheet:
        sheet.add_error("sheet", _("Tabulku neumíme přečíst. Stáhněte si šablonu a vyplňte ji."))
        return _refused(request, shown, user, sheet_form=sheet)
    except report_sheet.SheetRefused as refusal:
        sheet.add_error("sheet", str(refusal))
        return _refused(request, shown, user, sheet_form=sheet)
    form = _form(shown, _merged(shown, fields))
    if not form.is_valid():
        return _refused(request, shown, user, form=form)
    return _fill_in(request, shown, user, form, ValueSource.IMPORT)


@require_POST
def report_send(request: HttpRequest, pk: int) -> HttpResponse:
    """What is typed is kept first, then the whole goes to the city."""
    shown, user = _report(request, pk), member_of(request)
    form = _form(shown, request.POST) if any(name.startswith("value-") for name in request.POST) else None
    try:
        reporting.explain(shown, _answers(request, shown), by=user)
        if form is not None and not form.is_valid():
            return _refused(request, shown, user, form=form)
        if form is not None:
            reporting.fill_in(shown, form.filled(), by=user)
        reporting.send(shown, by=user)
    except reporting.ReportRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Výkaz je odeslaný městu."))
    return redirect(shown)


def _answers(request: HttpRequest, shown: IndicatorReport) -> dict[int, str]:
    asked = shown.disproportions.values_list("pk", flat=True)
    return {number: request.POST.get(f"answer-{number}", "").replace("\x00", "")[:LONGEST_ANSWER] for number in asked}


@require_POST
def report_judge(request: HttpRequest, pk: int) -> HttpResponse:
    """What the city says to explanations; asking again sends the report back."""
    user = editor_of(request)
    shown = _report(request, pk)
    form = ExplanationsForm(request.POST, asked=list(shown.disproportions.all()))
    if not form.is_valid():
        return _refused(request, shown, user, judge_form=form)
    try:
        went_back = reporting.judge(shown, form.judged(), by=user)
    except reporting.ReportRefused as refusal:
        messages.error(request, str(refusal))
    else:
        said = _("Zapsáno. Výkaz je zpátky u služby, ať odpoví.") if went_back else _("Zapsáno.")
        messages.success(request, said)
    return redirect(shown)


@require_POST
def report_decide(request: HttpRequest, pk: int, to: str) -> HttpResponse:
    """Return (also a locked one, which is its correction), accept, lock."""
    user = editor_of(request)
    shown, reason, state = _report(request, pk), "", ReportState(to)
    if state == ReportState.RETURNED:
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return _refused(request, shown, user, reason_form=form)
        reason = form.cleaned_data["reason"]
    try:
        reporting.decide(shown, state, by=user, reason=reason)
    except reporting.ReportRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, DECIDED[state])
    return redirect(shown)


def _report(request: HttpRequest, pk: int) -> IndicatorReport:
    rows = IndicatorReport.objects.visible_to(member_of(request))
    rows = rows.select_related("period__version__manual", "service__organisation", "service__kind")
    return get_object_or_404(rows, pk=pk)


def _form(shown: IndicatorReport, fields: Any = None) -> ReportForm:
    values = {value.definition_id: value for value in shown.values.all()}
    return ReportForm(fields, report=shown, definitions=list(shown.period.version.definitions.all()), values=values)


def _merged(shown: IndicatorReport, fields: dict[str, str]) -> dict[str, str]:
    """A spreadsheet says only what is in it: indicators it leaves out stay as they are."""
    form = _form(shown)
    there: dict[str, str] = {}
    for one in form.definitions:
        if f"value-{one.pk}" not in fields:
            names = (f"value-{one.pk}", f"comment-{one.pk}")
            there |= {name: str(form.fields[name].initial) for name in names}
            if form.fields[f"zero-{one.pk}"].initial:
                there[f"zero-{one.pk}"] = "on"
    return there | fields


def _fill_in(
    request: HttpRequest, shown: IndicatorReport, user: User, form: ReportForm, source: ValueSource
) -> HttpResponse:
    try:
        reporting.explain(shown, _answers(request, shown), by=user)
        reporting.fill_in(shown, form.filled(), by=user, source=source)
    except reporting.ReportRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _said_of(shown, source))
    return redirect(shown)


def _said_of(shown: IndicatorReport, source: ValueSource) -> str:
    done = _("Hodnoty z tabulky jsou uložené.") if source == ValueSource.IMPORT else _("Uloženo.")
    asks = shown.disproportions.filter(answer="").exists()
    then = _("Níž se na něco ptáme, stačí věta.") if asks else _("Až bude vše, výkaz odešlete.")
    return f"{done} {then}"


def _context(shown: IndicatorReport, user: User) -> dict[str, Any]:
    """Everything `network/report.html` prints. Five queries."""
    decides, state = can_edit_network(user), ReportState(shown.state)
    may_fill = shown.may_be_filled and can_keep(user, shown.service.organisation)
    asked = list(shown.disproportions.select_related("judged_by"))
    judge_form, moves = ExplanationsForm(asked=asked), list(shown.moves.select_related("by"))
    return {
        "report": shown,
        "form": _form(shown),
        "asked": asked,
        "may_judge": decides and state == ReportState.SENT and bool(judge_form.asked),
        "judge_form": judge_form,
        "moves": moves,
        "returned_for": moves[-1].reason if moves and state == ReportState.RETURNED else "",
        "may_fill": may_fill,
        "may_accept": decides and shown.may_become(ReportState.ACCEPTED),
        "may_lock": decides and shown.may_become(ReportState.LOCKED),
        "may_return": decides and shown.may_become(ReportState.RETURNED),
        "is_correction": state == ReportState.LOCKED,
        "reason_form": ReasonForm(),
        "sheet_form": SheetForm(),
        "is_late": shown.period.due_on < timezone.localdate() and shown.may_be_filled,
    }


def _refused(request: HttpRequest, shown: IndicatorReport, user: User, **form: BaseForm) -> HttpResponse:
    context = _context(shown, user) | form | {"refused": next(iter(form.values()))}
    return render(request, "network/report.html", context, status=422)


def _file(content: bytes, content_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
