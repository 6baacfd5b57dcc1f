"""News with a feed; offers of a season that always say when somebody last counted."""

from __future__ import annotations

import re
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from situations.models import Article, SeasonalOffer
from situations.permissions import can_report_occupancy
from sociopoint.models import Role
from tests.factories import LifeSituationFactory, UserFactory
from tests.situations.factories import ArticleFactory, SeasonalOfferFactory

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def plain(response) -> str:
    return response.content.decode().replace("\u00a0", " ")


def occupancy_of(client, offer) -> str:
    (shown,) = client.get("/aktuality/").context["offers"]
    return shown.occupancy.replace("\u00a0", " ")


def test_news_are_shown_while_they_hold(client):
    now = timezone.now()
    ArticleFactory(title="Teď")
    ArticleFactory(title="Zítra", published_from=now + HOUR)
    ArticleFactory(title="Bývalo", published_from=now - 2 * HOUR, published_until=now - HOUR)
    ArticleFactory(title="Návrh", published_from=None)

    assert [one.title for one in client.get("/aktuality/").context["page"]] == ["Teď"]
    for hidden in Article.objects.exclude(title="Teď"):
        assert client.get(hidden.get_absolute_url()).status_code == 404


def test_a_newsletter_stays_in_the_archive(client):
    now = timezone.now()
    old = ArticleFactory(kind="newsletter", published_from=now - 2 * HOUR, published_until=now - HOUR)

    assert [*client.get("/aktuality/?archiv=1").context["page"]] == [old]
    assert client.get(old.get_absolute_url()).status_code == 200


def test_the_second_page_of_the_archive_is_still_the_archive(client):
    for number in range(21):
        ArticleFactory(title=f"Zpravodaj {number}", kind="newsletter", published_from=timezone.now() - number * HOUR)
    ArticleFactory(title="Aktualita", published_from=timezone.now() - 30 * HOUR)

    first = plain(client.get("/aktuality/?archiv=1"))
    (older,) = re.findall(r'href="([^"]+)" rel="next"', first)
    second = client.get("/aktuality/" + older.replace("&amp;", "&"))

    assert [article.title for article in second.context["page"]] == ["Zpravodaj 20"]
    assert 'href="?archiv=1&amp;strana=1" rel="prev"' in plain(second)


@pytest.mark.parametrize("articles", [1, 3])
def test_the_list_costs_the_same_for_one_article_as_for_three(client, django_assert_num_queries, articles):
    ArticleFactory.create_batch(articles)

    with django_assert_num_queries(4):
        client.get("/aktuality/")


def test_the_feed_is_atom_and_names_what_is_shown(client):
    ArticleFactory(title="Otevíráme dřív", slug="otevirame")
    ArticleFactory(title="Návrh", published_from=None)

    feed = ElementTree.fromstring(client.get("/aktuality/atom.xml").content)  # noqa: S314  our own feed

    atom = {"a": "http://www.w3.org/2005/Atom"}
    assert [entry.findtext("a:title", "", atom) for entry in feed.findall("a:entry", atom)] == ["Otevíráme dřív"]
    assert feed.findtext("a:author/a:name", "", atom).startswith("SOCIOPOINT")


def test_one_sign_copied_from_elsewhere_does_not_silence_the_feed(client):
    ArticleFactory(title="Péče & pomoc\x0b", lead="Do 18 let < zdarma\x0c & beze jména.")

    feed = ElementTree.fromstring(client.get("/aktuality/atom.xml").content)  # noqa: S314  our own feed

    (entry,) = feed.iterfind("{http://www.w3.org/2005/Atom}entry")
    assert entry.findtext("{http://www.w3.org/2005/Atom}title") == "Péče & pomoc "
    summary = entry.find("{http://www.w3.org/2005/Atom}summary")
    assert (summary.get("type"), summary.text) == ("html", "Do 18 let &lt; zdarma  &amp; beze jména.")


def test_an_offer_says_when_somebody_last_counted(client):
    offer = SeasonalOfferFactory(capacity=30)
    assert occupancy_of(client, offer) == "Pro 30 lidí. Kolik je volno, nevíme, zavolejte předem."

    SeasonalOffer.objects.update(occupied=28, occupied_at=timezone.now())
    assert occupancy_of(client, offer).startswith("Volná 2 místa z 30 (hlášeno")

    SeasonalOffer.objects.update(occupied=30)
    assert occupancy_of(client, offer).startswith("Plno (hlášeno")

    SeasonalOffer.objects.update(occupied_at=timezone.now() - timedelta(hours=25))
    assert occupancy_of(client, offer).startswith("Naposledy hlášeno")


def test_offers_and_news_stand_on_top_of_the_situations_they_concern(client):
    topic = LifeSituationFactory()
    situation = LifeSituationFactory(parent=topic, first_steps="Zavolejte.")
    SeasonalOfferFactory(title="Zimní noclehárna").situations.add(topic)
    ArticleFactory(title="Bude mráz").situations.add(situation)
    SeasonalOfferFactory(title="Bývalá", begins_on="2020-01-01", ends_on="2020-02-01").situations.add(topic)

    page = plain(client.get(situation.get_absolute_url()))

    assert page.index("Zimní noclehárna") < page.index("Bude mráz") < page.index("Co udělat nejdřív")
    assert "Bývalá" not in page
    assert "Zimní noclehárna" not in plain(client.get(LifeSituationFactory().get_absolute_url()))


