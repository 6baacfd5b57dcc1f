"""A campaign of the city: one page with all that belongs to it, a banner where it concerns somebody while it runs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from situations.models import Article
from tests.factories import LifeSituationFactory
from tests.situations.factories import ArticleFactory, PublicCampaignFactory, SeasonalOfferFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def plain(response) -> str:
    return response.content.decode().replace("\u00a0", " ")


def running(**facts):
    return PublicCampaignFactory(**facts)


def to_come(**facts):
    today = timezone.localdate()
    return PublicCampaignFactory(begins_on=today + DAY, ends_on=today + 9 * DAY, **facts)


def over(**facts):
    today = timezone.localdate()
    return PublicCampaignFactory(begins_on=today - 9 * DAY, ends_on=today - DAY, **facts)


def test_its_page_has_its_offers_events_situations_and_articles(client, django_assert_num_queries):
    campaign = running(title="Zima v teple", goal="Nikdo nezůstane venku.", text="Kde se **ohřát**.")
    campaign.offers.add(SeasonalOfferFactory(title="Zimní noclehárna"))
    campaign.situations.add(LifeSituationFactory(name="Nemám kde spát"))
    now = timezone.now()
    ArticleFactory(campaign=campaign, title="Polévka na náměstí", kind="event", event_from=now + DAY)
    ArticleFactory(campaign=campaign, title="Sbírka dek", kind="event", event_from=now - DAY)
    ArticleFactory(campaign=campaign, title="Proč to děláme")
    ArticleFactory(campaign=campaign, title="Návrh", published_from=None)
    ArticleFactory(title="Něco jiného")

    with django_assert_num_queries(5):
        page = plain(client.get(campaign.get_absolute_url()))

    order = ["Běží od", "Zima v teple</h1>", "Nikdo nezůstane venku.", "<strong>ohřát</strong>", "Zimní noclehárna"]
    order += ["Polévka na náměstí", "Nemám kde spát", "Proč to děláme", "Co už bylo", "Sbírka dek"]
    assert [page.index(said) for said in order] == sorted(page.index(said) for said in order)
    assert "Návrh" not in page
    assert "Něco jiného" not in page


def test_an_event_without_an_end_takes_its_whole_day(client):
    morning = timezone.localtime().replace(hour=0, minute=0, second=0)
    ArticleFactory(campaign=(campaign := running()), title="Den otevřených dveří", kind="event", event_from=morning)

    assert "Co už bylo" not in plain(client.get(campaign.get_absolute_url()))


def test_what_it_does_not_have_leaves_no_empty_heading(client):
    page = plain(client.get(running().get_absolute_url()))

    assert not [said for said in ("Kam přijít", "Co se chystá", "Co už bylo", "Jak to dopadlo") if said in page]


def test_it_stands_on_its_situations_only_while_it_runs(client):
    topic = LifeSituationFactory()
    situation = LifeSituationFactory(parent=topic)
    running(title="Zima v teple").situations.add(topic)
    to_come(title="Příští").situations.add(situation)
    over(title="Bývalá").situations.add(situation)
    running(title="Návrh", published=False).situations.add(situation)

    page = plain(client.get(situation.get_absolute_url()))

    assert "Zima v teple" in page
    assert not [title for title in ("Příští", "Bývalá", "Návrh") if title in page]
    assert "Zima v teple" not in plain(client.get(LifeSituationFactory().get_absolute_url()))


def test_the_list_says_what_runs_what_comes_and_what_is_over(client, django_assert_num_queries):
    for made, title in ((over, "Bývalá"), (to_come, "Příští"), (running, "Teď"), (running, "Taky teď")):
        made(title=title)
    PublicCampaignFactory(title="Návrh", published=False)

    with django_assert_num_queries(1):
        groups = client.get("/aktuality/kampane/").context["groups"]

    assert [(group.heading, [one.campaign.title for one in group.campaigns]) for group in groups] == [
        ("Právě běží", ["Taky teď", "Teď"]),
        ("Připravujeme", ["Příští"]),
        ("Skončily", ["Bývalá"]),
    ]


def test_what_came_of_it_is_said_when_it_is_over(client):
    too_early, late = running(outcome="Povedlo se to."), over(outcome="Přišlo dost lidí.")

    assert "Povedlo se to." not in plain(client.get(too_early.get_absolute_url()))
    assert "Přišlo dost lidí." in plain(client.get(late.get_absolute_url()))
    assert "Skončila" in plain(client.get(late.get_absolute_url()))


def test_news_and_the_first_page_tell_of_what_runs(client):
    running(title="Zima v teple")
    over(title="Bývalá")

    for path in ("/", "/aktuality/"):
        page = plain(client.get(path))
        assert "Zima v teple" in page
        assert "Bývalá" not in page


def test_an_article_leads_to_its_campaign_unless_it_is_a_draft(client):
    campaign = running(title="Zima v teple")
    article = ArticleFactory(campaign=campaign)

    assert f'href="{campaign.get_absolute_url()}"' in plain(client.get(article.get_absolute_url()))

    campaign.published = False
    campaign.save()
    assert "Zima v teple" not in plain(client.get(article.get_absolute_url()))


def test_a_draft_is_nowhere(client):
    assert client.get(PublicCampaignFactory(published=False).get_absolute_url()).status_code == 404
    assert client.get("/aktuality/kampane/neni/").status_code == 404


def test_an_article_outlives_its_campaign():
    campaign = running()
    article = ArticleFactory(campaign=campaign)

    campaign.delete()

    assert Article.objects.get(pk=article.pk).campaign is None


def test_it_is_in_the_calendar_from_its_first_day_to_its_last(client):
    campaign = running(title="Zima v teple")

    shown = client.get("/aktuality/kalendar/").context["month"].events

    assert [(one.event.title, one.event.first, one.event.last) for one in shown] == [
        ("Zima v teple", campaign.begins_on, campaign.ends_on)
    ]


def test_no_campaign_ends_before_it_begins():
    today = timezone.localdate()
    broken = PublicCampaignFactory.build(begins_on=today, ends_on=today - DAY)

    with pytest.raises(ValidationError, match="dřív, než začne"):
        broken.full_clean()
    with pytest.raises(IntegrityError, match="public_campaign_ends_after_it_begins"), transaction.atomic():
        broken.save()
