"""All that the page of one record prints: the form, chips, hits, what was handed over, drafts and earlier inquiries."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from catalogue.models import Place
from inquiries import timers
from inquiries.desk import Desk, drafts_of, own_drafts
from inquiries.entries import COLUMNS, Entry
from inquiries.forms.inquiry import MOST_NEEDS, InquiryForm
from inquiries.hits import Hits, find_hits
from inquiries.line_fields import chips
from inquiries.lists import DeskLists
from inquiries.models import Inquiry, NeedOutcome, Referral, ReferralState, RiskFlag
from inquiries.personal_data import LABELS, Found, find_personal_data
from inquiries.related import hints_for
from inquiries.rows_beside import beside, revived
from inquiries.smart_line import Line
from sociopoint.models import User

Context = dict[str, Any]
OUTCOMES = (NeedOutcome.MET, NeedOutcome.PARTLY, NeedOutcome.UNMET)
FOLDS = {
    "contact": ("code", "display_name", "phone", "email", "safe_hours", "relation"),
    "person": ("sex", "first_time", "language", "interpreter", "heard_from", "other_place"),
    "groups": ("target_groups",),
    "danger": ("is_crisis", "urgency", "risk_flags"),
    "work": ("kind", "direction", "persons_present", "is_group", "minutes_indirect", "minutes_travel", "colleagues"),
    "end": ("closing_reason", "is_unmet", "unmet_reason"),
}
"""Fields of each folded group; one of them filled in or wrong opens it."""


@dataclass(frozen=True)
class Need:
    """One row of situation and outcome."""

    situation: Any
    outcome: Any
    is_first: bool
    is_shown: bool


def record_context(desk: Desk, form: InquiryForm, inquiry: Inquiry | None) -> Context:
    """Everything `inquiries/inquiry_form.html` prints."""
    given, drafts = _beside(desk.worker, inquiry)
    written = situations_of(form)
    measured = timers.seconds_measured(inquiry, timezone.now()) if inquiry else 0
    return {
        "form": form,
        "inquiry": inquiry,
        "address": address_of(inquiry),
        "needs": [_need(form, place) for place in range(MOST_NEEDS)],
        "chips": chips(form),
        "hits": hits_of(
            form, desk.lists, inquiry.district if inquiry else None, {r.service_id for r in given if r.service_id}
        ),
        "given": given,
        "hints": hints_for(inquiry, desk.worker, written[0] if written else None) if inquiry else [],
        "drafts": drafts,
        "measured": measured,
        "minutes": measured // 60,
        "clock": f"{measured // 60}:{measured % 60:02}",
        "is_running": inquiry is None or inquiry.timer_started_at is not None,
        "channels": [channel for channel in desk.lists.channels if channel.token and not channel.is_retired],
        "saved": saved_at(inquiry),
        "labels": json.dumps({kind: str(label) for kind, label in LABELS.items()}),
        "open": {fold: any(_says_more(form, name) for name in names) for fold, names in FOLDS.items()},
        "more_needs": len(written) > 1 or any(form[f"outcome_{n}"].value() in OUTCOMES for n in range(MOST_NEEDS)),
        "reminders": reminders(form, desk.lists),
        "findings": findings_of(form),
    }


def address_of(inquiry: Inquiry | None) -> str:
    return reverse("inquiries:inquiry-edit", args=[inquiry.public_id]) if inquiry else reverse("inquiries:inquiry-new")


def with_beside(inquiries: QuerySet[Inquiry], worker: User) -> QuerySet[Inquiry]:
    """Inquiries with what stands beside the form: what each handed over and has not taken back, and the worker's drafts."""
    given = Referral.objects.filter(inquiry=OuterRef("pk")).exclude(state=ReferralState.WITHDRAWN)
    columns = ("id", "public_id", "state", "received_at", "timer_started_at", "channel_id", "district_id")
    return inquiries.annotate(
        beside_given=beside(given.order_by("created_at", "pk")),
        beside_drafts=beside(drafts_of(worker), "channel__name", "district__name", only=columns),
    )


