"""Czech names of places as they stand in a sentence: v Ostravě, ve Frýdku-Místku, do Českého Těšína.

Ordinary stems are too coarse here: "kuře" shares one with Kuřim, "Orlové" loses its own. So a stem only finds
candidates in the database, and the forms a name really has decide. All text is unaccented and lower-case.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

_CYRILLIC = re.compile(r"[Ѐ-ӿ]")
_CYRILLIC_ENDING = re.compile(r"(?:ами|ями|ого|ому|ои|ою|еи|ах|ях|ам|ов|ом|ем|[аеиіоуыьюя])$")
_ENDING = re.compile(r"(?:ami|emi|imi|ymi|eho|emu|iho|imu|ach|ech|ich|ych|ovi|ou|em|im|ym|um|am|(?<=w)ie|[aeiouy])$")
_MOVABLE_E = re.compile(r"(?<=[^aeiouy])e(?=[bcdhklnrtv]$)")
_HARD = {"c": "k", "z": "h", "з": "г", "ц": "к"}
_SOFT = {"h": "z", "k": "c", "g": "z"}
_STAYS = frozenset("nad pod na u v ve n p l a".split())
_IRREGULAR = {"vsi": "ves", "vsich": "ves", "vsim": "ves"}
_ENDINGS = {
    "a": "a y e i u o ou am ach ami",
    "o": "o a u e em",
    "e": "e i  ich im emi em eho emu ym ych ymi iho ou",
    "i": "i im iho imu ich imi u",
    "y": "y  um ech ach u eho emu em ym ych ymi ami",
    "": " u e i a em ovi",
}


def stem(word: str) -> str:
    """The part of one word that all its forms share; at least three letters, two of which decide little."""
    if _CYRILLIC.search(word):
        root = _cut(_cut(word, _CYRILLIC_ENDING, 3), _CYRILLIC_ENDING, 4)
        return root[:-1] + _HARD.get(root[-1], root[-1])
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) <= 3 or not word.isalpha() or word in _STAYS:
        return word
    root = _cut(word.replace("uv", "ov") if word.endswith("uv") else word, _ENDING, 3)
    root = "dvor" if root == "dvur" else root
    if len(root) > 3:
        root = _MOVABLE_E.sub("", root)
    return root[:-1] + _HARD.get(root[-1], root[-1])


def _cut(word: str, endings: re.Pattern[str], shortest: int) -> str:
    found = endings.search(word)
    return word[: found.start()] if found and found.start() >= shortest else word


def stems(text: str) -> str:
    """Stems of all words of a key, joined as in `PlaceKey.stem`."""
    return " ".join(stem(word) for word in text.split())


@lru_cache(maxsize=20_000)
def forms(word: str) -> frozenset[str]:
    """All forms of one word of a name, itself among them."""
    if _CYRILLIC.search(word) or len(word) < 3 or word in _STAYS:
        return frozenset([word])
    ending = word[-1] if word[-1] in "aoeiy" else ""
    root = word[: len(word) - len(ending)]
    roots = {root}
    if word.endswith("uv"):
        roots.add(f"{word[:-2]}ov")
    if word == "dvur":
        roots.add("dvor")
    if not ending and _MOVABLE_E.search(word):
        roots.add(_MOVABLE_E.sub("", word))
    found = {word} | {each + end for each in roots for end in _ENDINGS[ending].split(" ") if end or each == root}
    if root and root[-1] in _SOFT:  # Praha, v Praze; Polička, v Poličce
        found |= {root[:-1] + _SOFT[root[-1]] + end for end in ("e", "ich")}
    if ending in ("y", "e") and len(root) > 3 and root[-1] in "kn":  # Benátky, do Benátek
        found.add(f"{root[:-1]}e{root[-1]}")
    if word.endswith("uv"):
        found |= {f"{word[:-2]}ov{end}" for end in ("ych", "ym")}
    if word.endswith("wa"):  # Polish: Ostrawa, w Ostrawie
        found.add(f"{root}ie")
    found.update(form for form, nominative in _IRREGULAR.items() if nominative == word)
    return frozenset(found)


def is_form_of(text: str, key: str) -> bool:
    """Whether every word of `text` is a form of the word of the name in the same place."""
    if text == key:
        return True
    words, names = text.split(), key.split()
    return len(words) == len(names) and all(
        word in forms(name) or (_CYRILLIC.search(name) is not None and stem(word) == stem(name))
        for word, name in zip(words, names, strict=True)
    )


@cache
def _ordinary_words() -> frozenset[str]:
    """Every form of every Czech word that is no proper name, unaccented: 250 thousand of them, half a second."""
    from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

    lemmas = DefaultDictionaryFactory().get_dictionary("cs")
    written = "\n".join(word for word in lemmas if word[:1].islower() and str(lemmas[word])[:1].islower())
    return frozenset(unicodedata.normalize("NFKD", written).encode("ascii", "ignore").decode().split("\n"))


def forget_ordinary_words() -> None:
    """Give the memory back after loading; only loading needs them."""
    _ordinary_words.cache_clear()


# Words of the dictionary that people searching for help mean as towns, also in small letters.
_RATHER_A_PLACE = frozenset(
    "plzen orlova kurim susice privoz holice horice straznice letohrad paskov komarov vinohrady kraslice steti "
    "lovosice kosire poruba".split()
)
_ADJECTIVES_OF_ANYTHING = re.compile(
    r"(?:nov|star|mal|velk|dobr|dlouh|cern|bil|cerven|zelen|such|tich|vysok|hlubok|cist|horn|doln|prvn|druh)[aeiy]$"
)
_TOWN = 10_000


def is_ordinary(key: str, population: int) -> bool:
    """Whether the name may be mistaken for ordinary words: Most, Tábor, Nová Ves; costs half a second once.

    A town is compared by its name only, a village by all forms of it: nobody means the village.
    """
    words = key.split()
    if key in _RATHER_A_PLACE:
        return False
    if len(words) > 1:
        means_anything = _ADJECTIVES_OF_ANYTHING.fullmatch(words[0]) and (population < _TOWN or len(words) == 2)
        return bool(means_anything) and all(word in _ordinary_words() for word in words)
    return key in _ordinary_words() if population >= _TOWN else not forms(key).isdisjoint(_ordinary_words())
