"""Documents: what is accepted by its content, who reads it, how it is served."""

from __future__ import annotations

import io
import zipfile
import zlib
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, ProgrammingError, connection

from network import file_checks
from network.document_keeping import add_version
from network.file_checks import FileRefused, kind_of
from network.models import Document, DocumentVersion
from tests.factories import UserFactory
from tests.network.factories_groups import MandateFactory

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 30 + b"IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0" + b"\x00" * 30 + b"\xff\xd9"


def packed_pdf(inside: bytes, *, packed: bytes | None = None) -> bytes:
    """As most programmes write it today: objects lie in one packed stream."""
    stream = zlib.compress(inside) if packed is None else packed
    head = b"1 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>\nstream\n" % len(stream)
    return PDF.replace(b"trailer", head + stream + b"\nendstream\nendobj\ntrailer")


def docx(**more: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}.items():
            archive.writestr(name, content)
        for name, content in more.items():
            archive.writestr(name.replace("__", "/"), content)
    return packed.getvalue()


@pytest.mark.parametrize(("content", "kind"), [(PDF, "PDF"), (PNG, "PNG"), (JPEG, "JPEG"), (docx(), "DOCX")])
def test_a_file_is_what_its_content_says(content, kind):
    assert kind_of(content).name == kind


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ\x90\x00",
        b"<html><script>alert(1)</script></html>",
        PDF[:-7],
        PDF.replace(b"<<>>", b"<</JavaScript 1>>", 1),
        PDF.replace(b"<<>>", b"<</S/J#61vaScript/J#53(app.alert(1))>>", 1),
        packed_pdf(b"1 0 <</S/JavaScript/JS(app.alert(1))>>"),
        packed_pdf(b"1 0 <</S/J#61vaScript/JS(app.alert(1))>>"),
        PNG[:20],
        JPEG[:-2],
        JPEG[:-2] + b"SEFT",
        b"PK\x03\x04zkazeno",
        docx(word__vbaProject_bin=b"x").replace(b"vbaProject_bin", b"vbaProject.bin"),
        docx(word__embeddings__a=b"x"),
    ],
)
def test_anything_else_is_refused(content):
    with pytest.raises(FileRefused):
        kind_of(content)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (packed_pdf(b"1 0 <</Type/Catalog>>"), "PDF"),
        (packed_pdf(b"", packed=b"\x8a/JS\x91 picture"), "PDF"),
        (packed_pdf(b"", packed=b"not packed at all"), "PDF"),
        (JPEG + b"\x00\x00\x01\x0aname of the maker\x24\x00\x00\x00SEFT", "JPEG"),
    ],
)
def test_a_picture_may_hold_any_bytes(content, kind):
    """Three letters stand in a picture of some megabytes by chance; and some telephones sign their photos."""
    assert kind_of(content).name == kind


def test_a_pdf_that_grows_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(file_checks, "LARGEST_UNPACKED", 1000)
    twice = packed_pdf(b"0" * 5000).replace(b"trailer", packed_pdf(b"0")[9:], 1)

    with pytest.raises(FileRefused, match="velké"):
        kind_of(twice)


def test_a_docx_packed_as_nobody_packs_is_refused():
    newer = bytearray(docx())
    newer[newer.index(b"PK\x01\x02") + 6] = 99  # the version of ZIP needed to unpack it

    with pytest.raises(FileRefused, match="DOCX"):
        kind_of(bytes(newer))


def test_a_zip_that_is_no_document_is_refused():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", b"a")

    with pytest.raises(FileRefused):
        kind_of(packed.getvalue())


def test_a_bomb_is_refused_without_being_unpacked(monkeypatch):
    monkeypatch.setattr(file_checks, "LARGEST_UNPACKED", 1000)

    with pytest.raises(FileRefused, match="velký"):
        kind_of(docx(word__big=b"\0" * 5000))


def test_what_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(file_checks, "LARGEST", 10)

    with pytest.raises(FileRefused, match="10 MB"):
        kind_of(PDF)


@pytest.fixture
def coordinator(client, db):
    user = UserFactory(coordinator=True)
    client.force_login(user)
    return user


def upload(client, content=PDF, name="letak.pdf", **more):
    sent = {"title": "Leták", "readers": "network", "file": SimpleUploadedFile(name, content)} | more
    return client.post("/sit/dokumenty/novy/", sent)


