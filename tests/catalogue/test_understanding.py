"""What is understood of a query: single rules, robustness, and the score on labelled queries."""

import csv
import re
import sys
import time
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.phrases import Phrase, listed, read_phrases
from catalogue.teaching import shipped_phrases
from catalogue.understanding import LONGEST_TEXT, Lexicon, Need
from catalogue.word_weights import keys_of_family, shipped_weights

PROJECT = Path(__file__).resolve().parents[2]
PHRASES = PROJECT / "catalogue/seed/need_phrases.csv"
QUERIES = Path(__file__).parent / "queries"
OWN_QUERIES = QUERIES / "own_queries.csv"
DEV_QUERIES = Path("/work/shared/data/queries_dev.csv")


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


KINDS = rows_of(PROJECT / "catalogue/seed/service_kinds.csv")
GROUPS = rows_of(PROJECT / "catalogue/seed/target_groups.csv")
SITUATIONS = rows_of(PROJECT / "situations/seed/life_situations.csv")
SECTION_OF = {row["code"]: row["section"].removeprefix("§ ") for row in KINDS}


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon(shipped_phrases(), weights=shipped_weights())


def sections(need: Need) -> list[str]:
    """Kinds as queries name them: by section of the Act, or by code where the Act has none."""
    return [SECTION_OF.get(code, code) for code in need.kinds if SECTION_OF.get(code, code)]


def scores(lexicon: Lexicon, queries: Iterable[dict[str, str]]) -> dict[str, float]:
    """success@1, top-3 and best@1 as shares 0..1, MRR as the mean of 1 / rank of the first relevant kind."""
    ranked = [(sections(lexicon.understand(row["query"])), row) for row in queries]
    hits = [[kind in listed(row["relevant_kinds"]) for kind in kinds] for kinds, row in ranked]
    return {
        "success@1": sum(any(hit[:1]) for hit in hits) / len(hits),
        "top-3": sum(any(hit[:3]) for hit in hits) / len(hits),
        "best@1": sum(kinds[:1] == [row["best_kind"]] for kinds, row in ranked) / len(hits),
        "mrr": sum(1 / (hit.index(True) + 1) for hit in hits if True in hit) / len(hits),
    }


def own_queries(half: str) -> list[dict[str, str]]:
    return [row for row in rows_of(OWN_QUERIES) if row["half"] == half]


FLOORS = {"success@1": 0.95, "top-3": 0.98, "best@1": 0.92, "mrr": 0.96}
UNTUNED_FLOORS = {"success@1": 0.92, "top-3": 0.97, "best@1": 0.82, "mrr": 0.95}


@pytest.mark.parametrize("half", ["tune", "held"])
def test_own_queries_find_the_right_kinds(lexicon, half):
    reached = scores(lexicon, own_queries(half))

    assert {name: value for name, value in reached.items() if value < FLOORS[name]} == {}


@pytest.mark.parametrize("name", ["blind_g", "blind_h", "blind_i", "blind_j", "blind_k", "blind_l"])
def test_queries_once_blind_and_then_learnt_from_find_the_right_kinds(lexicon, name):
    reached = scores(lexicon, rows_of(QUERIES / f"{name}.csv"))

    assert {name: value for name, value in reached.items() if value < FLOORS[name]} == {}


def held(name: str) -> list[dict[str, str]]:
    """Rows of a set that nothing was learnt from: all, or its half `held`."""
    return [row for row in rows_of(QUERIES / f"{name}.csv") if row.get("half") != "tune"]


@pytest.mark.parametrize("name", ["blind_m", "blind_n"])
def test_queries_never_learnt_from_find_the_right_kinds(lexicon, name):
    """The honest figure: never tune on these. Floors a little under what they scored first."""
    reached = scores(lexicon, held(name))

    said = ", ".join(f"{name} {value:.3f}" for name, value in reached.items())
    sys.stdout.write(f"\nQueries nobody tuned on: {said}\n")
    assert {name: value for name, value in reached.items() if value < UNTUNED_FLOORS[name]} == {}


