"""Seats of trainings: nobody overtakes, nobody is given a taken seat, an offer lapses; certificates."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core import mail
from django.db import DatabaseError, IntegrityError, connection
from django.utils import timezone

from network import registering, training_link, yearly_hours
from network.models import Certificate, Person, Registration, SeatReserve, Training
from network.registering import RegistrationRefused, accept_offer, change_capacity, lapse_offers, register, withdraw
from sociopoint.models import OutgoingMail
from tests.factories import OrganisationFactory, UserFactory
from tests.network.factories import PersonFactory, PositionFactory
from tests.network.factories_trainings import RegistrationFactory, TrainingDateFactory, TrainingFactory
from tests.signing_in import send_waiting_mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator():
    return UserFactory(coordinator=True)


@pytest.fixture
def come(coordinator):
    """Registers somebody new, of an organisation of their own unless told."""

    def register_one(training, organisation=None, person=None):
        organisation = organisation or OrganisationFactory()
        return register(training, person=person or PersonFactory(), organisation=organisation, by=coordinator)

    return register_one


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"capacity": 0}, "training_has_a_seat"),
        ({"hours": 0}, "training_lasts"),
        ({"closes_on": timezone.localdate() - timedelta(days=1)}, "training_closes_after_it_opens"),
        ({"title": ""}, "training_has_a_title"),
    ],
)
def test_a_training_is_whole(facts, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        TrainingFactory(**facts)


def test_a_day_ends_after_it_begins():
    with pytest.raises(IntegrityError, match="training_date_ends_after_it_begins"):
        TrainingDateFactory(ends_at=timezone.now())


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"state": "offered"}, "registration_offered_until"),
        ({"offer_until": timezone.now()}, "registration_offered_until"),
        ({"state": "asleep"}, "registration_in_a_known_state"),
    ],
)
def test_a_registration_is_whole(facts, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        RegistrationFactory(**facts)


def test_a_person_is_on_a_training_once():
    row = RegistrationFactory()

    with pytest.raises(IntegrityError, match="registration_once_for_a_person"):
        RegistrationFactory(training=row.training, person=row.person)


def test_a_reserve_is_said_once_and_is_of_a_seat():
    training, organisation = TrainingFactory(), OrganisationFactory()
    with pytest.raises(IntegrityError, match="training_reserve_of_a_seat"):
        SeatReserve.objects.create(training=training, organisation=organisation, seats=0)


def test_a_certificate_stays_as_it_was_given(coordinator):
    row = RegistrationFactory()
    registering.note_attendance(row.training, attended={row.pk}, by=coordinator)

    with pytest.raises(DatabaseError, match="Cannot"):
        Certificate.objects.update(hours=60)


def test_seats_go_in_the_order_of_registrations(come):
    training = TrainingFactory(capacity=1)

    assert [come(training).state for _person in range(3)] == ["confirmed", "waiting", "waiting"]


def test_who_withdraws_frees_the_seat_for_the_first_in_line(come, coordinator):
    training = TrainingFactory(capacity=1)
    first, second, third = (come(training) for _person in range(3))

    withdraw(first, by=coordinator)

    second.refresh_from_db()
    third.refresh_from_db()
    assert (second.state, third.state) == ("offered", "waiting")
    assert second.offer_until - timezone.now() < timedelta(hours=48)


def test_an_offer_lapses_and_goes_on(come, coordinator):
    training = TrainingFactory(capacity=1)
    first, second, third = (come(training) for _person in range(3))
    withdraw(first, by=coordinator)

    later = timezone.now() + timedelta(hours=49)
    assert (lapse_offers(timezone.now()), lapse_offers(later), lapse_offers(timezone.now())) == (0, 1, 0)

    second.refresh_from_db()
    third.refresh_from_db()
    assert (second.state, third.state) == ("lapsed", "offered")


def test_a_lapsed_offer_is_not_taken(come, coordinator):
    training = TrainingFactory(capacity=1)
    first, second = come(training), come(training)
    withdraw(first, by=coordinator)
    Registration.objects.filter(pk=second.pk).update(offer_until=timezone.now() - timedelta(minutes=1))

    with pytest.raises(RegistrationRefused, match="vypršela"):
        accept_offer(second, by=None)


def test_kept_seats_are_given_to_their_organisation_only(come):
    training, ours = TrainingFactory(capacity=2), OrganisationFactory()
    SeatReserve.objects.create(training=training, organisation=ours, seats=1)

    states = [come(training).state, come(training).state, come(training, ours).state, come(training, ours).state]

    assert states == ["confirmed", "waiting", "confirmed", "waiting"]


def test_nobody_overtakes_who_waits(come, coordinator):
    """A free seat that is being offered is not to be had by somebody who comes just then."""
    training = TrainingFactory(capacity=1)
    first, _second = come(training), come(training)
    withdraw(first, by=coordinator)

    assert come(training).state == "waiting"


def test_capacity_never_falls_below_who_has_a_seat(come, coordinator):
    training = TrainingFactory(capacity=2)
    come(training), come(training)

    with pytest.raises(RegistrationRefused):
        change_capacity(training, capacity=1, by=coordinator)


def test_more_capacity_is_offered_to_who_waits(come, coordinator):
    training = TrainingFactory(capacity=1)
    come(training)
    waiting = come(training)

    change_capacity(training, capacity=2, by=coordinator)

    waiting.refresh_from_db()
    assert waiting.state == "offered"


@pytest.mark.parametrize("facts", [{"is_cancelled": True}, {"closed": True}])
def test_registrations_that_are_closed_are_closed(come, facts):
    training = TrainingFactory(is_cancelled=facts.get("is_cancelled", False))
    if "closed" in facts:
        yesterday = timezone.localdate() - timedelta(days=1)
        Training.objects.filter(pk=training.pk).update(opens_on=yesterday, closes_on=yesterday)

    with pytest.raises(RegistrationRefused, match="neběží"):
        come(training)


def test_a_person_registers_once_and_may_come_back_at_the_end(come, coordinator):
    training, person = TrainingFactory(capacity=1), PersonFactory()
    row = come(training, person=person)
    with pytest.raises(RegistrationRefused, match="už přihlášený"):
        come(training, person=person)
    come(training)

    withdraw(row, by=coordinator)

    assert come(training, person=person).state == "waiting"


def test_somebody_new_sent_twice_at_once_takes_one_seat(coordinator):
    """Both forms were read before either was kept, so each holds a person of its own."""
    training, organisation = TrainingFactory(capacity=2), OrganisationFactory()
    first, second = Person(name="Nová Kolegyně"), Person(name="Nová Kolegyně")
    register(training, person=first, organisation=organisation, by=coordinator)

    with pytest.raises(RegistrationRefused, match="už přihlášený"):
        register(training, person=second, organisation=organisation, by=coordinator)

    assert Person.objects.filter(name="Nová Kolegyně").count() == 1
    assert registering.free_seats(training) == 1


@pytest.mark.django_db(transaction=True)
def test_ten_at_once_never_get_more_seats_than_there_are():
    training, by = TrainingFactory(capacity=3), UserFactory(coordinator=True)
    people = [(PersonFactory(), OrganisationFactory()) for _number in range(10)]
    ready = Barrier(10)

    def come_at_once(who) -> str:
        try:
            ready.wait()
            return register(training, person=who[0], organisation=who[1], by=by).state
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        states = sorted(pool.map(come_at_once, people))

    assert states == ["confirmed"] * 3 + ["waiting"] * 7


def test_the_letter_of_an_offer_leads_to_a_page_where_only_a_post_decides(client, come, coordinator):
    training = TrainingFactory(capacity=1)
    first, second = come(training), come(training)
    PositionFactory(person=second.person, organisation=second.organisation, email="nahradnice@organizace.example")
    withdraw(first, by=coordinator)
    send_waiting_mail()
    address = f"/sit/misto/{training_link.make_token(second)}/"
    assert [address in letter.body for letter in mail.outbox if letter.to == ["nahradnice@organizace.example"]] == [
        True
    ]

    client.get(address)
    second.refresh_from_db()
    assert second.state == "offered"
    client.post(address, {"kam": "prijmout"})

    second.refresh_from_db()
    assert second.state == "confirmed"
    assert client.post(address, {"kam": "prijmout"}).status_code == 409


@pytest.mark.parametrize(("days", "status"), [(13, 200), (16, 410)])
def test_the_link_of_a_registration_ends_two_weeks_after_the_training(client, days, status):
    ends = timezone.now() - timedelta(days=days)
    training = TrainingDateFactory(starts_at=ends - timedelta(hours=2), ends_at=ends).training
    TrainingDateFactory(training=training, starts_at=ends - timedelta(days=9), ends_at=ends - timedelta(days=8))
    row = RegistrationFactory(training=training)
    address = f"/sit/misto/{training_link.make_token(row)}/"

    looked, sent = client.get(address), client.post(address, {"kam": "odmitnout"})

    assert looked.status_code == status
    assert (training.title in looked.content.decode()) == (status == 200)
    assert ("Školení už proběhlo" in sent.content.decode()) == (status == 410)


@pytest.mark.parametrize(("days", "status"), [(14, 200), (15, 410)])
def test_of_a_training_without_days_the_link_ends_after_registering_does(client, days, status):
    closes_on = timezone.localdate() - timedelta(days=days)
    row = RegistrationFactory(training=TrainingFactory(opens_on=closes_on, closes_on=closes_on))

    assert client.get(f"/sit/misto/{training_link.make_token(row)}/").status_code == status


def test_attendance_gives_certificates_that_anybody_can_verify(client, coordinator):
    came, missed = RegistrationFactory(person__name="Jana Malá"), RegistrationFactory()
    Registration.objects.filter(pk=missed.pk).update(training=came.training)
    TrainingDateFactory(training=came.training, starts_at=timezone.now() - timedelta(days=1))
    client.force_login(coordinator)

    client.post(f"/sit/skoleni/{came.training.pk}/ucast/", {"prisli": [str(came.pk), "nesmysl", "9" * 5000]})

    certificate = Certificate.objects.get()
    assert certificate.registration == came
    assert registering.hours_of_year(came.person, timezone.localdate().year) == 6
    paper = client.get(f"/sit/skoleni/osvedceni/{certificate.pk}.pdf")
    assert b"pdfuaid" in paper.content
    client.logout()
    page = client.get(f"/sit/osvedceni/{certificate.code}/").content.decode()
    assert "Osvědčení je pravé" in page
    assert "J. M." in page
    assert "Jana Malá" not in page
    assert client.get("/sit/osvedceni/0000000000000000/").status_code == 404


def test_a_certificate_given_by_mistake_is_valid_no_more(client, coordinator):
    row = RegistrationFactory(training=TrainingDateFactory(starts_at=timezone.now() - timedelta(days=1)).training)
    client.force_login(coordinator)
    year, page = timezone.localdate().year, f"/sit/skoleni/{row.training.pk}/ucast/"
    client.post(page, {"prisli": [str(row.pk)]})
    certificate = Certificate.objects.get()

    client.post(page, {})

    verified = client.get(f"/sit/osvedceni/{certificate.code}/")
    said = verified.content.decode().replace("\xa0", " ")
    assert verified.status_code == 410
    assert f"Číslo {certificate.number} jsme vydali" in said
    assert "Osvědčení už neplatí" in said
    assert row.training.title not in said
    assert client.get(f"/sit/skoleni/osvedceni/{certificate.pk}.pdf").status_code == 404
    assert certificate.number not in client.get(f"/sit/skoleni/{row.training.pk}/").content.decode()
    assert registering.hours_of_year(row.person, year) == 0
    assert not yearly_hours.rows(coordinator, year)
    client.post(page, {"prisli": [str(row.pk)]})
    assert client.get(f"/sit/osvedceni/{certificate.code}/").status_code == 200


def test_an_offer_is_not_taken_once_the_days_were_moved_back(come, coordinator):
    training = TrainingFactory(capacity=1)
    first, second = come(training), come(training)
    withdraw(first, by=coordinator)
    TrainingDateFactory(training=training, starts_at=timezone.now() - timedelta(hours=1))

    with pytest.raises(RegistrationRefused, match="už začalo"):
        accept_offer(second, by=None)


def test_nobody_attends_a_training_that_has_not_begun(client, coordinator):
    row = RegistrationFactory(training=TrainingDateFactory().training)
    client.force_login(coordinator)

    page = client.get(f"/sit/skoleni/{row.training.pk}/").content.decode()
    answer = client.post(f"/sit/skoleni/{row.training.pk}/ucast/", {"prisli": [row.pk]}, follow=True)

    row.refresh_from_db()
    assert ("Zapsat účast" in page, row.state, Certificate.objects.count()) == (False, "confirmed", 0)
    assert "až školení začne" in answer.content.decode().replace("\xa0", " ")


def test_a_partner_sees_and_registers_own_people_only(client):
    partner = UserFactory()
    position = PositionFactory(person=PersonFactory(user=partner), organisation__name="Naše")
    training = RegistrationFactory(person__name="Cizí Žena").training
    OrganisationFactory(name="Cizí")
    client.force_login(partner)

    refused = client.post(f"/sit/skoleni/{training.pk}/prihlaska/", {"name": "Eva Nová", "organisation": "Cizí"})
    taken = client.post(f"/sit/skoleni/{training.pk}/prihlaska/", {"name": "Eva Nová", "organisation": "Naše"})

    assert (refused.status_code, taken.status_code) == (422, 302)
    page = client.get(f"/sit/skoleni/{training.pk}/").content.decode()
    assert "Eva Nová" in page
    assert "Cizí Žena" not in page
    other = Registration.objects.get(person__name="Cizí Žena")
    assert client.post(f"/sit/skoleni/prihlasky/{other.pk}/", {"kam": "odhlasit"}).status_code == 404
    assert training.registrations.get(organisation=position.organisation).state == "confirmed"


def test_a_coordinator_writes_a_training_with_days_and_kept_seats(client, coordinator):
    OrganisationFactory(name="Charita Ostrava")
    client.force_login(coordinator)
    today = timezone.localdate()
    sent = {
        "title": "Dluhy v rodině",
        "hours": "6",
        "capacity": "10",
        "opens_on": f"{today:%Y-%m-%d}",
        "closes_on": f"{today + timedelta(days=5):%Y-%m-%d}",
        "dates": "12. 3. 2027 9:00–15:00\n13. 3. 2027 9.00-12.00",
        "reserves": "Charita Ostrava: 3",
    }

    response = client.post("/sit/skoleni/nove/", sent)

    made = Training.objects.get()
    assert response.status_code == 302
    assert made.dates.count() == 2
    assert made.reserves.get().seats == 3
    again = client.get(f"/sit/skoleni/{made.pk}/uprava/")
    assert "12. 3. 2027 9:00–15:00" in again.content.decode()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"dates": "zítra"}, "napište třeba takhle"),
        ({"dates": "12. 3. 2027 15:00–9:00"}, "končí dřív"),
        ({"reserves": "Charita"}, "Název organizace: počet míst"),
        ({"reserves": "Neznámá: 2"}, "v síti neznáme"),
        ({"hours": "0"}, "Hodin napište"),
    ],
)
def test_a_training_that_makes_no_sense_says_why(client, coordinator, wrong, sentence):
    client.force_login(coordinator)
    today = timezone.localdate()
    sent = {
        "title": "Dluhy",
        "hours": "6",
        "capacity": "10",
        "opens_on": f"{today:%Y-%m-%d}",
        "closes_on": f"{today:%Y-%m-%d}",
        "dates": "12. 3. 2027 9:00–15:00",
    }

    response = client.post("/sit/skoleni/nove/", sent | wrong)

    assert response.status_code == 422
    assert sentence in response.content.decode()


@pytest.fixture
def needing(client, coordinator):
    """A colleague's registration that says what they need."""
    client.force_login(coordinator)
    row = RegistrationFactory(state="confirmed", needs="místo pro vozík")
    TrainingDateFactory(training=row.training, starts_at=timezone.now() - timedelta(days=1))
    return row


