"""Events of the network that are for the public stand in the public calendar, and no other."""

from __future__ import annotations

from datetime import date, time

import pytest

from network.models import NetworkEvent
from network.models.events import EventReaders
from situations.news.events import events_between
from tests.situations.factories import PublicCampaignFactory

pytestmark = pytest.mark.django_db


def test_only_public_events_are_shown_those_called_off_too(client):
    day = {"starts_on": date(2026, 12, 3), "readers": EventReaders.PUBLIC}
    NetworkEvent.objects.create(title="Den otevřených dveří", begins=time(10), ends=time(16), place="Náměstí", **day)
    NetworkEvent.objects.create(title="Veletrh", is_called_off=True, **day)
    NetworkEvent.objects.create(title="Přes týden", ends_on=date(2026, 12, 9), begins=time(10), **day)
    NetworkEvent.objects.create(title="Jen síť", starts_on=date(2026, 12, 3))

    found = {one.title: one for one in events_between(date(2026, 12, 1), date(2026, 12, 31))}

    assert set(found) == {"Den otevřených dveří", "Veletrh", "Přes týden"}
    assert found["Den otevřených dveří"].starts.hour == 10
    assert found["Den otevřených dveří"].ends.hour == 16
    assert found["Veletrh"].is_called_off
    assert found["Přes týden"].starts is None
    assert events_between(date(2026, 12, 9), date(2026, 12, 9))[0].title == "Přes týden"
    assert events_between(date(2026, 12, 10), date(2026, 12, 31)) == []


def test_a_campaign_shows_public_events_of_the_network_that_belong_to_it(client):
    campaign = PublicCampaignFactory()
    day = {"starts_on": date(2100, 12, 3), "campaign": campaign}
    NetworkEvent.objects.create(title="Sbírka dek", readers=EventReaders.PUBLIC, place="Náměstí", **day)
    NetworkEvent.objects.create(title="Veletrh", readers=EventReaders.PUBLIC, is_called_off=True, **day)
    NetworkEvent.objects.create(title="Porada ke kampani", **day)
    NetworkEvent.objects.create(title="Cizí akce", readers=EventReaders.PUBLIC, starts_on=date(2100, 12, 3))
    NetworkEvent.objects.create(
        title="Loni", readers=EventReaders.PUBLIC, starts_on=date(2020, 12, 3), campaign=campaign
    )

    page = client.get(campaign.get_absolute_url()).context["page"]

    assert [one.event.title for one in page.coming] == ["Sbírka dek", "Veletrh"]
    assert [one.event.title for one in page.past] == ["Loni"]
