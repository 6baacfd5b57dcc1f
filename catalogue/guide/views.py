from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalogue.guide.results import crisis_lines, results_of
from catalogue.guide.steps import Answers, is_in_danger, next_step, read_answers, situation_of
from catalogue.knowledge import knowledge_and_version
from sociopoint.my_list import kept


@login_not_required
@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """The next question, crisis help, or the services that fit the answers."""
    known, version = knowledge_and_version()
    answers = read_answers(request.GET, known)
    context: dict[str, object]
    if is_in_danger(answers):
        context = {
            "lines": crisis_lines(answers, known),
            "situation": situation_of(answers, known),
            "back_url": Answers(answers.who, answers.situation).address(),
        }
        return render(request, "guide/danger.html", context)
    step = next_step(answers, known)
    if step is None:
        return render(request, "guide/results.html", results_of(answers, known, version, kept(request)))
    situation = situation_of(answers, known)
    context = {
        "step": step,
        "hidden": [
            (name, getattr(answers, field)) for field, name in Answers.PARAMETERS.items() if getattr(answers, field)
        ],
        "danger_url": answers.address(safe="ne"),
        "is_sensitive": bool(situation and situation.is_sensitive),
        "is_first": step.number == 1,
    }
    return render(request, "guide/step.html", context)
