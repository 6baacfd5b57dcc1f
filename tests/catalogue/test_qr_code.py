"""The code on paper: drawn by us, so every square is compared with the library's."""

from __future__ import annotations

import re

import segno

from catalogue.service_page import QR_BORDER, QR_MASK, qr_code

ADDRESS = "https://sociopoint.example/sluzby/4711/"


def squares(svg: str, size: int) -> list[list[int]]:
    drawn = [[0] * size for _row in range(size)]
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)", svg):
        for column in range(int(x), int(x) + int(length)):
            drawn[int(y)][column] = 1
    return drawn


def test_every_square_is_where_it_belongs():
    matrix = segno.make_qr(ADDRESS, error="m", mask=QR_MASK).matrix

    assert squares(qr_code(ADDRESS), len(matrix)) == [list(row) for row in matrix]


def test_a_quiet_border_lies_around_it():
    size = len(segno.make_qr(ADDRESS, error="m", mask=QR_MASK).matrix)

    x, y, width, height = map(float, re.search(r'viewBox="([^"]+)"', qr_code(ADDRESS))[1].split())

    assert (x, y) == (-QR_BORDER, -QR_BORDER - 0.5)  # a line lies half above and half below its row
    assert (width, height) == (size + 2 * QR_BORDER, size + 2 * QR_BORDER)
