"""What a button beside the record does to the fields of the form before they are read: nothing is saved.

The same for a whole page sent without a script and for the script's own questions, so that both do the same.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.http import QueryDict

from inquiries.line_fields import add_situation, apply_line, clear, vocabulary
from inquiries.lists import DeskLists
from inquiries.personal_data import Finding, find_personal_data, masked, without
from inquiries.phones import normalised, readable
from inquiries.smart_line import Line, read_line


@dataclass(frozen=True)
class Deed:
    """Which button sent the form: `give:12` is verb and argument."""

    verb: str = "search"
    argument: str = ""

    @property
    def number(self) -> int:
        """The argument as the id of a row, 0 for anything else."""
        return int(self.argument) if self.argument.isdecimal() and len(self.argument) < 18 else 0


def read_deed(fields: QueryDict) -> Deed:
    """Enter in the line sends no button of its own and means to search."""
    verb, _colon, argument = str(fields.get("do", "search")).partition(":")
    return Deed(verb, argument)


def rework(fields: QueryDict, deed: Deed, lists: DeskLists, *, is_finished: bool = True) -> Line:
    """Change the copy of what was posted; what the line said comes back."""
    line = read_line(fields.get("line", ""), vocabulary(lists), is_finished=is_finished)
    line = apply_line(fields, line)
    if deed.verb == "pick" and deed.number:
        picked = lists.catalogue.situations.get(deed.number)
        if not add_situation(fields, deed.argument) and picked is not None:
            line = replace(line, no_room=(*line.no_room, picked.name))
    elif deed.verb == "clear":
        clear(fields, deed.argument)
    elif deed.verb == "mask":
        fields["note"] = masked(fields.get("note", ""))
    elif deed.verb == "move":
        _move_to_contact(fields)
    return line


def _move_to_contact(fields: QueryDict) -> None:
    """The first phone, e-mail and name go where they belong; one whose field is taken already stays in the note."""
    note = fields.get("note", "")
    moved = []
    places = {Finding.PHONE: "phone", Finding.EMAIL: "email", Finding.NAME: "display_name"}
    for one in find_personal_data(note):
        name = places.get(one.kind)
        if name is None:
            continue
        value = one.text if one.kind != Finding.PHONE else readable(normalised(one.text) or one.text)
        if fields.get(name, "").strip() in ("", value):
            fields[name] = value
            moved.append(one)
    fields["note"] = without(note, moved)
