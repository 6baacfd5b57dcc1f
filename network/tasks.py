"""What the network does by itself in the background."""

from __future__ import annotations

import logging

from django.utils import timezone
from procrastinate.contrib.django import app

from network.freshness import ask_the_due, remind_the_silent
from network.meeting_reminders import remind_the_invited
from network.registering import forget_needs, lapse_offers
from network.report_reminders import remind_to_report
from network.subscribing import forget_unconfirmed
from network.task_reminders import remind

logger = logging.getLogger(__name__)


@app.periodic(cron="10 8 * * 1-5")
@app.task(name="ask_whether_facts_hold", queueing_lock="ask_whether_facts_hold")
def ask_whether_facts_hold(timestamp: int) -> None:
    """On mornings of working days: a letter at night or at a weekend is read late and forgotten."""
    today = timezone.localdate()
    logger.info("facts of providers: %d asked, %d reminded", ask_the_due(today), remind_the_silent(today))


@app.periodic(cron="*/10 * * * *")
@app.task(name="lapse_training_offers", queueing_lock="lapse_training_offers")
def lapse_training_offers(timestamp: int) -> None:
    """Every ten minutes: an offered seat that nobody took goes to the next in line."""
    logger.info("offered seats lapsed: %d", lapse_offers(timezone.now()))


@app.periodic(cron="45 2 * * *")
@app.task(name="forget_needs_of_trainings", queueing_lock="forget_needs_of_trainings")
def forget_needs_of_trainings(timestamp: int) -> None:
    """Every night."""
    logger.info("needs of trainings forgotten: %d", forget_needs(timezone.now()))


@app.periodic(cron="50 2 * * *")
@app.task(name="forget_unconfirmed_subscriptions", queueing_lock="forget_unconfirmed_subscriptions")
def forget_unconfirmed_subscriptions(timestamp: int) -> None:
    """Every night."""
    logger.info("unconfirmed subscriptions forgotten: %d", forget_unconfirmed(timezone.now()))


@app.periodic(cron="15 6 * * 1-5")
@app.task(name="remind_of_tasks", queueing_lock="remind_of_tasks")
def remind_of_tasks(timestamp: int) -> None:
    """On working days before eight."""
    logger.info("reminded of tasks: %d", remind(timezone.localdate()))


@app.periodic(cron="25 8 * * 1-5")
@app.task(name="remind_of_invitations", queueing_lock="remind_of_invitations")
def remind_of_invitations(timestamp: int) -> None:
    """On mornings of working days, when people plan theirs."""
    logger.info("reminded of invitations: %d", remind_the_invited(timezone.localdate()))


@app.periodic(cron="35 8 * * 1-5")
@app.task(name="remind_missing_reports", queueing_lock="remind_missing_reports")
def remind_missing_reports(timestamp: int) -> None:
    """On mornings of working days."""
    logger.info("reminded of missing reports: %d", remind_to_report(timezone.localdate()))
