"""Counts made ahead, so that a year's report reads hundreds of rows and not millions. Only `inquiries.statistics` writes here."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from inquiries.models.offices import Office


class Span(models.TextChoices):
    DAY = "d", _("den")
    MONTH = "m", _("měsíc")
    YEAR = "y", _("rok")


class Tally(models.Model):
    """How many of one thing an office had in a day, month or year, and the minutes they took.

    Keys are codes and ids as text, never names: what a situation is called and where it hangs in the tree is looked up when
    a report is made, so renaming needs no recount. `dimension` says what is counted (`inquiries.statistics.dimensions`).
    """

    pk = models.CompositePrimaryKey("span", "start", "office_id", "dimension", "key", "sub")
    span = models.CharField(max_length=1, choices=Span)
    start = models.DateField(help_text="the first day of the span")
    office = models.ForeignKey(
        Office, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    dimension = models.CharField(max_length=16)
    key = models.CharField(max_length=40)
    sub = models.CharField(max_length=40)
    number = models.IntegerField()
    minutes_direct = models.IntegerField(default=0)
    minutes_indirect = models.IntegerField(default=0)
    minutes_travel = models.IntegerField(default=0)

    class Meta:
        verbose_name = _("součet pro statistiku")
        verbose_name_plural = _("součty pro statistiku")
        indexes = [models.Index(fields=["start"], condition=models.Q(number=0), name="tally_emptied")]

    def __str__(self) -> str:
        return f"{self.span} {self.start} {self.dimension} {self.key} {self.sub}: {self.number}"


class ToRecount(models.Model):
    """A day whose counts are old, or whose inquiry or referral changed; with a return code also the later days it came again on,
    for those days count when it came before. Triggers of the counted tables append here and never
    wait for anybody; a recount takes the rows it sees and works out the days (migrations `recount_what_changed` and `codes_say_when_they_came_before`)."""

    day = models.DateField(null=True)
    inquiry_id = models.BigIntegerField(null=True)
    referral_id = models.BigIntegerField(null=True)
    code = models.CharField(max_length=64, db_default="", editable=False, help_text="a hash, as the inquiry has it")

    class Meta:
        verbose_name = _("den k přepočtu")
        verbose_name_plural = _("dny k přepočtu")

    def __str__(self) -> str:
        return f"{self.day} {self.inquiry_id} {self.referral_id}"
