"""A person as a vCard 3.0 (RFC 2426): what telephones and mail programmes take into their address book."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from network.models import Person, Position

FOLDED_AT = 75  # octets a line, without its end


def card_of(person: Person, positions: Iterable[Position]) -> str:
    """One card with the contacts of all the positions given; only those the reader may see belong there."""
    return "".join(f"{_folded(line)}\r\n" for line in _lines(person, list(positions)))


def _lines(person: Person, positions: list[Position]) -> Iterator[str]:
    yield "BEGIN:VCARD"
    yield "VERSION:3.0"
    yield f"N:{';'.join(map(_text, _parts_of(person.name)))}"
    yield f"FN:{_text(person.name)}"
    for position in positions[:1]:
        unit = f";{_text(position.unit.name)}" if position.unit else ""
        yield f"ORG:{_text(position.organisation.name)}{unit}"
        if position.title:
            yield f"TITLE:{_text(position.title)}"
    for phone in dict.fromkeys(filter(None, map(_phone, positions))):
        yield f"TEL;TYPE=WORK,VOICE:{_text(phone)}"
    for email in dict.fromkeys(position.email for position in positions if position.email):
        yield f"EMAIL;TYPE=INTERNET,WORK:{_text(email)}"
    notes = [position.speciality for position in positions if position.speciality]
    if notes:
        yield f"NOTE:{_text('; '.join(notes))}"
    yield "END:VCARD"


def _parts_of(name: str) -> tuple[str, str, str, str, str]:
    """Family name, given ones, none in the middle, titles before them and after them, with a comma or without."""
    before_comma = name.partition(",")[0].split()
    titles = [word for word in before_comma if word.endswith(".")]
    names = [word for word in before_comma if not word.endswith(".")]
    *given, family = names or [""]
    at = before_comma.index(family) if names else len(before_comma)
    after = [word for word in before_comma[at:] if word in titles]
    before = titles[: len(titles) - len(after)]
    return family, " ".join(given), "", " ".join(before), " ".join([*after, name.partition(",")[2].strip()]).strip()


def _phone(position: Position) -> str:
    """As the page says it: where the person has none, the unit's or the organisation's (`PositionQuerySet.for_reading`)."""
    if position.phone or position.email:
        return position.phone
    unit = position.unit.phone if position.unit else ""
    return unit or str(getattr(position, "organisation_phone", None) or "")


def _text(value: str) -> str:
    value = value.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    return value.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def _folded(line: str) -> str:
    """Continued on lines that begin with a space, never inside a letter."""
    parts, length = [""], 0
    for letter in line:
        size = len(letter.encode())
        if length + size > FOLDED_AT:
            parts.append(" ")
            length = 1
        parts[-1] += letter
        length += size
    return "\r\n".join(parts)
