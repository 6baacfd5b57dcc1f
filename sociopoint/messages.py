"""Message catalogues without the gettext programs: collect, check and compile with Babel and Django's own template reader.

`python -m sociopoint.messages` checks that every text that must be translated stands in locale/ and is, and compiles; with
--update it first collects the texts anew. Czech is the language of the sources, so locale/cs holds only what counts things
(1 služba, 3 služby, 5 služeb). English and Ukrainian hold what citizens read; staff and administrators speak Czech. A text that waits
for its translator is said and stops nobody at work; the tests fail until it has come.
"""

from __future__ import annotations

import argparse
import ast
import io
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from sociopoint.typography import typeset

PROJECT = Path(__file__).resolve().parent.parent
LOCALE = PROJECT / "locale"
LANGUAGES = ("cs", "en", "uk")
SOURCE_LANGUAGE = "cs"
OF_TOOLS = LOCALE / "tools"
"""Our plain Czech for phrases of Django's own pages, the administration above all."""
TRANSLATED = "en"
"""A language that has exactly what citizens read."""
APPS = ("sociopoint", "situations", "catalogue", "network", "inquiries")
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "gettext_noop": None,
}


PUBLIC_TEMPLATES = re.compile(
    r"templates/(base|error_base|home|crisis|accessibility|privacy|how_we_check|[45]\d\d)\.html"
    r"|templates/(catalogue|situations|embedding|guide|handbooks|offline|inquiries_public|my_list)/[\w/]+\.html"
    r"|templates/(kiosk/(?!pair|rest)|news/(?!occupancy|season)|paper/(?!batches))\w+\.html"
    r"|templates/components/(?!staff_bar|idle_lock|messages)\w+\.html"
)
PUBLIC_MODULES = re.compile(
    r"catalogue/(?!open_files|quality|easy_start|propos|correcting|founding|joining|live_facts|relocating)\w+\.py|situations/(views|share_picture|news/(page|calendar|events|campaigns)|handbooks/paper)\.py"
    r"|catalogue/(my_list|guide|offline)/\w+\.py|catalogue/(kiosk/pages|paper/sheets)\.py|inquiries/(public_story|(?:forms|views)/questions)\.py|sociopoint/(pages|embedding|papers|waiting|templatetags/\w+)\.py"
)
PUBLIC_CHOICES = {"FormOfCare", "Certainty", "OrganisationKind", "CrisisLineKind", "ProposalTopic", "ArticleKind"}
"""Of the models citizens read only the names of these choices; the rest is for whoever keeps the records."""


def is_public(path: str) -> bool:
    """Whether a file of ours speaks to citizens, so that its texts stand in every language."""
    return bool(PUBLIC_TEMPLATES.fullmatch(path) or PUBLIC_MODULES.fullmatch(path))


def public_choices(source: str) -> str:
    """The classes of choices of a module of models, without the rest."""
    classes = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ClassDef))
    return "\n".join(ast.unparse(node) for node in classes if node.name in PUBLIC_CHOICES)