def _beside(worker: User, inquiry: Any) -> tuple[list[Referral], list[Inquiry]]:
    """What was handed over, and the worker's other drafts. No query on an inquiry that came `with_beside`, else one."""
    if inquiry is None:
        return [], own_drafts(worker)
    rows = inquiry
    if not hasattr(inquiry, "beside_given"):
        rows = with_beside(Inquiry.objects.filter(pk=inquiry.pk).only("pk"), worker).get()
    drafts = [draft for draft in revived(Inquiry, rows.beside_drafts) if draft.pk != inquiry.pk]
    return revived(Referral, rows.beside_given), drafts


def situations_of(form: InquiryForm) -> list[int]:
    """Ids of the situations written in the form, the main one first."""
    values = (str(form[f"situation_{place}"].value() or "") for place in range(MOST_NEEDS))
    return [int(value) for value in values if value.isdecimal()]


def hits_of(form: InquiryForm, lists: DeskLists, chosen: Place | None, given: Collection[int]) -> Hits:
    """For the words in the line, from the age and the place that the form holds; `chosen`: a place outside the city."""
    asked = Inquiry(age_band=str(form["age_band"].value() or ""))
    value = str(form["district"].value() or "")
    places = {str(place.pk): place for place in [*lists.districts, *([chosen] if chosen else [])]}
    asked.district = places.get(value)
    words = str(form["line"].value() or "")
    return find_hits(words, asked, lists.catalogue, written=situations_of(form), given=given)


def reminders(form: InquiryForm, lists: DeskLists) -> list[RiskFlag]:
    """Dangers that are ticked and have something to be reminded of."""
    ticked = {str(value) for value in form["risk_flags"].value() or ()}
    return [flag for flag in lists.risk_flags if str(flag.pk) in ticked and flag.reminder]


def unread_words(line: Line) -> str:
    """What looked like a token and means nothing here, and situations that did not fit, as sentences; '' when all was understood."""
    said = []
    if line.unread:
        said.append(_("Tomu nerozumíme, nebo je toho víc: %(words)s") % {"words": ", ".join(line.unread)})
    if line.no_room:
        said.append(no_room_for(line))
    return " ".join(said)


def no_room_for(line: Line) -> str:
    said = _("Čtyři situace už zápis má, další se nevejde: %(words)s. Jednu z nich nejdřív změňte nebo vymažte.")
    return said % {"words": ", ".join(line.no_room)}


def saved_at(inquiry: Inquiry | None) -> str:
    """`uloženo 10:42`."""
    if inquiry is None:
        return ""
    return _("uloženo %(time)s") % {"time": date_format(timezone.localtime(inquiry.changed_at), "G:i")}


def title_of(inquiry: Inquiry | None) -> str:
    return _("Dotaz %(number)s") % {"number": inquiry.public_id} if inquiry else _("Nový dotaz")


def findings_of(form: InquiryForm) -> list[Found]:
    return find_personal_data(str(form["note"].value() or ""))


def empty_entry(lists: DeskLists, channel: int | None) -> Entry:
    """What a record says before anybody wrote anything: the defaults of its columns."""

    offered = [one for one in lists.channels if not one.is_retired]
    known = channel in {one.pk for one in offered}
    fresh = Inquiry()
    chosen = channel if known else next((one.pk for one in offered), None)
    return Entry(columns={name: getattr(fresh, name) for name in COLUMNS} | {"channel_id": chosen})


def _says_more(form: InquiryForm, name: str) -> bool:
    value, usual = form[name].value(), form.fields[name].initial
    return bool(form.errors.get(name)) or (value not in (None, "", [], False) and str(value) != str(usual))


def _need(form: InquiryForm, place: int) -> Need:
    situation = form[f"situation_{place}"]
    before = form[f"situation_{place - 1}"].value() if place else "first"
    return Need(situation, form[f"outcome_{place}"], place == 0, bool(situation.value() or before))
