from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from inquiries.gap_counts import GapSource
from inquiries.models import GapRule
from sociopoint.desk_forms import DeskForm

HALF_A_YEAR = "6"
MONTHS = (("3", _("3 měsíce")), (HALF_A_YEAR, _("půl roku")), ("12", _("rok")))


class GapSearch(DeskForm):
    za = forms.ChoiceField(label=_("Za poslední"), choices=MONTHS, required=False)
    zdroj = forms.ChoiceField(
        label=_("Odkud to víme"), choices=[("", _("ze všeho")), *GapSource.choices], required=False
    )
    verejne = forms.BooleanField(label=_("Jak by to viděl kdokoli (bez malých počtů)"), required=False)

    @property
    def months(self) -> int:
        """An unreadable span is half a year."""
        return int((self.is_valid() and self.cleaned_data.get("za")) or HALF_A_YEAR)

    @property
    def source(self) -> GapSource | None:
        """None is all; so is an unreadable one."""
        asked = self.is_valid() and self.cleaned_data.get("zdroj")
        return GapSource(asked) if asked else None


class GapRuleForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = GapRule
        fields = ("kind", "situation", "group", "threshold", "days", "with_refused", "with_searches")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | kwargs)
        for one in self.fields.values():
            label = str(one.label)
            one.label = label[:1].upper() + label[1:]
