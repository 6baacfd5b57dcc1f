from __future__ import annotations

from dataclasses import replace

import pytest
from cryptography.fernet import Fernet

from sociopoint import secrecy


@pytest.fixture
def keys(settings):
    """`keys("a", "b")` gives the instance two field keys, the first of which encrypts."""
    made: dict[str, str] = {}

    def use(*names: str) -> None:
        chosen = tuple(made.setdefault(name, Fernet.generate_key().decode()) for name in names)
        settings.ENVIRONMENT = replace(settings.ENVIRONMENT, field_keys=chosen)

    return use


def test_a_text_is_read_back_and_is_not_what_is_stored(keys):
    keys("a")

    token = secrecy.encrypt_text("volat po 16. hodině")

    assert "hodině" not in token
    assert secrecy.decrypt_text(token) == "volat po 16. hodině"


def test_two_equal_texts_do_not_look_equal(keys):
    keys("a")

    assert secrecy.encrypt_text("ano") != secrecy.encrypt_text("ano")


def test_empty_stays_empty(keys):
    keys("a")

    assert secrecy.encrypt_text("") == ""
    assert secrecy.decrypt_text("") == ""


def test_an_older_key_still_decrypts_until_it_is_rotated_away(keys):
    keys("old")
    token = secrecy.encrypt_text("bydlí u sestry")
    keys("new", "old")

    renewed = secrecy.renew_token(token)
    keys("new")

    assert secrecy.decrypt_text(renewed) == "bydlí u sestry"
    with pytest.raises(secrecy.Unreadable) as refusal:
        secrecy.decrypt_text(token)
    assert "sestry" not in str(refusal.value)


def test_hashes_find_equal_values_of_one_purpose_only():
    assert secrecy.keyed_hash("phone", "+420599443821") == secrecy.keyed_hash("phone", "+420599443821")
    assert secrecy.keyed_hash("phone", "x") != secrecy.keyed_hash("email", "x")


@pytest.mark.parametrize("make", [secrecy.keyed_hash, secrecy.slow_keyed_hash])
def test_without_the_key_a_hash_cannot_be_made(settings, make):
    before = make("phone", "+420599443821")
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, hash_key="another" * 10)

    assert len(before) == 64
    assert make("phone", "+420599443821") != before
