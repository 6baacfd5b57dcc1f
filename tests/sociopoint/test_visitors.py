"""One visitor counts as one, whatever they say of themselves and however many addresses their network has."""

from __future__ import annotations

import dataclasses

import pytest
from django.test import RequestFactory

from sociopoint.visitors import address_of


@pytest.mark.parametrize(
    ("address", "counted_as"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:aaaa:bbbb:cccc:dddd", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("nesmysl", "nesmysl"),
    ],
)
@pytest.mark.parametrize("is_behind_proxy", [True, False])
def test_who_has_a_whole_network_counts_as_one(settings, address, counted_as, is_behind_proxy):
    settings.ENVIRONMENT = dataclasses.replace(settings.ENVIRONMENT, behind_proxy=is_behind_proxy)
    where = {"HTTP_X_FORWARDED_FOR": f"203.0.113.9, {address}"} if is_behind_proxy else {"REMOTE_ADDR": address}

    assert address_of(RequestFactory().get("/", **where)) == counted_as


def test_what_a_visitor_claims_of_themselves_is_not_believed(settings):
    settings.ENVIRONMENT = dataclasses.replace(settings.ENVIRONMENT, behind_proxy=False)

    request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR="203.0.113.9", REMOTE_ADDR="192.0.2.7")

    assert address_of(request) == "192.0.2.7"
