from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from sociopoint.models import Role, User
from sociopoint.permissions import (
    can_administer,
    can_approve_changes,
    can_confirm_unmet_needs,
    can_decide_unmet_needs,
    can_edit_network,
    can_place_holds,
    can_release_holds,
    can_run_group,
    can_see_inquiries,
    can_see_internal_notes,
    can_see_network,
    can_see_whole_network,
    can_work_at_desk,
    needs_second_factor,
)

WHO = ["nobody", Role.PARTNER, Role.WORKER, Role.COORDINATOR, Role.ADMINISTRATOR]
TRUTH = [
    (can_administer, [False, False, False, False, True]),
    (can_approve_changes, [False, False, False, True, True]),
    (can_see_internal_notes, [False, False, True, True, True]),
    (can_see_inquiries, [False, False, True, True, False]),
    (can_work_at_desk, [False, False, True, False, False]),
    (can_place_holds, [False, False, True, True, False]),
    (can_release_holds, [False, False, False, True, False]),
    (can_confirm_unmet_needs, [False, False, True, True, False]),
    (can_decide_unmet_needs, [False, False, False, True, False]),
    (can_see_network, [False, True, True, True, False]),
    (can_see_whole_network, [False, False, True, True, False]),
    (can_edit_network, [False, False, False, True, False]),
    (needs_second_factor, [False, False, True, True, True]),
]


@pytest.mark.parametrize(("predicate", "answers"), TRUTH)
def test_who_may_do_what(predicate, answers):
    people = [AnonymousUser() if who == "nobody" else User(role=who) for who in WHO]

    assert [predicate(person) for person in people] == answers


@pytest.mark.parametrize("predicate", [predicate for predicate, _ in TRUTH])
def test_an_account_that_was_switched_off_may_do_nothing(predicate):
    assert predicate(User(role=Role.ADMINISTRATOR, is_active=False)) is False


@pytest.mark.parametrize(
    ("roles", "answers"),
    [
        (set(), [False, False, False, True, False]),
        ({"member"}, [False, False, False, True, False]),
        ({"contact"}, [False, True, True, True, False]),
        ({"manager", "member"}, [False, True, True, True, False]),
    ],
)
def test_who_may_run_a_group(roles, answers):
    people = [AnonymousUser() if who == "nobody" else User(role=who) for who in WHO]

    assert [can_run_group(person, roles) for person in people] == answers
