"""The web's side of the desk: ask without an account, come back with a code. No address ever holds a code or a word."""

from __future__ import annotations

from collections.abc import Sequence

from csp.decorators import csp_update
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from catalogue.code_form import CodeForm
from catalogue.code_tries import count_wrong, why_no_try
from catalogue.map_page import desk_map, tiles_source
from inquiries.forms.questions import MoreForm, QuestionForm
from inquiries.models import Inquiry
from inquiries.public_story import public_story
from inquiries.questions import NoDesk, ask, ask_again, speaks_of_danger
from inquiries.return_code import inquiries_of
from situations.models import CrisisLine
from sociopoint.context import desk
from sociopoint.limits import seconds_to_wait
from sociopoint.visitors import address_of
from sociopoint.waiting import come_back, told_to_wait

DAY, HOUR = 86_400, 3_600
MOST_QUESTIONS_OF_ONE, MOST_QUESTIONS_OF_ALL = 10, 500
ALWAYS_RIGHT = ("112", "116123", "116111")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@csp_update({"img-src": [tiles_source()]})
def contact(request: HttpRequest) -> HttpResponse:
    """How to reach a living person; and a form for who would rather write."""
    form = QuestionForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _asked(request, form, 422 if form.errors else 200)
    if form.is_from_robot:
        return _asked(request, QuestionForm(), 200)
    if seconds := _seconds_to_wait(request):
        form.add_error(None, _too_many(seconds))
        return told_to_wait(_asked(request, form, 429), seconds)
    sent = form.cleaned_data
    try:
        code = ask(
            submission=sent["sent"],
            text=sent["question"],
            phone=sent["phone"],
            email=sent["email"],
            follow_up_agreed=bool(sent["phone"] or sent["email"]),
        )
    except NoDesk:
        form.add_error(None, _("Otázku teď nemá kdo převzít. Zavolejte nám, prosím."))
        return _asked(request, form, 503)
    return _page(request, "inquiries_public/sent.html", {"code": code, "lines": _lines(sent["question"])})


def _asked(request: HttpRequest, form: QuestionForm, status: int) -> HttpResponse:
    context = {"form": form} | desk_map(desk(), request.path)
    return render(request, "inquiries_public/contact.html", context, status=status)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def my_question(request: HttpRequest) -> HttpResponse:
    """The story under a code. The code comes by POST only, so that no history, log or Referer holds it."""
    form = CodeForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, "inquiries_public/code.html", {"form": form}, status=422 if form.errors else 200)
    story = _story(request, form)
    if story is None:
        return _page(request, "inquiries_public/code.html", {"form": form}, status=422)
    return _told(request, story, MoreForm(initial={"code": form.cleaned_data["code"]}))


@login_not_required
@require_POST
@never_cache
def ask_more(request: HttpRequest) -> HttpResponse:
    """Something more under the same code."""
    form = MoreForm(request.POST)
    code = CodeForm(request.POST)
    story = _story(request, code) if code.is_valid() else None
    if story is None:
        return _page(request, "inquiries_public/code.html", {"form": code}, status=422)
    if not form.is_valid():
        return _told(request, story, form, status=422)
    if seconds := _seconds_to_wait(request):
        form.add_error(None, _too_many(seconds))
        return told_to_wait(_told(request, story, form, status=429), seconds)
    ask_again(story[0], form.cleaned_data["more"])
    again = list(inquiries_of(code.cleaned_data["code"]).prefetch_related("notes", "referrals"))
    empty, lines = MoreForm(initial={"code": code.cleaned_data["code"]}), _lines(form.cleaned_data["more"])
    return _told(request, again, empty, said=True, lines=lines)


def _seconds_to_wait(request: HttpRequest) -> int:
    one = seconds_to_wait("question", address_of(request), most=MOST_QUESTIONS_OF_ONE, seconds=HOUR)
    return one or seconds_to_wait("question", "all", most=MOST_QUESTIONS_OF_ALL, seconds=DAY)


def _too_many(seconds: int) -> str:
    return " ".join([_("Teď přišlo moc otázek najednou."), come_back(seconds)])


def _story(request: HttpRequest, form: CodeForm) -> list[Inquiry] | None:
    """Inquiries under the code; None with the reason on the form when there are none or too much was tried."""
    if refused := why_no_try("return-code", request):
        form.add_error("code", refused)
        return None
    found = list(inquiries_of(form.cleaned_data["code"]).prefetch_related("notes", "referrals"))
    if found:
        return found
    count_wrong("return-code", request)
    form.add_error("code", _("Takový kód neznáme. Zkontrolujte pořadí slov, nebo nám zavolejte."))
    return None


def _told(
    request: HttpRequest,
    story: list[Inquiry],
    form: MoreForm,
    *,
    status: int = 200,
    said: bool = False,
    lines: Sequence[CrisisLine] = (),
) -> HttpResponse:
    context = public_story(story) | {"form": form, "said": said, "lines": lines}
    return _page(request, "inquiries_public/story.html", context, status=status)


def _page(request: HttpRequest, template: str, context: dict[str, object], status: int = 200) -> HttpResponse:
    """A page that tells others no more than the site's name; `never_cache` on the view asks the browser not to keep it either.
    Under `no-referrer` a browser sends `Origin: null` with its forms, and the protection against forgery refuses them."""
    response = render(request, template, context, status=status)
    response.headers["Referrer-Policy"] = "strict-origin"
    return response


def _lines(text: str) -> list[CrisisLine]:
    """Who answers at once, when the words speak of danger."""
    if not speaks_of_danger(text):
        return []
    return list(CrisisLine.objects.published().filter(slug__in=ALWAYS_RIGHT))
