"""What the desk does by itself in the background."""

from __future__ import annotations

import logging

from django.utils import timezone
from procrastinate.contrib.django import app

from inquiries import drafts
from inquiries.reminders import write_to_the_silent
from inquiries.statistics.recount import recount_changed

logger = logging.getLogger(__name__)


@app.periodic(cron="5 7-16 * * *")
@app.task(name="write_to_silent_partners", queueing_lock="write_to_silent_partners")
def write_to_silent_partners(timestamp: int) -> None:
    """By day only: a reminder in the middle of the night reads like an alarm."""
    written = write_to_the_silent(timezone.now())
    logger.info("partners: %d reminded, %d waited for in vain", written.reminded, written.expired)


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
