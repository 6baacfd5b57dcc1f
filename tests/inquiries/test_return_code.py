from __future__ import annotations

import pytest

from catalogue.spoken_code import UnreadableCode, new_code, read_code, words
from catalogue.words import distance, plain
from inquiries.models import Deed
from inquiries.return_code import code_for, give_code, inquiries_of
from tests.factories import InquiryFactory, UserFactory


def test_every_two_words_differ_enough_to_be_told_apart():
    keys = [plain(word) for word in words()]

    assert len(set(keys)) == len(keys) >= 450
    assert not [
        (left, right) for place, left in enumerate(keys) for right in keys[place + 1 :] if distance(left, right, 1) < 2
    ]


@pytest.mark.parametrize(
    "typed",
    [
        "lípa vlak hrad sova",
        "LIPA VLAK HRAD SOVA",
        " lipa, vlak-hrad  sova ",
        "lippa vlak hrad sova",
        "„lípa – vlak – hrad – sova.“",
        "1. lípa 2. vlak\n3. hrad 4. sova",
        "lipa/vlak/hrad/sova",
    ],
)
def test_a_code_is_read_as_people_write_it(typed):
    assert read_code(typed) == "lípa vlak hrad sova"


@pytest.mark.parametrize("typed", ["", "lípa vlak hrad", "lípa vlak hrad sova sova", "lípa vlak hrad xyzzy"])
def test_what_is_no_code_says_what_to_do(typed):
    with pytest.raises(UnreadableCode) as refusal:
        read_code(typed)

    assert str(refusal.value).endswith((".", "“."))


def test_a_form_sent_twice_has_one_code_and_two_forms_two():
    assert code_for("a") == code_for("a") != code_for("b")
    assert read_code(code_for("a")) == code_for("a")


def test_codes_are_drawn_at_random():
    assert len({new_code() for _draw in range(50)}) == 50


@pytest.mark.django_db
def test_only_a_hash_is_kept_and_finds_the_story():
    inquiry = InquiryFactory()

    code = give_code(inquiry, by=UserFactory(worker=True))

    inquiry.refresh_from_db()
    assert list(inquiries_of(code)) == [inquiry]
    assert len(inquiry.return_code_hash) == 64
    assert inquiry.identity == "code"
    assert inquiry.timeline.get().deed == Deed.CODE_GIVEN
    assert code not in str(vars(inquiry.timeline.get()))
