from __future__ import annotations

from django import forms

from sociopoint.desk_forms import DeskForm

LARGEST = 2**63 - 1


class DoubleForm(DeskForm):
    """Which two services, as the page sent them."""

    ours = forms.IntegerField(min_value=1, max_value=LARGEST)
    theirs = forms.IntegerField(min_value=1, max_value=LARGEST)