def test_likes_of_what_was_answered_badly_find_the_right_kinds(lexicon):
    """Set Q is hard on purpose; first scored 0.88 / 0.96 / 0.46, the half nothing was learnt from."""
    reached = scores(lexicon, held("blind_q"))

    assert reached["success@1"] >= 0.90
    assert reached["top-3"] >= 0.97
    assert reached["best@1"] >= 0.56


def test_questions_about_every_kind_of_help_find_the_right_kinds(lexicon):
    """Set R asks for rare kinds from several sides. Of its half `held` nothing was learnt."""
    reached = scores(lexicon, held("blind_r"))

    assert reached["success@1"] >= 0.86
    assert reached["top-3"] >= 0.97
    assert reached["best@1"] >= 0.60


@pytest.mark.skipif(
    not DEV_QUERIES.exists(), reason=f"NOT RUN: the shared development queries are not at {DEV_QUERIES}"
)
def test_development_queries_find_the_right_kinds(lexicon):
    reached = scores(lexicon, rows_of(DEV_QUERIES))

    assert {name: value for name, value in reached.items() if value < FLOORS[name]} == {}


def test_own_queries_cover_every_kind_of_the_act_and_the_three_beyond_it():
    wanted = {kind for row in rows_of(OWN_QUERIES) for kind in listed(row["relevant_kinds"])}

    assert {section for section in SECTION_OF.values() if section} | {"hospic", "pujcovna", "urad"} == wanted


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("maminka potřebuje pomoc s hygienou", "PS"),
        ("demence pobytové zařízení", "DZR"),
        ("babička nemůže být přes den sama", "DENS"),
        ("linka důvěry", "TKP"),
        ("§ 60a", "IC"),
        ("paragraf 40", "PS"),
        ("NZDM", "NZDM"),
        ("nemam kde spat", "NOC"),
        ("домашнє насильство", "IC"),
        ("hospice", "hospic"),
        ("půjčit invalidní vozík", "pujcovna"),
        ("žádost o příspěvek na péči", "urad"),
        ("po léčbě z alkoholu, abych nezačal znovu pít", "SNP"),
        ("léčba drog v komunitě", "TK"),
    ],
)
def test_a_need_leads_to_its_kind(lexicon, query, kind):
    need = lexicon.understand(query)

    assert next(iter(need.kinds.items())) == (kind, 1.0)


@pytest.mark.parametrize(
    "query", ["nechci žít", "manžel mě bije", "chce skočit z okna", "syn mlátí babičku", "I want to kill myself"]
)
def test_danger_to_life_is_urgent(lexicon, query):
    assert lexicon.understand(query).urgent


@pytest.mark.parametrize("query", ["nákupy a úklid", "klub pro seniory", "exekuce", "půjčit berle", "azylový dům"])
def test_everyday_needs_are_not_urgent(lexicon, query):
    assert not lexicon.understand(query).urgent


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("pečovatelka domů", "terenni"),
        ("denní stacionář", "ambulantni"),
        ("pobytové zařízení pro seniora", "pobytova"),
    ],
)
def test_the_words_tell_the_form_of_care(lexicon, query, form):
    assert next(iter(lexicon.understand(query).forms)) == form


def test_a_place_is_left_as_an_unknown_word(lexicon):
    need = lexicon.understand("pečovatelská služba Havířov-Šumbark")

    assert need.unknown == ("Havířov", "Šumbark")


def test_a_name_given_to_the_lexicon_is_never_respelt():
    phrases = [Phrase("noclehárna", kinds=("NOC",))]

    assert Lexicon(phrases).understand("nocleherna").kinds == {"NOC": 1.0}
    assert Lexicon(phrases, names=["Nocleherna"]).understand("nocleherna").unknown == ("nocleherna",)


def test_a_new_phrase_of_an_administrator_counts_at_once():
    added = Phrase("chytrá domácnost", weight=2, kinds=("TISEN",), groups=("seniori",))

    need = Lexicon([*shipped_phrases(), added], weights=shipped_weights()).understand("chytrou domácnost pro tátu")

    assert next(iter(need.kinds)) == "TISEN"
    assert "chytrá domácnost" in need.understood


def test_a_longer_phrase_silences_its_parts():
    lexicon = Lexicon([Phrase("násilí", kinds=("KP",)), Phrase("domácí násilí", kinds=("IC",))])

    assert lexicon.understand("zažívám domácí násilí").kinds == {"IC": 1.0}


