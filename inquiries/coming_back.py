"""A return code given again at the desk: the inquiry that is being written goes on where the earlier one ended."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from catalogue.spoken_code import UnreadableCode, read_code
from inquiries import recording
from inquiries.models import Identity, Inquiry, LinkKind, ReadingKind
from inquiries.reading import record_reading
from inquiries.return_code import code_hash, is_code_of
from sociopoint.limits import allow
from sociopoint.models import User

MOST_TRIES, QUARTER = 20, 900
"""Of one worker in a quarter of an hour: more than anybody is asked, far less than guessing would need."""


class CodeRefused(Exception):
    """The text is a sentence for the worker that says what to do."""


def come_back(inquiry: Inquiry, typed: str, *, by: User) -> None:
    """Give the inquiry the code of an earlier one of the worker's office and link the two. The search itself is written down,
    found or not; a code it has already is no search. Raises CodeRefused."""
    try:
        code = read_code(typed)
    except UnreadableCode as refusal:  # words half typed when the page saves itself are no guess
        raise CodeRefused(str(refusal)) from None
    if inquiry.return_code_hash:
        if is_code_of(inquiry, code):  # the page saves itself again and again with what was typed once
            return
        raise CodeRefused(
            _(
                "Dotaz už má jiný návratový kód a může mít jen jeden. "
                "Pole vyprázdněte, nebo pod tímhle kódem začněte nový dotaz."
            )
        )
    if not allow("return-code-at-desk", str(by.pk), most=MOST_TRIES, seconds=QUARTER):
        raise CodeRefused(_("Zkusili jste mnoho kódů. Počkejte čtvrt hodiny."))
    known = code_hash(code)
    record_reading(None, ReadingKind.SEARCHED, by=by, purpose="return_code")
    told = Inquiry.objects.visible_to(by).filter(return_code_hash=known).exclude(pk=inquiry.pk)
    earlier = told.order_by("-received_at", "-pk").first()
    if earlier is None:
        raise CodeRefused(_("Takový kód neznáme. Zkontrolujte pořadí slov."))
    with transaction.atomic():
        named = Identity.CODE if inquiry.identity == Identity.ANONYMOUS else inquiry.identity
        Inquiry.objects.filter(pk=inquiry.pk).update(return_code_hash=known, identity=named)
        inquiry.return_code_hash, inquiry.identity = known, named
        recording.link(inquiry, earlier, LinkKind.CONTINUES, by=by)
