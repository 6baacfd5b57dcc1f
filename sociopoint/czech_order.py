"""Czech alphabetical order (ČSN 97 6030) as a plain string to sort by: č after c, ch after h, ř, š, ž after r, s, z.

PostgreSQL here has neither ICU nor a Czech locale, so the key is computed when a name is saved.
"""

from __future__ import annotations

import re
import unicodedata

_ALPHABET = "a b c č d e f g h ch i j k l m n o p q r ř s š t u v w x y z ž".split()
_RANK = {letter: chr(ord("A") + place) for place, letter in enumerate(_ALPHABET)}
_LETTER = re.compile(r"ch|[a-zčřšž]|\d+|\s+")
_BASE = str.maketrans("áďéěíňóťúůýäöüĺľŕ", "adeeinotuuyaoullr")


def sort_key(text: str) -> str:
    """Signs and punctuation do not count, digits come before letters, accents decide only between equal words."""
    lowered = unicodedata.normalize("NFC", text.lower().replace("\u00a0", " "))
    parts = []
    for found in _LETTER.findall(lowered.translate(_BASE)):
        if found.isspace():
            parts.append(" ")
        elif found.isdigit():
            parts.append(f"0{len(found):02d}{found}")
        else:
            parts.append(_RANK[found])
    return "".join(parts).strip() + "\x01" + lowered
