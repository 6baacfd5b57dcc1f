"""What the catalogue does by itself in the background."""

from __future__ import annotations

import logging

from django.utils import timezone
from procrastinate.contrib.django import app

from catalogue.open_files import make_files

logger = logging.getLogger(__name__)


@app.periodic(cron="30 3 * * *")
@app.task(name="make_open_files", queueing_lock="make_open_files")
def make_open_files(timestamp: int) -> None:
    """Each night after the register was read."""
    made = make_files(timezone.now())
    logger.info("open data: %d services, %d changed, %d withdrawn", made.services, made.changed, made.withdrawn)
