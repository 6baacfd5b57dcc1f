from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from network import announcing, publishing, subscribing
from network.announcement_drafts import begun_with
from network.announcing import AnnouncementRefused, SignOffInvalid
from network.forms.announcements import AnnouncementForm, PublishForm
from network.forms.watched import watched
from network.models import Announcement, SignedOff
from network.views.access import hold, in_one_transaction
from network.views.group_access import editor_of, reader_of
from sociopoint.models import User
from sociopoint.permissions import can_edit_network
from sociopoint.secret_pages import secret

PAGE_SIZE = 30


@require_safe
def announcement_list(request: HttpRequest) -> HttpResponse:
    """The archive of what was sent to this person; a coordinator sees all, drafts too."""
    user = reader_of(request)
    page = Paginator(Announcement.objects.visible_to(user).select_related("written_by"), PAGE_SIZE)
    context = {
        "page": page.get_page(request.GET.get("strana")),
        "can_edit": can_edit_network(user),
        "is_off": SignedOff.objects.filter(address_hash=subscribing.hash_of(user.email)).exists(),
    }
    return render(request, "network/announcement_list.html", context)


@require_safe
def announcement(request: HttpRequest, pk: int) -> HttpResponse:
    user = reader_of(request)
    shown = get_object_or_404(Announcement.objects.visible_to(user).select_related("written_by"), pk=pk)
    return _page(request, shown, user, PublishForm())


def _page(request: HttpRequest, shown: Announcement, user: User, form: PublishForm) -> HttpResponse:
    edits = can_edit_network(user)
    article = publishing.published(shown) if edits and shown.sent_at else None
    context = {
        "announcement": shown,
        "can_edit": edits,
        "state": announcing.state_of(shown) if edits and shown.sent_at else None,
        "article": article,
        "last_day": publishing.last_day(article) if article else None,
        "publish_form": form,
        "audience": announcing.audience_of(shown) if edits else [],
        "reach": len(announcing.recipients(shown)) if edits and not shown.sent_at else None,
    }
    return render(request, "network/announcement.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def announcement_new(request: HttpRequest) -> HttpResponse:
    """A draft; it is sent from its own page, where it is seen how many it reaches. `?skoleni=`, `?akce=` begin it."""
    user = editor_of(request)
    form = AnnouncementForm(request.POST or None, initial=begun_with(request.GET))
    if form.is_valid():
        return redirect(_written(form, user))
    return render(request, "network/announcement_form.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@in_one_transaction
def announcement_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft before it is sent: another wording, other people, or thrown away (`zahodit`). 404 for what was sent.

    Locked, so that a letter somebody is just sending is neither rewritten, sent again nor thrown away.
    """
    editor_of(request)
    draft = get_object_or_404(Announcement, pk=pk)
    hold(request, draft)
    if draft.sent_at is not None:
        return _too_late(request)
    if "zahodit" in request.POST:
        draft.delete()
        messages.success(request, _("Rozepsaná zpráva je zahozená."))
        return redirect("network:announcement-list")
    form = watched(AnnouncementForm(request.POST or None, initial=AnnouncementForm.values_of(draft)))
    if form.is_valid():
        draft.title, draft.text = form.cleaned_data["title"], form.cleaned_data["text"]
        return redirect(_addressed(draft, form))
    context = {"form": form, "announcement": draft}
    return render(request, "network/announcement_form.html", context, status=422 if form.errors else 200)


def _too_late(request: HttpRequest) -> HttpResponse:
    """It was sent while somebody wrote: their words stand in the form of a new one."""
    if "text" not in request.POST:
        raise Http404
    form = AnnouncementForm(request.POST)
    form.add_error(
        None, _("Zprávu mezitím někdo odeslal. Co jste napsali, je tady: zkopírujte si to, nebo to pošlete jako novou.")
    )
    context = {"form": form, "address": reverse("network:announcement-new")}
    return render(request, "network/announcement_form.html", context, status=409)


@transaction.atomic
def _written(form: AnnouncementForm, user: User) -> Announcement:
    """The same words written again by the same person, and not sent yet, are the same draft: a double click."""
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    sent = form.cleaned_data
    words = {"title": sent["title"], "text": sent["text"], "written_by": user}
    made = Announcement.objects.filter(**words, sent_at=None).first() or Announcement(**words)
    return _addressed(made, form)


@transaction.atomic
def _addressed(draft: Announcement, form: AnnouncementForm) -> Announcement:
    sent = form.cleaned_data
    draft.roles, draft.topics = sent["roles"], sent["topics"]
    draft.save()
    draft.groups.set(sent["groups"])
    draft.organisations.set(sent["organisations"])
    return draft


@require_POST
def announcement_send(request: HttpRequest, pk: int) -> HttpResponse:
    user = editor_of(request)
    shown = get_object_or_404(Announcement, pk=pk)
    try:
        count = announcing.send(shown, by=user)
    except AnnouncementRefused as refusal:
        messages.error(request, str(refusal))
    else:
        said = _("Zpráva odchází. Dopisů: %(n)s.") % {"n": count}
        nobody = _("Zpráva je v archivu, ale e-mailem nikomu nejde: všichni, komu je určená, se ze zpráv odhlásili.")
        messages.success(request, said if count else nobody)
    return redirect(shown)


@require_POST
def announcement_publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Into the public archive of newsletters, or (`zpet`) out of it."""
    user = editor_of(request)
    shown = get_object_or_404(Announcement, pk=pk)
    if "zpet" in request.POST:
        publishing.take_back(shown, by=user)
        messages.success(request, _("Zpráva už na webu není."))
        return redirect(shown)
    form = PublishForm(request.POST)
    if not form.is_valid():
        return _page(request, shown, user, form)
    try:
        publishing.publish(shown, by=user, until=form.cleaned_data["until"])
    except AnnouncementRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Zpráva je v archivu zpravodajů. Přečte si ji kdokoli."))
    return redirect(shown)


@require_POST
def announcements_again(request: HttpRequest) -> HttpResponse:
    """Back to letters, for one's own account."""
    announcing.sign_on([subscribing.hash_of(reader_of(request).email)])
    messages.success(request, _("Zprávy vám zase budou chodit e-mailem."))
    return redirect("network:announcement-list")


@csrf_exempt  # a mail programme posts here by itself (RFC 8058); the signed address is the proof
@secret
@require_http_methods(["GET", "HEAD", "POST"])
def sign_off(request: HttpRequest, token: str) -> HttpResponse:
    """A GET only shows, so that no scanner signs anybody off."""
    try:
        address_hash = announcing.open_sign_off(token)
    except SignOffInvalid:
        raise Http404 from None
    if request.method == "POST":
        announcing.sign_off(address_hash)
    context = {"is_off": SignedOff.objects.filter(address_hash=address_hash).exists()}
    return render(request, "network/sign_off.html", context)
