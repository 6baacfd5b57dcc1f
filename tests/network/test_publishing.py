"""A message of the network in the public archive of newsletters, by a coordinator's decision alone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from network import publishing
from network.announcing import AnnouncementRefused
from network.models import Announcement
from situations.models import Article
from tests.factories import UserFactory
from tests.network.factories_groups import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator():
    return UserFactory(coordinator=True)


@pytest.fixture
def sent(coordinator):
    return Announcement.objects.create(
        title="Zpravodaj sítě",
        text="Co je nového.\r\n\r\nPrvní řádek\r\n<b>druhý</b> řádek",
        written_by=coordinator,
        sent_at=timezone.now(),
    )


def archive(client) -> list[str]:
    return [one.title for one in client.get("/aktuality/?archiv=1").context["page"]]


def test_a_coordinator_publishes_and_takes_back(client, sent, coordinator):
    client.force_login(coordinator)
    page = f"/sit/zpravy/{sent.pk}/"
    assert archive(client) == []

    client.post(f"{page}zverejnit/")
    article = publishing.published(sent)
    read = client.get(article.get_absolute_url()).content.decode()
    assert archive(client) == ["Zpravodaj sítě"]
    assert "Co je nového." in read
    assert "První řádek<br" in read
    assert "<b>" not in read
    assert article.get_absolute_url() in client.get(page).content.decode()

    client.post(f"{page}zverejnit/", {"zpet": "1"})
    assert archive(client) == []
    assert client.get(article.get_absolute_url()).status_code == 404

    client.post(f"{page}zverejnit/")
    assert archive(client) == ["Zpravodaj sítě"]


def test_a_draft_is_not_published(sent, coordinator):
    Announcement.objects.update(sent_at=None)
    sent.refresh_from_db()

    with pytest.raises(AnnouncementRefused):
        publishing.publish(sent, by=coordinator)


def test_nobody_else_publishes(sent):
    for deed in (publishing.publish, publishing.take_back):
        with pytest.raises(PermissionDenied):
            deed(sent, by=UserFactory(worker=True))


def test_a_long_first_paragraph_is_read_whole_below(sent, coordinator):
    sent.text = "slovo " * 100 + "\n\nKonec."

    article = publishing.publish(sent, by=coordinator)

    article.full_clean()
    assert len(article.lead) <= 400
    assert article.lead.endswith("…")
    assert article.text.startswith("slovo slovo")
    assert article.text.endswith("Konec.")


def test_a_letter_stands_among_the_news_until_its_day_and_in_the_archive_for_good(client, sent, coordinator):
    client.force_login(coordinator)
    today = timezone.localdate()
    page = f"/sit/zpravy/{sent.pk}/"

    client.post(f"{page}zverejnit/", {"until": today.isoformat()})
    article = publishing.published(sent)

    assert publishing.last_day(article) == today
    assert "mezi aktualitami do" in client.get(page).content.decode()
    assert list(Article.objects.shown_at(timezone.now())) == [article]
    assert not Article.objects.shown_at(timezone.now() + timedelta(days=1)).exists()
    assert archive(client) == ["Zpravodaj sítě"]


def test_an_end_set_within_a_day_is_of_that_day(sent, coordinator):
    article = publishing.publish(sent, by=coordinator)
    article.published_until = at(2099, 12, 31, 12)

    assert publishing.last_day(article) == date(2099, 12, 31)


@pytest.mark.parametrize(("until", "sentence"), [("2020-01-01", "Ten den už byl."), ("zítra", "Datum napište")])
def test_a_day_that_cannot_be_is_said_and_nothing_is_published(client, sent, coordinator, until, sentence):
    client.force_login(coordinator)

    answer = client.post(f"/sit/zpravy/{sent.pk}/zverejnit/", {"until": until})

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert publishing.published(sent) is None


@pytest.mark.parametrize("greeting", ["Dobrý den,", "Vážené kolegyně, vážení kolegové,"])
def test_whom_a_letter_greets_is_not_greeted_on_the_web(sent, coordinator, greeting):
    sent.text = f"{greeting}\r\n\r\nod ledna máme novou poradnu.\r\n\r\nVáš SOCIOPOINT"

    article = publishing.publish(sent, by=coordinator)

    assert (article.lead, article.text) == ("Od ledna máme novou poradnu.", "Váš SOCIOPOINT")


def test_a_letter_that_only_greets_is_published_as_it_is(sent, coordinator):
    sent.text = "Hezké svátky,"

    assert publishing.publish(sent, by=coordinator).lead == "Hezké svátky,"


def test_addresses_in_a_letter_can_be_followed_on_the_web(client, sent, coordinator):
    sent.text = (
        "Úvod.\n\nVíc na https://www.ostrava.cz/pomoc (i https://b.example/x?a=1&b=2).\n\n[Web](https://c.example)"
    )

    page = client.get(publishing.publish(sent, by=coordinator).get_absolute_url()).text

    for address in ("https://www.ostrava.cz/pomoc", "https://b.example/x?a=1&amp;b=2", "https://c.example"):
        assert f'href="{address}"' in page
