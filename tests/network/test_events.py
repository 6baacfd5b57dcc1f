"""Events a coordinator puts into the calendar of the network: who reads of them, how calendars follow."""

from __future__ import annotations

from datetime import date, time

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from icalendar import Calendar

from network import events
from network.models import NetworkEvent
from network.network_calendar import calendar_of
from tests.factories import OrganisationFactory, UserFactory
from tests.situations.factories import PublicCampaignFactory

pytestmark = pytest.mark.django_db
FACTS = {
    "title": "Veletrh pomoci",
    "starts_on": "16. 11. 2026",
    "begins": "9:00",
    "ends": "15:00",
    "place": "Nová radnice",
    "for_whom": "pro všechny",
    "readers": "public",
}


@pytest.fixture
def coordinator(client):
    user = UserFactory(coordinator=True)
    client.force_login(user)
    return user


def plain(text: str) -> str:
    return text.replace("\xa0", " ")


def test_a_coordinator_announces_an_event_and_the_network_reads_it(client, coordinator):
    OrganisationFactory(name="Charita (vymyšlená)")

    page = client.post("/sit/akce/nova/", FACTS | {"organisation": "charita (vymyslena)"})["Location"]

    made = NetworkEvent.objects.get()
    assert (made.starts_on, made.begins, made.readers) == (date(2026, 11, 16), time(9), "public")
    assert (str(made.organisation), made.written_by) == ("Charita (vymyšlená)", coordinator)
    client.force_login(UserFactory(worker=True))
    text = plain(client.get(page).content.decode())
    assert "16. 11. 2026, 9:00–15:00" in text
    assert "pro všechny" in text
    entry = client.get("/sit/kalendar/?mesic=2026-11").context["entries"][0]
    assert (entry.title, entry.address) == ("Veletrh pomoci", page)


def test_a_form_sent_twice_is_one_event(client, coordinator):
    first, second, other = (
        client.post("/sit/akce/nova/", FACTS | more)["Location"] for more in ({}, {}, {"place": "Jinde"})
    )

    assert first == second != other
    assert NetworkEvent.objects.count() == 2


def test_an_event_may_belong_to_a_campaign_of_the_city(client, coordinator):
    campaign = PublicCampaignFactory(title="Zima v teple")

    page = client.post("/sit/akce/nova/", FACTS | {"campaign": campaign.pk})["Location"]
    refused = client.post("/sit/akce/nova/", FACTS | {"campaign": 999_999})

    assert NetworkEvent.objects.get().campaign == campaign
    assert "Zima v teple" in client.get(page).content.decode()
    assert refused.status_code == 422


def test_an_event_called_off_may_be_announced_again(client, coordinator):
    client.post("/sit/akce/nova/", FACTS)
    NetworkEvent.objects.update(is_called_off=True)

    client.post("/sit/akce/nova/", FACTS)

    assert NetworkEvent.objects.count() == 2


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"title": ""}, "Vyplňte prosím tohle pole."),
        ({"starts_on": "někdy"}, "Datum napište třeba takhle"),
        ({"starts_on": "16. 11. 0026"}, "Zkontrolujte rok"),
        ({"ends_on": "31. 12. 9999"}, "Zkontrolujte rok"),
        ({"ends_on": "15. 11. 2026"}, "Konec nemůže být dřív než začátek."),
        ({"begins": ""}, "Napište i začátek."),
        ({"ends": "8:00"}, "Konec musí být po začátku."),
        ({"organisation": "Neexistuje"}, "v síti neznáme"),
        ({"readers": "everybody"}, "Vyberte jednu z\u00a0nabízených možností."),
        ({"link": "javascript:alert(1)"}, "Vložte celou adresu"),
        ({"title": "A" * 201}, "Zkraťte text na 200 znaků."),
    ],
)
def test_what_does_not_make_sense_is_shown_again(client, coordinator, sent, sentence):
    response = client.post("/sit/akce/nova/", FACTS | sent)

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not NetworkEvent.objects.exists()


