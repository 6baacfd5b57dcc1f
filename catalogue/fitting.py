"""What a question is about and how well a service fits it: kinds, groups, forms, situations, words.

All SQL here is over a row `s` of `SearchService`; `s.weight` is how well its kind fits, NULL where another reason found it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from catalogue.knowledge import Knowledge
from catalogue.models import FormOfCare
from catalogue.models.code_lists import DISABILITIES, EVERY_DISABILITY
from catalogue.named_for import names_of_others
from catalogue.question import Order, Question
from catalogue.understanding import Need
from catalogue.words import content_words, keys
from sociopoint.prepared import Values

IN_NAME, IN_TEXT, IN_SITUATION = 0.35, 0.25, 0.1
"""What a word in the name, a word elsewhere and the situation add to a fit of 1."""
MOST_KINDS = 6
MOST_WORDS = 8
WEAKEST_KIND, WEAKEST_IN_DOUBT = 0.15, 0.08
"""Kinds that fit less than this, against the best, would only be noise; less is noise where the need is uncertain."""
COUNSEL, COUNSEL_IN_DOUBT = "OSP", 1.1  # a counsellor helps whoever is not understood: its fit where nothing is certain
LISTED_BY_HAND = 1.05  # an editor's own choice comes before what its kind alone would suggest
CLOSE_SITUATION = 0.6  # what has no kind is found by the situations it is listed under
CERTAINLY_A_KIND = 0.8  # confidence from which words mean a kind of service and not the name of one
NAMED = 0.9  # what bearing all names asked for adds
FEW_GROUPS = 4
"""A service for more groups of people than this is for anybody; one for fewer, none of them asked for, is somebody else's."""
FOR_OTHERS, ALSO_FOR_OTHERS, FOR_FEW = 0.6, 0.12, 0.2
"""What a service loses that is only for others than those asked for, one that is for others too for each group of them, and
one for a few where nobody in particular is asked for."""
CERTAINLY_FOR_OTHERS = 0.75
"""What a service loses that is only for people who say what they have, where nothing of it was said."""
WHO_HEAR_OR_SEE_BADLY = ("zrakove", "sluchove")
WHO_SAY_SO = (*WHO_HEAR_OR_SEE_BADLY, "zavislost", "imigranti", "dusevni", "mentalni", "kombinovane")
"""Groups whose people, or those who write for them, name it: nobody asks for a guide and leaves out that he is blind."""
THEIR_KINDS = ("PPS", "TLUM", "KC", "SNP", "TK", "DOZP", "CHB", "TYDS", "STD")
"""Kinds that are there for one of these groups: to ask for the kind is to say it."""
NAMED_FOR_OTHERS = 0.5
"""What a service loses whose name says that it is for others: "pro muže" to a mother, "dluhová" to whom nobody dunned."""
BROAD_GROUPS, VICTIMS = ("krize", "vylouceni", "zp", "chronicka_nemoc"), ("obeti_tc", "domaci_nasili")
"""What may come upon anybody: to name these sets no service apart from what is asked for, unless it is for victims alone."""
OLD_AGE, YOUTH = "seniori", frozenset(("rodiny", "deti_mladez", "ustavni_pece"))
"""Old age may come upon anybody too, but who asks for children does not mean it."""
GENERIC = {
    key for word in ("pomoc", "pomoct", "služba", "sociální", "centrum", "lidé", "doma", "město") for key in keys(word)
}
"""Words that stand in half of all names: they tell nothing apart."""
PRICE = {key for word in ("zdarma", "bezplatně", "bezplatný", "zadarmo") for key in keys(word)}
"""Words that some put into a name and others do not: all advice is free."""

MOST_WORDS_OF_A_NAME = 4
"""Words typed that may be somebody's name; who types more tells a story."""
CALLED_SO, CALLED_SO_ELSEWHERE, CALLED_SO_AT_LENGTH = 0.9, 0.8, 1.3
"""How well a service fits whose kind was not asked for, but whose name says all that was typed, in two words or in more;
less where somebody near a place is wanted."""

