"""What was erased stays erased after an older backup comes back."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from inquiries import subject_requests
from inquiries.models import ContactCard, Inquiry, LegalHold, Note, SubjectRequest, Tombstone
from inquiries.tombstones import NotTombstones, read, replay
from tests.factories import InquiryFactory, NoteFactory

pytestmark = pytest.mark.usefixtures("desk")


@pytest.fixture
def erased(worker):
    """An inquiry with words, a contact and a code, whole again after it was erased at its person's wish."""

    def make() -> tuple[Inquiry, str]:
        inquiry = InquiryFactory(open=True, return_code_hash="b" * 64)
        _fill(inquiry)
        request = SubjectRequest.objects.create(kind="erasure", known_by="Zavolal.", handled_by=worker)
        request.inquiries.add(inquiry)
        subject_requests.erase(request, by=worker)
        written = written_out()
        Inquiry.objects.filter(pk=inquiry.pk).update(shredded_at=None, return_code_hash="b" * 64)
        Tombstone.objects.all().delete()
        _fill(inquiry)
        return inquiry, written

    return make


def _fill(inquiry) -> None:
    NoteFactory(inquiry=inquiry)
    ContactCard.objects.create(
        inquiry=inquiry, phone="+420603000000", expires_on=timezone.localdate() + timedelta(days=30)
    )


def written_out() -> str:
    out = io.StringIO()
    call_command("tombstones", stdout=out)
    return out.getvalue()


def replayed(tmp_path, written, *arguments) -> str:
    file, said = tmp_path / "stones.csv", io.StringIO()
    file.write_text(written, encoding="utf-8")
    call_command("replay_tombstones", str(file), *arguments, stdout=said)
    return said.getvalue()


def test_what_a_person_had_erased_is_erased_again(erased, tmp_path):
    inquiry, written = erased()

    said = replayed(tmp_path, written, "--commit")

    inquiry.refresh_from_db()
    assert "znovu skartováno: dotazů s texty 1, kontaktů 1" in said
    assert not Note.objects.exists()
    assert not ContactCard.objects.exists()
    assert inquiry.return_code_hash == ""
    assert inquiry.shredded_at
    assert [line.rsplit(",", 1)[1] for line in written_out().splitlines()[1:]] == ["1", "1"]
    assert Tombstone.objects.count() == 2


def test_without_commit_it_is_only_said(erased, tmp_path):
    inquiry, written = erased()

    said = replayed(tmp_path, written)

    assert "Nic se nezměnilo" in said
    assert inquiry.notes.exists()


def test_twice_is_the_same_as_once(erased, tmp_path):
    _inquiry, written = erased()
    replayed(tmp_path, written, "--commit")

    assert "dotazů s texty 0, kontaktů 0" in replayed(tmp_path, written, "--commit")


def test_what_went_by_its_rule_is_not_taken_for_erased_after_a_restoring(erased, tmp_path):
    inquiry, written = erased()
    by_rule = written.replace(",1\n", ",0\n")

    replayed(tmp_path, by_rule, "--commit")

    inquiry.refresh_from_db()
    assert [line.rsplit(",", 1)[1] for line in written_out().splitlines()[1:]] == ["0", "0"]
    assert inquiry.return_code_hash == "b" * 64


def test_a_new_inquiry_under_an_old_number_is_left_alone(erased, tmp_path):
    inquiry, written = erased()
    Inquiry.objects.filter(pk=inquiry.pk).update(created_at=timezone.now() + timedelta(minutes=1))

    replayed(tmp_path, written, "--commit")

    inquiry.refresh_from_db()
    assert inquiry.notes.exists()
    assert inquiry.return_code_hash == "b" * 64


def test_a_legal_hold_keeps_what_it_keeps_and_it_is_said(erased, tmp_path, worker):
    inquiry, written = erased()
    LegalHold.objects.create(inquiry=inquiry, reason="Soud.", until=timezone.localdate(), placed_by=worker)

    said = replayed(tmp_path, written, "--commit")

    inquiry.refresh_from_db()
    assert "rozhodne člověk: 2" in said
    assert inquiry.notes.exists()
    assert inquiry.return_code_hash == "b" * 64


def test_stones_older_than_any_backup_are_not_written(erased):
    erased()
    Tombstone.objects.create(inquiry_id=5, compartment="words", at=timezone.now() - timedelta(days=41))

    assert written_out().splitlines() == ["inquiry,compartment,at,erased"]


HEAD = "inquiry,compartment,at,erased"


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([], "První řádek"),
        (["a,b"], "První řádek"),
        ([HEAD, "1,words"], "Řádek 2"),
        ([HEAD, "1,words,2026-11-01T00:00:00+00:00,0", "1,facts,2026-11-01T00:00:00+00:00,0"], "Řádek 3"),
        ([HEAD, "1,words,yesterday,0"], "Řádek 2"),
        ([HEAD, "1,words,2026-11-01T00:00:00,0"], "bez časového pásma"),
        ([HEAD, "1,words,2026-11-01T00:00:00+00:00,2"], "Řádek 2"),
    ],
)
def test_another_file_is_refused_whole(lines, said):
    with pytest.raises(NotTombstones, match=said):
        read(lines)


def test_a_file_that_is_not_there_is_said_in_one_line(tmp_path):
    with pytest.raises(CommandError, match=r"stones\.csv"):
        call_command("replay_tombstones", str(tmp_path / "stones.csv"))


def test_a_thousand_stones_cost_no_more_than_one(db, django_assert_max_num_queries):
    stones = read([HEAD, *(f"{number},words,2026-11-01T00:00:00+00:00,0" for number in range(1, 1001))])

    with django_assert_max_num_queries(2):
        replay(stones, commit=False)
