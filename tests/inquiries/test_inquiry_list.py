from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.utils import timezone

from inquiries.finding import InquirySearch
from inquiries.lists import desk_lists
from inquiries.models import ContactCard, Inquiry, SavedFilter
from tests.factories import (
    ChannelFactory,
    InquiryFactory,
    LifeSituationFactory,
    OfficeFactory,
    PlaceFactory,
    ReferralFactory,
    TargetGroupFactory,
    UnmetNeedFactory,
    UserFactory,
)


@pytest.fixture
def found(client, worker):
    """`found(stav="open")` gives the numbers that the list shows."""

    def see(**query):
        client.force_login(worker)
        return [row["inquiry"].public_id for row in client.get("/pult/dotazy/", query).context["rows"]]

    return see


@pytest.fixture
def ostrava(db):
    city = PlaceFactory(name="Ostrava", kind="municipality")
    return PlaceFactory(name="Poruba", kind="city_district", parent=city)


def test_the_newest_stands_first(found):
    old = InquiryFactory(received_at=timezone.now() - timedelta(days=1))
    new = InquiryFactory()

    assert found() == [new.public_id, old.public_id]


@pytest.mark.parametrize(
    ("query", "facts"),
    [
        ({"stav": "nevyrizene"}, {"open": True}),
        ({"stav": "open"}, {"open": True}),
        ({"druh": "professional"}, {"kind": "professional"}),
        ({"uroven": "2"}, {"help_level": 2}),
        ({"jazyk": "uk"}, {"language": "uk"}),
        ({"vek": "80+"}, {"age_band": "80+"}),
        ({"krize": "on"}, {"is_crisis": True}),
        ({"obvod": "mimo"}, {"is_from_elsewhere": True}),
        ({"pracovnik": "ja"}, {"state": "open", "mine": True}),
    ],
)
def test_a_filter_leaves_only_what_fits(found, worker, query, facts):
    other = {"state": "void"} if "state" not in facts and "open" not in facts else {}
    if facts.pop("mine", False):
        facts["assignee"] = worker
    fitting = InquiryFactory(**facts)
    InquiryFactory(**{"state": "void"} | other, is_from_elsewhere=False)

    assert found(**query) == [fitting.public_id]


def test_days_are_counted_whole(found):
    today = timezone.localdate()
    InquiryFactory(received_at=timezone.now() - timedelta(days=2))
    fitting = InquiryFactory()

    assert found(od=today.isoformat(), do=today.isoformat()) == [fitting.public_id]
    assert found(od=f"{today.day}. {today.month}. {today.year}") == [fitting.public_id]


def test_a_topic_finds_its_situations(found):
    topic = LifeSituationFactory(slug="dluhy")
    fitting = InquiryFactory(situation=LifeSituationFactory(slug="mam-exekuci", parent=topic))
    InquiryFactory(situation=LifeSituationFactory())

    assert found(situace="dluhy") == [fitting.public_id]
    assert found(hlavni="dluhy") == [fitting.public_id]


def test_facts_of_other_tables_are_found(found, worker):
    group = TargetGroupFactory(code="seniori")
    inquiry, unmet, referred = InquiryFactory(), InquiryFactory(), InquiryFactory()
    inquiry.target_groups.add(group)
    UnmetNeedFactory(inquiry=unmet)
    ReferralFactory(inquiry=referred, state="completed")

    assert found(skupina="seniori") == [inquiry.public_id]
    assert found(potreba="full") == found(potreba="1") == [unmet.public_id]
    assert found(vysledek="helped") == [referred.public_id]


def test_the_line_understands_numbers_phones_dates_and_words(found, ostrava):
    today = timezone.localdate()
    phone = InquiryFactory(channel=ChannelFactory(phone=True), received_at=timezone.now() - timedelta(days=40))
    ContactCard.objects.create(inquiry=phone, phone="+420603000000", expires_on=today)
    poruba = InquiryFactory(district=ostrava, situation=LifeSituationFactory(name="Mám dluhy"))

    assert found(q=phone.public_id) == [phone.public_id]
    assert found(q=phone.public_id.removeprefix("D-").lower()) == [phone.public_id]
    assert found(q="603 000 000") == [phone.public_id]
    assert found(q="telefon") == [phone.public_id]
    assert found(q="dluhy poruba") == [poruba.public_id]
    assert found(q=f"{today.day}. {today.month}. {today.year}") == [poruba.public_id]


