"""What runs in the background: letters, and the housekeeping of a night. Apps have their own `tasks.py` beside this one."""

from __future__ import annotations

import logging

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from sociopoint import limits, mailing
from sociopoint.worker_state import PURGE, beat, start_clock

logger = logging.getLogger(__name__)
OLD_JOBS_HOURS = 7 * 24
WORKER = "worker"


class AskedAgain(BaseRetryStrategy):
    """As long as `mailing.deliver` finds it worth trying."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if not isinstance(exception, mailing.MailNotAccepted):
            return None
        return RetryDecision(retry_in={"seconds": mailing.wait_after(job.attempts + 1)})


@app.task(name="send_mail", queue="mail", retry=AskedAgain())
def send_mail(*, mail: int) -> None:
    mailing.deliver(mail)


@app.periodic(cron="* * * * *")
@app.task(name="heartbeat", queueing_lock="heartbeat")
def heartbeat(timestamp: int) -> None:
    """Each minute: the worker lives and its clock of periodic tasks goes (`/healthz`)."""
    beat(WORKER)
    start_clock(PURGE)


@app.periodic(cron="*/20 * * * *")
@app.task(name="give_up_stuck_mail", queueing_lock="give_up_stuck_mail")
def give_up_stuck_mail(timestamp: int) -> None:
    mailing.give_up_stuck()


@app.periodic(cron="40 1 * * *")
@app.task(name="forget_what_is_past", queueing_lock="forget_what_is_past")
def forget_what_is_past(timestamp: int) -> None:
    """Each night: sessions that ended with where they were from, tries that are over, letters long sent."""
    call_command("clearsessions")
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    tries, _keys = limits.forget_old()
    logger.info("forgotten: %d tries, %d letters", tries, mailing.forget_old())


@app.periodic(cron="50 1 * * *")
@app.task(name="remove_old_jobs", queueing_lock="remove_old_jobs")
async def remove_old_jobs(timestamp: int) -> None:
    await app.job_manager.delete_old_jobs(nb_hours=OLD_JOBS_HOURS, include_failed=True, include_cancelled=True)


@app.periodic(cron="15 2 * * *")
@app.task(name="update_register", queueing_lock="update_register")
def update_register(timestamp: int) -> None:
    """Each night in production: the ministry's register. A trial run does not load a hundred megabytes unasked."""
    if settings.ENVIRONMENT.update_register:
        call_command("update_register")
