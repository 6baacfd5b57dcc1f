from __future__ import annotations

import pytest

from sociopoint.environment import (
    DEVELOPMENT_FIELD_KEY,
    DEVELOPMENT_HASH_KEY,
    DEVELOPMENT_KEY,
    MailServer,
    WrongEnvironment,
    read,
)

DATABASE = {"DATABASE_URL": "postgresql://anna:tajn%C3%A9@db.example:5433/katalog?sslmode=require"}
PRODUCTION = DATABASE | {
    "SOCIOPOINT_PRODUCTION": "1",
    "SECRET_KEY": "x7" * 30,
    "FIELD_KEYS": "eDd4N3g3eDd4N3g3eDd4N3g3eDd4N3g3eDd4N3g3eDc=",
    "HASH_KEY": "y8" * 30,
    "ALLOWED_HOSTS": "pomoc.example",
    "EMAIL_URL": "smtp://sociopoint:taj%20n%C3%A9@mail.example:587?tls=1",
}
ANOTHER_CITY = {
    "CITY": "Horní Lhota",
    "OPERATOR": "město Horní Lhota",
    "DESK_PHONE": "595 000 001",
    "DESK_FREE_PHONE": "",
    "DESK_EMAIL": "pult@lhota.example",
    "DESK_ADDRESS": "Náves 1",
}


def test_another_city_says_all_of_its_desk_and_may_have_no_free_line():
    environment = read(PRODUCTION | ANOTHER_CITY)

    assert (environment.desk_phone, environment.desk_free_phone) == ("595 000 001", "")


def test_a_database_address_is_read_to_its_last_part():
    database = read(DATABASE).database

    assert (database.user, database.password, database.host, database.port, database.name) == (
        "anna",
        "tajné",
        "db.example",
        "5433",
        "katalog",
    )
    assert database.options == {"sslmode": "require"}


def test_a_socket_folder_is_the_host():
    database = read({"DATABASE_URL": "postgresql://postgres@/sociopoint?host=/run/here"}).database

    assert database.host == "/run/here"
    assert database.options == {}


