"""A new version's better handbooks in a database that people work with: they come, unless somebody made one their own."""

from __future__ import annotations

import pghistory
import pytest

from situations.handbooks import shipped
from situations.models import Handbook, HandbookChapter, LifeSituation
from sociopoint.models import ShippedTable
from sociopoint.shipped.report import News
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(tmp_path, monkeypatch):
    """Ships one handbook of one chapter and of the facts given, and says what came of it."""
    monkeypatch.setattr(shipped, "FOLDER", tmp_path)
    LifeSituation.objects.create(slug="exekuce", name="Mám exekuci")

    def ship(text: str, *, summary: str = "Kde začít.", situations: str = '"exekuce"') -> News:
        (tmp_path / "dluhy.toml").write_text(
            'slug = "dluhy"\ntitle = "Dluhy"\n'
            f'summary = "{summary}"\nsummary_en = ""\nsummary_uk = ""\norder = 1\n'
            'reviewed_on = 2026-11-20\nreviewed_by = "Vydavatel"\nnext_review = 2027-05-20\n'
            f"situations = [{situations}]\n"
            f'[[chapters]]\ntitle = "Začátek"\ntext = "{text}"\nsources = "Zákon, 22. 11. 2026"\n',
            encoding="utf-8",
        )
        news = News()
        shipped.load_handbooks(news)
        return news

    return ship


@pytest.fixture(params=["remembered", "from its history"])
def memory(request):
    """A database knows what was shipped, or is from before it did."""
    return ShippedTable.objects.all().delete if request.param == "from its history" else lambda: None


def by_hand():
    return pghistory.context(user=UserFactory(administrator=True).pk)


def chapter() -> str:
    return HandbookChapter.objects.get().text


def test_a_better_text_comes_where_nobody_touched_the_handbook(version, memory):
    version("Volejte.")
    memory()

    news = version("Zavolejte do poradny.", summary="Kde začít s dluhy.")

    assert (chapter(), Handbook.objects.get().summary) == ("Zavolejte do poradny.", "Kde začít s dluhy.")
    assert len(news.followed) == 1
    assert news.stayed == []


def test_a_chapter_somebody_rewrote_stays_and_is_reported(version, memory):
    version("Volejte.")
    with by_hand():
        HandbookChapter.objects.update(text="Přijďte k nám na pult.")
    memory()

    news = version("Zavolejte do poradny.", summary="Kde začít s dluhy.")

    assert (chapter(), Handbook.objects.get().summary) == ("Přijďte k nám na pult.", "Kde začít s dluhy.")
    assert [line.split(":")[0] for line in news.stayed] == ["Příručka „Dluhy“"]


def test_a_handbook_reviewed_here_is_all_its_reviewers(version):
    version("Volejte.")
    with by_hand():
        Handbook.objects.update(reviewed_by="Koordinátorka 1")

    news = version("Zavolejte do poradny.", summary="Kde začít s dluhy.")

    assert (chapter(), Handbook.objects.get().summary) == ("Volejte.", "Kde začít.")
    assert len(news.stayed) == 1


def test_a_handbook_somebody_deleted_does_not_come_back(version):
    version("Volejte.")
    with by_hand():
        Handbook.objects.all().delete()

    version("Zavolejte do poradny.")

    assert not Handbook.objects.exists()