def test_words_of_a_phrase_must_stand_near_each_other():
    lexicon = Lexicon([Phrase("domácí násilí", kinds=("IC",))])

    assert lexicon.understand("domácí úkoly se ve škole učí a potom se píše násilí").understood == ()


def test_a_lone_word_keeps_the_small_words_that_belong_to_it():
    lexicon = Lexicon([Phrase("na týden", kinds=("ODL",))])

    assert lexicon.understand("pohlídat na týden").understood == ("na týden",)
    assert lexicon.understand("třikrát za týden").understood == ()


def test_a_condition_holds_when_its_group_was_read_from_other_words():
    seaside = Phrase("moře", kinds=("SASSO",))
    respite = Phrase("+seniori dovolená|moře", weight=2, kinds=("ODL",))
    lexicon = Lexicon([seaside, Phrase("babička", groups=("seniori",)), respite])

    assert list(lexicon.understand("babička a moře").kinds) == ["ODL", "SASSO"]
    assert list(lexicon.understand("moře").kinds) == ["SASSO"]


def test_a_capital_letter_makes_a_name_that_has_no_relatives():
    assert Lexicon([Phrase("kopřivka", kinds=("RP",))]).understand("Kopřivnice").kinds == {}


def test_of_two_phrases_of_the_same_weight_the_one_with_more_words_decides():
    lexicon = Lexicon([Phrase("pije", kinds=("OSP",)), Phrase("sama na děti", kinds=("SASRD",))])

    assert list(lexicon.understand("pije, sama na děti").kinds) == ["SASRD", "OSP"]


@pytest.mark.parametrize(
    ("surer", "less_sure"),
    [
        ("pečovatelská služba", "potřebuju pomoc"),
        ("§ 63", "doma to není dobré"),
        ("domácí hospic", "a co teď s tou starou paní"),
    ],
)
def test_a_kind_named_outright_is_surer_than_a_vague_complaint(lexicon, surer, less_sure):
    assert lexicon.understand(surer).confidence > 0.9
    assert lexicon.understand(less_sure).confidence < 0.6


def test_care_does_not_mean_a_carer(lexicon):
    assert "pečovatel" not in lexicon.understand("vzali jsme si do péče neteř").understood


def test_a_negative_weight_lowers_its_kinds():
    lexicon = Lexicon([Phrase("klub", kinds=("NZDM", "SASSO")), Phrase("klub +SASSO", weight=-0.5, kinds=("NZDM",))])

    assert list(lexicon.understand("klub").kinds) == ["SASSO", "NZDM"]


def test_capitals_make_an_abbreviation():
    lexicon = Lexicon([Phrase("!NOC", weight=5, kinds=("NOC",)), Phrase("na noc", kinds=("ODL",))])

    assert lexicon.understand("NOC pro muže").kinds == {"NOC": 1.0}
    assert lexicon.understand("noc pro muže").kinds == {}


def test_a_text_all_in_capitals_has_no_abbreviations():
    lexicon = Lexicon([Phrase("!NOC", weight=5, kinds=("NOC",))])

    assert lexicon.understand("KAM NA NOC").kinds == {}


def test_what_was_understood_is_said_in_the_order_it_was_typed():
    lexicon = Lexicon([Phrase("po mrtvici", weight=2, kinds=("SR",)), Phrase("hygiena doma", kinds=("PS",))])

    need = lexicon.understand("HYGIENU doma, maminka je po mrtvici")

    assert need.understood == ("hygiena doma", "po mrtvici")


@pytest.mark.parametrize("text", ["", "   ", "?!", "\x00\x01", "a o v", "123"])
def test_nothing_said_is_nothing_understood(lexicon, text):
    assert lexicon.understand(text) == Need()


@settings(max_examples=200)
@given(text=st.text(max_size=2000))
def test_any_text_is_read_without_failing(lexicon, text):
    need = lexicon.understand(text)

    assert all(0 <= weight <= 1 for weight in need.kinds.values())
    assert list(need.kinds.values()) == sorted(need.kinds.values(), reverse=True)
    assert not need.kinds or next(iter(need.kinds.values())) == 1.0


