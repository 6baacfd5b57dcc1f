from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalogue.knowledge import knowledge
from catalogue.models import Organisation, Place, PlaceKind
from network import competences as deeds
from network.belonging import organisations_of
from network.competence_page import changes, facts, found, list_context, matrix, waiting_count
from network.competence_words import aged_day
from network.forms.competences import CompetenceForm, ConfirmForm, EndForm, RefusalForm
from network.forms.watched import watched
from network.models import Competence, CompetenceState
from network.models.competences import COPIED, COPIED_LISTS
from network.views.people_of_network import member_of
from situations.models import LifeSituation
from sociopoint.models import User
from sociopoint.permissions import can_edit_network, can_see_network, can_see_whole_network

VIEWS = ("seznam", "tabulka", "navrhy")


@require_safe
def competence_list(request: HttpRequest) -> HttpResponse:
    """Who does what: as a list, as a table of one topic (`tema`), or what waits for approval."""
    if not can_see_network(request.user):
        raise PermissionDenied
    view = request.GET.get("pohled", "seznam")
    seen = deeds.seen_by(request.user)
    holding = seen.in_force(timezone.localdate())
    words = request.GET.get("q", "")[:100].replace("\x00", "")
    context: dict[str, object] = {"view": view if view in VIEWS else "seznam", "q": words}
    context["waiting"] = waiting_count(seen)
    if view == "tabulka":
        topics = list(LifeSituation.objects.published().top())
        topic = next((one for one in topics if one.slug == request.GET.get("tema")), topics[0] if topics else None)
        rows = holding.filter(situation__in=[topic, *topic.children.all()]) if topic else holding.none()
        context |= {"topics": topics, "topic": topic, "matrix": matrix(rows)}
    else:
        shown = seen.waiting() if view == "navrhy" else found(holding, words)
        context |= list_context(shown, request.GET.get("strana"))
    return render(request, "network/competence_list.html", context)


@require_safe
def competence(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "network/competence.html", _context(_seen(request, pk), member_of(request)))


@require_http_methods(["GET", "HEAD", "POST"])
def competence_new(request: HttpRequest) -> HttpResponse:
    """In force at once from a coordinator, a proposal from anybody else."""
    user = member_of(request)
    return _form_page(request, user, None)


@require_http_methods(["GET", "HEAD", "POST"])
def competence_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """A change of what holds; the present one stays in force until the change is approved."""
    row, user = _seen(request, pk), member_of(request)
    if request.method == "POST":
        row = deeds.what_holds_by_now(row)
    if row.state != CompetenceState.APPROVED or not deeds.may_propose(user, row):
        raise PermissionDenied
    return _form_page(request, user, row)


@require_POST
def competence_approve(request: HttpRequest, pk: int) -> HttpResponse:
    row, user = _seen(request, pk), member_of(request)
    return _done(request, row, lambda: deeds.approve(row, by=user), _("Schváleno, platí od této chvíle."))


@require_POST
def competence_refuse(request: HttpRequest, pk: int) -> HttpResponse:
    row, user = _seen(request, pk), member_of(request)
    if not can_edit_network(user):
        raise PermissionDenied
    form = RefusalForm(request.POST)
    if not form.is_valid():
        context = _context(row, user) | {"refusal_form": form, "refused": form}
        return render(request, "network/competence.html", context, status=422)
    reason = form.cleaned_data["reason"]
    return _done(request, row, lambda: deeds.refuse(row, by=user, reason=reason), _("Návrh jste nepřijali."))


