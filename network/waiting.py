"""What waits for somebody in the network: what the first page says above its parts, so that nobody has to go round them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.models import ChangeProposal, ProposalState
from network.belonging import organisations_of
from network.dates import day, hour, moment, short_day
from network.meeting_calls import invitation_path, seats_to_answer_for
from network.meeting_states import MeetingState
from network.models import (
    Answer,
    Ask,
    Competence,
    DefinitionQuestion,
    IndicatorReport,
    Meeting,
    ProcedureComment,
    Registration,
    RegistrationState,
    ReportState,
    Task,
    VersionState,
)
from network.models.procedures import OPEN_STATES
from network.models.reports import FILLED_IN
from network.procedures import versions_seen_by
from network.told_by_desk import told_by_desk
from sociopoint.models import User
from sociopoint.permissions import can_approve_changes, can_edit_network, can_see_whole_network

AHEAD = timedelta(days=30)
MOST_OF_A_SORT = 10
MOST_COUNTED = 200


@dataclass(frozen=True)
class Line:
    """One thing to do; `day` puts it in order, without one it has no term."""

    day: date | None
    when: str
    is_late: bool
    title: str
    about: str
    address: str


def waiting_for(user: User, today: date) -> list[Line]:
    """The most pressing first, what has no term last. Eight queries at most, however much there is."""
    lines = [*_meetings(user, today), *_minutes(user, today), *_tasks(user, today), *_offered_seats(user, today)]
    if can_see_whole_network(user):
        lines += _of_the_city(user)
    else:
        lines += [*_owed(user, today), *_reports(user, today), *_facts(user), *_procedures(user, today)]
    return sorted(lines, key=lambda line: (line.day is None, line.day or today))


def _meetings(user: User, today: date) -> Iterator[Line]:
    """Called meetings of the coming weeks where this person, or an organisation they work for, has a seat to answer for."""
    soon = seats_to_answer_for(user, today).filter(meeting__starts_at__date__lte=today + AHEAD)
    for row in soon.select_related("meeting__group")[:MOST_OF_A_SORT]:
        meeting, is_silent = row.meeting, row.answer == Answer.NONE
        yield Line(
            meeting.day,
            f"{short_day(meeting.day, today)} {hour(meeting.starts_at)}",
            False,
            f"{meeting.group.name} {meeting.label}",
            _("řekněte, jestli přijdete") if is_silent else str(Answer(row.answer).label),
            invitation_path(row) if is_silent else meeting.get_absolute_url(),
        )


def _minutes(user: User, today: date) -> Iterator[Line]:
    """Those this person writes: not finished yet, or heard by the members and waiting to be approved."""
    written = Meeting.objects.filter(minutes_by=user, state__in=[MeetingState.HELD, MeetingState.COMMENTS])
    heard = Q(comments_until=None) | Q(comments_until__lt=today)
    rows = written.filter(Q(state=MeetingState.HELD) | heard).select_related("group").order_by("starts_at", "pk")
    for meeting in rows[:MOST_OF_A_SORT]:
        title = _("Zápis: %(group)s %(label)s") % {"group": meeting.group.name, "label": meeting.label}
        is_written = meeting.state == MeetingState.HELD
        about = _("dopište ho a pošlete k připomínkám") if is_written else _("připomínky skončily, schvalte ho")
        yield Line(None, _("bez termínu"), False, title, about, meeting.get_absolute_url())


def _tasks(user: User, today: date) -> Iterator[Line]:
    mine = Task.objects.owned_by(user).open().select_related("group").order_by("due", "pk")
    for task in mine[:MOST_OF_A_SORT]:
        when = short_day(task.due, today)
        yield Line(task.due, when, task.due < today, task.text, task.group.name, task.get_absolute_url())


def _offered_seats(user: User, today: date) -> Iterator[Line]:
    offered = Registration.objects.filter(person__user=user, state=RegistrationState.OFFERED, offer_until__isnull=False)
    offered = offered.filter(training__is_cancelled=False)
    for seat in offered.select_related("training").order_by("offer_until"):
        until = timezone.localtime(seat.offer_until)
        about = _("uvolnilo se pro vás místo, potvrďte ho do %(moment)s") % {"moment": moment(until)}
        when = short_day(until.date(), today)
        yield Line(until.date(), when, False, seat.training.title, about, seat.training.get_absolute_url())


def _owed(user: User, today: date) -> Iterator[Line]:
    """People the desk sent to their organisations: who may answer is who reads the mailbox the link came to."""
    for owed in told_by_desk.owed_answers(organisations_of(user)):
        due = owed.respond_by
        title = _("Předání člověka: %(target)s") % {"target": owed.target}
        about = _("odpovězte odkazem v e-mailu, který přišel na %(email)s") % {"email": owed.email}
        page = reverse("network:organisation", args=[owed.organisation])
        yield Line(due, short_day(due, today), due < today, title, about, page)


def _reports(user: User, today: date) -> Iterator[Line]:
    """Of the organisations this person speaks for: not filled in yet, or returned."""
    wanted = IndicatorReport.objects.visible_to(user).filter(state__in=FILLED_IN).select_related("period", "service")
    for report in wanted.order_by("period__due_on", "pk")[:MOST_OF_A_SORT]:
        due = report.period.due_on
        title = _("Výkaz: %(service)s") % {"service": report.service.name}
        about = f"{report.period} · {report.get_state_display()}"
        yield Line(due, short_day(due, today), due < today, title, about, report.get_absolute_url())


def _facts(user: User) -> Iterator[Line]:
    asks = Ask.objects.unanswered().filter(organisation__in=organisations_of(user)).select_related("organisation")
    for ask in asks.order_by("asked_at")[:MOST_OF_A_SORT]:
        said = {"organisation": ask.organisation, "day": day(timezone.localdate(ask.asked_at))}
        about = _("%(organisation)s, ptáme se od %(day)s") % said
        page = f"{reverse('network:own-organisation')}?organizace={ask.organisation_id}"
        yield Line(None, _("bez termínu"), False, _("Platí, co o vás píšeme?"), about, page)


def _procedures(user: User, today: date) -> Iterator[Line]:
    """Versions the network is asked about, until this person has said something to them."""
    asked = versions_seen_by(user).filter(state=VersionState.COMMENTS, comments_until__gte=today)
    said = ProcedureComment.objects.filter(version=OuterRef("pk"), author=user)
    for version in asked.filter(~Exists(said)).order_by("comments_until", "pk")[:MOST_OF_A_SORT]:
        until = version.comments_until
        about = _("řekněte, co by v něm mělo být jinak")
        when = short_day(until, today) if until else _("bez termínu")
        yield Line(until, when, False, str(version), about, version.get_absolute_url())


def _of_the_city(user: User) -> Iterator[Line]:
    """Queues of those who decide, one line each with how many wait in it. At most three queries."""
    waits = _numbers(
        user,
        proposals=ChangeProposal.objects.filter(state=ProposalState.NEW),
        reports=IndicatorReport.objects.filter(state=ReportState.SENT),
        competences=Competence.objects.waiting(),
    )
    if can_approve_changes(user) and (n := waits["proposals"]):
        said = ngettext("%(n)d návrh změny v katalogu", "%(n)d návrhů změn v katalogu", n) % {"n": n}
        yield _queue(said, _("na rozhodnutí"), reverse("network:proposal-list"))
    if not can_edit_network(user):
        return
    if n := waits["reports"]:
        said = ngettext("%(n)d odeslaný výkaz", "%(n)d odeslaných výkazů", n) % {"n": n}
        yield _queue(said, _("na přijetí, nebo vrácení"), reverse("network:indicator-list"))
    if n := waits["competences"]:
        said = ngettext("%(n)d navržená kompetence", "%(n)d navržených kompetencí", n) % {"n": n}
        yield _queue(said, _("na schválení"), reverse("network:competence-list"))
    yield from _unanswered()


def _unanswered() -> Iterator[Line]:
    """What partners asked about a manual or wrote to a procedure: a line for each version."""
    questions = DefinitionQuestion.objects.filter(answer="").select_related("definition__version__manual")
    for manual, n in Counter(one.definition.version for one in questions[:MOST_COUNTED]).items():
        said = ngettext("%(n)d otázka: %(version)s", "%(n)d otázek: %(version)s", n) % {"n": n, "version": manual}
        yield _queue(said, _("na odpověď"), manual.get_absolute_url())
    comments = ProcedureComment.objects.filter(answer="", version__state__in=OPEN_STATES)
    comments = comments.select_related("version__procedure")
    for version, n in Counter(one.version for one in comments[:MOST_COUNTED]).items():
        said = ngettext("%(n)d připomínka: %(version)s", "%(n)d připomínek: %(version)s", n)
        yield _queue(said % {"n": n, "version": version}, _("na odpověď"), version.get_absolute_url())


def _numbers(user: User, **rows: QuerySet[Any]) -> dict[str, int]:
    """How many there are of each, in one query."""
    counted = {
        name: Coalesce(
            Subquery(one.order_by().annotate(all=Value(1)).values("all").annotate(n=Count("pk")).values("n")), 0
        )
        for name, one in rows.items()
    }
    numbers: tuple[int, ...] = User.objects.filter(pk=user.pk).annotate(**counted).values_list(*counted)[0]
    return dict(zip(counted, numbers, strict=True))


def _queue(title: str, about: str, address: str) -> Line:
    return Line(None, _("bez termínu"), False, title, _("čeká %(what)s") % {"what": about}, address)
