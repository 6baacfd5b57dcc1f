"""The pages behind a partner's link: the request, the answer, the contact, a new link. No account, no script.

A GET changes nothing, so a scanner that opens links harms nobody. The contact stands only in the answer to a POST: nothing
that can be fetched by the address alone ever shows it.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from inquiries.forms.partner import ANSWERS_IN_STATE, PartnerForm
from inquiries.models import OutcomeSource, Referral, ReferralState
from inquiries.partner_link import LinkExpired, LinkInvalid, LinkRefused, open_link
from inquiries.partner_page import contact_rows, request_context
from inquiries.partners import LINKED
from inquiries.referring import MoveNotAllowed, ReferralRefused, record_answer, record_outcome, renew_link
from inquiries.revealing import reveal
from inquiries.waiting_lists import Waiting, record_waiting
from sociopoint.limits import seconds_to_wait
from sociopoint.secret_pages import secret
from sociopoint.visitors import address_of
from sociopoint.waiting import come_back, told_to_wait

HOUR, DAY = 3600, 86_400
MOST_VISITS_AN_HOUR = 200
"""From one network, which may be a whole town hall: more than people need, far less than guessing would."""
MOST_NEW_LINKS_A_DAY = 3


@secret
@require_http_methods(["GET", "HEAD", "POST"])
def partner_referral(request: HttpRequest, token: str) -> HttpResponse:
    """The request; with `odpoved` in the address the form of that answer, and a POST of it answers."""
    if seconds := seconds_to_wait("partner-link", address_of(request), most=MOST_VISITS_AN_HOUR, seconds=HOUR):
        return _too_often(request, seconds)
    try:
        referral = open_link(token)
    except LinkRefused as refusal:
        return _refused(request, token, refusal)
    chosen = ANSWERS_IN_STATE.get(ReferralState(referral.state), {}).get(request.GET.get("odpoved", ""))
    if chosen is None:
        return _page(request, "inquiries/partner.html", referral, status=409 if request.method == "POST" else 200)
    form = chosen(request.POST) if request.method == "POST" else chosen(initial=chosen.said_before(referral))
    if not form.is_valid():
        status = 422 if form.errors else 200
        return _page(request, "inquiries/partner_answer.html", referral, form=form, status=status)
    try:
        _record(referral, form)
    except MoveNotAllowed:
        referral.refresh_from_db()
        return _page(request, "inquiries/partner.html", referral, status=409, is_late=True)
    if form.state == ReferralState.ACCEPTED and referral.shares_contact:
        return _contact(request, referral)
    return redirect("inquiries_public:partner-referral", token)


@secret
@require_POST
def partner_contact(request: HttpRequest, token: str) -> HttpResponse:
    """The person's contact, shown on this one answer; each showing is written down."""
    if seconds := seconds_to_wait("partner-link", address_of(request), most=MOST_VISITS_AN_HOUR, seconds=HOUR):
        return _too_often(request, seconds)
    try:
        return _contact(request, open_link(token))
    except LinkRefused as refusal:
        return _refused(request, token, refusal)


@secret
@require_POST
def partner_new_link(request: HttpRequest, token: str) -> HttpResponse:
    """A new link, to the address in the catalogue and nowhere else; the old link says only which referral is meant."""
    if seconds := seconds_to_wait("partner-link", address_of(request), most=MOST_VISITS_AN_HOUR, seconds=HOUR):
        return _too_often(request, seconds)
    try:
        referral: Referral | None = open_link(token)
    except LinkRefused as refusal:
        referral = refusal.referral
    if referral is None:
        return _refused(request, token, LinkInvalid())
    if seconds := seconds_to_wait("partner-new-link", str(referral.pk), most=MOST_NEW_LINKS_A_DAY, seconds=DAY):
        return _too_often(request, seconds)
    try:
        renew_link(referral, by=None)
    except ReferralRefused as refusal:
        context = {"title": _("Nový odkaz poslat nejde"), "text": str(refusal)}
        return _answer(request, "inquiries/partner_closed.html", context, status=409, has_form=False)
    context = {
        "title": _("Nový odkaz jsme poslali"),
        "text": _("Přijde na e-mail, který máme v katalogu. Když nedorazí, zavolejte nám."),
    }
    return _answer(request, "inquiries/partner_closed.html", context, status=200, has_form=False)


def _record(referral: Referral, form: PartnerForm) -> None:
    if form.is_waiting:
        said = form.answer()
        record_waiting(
            referral, Waiting(said.waiting_estimate, said.waiting_position, said.message, said.responder), by=None
        )
    elif form.is_outcome:
        record_outcome(referral, form.state, by=None, source=OutcomeSource.PARTNER)
    else:
        record_answer(referral, form.answer(), by=None)


def _page(request: HttpRequest, template: str, referral: Referral, *, status: int = 200, **more: Any) -> HttpResponse:
    context = request_context(referral) | more
    return _answer(request, template, context, status=status, has_form="form" in context or context["may_reveal"])


def _contact(request: HttpRequest, referral: Referral) -> HttpResponse:
    card = reveal(referral)
    referral.refresh_from_db()
    contact = contact_rows(card) if card else []
    return _page(request, "inquiries/partner.html", referral, contact=contact, is_revealed=True)


def _refused(request: HttpRequest, token: str, refusal: LinkRefused) -> HttpResponse:
    """What became of the link; where it was ours, the way to a new one."""
    referral = refusal.referral
    may_renew = referral is not None and referral.state in (*LINKED, ReferralState.EXPIRED)
    if referral is None:
        title, text = _("Tenhle odkaz nefunguje"), _("Není celý, nebo není náš. Zkuste ho z e-mailu zkopírovat znovu.")
    elif not may_renew:
        title, text = _("Odpovídat už nemusíte"), _("Prosbu jsme vzali zpět, nebo je už vyřízená. Děkujeme.")
    elif isinstance(refusal, LinkExpired):
        title, text = _("Platnost odkazu skončila"), _("Odkaz platí 14 dní. Pošleme vám nový, nebo nám zavolejte.")
    else:
        title, text = _("Tenhle odkaz už neplatí"), _("Poslali jsme vám novější. Najdete ho v poště od nás.")
    context = {"title": title, "text": text, "token": token if may_renew else ""}
    status = 404 if referral is None else 410
    return _answer(request, "inquiries/partner_closed.html", context, status=status, has_form=may_renew)


def _too_often(request: HttpRequest, seconds: int) -> HttpResponse:
    context = {
        "title": _("Chvíli počkejte"),
        "text": " ".join([_("Odkaz se otevírá příliš často."), come_back(seconds)]),
    }
    answer = _answer(request, "inquiries/partner_closed.html", context, status=429, has_form=False)
    return told_to_wait(answer, seconds)


def _answer(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int, has_form: bool
) -> HttpResponse:
    response = render(request, template, context, status=status)
    response.headers["Referrer-Policy"] = "strict-origin" if has_form else "no-referrer"
    return response
