"""The texts a city takes over say what the program does: their numbers are those of the code, their files are all there."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.conf import settings

from catalogue import spoken_code
from catalogue.code_tries import MOST_TRIES_OF_ONE, MOST_WRONG_OF_ALL, MOST_WRONG_OF_ONE, QUARTER
from catalogue.kiosk.devices import COOKIE_LIFE
from inquiries import loose_words, partners, questions, recording, retention
from inquiries.models.readings import KEPT_MONTHS
from inquiries.models.retention import LONGEST_DAYS, Compartment
from inquiries.models.subject_requests import DAYS_TO_ANSWER
from inquiries.shipped import CONSENT, RETENTION
from inquiries.states import InquiryState
from inquiries.statistics.suppression import FEWEST
from network import subscribing
from network.inviting import LASTS
from network.models.documents import LARGEST
from network.models.trainings import NEEDS_KEPT, OFFER_LASTS
from sociopoint import limits, mailing, my_list
from sociopoint.environment import PROJECT, read
from sociopoint.guidance import network as network_help
from sociopoint.idle_lock import PARTNER_MINUTES
from sociopoint.models import Role, User
from sociopoint.permissions import can_see_inquiries, can_see_words

FOLDER = PROJECT / "docs" / "texts-for-a-city"
TEXTS = sorted(path for path in FOLDER.glob("*.md") if path.name != "README.md")
SPAN = re.compile(r"(\d+) (sekund|minut|hodin|den|dny|dní|dnů|dnech|měsíc\w*|let|rok\w*)\b")
UNITS = {"den": "day", "dny": "day", "dní": "day", "dnů": "day", "dnech": "day"}
OF_AGE = re.compile(r"\d+–\d+ let")
"""Age bands are no periods."""
BREACH_HOURS = 72
"""Article 33 of the GDPR."""
ASKED_OF_OPERATORS = {
    "docs/how-to/back-up-and-restore.md": (35, "at most 35 of them"),
    "docs/how-to/run-in-production.md": (90, "Keep the logs 90 days"),
}
"""What no code can keep: days, and where an operator is told so."""


def rule(compartment: Compartment, **case: object) -> int:
    (days,) = [row["days"] for row in RETENTION if row == {"compartment": compartment, "days": row["days"]} | case]
    return days


def kiosk_seconds(name: str) -> int:
    script = (PROJECT / "static" / "js" / "kiosk-visit.js").read_text()
    return int(re.search(rf"const {name} = (\d+) \* SECOND", script)[1])


def known() -> set[tuple[int, str]]:
    """Every period the program keeps, and where the texts may have it from."""
    environment = settings.ENVIRONMENT
    return {
        (rule(Compartment.WORDS), "day"),
        (rule(Compartment.WORDS, is_crisis=True), "day"),
        (rule(Compartment.WORDS, state=InquiryState.VOID), "day"),
        (rule(Compartment.CONTACT), "day"),
        (rule(Compartment.CONTACT, state=InquiryState.VOID), "day"),
        (LONGEST_DAYS[Compartment.WORDS], "day"),
        (LONGEST_DAYS[Compartment.CONTACT], "day"),
        (retention.DRAFT_DAYS, "day"),
        (loose_words.KEPT.days, "day"),
        (recording.CARD_LIVES.days, "day"),
        (questions.CONTACT_DAYS, "day"),
        (partners.LINK_DAYS, "day"),
        (my_list.DAYS, "day"),
        (NEEDS_KEPT.days, "day"),
        (subscribing.WAITS.days, "day"),
        (mailing.KEPT_DAYS, "day"),
        (limits.KEPT_DAYS, "day"),
        (DAYS_TO_ANSWER, "day"),
        (settings.CSRF_COOKIE_AGE // 86_400, "day"),
        *((days, "day") for days, _words in ASKED_OF_OPERATORS.values()),
        (COOKIE_LIFE.days // 365, "let"),
        (KEPT_MONTHS, "měsíců"),
        (BREACH_HOURS, "hodin"),
        (environment.session_hours, "hodin"),
        (environment.session_idle_minutes, "minut"),
        (PARTNER_MINUTES, "minut"),
        (QUARTER // 60, "minut"),
        (kiosk_seconds("LISTEN") // 60, "minut"),
        (kiosk_seconds("ASK"), "sekund"),
        (kiosk_seconds("END"), "sekund"),
    }


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_every_period_in_a_text_is_one_of_the_program(path):
    text = OF_AGE.sub("", path.read_text(encoding="utf-8"))

    said = {(int(number), UNITS.get(unit, unit)) for number, unit in SPAN.findall(text)}

    assert said - known() == set()


@pytest.mark.parametrize(("path", "words"), [(path, words) for path, (_days, words) in ASKED_OF_OPERATORS.items()])
def test_what_texts_ask_of_operators_is_told_to_operators(path, words):
    assert words in (PROJECT / path).read_text(encoding="utf-8")


def test_the_table_of_periods_leaves_none_of_the_rules_out():
    table = (FOLDER / "lhuty-uchovani.md").read_text(encoding="utf-8")

    rows = {tuple(re.findall(r"(\d+) dní", line)) for line in table.splitlines() if line.startswith("| ")}

    assert {(str(row["days"]), str(LONGEST_DAYS[row["compartment"]])) for row in RETENTION} <= rows


def test_the_consent_on_paper_is_the_one_in_the_program():
    assert f"> {CONSENT}\n" in (FOLDER / "souhlas-s-predanim.md").read_text(encoding="utf-8")


def test_the_limits_of_guessing_are_those_of_the_code():
    outline = (FOLDER / "posouzeni-vlivu-osnova.md").read_text(encoding="utf-8")

    assert f"Čtyři slova z {len(spoken_code.words())}" in outline
    assert f"nejvýš {MOST_TRIES_OF_ONE} pokusů" in outline
    assert f"{MOST_WRONG_OF_ONE} chybných za den z jedné adresy" in outline
    assert f"{MOST_WRONG_OF_ALL} chybných za den celkem" in outline
    assert f"Počty pod {FEWEST} " in outline
    assert f"menší než {FEWEST} " in (FOLDER / "vnitrni-pravidla-anonymni-evidence.md").read_text(encoding="utf-8")


def test_every_text_stands_in_the_index_and_every_text_of_the_index_is_there():
    index = (FOLDER / "README.md").read_text(encoding="utf-8")

    assert set(re.findall(r"^\| \[([\w-]+\.md)\]\(\1\)", index, re.MULTILINE)) == {path.name for path in TEXTS}


@pytest.mark.parametrize("path", [*FOLDER.glob("*.md"), PROJECT / "SECURITY.md"], ids=lambda path: path.stem)
def test_what_a_text_points_at_is_there(path):
    text = path.read_text(encoding="utf-8")

    linked = [path.parent / target.partition("#")[0] for target in re.findall(r"\]\(([\w./-]+\.md[^)]*)\)", text)]
    named = re.findall(
        r"`((?:sociopoint|inquiries|catalogue|network|static|templates|tests|docs|deploy)/[\w./-]*)`", text
    )

    assert [target for target in [*linked, *(PROJECT / name for name in named)] if not target.exists()] == []


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_a_text_has_blanks_that_say_what_belongs_there(path):
    """But for the checkboxes and links of Markdown; notes on cookies have one, too."""
    blanks = re.findall(r"\[([^\]\n]+)\](?!\()", path.read_text(encoding="utf-8"))

    assert [blank for blank in blanks if blank.strip()]


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_whoever_cites_the_regulation_leaves_it_to_the_officer(path):
    text = path.read_text(encoding="utf-8")

    assert "čl. " not in text or "k potvrzení pověřencem" in text


def test_the_roles_have_no_access_that_the_texts_deny():
    """„správce obsah dotazů nevidí“, „koordinátor texty ani kontakty ne“."""
    assert not can_see_inquiries(User(role=Role.ADMINISTRATOR))
    assert not can_see_words(User(role=Role.COORDINATOR))
    assert not can_see_inquiries(User(role=Role.PARTNER))


def test_help_says_the_periods_of_the_code():
    told = " ".join(
        str(line) for chapter in (*network_help.MEMBER, *network_help.COORDINATOR) for line in chapter.lines
    )

    assert f"Odkaz platí {partners.LINK_DAYS} dní." in told
    assert f"na {OFFER_LASTS // timedelta(hours=1)} hodin" in told
    assert f"platí {LASTS.days} dní a jen jednou" in told


def test_proxies_tell_who_asks_and_let_the_largest_document_through():
    """Limits are counted by the address the proxy adds; without it a whole city would share one."""
    nginx, caddy = ((PROJECT / "deploy" / name).read_text() for name in ("nginx.conf", "Caddyfile"))

    assert "proxy_set_header X-Forwarded-For $remote_addr;" in nginx
    sizes = [
        *re.findall(r"client_max_body_size (\d+)m", nginx),
        *re.findall(r"(?:max_size|request_buffers) (\d+)MB", caddy),
    ]
    assert len(sizes) == 3
    assert all(int(size) * 1024 * 1024 > LARGEST for size in sizes)


def test_the_example_of_an_environment_names_what_production_asks_for():
    example = (PROJECT / "deploy" / "sociopoint.env").read_text()
    pairs = dict(line.partition("=")[::2] for line in example.splitlines() if line and not line.startswith("#"))
    filled = {name: value.strip('"') for name, value in pairs.items()} | {
        "SECRET_KEY": "x7" * 30,
        "HASH_KEY": "y8" * 30,
        "FIELD_KEYS": "eDd4N3g3eDd4N3g3eDd4N3g3eDd4N3g3eDd4N3g3eDc=",
    }

    assert read(filled).production
