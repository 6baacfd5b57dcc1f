from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inquiries.models.inquiries import Inquiry
from sociopoint.secrecy import EncryptedTextField

if TYPE_CHECKING:
    from sociopoint.models import User

DAYS_TO_ANSWER = 30
"""One month, article 12 (3) of the GDPR."""


class RequestKind(models.TextChoices):
    ACCESS = "access", _("chce vědět, co o něm máme")
    CORRECT = "correct", _("chce opravu")
    RESTRICT = "restrict", _("chce omezit zpracování")
    ERASE = "erase", _("chce výmaz")


class RequestState(models.TextChoices):
    OPEN = "open", _("vyřizuje se")
    DONE = "done", _("vyřízeno")
    REFUSED = "refused", _("odmítnuto")


def in_a_month() -> date:
    return timezone.localdate() + timedelta(days=DAYS_TO_ANSWER)


class SubjectRequestQuerySet(models.QuerySet["SubjectRequest"]):
    def of_office(self, worker: User) -> Self:
        """Of the worker's own office: by whose inquiries they are about, and where none was found by who handles them. Who moves
        to another office takes no request along, and leaves it to the colleagues."""
        mine = worker.offices.all()
        nothing_found = models.Q(inquiries=None, handled_by__offices__in=mine)
        others = Inquiry.objects.exclude(office__in=mine)
        return (
            self.filter(models.Q(inquiries__office__in=mine) | nothing_found).exclude(inquiries__in=others).distinct()
        )

    def restricting(self) -> Self:
        """Whose protocol says that they restrict, and not yet that this ended."""
        steps = ProtocolLine.objects.filter(request=models.OuterRef("pk"), step__in=("restricted", "unrestricted"))
        last = steps.order_by("-at", "-pk").values("step")[:1]
        return self.alias(last_step=models.Subquery(last)).filter(last_step="restricted")


class SubjectRequest(models.Model):
    """Somebody uses their rights over their data: what they want, how we knew them, what we did and when."""

    kind = models.CharField(_("co chce"), max_length=10, choices=RequestKind)
    received_on = models.DateField(_("přišlo"), default=timezone.localdate)
    due_on = models.DateField(_("odpovědět do"), default=in_a_month)
    known_by = EncryptedTextField(_("podle čeho jsme ho poznali"), max_length=200)
    inquiries = models.ManyToManyField(Inquiry, blank=True, related_name="subject_requests", verbose_name=_("dotazy"))
    state = models.CharField(_("stav"), max_length=10, choices=RequestState, default=RequestState.OPEN)
    answer = EncryptedTextField(_("jak jsme odpověděli"), max_length=1000, blank=True)
    handled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(_("vyřízeno"), null=True, blank=True)
    submission = models.UUIDField(_("odeslání"), db_default=RandomUUID(), unique=True, editable=False)
    """Made of the form's number and of what was written in it, so that a form sent twice begins one request."""

    objects = SubjectRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("žádost o vlastní údaje")
        verbose_name_plural = _("žádosti o vlastní údaje")
        ordering = ["state", "due_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state=RequestState.OPEN, finished_at=None)
                | ~models.Q(state=RequestState.OPEN) & models.Q(finished_at__isnull=False) & ~models.Q(answer=""),
                name="subject_request_finished_with_an_answer",
                violation_error_message=_("Napište, jak jsme odpověděli."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.received_on}"


class ProtocolLine(models.Model):
    """One step of handling a request: found, added, packaged, corrected, restricted and again not, erased, answered. Codes, no words."""

    request = models.ForeignKey(SubjectRequest, on_delete=models.CASCADE, related_name="protocol")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    step = models.CharField(
        max_length=12,
        choices=[
            ("found", _("dohledány dotazy")),
            ("added", _("přidány související dotazy")),
            ("packaged", _("vydán balíček")),
            ("corrected", _("opraveno")),
            ("restricted", _("omezeno")),
            ("unrestricted", _("omezení skončilo")),
            ("erased", _("vymazáno")),
            ("held", _("nesmazáno, dotaz je zadržený")),
            ("answered", _("odpovězeno")),
        ],
    )
    number = models.PositiveIntegerField(_("kolika dotazů se to týká"), default=0)

    class Meta:
        verbose_name = _("krok vyřízení")
        verbose_name_plural = _("kroky vyřízení")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.request_id} {self.step}"

    @property
    def said(self) -> str:
        """`Dohledány dotazy (2)`."""
        step = str(self.get_step_display())
        return f"{step[:1].upper()}{step[1:]}" + (f" ({self.number})" if self.number else "")
