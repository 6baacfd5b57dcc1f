"""One worker of the queue beside the web server: a child process that ends with it.

`manage.py serve` starts it; an instance that runs `manage.py procrastinate worker` on its own sets WORKER=0.
"""

from __future__ import annotations

import contextlib
import ctypes
import logging
import os
import signal
import time

from django.db import connections
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.psycopg_connector import PsycopgConnector
from psycopg_pool import PoolTimeout

logger = logging.getLogger(__name__)
PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2)
GRACE = 5.0  # seconds for a running task when the product stops
PAUSE = 5  # seconds before a worker that lost the database tries again


def end_with_parent() -> None:
    """A child whose parent was killed must not live on: Linux ends it at once."""
    ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGTERM)


def start() -> int:
    """Fork the worker off and return its process number. Call it before any connection or thread is open."""
    parent = os.getpid()
    child = os.fork()
    if child:
        return child
    end_with_parent()
    try:
        if os.getppid() == parent:  # it may have died between the fork and the line above
            work()
    finally:
        os._exit(0)  # whatever the parent does at its own end (stopping the database) is not the child's


def stop(child: int) -> None:
    """End the worker and wait, no longer than a running task is given."""
    deadline = time.monotonic() + GRACE + 1
    try:
        os.kill(child, signal.SIGTERM)
        while os.waitpid(child, os.WNOHANG) == (0, 0):
            if time.monotonic() > deadline:
                os.kill(child, signal.SIGKILL)
            time.sleep(0.05)
    except (ProcessLookupError, ChildProcessError):
        return  # gone already, or reaped by the server


def work() -> None:
    """Work until told to stop; a database that is away for a while is waited for."""
    with contextlib.suppress(AlreadyEnqueued):
        app.configure_task("heartbeat", queueing_lock="heartbeat").defer(
            timestamp=int(time.time())
        )  # `/healthz` need not wait for the next full minute
    connections.close_all()
    while True:
        connector = PsycopgConnector(kwargs=connector_params("default"), min_size=1, max_size=4)
        try:
            with app.replace_connector(connector) as ours:
                ours.run_worker(name="serve", shutdown_graceful_timeout=GRACE)
            return
        except (ConnectorException, PoolTimeout) as error:
            logger.warning("the worker lost the database (%s), trying again", type(error).__name__)
            time.sleep(PAUSE)
