from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from network.document_keeping import add_version
from network.file_checks import FileRefused
from network.forms.documents import DocumentForm, DocumentSearch, VersionForm
from network.models import Document, DocumentVersion
from network.views.group_access import editor_of, reader_of
from sociopoint.permissions import can_edit_network

PAGE_SIZE = 40


@require_safe
def document_list(request: HttpRequest) -> HttpResponse:
    user = reader_of(request)
    newest = DocumentVersion.objects.filter(document=OuterRef("pk")).order_by("-number")
    rows = Document.objects.visible_to(user).select_related("group")
    rows = rows.annotate(changed=Subquery(newest.values("added_at")[:1]), size=Subquery(newest.values("size")[:1]))
    search = DocumentSearch(request.GET)
    page = Paginator(search.documents(rows), PAGE_SIZE).get_page(request.GET.get("strana"))
    context = {"page": page, "search": search, "can_edit": can_edit_network(user)}
    return render(request, "network/document_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """Its versions; a coordinator adds the next one, or takes the document away (`udelej`)."""
    user = reader_of(request)
    shown = get_object_or_404(Document.objects.visible_to(user).select_related("group"), pk=pk)
    form = VersionForm(label_suffix="")
    if request.method == "POST":
        editor_of(request)
        if request.POST.get("udelej") in ("stahnout", "vratit"):
            shown.is_withdrawn = request.POST["udelej"] == "stahnout"
            shown.save(update_fields=["is_withdrawn"])
            return redirect(shown)
        form = VersionForm(request.POST, request.FILES, label_suffix="")
        if form.is_valid():
            try:
                add_version(shown, file=form.cleaned_data["file"], note=form.cleaned_data["note"], by=user)
            except FileRefused as refusal:
                form.add_error("file", str(refusal))
            else:
                messages.success(request, _("Nová verze je nahraná."))
                return redirect(shown)
    context = {
        "document": shown,
        "versions": shown.versions.defer("content").select_related("added_by"),
        "form": form,
        "can_edit": can_edit_network(user),
    }
    return render(request, "network/document.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def document_new(request: HttpRequest) -> HttpResponse:
    user = editor_of(request)
    form = DocumentForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            made = add_version(form.save(commit=False), file=form.cleaned_data["file"], note="", by=user)
        except FileRefused as refusal:
            form.add_error("file", str(refusal))
        else:
            messages.success(request, _("Dokument je nahraný."))
            return redirect(made.document)
    return render(request, "network/document_form.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
@never_cache
def document_download(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Always as an attachment, of the type its content has, in a sandbox should a browser show it after all."""
    user = reader_of(request)
    shown = get_object_or_404(Document.objects.visible_to(user), pk=pk)
    version = get_object_or_404(shown.versions, number=number)
    return as_attachment(version)


def as_attachment(version: DocumentVersion) -> HttpResponse:
    response = HttpResponse(bytes(version.content), content_type=version.kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{version.file_name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
