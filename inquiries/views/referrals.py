from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalogue.models import Organisation, Service
from inquiries.consent import ConsentRefused, current_wording, record_consent, withdraw_consent
from inquiries.forms.referral import (
    InformationForm,
    OutcomeForm,
    PhoneAnswerForm,
    ReferralForm,
    ReferralNoteForm,
    StillWaitingForm,
)
from inquiries.forms.referral_list import CountedReferrals
from inquiries.lists import desk_lists
from inquiries.models import (
    Inquiry,
    OutcomeSource,
    ReadingKind,
    Referral,
    ReferralMode,
    ReferralState,
)
from inquiries.noting import WrittenMeanwhile, keep_note
from inquiries.reading import record_reading
from inquiries.referral_list import list_context
from inquiries.referral_page import Target, found_services, new_context, page_context
from inquiries.referring import (
    ReferralRefused,
    record_answer,
    record_outcome,
    refer,
    renew_link,
    supply_information,
    withdraw,
)
from inquiries.views.people import inquiry_of, worker_of
from inquiries.waiting_lists import record_waiting
from sociopoint.permissions import can_see_inquiries, can_see_words, can_work_at_desk

LONGEST_OTHER = 200


@require_safe
def referral_list(request: HttpRequest) -> HttpResponse:
    """Referrals of the desk: awaited (`ukaz=ceka`), late, answered this week, all; `moje` narrows to one's own."""
    user = worker_of(request)
    if not can_see_inquiries(user):
        raise PermissionDenied
    query = request.GET
    context = list_context(
        user,
        view=query.get("ukaz", ""),
        mine="moje" in query,
        after=query.get("po", ""),
        counted=CountedReferrals(query),
    )
    return render(request, "inquiries/referral_list.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def referral_new(request: HttpRequest, public_id: str) -> HttpResponse:
    """Hand the person over: first whom to (`sluzba`, `organizace`, `jinam`, or a search by `q`), then how."""
    inquiry = inquiry_of(request, public_id, to_change=True)
    target = _target(request)
    if target is None:
        words = request.GET.get("q", "")
        context = {"inquiry": inquiry, "q": words, "found": found_services(words)}
        return render(request, "inquiries/referral_target.html", context)
    form = ReferralForm(
        request.POST if request.method == "POST" else None,
        inquiry=inquiry,
        service=target.service,
        consents=inquiry.consents.filter(withdrawn_at=None),
        has_contact=bool(getattr(inquiry, "has_contact", False)),  # annotated by inquiry_of
        has_address=bool(target.address),
    )
    if request.method == "POST" and form.is_valid():
        try:
            referral = _hand_over(request, inquiry, target, form)
        except (ReferralRefused, ConsentRefused) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("%(how)s: %(whom)s") % {"how": _done(referral), "whom": referral.target_name})
            return redirect(inquiry)
    try:
        wording = current_wording().text
    except ConsentRefused as refusal:
        wording = str(refusal)
    context = new_context(inquiry, target) | {"form": form, "wording": wording}
    return render(request, "inquiries/referral_new.html", context, status=422 if form.errors else 200)


@require_safe
@never_cache
def referral(request: HttpRequest, pk: int) -> HttpResponse:
    """One referral with everything that may be done about it. Whoever may read its words leaves a reading."""
    shown, user = _referral_of(request, pk), worker_of(request)
    if can_see_words(user):
        record_reading(shown.inquiry, ReadingKind.OPENED, by=user, purpose="referral")
    return render(request, "inquiries/referral.html", page_context(shown, user))


