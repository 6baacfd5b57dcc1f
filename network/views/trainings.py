from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Min, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from network import registering, training_keeping
from network.belonging import organisations_of
from network.certificates import certificate_pdf
from network.dates import moment
from network.forms.trainings import RegistrationForm, TrainingForm
from network.forms.watched import watched
from network.models import Certificate, Person, Registration, RegistrationState, Training
from network.models.trainings import TAKES_A_SEAT
from network.permissions import can_read_needs
from network.registering import RegistrationRefused
from network.training_link import OfferInvalid, OfferOver, open_offer
from network.training_mail import letters_of, own_address_of, said_of
from network.views.access import hold, in_one_transaction
from network.views.closed_links import closed, opened_too_often
from network.views.group_access import editor_of, reader_of
from sociopoint.limits import allow, seconds_to_wait
from sociopoint.models import User
from sociopoint.permissions import can_edit_network
from sociopoint.secret_pages import secret
from sociopoint.visitors import address_of

PAGE_SIZE = 30
HOUR, MOST_VISITS_AN_HOUR = 3600, 200
GIVEN_UP = (RegistrationState.CONFIRMED, RegistrationState.WAITING)


@require_safe
def training_list(request: HttpRequest) -> HttpResponse:
    """Trainings with how many seats are taken, and one's own hours of this year."""
    user, year = reader_of(request), timezone.localdate().year
    rows = Training.objects.annotate(
        first=Min("dates__starts_at"),
        taken=Count("registrations", filter=Q(registrations__state__in=TAKES_A_SEAT), distinct=True),
        waiting=Count("registrations", filter=Q(registrations__state=RegistrationState.WAITING), distinct=True),
    ).order_by("-first", "-pk")
    person = Person.objects.filter(user=user).first()
    context = {
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("strana")),
        "today": timezone.localdate(),
        "can_edit": can_edit_network(user),
        "hours": registering.hours_of_year(person, year) if person else None,
        "year": year,
    }
    return render(request, "network/training_list.html", context)


@require_safe
@never_cache
def training(request: HttpRequest, pk: int) -> HttpResponse:
    user = reader_of(request)
    return _page(request, get_object_or_404(Training, pk=pk), user)


def _page(request: HttpRequest, shown: Training, user: User, form: RegistrationForm | None = None) -> HttpResponse:
    """A partner sees own people's registrations only; the waiting list is nobody else's."""
    rows = shown.registrations.select_related("person", "organisation", "certificate")
    edits = can_edit_network(user)
    if not edits:
        rows = rows.filter(Q(person__user=user) | Q(organisation__in=organisations_of(user)) | Q(registered_by=user))
    today, dates, registered = timezone.localdate(), list(shown.dates.all()), list(rows)
    letters = letters_of(shown, registered)
    context = {
        "training": shown,
        "dates": dates,
        "registrations": [
            (row, row.needs if can_read_needs(user, row) else "", letters.get(row.pk, "")) for row in registered
        ],
        "free": registering.free_seats(shown),
        "is_open": not shown.is_cancelled and shown.opens_on <= today <= shown.closes_on,
        "can_edit": edits,
        "has_begun": registering.has_begun(dates),
        "form": form or RegistrationForm(initial=_own(user)),
    }
    return render(request, "network/training.html", context, status=422 if form and form.errors else 200)


def _own(user: User) -> dict[str, str]:
    """Oneself, to begin the form with."""
    person = Person.objects.filter(user=user).first()
    organisation = organisations_of(user).first()
    return {"name": str(person or ""), "organisation": str(organisation or "")}


@require_http_methods(["GET", "HEAD", "POST"])
def training_new(request: HttpRequest) -> HttpResponse:
    user = editor_of(request)
    form = TrainingForm(request.POST or None, instance=Training())
    if form.is_valid():
        messages.success(request, _("Uloženo."))
        return redirect(training_keeping.announce(form.instance, by=user, **form.facts()))
    return _form_page(request, form)


