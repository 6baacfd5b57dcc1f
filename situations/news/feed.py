"""The Atom feed of news."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _

from situations.models import Article
from sociopoint.context import desk

if TYPE_CHECKING:
    FeedOfArticles = Feed[Article, None]
else:
    FeedOfArticles = Feed

MOST = 30
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""What XML has no way to say; it comes with text copied from other programmes."""


class ArticleFeed(FeedOfArticles):
    feed_type = Atom1Feed
    link = reverse_lazy("news:article-list")

    def title(self) -> str:
        return _("SOCIOPOINT %(city)s: aktuality") % {"city": desk().city}

    def subtitle(self) -> str:
        return _("Co je nového v pomoci lidem ve městě.")

    def author_name(self) -> str:
        """The format asks for one of every feed."""
        return f"SOCIOPOINT {desk().city}"

    def feed_url(self) -> str:
        return reverse("news:feed")

    def items(self) -> QuerySet[Article]:
        return Article.objects.shown_at(timezone.now())[:MOST]

    def item_title(self, item: Article) -> str:
        """The format takes it for plain text."""
        return _UNWRITABLE.sub(" ", item.title)

    def item_description(self, item: Article) -> str:
        """The format takes it for HTML."""
        return escape(_UNWRITABLE.sub(" ", item.lead))

    def item_pubdate(self, item: Article) -> datetime | None:
        return item.published_from

    def item_updateddate(self, item: Article) -> datetime:
        return item.changed_at