def sources() -> Iterator[tuple[Path, str]]:
    """Every file with texts, as Python: templates pass through Django's own translation of tags to calls."""
    from django.utils.translation.template import templatize

    for app in APPS:
        for path in sorted((PROJECT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path, path.read_text(encoding="utf-8")
    for path in sorted((PROJECT / "templates").rglob("*.html")):
        yield path, templatize(path.read_text(encoding="utf-8"), origin=str(path))


def collected() -> Catalog:
    """All texts of the program with the files they stand in (no line numbers: they would change with every edit)."""
    catalogue = Catalog(charset="utf-8")
    for path, text in sources():
        method = "python" if path.suffix == ".py" else "javascript"
        for _line, message, _comments, context in extract(
            method, io.BytesIO(text.encode()), keywords=KEYWORDS, options={"parse_template_string": False}
        ):
            if any(message) if isinstance(message, tuple) else message:
                catalogue.add(message, locations=[(path.relative_to(PROJECT).as_posix(), 0)], context=context)
    return catalogue


def needed(language: str, template: Catalog) -> Catalog:
    """What a language must have: all that citizens read, but of the language of the sources only the plurals of everything."""
    if language != SOURCE_LANGUAGE:
        return _public_part(template)
    plurals = Catalog(charset="utf-8")
    for message in template:
        if isinstance(message.id, tuple):
            plurals.add(message.id, locations=message.locations, context=message.context)
    return plurals


def _public_part(template: Catalog) -> Catalog:
    choices = "\n".join(
        public_choices(text)
        for path, text in sources()
        if path.suffix == ".py" and "models" in path.relative_to(PROJECT).as_posix()
    )
    chosen = {
        message for _line, message, _comments, _context in extract("python", io.BytesIO(choices.encode()), KEYWORDS)
    }
    public = Catalog(charset="utf-8")
    for message in template:
        files = [path for path, _line in message.locations]
        if message.id and (any(map(is_public, files)) or message.id in chosen):
            public.add(message.id, locations=message.locations, context=message.context)
    return public


def catalogue_path(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def stored(language: str) -> Catalog:
    path = catalogue_path(language)
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update(language: str, template: Catalog) -> None:
    catalogue = stored(language)
    catalogue.update(needed(language, template), no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    catalogue.header_comment = f"# SOCIOPOINT, {language}. EUPL-1.2."
    catalogue.fuzzy = False
    path = catalogue_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, sort_output=True, omit_header=False, include_lineno=False, width=120)


def complaints(language: str, template: Catalog) -> Iterator[str]:
    """One line for each text that is missing, left over, or lacks the plural forms its language needs."""
    catalogue = stored(language)
    wanted = needed(language, template)
    for message in wanted:
        if not message.id:
            continue
        known = catalogue.get(message.id, message.context)
        if known is None:
            yield f"{language}: not collected: {message.id!r}; run make messages"
        elif not all(known.string if isinstance(known.string, tuple) else [known.string]):
            yield f"{language}: not translated: {message.id!r}"
    for message in catalogue:
        if message.id and wanted.get(message.id, message.context) is None:
            yield f"{language}: no longer in the code: {message.id!r}; run make messages"


def spoken_czech() -> Catalog:
    """What is said in Czech: with unbreakable spaces, and so all that citizens read, which the file of Czech need not hold.
    So one place typesets sentences of templates and of code, and nobody types the spaces."""
    catalogue = stored(SOURCE_LANGUAGE)
    for message in catalogue:
        if isinstance(message.string, tuple):  # all that the language of the sources holds are plurals
            message.string = tuple(map(typeset, message.string))
    for message in stored(TRANSLATED):
        if message.id and isinstance(message.id, str):
            catalogue.add(message.id, typeset(message.id), context=message.context)
    return catalogue


def compile_all() -> None:
    for path in written_catalogues():
        with path.open("rb") as source, path.with_suffix(".mo").open("wb") as made:
            write_mo(made, spoken_czech() if path == catalogue_path(SOURCE_LANGUAGE) else read_po(source))


def written_catalogues() -> list[Path]:
    ours = [path for path in map(catalogue_path, LANGUAGES) if path.exists()]
    return ours + sorted(OF_TOOLS.glob("*/LC_MESSAGES/*.po"))


def compile_old() -> None:
    """Compile what was changed since or never was, as in a fresh checkout, and have this process read it anew."""
    from django.utils.translation.reloader import translation_file_changed

    written = written_catalogues()
    newest = max(path.stat().st_mtime for path in written)
    made = [path.with_suffix(".mo") for path in written]
    if any(not path.exists() or path.stat().st_mtime < newest for path in made):  # Czech is made of English, too
        compile_all()
        translation_file_changed(None, made[0])


def main(arguments: Iterable[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--update", action="store_true", help="collect the texts into locale/")
    parser.add_argument("--compile", action="store_true", help="only compile")
    options = parser.parse_args(list(arguments))
    if options.compile:
        compile_all()
        return 0
    template = collected()
    if options.update:
        for language in LANGUAGES:
            update(language, template)
    found = [line for language in LANGUAGES for line in complaints(language, template)]
    compile_all()
    for line in found:
        print(line, file=sys.stderr)  # noqa: T201  a command's output
    return 1 if any(line.startswith(SOURCE_LANGUAGE) for line in found) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
