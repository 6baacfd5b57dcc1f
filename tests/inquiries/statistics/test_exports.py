from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from openpyxl import load_workbook

from inquiries.models import Inquiry, Reading
from inquiries.statistics.indicators import Indicator
from inquiries.statistics.material import Links
from inquiries.statistics.periods import Length, Period
from inquiries.statistics.publishing import published, published_grid, published_table
from inquiries.statistics.report import Section, make_report
from inquiries.statistics.tables import Grid, Row, Sum, Table
from tests.factories import (
    ChannelFactory,
    InquiryFactory,
    LifeSituationFactory,
    OfficeFactory,
    PlaceFactory,
    TargetGroupFactory,
    UnmetNeedFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
OCTOBER = Period.starting(Length.MONTH, date(2026, 10, 1))
ASKED = "?obdobi=2026-10"
SMALL = {1, 2, 3, 4}


@pytest.fixture
def desk():
    """Nine phone calls, seven visits, two e-mails; two districts, a rare group, three needs nobody could meet."""
    phone, visit, mail = ChannelFactory(phone=True), ChannelFactory(), ChannelFactory(code="email", name="E-mail")
    jih, poruba = PlaceFactory(name="Jih"), PlaceFactory(name="Poruba")
    common, rare = TargetGroupFactory(label="Senioři"), TargetGroupFactory(label="Lidé po trestu")
    situation = LifeSituationFactory(name="Bydlení")
    at = datetime(2026, 10, 12, 9, tzinfo=UTC)
    for number in range(18):
        inquiry = InquiryFactory(
            open=True,
            received_at=at,
            channel=phone if number < 9 else visit if number < 16 else mail,
            district=jih if number % 3 else poruba,
            situation=situation,
            minutes_direct=40,
        )
        inquiry.target_groups.add(rare if number in (2, 5, 9) else common)
        if number < 3:
            UnmetNeedFactory(inquiry=inquiry, recorded_at=at, situation=situation)


def report():
    offices = [OfficeFactory().pk]
    return make_report(
        OCTOBER, OCTOBER.before(), offices=offices, links=Links(OCTOBER, "/pult/dotazy/"), today=date(2026, 11, 20)
    )


def numbers_of(made):
    for table in made.tables:
        for row in [*table.rows, *([table.total] if table.total else [])]:
            yield from (row.number, row.before)
    for grid in made.grids:
        yield from (*grid.numbers.values(), *grid.row_totals.values(), *grid.column_totals.values(), grid.total)


def test_nothing_published_is_small_and_nothing_leads_to_a_record(desk):
    safe = published(report())

    assert SMALL & set(numbers_of(report()))
    assert not SMALL & set(numbers_of(safe))
    assert not any(row.link for table in safe.tables for row in table.rows)
    assert not any(tile.link for tile in safe.tiles)
    assert safe.tiles[3].figure == "méně než 5"


def test_a_small_count_takes_another_along_and_both_stand_last_by_name(desk):
    channels = next(table for table in published(report()).tables if table.code == "kanal")

    assert [(row.label, row.number) for row in channels.rows] == [("Telefon", 9), ("E-mail", None), ("Osobně", None)]
    assert channels.total.number == 18
    assert "Počty pod 5 neukazujeme" in channels.note


def test_inside_the_office_numbers_are_real(desk):
    channels = next(table for table in report().tables if table.code == "kanal")

    assert [row.number for row in channels.rows] == [9, 7, 2]


def test_a_table_whose_total_is_small_says_nothing():
    rows = [Row("a", 2, 1), Row("b", 1, 0)]

    safe = published_table(Table("x", "X", "x", rows, total=Row("", 3, 1)))

    assert [row.number for row in safe.rows] == [None, None]
    assert safe.total.number is None
    assert {row.now_width for row in safe.rows} == {""}


def test_the_change_of_a_hidden_count_is_hidden():
    rows = [Row("a", 20, 3), Row("b", 30, 9), Row("c", 9, 40)]

    safe = published_table(Table("x", "X", "x", rows, total=Row("", 59, 52), look="compared"))

    assert [(row.label, row.before, row.change) for row in safe.rows] == [
        ("a", None, "–"),
        ("b", None, "–"),
        ("c", 40, "−31"),
    ]


def test_a_grid_is_published_with_its_corners_guarded():
    numbers = {("a", "x"): 2, ("a", "y"): 20, ("b", "x"): 9, ("b", "y"): 30}
    grid = Grid.of("g", "G", "g", rows=[("a", "A"), ("b", "B")], columns=[("x", "X"), ("y", "Y")], numbers=numbers)

    safe = published_grid(grid)

    assert set(safe.numbers.values()) == {None}
    assert (safe.row_totals, safe.total) == ({"a": 22, "b": 39}, 61)
    assert [row["cells"] for row in safe.printed()] == [["–", "–"], ["–", "–"]]


def as_published(tables, grids=(), **more):
    section = Section("x", "X", list(tables), list(grids))
    return published(replace(report(), tiles=[], wide=[], narrow=[], sections=[section], **more))


def test_a_table_by_kind_does_not_tell_what_the_grid_by_kind_and_place_hides(desk):
    rows = {"1|jih": 17, "1|poruba": 3, "2|jih": 30, "2|poruba": 4}
    kinds = [Row("Byt", 20, key="1"), Row("Jídlo", 34, key="2")]
    grid = Grid.of(
        "pripady",
        "G",
        "g",
        rows=[(row, row) for row in rows],
        columns=[("r", "R")],
        numbers={(row, "r"): number for row, number in rows.items()},
        parts_in="druh",
        parts={row: row[0] for row in rows},
    )

    section = as_published([Table("druh", "D", "d", kinds, total=Row("", 54))], [grid]).sections[0]

    shown = {row.key for row in section.tables[0].rows if row.number is not None}
    for key in shown:
        hidden = [row for row, number in section.grids[0].row_totals.items() if row[0] == key and number is None]
        assert len(hidden) != 1
    assert shown == {"1", "2"}


def test_groups_stand_hidden_alike_alone_and_by_district(desk):
    safe = published(report())

    groups = next(table for table in safe.tables if table.code == "skupina")
    grid = next(grid for grid in safe.grids if grid.code == "skupina-obvod")
    assert [row.number for row in groups.rows] == [None, None]
    assert set(grid.row_totals.values()) == {None}


def test_whole_months_do_not_tell_how_many_came_on_the_days_around_the_period(desk):
    rows = [Row("Říjen", 100, key="2026-10"), Row("Listopad", 90, key="2026-11"), Row("Září", 80, key="2026-09")]
    table = Table("mesice", "M", "m", rows, is_whole=False, is_summed=True)

    safe = published(replace(report(), wide=[table], period=Period(Length.DAYS, date(2026, 9, 1), date(2026, 11, 15))))

    assert {row.label: row.number for row in safe.wide[0].rows} == {"Září": 80, "Říjen": 100, "Listopad": None}


def test_one_small_month_takes_another_along(desk):
    rows = [Row("Říjen", 100, key="2026-10"), Row("Září", 3, key="2026-09"), Row("Srpen", 40, key="2026-08")]
    table = Table("mesice", "M", "m", rows, is_whole=False, is_summed=True)

    safe = published(replace(report(), wide=[table], period=Period(Length.DAYS, date(2026, 8, 1), date(2026, 10, 31))))

    assert {row.label: row.number for row in safe.wide[0].rows} == {"Září": None, "Říjen": 100, "Srpen": None}


def test_the_share_of_anonymous_people_does_not_tell_the_few_with_a_code(desk):
    ids = list(Inquiry.objects.values_list("pk", flat=True))
    Inquiry.objects.filter(pk__in=ids[:3]).update(identity="code")
    Inquiry.objects.filter(pk__in=ids[3:13]).update(identity="contact")

    safe = published(report())

    named = next(table for table in safe.tables if table.code == "totoznost")
    assert {row.key: row.number for row in named.rows} == {"contact": 10, "anonymous": None, "code": None}
    assert next(one.value for one in safe.indicators if one.name == "Beze jména") == "–"


def test_a_share_of_answers_tells_no_rare_source(desk):
    rows = [Row("Katalog", 12, key="1"), Row("Příručka", 2, key="2")]
    share = Indicator("Podíl", "14 %", "–", "", part=14, whole=100, rests_on=(Sum("zdroj", frozenset({"1", "2"})),))

    safe = as_published([Table("zdroj", "Z", "z", rows, is_whole=False)], indicators=[share])

    assert safe.indicators[0].value == "–"


@pytest.mark.parametrize("kind", ["csv", "xlsx", "pdf"])
def test_whoever_takes_numbers_out_is_written_down(client, desk, kind):
    worker = UserFactory(worker=True)
    OfficeFactory().workers.add(worker)
    client.force_login(worker)

    page = client.get(f"/pult/statistiky/{'zprava' if kind == 'pdf' else 'tabulka'}.{kind}{ASKED}")

    assert page.status_code == 200
    assert page["Content-Disposition"] == f'attachment; filename="sociopoint-2026-10.{kind}"'
    reading = Reading.objects.get()
    assert (reading.by, reading.kind, reading.purpose) == (worker, "exported", f"statistics-{kind}")


def table_of(page):
    return list(csv.reader(io.StringIO(page.content.decode("utf-8-sig")), delimiter=";"))


def test_the_table_for_the_desk_has_real_numbers_and_the_public_one_has_not(client, desk):
    client.force_login(UserFactory(coordinator=True))

    own = table_of(client.get(f"/pult/statistiky/tabulka.csv{ASKED}"))
    public = table_of(client.get(f"/pult/statistiky/tabulka.csv{ASKED}&verejne=1"))

    assert own[0] == ["tabulka", "řádek", "sloupec", "říjen 2026", "září 2026"]
    assert ["Jak se ptali", "E-mail", "", "2", "0"] in own
    assert ["Jak se ptali", "E-mail", "", "neuvádíme", "neuvádíme"] in public
    assert not SMALL & {int(row[3]) for row in public[1:] if row[3].isdigit()}


def test_numbers_of_a_spreadsheet_are_numbers_and_formulas_are_text(client, desk):
    LifeSituationFactory._meta.model.objects.update(name="=SUM(A1:A9)")
    client.force_login(UserFactory(coordinator=True))

    content = client.get(f"/pult/statistiky/tabulka.xlsx{ASKED}").content

    cells = {(row[0].value, row[1].value): row for row in load_workbook(io.BytesIO(content)).active.iter_rows()}
    assert cells["Jak se ptali", "Telefon"][3].value == 9
    formula = cells["S čím lidé přišli", "=SUM(A1:A9)"][1]
    assert formula.data_type == "s"


def test_the_council_gets_a_tagged_pdf(client, desk):
    client.force_login(UserFactory(coordinator=True))

    page = client.get(f"/pult/statistiky/zprava.pdf{ASKED}")

    assert page["Content-Type"] == "application/pdf"
    assert page.content.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in page.content
    assert b"pdfuaid" in page.content


@pytest.mark.parametrize("address", ["zprava.pdf", "tabulka.csv", "tabulka.xlsx"])
def test_a_file_of_an_unreadable_period_leads_back_to_the_page(client, address):
    client.force_login(UserFactory(coordinator=True))

    page = client.get(f"/pult/statistiky/{address}?obdobi=nesmysl")

    assert page.status_code == 302
    assert page["Location"] == "/pult/statistiky/?obdobi=nesmysl"
    assert not Reading.objects.exists()


def test_an_empty_period_makes_files_too(client):
    client.force_login(UserFactory(coordinator=True))

    assert client.get("/pult/statistiky/zprava.pdf?obdobi=2019-01").status_code == 200
    assert client.get("/pult/statistiky/tabulka.xlsx?obdobi=2019-01").status_code == 200


def test_a_spreadsheet_is_read_without_pulling_its_columns_wider(client, desk):
    client.force_login(UserFactory(coordinator=True))
    book = load_workbook(io.BytesIO(client.get(f"/pult/statistiky/tabulka.xlsx{ASKED}").content))

    sheet = book.active
    texts = [str(value) for row in sheet.iter_rows(values_only=True) for value in row if value is not None]
    assert sheet.column_dimensions["B"].width >= max(len(str(cell.value)) for cell in sheet["B"][:20])
    assert (sheet["A1"].font.b, sheet["A2"].font.b) == (True, False)
    assert not [text for text in texts if "\u00a0" in text]


FILES = ("zprava.pdf?", "tabulka.xlsx?verejne=1&", "tabulka.csv?verejne=1&")
OVERLAPPING = ["", "od=2026-10-01&do=2026-10-29", "od=2026-10-01&do=2026-10-31", "obdobi=2099"]


@pytest.mark.parametrize("asked", OVERLAPPING)
def test_of_days_that_overlap_or_are_not_over_nothing_leaves_the_office(client, desk, asked):
    client.force_login(UserFactory(coordinator=True))

    page = client.get(f"/pult/statistiky/?{asked}")
    answers = [client.get(f"/pult/statistiky/{file}{asked}") for file in FILES]

    text = page.text.replace("\u00a0", " ")
    assert ("PDF pro radu" in text, "ke zveřejnění jen za celý měsíc" in text) == (False, True)
    assert [answer.status_code for answer in answers] == [302, 302, 302]
    assert not Reading.objects.exists()
    assert client.get(f"/pult/statistiky/tabulka.csv?{asked}").status_code == 200  # any days for the desk itself


def test_a_whole_month_is_offered_and_the_way_to_it(client, desk):
    client.force_login(UserFactory(coordinator=True))

    whole, running = client.get(f"/pult/statistiky/{ASKED}"), client.get("/pult/statistiky/")

    assert 'href="/pult/statistiky/zprava.pdf?obdobi=2026-10"' in whole.text
    assert 'href="/pult/statistiky/tabulka.csv?obdobi=2026-10&amp;verejne=1"' in whole.text
    month = running.context["form"].last_month
    assert month.last == running.context["form"].today.replace(day=1) - timedelta(days=1)
    assert f'href="/pult/statistiky/?obdobi={month.code}"' in running.text