def test_what_somebody_needs_is_asked_and_seen_by_who_prepares_it(client, coordinator):
    client.force_login(coordinator)
    training = TrainingFactory()
    sent = {"name": "Jana Vymyšlená", "organisation": OrganisationFactory().name, "needs": "vstup bez schodů"}

    client.post(f"/sit/skoleni/{training.pk}/prihlaska/", sent)

    assert Registration.objects.get().needs == "vstup bez schodů"
    assert "vstup bez schodů" in client.get(f"/sit/skoleni/{training.pk}/").content.decode()


def test_what_somebody_needs_is_encrypted_and_seen_by_no_other_partner(client, needing):
    partner = UserFactory()
    PositionFactory(person=PersonFactory(user=partner))
    client.force_login(partner)

    with connection.cursor() as cursor:
        cursor.execute("SELECT needs FROM network_registration")
        (stored,) = cursor.fetchone()

    assert "vozík" not in stored
    assert "vozík" not in client.get(f"/sit/skoleni/{needing.training.pk}/").content.decode()


@pytest.mark.parametrize(
    ("who", "reads"), [("the person", True), ("who registered them", True), ("a colleague", False)]
)
def test_what_somebody_needs_is_not_told_to_colleagues(client, needing, who, reads):
    user = UserFactory()
    needing.person.user = user if who == "the person" else None
    needing.person.save(update_fields=["user"])
    if who == "who registered them":
        Registration.objects.update(registered_by=user)
    if who == "a colleague":
        PositionFactory(person=PersonFactory(user=user), organisation=needing.organisation)
    client.force_login(user)

    page = client.get(f"/sit/skoleni/{needing.training.pk}/").content.decode()

    assert (str(needing.person) in page, "vozík" in page) == (True, reads)


