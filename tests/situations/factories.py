"""The smallest valid handbook, article and offer of a season, as the public sees them."""

from __future__ import annotations

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from situations.models import Article, Handbook, HandbookChapter, PublicCampaign, SeasonalOffer


class HandbookFactory(DjangoModelFactory):
    class Meta:
        model = Handbook
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda number: f"prirucka-{number}")
    title = "Mám dluhy"
    summary = "Kde začít."
    reviewed_on = factory.LazyFunction(timezone.localdate)
    reviewed_by = "Koordinátorka 1"
    next_review = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=180))
    published = True

    @factory.post_generation
    def chapter(self, create, extracted, **facts):
        HandbookChapter.objects.create(
            handbook=self,
            title="Začátek",
            text=extracted or "Zavolejte.",
            sources="Zákon č. 108/2006 Sb., 22. 11. 2026",
        )


class ArticleFactory(DjangoModelFactory):
    class Meta:
        model = Article

    slug = factory.Sequence(lambda number: f"aktualita-{number}")
    title = "Otevíráme dřív"
    lead = "Od pondělí od sedmi."
    published_from = factory.LazyFunction(timezone.now)


class SeasonalOfferFactory(DjangoModelFactory):
    class Meta:
        model = SeasonalOffer

    title = "Zimní noclehárna"
    description = "Postel na noc."
    place = "Vymyšlená 1"
    begins_on = factory.LazyFunction(timezone.localdate)
    ends_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=30))
    capacity = 30
    published = True


class PublicCampaignFactory(DjangoModelFactory):
    class Meta:
        model = PublicCampaign

    slug = factory.Sequence(lambda number: f"kampan-{number}")
    title = "Zima v teple"
    lead = "Řekněte nám o lidech venku."
    goal = "Nikdo nezůstane v mrazu venku."
    begins_on = factory.LazyFunction(timezone.localdate)
    ends_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=30))
    published = True
