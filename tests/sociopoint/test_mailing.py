"""Letters: once each, patiently, and unreadable while they wait."""

from __future__ import annotations

import datetime
import socket
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from sociopoint import mailing
from sociopoint.mailing import TRIES, MailNotAccepted, deliver, send_again, send_later, wait_after
from sociopoint.models import MailState, OutgoingMail

pytestmark = pytest.mark.django_db
LETTER = {"to": "partner@charita.example", "subject": "SOCIOPOINT: nová prosba", "text": "Dobrý den", "key": "prosba-1"}


class SmtpServer:
    """A mail server on this machine that answers the steps of a talk as told, and keeps what it accepted."""

    def __init__(
        self,
        *,
        greeting: str = "220 test",
        sender: str = "250 ok",
        recipient: str = "250 ok",
        accepted: str = "250 ok",
        password: str = "",
        dies: bool = False,
    ) -> None:
        self.greeting = greeting
        self.answers = {"MAIL": sender, "RCPT": recipient, ".": accepted}
        if password:
            self.answers |= {"EHLO": "250-test\r\n250 AUTH PLAIN", "AUTH": password}
        self.dies = dies
        self.letters: list[str] = []
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self) -> None:
        while True:
            try:
                talk, _address = self.socket.accept()
            except OSError:
                return
            with talk, talk.makefile("rwb") as lines:
                self.converse(lines)

    def converse(self, lines) -> None:
        def say(text: str) -> None:
            lines.write(f"{text}\r\n".encode())
            lines.flush()

        say(self.greeting)
        while line := lines.readline().decode().strip():
            word = line.split(" ")[0].split(":")[0].upper()
            if word == "DATA":
                if self.dies:
                    return
                say("354 go on")
                letter = []
                while (row := lines.readline().decode().rstrip("\r\n")) != ".":
                    letter.append(row)
                if self.answers["."].startswith("250"):
                    self.letters.append("\n".join(letter))
                say(self.answers["."])
            elif word == "QUIT":
                say("221 bye")
                return
            else:
                say(self.answers.get(word, "250 ok"))

    def close(self) -> None:
        self.socket.close()


@pytest.fixture(autouse=True)
def _no_jobs_of_another_test(db):
    """The queue's tables are the library's own: a browser test does not empty them after itself."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


@pytest.fixture
def smtp(settings):
    """`smtp(recipient="550 no")` starts a server and makes it the product's."""
    running = []

    def start(**answers) -> SmtpServer:
        server = SmtpServer(**answers)
        running.append(server)
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        return server

    yield start
    for server in running:
        server.close()


def written() -> OutgoingMail:
    return OutgoingMail.objects.get()


def test_a_letter_waits_encrypted_and_its_task_knows_only_its_number():
    send_later(**LETTER)

    with connection.cursor() as cursor:
        cursor.execute('SELECT "to", text FROM sociopoint_outgoingmail')
        stored = cursor.fetchone()
    job = ProcrastinateJob.objects.get()
    assert all(value.startswith("gAAAA") for value in stored)
    assert (job.task_name, job.args) == ("send_mail", {"mail": written().pk})


def test_a_step_repeated_writes_one_letter():
    send_later(**LETTER)
    send_later(**LETTER)

    assert OutgoingMail.objects.count() == 1
    assert ProcrastinateJob.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_step_that_did_not_hold_writes_none():
    with transaction.atomic():
        send_later(**LETTER)
        transaction.set_rollback(True)

    assert not OutgoingMail.objects.exists()
    assert not ProcrastinateJob.objects.exists()


def test_a_letter_sent_leaves_nothing_readable(smtp):
    server = smtp()
    send_later(**LETTER, html="<p>Dobrý den</p>")

    deliver(written().pk)
    deliver(written().pk)

    assert len(server.letters) == 1
    assert "partner@charita.example" in server.letters[0]
    assert (written().state, written().to, written().text, written().html) == (MailState.SENT, "", "", "")


def test_the_table_itself_refuses_a_sent_letter_with_words():
    send_later(**LETTER)

    with pytest.raises(IntegrityError), transaction.atomic():
        OutgoingMail.objects.update(state=MailState.SENT)


