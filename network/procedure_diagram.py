"""A procedure as swimlanes: a column for each who, a row for each step, drawn as an SVG without any colour of its own.

Each row holds one step, so a line to a step that is not next leaves by the left side, where its row is empty, and runs down
the gutter. Branches are dashed and say when; whoever cannot see the picture has the same steps as text beside it.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from network.procedure_text import TextStep

LANE, BOX, GUTTER, HEAD = 216, 184, 44, 64
LINE, PAD, GAP = 18, 10, 40
LETTERS_A_LINE = 22
SVG = "http://www.w3.org/2000/svg"
FONT = "Libertinus Serif, system-ui, sans-serif"


@dataclass(frozen=True)
class Box:
    """A step in its place, in units of the drawing."""

    step: TextStep
    lines: list[str]
    x: float
    y: float
    height: float

    @property
    def middle(self) -> float:
        return self.x + BOX / 2

    @property
    def bottom(self) -> float:
        return self.y + self.height


def diagram(steps: Sequence[TextStep], *, title: str) -> SafeString:
    """The drawing as an element of a page or a file of its own; '' without steps."""
    if not steps:
        return SafeString("")
    lanes = list(dict.fromkeys(step.who for step in steps))
    boxes = _boxes(steps, lanes)
    width, height = GUTTER + LANE * len(lanes), boxes[-1].bottom + GAP
    root = ET.Element(
        "svg",
        {
            "xmlns": SVG,
            "viewBox": f"0 0 {width} {height:g}",
            "width": str(width),
            "height": f"{height:g}",
            "role": "img",
            "aria-labelledby": "schema-nazev schema-popis",
            "font-family": FONT,
            "font-size": "14",
            "fill": "none",
            "stroke": "currentColor",
        },
    )
    ET.SubElement(root, "title", {"id": "schema-nazev"}).text = title
    ET.SubElement(root, "desc", {"id": "schema-popis"}).text = described(steps)
    _draw_arrow_head(root)
    _draw_lanes(root, lanes, height)
    _draw_lines(root, boxes)
    for box in boxes:
        _draw_box(root, box)
    return mark_safe(ET.tostring(root, encoding="unicode"))  # noqa: S308  ElementTree escapes every text


def described(steps: Sequence[TextStep]) -> str:
    """The drawing told: who does what in which order."""
    told = []
    for step in steps:
        when = _("Když %(when)s: ") % {"when": step.when} if step.when else ""
        told.append(f"{step.label}. {when}{step.title}.")
    return " ".join(told)


def _boxes(steps: Sequence[TextStep], lanes: list[str]) -> list[Box]:
    boxes, y = [], float(HEAD + GAP / 2)
    for step in steps:
        words = f"{step.label}. {step.what}"
        lines = textwrap.wrap(words, LETTERS_A_LINE) + ([f"({step.due})"] if step.due else [])
        if step.when:
            y += LINE * len(textwrap.wrap(step.when, LETTERS_A_LINE))
        height = 2 * PAD + LINE * len(lines)
        x = GUTTER + LANE * lanes.index(step.who) + (LANE - BOX) / 2
        boxes.append(Box(step, lines, x, y, height))
        y += height + GAP
    return boxes


def _draw_arrow_head(root: ET.Element) -> None:
    marker = ET.SubElement(
        ET.SubElement(root, "defs"),
        "marker",
        {
            "id": "hrot",
            "viewBox": "0 0 8 8",
            "refX": "8",
            "refY": "4",
            "markerWidth": "8",
            "markerHeight": "8",
            "orient": "auto",
        },
    )
    ET.SubElement(marker, "path", {"d": "M0 0 8 4 0 8z", "fill": "currentColor", "stroke": "none"})


def _draw_lanes(root: ET.Element, lanes: list[str], height: float) -> None:
    for place, who in enumerate(lanes):
        left = GUTTER + LANE * place
        ET.SubElement(root, "path", {"d": f"M{left} 0V{height:g}", "stroke-opacity": "0.35"})
        names = textwrap.wrap(who, LETTERS_A_LINE)[:3]
        for line, words in enumerate(names):
            _write(root, words, left + LANE / 2, 20 + LINE * line, bold=True)
    ET.SubElement(root, "path", {"d": f"M0 {HEAD}H{GUTTER + LANE * len(lanes)}", "stroke-opacity": "0.35"})


def _draw_lines(root: ET.Element, boxes: list[Box]) -> None:
    """Main steps follow one another; a branch hangs on its step, and its own steps follow one another too."""
    by_label = {box.step.label: box for box in boxes}
    last_of: dict[tuple[str, str], Box] = {}
    for place, box in enumerate(boxes):
        series = (box.step.parent, box.step.when)
        before = last_of.get(series) or by_label.get(box.step.parent)
        is_branch = bool(box.step.parent)
        if before is not None:
            _draw_line(root, before, box, next_to=place > 0 and boxes[place - 1] is before, dashed=is_branch)
        if is_branch and series not in last_of:
            _write_condition(root, box)
        last_of[series] = box


def _draw_line(root: ET.Element, start: Box, end: Box, *, next_to: bool, dashed: bool) -> None:
    if next_to:
        half = end.y - GAP / 4
        path = f"M{start.middle:g} {start.bottom:g}V{half:g}H{end.middle:g}V{end.y:g}"
    else:
        aside = GUTTER / 2 if not dashed else GUTTER / 4
        leave, arrive = start.y + start.height / 2, end.y + end.height / 2
        path = f"M{start.x:g} {leave:g}H{aside:g}V{arrive:g}H{end.x:g}"
    line = {"d": path, "marker-end": "url(#hrot)", "stroke-width": "1.5"}
    ET.SubElement(root, "path", line | ({"stroke-dasharray": "5 4"} if dashed else {}))


def _write_condition(root: ET.Element, box: Box) -> None:
    lines = textwrap.wrap(box.step.when, LETTERS_A_LINE)
    for place, words in enumerate(reversed(lines)):
        _write(root, words, box.middle + 6, box.y - GAP / 4 - 8 - LINE * place, italic=True, anchor="start")


def _draw_box(root: ET.Element, box: Box) -> None:
    """A branch has a dashed edge and round corners: told apart without colour."""
    is_branch = bool(box.step.parent)
    edge = {"rx": "14", "stroke-dasharray": "5 4"} if is_branch else {"rx": "3"}
    place = {"x": f"{box.x:g}", "y": f"{box.y:g}", "width": str(BOX), "height": f"{box.height:g}"}
    ET.SubElement(root, "rect", place | edge | {"stroke-width": "1.5"})
    for line, words in enumerate(box.lines):
        _write(root, words, box.middle, box.y + PAD + LINE * (line + 1) - 5)


def _write(
    root: ET.Element,
    words: str,
    x: float,
    y: float,
    *,
    bold: bool = False,
    italic: bool = False,
    anchor: str = "middle",
) -> None:
    look = {"font-weight": "700"} if bold else {"font-style": "italic"} if italic else {}
    where = {"x": f"{x:g}", "y": f"{y:g}", "text-anchor": anchor, "fill": "currentColor", "stroke": "none"}
    ET.SubElement(root, "text", where | look).text = words