@require_http_methods(["GET", "HEAD", "POST"])
@in_one_transaction
def training_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Words, days and seats; or called off (`zrusit`)."""
    user, shown = editor_of(request), get_object_or_404(Training, pk=pk)
    if "zrusit" in request.POST:
        return _call_off(request, shown, user)
    hold(request, shown)
    form = watched(TrainingForm(request.POST or None, instance=shown))
    if form.is_valid():
        try:
            told = training_keeping.change(form.instance, by=user, **form.facts())
        except RegistrationRefused as refusal:
            form.add_error("capacity", str(refusal))
        else:
            messages.success(request, _("Uloženo. O změně jsme přihlášeným napsali.") if told else _("Uloženo."))
            return redirect(form.instance)
    return _form_page(request, form)


def _call_off(request: HttpRequest, shown: Training, user: User) -> HttpResponse:
    try:
        told = training_keeping.call_off(shown, by=user)
    except RegistrationRefused as refusal:
        messages.error(request, str(refusal))
    else:
        done = _("Školení je zrušené. Přihlášeným jsme napsali.") if told else _("Školení je zrušené.")
        messages.success(request, done)
    return redirect(shown)


def _form_page(request: HttpRequest, form: TrainingForm) -> HttpResponse:
    kept = Training.objects.filter(pk=form.instance.pk).first()
    may_call_off = kept is not None and not kept.is_cancelled and not registering.is_under_way(kept)
    context = {"form": form, "training": kept, "may_call_off": may_call_off}
    return render(request, "network/training_form.html", context, status=422 if form.errors else 200)


@require_POST
def training_register(request: HttpRequest, pk: int) -> HttpResponse:
    """Oneself or a colleague; a partner only for own organisations."""
    user = reader_of(request)
    shown = get_object_or_404(Training, pk=pk)
    form = RegistrationForm(request.POST)
    if form.is_valid():
        sent = form.cleaned_data
        if user.role == "partner" and not organisations_of(user).filter(pk=sent["organisation"].pk).exists():
            form.add_error("organisation", _("Přihlásit můžete jen lidi ze své organizace."))
        else:
            try:
                made = registering.register(
                    shown, person=sent["person"], organisation=sent["organisation"], by=user, needs=sent["needs"]
                )
            except RegistrationRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _said_of(made))
                return redirect(shown)
    return _page(request, shown, user, form)


def _said_of(row: Registration) -> str:
    has_seat, gets_letter = row.state == RegistrationState.CONFIRMED, bool(own_address_of(row))
    if has_seat and gets_letter:
        said = _("%(person)s má místo. Potvrzení posíláme e-mailem.")
    elif has_seat:
        said = _("%(person)s má místo. E-mail na tohoto člověka nemáme, řekněte mu to.")
    elif gets_letter:
        said = _("Je plno. %(person)s čeká v pořadí, až se místo uvolní, napíšeme.")
    else:
        said = _("Je plno. %(person)s čeká v pořadí. E-mail na tohoto člověka nemáme, napíšeme vám.")
    return said % {"person": row.person}


@require_POST
def registration_move(request: HttpRequest, pk: int) -> HttpResponse:
    """`kam`: withdrawn, or an offered seat accepted. 404 for somebody else's registration."""
    user = reader_of(request)
    rows = Registration.objects.select_related("training", "person")
    if not can_edit_network(user):
        rows = rows.filter(Q(person__user=user) | Q(organisation__in=organisations_of(user)) | Q(registered_by=user))
    row = get_object_or_404(rows, pk=pk)
    try:
        if request.POST.get("kam") == "prijmout":
            registering.accept_offer(row, by=user)
            messages.success(request, _("%(person)s má místo.") % {"person": row.person})
        else:
            had_seat = registering.withdraw(row, by=user)
            messages.success(request, _("Odhlášeno. Místo je volné pro další.") if had_seat else _("Odhlášeno."))
    except RegistrationRefused as refusal:
        messages.error(request, str(refusal))
    return redirect(row.training)


