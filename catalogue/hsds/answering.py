"""How every address of the open data answers: to anybody, from any page, in JSON even when something is wrong."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.decorators import login_not_required
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page

from catalogue.hsds.asking import Paging, Rows
from sociopoint.limits import seconds_to_wait
from sociopoint.visitors import address_of

Document = dict[str, Any]
Given = ParamSpec("Given")
View = Callable[Concatenate[HttpRequest, Given], HttpResponseBase]

MOST_ASKED, MOST_ASKED_SECONDS = 1000, 600
MOST_STREAMS, MOST_STREAMS_SECONDS = 10, 3600
BATCH = 500  # records a stream reads at once
ALLOWED = ("GET", "HEAD", "OPTIONS")


class NotUnderstood(Exception):
    """The query string cannot be read; `errors` says what of it, parameter -> sentences."""

    def __init__(self, errors: dict[str, list[str]]) -> None:
        super().__init__(errors)
        self.errors = errors


class TooMany(Exception):
    """One address asks more than a machine of good manners does."""

    def __init__(self, seconds: int) -> None:
        """`seconds`: until it may ask again."""
        super().__init__(seconds)
        self.seconds = seconds


def open_data(view: View[Given]) -> Callable[Concatenate[HttpRequest, Given], HttpResponseBase]:
    """Decorator: no account, any origin may read (CORS), limits, errors as JSON, unchanged answers as 304."""

    @login_not_required
    @conditional_page
    @wraps(view)
    def answer(request: HttpRequest, /, *args: Given.args, **kwargs: Given.kwargs) -> HttpResponseBase:
        response = _answer(view, request, *args, **kwargs)
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = "ETag, Retry-After"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return answer


def _answer(view: View[Given], request: HttpRequest, *args: Given.args, **kwargs: Given.kwargs) -> HttpResponseBase:
    if request.method == "OPTIONS":
        headers = {"Access-Control-Allow-Methods": ", ".join(ALLOWED), "Access-Control-Max-Age": "86400"}
        return HttpResponse(status=204, headers=headers)
    if request.method not in ALLOWED:
        refused = problem(405, {"": [_("Tato data se tu jen čtou.")]})
        refused.headers["Allow"] = ", ".join(ALLOWED)
        return refused
    try:
        _count(request, "open data", MOST_ASKED, MOST_ASKED_SECONDS)
        return view(request, *args, **kwargs)
    except NotUnderstood as error:
        return problem(400, error.errors)
    except Http404:
        return problem(404, {"": [_("Nic takového tu není, nebo už se neposkytuje.")]})
    except OperationalError:
        refused = problem(503, {"": [_("Na chvíli jsme mimo provoz")]})
        refused.headers["Retry-After"] = "30"
        return refused
    except TooMany as error:
        refused = problem(429, {"": [_("Moc dotazů za sebou. Celý katalog najednou je ke stažení na adrese /data/.")]})
        refused.headers["Retry-After"] = str(error.seconds)
        return refused


def problem(status: int, errors: dict[str, list[str]]) -> JsonResponse:
    return as_json({"status": status, "errors": errors}, status=status)


def as_json(document: Document, status: int = 200) -> JsonResponse:
    response = JsonResponse(document, status=status, json_dumps_params={"ensure_ascii": False})
    response.headers["Cache-Control"] = "public, max-age=60" if status == 200 else "no-store"
    return response


def understood(form: Paging) -> Document:
    """Raises NotUnderstood."""
    if not form.is_valid():
        raise NotUnderstood(
            {"" if name == "__all__" else name: list(map(str, said)) for name, said in form.errors.items()}
        )
    return form.cleaned_data


def listed(
    request: HttpRequest, form: Paging, rows: Rows, read: Callable[[Sequence[int]], list[Document]]
) -> HttpResponseBase:
    """A page of what the valid form asks for, or all of it as lines; `read` makes documents of numbers, in their order."""
    asked = form.cleaned_data
    if asked["format"] == "ndjson":
        _count(request, "open data stream", MOST_STREAMS, MOST_STREAMS_SECONDS)
        return as_lines(_all(rows, read))
    size, page = asked["per_page"], asked["page"]
    first = (page - 1) * size
    numbers = list(rows.values_list("pk", flat=True)[first : first + size])
    return as_json(_page(page, size, rows.count(), read(numbers)))


def listed_at_once(request: HttpRequest, form: Paging, documents: list[Document]) -> HttpResponseBase:
    """The same of a short list that is read whole."""
    asked = form.cleaned_data
    if asked["format"] == "ndjson":
        return as_lines(iter(documents))
    size, page = asked["per_page"], asked["page"]
    return as_json(_page(page, size, len(documents), documents[(page - 1) * size : page * size]))


def as_lines(documents: Iterator[Document]) -> StreamingHttpResponse:
    lines = (json.dumps(document, ensure_ascii=False) + "\n" for document in documents)
    return StreamingHttpResponse(lines, content_type="application/x-ndjson; charset=utf-8")


def _page(page: int, size: int, total: int, contents: list[Document]) -> Document:
    """The format's Page; one past the last is empty, not an error."""
    pages = -(-total // size)
    return {
        "total_items": total,
        "total_pages": pages,
        "page_number": page,
        "size": len(contents),
        "first_page": page == 1,
        "last_page": page >= pages,
        "empty": not contents,
        "contents": contents,
    }


def _all(rows: Rows, read: Callable[[Sequence[int]], list[Document]]) -> Iterator[Document]:
    after = 0
    while numbers := list(rows.filter(pk__gt=after).values_list("pk", flat=True)[:BATCH]):
        yield from read(numbers)
        after = numbers[-1]


def _count(request: HttpRequest, name: str, most: int, seconds: int) -> None:
    if wait := seconds_to_wait(name, address_of(request), most=most, seconds=seconds):
        raise TooMany(wait)
