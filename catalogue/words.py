"""Czech words as keys: what people type and what providers write, brought to one form.

A key is an unaccented stem. Snowball's Czech stemmer reads accented endings only ("dluzích" and "dluzich" part ways
there), and the lemmatiser knows no word typed without accents, so the stems here are our own and work on the
unaccented form; the lemma, where known, adds a second key ("domů" gives both "dom" and "dum").
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

import simplemma

SHORTEST = 4
"""Letters: in shorter words one wrong letter makes another right word too often."""
LONGEST = 30
REMEMBERED = 10_000
_SOUNDS_ALIKE = str.maketrans({"y": "i", "z": "s", "w": "v"})
_LETTERS_WITHOUT_DECOMPOSITION = str.maketrans({"ł": "l", "đ": "d", "ø": "o", "ß": "ss", "\N{NO-BREAK SPACE}": " "})
_APOSTROPHE_INSIDE = re.compile(r"(?<=\w)['’ʼ`´](?=\w)")
_SECTION = re.compile(
    # The letter of "§ 60 a" may stand apart, but the "a" of "§ 48 a § 51" means "and".
    r"(?:§+|\bparagraf\w*|\bpar\.|\bsection)\s*(\d{1,3})([a-z]\b|(?<=60)\s+a\b(?!\s*(?:§|\d|paragraf)))?"
)
_TOKEN = re.compile(r"§?[^\W_]+")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")

_CASE_ENDINGS = re.compile(
    r"(?:ejs(?:imi|ich|iho|imu|im|i)|atum|ovi|iho|eho|ami|emi|ymi|imi|ama|ema|ich|ych|ech|ach|emu|imu"
    r"|ime|ite|ame|ate|aji|eji|eme|ete|um|em|am|im|ym|ou|ej|[aeiouy])$"
)
_VERB_ENDINGS = re.compile(r"(?:uj(?:i|u|es|e|eme|ete|ou)|ova(?:t|l[aioy]?|n[aioyeu]?|ni(?:m|mi|ch)?))$")
_ROOT_ENDINGS = re.compile(r"(?:nout|at|al|an|et|el|en|it|il|is|as|es)$")
_UKRAINIAN_ENDINGS = re.compile(
    r"(?:тися|ться|ами|ями|ого|ому|ими|ові|еві|ати|ити|ути|іи|ою|ею|єю|ів|ев|ов|ах|ях|ам|ям|оі|их|им|ии|ая|ое|ые|ию|ія|ію|іі"
    r"|ти|ть|[юаяуиіеоьїє])$"
)
_VOWEL = re.compile(r"[aeiouy\u0400-\u04ff]")
_POSSESSIVE = re.compile(r"uv$")
_GENITIVE_PLURAL = re.compile(r"(?<=ar|ov)en$")
_MOVABLE_E = re.compile(r"(?<=[bcdfghjklmnprstvz])e(?=[bcklnrv]$)")

# Everyday nouns and verbs with several roots: typed without accents, no lemma brings them together.
_IRREGULAR = {
    **dict.fromkeys(("det", "detm", "dit"), "dite"),
    **dict.fromkeys(("lid", "lidm"), "clovk"),
    **dict.fromkeys(("nemuh", "nemoh", "nemohl"), "ne moct"),
    **dict.fromkeys(("peneh", "penih"), "penih"),
}

_DENIED = {"moci": "ne moct", "moct": "ne moct"}
# Words whose stem would be that of quite another word.
_WHOLE_STEMS = {
    **dict.fromkeys(("rano", "rana"), "rano"),  # "od rána", not a wound
    **dict.fromkeys(("uraz", "uraze", "urazu", "urazem", "urazy", "urazech"), "urazu"),  # not "uráží"
    "vyslech": "vyslech",
    "place": "place",
    **dict.fromkeys(("poradce", "poradci", "poradcem", "poradcu", "poradcum"), "poradce"),  # not "v pořádku"
    **dict.fromkeys(("malovat", "malovani"), "malov"),
    **dict.fromkeys(("nemoc", "nemoci"), "nemoc"),
    **dict.fromkeys(("otcim", "otcima", "otcimem"), "otcim"),
    **dict.fromkeys(("rezim", "rezimu", "rezimy", "rezimem"), "rezim"),
}

# Words whose lemma is quite another word: a "pečovatelka" is not meant wherever "péče" is said.
_OWN_STEM_ONLY = "pecovatel"

STOP_WORDS = frozenset(
    # Czech, as it looks without accents
    "a i o u v z k s na do od po za ve ze ke se si je jsem jsme jste jsou byl byla bylo byly bych by bychom byste "
    "bude budu budeme budou ten ta to ti tu te ty toho tomu tim tech tem temi ktery ktera ktere kteri kterou kterem "
    "kterych kteremu ktereho jak jako co kdo kde kam kdy kdyz kdyby ze aby ale nebo ani tak taky take uz jen jenom "
    "jeste ho mu mi me my mne mam ma mame maji mit mate ji jeho jeji jejich ja on ona oni nas nam nasi nase nasem "
    "nasich nasemu nas vas vam vasi sve svuj svou sveho svemu svych muj moje moji meho mou mem mych chci chce chteli "
    "chtela chtel chcete muze muzu mohu mohla mohl mohou muzeme potrebuji potrebuju potrebujeme potrebuje potreboval "
    "potrebovala potrebovali hledam hledame hleda shanim shanime prosim diky dekuji pro pri pod nad pred "
    "mezi u kolem podle asi treba nejak nejaky nejaka nejake nejakou nekde nekdo nekoho nekomu neco velmi moc hodne "
    "tady tam ted nyni pak protoze proto jestli zda kvuli existuje da jde lze mame jsi bez proti pres okolo tento tato "
    "toto tyto jaky jaka jake ci at vsak totiz ovsem sam sama sami same rad rada radi cz www http https "
    "neni nej nejsem nejsou nebyl nebyla nebylo jejim jejimi jejiho jejimu ni nich nim nimi nemu nej neho sebe sobe "
    "sebou kazdy kazda kazde kazdou kazdeho vse tech ona takze tedy proste jinak jiny jine treti stejny stejne "
    "tomhle tohle tenhle tahle nikam nikde nekam jednou dvakrat porad furt zase zas vubec aspon alespon skoro "
    "bejt zakon zakona zakonu sb "
    # English, Slovak, Polish
    "the an of for in on at to my is are am with and or where can how who need want have has it me we you our your "
    "som sme sa si pre kde ako ktory ktora potrebujem hladam chcem mam mame alebo ktore aj sú su nie jest sie dla oraz "
    "w ze gdzie jak moj moja mojego mojej szukam potrzebuje chce prosze lub czy mnie "
    # Ukrainian and Russian, as they look without accents
    "і и та в у з на до для про як де що хто я ми ви мені мене мне меня моя мои мій моєі моеі моіх мій хочу треба "
    "потрібно потрібна потрібен шукаю є це не нужно нужна где как для".split()
)
# Words that carry no content by themselves but turn the meaning of a phrase ("bez domova", "po léčbě").
MEANINGFUL_IN_PHRASES = frozenset(("bez", "po", "pres", "proti", "pod", "sam", "sama"))


@lru_cache(maxsize=50_000)
def plain(text: str) -> str:
    """Lower case, without diacritics, a non-breaking space as a space; letters of other alphabets stay."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_LETTERS_WITHOUT_DECOMPOSITION).lower())
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return bare.translate(_LETTERS_WITHOUT_DECOMPOSITION)


