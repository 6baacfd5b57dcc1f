from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Min, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from network import registering
from network.belonging import organisations_of
from network.certificates import certificate_pdf
from network.forms.trainings import RegistrationForm, TrainingForm
from network.models import Certificate, Person, Registration, RegistrationState, SeatReserve, Training, TrainingDate
from network.models.trainings import TAKES_A_SEAT
from network.permissions import can_read_needs
from network.registering import OfferInvalid, RegistrationRefused
from network.views.group_access import editor_of, reader_of
from sociopoint.limits import allow
from sociopoint.models import User
from sociopoint.permissions import can_edit_network
from sociopoint.secret_pages import secret
from sociopoint.visitors import address_of

PAGE_SIZE = 30
HOUR, MOST_VISITS_AN_HOUR = 3600, 200


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
    today, dates = timezone.localdate(), list(shown.dates.all())
    context = {
        "training": shown,
        "dates": dates,
        "registrations": [(row, row.needs if can_read_needs(user, row) else "") for row in rows],
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
    editor_of(request)
    return _written(request, Training())


@require_http_methods(["GET", "HEAD", "POST"])
def training_edit(request: HttpRequest, pk: int) -> HttpResponse:
    editor_of(request)
    return _written(request, get_object_or_404(Training, pk=pk))


def _written(request: HttpRequest, written: Training) -> HttpResponse:
    before = written.capacity
    form = TrainingForm(request.POST or None, instance=written)
    if form.is_valid():
        try:
            saved = _save(form, before, request)
        except RegistrationRefused as refusal:
            form.add_error("capacity", str(refusal))
        else:
            messages.success(request, _("Uloženo."))
            return redirect(saved)
    context = {"form": form, "training": written if written.pk else None}
    return render(request, "network/training_form.html", context, status=422 if form.errors else 200)


@transaction.atomic
def _save(form: TrainingForm, before: int | None, request: HttpRequest) -> Training:
    """Days and reserves are written anew; another capacity goes by the deed that keeps who has a seat.

    A new one that is in all as another is that one: a form sent by a double click.
    """
    written: Training = form.instance
    if written.pk is None:
        User.objects.select_for_update(of=("self",)).get(pk=reader_of(request).pk)
        begins = form.cleaned_data["dates"][0][0]
        same = {name: getattr(written, name) for name in ("title", "place", "lecturer", "capacity")}
        known = Training.objects.filter(**same, is_cancelled=False, dates__starts_at=begins).first()
        if known is not None:
            return known
    wanted = written.capacity
    if written.pk and before is not None:
        written.capacity = before
    written.save()
    written.dates.all().delete()
    TrainingDate.objects.bulk_create(
        TrainingDate(training=written, starts_at=starts, ends_at=ends) for starts, ends in form.cleaned_data["dates"]
    )
    written.reserves.all().delete()
    SeatReserve.objects.bulk_create(
        SeatReserve(training=written, organisation_id=pk, seats=seats)
        for pk, seats in form.cleaned_data["reserves"].items()
    )
    registering.change_capacity(written, capacity=wanted, by=reader_of(request))
    return written


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
                words = _("Přihláška je zapsaná: %(state)s.")
                messages.success(request, words % {"state": made.get_state_display()})
                return redirect(shown)
    return _page(request, shown, user, form)


@require_POST
def registration_move(request: HttpRequest, pk: int) -> HttpResponse:
    """`kam`: withdrawn, or an offered seat accepted. 404 for somebody else's registration."""
    user = reader_of(request)
    rows = Registration.objects.select_related("training")
    if not can_edit_network(user):
        rows = rows.filter(Q(person__user=user) | Q(organisation__in=organisations_of(user)) | Q(registered_by=user))
    row = get_object_or_404(rows, pk=pk)
    try:
        if request.POST.get("kam") == "prijmout":
            registering.accept_offer(row, by=user)
        else:
            registering.withdraw(row, by=user)
    except RegistrationRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Uloženo."))
    return redirect(row.training)


@require_http_methods(["GET", "HEAD", "POST"])
def training_attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """Who came; certificates are given with it."""
    user = editor_of(request)
    shown = get_object_or_404(Training, pk=pk)
    rows = shown.registrations.filter(state__in=TAKES_A_SEAT).select_related("person", "organisation")
    if request.method == "POST":
        came = {int(text) for text in request.POST.getlist("prisli") if text.isdecimal()}
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
    rows = Certificate.objects.select_related(
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
    """Whether a certificate is ours: the training, hours and day; the name only in initials, who holds the paper knows it."""
    if not allow("certificate", address_of(request), most=MOST_VISITS_AN_HOUR, seconds=HOUR):
        raise PermissionDenied
    rows = Certificate.objects.select_related("registration__training", "registration__person")
    found = rows.filter(code=code).first()
    initials = " ".join(f"{part[0]}." for part in found.registration.person.name.split()) if found else ""
    context = {"certificate": found, "initials": initials}
    return render(request, "network/certificate_verify.html", context, status=200 if found else 404)


@secret
@require_http_methods(["GET", "HEAD", "POST"])
def training_offer(request: HttpRequest, token: str) -> HttpResponse:
    """The offered seat behind the link of the letter: a GET shows it, a POST takes or leaves it."""
    if not allow("training-offer", address_of(request), most=MOST_VISITS_AN_HOUR, seconds=HOUR):
        raise PermissionDenied
    try:
        row = registering.open_offer(token)
    except OfferInvalid:
        raise Http404 from None
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
    context = {"registration": row, "training": row.training, "is_offered": is_offered, "refusal": refusal}
    return render(request, "network/training_offer.html", context, status=status)
