"""Whether a provider's facts still hold: asked by e-mail, answered by one link or a click, told to the public by its day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue import indexing
from catalogue.models import Organisation, ProposalSource, ProposalTopic, Service
from catalogue.proposing import propose
from network.freshness_mail import ask_by_mail, remind_by_mail
from network.letter_boxes import addresses_of
from network.models import Ask, Campaign, MailPurpose, Reply, Upkeep, Way
from network.permissions import can_keep
from sociopoint.models import User
from sociopoint.permissions import can_edit_network

REMIND_AFTER = (timedelta(days=7), timedelta(days=14))
"""After the question; then the organisation is one to be called."""
MONTH = timedelta(days=30)


@transaction.atomic
def confirm(organisation: Organisation, *, way: Way, by: User | None) -> None:
    """Everything holds: services are verified today, every open question of the organisation is answered.

    `by` is None only for the link, which the signature of a letter stands for.
    """
    if by is not None and not can_keep(by, organisation):
        raise PermissionDenied
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    today = timezone.localdate()
    Upkeep.objects.update_or_create(organisation=organisation, defaults={"confirmed_on": today})
    offered = Service.objects.offered().filter(organisation=organisation)
    numbers = list(offered.values_list("pk", flat=True))
    Service.objects.filter(pk__in=numbers).update(verified_on=today, verified_by=by)
    indexing.refresh(numbers)
    _answer(organisation, Reply.UNCHANGED, way, by)


@transaction.atomic
def answer_changed(ask: Ask, *, text: str) -> None:
    """By the link, in words: something differs. It waits in the queue; the facts are not verified by it."""
    kept = Ask.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=ask.pk)
    if kept.answered_at is not None:
        return  # a double click, or two who opened the link at once
    propose(kept.organisation, topic=ProposalTopic.OTHER, source=ProposalSource.PARTNER, text=text)
    _answer(kept.organisation, Reply.CHANGED, Way.LINK, None)


def _answer(organisation: Organisation, reply: Reply, way: Way, by: User | None) -> None:
    asked = Ask.objects.unanswered().filter(organisation=organisation)
    asked.update(answered_at=timezone.now(), reply=reply, way=way, answered_by=by)


@transaction.atomic
def set_interval(organisation: Organisation, *, months: int, by: User) -> None:
    if not can_keep(by, organisation):
        raise PermissionDenied
    Upkeep.objects.update_or_create(organisation=organisation, defaults={"every_months": months})


@transaction.atomic
def start_campaign(*, name: str, due_on: date, organisations: Iterable[Organisation], by: User) -> Campaign:
    """Ask all of them at once. One without an e-mail is on the list of those to be called."""
    if not can_edit_network(by):
        raise PermissionDenied
    campaign = Campaign.objects.create(name=name, due_on=due_on, started_by=by)
    chosen = list(organisations)
    emails = addresses_of(chosen, MailPurpose.RECORDS)
    asks = Ask.objects.bulk_create(
        Ask(organisation=one, campaign=campaign, email=emails.get(one.pk, "")) for one in chosen
    )
    for ask in asks:
        if ask.email:
            transaction.on_commit(lambda ask=ask: ask_by_mail(ask))  # type: ignore[misc]
    return campaign


def ask_the_due(today: date) -> int:
    """Ask those whose chosen months have passed; each in its own transaction that looks again. How many were asked."""
    asked = 0
    waiting = Ask.objects.unanswered().filter(organisation=OuterRef("organisation"))
    for upkeep in Upkeep.objects.filter(~Exists(waiting)).select_related("organisation").iterator():
        if upkeep.confirmed_on and upkeep.confirmed_on + upkeep.every_months * MONTH > today:
            continue
        with transaction.atomic():
            Organisation.objects.select_for_update().get(pk=upkeep.organisation_id)
            if Ask.objects.unanswered().filter(organisation=upkeep.organisation).exists():
                continue
            email = addresses_of([upkeep.organisation], MailPurpose.RECORDS).get(upkeep.organisation_id, "")
            ask = Ask.objects.create(organisation=upkeep.organisation, email=email)
            if email:
                ask_by_mail(ask)
            asked += 1
    return asked


def remind_the_silent(today: date) -> int:
    """One letter a week after the question and one a week after that. Twice at once or after a fall sends nothing twice."""
    reminded = 0
    waiting = Ask.objects.unanswered().exclude(email="").filter(reminders__lt=len(REMIND_AFTER))
    for pk in list(waiting.values_list("pk", flat=True)):
        with transaction.atomic():
            ask = Ask.objects.select_for_update(of=("self",)).select_related("organisation", "campaign").get(pk=pk)
            if ask.answered_at or ask.reminders >= len(REMIND_AFTER):
                continue
            if timezone.localdate(ask.asked_at) + REMIND_AFTER[ask.reminders] > today:
                continue
            ask.reminders, ask.reminded_at = ask.reminders + 1, timezone.now()
            ask.save(update_fields=["reminders", "reminded_at"])
            remind_by_mail(ask)
            reminded += 1
    return reminded


def to_be_called(asks: QuerySet[Ask]) -> QuerySet[Ask]:
    """Those without an answer and without a letter still on its way: no e-mail, or all reminders sent."""
    return asks.filter(answered_at=None).filter(Q(email="") | Q(reminders__gte=len(REMIND_AFTER)))


def interval_words(months: int) -> str:
    """For the choice: `každý měsíc`, `jednou za 3 měsíce`."""
    if months == 1:
        return _("každý měsíc")
    return _("jednou za rok") if months == 12 else _("jednou za %(n)d měsíců") % {"n": months}