def test_a_document_is_uploaded_and_served_as_an_attachment(client, coordinator):
    response = upload(client, name="../../etc/<b>.pdf")

    document = Document.objects.get()
    assert response["Location"] == document.get_absolute_url()
    served = client.get(f"{document.get_absolute_url()}1/")
    assert served.content == PDF
    assert served["Content-Disposition"] == 'attachment; filename="letak.pdf"'
    assert served["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in served["Content-Security-Policy"]


def test_a_refused_file_says_why_and_leaves_nothing(client, coordinator):
    response = upload(client, b"MZ\x90\x00", name="letak.pdf")

    assert response.status_code == 422
    assert "Přijímáme jen" in response.content.decode()
    assert not Document.objects.exists()


def test_a_correction_is_the_next_version_and_the_first_stays(client, coordinator):
    upload(client)
    document = Document.objects.get()

    client.post(document.get_absolute_url(), {"file": SimpleUploadedFile("a.docx", docx()), "note": "Nový telefon"})

    assert list(document.versions.values_list("number", "file_name")) == [(2, "letak.docx"), (1, "letak.pdf")]
    with pytest.raises(ProgrammingError, match="Cannot"):
        DocumentVersion.objects.filter(number=1).update(note="Jinak")


def test_a_document_uploaded_by_a_double_click_is_one(client, coordinator):
    first, second = upload(client)["Location"], upload(client, name="jinak-nazvany.pdf")["Location"]
    others = [upload(client, **more)["Location"] for more in ({"content": PNG}, {"about": "Na nástěnku"})]

    assert first == second
    assert len({first, *others}) == 3
    assert DocumentVersion.objects.count() == 3


def test_two_uploads_at_the_same_moment_are_one(transactional_db):
    user = UserFactory(coordinator=True)
    barrier = Barrier(2)

    def one(_number: int) -> int:
        try:
            barrier.wait()
            return add_version(Document(title="Leták"), file=io.BytesIO(PDF), note="", by=user).document_id
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        found = set(pool.map(one, range(2)))

    assert (len(found), Document.objects.count()) == (1, 1)


def test_a_new_version_sent_twice_is_one_version(client, coordinator):
    upload(client)
    document = Document.objects.get()

    for note in ("Nový telefon", "Nový telefon", "Jiná poznámka"):
        client.post(document.get_absolute_url(), {"file": SimpleUploadedFile("a.docx", docx()), "note": note})

    assert list(document.versions.values_list("number", "note")) == [(3, "Jiná poznámka"), (2, "Nový telefon"), (1, "")]


def test_what_was_withdrawn_or_corrected_may_be_uploaded_again(client, coordinator):
    upload(client)
    client.post(Document.objects.get().get_absolute_url(), {"udelej": "stahnout"})
    upload(client)
    second = Document.objects.get(is_withdrawn=False)
    client.post(second.get_absolute_url(), {"file": SimpleUploadedFile("a.docx", docx()), "note": ""})

    upload(client)

    assert Document.objects.count() == 3


def test_a_document_for_a_group_has_a_group(db):
    with pytest.raises(IntegrityError, match="document_of_a_group_for_its_members"):
        Document.objects.create(title="A", readers="group")


def test_who_reads_what(client, coordinator):
    partner = UserFactory()
    held = MandateFactory(account=partner)
    other = MandateFactory()
    for readers, group in [("network", None), ("group", held.group), ("group", other.group), ("desk", None)]:
        more = {"group": str(group.pk)} if group else {}
        upload(client, readers=readers, **more)
    withdrawn = Document.objects.create(title="Stažený", is_withdrawn=True)
    client.force_login(partner)

    found = [client.get(one.get_absolute_url()).status_code for one in Document.objects.order_by("pk")]

    assert found == [200, 200, 404, 404, 404]
    assert client.get(f"{withdrawn.get_absolute_url()}1/").status_code == 404
    assert client.post(Document.objects.order_by("pk")[0].get_absolute_url(), {"udelej": "stahnout"}).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_documents_cost_the_same_for_one_as_for_three(client, coordinator, django_assert_num_queries, rows):
    for number in range(rows):
        upload(client, title=f"Leták {number}")

    with django_assert_num_queries(4):
        assert client.get("/sit/dokumenty/").context["page"].paginator.count == rows
