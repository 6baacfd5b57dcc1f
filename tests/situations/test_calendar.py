"""The public calendar: a month in words, all of it for calendar programmes."""

from __future__ import annotations

import json
import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from icalendar import Calendar

from situations.news import events
from situations.news.calendar import month_of
from situations.news.events import PublicEvent, add_source
from tests.situations.factories import ArticleFactory, SeasonalOfferFactory

pytestmark = pytest.mark.django_db
PRAGUE = ZoneInfo("Europe/Prague")
TODAY = date(2026, 11, 26)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def at(month: int, day: int, hour: int) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=PRAGUE)


def shown(asked: str = "2026-12") -> list[tuple[str, str]]:
    return [(one.event.title, plain(one.when)) for one in month_of(asked, TODAY).events]


def test_a_month_says_what_is_when():
    ArticleFactory(title="Den otevřených dveří", event_from=at(12, 3, 14), event_until=at(12, 3, 16))
    ArticleFactory(title="Trhy", event_from=at(11, 30, 9), event_until=at(12, 2, 18))
    ArticleFactory(title="Beseda", event_from=at(12, 31, 23))
    ArticleFactory(title="Příště", event_from=at(12, 31, 23) + timedelta(hours=2))
    ArticleFactory(title="Návrh", event_from=at(12, 5, 9), published_from=None)
    ArticleFactory(title="Bez akce")
    SeasonalOfferFactory(title="Zimní noclehárna", begins_on=date(2026, 11, 1), ends_on=date(2027, 3, 31))
    SeasonalOfferFactory(title="Koncept", begins_on=date(2026, 12, 1), ends_on=date(2026, 12, 2), published=False)

    assert shown() == [
        ("Zimní noclehárna", "od 1. 11. 2026 do 31. 3. 2027"),
        ("Trhy", "od 30. 11. 2026 do 2. 12. 2026"),
        ("Den otevřených dveří", "3. 12. 2026, 14:00–16:00"),
        ("Beseda", "31. 12. 2026, 23:00"),
    ]


def test_one_night_says_when_it_begins_and_when_it_ends():
    ArticleFactory(title="Noc venku", event_from=at(12, 3, 18), event_until=at(12, 4, 6))

    assert shown() == [("Noc venku", "3. 12. 2026, 18:00–6:00")]


@pytest.mark.parametrize("asked", ["x", "2026-13", "2026-1", "1999-01", "2099-01", "2026-12; DROP", "٢٠٢٦-12"])
def test_what_is_no_month_shows_this_one_and_says_so(client, asked):
    month = month_of(asked, TODAY)

    assert (month.name, month.is_understood) == ("listopad 2026", False)
    assert "ukazujeme ten dnešní" in plain(client.get("/aktuality/kalendar/", {"mesic": asked}).content.decode())


def test_the_pages_are_turned_a_year_back_and_a_year_ahead():
    assert (month_of("", TODAY).earlier, month_of("", TODAY).later) == ("2026-10", "2026-12")
    assert (month_of("2026-12", TODAY).later, month_of("2027-01", TODAY).earlier) == ("2027-01", "2026-12")
    assert month_of("2027-11", TODAY).later == ""
    assert month_of("2025-11", TODAY).earlier == ""


@pytest.mark.parametrize("count", [1, 3])
def test_a_month_costs_the_same_for_one_event_as_for_three(client, django_assert_num_queries, count):
    for _number in range(count):
        ArticleFactory(event_from=timezone.now())
        SeasonalOfferFactory()

    with django_assert_num_queries(4):
        response = client.get("/aktuality/kalendar/")

    assert len(response.context["month"].events) == 2 * count


def test_calendar_programmes_read_it_whole(client):
    starts = timezone.now().replace(microsecond=0)
    ends = starts + timedelta(hours=2)
    article = ArticleFactory(title="Beseda, čaj; řeč", event_from=starts, event_until=ends, event_place="Vymyšlená 1")
    offer = SeasonalOfferFactory()

    response = client.get("/aktuality/kalendar.ics")

    found = {str(one["uid"]).partition("@")[0]: one for one in Calendar.from_ical(response.content).walk("VEVENT")}
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert found[f"article-{article.pk}"].decoded("dtstart") == starts
    assert found[f"article-{article.pk}"].decoded("dtend") == ends
    assert b"TZID" not in response.content
    assert str(found[f"article-{article.pk}"]["summary"]) == "Beseda, čaj; řeč"
    assert str(found[f"article-{article.pk}"]["url"]).endswith(article.get_absolute_url())
    assert found[f"season-{offer.pk}"].decoded("dtend") == offer.ends_on + timedelta(days=1)


def test_other_apps_add_theirs_and_what_is_called_off_says_so(client, monkeypatch):
    monkeypatch.setattr(events, "_sources", [])
    today = timezone.localdate()

    @add_source
    def fairs(first: date, last: date):
        yield PublicEvent("fair-1", "Veletrh služeb", "", "", today, today, None, None, "", is_called_off=True)

    page = plain(client.get("/aktuality/kalendar/").content.decode())
    (entry,) = Calendar.from_ical(client.get("/aktuality/kalendar.ics").content).walk("VEVENT")

    assert page.index("Veletrh služeb") < page.index("Zrušeno")
    assert str(entry["status"]) == "CANCELLED"


@pytest.mark.parametrize("slug", ["kalendar", "kampane", "obsazenost"])
def test_no_article_hides_behind_another_page(slug):
    with pytest.raises(ValidationError, match="jiná stránka"):
        ArticleFactory.build(slug=slug).full_clean()


def machine_reads(client, path: str) -> list[dict]:
    page = client.get(path).content.decode()
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    return json.loads(found[1])["@graph"] if found else []


def test_search_engines_read_an_event_with_its_time_and_place(client):
    now = timezone.now().replace(microsecond=0)
    starts, ends = timezone.localtime(now), timezone.localtime(now + timedelta(hours=2))
    article = ArticleFactory(title="Den <b>dveří</b>", event_from=starts, event_until=ends, event_place="Vymyšlená 1")

    (event,) = machine_reads(client, article.get_absolute_url())

    assert event == {
        "@type": "Event",
        "name": "Den <b>dveří</b>",
        "description": "Od pondělí od sedmi.",
        "startDate": starts.isoformat(),
        "endDate": ends.isoformat(),
        "eventStatus": "https://schema.org/EventScheduled",
        "location": {"@type": "Place", "name": "Vymyšlená 1", "address": "Vymyšlená 1"},
        "url": f"http://127.0.0.1:8000{article.get_absolute_url()}",
    }
    assert machine_reads(client, "/aktuality/kalendar/") == [event]


def test_what_goes_on_for_weeks_or_has_no_place_is_no_event_for_machines(client):
    SeasonalOfferFactory()
    nowhere, no_event = ArticleFactory(event_from=timezone.now()), ArticleFactory()

    for path in ("/aktuality/kalendar/", nowhere.get_absolute_url(), no_event.get_absolute_url()):
        assert machine_reads(client, path) == []
