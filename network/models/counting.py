"""How conversations become figures: words shared by manuals of indicators and by the desk's own rules of counting."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Issuer(models.TextChoices):
    CITY = "city", _("město")
    REGION = "region", _("kraj")
    MINISTRY = "ministry", _("ministerstvo")
    OWN = "own", _("vlastní")


class Rounding(models.TextChoices):
    WHOLE = "whole", _("celé jednotky, aspoň jedna")
    STARTED = "started", _("každá započatá jednotka")
    SUM = "sum", _("součet minut za období dělený jednotkou")


class Several(models.TextChoices):
    """How a rule counts one conversation with several workers, or with several people."""

    ONCE = "once", _("jednou")
    EACH = "each", _("za každého zvlášť")


class Travel(models.TextChoices):
    APART = "apart", _("nezapočítává se")
    ADDED = "added", _("přičte se k minutám s člověkem")
