"""What the catalogue does by itself in the background.

Every command loads this module, so spreadsheets and leaflets are loaded by the task that makes them: a third of a second.
"""

from __future__ import annotations

import logging

from django.utils import timezone
from procrastinate.contrib.django import app

from catalogue.my_list.carrying import forget_past

logger = logging.getLogger(__name__)


@app.periodic(cron="30 3 * * *")
@app.task(name="make_open_files", queueing_lock="make_open_files")
def make_open_files(timestamp: int) -> None:
    """Each night after the register was read."""
    from catalogue.open_files import make_files

    made = make_files(timezone.now())
    logger.info("open data: %d services, %d changed, %d withdrawn", made.services, made.changed, made.withdrawn)


@app.task(name="make_leaflets")
def make_leaflets(batch: int) -> None:
    """Asked for on the page of leaflets of a whole city."""
    from catalogue.paper.batches import make_batch

    make_batch(batch)


@app.periodic(cron="50 3 * * *")
@app.task(name="forget_old_leaflets", queueing_lock="forget_old_leaflets")
def forget_old_leaflets(timestamp: int) -> None:
    from catalogue.paper.batches import forget_old_batches

    logger.info("old batches of leaflets dropped: %d", forget_old_batches())


@app.periodic(cron="10 2 * * *")
@app.task(name="forget_carried_lists", queueing_lock="forget_carried_lists")
def forget_carried_lists(timestamp: int) -> None:
    """Each night: lists under a code whose thirty days are over."""
    logger.info("carried lists forgotten: %d", forget_past())
