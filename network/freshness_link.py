"""The signed link by which a provider answers without an account.

It holds the number of the question and nothing else. Opening it changes nothing, so no scanner of a mail server can answer;
sending the form a second time finds the answer there.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse

from network.models import Ask

SALT = "network.freshness"
LINK_DAYS = 60


class AskClosed(Exception):
    """The link leads nowhere: not ours, or too old."""


def make_token(ask: Ask) -> str:
    return signing.dumps(ask.pk, salt=SALT)


def link_address(ask: Ask) -> str:
    """The whole address for a letter."""
    return f"{settings.ENVIRONMENT.site_address}{reverse('network:freshness', args=[make_token(ask)])}"


def open_ask(token: str) -> Ask:
    """Raises AskClosed. One query; an answered question is there to say thanks."""
    try:
        pk = signing.loads(token, salt=SALT, max_age=timedelta(days=LINK_DAYS))
    except signing.BadSignature:
        raise AskClosed from None
    ask = Ask.objects.select_related("organisation").filter(pk=pk).first()
    if ask is None:
        raise AskClosed
    return ask
