"""Loads the shipped phrases of the search; those that administrators wrote or changed are left alone."""

from __future__ import annotations

from decimal import Decimal

from catalogue.models import NeedPhrase
from catalogue.phrases import read_phrases
from catalogue.shipped.code_lists import SEED


def load_phrases() -> int:
    """How many phrases were new. A phrase listed twice counts once, the first time."""
    new = [
        NeedPhrase(
            text=phrase.text,
            language=phrase.language,
            weight=Decimal(str(phrase.weight)),
            kinds=list(phrase.kinds),
            groups=list(phrase.groups),
            situations=list(phrase.situations),
            forms=list(phrase.forms),
            is_shipped=True,
        )
        for phrase in read_phrases(SEED / "need_phrases.csv")
    ]
    before = NeedPhrase.objects.count()
    NeedPhrase.objects.bulk_create(new, ignore_conflicts=True, batch_size=1000)
    return NeedPhrase.objects.count() - before