@given(words=st.lists(st.sampled_from(["nemám", "babička", "domů", "spát", "děti", "pije", "xyzq"]), max_size=200))
def test_a_heap_of_known_words_is_read_without_failing(lexicon, words):
    assert isinstance(lexicon.understand(" ".join(words)), Need)


def test_only_the_beginning_of_a_very_long_text_is_read(lexicon):
    beginning = "x" * LONGEST_TEXT

    assert lexicon.understand(f"{beginning} denní stacionář" * 10_000).kinds == {}


def test_a_query_is_read_in_well_under_two_milliseconds_when_warm(lexicon):
    queries = [row["query"] for row in rows_of(OWN_QUERIES)]
    for query in queries:
        lexicon.understand(query)

    started = time.process_time()
    for query in queries:
        lexicon.understand(query)

    assert (time.process_time() - started) / len(queries) < 0.002


def test_every_shipped_phrase_uses_codes_that_exist():
    kinds = {row["code"] for row in KINDS} | {"hospic", "pujcovna", "urad"}
    groups = {row["code"] for row in GROUPS}
    slugs = {row["slug"] for row in SITUATIONS}
    forms = {"terenni", "ambulantni", "pobytova"}

    wrong = [
        phrase.text
        for phrase in read_phrases(PHRASES)
        if not (
            kinds.issuperset(phrase.kinds)
            and groups.issuperset(phrase.groups)
            and slugs.issuperset(phrase.situations)
            and forms.issuperset(phrase.forms)
        )
    ]

    assert wrong == []


def test_no_whole_development_query_is_a_shipped_phrase():
    if not DEV_QUERIES.exists():
        pytest.skip(f"NOT RUN: the shared development queries are not at {DEV_QUERIES}")
    texts = {phrase.text.lower() for phrase in read_phrases(PHRASES) if len(phrase.text.split()) > 4}

    assert [row["query"] for row in rows_of(DEV_QUERIES) if row["query"].lower() in texts] == []


@pytest.mark.parametrize(
    ("text", "both"),
    [
        ("mám dluhy a manžel mě bije", ("OSP", "IC")),
        ("hledám pečovatelku, taky půjčit vozík", ("PS", "pujcovna")),
        ("krize po smrti manžela a k tomu exekuce", ("OSP", "KP")),
    ],
)
def test_of_two_needs_neither_is_lost(lexicon, text, both):
    kinds = lexicon.understand(text).kinds

    assert set(list(kinds)[:3]) >= set(both)
    assert min(kinds[kind] for kind in both) >= 0.45


def test_sections_of_a_law_are_no_parts_of_a_sentence(lexicon):
    whole = lexicon.understand("chráněné bydlení podle § 48 a § 51")

    assert next(iter(whole.kinds)) == "CHB"
    assert "DOZP" in whole.kinds


def test_a_phrase_may_mean_a_whole_family_of_words():
    lexicon = Lexicon([Phrase("nuda", kinds=("NZDM",)), Phrase("@stařec @nuda", weight=2, kinds=("SASSO",))])

    assert list(lexicon.understand("starouši se nudí").kinds) == ["SASSO"]
    assert list(lexicon.understand("kluci se nudí").kinds) == ["NZDM"]


@pytest.mark.parametrize("family", ["neznámá", "", "@"])
def test_a_phrase_of_a_family_nobody_knows_is_never_found(family):
    assert Lexicon([Phrase(f"@{family} noc", kinds=("NOC",))]).understand("neznámá noc").kinds == {}


def test_a_phrase_may_ask_for_one_form_of_a_word():
    lexicon = Lexicon([Phrase("syn =seděl", kinds=("AD",))])

    assert list(lexicon.understand("syn seděl").kinds) == list(lexicon.understand("syn sedel").kinds) == ["AD"]
    assert lexicon.understand("syn sedí").kinds == {}


