"""A report of an error on a service, by anybody: a fixed topic and a few words, into the queue of proposals."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from catalogue.models import WITH_FACTS, ProposalSource, ProposalTopic, Service
from catalogue.models.proposals import LONGEST_PROPOSAL
from catalogue.proposing import propose
from sociopoint.limits import seconds_to_wait
from sociopoint.models import User
from sociopoint.permissions import can_see_internal_notes
from sociopoint.visitors import address_of
from sociopoint.waiting import come_back, told_to_wait

DAY, HOUR = 86_400, 3_600
MOST_OF_ONE, MOST_OF_ALL = 10, 300
REPORTED = [topic for topic in ProposalTopic.choices if topic[0] not in (ProposalTopic.SILENT, *WITH_FACTS)]
"""That nobody answers is learnt from referrals; a person who did not get through says that the phone is wrong."""


class ReportForm(forms.Form):
    topic = forms.ChoiceField(
        label=gettext_lazy("Co nesedí?"),
        choices=REPORTED,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Vyberte, co nesedí."),
            "invalid_choice": gettext_lazy("Vyberte jednu z nabízených možností."),
        },
    )
    text = forms.CharField(
        label=gettext_lazy("Jak to má být? (nepovinné)"),
        help_text=gettext_lazy("Třeba správné číslo. O sobě nic nepište, odpověď neposíláme."),
        required=False,
        max_length=LONGEST_PROPOSAL,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": gettext_lazy("Zkraťte to na 1 000 znaků.")},
    )
    web = forms.CharField(required=False)
    """A field that people do not see and robots fill in."""

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("topic") == ProposalTopic.OTHER and not given.get("text"):
            self.add_error("text", _("Napište, co je jinak."))
        return given


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def service_report(request: HttpRequest, pk: int) -> HttpResponse:
    """No account needed. Staff of the city report as the desk, so that the queue shows whom to ask."""
    service = get_object_or_404(Service.objects.filter(published=True).select_related("organisation"), pk=pk)
    form = ReportForm(request.POST if request.method == "POST" else None, label_suffix="")
    context: dict[str, Any] = {"service": service, "form": form}
    if request.method != "POST" or not form.is_valid():
        return render(request, "catalogue/report.html", context, status=422 if form.errors else 200)
    if seconds := _seconds_to_wait(request):
        form.add_error(None, " ".join([_("Teď přišlo moc hlášení najednou."), come_back(seconds)]))
        return told_to_wait(render(request, "catalogue/report.html", context, status=429), seconds)
    if not form.cleaned_data["web"]:
        _propose(request, service, form)
    return render(request, "catalogue/report.html", context | {"is_sent": True})


def _propose(request: HttpRequest, service: Service, form: ReportForm) -> None:
    staff = _staff_of(request)
    propose(
        service,
        topic=ProposalTopic(form.cleaned_data["topic"]),
        source=ProposalSource.DESK if staff else ProposalSource.PUBLIC,
        text=form.cleaned_data["text"],
        by=staff,
    )


def _staff_of(request: HttpRequest) -> User | None:
    user = request.user
    return user if not isinstance(user, AnonymousUser) and can_see_internal_notes(user) else None


def _seconds_to_wait(request: HttpRequest) -> int:
    one = seconds_to_wait("service-report", address_of(request), most=MOST_OF_ONE, seconds=HOUR)
    return one or seconds_to_wait("service-report", "all", most=MOST_OF_ALL, seconds=DAY)