def test_a_change_and_calling_off_reach_calendars_that_read_it(client, coordinator):
    made = events.announce({"title": "Den", "starts_on": date(2026, 11, 16)}, by=coordinator)
    page = f"/sit/akce/{made.pk}/uprava/"

    client.post(page, FACTS)
    assert 'value="zrusit"' in client.get(made.get_absolute_url()).content.decode()
    assert (
        'value="zrusit"' not in client.get(page).content.decode()
    )  # beside the fields it would throw away what is typed
    client.post(page, {"udelej": "zrusit"})

    event = Calendar.from_ical(client.get(f"/sit/akce/{made.pk}/akce.ics").content).walk("VEVENT")[0]
    assert (event["summary"], event["sequence"], event["status"]) == ("Veletrh pomoci", 2, "CANCELLED")
    assert event["dtstart"].to_ical() == b"20261116T080000Z"  # nine in Prague; no zone that would have to be described
    assert client.get("/sit/kalendar/?mesic=2026-11").context["entries"] == []
    feed = Calendar.from_ical(calendar_of(coordinator)).walk("VEVENT")
    assert [one["status"] for one in feed] == ["CANCELLED"]
    assert 'value="obnovit"' in client.get(made.get_absolute_url()).content.decode()
    client.post(page, {"udelej": "obnovit"})
    made.refresh_from_db()
    assert not made.is_called_off


def test_days_without_hours_are_whole_days(coordinator):
    made = events.announce(
        {"title": "Dny", "starts_on": date(2026, 11, 16), "ends_on": date(2026, 11, 17), "begins": time(9)},
        by=coordinator,
    )

    event = Calendar.from_ical(events.calendar_of(made)).walk("VEVENT")[0]

    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2026, 11, 16), date(2026, 11, 18))
    assert "od 9:00" in plain(str(event["description"]))


def test_several_days_are_told_whole_in_each_month_they_last(client, coordinator):
    made = events.announce(
        {"title": "Dny", "starts_on": date(2026, 11, 30), "ends_on": date(2026, 12, 1), "begins": time(9)},
        by=coordinator,
    )

    november, december, january = (
        plain(client.get(f"/sit/kalendar/?mesic={month}").content.decode())
        for month in ("2026-11", "2026-12", "2027-01")
    )

    assert "30. 11. – 1. 12." in november
    assert "30. 11. – 1. 12." in december
    assert made.get_absolute_url() not in january


def test_only_a_coordinator_writes_events(client):
    worker = UserFactory(worker=True)
    client.force_login(worker)

    assert client.get("/sit/akce/nova/").status_code == 403
    assert "Nová akce" not in client.get("/sit/kalendar/").content.decode()
    with pytest.raises(PermissionDenied):
        events.announce({"title": "Den", "starts_on": date(2026, 11, 16)}, by=worker)


def test_the_public_hears_only_of_what_is_for_it(coordinator):
    for_all = events.announce({"title": "A", "starts_on": date(2026, 11, 16), "readers": "public"}, by=coordinator)
    events.announce({"title": "B", "starts_on": date(2026, 11, 16)}, by=coordinator)
    events.announce({"title": "C", "starts_on": date(2026, 11, 1), "readers": "public"}, by=coordinator)

    assert list(NetworkEvent.objects.public().from_day(date(2026, 11, 16))) == [for_all]


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"ends": time(9)}, "event_hours_in_order"),
        ({"begins": time(9), "ends": time(9)}, "event_hours_in_order"),
        ({"readers": "everybody"}, "event_for_known_readers"),
        ({"title": ""}, "event_says_what"),
    ],
)
def test_an_event_is_whole(facts, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        NetworkEvent.objects.create(**{"title": "Den", "starts_on": date(2026, 11, 16)} | facts)


def test_what_is_written_is_escaped(client, coordinator):
    made = events.announce({"title": "<script>alert(1)</script>", "starts_on": date(2026, 11, 16)}, by=coordinator)

    assert "<script>alert(1)" not in client.get(made.get_absolute_url()).content.decode()
