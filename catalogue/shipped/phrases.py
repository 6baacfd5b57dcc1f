"""The phrases of the search that ship; those that administrators wrote or changed are left alone."""

from __future__ import annotations

from catalogue.models import NeedPhrase
from catalogue.phrases import read_phrases
from catalogue.shipped.code_lists import SEED
from sociopoint.shipped.following import Followed, follow
from sociopoint.shipped.report import News
from sociopoint.shipped.shapes import Content, Gone, Shape

PHRASES = Shape(
    name="phrases",
    model=NeedPhrase,
    key=("text", "language"),
    columns=("weight", "kinds", "groups", "situations", "forms", "is_shipped"),
    shipped_once={"is_shipped": True},
    gone=Gone.DELETED,  # a phrase taken back meant too much
)


def load_phrases(news: News | None = None) -> Followed:
    """A phrase listed twice counts once, the first time."""
    found: dict[tuple[str, str], Content] = {}
    for phrase in read_phrases(SEED / "need_phrases.csv"):
        said = {
            "text": phrase.text,
            "language": phrase.language,
            "weight": phrase.weight,
            "kinds": list(phrase.kinds),
            "groups": list(phrase.groups),
            "situations": list(phrase.situations),
            "forms": list(phrase.forms),
            "is_shipped": True,
        }
        found.setdefault((phrase.text, phrase.language), said)
    return follow(PHRASES, list(found.values()), News() if news is None else news)
