"""Pages whose address is itself the key: a signed link from a letter, opened without an account."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

Arguments = ParamSpec("Arguments")
View = Callable[Concatenate[HttpRequest, Arguments], HttpResponse]


def secret(view: View[Arguments]) -> View[Arguments]:
    """No account, no cache, no search engine, and no other page learns where the visitor came from.

    A page with a form says `strict-origin` instead of `no-referrer` (the view sets it): it names this site only, never the
    address, while under `no-referrer` a browser sends `Origin: null` with the form and the protection against forgery
    refuses it.
    """

    @login_not_required
    @never_cache
    @wraps(view)
    def answer(request: HttpRequest, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        response.headers.setdefault("Referrer-Policy", "strict-origin")
        return response

    return answer