@pytest.mark.parametrize("answers", [{"recipient": "451 later"}, {"accepted": "452 full"}, {"dies": True}])
def test_a_server_that_is_not_ready_is_asked_again(smtp, answers):
    server = smtp(**answers)
    send_later(**LETTER)

    with pytest.raises(MailNotAccepted) as refusal:
        deliver(written().pk)

    assert LETTER["to"] not in str(refusal.value)
    assert refusal.value.__cause__ is None
    assert (written().state, written().tries) == (MailState.WAITING, 1)
    assert server.letters == []


def test_after_three_days_it_is_given_up_and_kept_for_a_person_to_see(smtp):
    smtp(recipient="451 later")
    send_later(**LETTER)
    OutgoingMail.objects.update(tries=TRIES - 2)
    with pytest.raises(MailNotAccepted):
        deliver(written().pk)

    deliver(written().pk)

    assert (written().state, written().tries, written().text) == (MailState.FAILED, TRIES, "Dobrý den")


def test_what_was_given_up_is_sent_again_by_a_person_and_only_once(smtp):
    smtp(recipient="550 no such user")
    send_later(**LETTER)
    deliver(written().pk)
    server = smtp()

    counts = [send_again(OutgoingMail.objects.all()) for _click in range(2)]
    deliver(written().pk)
    counts.append(send_again(OutgoingMail.objects.all()))

    assert (counts, len(server.letters), written().state) == ([1, 0, 0], 1, MailState.SENT)


@pytest.mark.parametrize("answers", [{"recipient": "550 no such user"}, {"accepted": "554 this is spam"}])
def test_a_letter_the_server_will_never_take_is_not_tried_again(smtp, answers):
    smtp(**answers)
    send_later(**LETTER)

    deliver(written().pk)

    assert (written().state, written().tries) == (MailState.FAILED, 1)


def test_no_server_at_all_is_asked_again(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    send_later(**LETTER)

    with pytest.raises(MailNotAccepted, match="ConnectionRefusedError"):
        deliver(written().pk)


@pytest.mark.parametrize("answers", [{"greeting": "554 no service"}, {"sender": "550 not from you"}])
def test_a_server_that_does_not_know_us_is_asked_again_for_that_is_not_the_letters_fault(smtp, answers):
    smtp(**answers)
    send_later(**LETTER)

    with pytest.raises(MailNotAccepted):
        deliver(written().pk)

    assert written().state == MailState.WAITING


def test_a_password_that_changed_loses_no_letter(settings, smtp):
    smtp(password="535 bad password")
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "sociopoint", "stare-heslo"
    send_later(**LETTER)

    with pytest.raises(MailNotAccepted, match="SMTPAuthenticationError"):
        deliver(written().pk)

    assert written().state == MailState.WAITING


def test_tries_come_ever_later_and_last_over_a_weekend():
    waits = [wait_after(tries) for tries in range(1, TRIES)]

    assert waits[:7] == [4, 16, 64, 256, 1024, 3600, 3600]
    assert datetime.timedelta(days=3) < datetime.timedelta(seconds=sum(waits)) < datetime.timedelta(days=3, hours=1)


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_one_letter(smtp):
    server = smtp()
    send_later(**LETTER)
    pk = written().pk

    def work(_worker: int) -> None:
        try:
            deliver(pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as workers:
        list(workers.map(work, range(6)))

    assert len(server.letters) == 1


def test_a_letter_whose_worker_died_is_not_sent_again_but_given_up():
    send_later(**LETTER)
    OutgoingMail.objects.update(state=MailState.SENDING, changed_at=timezone.now() - datetime.timedelta(hours=2))

    deliver(written().pk)
    given_up = mailing.give_up_stuck()

    assert mail.outbox == []
    assert given_up == 1
    assert written().state == MailState.UNSURE
    assert send_again(OutgoingMail.objects.all()) == 0


def test_a_month_later_even_the_key_is_gone():
    send_later(**LETTER)
    deliver(written().pk)
    assert mailing.forget_old() == 0
    OutgoingMail.objects.update(changed_at=timezone.now() - datetime.timedelta(days=31))

    assert mailing.forget_old() == 1


def test_a_subject_of_two_lines_smuggles_no_header():
    send_later(**LETTER | {"subject": "Dobrý\r\nBcc: vsichni@mesto.example"})

    deliver(written().pk)

    assert mail.outbox[0].subject == "Dobrý Bcc: vsichni@mesto.example"
    assert mail.outbox[0].recipients() == [LETTER["to"]]
