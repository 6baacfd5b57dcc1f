"""Every PDF of the product can be read by a screen reader: PDF/UA-1, tagged, with its language and its title."""

from __future__ import annotations

import re
import zlib

import pytest

from sociopoint import my_list
from tests.addresses import OPENS_TO, POST_ONLY
from tests.factories import ServiceFactory
from tests.sociopoint.test_addresses import example_of, one_who_may

PDFS = sorted(route for route in set(OPENS_TO) - POST_ONLY if route.endswith(".pdf"))
ASKED = {"pult/statistiky/zprava.pdf": {"obdobi": "2025"}}  # only a period that is over has this paper


def unpacked(pdf: bytes) -> bytes:
    """The file with its packed objects beside it, in which the catalogue of the document may stand."""
    found = [pdf]
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            found.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return b"\n".join(found)


def test_all_of_them_are_known():
    assert len(PDFS) >= 8


@pytest.mark.parametrize("route", PDFS)
def test_a_screen_reader_is_told_what_it_reads(client, db, route):
    user = one_who_may(route)
    if user:
        client.force_login(user)
    client.cookies[my_list.COOKIE] = str(ServiceFactory().pk)  # an empty list has no paper

    response = client.get(example_of(route, user), ASKED.get(route))

    pdf = unpacked(response.getvalue())
    assert response["Content-Type"] == "application/pdf"
    assert re.search(rb"pdfuaid:part[>=\"]+1", pdf)
    assert re.search(rb"/MarkInfo\s*<<[^>]*/Marked true", pdf)
    assert re.search(rb"/StructTreeRoot \d", pdf)
    assert re.search(rb"/Lang\s*\((cs|en|uk)", pdf)
    assert re.search(rb"<dc:title>.*?<rdf:li[^>]*>[^<]+<", pdf, re.DOTALL)
    assert re.search(rb"/DisplayDocTitle true", pdf)