@pytest.mark.parametrize(("days", "kept"), [(12, "místo pro vozík"), (13, "místo pro vozík"), (14, "")])
def test_needs_are_forgotten_two_weeks_after_the_last_day(needing, days, kept):
    registering.forget_needs(timezone.now() + timedelta(days=days))

    needing.refresh_from_db()
    assert needing.needs == kept


def test_who_gives_the_seat_up_needs_nothing(needing, coordinator):
    withdraw(needing, by=coordinator)

    assert needing.needs == ""


@pytest.mark.parametrize("rows", [1, 3])
def test_trainings_cost_the_same_for_one_as_for_three(client, coordinator, django_assert_num_queries, rows):
    for _number in range(rows):
        training = TrainingDateFactory().training
        RegistrationFactory(training=training)
    client.force_login(coordinator)

    with django_assert_num_queries(5):
        assert client.get("/sit/skoleni/").context["page"].paginator.count == rows


@pytest.mark.parametrize("rows", [1, 2])
def test_a_training_costs_the_same_for_one_person_as_for_two(client, coordinator, django_assert_num_queries, rows):
    training = TrainingDateFactory().training
    for _number in range(rows):
        RegistrationFactory(training=training)
    client.force_login(coordinator)

    with django_assert_num_queries(10):
        assert client.get(f"/sit/skoleni/{training.pk}/").context["free"] == 2 - rows


