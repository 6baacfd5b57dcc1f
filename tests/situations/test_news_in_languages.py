"""Titles and leads of news, campaigns and seasons in English and Ukrainian: what their editors wrote, else Czech and marked so."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from situations.news.events import calendar_file
from tests.factories import LifeSituationFactory
from tests.situations.factories import ArticleFactory, PublicCampaignFactory, SeasonalOfferFactory

pytestmark = pytest.mark.django_db
ARTICLE = {"title": "Polévka zdarma", "lead": "V pondělí.", "title_uk": "Безкоштовний суп", "lead_uk": "У понеділок."}
OFFER = {
    "title": "Zimní noclehárna",
    "description": "Postel na noc.",
    "title_uk": "Зимова нічліжка",
    "description_uk": "Ліжко на ніч.",
}
CAMPAIGN = {"title": "Zima v teple", "lead": "Pomozte.", "title_uk": "Зима в теплі", "lead_uk": "Допоможіть."}


@pytest.fixture
def situation():
    """With an article, an offer and a campaign that somebody translated to Ukrainian and nobody to English."""
    situation = LifeSituationFactory(slug="nemam-kde-spat")
    campaign = PublicCampaignFactory(**CAMPAIGN)
    tomorrow = timezone.now() + timedelta(days=1)
    article = ArticleFactory(slug="polevka", kind="event", event_from=tomorrow, campaign=campaign, **ARTICLE)
    for one in (campaign, article, SeasonalOfferFactory(**OFFER)):
        one.situations.add(situation)
    campaign.offers.add(situation.seasonal_offers.get())
    return situation


def read(client, path: str) -> str:
    return client.get(path).content.decode().replace("\u00a0", " ").replace("&nbsp;", " ")


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("aktuality/", ["title_uk", "lead_uk"]),
        ("aktuality/polevka/", ["title_uk", "lead_uk"]),
        ("situace/nemam-kde-spat/", ["title_uk", "lead_uk"]),
        ("aktuality/kampane/kampan/", ["title_uk", "lead_uk"]),
    ],
)
def test_an_article_speaks_the_language_of_the_page(client, situation, path, shown):
    situation.campaigns.update(slug="kampan")

    page = read(client, f"/uk/{path}")

    assert [ARTICLE[field] for field in shown if ARTICLE[field] not in page] == []
    assert "Polévka zdarma" not in page


@pytest.mark.parametrize("path", ["", "aktuality/", "situace/nemam-kde-spat/"])
def test_a_season_and_a_campaign_speak_it_too(client, situation, path):
    page = read(client, f"/uk/{path}")

    assert [
        word for word in ("Зимова нічліжка", "Ліжко на ніч.", "Зима в теплі", "Допоможіть.") if word not in page
    ] == []
    assert "Zimní noclehárna" not in page
    assert '<span lang="cs">Зим' not in page


def test_the_calendar_speaks_it_and_its_file_stays_czech(client, situation):
    tomorrow = timezone.localdate() + timedelta(days=1)

    page = read(client, f"/uk/aktuality/kalendar/?mesic={tomorrow:%Y-%m}")

    assert "Безкоштовний суп" in page
    assert "Polévka zdarma" in calendar_file(timezone.localdate()).decode()


@pytest.mark.parametrize("path", ["aktuality/", "aktuality/polevka/", "situace/nemam-kde-spat/"])
def test_what_nobody_translated_is_czech_and_marked_so(client, situation, path):
    page = read(client, f"/en/{path}")

    assert '<span lang="cs">Polévka zdarma</span>' in page
    assert '<span lang="cs">V pondělí.</span>' in page


def test_a_reader_is_told_that_the_whole_text_is_czech(client, situation):
    assert "Full texts are in Czech only for now." in read(client, "/en/aktuality/polevka/")
    assert "Full texts" not in read(client, "/aktuality/polevka/")


@pytest.mark.parametrize("language", ["en", "uk"])
@pytest.mark.parametrize(
    ("factory", "second", "rule"),
    [
        (ArticleFactory, "lead", "article_is_whole_in"),
        (SeasonalOfferFactory, "description", "season_is_whole_in"),
        (PublicCampaignFactory, "lead", "public_campaign_is_whole_in"),
    ],
)
@pytest.mark.parametrize("missing", [0, 1])
def test_a_title_and_its_lead_are_translated_together(factory, second, rule, language, missing):
    fields = [f"title_{language}", f"{second}_{language}"]
    broken = factory.build(**{fields[missing]: "Text"})

    with pytest.raises(ValidationError, match="nebo nechte obojí prázdné"):
        broken.full_clean()
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        broken.save()
