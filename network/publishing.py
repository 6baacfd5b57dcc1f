"""A message of the network that anybody may read: it stands in the archive of newsletters on `/aktuality/`."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from network.announcing import AnnouncementRefused
from network.models import Announcement
from situations.models import Article
from situations.models.news import ArticleKind
from sociopoint.models import User
from sociopoint.permissions import can_edit_network

LONGEST_LEAD = 400
GREETING = re.compile(r"[^\n]{1,60},")
ADDRESS = re.compile(r"(?<![\w(<\[/])https?://[^\s<>]*[^\s<>.,;:!?)\]]")


def published(announcement: Announcement) -> Article | None:
    """The article it stands in now. One query."""
    return Article.objects.filter(slug=_slug(announcement), published_from__isnull=False).first()


@transaction.atomic
def publish(announcement: Announcement, *, by: User, until: date | None = None) -> Article:
    """As it was sent; published once more after it was taken back. Raises AnnouncementRefused before it is sent.

    `until` is its last day among the news; the archive keeps it.
    """
    if not can_edit_network(by):
        raise PermissionDenied
    if announcement.sent_at is None:
        raise AnnouncementRefused(_("Zveřejnit jde jen zpráva, která už odešla."))
    lead, text = _parts(announcement.text)
    facts = {
        "kind": ArticleKind.NEWSLETTER,
        "title": announcement.title[:140],
        "lead": lead,
        "text": text,
        "published_from": timezone.now(),
        "published_until": _midnight_after(until) if until else None,
    }
    article, _made = Article.objects.update_or_create(slug=_slug(announcement), defaults=facts)
    return article


@transaction.atomic
def take_back(announcement: Announcement, *, by: User) -> None:
    """The article stays as a draft that nobody outside reads."""
    if not can_edit_network(by):
        raise PermissionDenied
    for article in Article.objects.select_for_update(of=("self",)).filter(slug=_slug(announcement)):
        article.published_from = article.published_until = None
        article.save(update_fields=["published_from", "published_until", "changed_at"])


def last_day(article: Article) -> date | None:
    """Of standing among the news; None as long as there is no other news."""
    until = article.published_until
    return timezone.localdate(until - timedelta(microseconds=1)) if until else None


def _midnight_after(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def _slug(announcement: Announcement) -> str:
    return f"zprava-site-{announcement.pk}"


def _parts(text: str) -> tuple[str, str]:
    """The first paragraph leads, unless it is too long to; lines stay lines and addresses links in Markdown.

    Whom a letter greets is nobody to greet on the web.
    """
    first, _gap, rest = text.replace("\r\n", "\n").strip().partition("\n\n")
    if GREETING.fullmatch(first) and rest:
        first, _gap, rest = rest.partition("\n\n")
        first = first[:1].upper() + first[1:]
    lead = " ".join(first.split())
    if len(lead) > LONGEST_LEAD:
        lead, rest = lead[: LONGEST_LEAD - 1].rsplit(" ", 1)[0] + "…", f"{first}\n\n{rest}"
    rest = ADDRESS.sub(r"<\g<0>>", rest)
    return lead, rest.strip().replace("\n", "  \n").replace("  \n  \n", "\n\n")