@require_POST
def referral_answer(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _referral_of(request, pk, to_change=True)
    form = PhoneAnswerForm(request.POST, before=ReferralState(shown.state), lists=desk_lists())
    return _deed(
        request,
        shown,
        form,
        "answer_form",
        lambda: record_answer(shown, form.answer(), by=worker_of(request)),
        _("Odpověď je zapsaná."),
    )


@require_POST
def referral_waiting(request: HttpRequest, pk: int) -> HttpResponse:
    """Still on the list: the place and the estimate as they are now."""
    shown = _referral_of(request, pk, to_change=True)
    form = StillWaitingForm(request.POST)

    def write() -> None:
        try:
            record_waiting(shown, form.waiting(), by=worker_of(request), seen=form.cleaned_data["seen"])
        except WrittenMeanwhile as change:
            form.go_on_from(change.current)
            raise

    return _deed(request, shown, form, "waiting_form", write, _("Zapsáno, jak to v pořadníku vypadá teď."))


@require_POST
def referral_note(request: HttpRequest, pk: int) -> HttpResponse:
    """What only the desk knows of this referral; the partner never sees it."""
    shown = _referral_of(request, pk, to_change=True)
    form = ReferralNoteForm(request.POST)

    def write() -> None:
        try:
            keep_note(shown, form.cleaned_data["note"], seen=form.cleaned_data["seen"])
        except WrittenMeanwhile as change:
            form.go_on_from(change.current)
            raise

    return _deed(request, shown, form, "note_form", write, _("Poznámka je uložená."))


@require_POST
def referral_outcome(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _referral_of(request, pk, to_change=True)
    form = OutcomeForm(request.POST, before=ReferralState(shown.state))

    def write() -> None:
        given = form.cleaned_data
        source = OutcomeSource(given["source"])
        record_outcome(shown, ReferralState(given["state"]), by=worker_of(request), source=source)

    return _deed(request, shown, form, "outcome_form", write, _("Výsledek je zapsaný."))


@require_POST
def referral_information(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _referral_of(request, pk, to_change=True)
    form = InformationForm(request.POST, agreed=shown.consent_id is not None)
    return _deed(
        request,
        shown,
        form,
        "information_form",
        lambda: supply_information(shown, by=worker_of(request), text=form.cleaned_data["text"]),
        _("Doplnění odešlo partnerovi."),
    )


@require_POST
def referral_renew(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _referral_of(request, pk, to_change=True)
    said = _("Nový odkaz odešel na adresu z katalogu. Starý už neplatí.")
    return _deed(request, shown, None, "", lambda: renew_link(shown, by=worker_of(request)), said)


@require_POST
def referral_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _referral_of(request, pk, to_stop=True)
    return _deed(request, shown, None, "", lambda: withdraw(shown, by=worker_of(request)), _("Předání je stažené."))


@require_POST
def consent_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """The person took their consent back; every link that rested on it stops at once."""
    shown = _referral_of(request, pk, to_stop=True)
    if shown.consent is not None:
        withdraw_consent(shown.consent, by=worker_of(request))
        messages.success(request, _("Souhlas je odvolaný. Odkazy, které na něm stály, přestaly platit."))
    return redirect("inquiries:referral", shown.pk)


def _referral_of(request: HttpRequest, pk: int, *, to_change: bool = False, to_stop: bool = False) -> Referral:
    """404 where this person may not know of the inquiry, 403 where they may only look. Of an inquiry that is only kept because the
    person had it restricted nothing is passed on or written; what passes something on may be stopped (`to_stop`)."""
    user = worker_of(request)
    rows = Referral.objects.filter(inquiry__in=Inquiry.objects.visible_to(user)).select_related(
        "inquiry", "need__situation", "service__organisation", "organisation", "consent", "created_by"
    )
    found = get_object_or_404(rows, pk=pk)
    is_refused = to_change and found.inquiry.is_restricted
    if is_refused or ((to_change or to_stop) and not can_work_at_desk(user)):
        raise PermissionDenied
    return found


def _target(request: HttpRequest) -> Target | None:
    """Whom the address names; None while nobody is chosen, 404 for somebody who is not in the catalogue."""
    query = request.GET
    if number := query.get("sluzba", ""):
        services = Service.objects.filter(published=True).select_related("organisation", "kind")
        return Target(service=get_object_or_404(services, pk=_number(number)))
    if number := query.get("organizace", ""):
        return Target(organisation=get_object_or_404(Organisation, pk=_number(number)))
    other = query.get("jinam", "").strip()[:LONGEST_OTHER]
    return Target(other=other) if other else None


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 19 else 0


@transaction.atomic
def _hand_over(request: HttpRequest, inquiry: Inquiry, target: Target, form: ReferralForm) -> Referral:
    """The consent and the referral together or neither."""
    worker, given = worker_of(request), form.cleaned_data
    consent = form.consent_given_before
    if form.new_manner is not None:
        consent = record_consent(
            inquiry, by=worker, extent=given["extent"], purpose=given["purpose"], manner=form.new_manner
        )
    return refer(
        inquiry,
        by=worker,
        mode=ReferralMode(given["mode"]),
        service=target.service,
        organisation=target.organisation,
        other=target.other,
        facility=form.facilities.get(given["facility"]),
        need=form.needs.get(given["need"]),
        brief=given["brief"],
        urgency=given["urgency"],
        consent=consent,
        shares_contact=given.get("shares_contact", False),
    )


def _done(referral: Referral) -> str:
    text = str(referral.get_mode_display())
    return text[:1].upper() + text[1:]


def _deed(
    request: HttpRequest, shown: Referral, form: Form | None, name: str, write: Callable[[], None], said: str
) -> HttpResponse:
    """Check, write, say so; what was refused comes back on the page of the referral with everything typed."""
    user, status = worker_of(request), 422
    if form is None or form.is_valid():
        try:
            write()
        except ReferralRefused as refusal:
            if form is None:
                messages.error(request, str(refusal))
                return redirect("inquiries:referral", shown.pk)
            form.add_error(None, str(refusal))
            shown, status = _referral_of(request, shown.pk), 409
        else:
            messages.success(request, said)
            return redirect("inquiries:referral", shown.pk)
    context = page_context(shown, user) | {name: form, "refused": form}
    return render(request, "inquiries/referral.html", context, status=status)
