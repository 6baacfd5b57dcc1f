"""What the desk does by itself in the background."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from inquiries import drafts
from inquiries.gaps import propose_points
from inquiries.reminders import write_to_the_silent
from inquiries.retention import purge
from inquiries.sample import draw_sample, return_waiting
from inquiries.statistics.recount import recount_changed
from inquiries.waiting_lists import nudge_waiting_lists

logger = logging.getLogger(__name__)


@app.periodic(cron="5 7-16 * * *")
@app.task(name="write_to_silent_partners", queueing_lock="write_to_silent_partners")
def write_to_silent_partners(timestamp: int) -> None:
    """By day only: a reminder in the middle of the night reads like an alarm."""
    written = write_to_the_silent(timezone.now())
    logger.info("partners: %d reminded, %d waited for in vain", written.reminded, written.expired)


@app.periodic(cron="35 8 * * 1-5")
@app.task(name="ask_about_waiting_lists", queueing_lock="ask_about_waiting_lists")
def ask_about_waiting_lists(timestamp: int) -> None:
    """Each morning for whoever has waited a month; a partner hears of one person once a month."""
    asked = nudge_waiting_lists(timezone.now())
    logger.info("waiting lists: %d partners asked, %d calls planned", asked.letters, asked.calls)


@app.periodic(cron="20 2 * * *")
@app.task(name="void_forgotten_drafts", queueing_lock="void_forgotten_drafts")
def void_forgotten_drafts(timestamp: int) -> None:
    """Each night: drafts nobody touched for a week."""
    logger.info("forgotten drafts voided: %d", drafts.void_forgotten_drafts())


@app.periodic(cron="* * * * *")
@app.task(name="recount_statistics", queueing_lock="recount_statistics")
def recount_statistics(timestamp: int) -> None:
    """Each minute: a report then rarely has to count before it answers. Without it reports are as exact, only slower."""
    recount_changed()


@app.periodic(cron="20 3 * * *")
@app.task(name="shred_what_is_past", queueing_lock="shred_what_is_past")
def shred_what_is_past(timestamp: int) -> None:
    """Each night: words and contacts past their time (`manage.py purge --commit`)."""
    found = purge(commit=True)
    logger.info("shredded: words of %d, contacts of %d inquiries", len(found.words), len(found.contacts))


@app.periodic(cron="30 5 * * *")
@app.task(name="begin_the_day", queueing_lock="begin_the_day")
def begin_the_day(timestamp: int) -> None:
    """Before the desk opens: who was to come back by today is in work again, and the sample of yesterday is drawn."""
    today = timezone.localdate()
    returned, drawn = return_waiting(today), draw_sample(today - timedelta(days=1))
    logger.info("back in work: %d, drawn for a call: %d", returned, drawn)


@app.periodic(cron="50 5 * * *")
@app.task(name="propose_points_of_gaps", queueing_lock="propose_points_of_gaps")
def propose_points_of_gaps(timestamp: int) -> None:
    """Each morning: what lacks too often is proposed to the next meeting of the right group."""
    logger.info("points proposed of what people lack: %d", propose_points(timezone.localdate()))
