"""A report from an open period to a locked one and back, in the hands of a partner and of the city."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from openpyxl import Workbook, load_workbook

from network import reporting
from network.models import IndicatorReport, IndicatorValue, ReportingPeriod, ReportState, ValueSource, Verdict
from network.report_facts import facts_of
from network.reporting import Filled, Judged
from network.told_by_desk import told_by_desk
from sociopoint.models import OutgoingMail
from tests.factories import (
    OrganisationFactory,
    ReferralFactory,
    ServiceFactory,
    ServiceKindFactory,
    UserFactory,
)
from tests.network.factories import PersonFactory, PositionFactory
from tests.network.factories_indicators import (
    IndicatorDefinitionFactory,
    IndicatorReportFactory,
    IndicatorValueFactory,
    ManualVersionFactory,
    ReportingPeriodFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator():
    return UserFactory(coordinator=True)


@pytest.fixture
def partner():
    user = UserFactory()
    PositionFactory(person=PersonFactory(user=user), organisation=OrganisationFactory(name="Poradna Most"))
    return user


@pytest.fixture
def period():
    """A period by a manual with two indicators."""
    period = ReportingPeriodFactory()
    IndicatorDefinitionFactory(version=period.version, order=1, code="kontakt", name="Kontakty")
    IndicatorDefinitionFactory(version=period.version, order=2, code="klienti", name="Lidé")
    return period


@pytest.fixture
def report(partner, period):
    organisation = partner.person.positions.get().organisation
    return IndicatorReportFactory(period=period, service=ServiceFactory(organisation=organisation))


def numbers(report) -> dict[str, int]:
    return {one.code: one.pk for one in report.period.version.definitions.all()}


def typed(report, **values) -> dict[str, str]:
    """`kontakt="5"`, `kontakt_comment="…"`, `kontakt_zero="on"` as the form sends them."""
    codes, fields = numbers(report), {}
    for name, value in values.items():
        code, _under, part = name.partition("_")
        fields[f"{part or 'value'}-{codes[code]}"] = value
    return fields


def test_a_period_opens_a_report_for_every_offered_service_of_its_kinds(client, coordinator):
    kind = ServiceKindFactory()
    offered = ServiceFactory(kind=kind)
    ServiceFactory(kind=kind, published=False)
    ServiceFactory(kind=kind, valid_until=date(2026, 6, 29))
    ServiceFactory(kind=ServiceKindFactory())
    version = ManualVersionFactory(issued=True)
    client.force_login(coordinator)
    values = {"name": "1. pololetí", "version": version.pk, "first": "2026-01-01", "last": "2026-06-30"}

    client.post("/sit/ukazatele/obdobi/nove/", values | {"due_on": "2026-07-31", "kinds": [kind.pk]})

    assert [one.service for one in ReportingPeriod.objects.get().reports.all()] == [offered]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"first": "2026-07-01"}, "__all__"),
        ({"first": "zítra"}, "first"),
        ({"due_on": "31. 12. 9999"}, "due_on"),
        ({"kinds": []}, "kinds"),
        ({"version": "999999"}, "version"),
        ({"name": ""}, "name"),
    ],
)
def test_a_period_that_makes_no_sense_is_said_at_its_place(client, coordinator, values, field):
    kind, version = ServiceKindFactory(), ManualVersionFactory(issued=True)
    client.force_login(coordinator)
    fine = {"name": "1. pololetí", "version": version.pk, "first": "2026-01-01", "last": "2026-06-30"}

    response = client.post("/sit/ukazatele/obdobi/nove/", fine | {"due_on": "2026-07-31", "kinds": [kind.pk]} | values)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]


def test_a_partner_fills_in_and_sends(client, partner, report):
    client.force_login(partner)
    page = report.get_absolute_url()

    client.post(page, typed(report, kontakt="1 234,5", klienti="0", klienti_zero="on"))
    client.post(f"{page}odeslat/")

    report.refresh_from_db()
    values = {value.definition.code: value for value in report.values.select_related("definition")}
    assert (values["kontakt"].value, values["klienti"].is_zero_confirmed) == (Decimal("1234.50"), True)
    assert (report.state, report.sent_by) == (ReportState.SENT, partner)
    assert [(move.before, move.after) for move in report.moves.all()] == [("draft", "sent")]


@pytest.mark.parametrize(
    ("filled", "missing"),
    [
        ({"kontakt": "5"}, "Lidé"),
        ({"kontakt": "5", "klienti": "0"}, "Lidé (potvrďte nulu)"),
    ],
)
def test_what_is_missing_holds_the_report_back(client, partner, report, filled, missing):
    client.force_login(partner)
    client.post(report.get_absolute_url(), typed(report, **filled))

    response = client.post(f"{report.get_absolute_url()}odeslat/", follow=True)

    report.refresh_from_db()
    assert report.state == ReportState.DRAFT
    assert f"proč chybí: {missing}." in response.content.decode().replace("\xa0", " ")


def test_what_a_colleague_filled_in_since_the_form_was_opened_stays(client, partner, report):
    client.force_login(partner)
    page = report.get_absolute_url()
    opened = {"videno": client.get(page).context["form"]["videno"].value()} | typed(report, kontakt="", klienti="")
    client.post(page, opened | typed(report, kontakt="10", kontakt_comment="Podle knihy."))

    client.post(page, opened | typed(report, klienti="5"))

    kept = report.values.values_list("definition__code", "value", "comment")
    assert set(kept) == {("kontakt", 10, "Podle knihy."), ("klienti", 5, "")}


def test_a_missing_value_may_be_explained(client, partner, report):
    client.force_login(partner)
    client.post(report.get_absolute_url(), typed(report, kontakt="5", klienti_comment="Lidi nepočítáme."))

    client.post(f"{report.get_absolute_url()}odeslat/")

    report.refresh_from_db()
    assert report.state == ReportState.SENT


def test_what_looks_odd_must_be_explained_before_sending(client, partner, report, period):
    before = ReportingPeriodFactory(
        version=ManualVersionFactory(issued=True),
        first=date(2025, 1, 1),
        last=date(2025, 6, 30),
        due_on=date(2025, 7, 31),
    )
    last_year = IndicatorDefinitionFactory(version=before.version, code="kontakt")
    handed_in = IndicatorReportFactory(period=before, service=report.service, handed_in=True)
    IndicatorValueFactory(report=handed_in, definition=last_year, value=100)
    client.force_login(partner)
    page = report.get_absolute_url()
    client.post(page, typed(report, kontakt="200", klienti="7"))

    without = client.post(f"{page}odeslat/", follow=True)
    (odd,) = report.disproportions.all()
    assert odd.rule == 1
    assert "odpovězte na otázky" in without.content.decode()

    client.post(f"{page}odeslat/", {f"answer-{odd.pk}": "Otevřeli jsme druhou pobočku."})

    report.refresh_from_db()
    odd.refresh_from_db()
    assert (report.state, odd.answer) == (ReportState.SENT, "Otevřeli jsme druhou pobočku.")


def test_an_answer_stays_while_its_question_is_asked_and_goes_with_it(partner, report):
    before = IndicatorReportFactory(
        period=ReportingPeriodFactory(
            version=report.period.version, first=date(2025, 7, 1), last=date(2025, 12, 31), due_on=date(2026, 1, 31)
        ),
        service=report.service,
        handed_in=True,
    )
    definition = report.period.version.definitions.get(code="kontakt")
    IndicatorValueFactory(report=before, definition=definition, value=8)
    reporting.fill_in(report, {definition.pk: Filled(None)}, by=partner)
    report.disproportions.update(answer="Změna.")

    reporting.fill_in(report, {definition.pk: Filled(Decimal(0))}, by=partner)
    assert [odd.answer for odd in report.disproportions.all()] == ["Změna."]
    reporting.fill_in(report, {definition.pk: Filled(Decimal(7))}, by=partner)

    assert not report.disproportions.exists()


@pytest.fixture
def odd(partner, report):
    """The question of a report that says twice as much as a year ago, explained and sent."""
    version = ManualVersionFactory(valid_from=date(2025, 1, 1), valid_until=date(2025, 12, 31), state="valid")
    before = ReportingPeriodFactory(
        version=version, first=date(2025, 1, 1), last=date(2025, 6, 30), due_on=date(2025, 7, 31)
    )
    definition = IndicatorDefinitionFactory(version=version, code="kontakt")
    last_year = IndicatorReportFactory(period=before, service=report.service, handed_in=True)
    IndicatorValueFactory(report=last_year, definition=definition, value=100)
    codes = numbers(report)
    filled = {codes["kontakt"]: Filled(Decimal(200)), codes["klienti"]: Filled(Decimal(7))}
    reporting.fill_in(report, filled, by=partner)
    asked = report.disproportions.get()
    reporting.explain(report, {asked.pk: "Bylo víc lidí."}, by=partner)
    reporting.send(report, by=partner)
    asked.refresh_from_db()
    return asked


def test_the_city_asks_again_and_the_service_answers_otherwise(client, coordinator, partner, report, odd):
    page = report.get_absolute_url()
    client.force_login(coordinator)
    client.post(f"{page}vysvetleni/", {f"co-{odd.pk}": "correct", f"dotaz-{odd.pk}": "Kde jste je potkali?"})
    client.force_login(partner)
    shown = client.get(page).content.decode()
    same = client.post(f"{page}odeslat/", {f"answer-{odd.pk}": "Bylo víc lidí."}, follow=True).content.decode()
    client.post(f"{page}odeslat/", {f"answer-{odd.pk}": "Na nové pobočce."})
    odd.refresh_from_db()

    assert "Kde jste je potkali?" in shown
    assert "ptá znovu" in same
    assert [move.after for move in report.moves.all()] == ["sent", "returned", "sent"]
    assert (odd.verdict, odd.judged_answer, odd.answer) == ("correct", "Bylo víc lidí.", "Na nové pobočce.")
    assert (odd.is_judged, odd.judged_by) == (False, coordinator)

    client.force_login(coordinator)
    assert "Na nové pobočce." in client.get(page).content.decode()
    client.post(f"{page}vysvetleni/", {f"co-{odd.pk}": "fine"})
    client.force_login(partner)
    assert "vysvětlení stačí" in client.get(page).content.decode()
    report.refresh_from_db()
    assert report.state == "sent"


def test_asking_again_is_written_to_whoever_sent_the_report(
    coordinator, partner, report, odd, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        reporting.judge(report, {odd.pk: Judged(Verdict.CORRECT, "Kde jste je potkali?")}, by=coordinator)

    letter = OutgoingMail.objects.get()
    assert letter.to == partner.email
    assert "Kde jste je potkali?" in letter.text


def test_accepting_a_report_accepts_what_was_not_decided(coordinator, report, odd):
    reporting.decide(report, ReportState.ACCEPTED, by=coordinator)

    odd.refresh_from_db()
    assert (odd.verdict, odd.is_judged) == ("fine", True)


def test_a_verdict_on_other_numbers_is_no_verdict(coordinator, partner, report, odd):
    reporting.judge(report, {odd.pk: Judged(Verdict.FINE)}, by=coordinator)
    reporting.decide(report, ReportState.RETURNED, by=coordinator, reason="Překlep.")

    reporting.fill_in(report, {numbers(report)["kontakt"]: Filled(Decimal(300))}, by=partner)

    odd.refresh_from_db()
    assert (odd.verdict, odd.judged_at, odd.answer) == ("", None, "Bylo víc lidí.")


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "__all__"),
        ({"co": "correct"}, "dotaz"),
        ({"co": "correct", "dotaz": " "}, "dotaz"),
        ({"co": "nesmysl"}, "co"),
        ({"co": "correct", "dotaz": "x" * 401}, "dotaz"),
    ],
)
def test_a_decision_that_says_nothing_is_refused(client, coordinator, report, odd, sent, field):
    client.force_login(coordinator)

    response = client.post(
        f"{report.get_absolute_url()}vysvetleni/", {f"{name}-{odd.pk}": value for name, value in sent.items()}
    )

    assert response.status_code == 422
    assert [name.split("-")[0] for name in response.context["judge_form"].errors] == [field]
    assert "Chyba:" in response.content.decode()


@pytest.mark.parametrize(
    ("sent", "said"),
    [({"co": "correct", "dotaz": "Proč?"}, "ve stavu „vráceno k opravě“"), ({"co": "fine"}, "Zapsáno.")],
)
def test_a_decision_sent_twice_is_taken_once(client, coordinator, report, odd, sent, said):
    client.force_login(coordinator)
    page, facts = f"{report.get_absolute_url()}vysvetleni/", {f"{name}-{odd.pk}": value for name, value in sent.items()}
    client.post(page, facts, follow=True)
    moves = report.moves.count()

    again = client.post(page, facts, follow=True)

    assert said in again.content.decode()
    assert report.moves.count() == moves


def test_only_a_coordinator_decides_and_only_of_what_was_sent(client, coordinator, partner, report, odd):
    client.force_login(partner)
    assert client.post(f"{report.get_absolute_url()}vysvetleni/", {f"co-{odd.pk}": "fine"}).status_code == 403
    with pytest.raises(PermissionDenied):
        reporting.judge(report, {odd.pk: Judged(Verdict.FINE)}, by=partner)
    reporting.decide(report, ReportState.ACCEPTED, by=coordinator)

    with pytest.raises(reporting.ReportRefused):
        reporting.judge(report, {odd.pk: Judged(Verdict.CORRECT, "Proč?")}, by=coordinator)


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"verdict": "fine"}, "disproportion_judged_by_somebody"),
        ({"verdict": "correct", "judged_at": "2026-07-01T10:00Z"}, "disproportion_asked_again_in_words"),
    ],
)
def test_a_verdict_is_whole(odd, coordinator, facts, constraint):
    by = {"judged_by": coordinator} if "judged_at" in facts else {}
    with pytest.raises(IntegrityError, match=constraint):
        type(odd).objects.filter(pk=odd.pk).update(**facts, **by)


def test_what_is_typed_goes_with_the_report_and_is_not_lost_when_it_cannot(client, partner, report):
    """One form: nobody has to save first, and a refusal keeps values and answers."""
    client.force_login(partner)
    page = report.get_absolute_url()

    client.post(f"{page}odeslat/", typed(report, kontakt="200"))
    report.refresh_from_db()
    assert (report.state, report.values.get(definition__code="kontakt").value) == ("draft", 200)

    client.post(f"{page}odeslat/", typed(report, kontakt="201", klienti="7"))
    report.refresh_from_db()
    assert (report.state, report.values.get(definition__code="kontakt").value) == ("sent", 201)


def test_the_city_returns_with_a_reason_accepts_locks_and_corrects(client, coordinator, partner, report):
    codes = numbers(report)
    reporting.fill_in(report, {pk: Filled(Decimal(7)) for pk in codes.values()}, by=partner)
    reporting.send(report, by=partner)
    client.force_login(coordinator)
    page = report.get_absolute_url()

    assert client.post(f"{page}vratit/", {"reason": " "}).status_code == 422
    client.post(f"{page}vratit/", {"reason": "Chybí prosinec."})
    reporting.fill_in(report, {codes["kontakt"]: Filled(Decimal(9))}, by=partner)
    reporting.send(report, by=partner)
    client.post(f"{page}prijmout/")
    client.post(f"{page}uzamknout/")
    client.post(f"{page}vratit/", {"reason": "Překlep v kontaktech."})

    report.refresh_from_db()
    assert [move.after for move in report.moves.all()] == ["sent", "returned", "sent", "accepted", "locked", "returned"]
    assert [move.reason for move in report.moves.filter(after="returned")] == [
        "Chybí prosinec.",
        "Překlep v kontaktech.",
    ]
    assert report.may_be_filled


@pytest.mark.parametrize("state", ["sent", "accepted", "locked"])
def test_what_was_handed_in_is_not_filled_in(client, partner, report, state):
    IndicatorReport.objects.filter(pk=report.pk).update(state=state, sent_by=partner, sent_at="2026-07-01T10:00Z")
    client.force_login(partner)

    client.post(report.get_absolute_url(), typed(report, kontakt="5"))

    assert not report.values.exists()


def test_moves_that_are_not_on_the_table_are_refused(coordinator, report):
    with pytest.raises(reporting.ReportRefused):
        reporting.decide(report, ReportState.ACCEPTED, by=coordinator)


def test_a_partner_knows_nothing_of_others(client, partner, period):
    theirs = IndicatorReportFactory(period=period)
    client.force_login(partner)

    for address in ("", "sablona.xlsx"):
        assert client.get(f"{theirs.get_absolute_url()}{address}").status_code == 404
    assert client.post(theirs.get_absolute_url(), {}).status_code == 404
    assert client.get(period.get_absolute_url()).status_code == 404
    assert client.get(f"{period.get_absolute_url()}vykazy.csv").status_code == 404
    assert list(client.get("/sit/ukazatele/").context["reports"]) == []
    with pytest.raises(PermissionDenied):
        reporting.fill_in(theirs, {}, by=partner)


def test_a_worker_looks_but_does_not_write(client, report):
    client.force_login(UserFactory(worker=True))

    assert client.get(report.get_absolute_url()).status_code == 200
    assert client.post(report.get_absolute_url(), typed(report, kontakt="5")).status_code == 403


@pytest.mark.parametrize("value", ["pět", "-1", "1,234", "1e5", "٣", "99999999999999", "NaN"])
def test_what_is_no_number_is_said_and_nothing_is_saved(client, partner, report, value):
    client.force_login(partner)

    response = client.post(report.get_absolute_url(), typed(report, kontakt=value, klienti="7"))

    assert response.status_code == 422
    assert not report.values.exists()


def test_what_was_returned_says_why_above_the_values(client, partner, report, coordinator):
    client.force_login(partner)
    client.post(report.get_absolute_url(), typed(report, kontakt="5", klienti="7"))
    client.post(f"{report.get_absolute_url()}odeslat/", {})
    client.force_login(coordinator)
    client.post(f"{report.get_absolute_url()}vratit/", {"reason": "Zkontrolujte hodiny."})
    client.force_login(partner)

    page = client.get(report.get_absolute_url()).content.decode().replace("\xa0", " ")

    assert page.index("Město výkaz vrátilo: Zkontrolujte hodiny.") < page.index("Hodnoty</h2>")


def test_a_zero_is_confirmed_only_where_it_is_one(client, partner, report):
    client.force_login(partner)

    assert client.post(report.get_absolute_url(), typed(report, kontakt="5", kontakt_zero="on")).status_code == 422


def test_the_template_goes_out_and_comes_back(client, partner, report):
    client.force_login(partner)
    page = report.get_absolute_url()
    book = load_workbook(io.BytesIO(client.get(f"{page}sablona.xlsx").content))
    sheet = book.active
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == ["kontakt", "klienti"]
    sheet["D2"], sheet["E2"], sheet["D3"], sheet["F3"] = 12.5, "=1+1", 0, "ano"
    content = io.BytesIO()
    book.save(content)

    client.post(f"{page}nahrat/", {"sheet": SimpleUploadedFile("vykaz.xlsx", content.getvalue())})

    values = {value.definition.code: value for value in report.values.select_related("definition")}
    assert (values["kontakt"].value, values["kontakt"].source) == (Decimal("12.5"), ValueSource.IMPORT)
    assert (values["klienti"].value, values["klienti"].is_zero_confirmed) == (0, True)


def _other_sheet() -> bytes:
    book, content = Workbook(), io.BytesIO()
    book.active.append(["něco", "jiného"])
    book.save(content)
    return content.getvalue()


def _write_over_a_code(sheet) -> None:
    sheet["A3"] = "klient"


def _erase_a_code(sheet) -> None:
    sheet["A3"] = None


def _repeat_a_code(sheet) -> None:
    sheet["A3"] = "kontakt"


def _count_by_a_formula(sheet) -> None:
    sheet["D3"] = "=3+4"


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (_write_over_a_code, "Kód „klient“ v tomto manuálu není."),
        (_erase_a_code, "v tomto manuálu není."),
        (_repeat_a_code, "je v tabulce dvakrát."),
        (_count_by_a_formula, "je vzorec bez výsledku."),
    ],
)
def test_a_sheet_that_would_lose_a_value_is_refused_whole(client, partner, report, spoil, sentence):
    client.force_login(partner)
    page = report.get_absolute_url()
    book = load_workbook(io.BytesIO(client.get(f"{page}sablona.xlsx").content))
    book.active["D2"], book.active["D3"] = 5, 7
    spoil(book.active)
    content = io.BytesIO()
    book.save(content)

    answer = client.post(f"{page}nahrat/", {"sheet": SimpleUploadedFile("vykaz.xlsx", content.getvalue())})

    assert answer.status_code == 422
    assert sentence in answer.content.decode().replace("\xa0", " ")
    assert not report.values.exists()


def test_a_sum_added_below_is_no_fault(client, partner, report):
    client.force_login(partner)
    page = report.get_absolute_url()
    book = load_workbook(io.BytesIO(client.get(f"{page}sablona.xlsx").content))
    book.active["D2"], book.active["D3"] = 5, 7
    book.active["B4"], book.active["D4"] = "Celkem", "=SUM(D2:D3)"
    content = io.BytesIO()
    book.save(content)

    client.post(f"{page}nahrat/", {"sheet": SimpleUploadedFile("vykaz.xlsx", content.getvalue())})

    assert report.values.count() == 2


def test_what_a_sheet_added_up_is_read_as_it_shows_it(client, partner, report):
    client.force_login(partner)
    page = report.get_absolute_url()
    book = load_workbook(io.BytesIO(client.get(f"{page}sablona.xlsx").content))
    book.active["D2"], book.active["D3"] = 77.125, 4.0
    content, as_excel_writes = io.BytesIO(), io.BytesIO()
    book.save(content)
    with zipfile.ZipFile(content) as packed, zipfile.ZipFile(as_excel_writes, "w") as repacked:
        for name in packed.namelist():
            repacked.writestr(name, packed.read(name).replace(b">77.125<", b">3.3000000000000003<"))

    client.post(f"{page}nahrat/", {"sheet": SimpleUploadedFile("vykaz.xlsx", as_excel_writes.getvalue())})

    assert sorted(report.values.values_list("value", flat=True)) == [Decimal("3.3"), Decimal(4)]


def test_a_code_in_capitals_comes_back_too(client, partner):
    period = ReportingPeriodFactory()
    IndicatorDefinitionFactory(version=period.version, code="KONTAKT-1")
    organisation = partner.person.positions.get().organisation
    report = IndicatorReportFactory(period=period, service=ServiceFactory(organisation=organisation))
    client.force_login(partner)
    page = report.get_absolute_url()
    book = load_workbook(io.BytesIO(client.get(f"{page}sablona.xlsx").content))
    book.active["D2"] = 5
    content = io.BytesIO()
    book.save(content)

    client.post(f"{page}nahrat/", {"sheet": SimpleUploadedFile("vykaz.xlsx", content.getvalue())})

    assert report.values.get().value == 5


def _spoilt(part: str, *, at: int, to: bytes) -> bytes:
    """A sheet with bytes changed in the head of its part, both before it and in the list of parts."""
    content = bytearray(_other_sheet())
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        before = packed.getinfo(part).header_offset
    for begins in (before + at, content.rindex(part.encode()) - 46 + 2 + at):
        content[begins : begins + len(to)] = to
    return bytes(content)


def _with_damaged_data(part: str) -> bytes:
    content = _other_sheet()
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        begins = packed.getinfo(part).header_offset + 30 + len(part)
    return content[:begins] + b"\xff\xff\xff" + content[begins + 3 :]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04 nonsense",
        b"kontakt;5",
        _other_sheet(),
        b"x" * 1_000_001,
        _with_damaged_data("xl/workbook.xml"),
        _with_damaged_data("xl/worksheets/sheet1.xml"),
        _spoilt("xl/workbook.xml", at=6, to=b"\x01\x00"),  # locked by a password
        _spoilt("xl/workbook.xml", at=8, to=b"\x63\x00"),  # packed as nobody packs
    ],
)
def test_a_file_that_is_no_template_of_ours_is_refused(client, partner, report, content):
    client.force_login(partner)

    response = client.post(f"{report.get_absolute_url()}nahrat/", {"sheet": SimpleUploadedFile("vykaz.xlsx", content)})

    assert response.status_code == 422
    assert not IndicatorValue.objects.exists()


def test_parts_and_last_time_come_from_what_the_service_handed_in(report, period):
    kontakt = period.version.definitions.get(code="kontakt")
    for first, last, value in (
        (date(2026, 1, 1), date(2026, 3, 31), 3),
        (date(2026, 4, 1), date(2026, 6, 30), 4),
        (date(2025, 10, 1), date(2025, 12, 31), 8),
    ):
        quarter = ReportingPeriodFactory(version=period.version, first=first, last=last, due_on=last)
        done = IndicatorReportFactory(period=quarter, service=report.service, handed_in=True)
        IndicatorValueFactory(report=done, definition=kontakt, value=value)

    known = facts_of(report).reported[0]

    assert (known.parts, known.last_time, known.year_ago) == (7, 8, None)


def test_the_desk_tells_how_many_it_sent_were_accepted():
    service = ServiceFactory()
    for state in ("accepted", "started", "declined"):
        ReferralFactory(service=service, state=state, created_at="2026-03-05T10:00:00+00:00")
    ReferralFactory(service=service, state="accepted", created_at="2026-07-05T10:00:00+00:00")

    told = told_by_desk.accepted_referrals([service.pk], date(2026, 1, 1), date(2026, 6, 30))

    assert told == {service.pk: 2}


def test_the_overview_counts_who_has_not_reported_and_what_is_usual(client, coordinator, period):
    kind = ServiceKindFactory(name="Poradna")
    definition = period.version.definitions.get(code="kontakt")
    for value in (10, 20, 40):
        done = IndicatorReportFactory(period=period, service=ServiceFactory(kind=kind), handed_in=True)
        IndicatorValueFactory(report=done, definition=definition, value=value)
    waiting = IndicatorReportFactory(period=period, service=ServiceFactory(kind=kind))
    IndicatorValueFactory(report=waiting, definition=definition, value=1000)
    client.force_login(coordinator)

    response = client.get(f"{period.get_absolute_url()}?stav=draft")

    assert ("draft", "neodevzdáno", 1) in response.context["states"]
    assert list(response.context["page"]) == [waiting]
    (table,) = response.context["tables"]
    (row,) = table.rows
    assert (row.kind, row.number, row.low, row.median, row.high, row.total) == ("Poradna", 3, "15", "20", "30", "70")


def test_everything_as_a_table(client, coordinator, period):
    done = IndicatorReportFactory(period=period, service=ServiceFactory(name="=Poradna"), handed_in=True)
    IndicatorValueFactory(report=done, definition=period.version.definitions.get(code="kontakt"), value=7)
    IndicatorReportFactory(period=period)
    client.force_login(coordinator)

    text = client.get(f"{period.get_absolute_url()}vykazy.csv").content.decode("utf-8-sig")

    assert len(text.splitlines()) == 3
    assert "'=Poradna" in text
    assert client.get(f"{period.get_absolute_url()}vykazy.xlsx").content.startswith(b"PK")


@pytest.mark.parametrize("number", [1, 3])
def test_pages_cost_the_same_for_one_as_for_three(client, coordinator, django_assert_num_queries, number):
    period = ReportingPeriodFactory()
    definitions = IndicatorDefinitionFactory.create_batch(number, version=period.version)
    for _one in range(number):
        done = IndicatorReportFactory(period=period, handed_in=True)
        for definition in definitions:
            IndicatorValueFactory(report=done, definition=definition)
    client.force_login(coordinator)
    report, overview = done.get_absolute_url(), period.get_absolute_url()

    with django_assert_num_queries(7):
        client.get(report)
    with django_assert_num_queries(6):
        client.get(overview)
    with django_assert_num_queries(4):
        client.get("/sit/ukazatele/")
