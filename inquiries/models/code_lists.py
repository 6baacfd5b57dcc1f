"""Lists of the desk that an administrator may extend; what the program itself decides by is a TextChoices elsewhere."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from sociopoint.history import with_history
from sociopoint.versions import raises_version


class CodeListItem(models.Model):
    """A code for machines, a name for people, an order on the screen."""

    code = models.SlugField(_("kód"), max_length=40, unique=True)
    name = models.CharField(_("název"), max_length=120)
    order = models.PositiveSmallIntegerField(_("pořadí"), default=0)
    is_retired = models.BooleanField(_("už se nenabízí"), default=False)

    class Meta:
        abstract = True
        ordering = ["order", "name"]
        triggers = [raises_version("desk")]

    def __str__(self) -> str:
        return self.name


@with_history
class Channel(CodeListItem):
    """How the person reached us; the token is what a worker types in the smart line."""

    token = models.CharField(_("zkratka v řádku"), max_length=2, blank=True)
    is_spoken = models.BooleanField(_("mluví se (osobně, po telefonu)"), default=True)
    is_phone = models.BooleanField(_("po telefonu"), default=False)

    class Meta(CodeListItem.Meta):
        verbose_name = _("způsob kontaktu")
        verbose_name_plural = _("způsoby kontaktu")
        constraints = [
            models.UniqueConstraint(
                fields=["token"],
                condition=~models.Q(token=""),
                name="channel_token_once",
                violation_error_message=_("Tuto zkratku už má jiný způsob kontaktu."),
            )
        ]


@with_history
class HeardFrom(CodeListItem):
    class Meta(CodeListItem.Meta):
        verbose_name = _("odkud o nás lidé vědí")
        verbose_name_plural = _("odkud o nás lidé vědí")


@with_history
class AnswerSource(CodeListItem):
    class Meta(CodeListItem.Meta):
        verbose_name = _("odkud jsme odpověděli")
        verbose_name_plural = _("odkud jsme odpověděli")


@with_history
class RiskFlag(CodeListItem):
    """A danger that opens a procedure and reminds of the duty to report; it never sends anything by itself."""

    reminder = models.CharField(_("co připomenout"), max_length=240, blank=True)

    class Meta(CodeListItem.Meta):
        verbose_name = _("ohrožení")
        verbose_name_plural = _("ohrožení")


@with_history
class DeclineReason(CodeListItem):
    """Why a partner refused; the reasons of § 91 (3) of Act 108/2006 are marked, the rest is our own experience."""

    is_statutory = models.BooleanField(_("důvod podle § 91 zákona"), default=False)
    is_catalogue_error = models.BooleanField(_("znamená chybu v katalogu"), default=False)

    class Meta(CodeListItem.Meta):
        verbose_name = _("důvod odmítnutí")
        verbose_name_plural = _("důvody odmítnutí")


@with_history
class UnmetReason(CodeListItem):
    class Meta(CodeListItem.Meta):
        verbose_name = _("proč se potřebu nepodařilo naplnit")
        verbose_name_plural = _("proč se potřebu nepodařilo naplnit")
