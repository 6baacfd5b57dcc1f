"""News of the portal, and offers of a season: where people may sleep or warm themselves while it lasts."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from situations.models.situations import LifeSituation
from situations.nights import morning_end
from sociopoint.history import with_history
from sociopoint.translated import both_or_neither, on_page

TAKEN = {"kalendar", "kampane", "obsazenost"}
"""Other pages of `/aktuality/`, which an article of this address would never be seen behind."""


class ArticleKind(models.TextChoices):
    NEWS = "news", _("aktualita")
    NEWSLETTER = "newsletter", _("zpravodaj")
    EVENT = "event", _("akce")


class ArticleQuerySet(models.QuerySet["Article"]):
    def shown_at(self, now: datetime) -> Self:
        """Published and, where an end was set, not past it."""
        return self.filter(Q(published_until=None) | Q(published_until__gt=now), published_from__lte=now)

    def archived_at(self, now: datetime) -> Self:
        """Newsletters stay readable for ever, whatever was set."""
        return self.filter(published_from__lte=now, kind=ArticleKind.NEWSLETTER)

    def readable_at(self, now: datetime) -> Self:
        """Whatever has a page: what is shown, and newsletters of the archive."""
        ended = Q(published_until__lte=now) & ~Q(kind=ArticleKind.NEWSLETTER)
        return self.filter(published_from__lte=now).exclude(ended)


@with_history
class Article(models.Model):
    slug = models.SlugField(_("adresa stránky"), max_length=80, unique=True)
    kind = models.CharField(_("druh"), max_length=12, choices=ArticleKind, default=ArticleKind.NEWS)
    title = models.CharField(_("nadpis"), max_length=140)
    lead = models.TextField(_("úvod"), max_length=400, help_text=_("Jedna až dvě krátké věty."))
    title_en = models.CharField(_("nadpis anglicky"), max_length=140, blank=True)
    lead_en = models.TextField(_("úvod anglicky"), max_length=400, blank=True)
    title_uk = models.CharField(_("nadpis ukrajinsky"), max_length=140, blank=True)
    lead_uk = models.TextField(_("úvod ukrajinsky"), max_length=400, blank=True)
    text = models.TextField(_("text"), blank=True, help_text=_("Markdown: odstavce, **tučně**, odrážky „- “."))
    event_from = models.DateTimeField(_("akce začíná"), null=True, blank=True)
    event_until = models.DateTimeField(_("akce končí"), null=True, blank=True)
    event_place = models.CharField(_("kde se akce koná"), max_length=200, blank=True)
    situations = models.ManyToManyField(
        LifeSituation, related_name="articles", blank=True, verbose_name=_("životní situace")
    )
    campaign = models.ForeignKey(
        "situations.PublicCampaign",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name=_("patří ke kampani"),
    )
    published_from = models.DateTimeField(_("zveřejnit od"), null=True, blank=True, help_text=_("Prázdné = návrh."))
    published_until = models.DateTimeField(_("zveřejnit do"), null=True, blank=True)
    changed_at = models.DateTimeField(_("změněno"), auto_now=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("aktualita")
        verbose_name_plural = _("aktuality")
        ordering = ["-published_from", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(published_until=None) | Q(published_until__gt=F("published_from")),
                name="article_ends_after_it_begins",
                violation_error_message=_("Konec zveřejnění musí být až po začátku."),
            ),
            models.CheckConstraint(
                condition=Q(event_until=None) | Q(event_until__gte=F("event_from")),
                name="article_event_ends_after_it_begins",
                violation_error_message=_("Akce nemůže skončit dřív, než začne."),
            ),
            models.CheckConstraint(
                condition=~Q(kind=ArticleKind.EVENT) | Q(event_from__isnull=False),
                name="article_event_has_its_time",
                violation_error_message=_("U akce napište, kdy začíná."),
            ),
            models.CheckConstraint(
                condition=both_or_neither("title_en", "lead_en"),
                name="article_is_whole_in_english",
                violation_error_message=_("Anglicky napište nadpis i úvod, nebo nechte obojí prázdné."),
            ),
            models.CheckConstraint(
                condition=both_or_neither("title_uk", "lead_uk"),
                name="article_is_whole_in_ukrainian",
                violation_error_message=_("Ukrajinsky napište nadpis i úvod, nebo nechte obojí prázdné."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("news:article", args=[self.slug])

    @property
    def heading(self) -> str:
        return on_page(self, "title")

    @property
    def about(self) -> str:
        return on_page(self, "lead")

    def clean(self) -> None:
        if self.slug in TAKEN:
            raise ValidationError({"slug": _("Na téhle adrese už je jiná stránka. Zvolte jinou.")})


class SeasonalOfferQuerySet(models.QuerySet["SeasonalOffer"]):
    def perhaps_going_on(self, day: date) -> Self:
        """Those of that day, and those whose last night may not be over: `SeasonalOffer.goes_on` tells."""
        return self.filter(published=True, begins_on__lte=day, ends_on__gte=day - timedelta(days=1))

    def going_on(self, now: datetime) -> list[SeasonalOffer]:
        """One query."""
        return [offer for offer in self.perhaps_going_on(timezone.localdate(now)) if offer.goes_on(now)]


@with_history
class SeasonalOffer(models.Model):
    """Such as the winter programme for people without a home: what, where, for how many, and how full it is now."""

    title = models.CharField(_("název"), max_length=140)
    description = models.CharField(_("co nabízí a komu"), max_length=300)
    title_en = models.CharField(_("název anglicky"), max_length=140, blank=True)
    description_en = models.CharField(_("co nabízí a komu, anglicky"), max_length=300, blank=True)
    title_uk = models.CharField(_("název ukrajinsky"), max_length=140, blank=True)
    description_uk = models.CharField(_("co nabízí a komu, ukrajinsky"), max_length=300, blank=True)
    place = models.CharField(_("kde"), max_length=200)
    hours = models.CharField(_("kdy během dne"), max_length=120, blank=True)
    phone = models.CharField(_("telefon"), max_length=30, blank=True)
    begins_on = models.DateField(_("od"))
    ends_on = models.DateField(_("do"))
    capacity = models.PositiveSmallIntegerField(_("pro kolik lidí"), null=True, blank=True)
    occupied = models.PositiveSmallIntegerField(_("obsazeno teď"), null=True, blank=True)
    occupied_at = models.DateTimeField(_("obsazenost hlášena"), null=True, blank=True, editable=False)
    occupied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("kdo obsazenost hlásil"),
    )
    reporters = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        related_name="reported_offers",
        blank=True,
        verbose_name=_("kdo hlásí obsazenost"),
        help_text=_("Partneři, kteří smějí hlásit, kolik je obsazeno. Pult to smí vždycky."),
    )
    situations = models.ManyToManyField(
        LifeSituation, related_name="seasonal_offers", blank=True, verbose_name=_("životní situace")
    )
    published = models.BooleanField(_("zveřejněno"), default=False)

    objects = SeasonalOfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("sezónní nabídka")
        verbose_name_plural = _("sezónní nabídky")
        ordering = ["begins_on", "title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("begins_on")),
                name="season_ends_after_it_begins",
                violation_error_message=_("Nabídka nemůže skončit dřív, než začne."),
            ),
            models.CheckConstraint(
                condition=Q(occupied=None) | Q(capacity__isnull=False, occupied__lte=F("capacity")),
                name="season_is_not_fuller_than_it_may_be",
                violation_error_message=_("Obsazeno nemůže být víc, než pro kolik lidí nabídka je."),
            ),
            models.CheckConstraint(
                condition=Q(occupied=None, occupied_at=None) | Q(occupied__isnull=False, occupied_at__isnull=False),
                name="season_occupancy_has_its_time",
                violation_error_message=_("Ke každé obsazenosti patří čas, kdy byla hlášena."),
            ),
            models.CheckConstraint(
                condition=both_or_neither("title_en", "description_en"),
                name="season_is_whole_in_english",
                violation_error_message=_("Anglicky napište název i co nabídka nabízí, nebo nechte obojí prázdné."),
            ),
            models.CheckConstraint(
                condition=both_or_neither("title_uk", "description_uk"),
                name="season_is_whole_in_ukrainian",
                violation_error_message=_("Ukrajinsky napište název i co nabídka nabízí, nebo nechte obojí prázdné."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def heading(self) -> str:
        return on_page(self, "title")

    @property
    def about(self) -> str:
        return on_page(self, "description")

    @property
    def ends_at(self) -> datetime:
        """The midnight after its last day, or the end of its last night."""
        morning = morning_end(self.hours) or time.min
        return timezone.make_aware(datetime.combine(self.ends_on + timedelta(days=1), morning))

    def goes_on(self, now: datetime) -> bool:
        return self.published and self.begins_on <= timezone.localdate(now) and now < self.ends_at

    @property
    def free(self) -> int | None:
        """Places free as of `occupied_at`; None where nobody reported."""
        if self.capacity is None or self.occupied is None:
            return None
        return self.capacity - self.occupied


class OccupancyReport(models.Model):
    """How full an offer was when somebody said so: what a season was like is known after it ends, too."""

    offer = models.ForeignKey(
        SeasonalOffer, on_delete=models.CASCADE, related_name="reports", verbose_name=_("sezónní nabídka")
    )
    occupied = models.PositiveSmallIntegerField(_("obsazeno"))
    capacity = models.PositiveSmallIntegerField(_("pro kolik lidí tehdy"))
    reported_at = models.DateTimeField(_("hlášeno"))
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("kdo hlásil"),
    )

    class Meta:
        verbose_name = _("hlášení obsazenosti")
        verbose_name_plural = _("hlášení obsazenosti")
        ordering = ["-reported_at", "-pk"]
        indexes = [models.Index(fields=["offer", "-reported_at"], name="occupancy_latest_first")]
        constraints = [
            models.CheckConstraint(
                condition=Q(occupied__lte=F("capacity")),
                name="occupancy_report_fits_its_offer",
                violation_error_message=_("Obsazeno nemůže být víc, než pro kolik lidí nabídka je."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.offer} {timezone.localtime(self.reported_at):%Y-%m-%d %H:%M}: {self.occupied}/{self.capacity}"
