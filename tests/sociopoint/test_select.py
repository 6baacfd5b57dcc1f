"""The list to choose from is written by a template of ours, because it is quicker; it must say just what Django's says."""

from __future__ import annotations

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates, get_default_renderer
from django.test.html import parse_html

GROUPED = [("", "nezjištěno"), ("Obvody", [("1", "Ostrava-Jih"), ("2", "A & <b>")]), (3, 'v "uvozovkách"')]


@pytest.mark.parametrize("widget", [forms.Select, forms.SelectMultiple])
@pytest.mark.parametrize("value", ["", "2", 3, ["1", "3"], None, True])
def test_a_list_to_choose_from_is_as_django_writes_it(widget, value):
    one = widget(attrs={"class": "govuk-select", "required": True, "disabled": False}, choices=GROUPED)

    ours, theirs = (
        one.render("obvod", value, attrs={"id": "id_obvod"}, renderer=renderer)
        for renderer in (get_default_renderer(), DjangoTemplates())
    )

    assert parse_html(ours) == parse_html(theirs)
    assert ours != theirs


def test_no_option_costs_a_template_of_its_own(monkeypatch):
    monkeypatch.setattr(forms.Select, "option_template_name", "there/is/none.html")

    page = forms.Select(choices=GROUPED).render("obvod", "2")

    assert page.count("<option") == 4