Word = tuple[str, ...]  # the keys it is found by


class Fit:
    """One question's reasons to find a service, each method a part of the statement."""

    def __init__(self, question: Question, need: Need, knowledge: Knowledge, words: str, values: Values) -> None:
        self._question, self._need, self._knowledge, self._values = question, need, knowledge, values
        self.words = [keys(word) for word in content_words(words or self._words_of_situation())[:MOST_WORDS]]
        named = [keys(word) for word in need.unknown[:MOST_WORDS]] if words == question.q else self.words
        self.unknown = _telling(named)
        telling = _telling(word for word in self.words if not PRICE.intersection(word))
        self._whole_name = telling if 2 <= len(telling) <= MOST_WORDS_OF_A_NAME else []
        close = [slug for slug, weight in need.situations.items() if weight >= CLOSE_SITUATION]
        self.situations = [knowledge.situation_ids[slug] for slug in close if slug in knowledge.situation_ids]
        self.kinds = self._kind_weights()

    def _kind_weights(self) -> dict[int, float]:
        """Kind -> how well it fits, from the words, else from the situation chosen."""
        ids = self._knowledge.kind_ids
        if self._need.kinds:
            doubt = 1 - self._need.confidence
            weights = dict(self._need.kinds)
            weights[COUNSEL] = max(weights.get(COUNSEL, 0.0), COUNSEL_IN_DOUBT * doubt**2)
            weakest = WEAKEST_KIND + (WEAKEST_IN_DOUBT - WEAKEST_KIND) * doubt
            best = sorted(((w, code) for code, w in weights.items() if code in ids and w >= weakest), reverse=True)
            return {ids[code]: weight for weight, code in best[:MOST_KINDS]}
        kinds = self._knowledge.kinds_of_situation(self._question.situation)
        return {kind: 1 - 0.08 * place for place, kind in enumerate(kinds)}

    def _words_of_situation(self) -> str:
        """How people speak of the situation chosen: what tells its services apart where nobody typed a word."""
        pk = self._knowledge.situation_ids.get(self._question.situation, -1)
        return " ".join(self._knowledge.situations[pk].keywords) if pk in self._knowledge.situations else ""

    @property
    def is_by_kind(self) -> bool:
        """The words speak of kinds of service, so that these and a few others are all that is asked for."""
        return bool(self._question.q and self.kinds and self._need.kinds)

    @property
    def is_of_all(self) -> bool:
        """Nothing is asked for: everything fits."""
        return not self._question.q and not self._question.situation

    def weights(self) -> str:
        """The kinds that fit, as a table `k` of kind and weight."""
        kinds = self._values.put("kinds", list(self.kinds), "int[]")
        weights = self._values.put("weights", [f"{weight:.3f}" for weight in self.kinds.values()], "float8[]")
        return f"unnest({kinds}, {weights}) AS k(kind, weight)"

    def weight(self) -> str:
        """How well the kind of any service fits, NULL where it is none of those; no join, which costs more for each."""
        if not self.kinds:
            return "NULL::float8"
        kinds = self._values.put("kinds", list(self.kinds), "int[]")
        weights = self._values.put("weights", [f"{weight:.3f}" for weight in self.kinds.values()], "float8[]")
        return f"({weights})[array_position({kinds}, {self.kind()})]"

    def kind(self) -> str:
        """The kind that a service counts as: of several the one that fits best, else its main one."""
        if not (self._knowledge.some_give_more and self.kinds):
            return "s.kind_id"
        kinds = self._values.put("kinds", list(self.kinds), "int[]")  # the best first
        best = f"SELECT k.kind FROM unnest({kinds}) WITH ORDINALITY AS k(kind, place) WHERE k.kind = ANY(s.kinds)"  # noqa: S608  values are parameters
        return f"CASE WHEN s.kinds IS NULL THEN s.kind_id ELSE coalesce(({best} ORDER BY place LIMIT 1), s.kind_id) END"

    def weight_in_kind(self) -> str:
        """The same beside a kind `k` whose services are read."""
        if not self._knowledge.some_give_more:
            return "k.weight"
        return f"CASE WHEN s.kinds IS NULL THEN k.weight ELSE {self.weight()} END"

    def of_kinds(self, row: str) -> str:
        """A service or a place is of a kind that fits."""
        return f"{row}.kind_id = ANY({self._values.put('kinds', list(self.kinds), 'int[]')})"

    def in_situation(self) -> str:
        """Listed under the situation chosen."""
        if not self._question.situation:
            return "TRUE"
        chosen = self._knowledge.situation_ids.get(self._question.situation, -1)
        return f"s.situations @> ARRAY[{self._values.put('chosen_situation', chosen, 'int')}]"

    def other_reasons(self) -> list[str]:
        """Conditions, each enough by itself, for what is not of a fitting kind: a name nobody else knows, what has
        no kind by its words or situations, and what gives a fitting kind beside its main one. They exclude each other."""
        if not self._question.q:
            return []
        if not self.is_by_kind:
            reasons = [self._bears_a_word(), *self._bears_the_name(), *self._of_no_kind([self._is_situated()])]
            return [" OR ".join(reason for reason in reasons if reason)] if any(reasons) else []
        unkinded = self._of_no_kind([self._bears_a_word("s.name_words"), *self._bears_the_name(), self._is_situated()])
        kinds = self._values.put("kinds", list(self.kinds), "int[]")
        elsewhere, among_others = f"s.kind_id <> ALL({kinds})", []
        if self._knowledge.some_give_more:
            among_others = [f"s.kinds && {kinds} AND {elsewhere}"]
            elsewhere += f" AND (s.kinds IS NULL OR NOT s.kinds && {kinds})"
        named = [*self._bears_the_name(), *self._is_called_so()]
        return [*unkinded, *among_others, *(f"{name} AND {elsewhere}" for name in named)]

    def _of_no_kind(self, reasons: Sequence[str]) -> list[str]:
        given = [reason for reason in reasons if reason]
        return [f"(s.kind_id IS NULL AND ({' OR '.join(given)}))"] if given else []

    def _bears_a_word(self, where: str = "s.words") -> str:
        telling = _telling(self.words)
        return f"{where} @@ {self._query('any_word', telling)}" if telling else ""

    def _bears_the_name(self) -> list[str]:
        return [f"s.name_words @@ {self._query('names', self.unknown)}"] if self.unknown else []

    def _is_called_so(self) -> list[str]:
        """All words typed in its name, where they may be one: no kind that somebody does is meant for certain, and no word
        is a name itself."""
        meant = next(iter(self._need.kinds), "")
        is_kind = self._need.confidence >= CERTAINLY_A_KIND and self._knowledge.has(meant)
        if self.unknown or not self._whole_name or is_kind:
            return []
        return [f"s.name_words @@ {self._all_typed()}"]

    def _is_called_so_at_length(self) -> list[str]:
        """So many words of a name that it is meant before anybody else of its kind, too."""
        return self._is_called_so() if len(self._whole_name) > 2 or len(self.words) > 2 else []

    def _all_typed(self) -> str:
        return self._values.put("all_typed", " & ".join(f"({_any(word)})" for word in self._whole_name), "tsquery")

    def _is_situated(self) -> str:
        return f"s.situations && {self._values.put('situations', self.situations, 'int[]')}" if self.situations else ""

    def is_named(self) -> str:
        return next(iter(self._bears_the_name() or self._is_called_so_at_length()), "FALSE")

    def score(self, weight: str) -> str:
        """0 to about 2: the kind's weight, moderated by group and form, plus words found in the name.

        `weight`: SQL of the kind's weight, NULL where another reason found the service.
        """
        fit = "1::float8"
        if self.kinds:
            fit = f"COALESCE({weight}, {self._other_score()})"
        elif self._question.q:
            fit = "0.2::float8"
        factors = " * ".join([fit, *self._group_factor(), *self._form_factor()])
        return " + ".join([factors, *self._situated(), *self._named()])

    def _other_score(self) -> str:
        """What is not of a fitting kind: listed under the situation by an editor, or found by a mere word."""
        if self._question.situation and not self._question.q:
            return f"{LISTED_BY_HAND}::float8"
        # Beside kinds that fit, its situations alone only bring it in; two words of the question in its name say that it is it.
        cases = f" WHEN {self._is_situated()} THEN {0.1 if self.is_by_kind else 0.6}::float8" if self.situations else ""
        if pairs := " | ".join(f"({_any(one)}) & ({_any(two)})" for one, two in combinations(_telling(self.words), 2)):
            cases = f" WHEN s.name_words @@ {self._values.put('two_words', pairs, 'tsquery')} THEN 0.8::float8{cases}"
        if self._whole_name:
            in_two_words = CALLED_SO_ELSEWHERE if self._question.place else CALLED_SO
            called_so = in_two_words if len(self._whole_name) == 2 else CALLED_SO_AT_LENGTH
            cases = f" WHEN s.name_words @@ {self._all_typed()} THEN {called_so}::float8{cases}"
        return f"CASE{cases} ELSE 0.15::float8 END" if cases else "0.15::float8"

    def _group_factor(self) -> Iterator[str]:
        groups = self._groups_asked_for()
        if groups:
            wanted = self._values.put("need_groups", groups, "int[]")
            yield (
                f"(CASE WHEN s.groups && {wanted} THEN 1::float8 WHEN s.groups = '{{}}' THEN 0.97::float8"
                " ELSE 0.75::float8 END)"
            )

    def _groups_asked_for(self) -> list[int]:
        """Who asks for any disability means each that is not named by all who have it, and who asks for one is among those
        who have any."""
        ids, asked = self._knowledge.group_ids, list(self._need.groups)
        if EVERY_DISABILITY in asked:
            asked += set(DISABILITIES) - {*WHO_HEAR_OR_SEE_BADLY}
        elif not {*DISABILITIES}.isdisjoint(asked):
            asked.append(EVERY_DISABILITY)
        return list(dict.fromkeys(ids[code] for code in asked if code in ids))

    def suits(self) -> str:
        """1, or less for a service of a few groups that were not asked for: a counsellor of the deaf or of addicts is not
        the first for somebody whose marriage ends, though all are counsellors; nor is one whose name says so."""
        return f"{self._suits_by_groups()}{self._suits_by_name()}"

    def _suits_by_groups(self) -> str:
        ids, groups = self._knowledge.group_ids, self._groups_asked_for()
        is_of_children = OLD_AGE not in self._need.groups and not YOUTH.isdisjoint(self._need.groups)
        broad = BROAD_GROUPS if is_of_children else (*BROAD_GROUPS, OLD_AGE)
        for_them = [*groups, *(ids[code] for code in broad if code in ids)]
        meant = self._values.put("groups_meant", for_them, "int[]")
        if not groups:
            return f"""CASE WHEN cardinality(s.groups) BETWEEN 1 AND {FEW_GROUPS} AND NOT s.groups && {meant}
                THEN {1 - FOR_FEW}::float8 ELSE 1::float8 END"""
        harmless = self._values.put("groups_harmless", [*for_them, *(ids[c] for c in VICTIMS if c in ids)], "int[]")
        # Each by its number, for there are few: a subquery for each row cost half a millisecond.
        numbers = range(1, FEW_GROUPS + 1)
        others = " + ".join(f"coalesce((s.groups[{number}] <> ALL({harmless}))::int, 0)" for number in numbers)
        return f"""CASE WHEN cardinality(s.groups) NOT BETWEEN 1 AND {FEW_GROUPS} THEN 1::float8
            WHEN NOT s.groups && {meant} THEN {self._for_others()}
            ELSE 1 - {ALSO_FOR_OTHERS}::float8 * ({others}) END"""

    def _for_others(self) -> str:
        ids, kinds = self._knowledge.group_ids, self._knowledge.kind_ids
        say_so = self._values.put("who_say_so", [ids[code] for code in WHO_SAY_SO if code in ids], "int[]")
        theirs = self._values.put("their_kinds", [kinds[code] for code in THEIR_KINDS if code in kinds], "int[]")
        return f"""(CASE WHEN s.groups <@ {say_so} AND s.kind_id <> ALL({theirs})
            THEN {1 - CERTAINLY_FOR_OTHERS}::float8 ELSE {1 - FOR_OTHERS}::float8 END)"""

    def _suits_by_name(self) -> str:
        names = [
            f"({_any(of_others)})" + (f" & !({_any(also)})" if also else "")
            for of_others, also in names_of_others(self._question, self._need)
        ]
        # A key that no name has where there is none, so that the statement keeps its shape.
        either = " | ".join(f"({name})" for name in names) or _lexeme(" ")
        others = self._values.put("names_of_others", either, "tsquery")
        return f" * CASE WHEN s.name_words @@ {others} THEN {1 - NAMED_FOR_OTHERS}::float8 ELSE 1::float8 END"

    def _form_factor(self) -> Iterator[str]:
        """A form that the words suggest; a form that was chosen but is only possible comes a little later."""
        chosen = _bits(self._question.forms)
        wanted = chosen or _bits(self._need.forms)
        if wanted:
            elsewhere = 0.95 if chosen else 0.85
            bits = self._values.put("need_forms", wanted, "int")
            yield f"(CASE WHEN s.forms & {bits} <> 0 THEN 1::float8 ELSE {elsewhere}::float8 END)"

    def _situated(self) -> Iterator[str]:
        """Of one kind, those listed under the situation that the words speak of."""
        if self.situations:
            yield f"CASE WHEN {self._is_situated()} THEN {IN_SITUATION}::float8 ELSE 0::float8 END"

    def _named(self) -> Iterator[str]:
        """Words nobody else knows are names: what bears them is meant."""
        for number, word in enumerate(self.unknown):
            share = self._values.put("name_share", f"{NAMED / len(self.unknown):.3f}", "float8")
            query = self._query(f"name_{number}", [word])
            yield f"CASE WHEN s.name_words @@ {query} THEN {share} ELSE 0::float8 END"
        for called_so in self._is_called_so_at_length():
            yield f"CASE WHEN {called_so} THEN {NAMED}::float8 ELSE 0::float8 END"

    def bonus(self) -> str:
        """Which service of a kind: the one that says the words of the question of itself, most of all in its name."""
        known = _telling(word for word in self.words if word not in self.unknown)
        if self._question.order != Order.RELEVANCE or not known:
            return "0::float8"
        in_name = self._values.put("in_name", f"{IN_NAME / len(known):.3f}", "float8")
        in_text = self._values.put("in_text", f"{IN_TEXT / len(known):.3f}", "float8")
        queries = [self._query(f"word_{number}", [word]) for number, word in enumerate(known)]
        shares = " + ".join(
            f"CASE WHEN s.name_words @@ {q} THEN {in_name} WHEN s.words @@ {q} THEN {in_text} ELSE 0::float8 END"
            for q in queries
        )
        return f"CASE WHEN s.words @@ {self._query('known_words', known)} THEN {shares} ELSE 0::float8 END"

    def _query(self, name: str, words: Iterable[Word]) -> str:
        return self._values.put(name, _any(key for word in words for key in word), "tsquery")


def _telling(words: Iterable[Word]) -> list[Word]:
    return [word for word in words if not GENERIC.intersection(word)]


def _bits(forms: Iterable[str]) -> int:
    return sum(FormOfCare(form).bit for form in forms)


def _any(found_by: Iterable[str]) -> str:
    return " | ".join(_lexeme(key) for key in found_by)


def _lexeme(key: str) -> str:
    return "'" + key.replace("\\", "\\\\").replace("'", "''") + "'"