def test_a_phrase_with_a_condition_may_ask_for_one_form_too():
    lexicon = Lexicon([Phrase("syn", groups=("rodiny",)), Phrase("+rodiny =seděl", kinds=("AD",))])

    assert list(lexicon.understand("syn seděl").kinds) == list(lexicon.understand("syn sedel").kinds) == ["AD"]
    assert lexicon.understand("syn sedí").kinds == lexicon.understand("seděl").kinds == {}


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("starouši se nudí", "SASSO"),
        ("manzel pije a mlati deti", "IC"),
        ("melu z posledního", "KP"),
        ("babička mele z posledního", "hospic"),
        ("syn seděl tři roky a nemá kde spát", "AD"),
        ("městská policie", "urad"),
    ],
)
def test_what_real_people_wrote_and_nobody_answered_well(lexicon, query, kind):
    assert next(iter(lexicon.understand(query).kinds)) == kind


@pytest.mark.parametrize(
    ("query", "misread"),
    [("starám se o muže po úrazu", "uráží"), ("od rana do vecera sedi doma", "rány")],
)
def test_words_of_one_stem_and_another_meaning_are_kept_apart(lexicon, query, misread):
    assert misread not in lexicon.understand(query).understood


@pytest.mark.parametrize(
    "query",
    [
        "skončila mi nájemní smlouva a nevím kam",
        "v pěstounské péči končím v červnu",
        "chci skoncovat s cigaretami",
        "exekutor mi bere výplatu i důchod",
        "beru invalidní důchod 9000",
        "nikdo mi neřekl, že to musím zaplatit",
        "děda chce umřít doma na chalupě",
        "mám zlomenou ruku a neoblíknu se",
        "kdo skočí babičce do krámu",
        "péče po úraze páteře",
        "kluci házejí kamení na auta",
        "bojím se, že mi děti vezmou",
        "dcera vyhrožuje, že uteče z domova",
    ],
)
def test_nobody_is_alarmed_by_words_that_mean_something_else(lexicon, query):
    """A red notice with lines for suicide or for the police frightens whoever did not speak of that."""
    assert not lexicon.understand(query).urgent


@pytest.mark.parametrize(
    "query",
    [
        "chci se životem skoncovat",
        "chci to všechno skončit",
        "skočím z mostu",
        "přítel po pivu vyvádí a bojím se",
        "syn bere babičce důchod",
        "manžel hází nádobím",
        "bývalý na mě číhá před prací",
        "dostala jsem přes držku",
        "manžel mě zamyká doma",
        "přítel mě třískal hlavou o zeď",
        "nikomu jsem to neřekla, strýc mě znásilnil",
    ],
)
def test_danger_is_heard_in_plain_words(lexicon, query):
    assert lexicon.understand(query).urgent


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("tatínka nám pustili z nemocnice", "pustili z nemocnice"),
        ("manžel je slepý", "slepý"),
        ("Ve třídě se mu smějí", "ve třídě se mu smějí"),
        ("úklid a nákup", "nákup a úklid"),
        ("pecovatelskou sluzbu pro mamu", "pečovatelská služba"),
        ("stacyonář", "stacionář"),
    ],
)
def test_what_was_understood_is_said_in_their_own_words_or_in_nobodys(lexicon, query, said):
    """ "Pustí ji z nemocnice" would be untrue of a father; what was mistyped is said as it was read."""
    assert said in lexicon.understand(query).understood


def test_nothing_is_said_twice_of_the_same_words():
    weak, strong = Phrase("na vozíku do vany", kinds=("OA",)), Phrase("vana na vozíku", weight=2, kinds=("OA", "PS"))

    assert len(Lexicon([weak, strong]).understand("na vozíku do vany").understood) == 1


def test_every_family_a_shipped_phrase_asks_for_exists():
    asked = {family for phrase in read_phrases(PHRASES) for family in re.findall(r"@([^\s|]+)", phrase.text)}

    assert sorted(family for family in asked if not keys_of_family(family.replace("_", " "))) == []


@pytest.mark.parametrize("text", ["ranní péče u babičky", "u babičky péče ranní", "babičky, ranní péče"])
def test_a_phrase_is_found_by_its_rarest_word_in_any_order(text):
    others = [Phrase(f"péče {word}", kinds=("OA",)) for word in ("večerní", "noční", "domácí")]
    lexicon = Lexicon([*others, Phrase("ranní péče babička|dědeček", weight=3.0, kinds=("PS",))])

    assert list(lexicon.understand(text).kinds)[:1] == ["PS"]
