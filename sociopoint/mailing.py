"""E-mail leaves in the background, once each, and nothing of it stays readable here.

A letter is a row of `OutgoingMail`: `send_later` writes it in the caller's transaction, a task sends it. Its key makes it one,
however often the same step is repeated. Between the mail server's acceptance and our noting it a crash is possible; we chose
"at most once": the row says `sending` before the server is asked, and a row found so an hour later is marked as unsure, for
a person to look at, rather than sent again. A partner asked twice about one person is worse than a letter to send by hand.

A server that is down, full, or does not know us (a password that changed) is our trouble, not the letter's: it is asked for
three days. Given up at once is only what it will never take: this recipient, or this content.
"""

from __future__ import annotations

import datetime
import logging
from collections.abc import Collection
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused

from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from sociopoint.models import MailState, OutgoingMail

logger = logging.getLogger(__name__)
TRIES = 78
"""Six in the first half an hour, then hourly: three days, so that a server down over a weekend loses nothing."""
WAITS = (4, 16, 64, 256, 1024)
LONGEST_WAIT = 3600
STUCK_AFTER = datetime.timedelta(hours=1)
KEPT_DAYS = 30
DONE_WITH = (MailState.SENT, MailState.FAILED, MailState.UNSURE)
PERMANENT = range(500, 600)  # SMTP: asking again gets the same answer


class MailNotAccepted(Exception):
    """The mail server refused or did not answer; the text names the kind of failure and nobody's address."""


def send_later(
    *,
    to: str,
    subject: str,
    text: str,
    html: str | None = None,
    calendar: str = "",
    unsubscribe: str = "",
    key: str,
) -> None:
    """Send one letter after this transaction holds; a letter with a `key` known already is not sent again.

    The subject is seen by many and logged by mail servers: no personal data in it. `calendar` is an iCalendar with its
    method, which mail programmes offer to put down; `unsubscribe` an address that one POST signs off (RFC 8058).
    """
    from sociopoint.tasks import send_mail

    letter = OutgoingMail(
        key=key,
        to=to,
        subject=" ".join(subject.split())[:200],
        text=text,
        html=html or "",
        calendar=calendar,
        unsubscribe=unsubscribe,
    )
    with transaction.atomic():
        if OutgoingMail.objects.filter(key=key).exists():
            return
        OutgoingMail.objects.bulk_create([letter], ignore_conflicts=True)
        send_mail.defer(mail=OutgoingMail.objects.values_list("pk", flat=True).get(key=key))


def deliver(pk: int) -> None:
    """Send the letter if it still waits; whoever comes second finds it claimed.

    Raises MailNotAccepted while it is worth trying again.
    """
    claim = OutgoingMail.objects.filter(pk=pk, state=MailState.WAITING)
    if not claim.update(state=MailState.SENDING, changed_at=timezone.now()):
        return
    letter = OutgoingMail.objects.get(pk=pk)
    try:
        _hand_over(letter)
    except (SMTPException, OSError) as error:
        _not_sent(letter, error)
    else:
        OutgoingMail.objects.filter(pk=pk).update(
            state=MailState.SENT,
            changed_at=timezone.now(),
            tries=letter.tries + 1,
            **dict.fromkeys(("to", "text", "html", "calendar", "unsubscribe"), ""),
        )
        logger.info("letter %s sent", pk)


def wait_after(tries: int) -> int:
    """Seconds to the next try."""
    return WAITS[tries - 1] if tries <= len(WAITS) else LONGEST_WAIT


def send_again(letters: QuerySet[OutgoingMail]) -> int:
    """Those given up, as if they were new; what may have left already stays as it is. Returns how many."""
    from sociopoint.tasks import send_mail

    with transaction.atomic():
        failed = letters.filter(state=MailState.FAILED).exclude(to="").select_for_update(of=("self",))
        numbers = list(failed.order_by("pk").values_list("pk", flat=True))
        OutgoingMail.objects.filter(pk__in=numbers).update(state=MailState.WAITING, tries=0, changed_at=timezone.now())
        for pk in numbers:
            send_mail.defer(mail=pk)
    return len(numbers)


def states_of(keys: Collection[str]) -> dict[str, MailState]:
    """Key -> how far the letter is; missing where none was written or it was forgotten. One query."""
    rows = OutgoingMail.objects.filter(key__in=keys).values_list("key", "state") if keys else ()
    return {key: MailState(state) for key, state in rows}


def forget_unsent(beginnings: Collection[str]) -> int:
    """Drop letters that did not leave, by how their keys begin: whom they are for is to be forgotten now. Returns how many."""
    by_key = Q(pk=None)
    for beginning in beginnings:
        by_key |= Q(key__startswith=beginning)
    count, _models = OutgoingMail.objects.exclude(state__in=(MailState.SENDING, MailState.SENT)).filter(by_key).delete()
    return count


def give_up_stuck() -> int:
    """Mark what was being sent when its worker died. Returns how many."""
    stuck = OutgoingMail.objects.filter(state=MailState.SENDING, changed_at__lt=timezone.now() - STUCK_AFTER)
    count = stuck.update(state=MailState.UNSURE, changed_at=timezone.now())
    if count:
        logger.error("%d letters may or may not have been sent", count)
    return count


def forget_old() -> int:
    """Drop letters done with a month ago; until then their keys refuse repetition. Returns how many."""
    oldest = timezone.now() - datetime.timedelta(days=KEPT_DAYS)
    done = OutgoingMail.objects.filter(state__in=DONE_WITH, changed_at__lt=oldest)
    count, _models = done.delete()
    return count


def _hand_over(letter: OutgoingMail) -> None:
    message = EmailMultiAlternatives(letter.subject, letter.text, to=[letter.to])
    if letter.html:
        message.attach_alternative(letter.html, "text/html")
    if letter.calendar:
        method = "CANCEL" if "METHOD:CANCEL" in letter.calendar else "PUBLISH"
        message.attach_alternative(letter.calendar, f"text/calendar; method={method}")
    if letter.unsubscribe:
        message.extra_headers["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
        message.extra_headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    with get_connection() as server:  # leaves no talk open when it refuses our password
        message.connection = server
        message.send()


def _not_sent(letter: OutgoingMail, error: Exception) -> None:
    tries = letter.tries + 1
    final = tries >= TRIES or _is_permanent(error)
    state = MailState.FAILED if final else MailState.WAITING
    OutgoingMail.objects.filter(pk=letter.pk).update(state=state, changed_at=timezone.now(), tries=tries)
    if not final:
        raise MailNotAccepted(type(error).__name__) from None
    logger.error("letter %s given up after %d tries: %s", letter.pk, tries, type(error).__name__)


def _is_permanent(error: Exception) -> bool:
    """What is wrong with the letter, never with the server or with our account there."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code in PERMANENT for code, _text in error.recipients.values())
    return isinstance(error, SMTPDataError) and error.smtp_code in PERMANENT