def tokens(text: str) -> tuple[str, ...]:
    """Words and numbers in their order, as typed; "§ 60 a", "paragraf 60a" and "§60a" all come as "§60a"."""
    joined = _APOSTROPHE_INSIDE.sub("", unicodedata.normalize("NFC", text))
    marked = (
        _SECTION.sub(lambda found: f" §{found[1]}{(found[2] or '').strip()} ", joined.lower())
        if _mentions_law(text)
        else joined
    )
    return tuple(_TOKEN.findall(marked))


def _mentions_law(text: str) -> bool:
    lowered = text.lower()
    return "§" in lowered or "par" in lowered or "section" in lowered


def is_stop_word(word: str) -> bool:
    """True for a word that says nothing about the need; also when typed without accents."""
    if word.lower() == "muže":  # a man; without accents it cannot be told from "může"
        return False
    bare = plain(word)
    return word.lower() == "být" or bare in STOP_WORDS or (len(bare) == 1 and not bare.isdigit())


def is_czech_word(word: str) -> bool:
    """True for a form the lemmatiser's dictionary has, properly accented."""
    return bool(simplemma.is_known(word.lower(), lang="cs"))


def is_dictionary_form(word: str, *, before_a_noun: bool = False) -> bool:
    """True for a word as dictionaries have it; an adjective before a noun may agree with it ("chytrá domácnost")."""
    lemma = str(simplemma.lemmatize(word.lower(), lang="cs"))
    return lemma == word.lower() or (before_a_noun and lemma[-1:] == "ý" and lemma[:-1] == word.lower()[:-1])


def stem(word: str) -> str:
    """The stem of an unaccented lower-case word (`plain`); at least three letters of it are left."""
    if _CYRILLIC.search(word):
        return _cut(_cut(word, _UKRAINIAN_ENDINGS, 4), _UKRAINIAN_ENDINGS, 4)
    if len(word) <= 3 or not word.isalpha() or word in _WHOLE_STEMS:
        return _WHOLE_STEMS.get(word, word)
    regular = _POSSESSIVE.sub("ov", _GENITIVE_PLURAL.sub("n", word))
    root = _cut(regular, _VERB_ENDINGS, 3)
    if root == regular:
        root = _cut(_cut(root, _CASE_ENDINGS, 3), _CASE_ENDINGS, 5)
        root = _cut(root, _ROOT_ENDINGS, 4)
    if len(root) >= 5:
        root = _MOVABLE_E.sub("", root)
    # Czech softens k and h before some endings: maminka, mamince; dluh, dluzích.
    hard = root[:-1] + {"c": "k", "z": "h"}.get(root[-1], root[-1])
    return _IRREGULAR.get(hard, hard)


