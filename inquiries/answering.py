"""Many written questions one after another: which wait, which comes next, and an answer that may close the inquiry at once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from inquiries import questions, recording
from inquiries.dates import moment
from inquiries.entries import Wishes, entry_of
from inquiries.finishing import finish
from inquiries.models import Inquiry, NoteKind
from inquiries.models.inquiries import LONGEST_MINUTES
from inquiries.questions import AnsweredMeanwhile
from inquiries.reading import has_opened
from inquiries.today import about
from inquiries.today_rows import MAY_BE_ASKED, unanswered
from sociopoint.models import User

MOST_WAITING = 200


def waiting(user: User) -> QuerySet[Inquiry]:
    """Whose last question has no answer yet: crises first, then the oldest."""
    rows = Inquiry.objects.visible_to(user).filter(state__in=MAY_BE_ASKED, is_restricted=False)
    return rows.annotate(asks=unanswered()).filter(asks=True).order_by("-is_crisis", "received_at", "pk")


def queue_context(user: User) -> dict[str, Any]:
    """The list, by coded facts only. Two queries."""
    today = timezone.localdate()
    rows = waiting(user).select_related("district", "assignee").prefetch_related("needs__situation")[:MOST_WAITING]
    return {"rows": [{"inquiry": row, "when": moment(row.received_at, today), "about": about(row)} for row in rows]}


def neighbours(user: User, inquiry: Inquiry) -> dict[str, Any]:
    """Whether it waits (`is_waiting`), `before` and `after` it in the queue, its `place` and how many wait (`left`). Of one that is
    not among the first, only what is first. One query, of such a one two."""
    order = list(waiting(user).values_list("public_id", flat=True)[:MOST_WAITING])
    if inquiry.public_id not in order:
        waits = waiting(user).filter(pk=inquiry.pk).exists()
        return {"is_waiting": waits, "before": "", "after": order[0] if order else "", "place": 0, "left": len(order)}
    place = order.index(inquiry.public_id)
    return {
        "is_waiting": True,
        "before": order[place - 1] if place else "",
        "after": order[place + 1] if place + 1 < len(order) else "",
        "place": place + 1,
        "left": len(order),
    }


@transaction.atomic
def answer(
    inquiry: Inquiry,
    *,
    by: User,
    text: str,
    closes: bool,
    situation: int | None = None,
    help_level: int | None = None,
    minutes: int = 0,
) -> None:
    """Answer, note the facts a report needs, and with `closes` end it (or leave it to what it waits for). A form sent twice
    answers once; who has seen a colleague's answer may add theirs.

    Raises AnsweredMeanwhile, and MoveRefused where it cannot be closed; then nothing is written.
    """
    locked = Inquiry.objects.select_for_update(of=("self",)).get(pk=inquiry.pk)
    last = questions.last_said(locked)
    if last is None:
        raise AnsweredMeanwhile(_("Písemně se tu nikdo neptal. Co je potřeba, zapište do celého dotazu."))
    if questions.is_repeated(last, NoteKind.ANSWER, text, by=by):
        return
    if last.kind == NoteKind.ANSWER and not has_opened(locked, by=by, since=last.written_at):
        raise AnsweredMeanwhile(
            _(
                "Mezitím už odpověděl někdo z kolegů. Jeho odpověď vidíte tady. Když chcete přidat i svou, odešlete ji znovu."
            )
        )
    questions.answer(locked, by=by, text=text)
    current = recording.to_record(locked)
    stored = entry_of(current)
    facts = {
        "help_level": help_level or stored.columns["help_level"],
        "minutes_direct": min(current.minutes_direct + minutes, LONGEST_MINUTES),
    }
    needs = stored.needs or (((situation, "unknown"),) if situation else ())
    entry = replace(stored, columns={**stored.columns, **facts}, needs=needs)
    recording.record(current, entry, by=by, version=None)
    if closes:
        finish(current, Wishes(), by=by)