@require_POST
def competence_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody asked them and it still holds."""
    row, user = _seen(request, pk), member_of(request)
    if not deeds.may_propose(user, row):
        raise PermissionDenied
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        context = _context(row, user) | {"confirm_form": form, "refused": form}
        return render(request, "network/competence.html", context, status=422)
    who = form.cleaned_data["who"]
    return _done(request, row, lambda: deeds.confirm(row, by=user, who=who), _("Zapsáno, že to dnes platí."))


@require_POST
def competence_end(request: HttpRequest, pk: int) -> HttpResponse:
    row, user = _seen(request, pk), member_of(request)
    if not can_edit_network(user):
        raise PermissionDenied
    form = EndForm(request.POST)
    if not form.is_valid():
        context = _context(row, user) | {"end_form": form, "refused": form}
        return render(request, "network/competence.html", context, status=422)
    on = form.cleaned_data["on"]
    return _done(request, row, lambda: deeds.end(row, by=user, on=on), _("Konec je zapsaný."))


def _seen(request: HttpRequest, pk: int) -> Competence:
    user = member_of(request)
    rows = deeds.seen_by(user).select_related("replaces__organisation", "replaces__situation", "proposed_by")
    return get_object_or_404(rows.prefetch_related("target_groups", "area"), pk=pk)


def _context(row: Competence, user: User) -> dict[str, object]:
    holds = row.state == CompetenceState.APPROVED
    may_propose, may_decide = deeds.may_propose(user, row), can_edit_network(user)
    return {
        "competence": row,
        "facts": facts(row),
        "changes": changes(row),
        "aged": aged_day(row.verified_on, timezone.localdate(), is_example=row.is_example),
        "earlier": row.replaces,
        "later": row.later.exclude(state=CompetenceState.REFUSED).last(),
        "may_change": holds and may_propose,
        "may_decide": may_decide and row.state == CompetenceState.PROPOSED,
        "may_end": may_decide and holds,
        "changes_at_once": may_decide,
        "confirm_form": ConfirmForm(),
        "refusal_form": RefusalForm(),
        "end_form": EndForm(initial={"on": timezone.localdate()}),
    }


def _form_page(request: HttpRequest, user: User, row: Competence | None) -> HttpResponse:
    own = None if can_see_whole_network(user) else organisations_of(user)
    if own is not None and not own.exists():
        raise PermissionDenied
    places = _districts()
    form = CompetenceForm(
        request.POST if request.method == "POST" else None,
        initial=_initial(row, request.GET.get("organizace", "")),
        organisations=own,
        places=places,
    )
    form = watched(form) if row else form
    if request.method == "POST" and form.is_valid():
        try:
            written = deeds.write(form.cleaned_data, by=user, replaces=row)
        except deeds.CompetenceRefused as refusal:
            form.add_error(None, str(refusal))
        except ValidationError as broken:
            form.add_error(None, broken.messages)
        except IntegrityError:
            form.add_error(None, _("Mezitím někdo zapsal totéž. Podívejte se do seznamu."))
        else:
            approved = written.state == CompetenceState.APPROVED
            messages.success(
                request, _("Uloženo.") if approved else _("Odesláno ke schválení. Zatím platí, co platilo.")
            )
            return redirect(written)
    context = {"form": form, "competence": row, "is_proposal": not can_edit_network(user), "has_places": bool(places)}
    return render(request, "network/competence_form.html", context, status=422 if form.errors else 200)


def _initial(row: Competence | None, organisation: str) -> dict[str, object]:
    if row is None:
        chosen = Organisation.objects.filter(pk=int(organisation)).first() if organisation.isdecimal() else None
        return {"organisation_name": chosen.name} if chosen else {}
    values = model_to_dict(row, fields=[*COPIED, *COPIED_LISTS])
    return values | {"organisation_name": row.organisation.name if row.organisation else ""}


def _districts() -> list[Place]:
    home = knowledge().home
    return list(Place.objects.filter(parent=home, kind=PlaceKind.CITY_DISTRICT).order_by("name")) if home else []


def _done(request: HttpRequest, row: Competence, deed: Callable[[], object], said: str) -> HttpResponse:
    """Do it and come back, saying what happened or why it did not."""
    try:
        deed()
    except deeds.CompetenceRefused as refusal:
        messages.error(request, str(refusal))
    except ValidationError as broken:
        messages.error(request, " ".join(broken.messages))
    else:
        messages.success(request, said)
    return redirect(row)