@pytest.mark.parametrize(
    ("state", "said"), [("waiting", "dopis čeká"), ("failed", "dopis nejspíš nedošel"), ("unsure", "dopis nejspíš")]
)
def test_it_is_seen_whose_letter_has_not_left_and_the_worst_of_two(client, come, coordinator, state, said):
    training = TrainingFactory(capacity=1)
    first, second = come(training), come(training)
    PositionFactory(person=second.person, organisation=second.organisation, email="nahradnice@organizace.example")
    withdraw(first, by=coordinator)
    OutgoingMail.objects.filter(key=f"training-offer-{second.pk}").update(state=state)
    client.force_login(coordinator)

    page = client.get(f"/sit/skoleni/{training.pk}/").text
    send_waiting_mail()
    later = client.get(f"/sit/skoleni/{training.pk}/").text

    assert said in page
    assert ("dopis" in later) == (state != "waiting")


def test_a_form_sent_twice_is_one_training(client):
    client.force_login(UserFactory(coordinator=True))
    closes = timezone.localdate() + timedelta(days=10)
    sent = {
        "title": "Dluhy v rodině",
        "hours": "6",
        "capacity": "12",
        "opens_on": f"{timezone.localdate()}",
        "closes_on": f"{closes}",
        "dates": "12. 3. 2099 9:00–15:00",
    }

    first, second, other = (
        client.post("/sit/skoleni/nove/", sent | more)["Location"]
        for more in ({}, {}, {"dates": "13. 3. 2099 9:00–15:00"})
    )

    assert first == second != other
    assert Training.objects.count() == 2
