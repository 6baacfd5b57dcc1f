"""The line in which a worker searches and logs at once: short tokens set fields, the rest is what to look for.

A pure function of the text and of a vocabulary, so that all of it can be tested by examples. A token is a word of its own:
`t` is the telephone, `telefon` is a word to look for. Letters that are Czech words too count only before the first word of
the question, because „péče o seniora“ is no visit in person; `v` and `z`, with which questions often begin („v bytě je zima“),
only when another token follows, or nothing.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from catalogue.words import distance, mistakes_allowed, plain
from inquiries.models import AgeBand, Language, OnBehalf, Sex
from inquiries.phones import find_phones

LONGEST_LINE = 500
LONGEST_NAME = 5
"""Words of a district after `@`: „Moravská Ostrava a Přívoz“ has four."""
FEWEST_FOR_TYPO = 4
ALSO_WORDS = frozenset("aikosuvz")
OFTEN_FIRST = frozenset("aiksuvz")
"""All of those but `o`: a question that begins with it is rare, a visit in person is not."""
ELSEWHERE = "elsewhere"
"""The value of `district` for somebody from outside the city."""


class Field(StrEnum):
    """What a token sets; the names are those of the form."""

    CHANNEL = "channel"
    ON_BEHALF = "on_behalf"
    AGE = "age_band"
    SEX = "sex"
    LANGUAGE = "language"
    INTERPRETER = "interpreter"
    DISTRICT = "district"
    SITUATION = "situation"
    CRISIS = "is_crisis"
    UNMET = "is_unmet"
    PHONE = "phone"
    EMAIL = "email"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Token:
    """`value` is what the form's field takes: a code, or the id of a row as text; `label` is what its chip says; `written` is how it
    was typed, where that is kept."""

    field: Field
    value: str
    label: str
    written: str = dataclasses.field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Choice:
    """A row that `@` or `#` may name; `keys` are plain texts by which people call it, the best known first."""

    value: str
    label: str
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Vocabulary:
    """What tokens may mean on this desk."""

    channels: Mapping[str, Token] = field(default_factory=dict)
    """Token typed -> what it sets."""
    districts: Sequence[Choice] = ()
    situations: Sequence[Choice] = ()
    find_place: Callable[[str], Token | None] = lambda text: None
    """Any other place of the country; asked only when no district fits."""
    find_situation: Callable[[str], Token | None] = lambda text: None
    """By the catalogue's own understanding of words; asked only when no name fits."""
    is_code: Callable[[str], bool] = lambda text: False
    """Whether these words may be a return code."""


@dataclass(frozen=True)
class Line:
    """What was read: tokens in their order, what to look for, what began like a token and means nothing here, and names of situations
    for which the record has no row left."""

    tokens: tuple[Token, ...] = ()
    words: str = ""
    unread: tuple[str, ...] = ()
    no_room: tuple[str, ...] = ()

    def value(self, wanted: Field) -> str:
        """The last value of a field, '' when the line does not set it."""
        return next((token.value for token in reversed(self.tokens) if token.field == wanted), "")


ON_BEHALF = {
    "za sebe": OnBehalf.SELF,
    "za blizkeho": OnBehalf.RELATIVE,
    "za blizkou": OnBehalf.RELATIVE,
    "za klienta": OnBehalf.CLIENT,
    "za klientku": OnBehalf.CLIENT,
    "za neznameho": OnBehalf.STRANGER,
    "za neznamou": OnBehalf.STRANGER,
}
SEXES = {"ž": Sex.WOMAN, "m": Sex.MAN}
LANGUAGES = {
    code: Language(code) for code in ("uk", "en", "sk", "pl", "ru", "de", "rom", "vi", "cse") if code in Language.values
}
INTERPRETER = "tl"
CODE_WORDS = 4
_AGE = re.compile(r"(\d{1,3})\s*(?:let|leta|roku|rok|roky)(?!\w)")
_DECADE = re.compile(r"([1-9])005")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_OLDEST = 120