@pytest.mark.parametrize("word", ["blábol", "31.12.9999", "99.1.2026"])
def test_a_word_nothing_is_made_of_is_said(client, worker, word):
    InquiryFactory()
    client.force_login(worker)

    response = client.get("/pult/dotazy/", {"q": word})

    assert response.context["rows"] == []
    assert f"Nevíme, co znamená „{word}“" in response.content.decode()


@pytest.mark.parametrize("after", ["D-0000", "\x00", "x" * 10_000])
def test_an_unknown_number_to_go_on_from_finds_nothing(found, after):
    InquiryFactory()

    assert found(po=after) == []


@pytest.mark.parametrize(
    "query",
    [
        {"stav": "nesmysl"},
        {"od": "včera"},
        {"od": "2026-02-02", "do": "2026-02-01"},
        {"od": "0001-01-01"},
        {"do": "9999-12-31"},
    ],
)
def test_an_unreadable_question_finds_nothing_and_says_why(client, worker, query):
    InquiryFactory()
    client.force_login(worker)

    response = client.get("/pult/dotazy/", query)

    assert response.status_code == 200
    assert response.context["rows"] == []
    assert "govuk-error-summary" in response.content.decode()


def test_a_kept_filter_whose_value_is_gone_shows_where_it_was(client, worker):
    client.force_login(worker)

    page = client.get("/pult/dotazy/", {"kanal": "zrusena-linka"}).text

    assert '<details class="more" open>' in page


def test_pages_follow_by_number_and_lose_nothing(client, worker):
    made = [InquiryFactory(received_at=timezone.now() - timedelta(minutes=n // 3)).public_id for n in range(30)]
    client.force_login(worker)

    first = client.get("/pult/dotazy/").context
    second = client.get("/pult/dotazy/" + first["next"]).context

    seen = [row["inquiry"].public_id for page in (first, second) for row in page["rows"]]
    assert sorted(seen) == sorted(made)
    assert second["next"] == ""
    assert client.get("/pult/dotazy/?po=D-XXXX").context["rows"] == []


def test_another_office_is_not_found(found):
    elsewhere = InquiryFactory(office=OfficeFactory(name="Jiné pracoviště"))

    assert found(q=elsewhere.public_id) == []


def test_filters_are_kept_without_the_words_of_the_line(client, worker):
    client.force_login(worker)

    client.post("/pult/dotazy/vyber/", {"name": "Krize", "query": "q=603000000&krize=on&po=D-XXXX&neco=1"})

    assert SavedFilter.objects.get().query == "krize=on"


def test_two_kept_filters_cannot_have_one_name(client, worker):
    SavedFilter.objects.create(owner=worker, name="Krize", query="krize=on")
    client.force_login(worker)

    response = client.post("/pult/dotazy/vyber/", {"name": "Krize", "query": "stav=open"}, follow=True)

    assert SavedFilter.objects.count() == 1
    assert "Zvolte jiný název" in response.content.decode()


def test_only_ones_own_filter_is_deleted(client, worker):
    mine = SavedFilter.objects.create(owner=worker, name="Krize", query="krize=on")
    theirs = SavedFilter.objects.create(owner=UserFactory(worker=True), name="Krize", query="krize=on")
    client.force_login(worker)

    assert client.post(f"/pult/dotazy/vyber/{theirs.pk}/smazat/").status_code == 404
    assert client.post(f"/pult/dotazy/vyber/{mine.pk}/smazat/").status_code == 302
    assert SavedFilter.objects.get() == theirs


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_for_one_as_for_three(client, worker, django_assert_num_queries, number):
    for _one in range(number):
        InquiryFactory(situation=LifeSituationFactory(), open=True)
    client.force_login(worker)
    client.get("/pult/dotazy/")

    with django_assert_num_queries(8):
        client.get("/pult/dotazy/")


@pytest.mark.parametrize(("query", "index"), [("hodina=3", "inquiry_by_hour"), ("den=7", "inquiry_by_weekday")])
def test_an_hour_and_a_day_of_the_week_are_found_by_an_index_newest_first(db, query, index):
    asker = UserFactory(coordinator=True)
    search = InquirySearch(QueryDict(query), lists=desk_lists(), workers=[], user=asker)
    found, _unknown = search.inquiries(Inquiry.objects.visible_to(asker))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")

    plan = found[:26].explain()

    assert f"Index Scan using {index}" in plan
    assert "Sort" not in plan
