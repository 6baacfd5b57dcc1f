"""What the desk notes of a referral for itself. Two workers never overwrite each other: who did not see what stands there now is
told and decides."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from inquiries.models import Referral
from inquiries.referring import ReferralRefused


class WrittenMeanwhile(ReferralRefused):
    """A colleague wrote there since the page was opened; `current` is how the referral stands now."""

    def __init__(self, sentence: str, current: Referral) -> None:
        super().__init__(sentence)
        self.current = current


@transaction.atomic
def keep_note(referral: Referral, text: str, *, seen: str) -> None:
    """`seen` is the note that the page showed. Raises WrittenMeanwhile when another stands there by now; nothing is written then,
    nor where this page changed nothing."""
    current = Referral.objects.select_for_update(of=("self",)).get(pk=referral.pk)
    if _is_same(text, seen) or _is_same(text, current.note):
        return
    if not _is_same(seen, current.note):
        sentence = _(
            "Poznámku mezitím změnil někdo z kolegů. Nic se neztratilo, v poli jsou obě znění. Nechte, co má platit, a uložte to."
        )
        raise WrittenMeanwhile(sentence, current)
    current.note = text
    current.save(update_fields=["note"])


def _is_same(one: str, other: str) -> bool:
    """Browsers send the ends of lines in their own way."""
    return one.splitlines() == other.splitlines()