def _cut(word: str, endings: re.Pattern[str], shortest: int) -> str:
    found = endings.search(word)
    if not found or found.start() < shortest:
        return word
    root = word[: found.start()]
    # "stres" and "strach" must not meet in "str": a long ending leaves a vowel behind.
    return root if len(found[0]) == 1 or _VOWEL.search(root) else word


@lru_cache(maxsize=50_000)
def keys(word: str) -> tuple[str, ...]:
    """Keys of one word, the stem of its own form first; two words are forms of one when they share a key.

    Empty only for an empty word. An English plural also gets the key of its singular.
    """
    bare = plain(word)
    found = [stem(bare)] if bare else []
    if bare.isascii() and bare.endswith("s") and len(bare) > 4:
        found.append(stem(bare[:-1]))
    if not _CYRILLIC.search(bare) and bare.isalpha() and not bare.startswith(_OWN_STEM_ONLY):
        lemma = plain(str(simplemma.lemmatize(word.lower(), lang="cs")))
        # The lemma of "nemám" is "mít": a negated verb must not mean its opposite.
        denied = bare.startswith("ne") and not lemma.startswith("ne")
        found.append(_DENIED.get(lemma, "ne" + stem(lemma)) if denied else stem(lemma))
    return tuple(dict.fromkeys(key for key in found if key))


def content_words(text: str) -> tuple[str, ...]:
    """The words of `text` that say something, as typed, in their order."""
    return tuple(word for word in tokens(text) if not is_stop_word(word) and not word.isdigit())


def document_keys(text: str) -> tuple[str, ...]:
    """Keys of the content words of a name, a description or a query, each once, in order of first use.

    The same for documents and queries: join by spaces for a 'simple' tsvector, or keep as an array and overlap.
    """
    return tuple(dict.fromkeys(key for word in content_words(text) for key in keys(word)))


class Spelling:
    """`vocabulary` and `right` are unaccented lower-case words; those in `right` are never respelt."""

    def __init__(self, vocabulary: Iterable[str], right: Iterable[str] = ()) -> None:
        self._right = frozenset(right)
        self._found: dict[str, str | None] = {}
        self._sounding: dict[str, str] = {}
        self._by_pair: dict[str, set[str]] = defaultdict(set)
        for word in sorted(vocabulary):
            if SHORTEST <= len(word) <= LONGEST and word.isalpha():
                self._sounding.setdefault(word.translate(_SOUNDS_ALIKE), word)
                for pair in _pairs(word):
                    self._by_pair[pair].add(word)

    def right(self, word: str) -> str | None:
        """The nearest word of the vocabulary, or None when the word is right, too short or too far from all."""
        if word in self._right or not SHORTEST <= len(word) <= LONGEST or not word.isalpha():
            return None
        if word not in self._found:
            if len(self._found) >= REMEMBERED:
                self._found.clear()
            self._found[word] = self._nearest(word)
        return self._found[word]

    def _candidates(self, word: str) -> list[str]:
        """Words of about the same length that share enough pairs of letters, most first; at most 25."""
        shared: dict[str, int] = defaultdict(int)
        for pair in _pairs(word):
            for known in self._by_pair.get(pair, ()):
                shared[known] += 1
        allowed = mistakes_allowed(word)
        enough = len(word) + 1 - 3 * allowed
        close = [known for known, count in shared.items() if count >= enough and abs(len(known) - len(word)) <= allowed]
        return sorted(close, key=lambda known: (-shared[known], known))[:25]

    def _nearest(self, word: str) -> str | None:
        alike = self._sounding.get(word.translate(_SOUNDS_ALIKE))
        if alike or is_czech_word(word):
            return alike
        allowed = mistakes_allowed(word)
        measured = [(distance(word, known, allowed), known) for known in self._candidates(word)]
        near = [(mistakes, known) for mistakes, known in measured if mistakes <= allowed]
        # People rarely miss the first letter.
        best = min(near, key=lambda entry: (entry[0], entry[1][0] != word[0], entry[1]), default=None)
        return best[1] if best else None


def mistakes_allowed(word: str) -> int:
    """One letter wrong in a word of up to eight letters, two in a longer one."""
    return 1 if len(word) < 9 else 2


def distance(left: str, right: str, most: int) -> int:
    """Letters added, left out, changed or swapped with their neighbour; `most` + 1 stands for anything above `most`."""
    before: list[int] = []
    above = list(range(len(right) + 1))
    for i, letter in enumerate(left, start=1):
        row = [i]
        for j, other in enumerate(right, start=1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (letter != other))
            if before and j > 1 and letter == right[j - 2] and left[i - 2] == other:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before, above = above, row
    return above[-1]


def _pairs(word: str) -> set[str]:
    padded = f"^{word}$"
    return {padded[i : i + 2] for i in range(len(padded) - 1)}
