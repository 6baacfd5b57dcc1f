from __future__ import annotations

import dataclasses
import io

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings as live
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from sociopoint.demo import code_for, ensure_demo_accounts
from sociopoint.models import Role, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def production(settings):
    settings.ENVIRONMENT = dataclasses.replace(live.ENVIRONMENT, production=True)


def test_each_role_has_a_demo_account_that_signs_in(client):
    accounts = ensure_demo_accounts()

    assert {User.objects.get(email=email).role for email in accounts.people} == set(Role.values)
    assert all(client.login(username=email, password=accounts.password) for email in accounts.people)


def test_demo_accounts_are_made_once_and_keep_a_changed_password():
    ensure_demo_accounts()
    worker = User.objects.get(email="worker@sociopoint.example")
    worker.set_password("něco docela jiného")
    worker.save()

    ensure_demo_accounts()

    assert User.objects.count() == 5
    assert User.objects.get(email="worker@sociopoint.example").check_password("něco docela jiného")


def test_production_makes_no_demo_accounts(production):
    with pytest.raises(PermissionDenied):
        ensure_demo_accounts()


def test_production_refuses_a_demo_account_that_came_with_the_data(client, settings):
    accounts = ensure_demo_accounts()
    settings.ENVIRONMENT = dataclasses.replace(live.ENVIRONMENT, production=True)

    assert not any(client.login(username=email, password=accounts.password) for email in accounts.people)


def test_each_demo_account_has_a_second_factor_whose_code_is_told(client):
    accounts = ensure_demo_accounts()
    told = io.StringIO()

    call_command("demo_code", stdout=told)

    codes = dict(line.split() for line in told.getvalue().splitlines())
    assert codes.keys() == accounts.people.keys()
    worker = User.objects.get(email="worker@sociopoint.example")
    assert worker.authenticator_set.get().wrap().validate_code(codes[worker.email])


def test_a_code_is_told_of_no_other_account_and_never_in_production(settings):
    ensure_demo_accounts()
    demo_account, other = (
        User.objects.get(email="worker@sociopoint.example"),
        User.objects.create_user("kdo@mesto.example"),
    )
    TOTP.activate(other, generate_totp_secret())
    assert code_for(demo_account)
    assert code_for(other) == ""

    settings.ENVIRONMENT = dataclasses.replace(live.ENVIRONMENT, production=True)

    assert code_for(demo_account) == ""
    with pytest.raises(CommandError):
        call_command("demo_code")


def test_a_demo_account_set_up_otherwise_keeps_what_it_has():
    ensure_demo_accounts()
    worker = User.objects.get(email="worker@sociopoint.example")
    worker.authenticator_set.all().delete()
    TOTP.activate(worker, generate_totp_secret())

    ensure_demo_accounts()

    assert worker.authenticator_set.count() == 1


def test_production_ends_the_session_of_a_demo_account_and_names_none(client, settings):
    ensure_demo_accounts()
    client.force_login(User.objects.get(role=Role.ADMINISTRATOR))
    assert client.get("/admin/").status_code == 200

    settings.ENVIRONMENT = dataclasses.replace(live.ENVIRONMENT, production=True)

    assert client.get("/admin/").status_code == 302
    assert "sociopoint.example" not in client.get("/ucet/prihlaseni/").content.decode()


def test_one_account_for_an_e_mail_whatever_the_case():
    User.objects.create_user("Nekdo@Sociopoint.Example")

    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("NEKDO@sociopoint.example")
    with pytest.raises(IntegrityError), transaction.atomic():
        User(email="Velka@sociopoint.example", role=Role.WORKER).save()


def test_a_role_nobody_knows_is_refused_by_form_and_table():
    user = User(email="kdo@sociopoint.example", role="boss", password="x")

    with pytest.raises(ValidationError):
        user.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        user.save()
