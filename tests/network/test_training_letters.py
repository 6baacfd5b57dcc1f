"""Whoever counts with a training is written to: a seat with its days for the calendar, a change, its being called off."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from icalendar import Calendar

from network import registering, training_keeping, training_link
from network.network_calendar import calendar_of as feed_of
from network.registering import RegistrationRefused, accept_offer, register, withdraw
from tests.factories import OrganisationFactory, UserFactory
from tests.network.factories import PersonFactory, PositionFactory
from tests.network.factories_trainings import TrainingDateFactory, TrainingFactory
from tests.signing_in import send_waiting_mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(client):
    user = UserFactory(coordinator=True, email="koordinatorka@mesto.example")
    client.force_login(user)
    return user


@pytest.fixture
def training():
    training = TrainingFactory(title="Dluhy v rodině", capacity=1, place="Místnost 504")
    TrainingDateFactory(training=training)
    return training


@pytest.fixture
def come(training, coordinator):
    """Registers somebody who reads their own letters, and forgets the letter of it."""

    def register_one(name: str):
        at_work = PositionFactory(person__name=name, email=f"{name.lower()}@organizace.example")
        row = register(training, person=at_work.person, organisation=at_work.organisation, by=coordinator)
        letters()
        return row

    return register_one


def letters() -> dict[str, str]:
    """Address -> text, of those sent since it was last asked."""
    mail.outbox.clear()
    send_waiting_mail()
    return {letter.to[0]: letter.body.replace("\xa0", " ") for letter in mail.outbox}


def events_of_letter() -> list[tuple[str, str, int]]:
    """Name of the day, whether it takes place, version; of the only letter."""
    (letter,) = mail.outbox
    (attached,) = [
        part.get_payload(decode=True) for part in letter.message().walk() if part.get_content_type() == "text/calendar"
    ]
    return [
        (str(one["uid"]).split("@")[0], str(one["status"]), int(one["sequence"]))
        for one in Calendar.from_ical(attached).walk("VEVENT")
    ]


def edit(training, **changes) -> dict[str, object]:
    today = timezone.localdate()
    return {
        "title": training.title,
        "hours": "6",
        "capacity": training.capacity,
        "place": training.place,
        "opens_on": f"{today:%Y-%m-%d}",
        "closes_on": f"{today + timedelta(days=5):%Y-%m-%d}",
        "dates": "12. 3. 2099 9:00–15:00",
    } | changes


def test_a_seat_is_confirmed_with_its_day_for_the_calendar(training, coordinator):
    at_work = PositionFactory(person__name="Jana", email="jana@organizace.example")

    register(training, person=at_work.person, organisation=at_work.organisation, by=coordinator)

    body = letters()["jana@organizace.example"]
    assert "na školení „Dluhy v rodině“ máte místo." in body
    assert "Kde: Místnost 504" in body
    assert events_of_letter() == [(f"training-{training.pk}-0", "CONFIRMED", 0)]


def test_whoever_waits_is_told_what_comes_next(training, come, coordinator):
    come("Jana")
    at_work = PositionFactory(person__name="Eva", email="eva@organizace.example")

    register(training, person=at_work.person, organisation=at_work.organisation, by=coordinator)

    assert "je teď plné a jste v pořadí" in letters()["eva@organizace.example"]


def test_an_offer_to_somebody_without_an_address_goes_to_who_registered_them(training, come, coordinator):
    first = come("Jana")
    register(training, person=PersonFactory(name="Bez pošty"), organisation=OrganisationFactory(), by=coordinator)
    letters()

    withdraw(first, by=None)

    body = letters()["koordinatorka@mesto.example"]
    assert "uvolnilo se místo" in mail.outbox[0].subject
    assert "předejte mu to prosím: Bez pošty." in body


def test_whoever_registers_somebody_without_an_address_is_told_on_the_page_alone(client, training, coordinator):
    sent = {"name": "Bez Pošty", "organisation": OrganisationFactory().name}

    page = client.post(f"/sit/skoleni/{training.pk}/prihlaska/", sent, follow=True).content.decode()

    assert "E-mail na tohoto člověka nemáme, řekněte mu to." in page.replace("\xa0", " ")
    assert letters() == {}


def test_a_seat_is_given_up_by_the_link_of_its_letter_until_the_training_begins(client, training, come):
    row = come("Jana")
    address = f"/sit/misto/{training_link.make_token(row)}/"
    client.logout()
    assert "Odhlásit se" in client.get(address).content.decode()

    client.post(address, {"kam": "odmitnout"})

    row.refresh_from_db()
    assert row.state == "withdrawn"
    assert "Přihláška je zrušená." in client.get(address).content.decode().replace("\xa0", " ")


@pytest.mark.parametrize(
    ("before", "by_link", "signed_in"),
    [
        ([], "Místo dostane další.", "Odhlášeno. Místo je volné pro další."),
        (["Petr"], "Nebudete už v pořadí.", "Odhlášeno."),
    ],
)
def test_who_only_waited_leaves_no_seat_to_another(client, training, come, before, by_link, signed_in):
    for name in before:
        come(name)
    row = come("Jana")

    letter = client.get(f"/sit/misto/{training_link.make_token(row)}/").content.decode()
    page = client.post(f"/sit/skoleni/prihlasky/{row.pk}/", {"kam": "odhlasit"}, follow=True)

    assert by_link in letter.replace("\xa0", " ")
    assert [str(one) for one in page.context["messages"]] == [signed_in]


def test_a_seat_of_a_training_that_has_begun_is_not_given_up_by_a_link(client, training, come):
    row = come("Jana")
    training.dates.update(starts_at=timezone.now() - timedelta(hours=1))
    address = f"/sit/misto/{training_link.make_token(row)}/"

    page = client.get(address).content.decode()
    assert "Odhlásit se" not in page
    assert "Školení už začalo." in page.replace("\xa0", " ")
    assert client.post(address, {"kam": "odmitnout"}).status_code == 409


def test_a_link_cut_off_says_what_to_do(client, training, come):
    address = f"/sit/misto/{training_link.make_token(come('Jana'))[:-3]}/"

    page = client.get(address)

    assert (page.status_code, "Otevřete ho z" in page.content.decode()) == (404, True)


def test_a_link_opened_too_often_says_when_to_come_back(client, training, come, monkeypatch):
    monkeypatch.setattr("network.views.trainings.MOST_VISITS_AN_HOUR", 1)
    address = f"/sit/misto/{training_link.make_token(come('Jana'))}/"

    pages = [client.get(address) for _time in range(2)]

    assert [page.status_code for page in pages] == [200, 429]
    assert "Retry-After" in pages[1]


def test_a_taken_offer_is_confirmed(training, come, coordinator):
    first, second = come("Jana"), come("Eva")
    withdraw(first, by=None)
    letters()
    second.refresh_from_db()

    accept_offer(second, by=None)

    assert "máte místo" in letters()["eva@organizace.example"]


def test_a_training_under_way_offers_no_seat_any_more(training, come, coordinator):
    first, second = come("Jana"), come("Eva")
    training.dates.update(starts_at=timezone.now() - timedelta(hours=1))

    withdraw(first, by=coordinator)

    second.refresh_from_db()
    assert second.state == "waiting"
    assert list(letters()) == ["jana@organizace.example"]


def test_an_offer_lasts_to_the_beginning_at_the_most(training, come):
    first, second = come("Jana"), come("Eva")
    begins = timezone.now() + timedelta(hours=3)
    training.dates.update(starts_at=begins)

    withdraw(first, by=None)

    second.refresh_from_db()
    assert second.offer_until == begins


def test_the_page_of_who_was_signed_off_by_somebody_thanks_nobody_for_it(client, come, coordinator):
    row = come("Jana")

    withdraw(row, by=coordinator)

    assert "nebo ji zrušit" not in letters()["jana@organizace.example"]
    page = client.get(f"/sit/misto/{training_link.make_token(row)}/").content.decode()
    assert "Děkujeme" not in page


@pytest.mark.parametrize(("by_themselves", "told"), [(True, []), (False, ["jana@organizace.example"])])
def test_who_was_withdrawn_by_somebody_else_is_told(come, coordinator, by_themselves, told):
    row = come("Jana")

    withdraw(row, by=None if by_themselves else coordinator)

    assert list(letters()) == told


def test_another_day_is_told_to_all_who_count_with_it_and_moves_in_calendars(client, training, come):
    come("Jana")
    come("Eva")

    page = client.post(f"/sit/skoleni/{training.pk}/uprava/", edit(training), follow=True).content.decode()
    page = page.replace("\xa0", " ")

    assert "O změně jsme přihlášeným napsali." in page
    told = letters()
    assert sorted(told) == ["eva@organizace.example", "jana@organizace.example"]
    assert "Kdy: 12. 3. 2099 v 9:00–15:00" in told["jana@organizace.example"]
    mail.outbox[:] = [letter for letter in mail.outbox if letter.to == ["jana@organizace.example"]]
    assert events_of_letter() == [(f"training-{training.pk}-0", "CONFIRMED", 1)]


def test_a_day_that_is_no_more_leaves_calendars(client, training, come):
    TrainingDateFactory(training=training, starts_at=timezone.now() + timedelta(days=21))
    come("Jana")

    client.post(f"/sit/skoleni/{training.pk}/uprava/", edit(training))

    letters()
    name = f"training-{training.pk}"
    assert events_of_letter() == [(f"{name}-0", "CONFIRMED", 1), (f"{name}-1", "CANCELLED", 1)]


@pytest.mark.parametrize(("change", "letters_sent"), [({"place": "Jinde"}, 1), ({"goal": "Jiná slova."}, 0)])
def test_only_another_day_or_place_is_written_of(client, training, come, change, letters_sent):
    come("Jana")
    day = training.dates.get()
    day.starts_at = day.starts_at.replace(hour=9, minute=0, second=0, microsecond=0)
    day.ends_at = day.starts_at + timedelta(hours=1)
    day.save()
    local = timezone.localtime(day.starts_at)
    written = f"{local:%-d. %-m. %Y %H:%M}–{timezone.localtime(day.ends_at):%H:%M}"

    answer = client.post(f"/sit/skoleni/{training.pk}/uprava/", edit(training, dates=written, **change))

    assert answer.status_code == 302
    assert len(letters()) == letters_sent


def test_the_place_of_a_training_that_is_over_is_corrected_without_a_letter(client, training, come):
    come("Jana")

    page = client.post(
        f"/sit/skoleni/{training.pk}/uprava/",
        edit(training, place="Jinde", dates="12. 3. 2025 9:00–15:00"),
        follow=True,
    ).content.decode()

    assert training.dates.get().starts_at.year == 2025
    assert "přihlášeným jsme napsali" not in page
    assert letters() == {}


def test_a_training_called_off_is_told_and_takes_nobody_any_more(client, training, come):
    come("Jana")
    second = come("Eva")

    page = client.post(f"/sit/skoleni/{training.pk}/uprava/", {"zrusit": "1"}, follow=True).content.decode()

    assert "Školení je zrušené." in page
    told = letters()
    assert sorted(told) == ["eva@organizace.example", "jana@organizace.example"]
    assert "se ruší" in told["eva@organizace.example"]
    mail.outbox[:] = [letter for letter in mail.outbox if letter.to == ["jana@organizace.example"]]
    assert events_of_letter() == [(f"training-{training.pk}-0", "CANCELLED", 1)]
    assert client.get(f"/sit/misto/{training_link.make_token(second)}/").content.decode().count("zrušené") == 1
    with pytest.raises(RegistrationRefused, match="teď neběží"):
        register(training, person=PersonFactory(), organisation=OrganisationFactory(), by=UserFactory())


def test_calling_off_twice_is_once(training, come, coordinator):
    come("Jana")
    training_keeping.call_off(training, by=coordinator)
    letters()

    training_keeping.call_off(training, by=coordinator)

    assert letters() == {}


def test_a_training_that_has_begun_is_not_called_off(client, coordinator, training):
    address = f"/sit/skoleni/{training.pk}/uprava/"
    assert "Zrušit školení" in client.get(address).content.decode().replace("\xa0", " ")
    training.dates.update(starts_at=timezone.now() - timedelta(hours=1))

    assert "Zrušit školení" not in client.get(address).content.decode().replace("\xa0", " ")
    page = client.post(address, {"zrusit": "1"}, follow=True)

    training.refresh_from_db()
    assert not training.is_cancelled
    assert "Školení už začalo" in page.content.decode().replace("\xa0", " ")


@pytest.fixture
def cancelled(training, come, coordinator):
    """With an offer that was still open."""
    first, second = come("Jana"), come("Eva")
    withdraw(first, by=None)
    training_keeping.call_off(training, by=coordinator)
    second.refresh_from_db()
    return second


def test_an_offered_seat_of_a_training_called_off_is_not_to_be_had(client, cancelled):
    address = f"/sit/misto/{training_link.make_token(cancelled)}/"

    assert "Přijdu" not in client.get(address).content.decode()
    assert "Vzít nabídnuté místo" not in client.get(cancelled.training.get_absolute_url()).content.decode()
    assert client.post(address, {"kam": "prijmout"}).status_code == 409


def test_attendance_of_a_training_called_off_is_not_written(training, cancelled, coordinator):
    training.dates.update(starts_at=timezone.now() - timedelta(hours=1))

    with pytest.raises(RegistrationRefused, match="zrušené"):
        registering.note_attendance(training, attended=set(), by=coordinator)


@pytest.mark.parametrize("role", ["partner", "worker"])
def test_only_a_coordinator_calls_off(client, training, role):
    user = UserFactory(worker=role == "worker")
    client.force_login(user)

    assert client.post(f"/sit/skoleni/{training.pk}/uprava/", {"zrusit": "1"}).status_code == 403
    with pytest.raises(PermissionDenied):
        training_keeping.call_off(training, by=user)


def test_the_feed_and_the_letters_name_a_day_alike(training, coordinator):
    TrainingDateFactory(training=training, starts_at=timezone.now() + timedelta(days=21))

    names = {str(one["uid"]).split("@")[0] for one in Calendar.from_ical(feed_of(coordinator)).walk("VEVENT")}

    assert names == {f"training-{training.pk}-0", f"training-{training.pk}-1"}


def test_the_page_of_an_offer_says_when_where_and_until_when(client, training, come):
    first, second = come("Jana"), come("Eva")
    withdraw(first, by=None)
    address = f"/sit/misto/{training_link.make_token(second)}/"

    offered = client.get(address).content.decode().replace("\xa0", " ")
    client.post(address, {"kam": "prijmout"})
    taken = client.get(address).content.decode().replace("\xa0", " ")

    assert "Kde: Místnost 504" in offered
    assert "Držíme ho pro vás do" in offered
    assert "Máte místo. Těšíme se." in taken
