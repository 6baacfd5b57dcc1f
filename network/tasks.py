"""What the network does by itself in the background."""

from __future__ import annotations

import logging

from django.utils import timezone
from procrastinate.contrib.django import app

from network.freshness import ask_the_due, remind_the_silent

logger = logging.getLogger(__name__)


@app.periodic(cron="10 8 * * 1-5")
@app.task(name="ask_whether_facts_hold", queueing_lock="ask_whether_facts_hold")
def ask_whether_facts_hold(timestamp: int) -> None:
    """On mornings of working days: a letter at night or at a weekend is read late and forgotten."""
    today = timezone.localdate()
    logger.info("facts of providers: %d asked, %d reminded", ask_the_due(today), remind_the_silent(today))
