"""What a report cannot do without, asked for only when a conversation ends."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from inquiries.forms.inquiry import InquiryForm
from inquiries.models import WITHOUT_NEED, ClosingReason, Inquiry
from inquiries.personal_data import find_personal_data
from inquiries.record_page import situations_of

WITHOUT_HELP = (ClosingReason.DECLINED, ClosingReason.LOST, ClosingReason.OUT_OF_SCOPE, ClosingReason.NON_CONTACT)
"""Ends of which the level of help says nothing."""


def missing_for_end(form: InquiryForm, inquiry: Inquiry, *, is_over: bool) -> Iterator[tuple[str | None, str]]:
    """Field and sentence. `is_over`: the inquiry is to be closed; one left open may be completed later."""
    given = form.sure
    if find_personal_data(given.get("note", "")) and not given.get("note_seen"):
        yield "note", _("V poznámce je osobní údaj. Přesuňte ho, začerněte, nebo poznámku uložte znovu tak, jak je.")
    if given.get("is_unmet") and not given.get("unmet_reason"):
        yield "unmet_reason", _("Vyberte, proč se potřebu nepodařilo naplnit.")
    if not is_over or inquiry.kind in WITHOUT_NEED:
        return
    reason = given.get("closing_reason")
    if not situations_of(form) and reason != ClosingReason.NON_CONTACT:
        yield "situation_0", _("Vyberte aspoň jednu životní situaci, ať víme, s čím člověk přišel.")
    if inquiry.help_level is None and reason not in WITHOUT_HELP:
        yield "help_level", _("Vyberte, jak jsme pomohli: 1 informace, 2 rada, 3 aktivní pomoc.")
