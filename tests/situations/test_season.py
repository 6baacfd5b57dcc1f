"""How full an offer was: every report is kept, day by day, for who runs it and for the city."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from importlib import import_module
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone

from situations.models import OccupancyReport
from situations.news.campaigns import campaign_page
from situations.news.occupancy import report_occupancy
from situations.news.page import offers_for, offers_now
from situations.news.season import season_of
from situations.nights import morning_end
from sociopoint.models import Role
from tests.factories import LifeSituationFactory, UserFactory
from tests.situations.factories import PublicCampaignFactory, SeasonalOfferFactory

pytestmark = pytest.mark.django_db
PRAGUE = ZoneInfo("Europe/Prague")


def plain(response) -> str:
    return response.content.decode().replace("\u00a0", " ")


def said(offer, occupied, day, hour, by=None) -> None:
    when = datetime(2026, 12, day, hour, tzinfo=PRAGUE)
    OccupancyReport.objects.create(
        offer=offer, occupied=occupied, capacity=offer.capacity, reported_at=when, reported_by=by
    )


def test_each_report_is_kept_with_who_said_it():
    offer, worker = SeasonalOfferFactory(capacity=2), UserFactory(worker=True)

    for occupied in (1, 2, 900):
        report_occupancy(offer=offer.pk, occupied=occupied, by=worker)

    reports = offer.reports.order_by("pk")
    assert [(one.occupied, one.capacity, one.reported_by) for one in reports] == [
        (1, 2, worker),
        (2, 2, worker),
        (2, 2, worker),
    ]


def test_a_day_is_told_at_its_fullest_and_midnight_is_in_prague():
    offer = SeasonalOfferFactory(capacity=30)
    said(offer, 12, 3, 20)
    said(offer, 30, 3, 23)
    said(offer, 28, 4, 0)
    said(SeasonalOfferFactory(), 5, 5, 20)

    season = season_of(offer)

    assert [(one.day.day, one.most, one.times, one.was_full, one.width) for one in season.days] == [
        (4, 28, 1, False, "93%"),
        (3, 30, 2, True, "100%"),
    ]
    assert (season.most, season.most_on.day, season.full_days) == (30, 3, 1)


def test_the_page_says_who_reported_and_how_full_it_was(client, django_assert_num_queries):
    worker = UserFactory(worker=True, name="Pracovnice 7")
    offer = SeasonalOfferFactory(capacity=30)
    client.force_login(worker)
    page = f"/aktuality/obsazenost/{offer.pk}/prubeh/"
    assert "Zatím nikdo nic nehlásil" in plain(client.get(page))

    for hour in range(12):
        said(offer, 10 + hour, 3, hour, by=worker)
    shown = plain(client.get(page))

    assert "21 z 30" in shown
    assert "Pracovnice 7" in shown
    assert len(client.get(page).context["season"].latest) == 10


@pytest.mark.parametrize("reports", [1, 3])
def test_it_costs_the_same_for_one_report_as_for_three(client, django_assert_num_queries, reports):
    client.force_login(UserFactory(worker=True))
    offer = SeasonalOfferFactory()
    for day in range(reports):
        said(offer, 1, day + 1, 12, by=UserFactory(name=f"Partnerka {day}"))

    with django_assert_num_queries(5):
        client.get(f"/aktuality/obsazenost/{offer.pk}/prubeh/")


def test_all_reports_are_a_file_in_their_order(client):
    worker = UserFactory(worker=True, name="=Pracovnice")
    offer = SeasonalOfferFactory(title="Zimní noclehárna", capacity=30)
    said(offer, 28, 4, 8, by=worker)
    said(offer, 12, 3, 20)
    client.force_login(worker)

    answer = client.get(f"/aktuality/obsazenost/{offer.pk}/prubeh.csv")

    assert answer.content.decode("utf-8-sig").splitlines() == [
        "Kdy;Obsazeno;Pro kolik lidí;Kdo hlásil",
        "2026-12-03 20:00;12;30;",
        "2026-12-04 08:00;28;30;'=Pracovnice",
    ]
    assert answer["Content-Disposition"] == 'attachment; filename="obsazenost-zimni-nocleharna.csv"'


@pytest.mark.parametrize(
    ("hours", "end"),
    [
        ("denně 18–7", time(7)),
        ("od 19:30 do 8 hodin", time(8)),
        ("20.00 h - 6.30 h", time(6, 30)),
        ("pracovní dny 18–6, víkend 18–9", time(9)),
        ("8–16", None),
        ("18–24", None),
        ("nonstop", None),
        ("od 1. 12. do 31. 3.", None),
        ("přijďte v 18:00", None),
        ("99–88", None),
        ("", None),
    ],
)
def test_the_morning_after_a_night_is_read_from_the_hours(hours, end):
    assert morning_end(hours) == end


@pytest.fixture
def at(monkeypatch):
    """Says what time it is in Prague."""

    def say(*when: int) -> None:
        monkeypatch.setattr(timezone, "now", lambda: datetime(*when, tzinfo=PRAGUE))

    return say


SEASON = {"begins_on": date(2026, 11, 1), "ends_on": date(2027, 3, 27)}


@pytest.mark.parametrize(
    ("hours", "when", "is_on"),
    [
        ("18–7", (2027, 3, 28, 0, 30), True),
        ("18–7", (2027, 3, 28, 6, 59), True),  # the clock went forward that night
        ("18–7", (2027, 3, 28, 7, 0), False),
        ("8–16", (2027, 3, 27, 23, 59), True),
        ("8–16", (2027, 3, 28, 0, 0), False),
        ("", (2027, 3, 28, 0, 0), False),
        ("18–7", (2026, 10, 31, 23, 59), False),
        ("18–7", (2026, 11, 1, 0, 0), True),
    ],
)
def test_the_last_night_holds_until_its_morning(client, at, hours, when, is_on):
    offer = SeasonalOfferFactory(title="Zimní noclehárna", hours=hours, **SEASON)
    topic = LifeSituationFactory(slug="nemam-kde-spat")
    offer.situations.add(topic)
    campaign = PublicCampaignFactory(begins_on=date(2026, 10, 1), ends_on=date(2027, 6, 1))
    campaign.offers.add(offer)
    at(*when)

    assert [one.offer for one in offers_now()] == [offer] * is_on
    assert [one.offer for one in offers_for(topic)] == [offer] * is_on
    has_begun_and_lasts = is_on or when < (2026, 11, 1)
    assert [one.offer for one in campaign_page(campaign, timezone.localtime()).offers] == [offer] * has_begun_and_lasts


def test_in_its_last_night_it_is_still_reported_and_is_no_season_of_the_past(client, at):
    offer = SeasonalOfferFactory(title="Zimní noclehárna", hours="18–7", capacity=5, **SEASON)
    at(2027, 3, 28, 1, 0)
    client.force_login(UserFactory(worker=True))

    listed = client.get("/aktuality/obsazenost/").context
    told = client.post(f"/aktuality/obsazenost/{offer.pk}/", {"occupied": "3"})

    assert ([one.offer for one in listed["offers"]], list(listed["over"])) == ([offer], [])
    assert told.status_code == 302
    at(2027, 3, 28, 7, 0)
    client.force_login(UserFactory(worker=True))
    listed = client.get("/aktuality/obsazenost/").context
    assert (listed["offers"], list(listed["over"])) == ([], [offer])
    assert client.get(f"/aktuality/obsazenost/{offer.pk}/").status_code == 404


def test_a_season_that_is_over_can_be_looked_back_at(client):
    today = timezone.localdate()
    partner = UserFactory(role=Role.PARTNER)
    offer = SeasonalOfferFactory(
        title="Loňská", begins_on=today - timedelta(days=90), ends_on=today - timedelta(days=1)
    )
    offer.reporters.add(partner)
    SeasonalOfferFactory(title="Teď").reporters.add(partner)
    client.force_login(partner)

    shown = plain(client.get("/aktuality/obsazenost/?vse=1"))

    assert shown.index("Teď") < shown.index("Skončené sezóny") < shown.index("Loňská")
    assert client.get(f"/aktuality/obsazenost/{offer.pk}/prubeh/").status_code == 200


@pytest.mark.parametrize(
    ("role", "written_down", "answer"),
    [
        (Role.WORKER, False, 200),
        (Role.COORDINATOR, False, 200),
        (Role.PARTNER, True, 200),
        (Role.PARTNER, False, 403),
        (Role.ADMINISTRATOR, True, 403),
    ],
)
@pytest.mark.parametrize("page", ["prubeh/", "prubeh.csv"])
def test_who_may_look_back(client, role, written_down, answer, page):
    user, offer = UserFactory(role=role), SeasonalOfferFactory()
    if written_down:
        offer.reporters.add(user)
    client.force_login(user)

    assert client.get(f"/aktuality/obsazenost/{offer.pk}/{page}").status_code == answer


@pytest.mark.parametrize("page", ["prubeh/", "prubeh.csv"])
def test_a_draft_and_a_missing_offer_have_no_season_and_a_stranger_signs_in(client, page):
    draft = SeasonalOfferFactory(published=False)
    assert client.get(f"/aktuality/obsazenost/{draft.pk}/{page}").status_code == 302

    client.force_login(UserFactory(worker=True))
    assert client.get(f"/aktuality/obsazenost/{draft.pk}/{page}").status_code == 404
    assert client.get(f"/aktuality/obsazenost/999999/{page}").status_code == 404


def test_no_report_is_fuller_than_its_offer():
    offer = SeasonalOfferFactory(capacity=2)

    with pytest.raises(IntegrityError, match="occupancy_report_fits_its_offer"), transaction.atomic():
        said(offer, 3, 1, 12)


def test_what_was_reported_before_reports_were_kept_is_carried_over_once():
    """The last number stands on the offer, those before it in its history."""
    migration = import_module("situations.migrations.0010_occupancy_reported_before_is_carried_over")
    offer, worker = SeasonalOfferFactory(capacity=30), UserFactory(worker=True)
    for occupied in (12, 20):
        report_occupancy(offer=offer.pk, occupied=occupied, by=worker)
    SeasonalOfferFactory(capacity=5)
    OccupancyReport.objects.all().delete()

    for _time in range(2):
        migration.carry_over(apps, None)

    reports = OccupancyReport.objects.order_by("reported_at")
    assert [(one.offer, one.occupied, one.capacity, one.reported_by) for one in reports] == [
        (offer, 12, 30, worker),
        (offer, 20, 30, worker),
    ]