def test_production_with_all_it_needs_starts():
    assert read(PRODUCTION).production is True


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"DATABASE_URL": "mysql://db/x"}, "DATABASE_URL"),
        ({"DATABASE_URL": "postgresql://db/"}, "DATABASE_URL"),
        (DATABASE | {"DEBUG": "perhaps"}, "DEBUG"),
        (DATABASE | {"REGISTER_URL": "http://data.example/rpss.json"}, "REGISTER_URL"),
        ({}, "DATABASE_URL"),
        (PRODUCTION | {"EMAIL_URL": ""}, "EMAIL_URL"),
        (DATABASE | {"EMAIL_URL": "mail.example"}, "EMAIL_URL"),
        (DATABASE | {"EMAIL_URL": "smtp://kdo:heslo@mail.example"}, "EMAIL_URL"),
        (DATABASE | {"SESSION_IDLE_MINUTES": "0"}, "SESSION_IDLE_MINUTES"),
        (DATABASE | {"SESSION_HOURS": "9" * 20}, "SESSION_HOURS"),
        (DATABASE | {"REGISTER_URL": "https://["}, "REGISTER_URL"),
        (DATABASE | {"MAP_TILES_URL": "https://dlaždice.example:příliš/"}, "MAP_TILES_URL"),
        (DATABASE | {"SECURITY_CONTACT": "https://["}, "SECURITY_CONTACT"),
        (DATABASE | {"SITE_ADDRESS": "https://["}, "SITE_ADDRESS"),
        (DATABASE | {"CSRF_TRUSTED_ORIGINS": "pomoc.example"}, "CSRF_TRUSTED_ORIGINS"),
        (DATABASE | {"DESK_PHONE": ""}, "DESK_PHONE"),
        (DATABASE | {"DESK_FREE_PHONE": "zdarma"}, "DESK_FREE_PHONE"),
        (DATABASE | {"DESK_EMAIL": "sociopoint"}, "DESK_EMAIL"),
        (DATABASE | {"DESK_EMAIL": "Pult <pult@mesto.example>"}, "DESK_EMAIL"),
        (DATABASE | {"EMAIL_FROM": "SOCIOPOINT <kdosi>"}, "EMAIL_FROM"),
        (DATABASE | {"CACHE": "memcached"}, "CACHE"),
        (DATABASE | {"DEBUG": "x" * 1000}, "DEBUG"),
        (DATABASE | {"SESSION_HOURS": "půl"}, "SESSION_HOURS"),
        (PRODUCTION | {"DEBUG": "1"}, "DEBUG"),
        (PRODUCTION | {"SECRET_KEY": "short"}, "SECRET_KEY"),
        (PRODUCTION | {"SECRET_KEY": DEVELOPMENT_KEY}, "SECRET_KEY"),
        ({**PRODUCTION, "SECRET_KEY": ""}, "SECRET_KEY"),
        (PRODUCTION | {"FIELD_KEYS": ""}, "FIELD_KEYS"),
        (PRODUCTION | {"FIELD_KEYS": "too short"}, "FIELD_KEYS"),
        (PRODUCTION | {"FIELD_KEYS": DEVELOPMENT_FIELD_KEY}, "FIELD_KEYS"),
        (PRODUCTION | {"HASH_KEY": "short"}, "HASH_KEY"),
        (PRODUCTION | {"HASH_KEY": DEVELOPMENT_HASH_KEY}, "HASH_KEY"),
        (PRODUCTION | {"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
        (PRODUCTION | {"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS"),
        (PRODUCTION | {"ALLOWED_HOSTS": "*.pomoc.example"}, "ALLOWED_HOSTS"),
        (PRODUCTION | {"CACHE": "local"}, "CACHE"),
        (PRODUCTION | {"CITY": "Horní Lhota"}, "OPERATOR"),
        (PRODUCTION | ANOTHER_CITY | {"DESK_PHONE": " "}, "DESK_PHONE"),
        (DATABASE | {"DPO_EMAIL": "pověřenec města"}, "DPO_EMAIL"),
        (DATABASE | {"DPO_EMAIL": "poverenec@"}, "DPO_EMAIL"),
        (DATABASE | {"PRIVACY_NOTICE_URL": "http://mesto.example/"}, "PRIVACY_NOTICE_URL"),
        (DATABASE | {"DESK_POINT": "Ostrava"}, "DESK_POINT"),
        (DATABASE | {"DESK_POINT": "49.8"}, "DESK_POINT"),
        (DATABASE | {"DESK_POINT": "149.8, 18.2"}, "DESK_POINT"),
    ],
)
def test_a_wrong_value_stops_the_start_with_one_line_that_names_it(wrong, named):
    with pytest.raises(WrongEnvironment) as refusal:
        read(wrong)

    assert str(refusal.value).startswith(f"{named}: ")
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    ("address", "server"),
    [
        (PRODUCTION["EMAIL_URL"], MailServer("mail.example", 587, "sociopoint", "taj né", "tls")),
        ("smtps://kdo:heslo@mail.example", MailServer("mail.example", 465, "kdo", "heslo", "ssl")),
        ("smtp://localhost", MailServer("localhost", 25, "", "", "")),
    ],
)
def test_the_mail_server_is_read_to_its_last_part(address, server):
    assert read(DATABASE | {"EMAIL_URL": address}).mail_server == server


def test_an_empty_key_of_a_trial_run_is_none_at_all():
    environment = read(DATABASE | {"SECRET_KEY": "", "HASH_KEY": "", "DESK_FREE_PHONE": ""})

    assert (environment.secret_key, environment.hash_key) == (DEVELOPMENT_KEY, DEVELOPMENT_HASH_KEY)
    assert environment.desk_free_phone == ""


def test_an_empty_address_of_the_desk_is_none_at_all():
    environment = read(DATABASE | {"DESK_EMAIL": ""})

    assert environment.mail_from == environment.desk_email
    assert environment.security_contact == f"mailto:{environment.desk_email}"


def test_letters_may_come_from_a_name_with_an_address():
    assert read(DATABASE | {"EMAIL_FROM": "SOCIOPOINT <posta@mesto.example>"}).mail_from == (
        "SOCIOPOINT <posta@mesto.example>"
    )