def read_line(text: str, vocabulary: Vocabulary, *, is_finished: bool = True) -> Line:
    """Everything the line says. Of an unfinished one the last word stays a word: whoever types „t“ may go on to „teta“."""
    text = " ".join(text.replace("\x00", " ")[:LONGEST_LINE].split(" "))
    tail = ""
    if not is_finished and text and not text[-1].isspace():
        cut = max(text.rfind(" "), -1) + 1
        text, tail = text[:cut], text[cut:]
    reader = _Reader(vocabulary)
    reader.read(reader.take_contacts(text))
    words = " ".join([*reader.words, *([tail] if tail else [])])
    return Line(tuple(reader.tokens), words, tuple(reader.unread))


class _Reader:
    """Goes through the words once; what it takes becomes tokens, what it leaves is what to look for."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.tokens: list[Token] = []
        self.words: list[str] = []
        self.unread: list[str] = []

    def take_contacts(self, text: str) -> str:
        """Phones and e-mails first: they hold spaces, digits and `@`, which mean something else afterwards."""
        for address in _EMAIL.findall(text):
            self.tokens.append(Token(Field.EMAIL, address, address))
        text = _EMAIL.sub(" ", text)
        phones = find_phones(text)
        self.tokens += [Token(Field.PHONE, phone.e164, phone.written) for phone in phones]
        for phone in reversed(phones):
            text = f"{text[: phone.start]} {text[phone.end :]}"
        return text

    def read(self, text: str) -> None:
        words = text.split()
        at = 0
        while at < len(words):
            taken = self._take(words, at)
            if not taken:
                self.words.append(words[at])
            at += taken or 1

    def _take(self, words: Sequence[str], at: int) -> int:
        """How many words from `at` on are one token; 0 when it is a word to look for."""
        word = words[at]
        if word.startswith("@") and len(word) > 1:
            return self._district(words, at)
        if word.startswith("#") and len(word) > 1:
            return self._situation(word)
        if set(word) == {"!"}:
            return self._add(Token(Field.CRISIS, "on", "krize"))
        if set(word) == {"?"}:
            return self._add(Token(Field.UNMET, "on", "nenaplněná potřeba"))
        return self._age(words, at) or self._on_behalf(words, at) or self._code(words, at) or self._letter(words, at)

    def _add(self, token: Token, words: int = 1) -> int:
        self.tokens.append(token)
        return words

    def _letter(self, words: Sequence[str], at: int) -> int:
        """`t`, `ž`, `uk`: as typed, capital letters too."""
        lowered = words[at].lower()
        if lowered in ALSO_WORDS and (self.words or (lowered in OFTEN_FIRST and not self._is_token_next(words, at))):
            return 0
        if lowered in self.vocabulary.channels:
            return self._add(self.vocabulary.channels[lowered])
        if lowered in SEXES:
            return self._add(_chosen(Field.SEX, SEXES[lowered]))
        if lowered in LANGUAGES:
            return self._add(_chosen(Field.LANGUAGE, LANGUAGES[lowered]))
        if lowered == INTERPRETER:
            return self._add(Token(Field.INTERPRETER, "on", "s tlumočníkem"))
        return 0

    def _is_token_next(self, words: Sequence[str], at: int) -> bool:
        """Whether nothing follows, or what looks like a token itself."""
        if at + 1 == len(words):
            return True
        following = words[at + 1].lower()
        return (
            following[0] in "@#!?" or following[0].isdigit() or following in ("za", *self.vocabulary.channels, *SEXES)
        )

    def _on_behalf(self, words: Sequence[str], at: int) -> int:
        pair = " ".join(plain(word) for word in words[at : at + 2])
        return self._add(_chosen(Field.ON_BEHALF, ON_BEHALF[pair]), 2) if pair in ON_BEHALF else 0

    def _code(self, words: Sequence[str], at: int) -> int:
        """`kód lípa vlak hrad sova`: the word and the four that follow it."""
        said = " ".join(words[at + 1 : at + 1 + CODE_WORDS])
        if plain(words[at]).rstrip(":") != "kod" or not self.vocabulary.is_code(said):
            return 0
        return self._add(Token(Field.CODE, said, "návratový kód"), 1 + CODE_WORDS)

    def _age(self, words: Sequence[str], at: int) -> int:
        """`72 let`, `72let`, and `7005` for somebody in their seventies, taken by the middle of the decade."""
        decade = _DECADE.fullmatch(words[at])
        if decade:
            return self._add(_band(int(decade[1]) * 10 + 5))
        for count in (1, 2):
            written = " ".join(plain(word) for word in words[at : at + count]).rstrip(",.;")
            years = _AGE.fullmatch(written)
            if years and int(years[1]) <= _OLDEST:
                return self._add(_band(int(years[1])), count)
        return 0

    def _district(self, words: Sequence[str], at: int) -> int:
        """`@Poruba`, `@moravska ostrava`: as many words as still begin some name; then a typo; then the whole country."""
        first = words[at][1:].rstrip(",.;")
        best: tuple[int, Choice] | None = None
        for count in range(1, LONGEST_NAME + 1):
            if at + count > len(words):
                break
            written = " ".join([first, *words[at + 1 : at + count]])
            fitting = _beginning(_key(written), self.vocabulary.districts)
            if len(fitting) == 1:
                best = (count, fitting[0])
            elif not fitting:
                break
        if best:
            return self._add(Token(Field.DISTRICT, best[1].value, best[1].label), best[0])
        if _key(first) in ("mimo", "jinde"):
            return self._add(Token(Field.DISTRICT, ELSEWHERE, "mimo město"))
        meant = _misspelt(_key(first), self.vocabulary.districts)
        token = Token(Field.DISTRICT, meant.value, meant.label) if meant else self.vocabulary.find_place(first)
        return self._add(token) if token else self._not_read(words[at])

    def _situation(self, word: str) -> int:
        key = _key(word[1:].rstrip(",.;"))
        fitting = _beginning(key, self.vocabulary.situations)
        if fitting:
            return self._add(Token(Field.SITUATION, fitting[0].value, fitting[0].label, word))
        token = self.vocabulary.find_situation(word[1:])
        return self._add(dataclasses.replace(token, written=word)) if token else self._not_read(word)

    def _not_read(self, word: str) -> int:
        self.unread.append(word)
        return 1


def _chosen(which: Field, choice: OnBehalf | Sex | Language) -> Token:
    return Token(which, choice.value, str(choice.label))


def _band(years: int) -> Token:
    band = AgeBand.of_age(years)
    return Token(Field.AGE, band.value, str(band.label))


def _key(text: str) -> str:
    """`Ostrava-Jih` as `ostrava jih`."""
    return " ".join(re.sub(r"[^\w]+", " ", plain(text)).replace("_", " ").split())


def choice(value: str, label: str, *names: str) -> Choice:
    """A choice called by these names; each also by what follows its first word: „Jih“ is Ostrava-Jih."""
    keys = [_key(name) for name in names]
    return Choice(value, label, tuple(dict.fromkeys(key for key in keys if key)))


def _beginning(key: str, choices: Sequence[Choice]) -> list[Choice]:
    """Those called exactly so; else those whose name begins so; else those a word of whose name begins so."""
    if not key:
        return []
    for fits in (_is_name, _begins, _begins_inside):
        found = [one for one in choices if any(fits(key, name) for name in one.keys)]
        if found:
            return found
    return []


def _is_name(key: str, name: str) -> bool:
    return key == name


def _begins(key: str, name: str) -> bool:
    return name.startswith(key)


def _begins_inside(key: str, name: str) -> bool:
    return f" {key}" in name


def _misspelt(key: str, choices: Sequence[Choice]) -> Choice | None:
    """The one name that differs by a letter or two; none when several do."""
    if len(key) < FEWEST_FOR_TYPO:
        return None
    allowed = mistakes_allowed(key)
    near = {
        one
        for one in choices
        for name in one.keys
        for part in {name, *name.split()}
        if distance(key, part, allowed) <= allowed
    }
    return near.pop() if len(near) == 1 else None