@require_http_methods(["GET", "HEAD", "POST"])
def training_attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """Who came; certificates are given with it."""
    user = editor_of(request)
    shown = get_object_or_404(Training, pk=pk)
    rows = shown.registrations.filter(state__in=TAKES_A_SEAT).select_related("person", "organisation")
    if request.method == "POST":
        came = {row.pk for row in rows if str(row.pk) in request.POST.getlist("prisli")}
        try:
            given = registering.note_attendance(shown, attended=came, by=user)
        except RegistrationRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Účast je zapsaná. Nových osvědčení: %(n)s.") % {"n": given})
        return redirect(shown)
    return render(request, "network/training_attendance.html", {"training": shown, "registrations": rows})


@require_safe
@never_cache
def certificate(request: HttpRequest, pk: int) -> HttpResponse:
    """The PDF, for the person, their organisation and coordinators; 404 for others."""
    user = reader_of(request)
    rows = Certificate.objects.valid().select_related(
        "registration__training", "registration__person", "registration__organisation"
    )
    if not can_edit_network(user):
        own = Q(registration__person__user=user) | Q(registration__organisation__in=organisations_of(user))
        rows = rows.filter(own)
    found = get_object_or_404(rows, pk=pk)
    response = HttpResponse(certificate_pdf(found), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="osvedceni-{found.pk}.pdf"'
    return response


@login_not_required
@require_safe
@never_cache
def certificate_verify(request: HttpRequest, code: str) -> HttpResponse:
    """Whether a certificate is ours: the training, hours and day; the name only in initials, who holds the paper knows it.

    Of one that is valid no more only its number, which stands on the paper too.
    """
    if not allow("certificate", address_of(request), most=MOST_VISITS_AN_HOUR, seconds=HOUR):
        raise PermissionDenied
    rows = Certificate.objects.filter(code=code).select_related("registration__training", "registration__person")
    found = rows.valid().first()
    revoked = None if found else rows.first()
    initials = " ".join(f"{part[0]}." for part in found.registration.person.name.split()) if found else ""
    context = {"certificate": found, "initials": initials, "revoked": revoked}
    status = 200 if found else 410 if revoked else 404
    return render(request, "network/certificate_verify.html", context, status=status)


@secret
@require_http_methods(["GET", "HEAD", "POST"])
def training_offer(request: HttpRequest, token: str) -> HttpResponse:
    """The offered seat behind the link of the letter: a GET shows it, a POST takes or leaves it."""
    if seconds := seconds_to_wait("training-offer", address_of(request), most=MOST_VISITS_AN_HOUR, seconds=HOUR):
        return opened_too_often(request, seconds)
    try:
        row = open_offer(token)
    except OfferOver:
        text = _("Školení už proběhlo. Potřebujete osvědčení nebo potvrzení? Zavolejte nám.")
        return closed(request, _("Tenhle odkaz už neplatí"), text, status=410)
    except OfferInvalid:
        text = _("Odkaz je neúplný, nebo už neplatí. Otevřete ho z e-mailu celý, nebo nám zavolejte.")
        return closed(request, _("Tenhle odkaz nikam nevede"), text, status=404)
    status, refusal = 200, ""
    if request.method == "POST":
        try:
            if request.POST.get("kam") == "odmitnout":
                registering.withdraw(row, by=None)
            else:
                registering.accept_offer(row, by=None)
        except RegistrationRefused as error:
            status, refusal = 409, str(error)
        else:
            return redirect("network:training-offer", token)
    is_offered = row.state == RegistrationState.OFFERED and row.offer_until and row.offer_until > timezone.now()
    has_begun = registering.is_under_way(row.training)
    context = {
        "registration": row,
        "training": row.training,
        "said": said_of(row.training).splitlines(),
        "is_offered": is_offered and not row.training.is_cancelled and not has_begun,
        "has_begun": has_begun,
        "may_give_up": row.state in GIVEN_UP and not row.training.is_cancelled and not has_begun,
        "until": _("Držíme ho pro vás do %(when)s.") % {"when": moment(row.offer_until)} if row.offer_until else "",
        "refusal": refusal,
    }
    return render(request, "network/training_offer.html", context, status=status)