def test_two_taps_change_the_number(client):
    worker = UserFactory(worker=True)
    client.force_login(worker)
    offer = SeasonalOfferFactory(capacity=2)
    page = f"/aktuality/obsazenost/{offer.pk}/"

    assert f'href="{page}"' in plain(client.get("/aktuality/obsazenost/"))
    client.post(page, {"occupied": client.get(page).context["one_more"]})

    offer.refresh_from_db()
    assert (offer.occupied, offer.free, offer.occupied_by) == (1, 1, worker)
    client.post(page, {"occupied": 900})
    offer.refresh_from_db()
    assert offer.free == 0


def test_two_people_at_two_doors_are_both_counted(client):
    offer = SeasonalOfferFactory(capacity=30)
    first, second = UserFactory(worker=True), UserFactory(worker=True)
    tap = {"occupied": 1, "seen": 0}  # both look at a page that says nobody is inside

    for one in (first, second):
        client.force_login(one)
        client.post(f"/aktuality/obsazenost/{offer.pk}/", tap)

    offer.refresh_from_db()
    assert offer.occupied == 2


def test_a_button_tapped_twice_counts_once(client):
    offer = SeasonalOfferFactory(capacity=30)
    client.force_login(UserFactory(worker=True))

    for _tap in range(2):
        client.post(f"/aktuality/obsazenost/{offer.pk}/", {"occupied": 1, "seen": 0})

    offer.refresh_from_db()
    assert (offer.occupied, offer.reports.count()) == (1, 1)


def test_the_buttons_say_from_which_number_they_count_and_full_from_none(client):
    client.force_login(UserFactory(worker=True))
    offer = SeasonalOfferFactory(capacity=30, occupied=22, occupied_at=timezone.now())

    page = plain(client.get(f"/aktuality/obsazenost/{offer.pk}/"))

    assert '<input type="hidden" name="seen" value="22">' in page
    assert 'form="plno" name="occupied" value="30"' in page


def test_an_offer_whose_capacity_was_taken_away_meanwhile_says_so(client):
    client.force_login(UserFactory(worker=True))
    offer = SeasonalOfferFactory(capacity=None)

    response = client.post(f"/aktuality/obsazenost/{offer.pk}/", {"occupied": 3})

    assert response.status_code == 422
    assert "není napsané, pro kolik lidí je" in plain(response)


def test_a_partner_with_one_offer_is_led_straight_to_it_from_the_network(client):
    partner = UserFactory(role=Role.PARTNER)
    client.force_login(partner)
    offer, other = SeasonalOfferFactory(), SeasonalOfferFactory(title="Druhá")
    offer.reporters.add(partner)

    assert 'href="/aktuality/obsazenost/"' in plain(client.get("/sit/"))
    assert client.get("/aktuality/obsazenost/").url == f"/aktuality/obsazenost/{offer.pk}/"

    other.reporters.add(partner)
    assert "Druhá" in plain(client.get("/aktuality/obsazenost/"))


@pytest.mark.parametrize("occupied", ["", "x", "-1", "99999999999999999999"])
def test_what_is_no_number_is_refused_with_a_sentence(client, occupied):
    client.force_login(UserFactory(worker=True))

    response = client.post(f"/aktuality/obsazenost/{SeasonalOfferFactory().pk}/", {"occupied": occupied})

    assert response.status_code == 422
    assert "Napište počet lidí číslicemi." in plain(response)


@pytest.mark.parametrize(
    ("role", "written_down", "may"),
    [
        (Role.WORKER, False, True),
        (Role.COORDINATOR, False, True),
        (Role.PARTNER, True, True),
        (Role.PARTNER, False, False),
        (Role.ADMINISTRATOR, True, False),
    ],
)
def test_who_may_report_occupancy(role, written_down, may):
    user, offer = UserFactory(role=role), SeasonalOfferFactory()
    if written_down:
        offer.reporters.add(user)

    assert can_report_occupancy(user, offer) is may


@pytest.mark.parametrize(
    ("broken", "rule"),
    [
        ({"ends_on": "2020-01-01"}, "season_ends_after_it_begins"),
        ({"occupied": 31, "occupied_at": timezone.now()}, "season_is_not_fuller_than_it_may_be"),
        ({"occupied": 3}, "season_occupancy_has_its_time"),
    ],
)
def test_the_table_keeps_offers_true(broken, rule):
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        SeasonalOfferFactory(**broken)


@pytest.mark.parametrize(
    ("broken", "rule"),
    [
        ({"kind": "event"}, "article_event_has_its_time"),
        (
            {"event_from": timezone.now(), "event_until": timezone.now() - HOUR},
            "article_event_ends_after_it_begins",
        ),
        ({"published_until": timezone.now() - HOUR}, "article_ends_after_it_begins"),
    ],
)
def test_the_table_keeps_articles_true(broken, rule):
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        ArticleFactory(**broken)
