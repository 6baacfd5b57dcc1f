from __future__ import annotations

import pytest
from django.contrib.admin import site
from django.contrib.admin.utils import flatten_fieldsets

from situations.models import Article, CrisisLine, Handbook, LifeSituation, PublicCampaign, SeasonalOffer
from tests.catalogue.admin.conftest import Desk, add_row
from tests.factories import CrisisLineFactory, LifeSituationFactory, UserFactory


@pytest.fixture
def desk(client, db):
    client.force_login(UserFactory(administrator=True))
    return Desk(client)


def change(situation):
    return f"/admin/situations/lifesituation/{situation.pk}/change/"


def test_words_are_edited_one_on_a_line(desk):
    situation = LifeSituationFactory(keywords=["dluh", "exekuce"])
    shown = desk.open(change(situation))["keywords"]

    desk.save(change(situation), keywords="  exekuce \r\n\r\nsoudní vykonavatel\r\nexekuce")

    situation.refresh_from_db()
    assert shown == ["dluh\nexekuce"]
    assert situation.keywords == ["exekuce", "soudní vykonavatel"]


def test_a_line_that_is_too_long_is_named(desk):
    situation = LifeSituationFactory()

    response = desk.save(change(situation), keywords="x" * 81)

    (message,) = response.context["adminform"].form.errors["keywords"]
    assert message.startswith("Řádek smí mít nejvýš 80 znaků: „xxx")


def test_words_apply_to_the_very_next_search(desk):
    situation = LifeSituationFactory(name="Mám dluhy")
    before = desk.get("/sluzby/", q="prachy po lhůtě").content.decode()

    desk.save(change(situation), keywords="prachy po lhůtě")

    assert situation.get_absolute_url() not in before
    assert situation.name in desk.get("/sluzby/", q="prachy po lhůtě").content.decode().replace("\u00a0", " ")


def test_crisis_lines_stand_in_their_order(desk):
    situation, first, second = LifeSituationFactory(), CrisisLineFactory(), CrisisLineFactory()
    form = add_row(desk.open(change(situation)), "line_places", line=str(second.pk), order="2")

    desk.save(change(situation), add_row(form, "line_places", line=str(first.pk), order="1"))

    assert [place.line for place in situation.line_places.all()] == [first, second]


def test_a_third_level_is_refused(desk):
    topic = LifeSituationFactory()
    inside = LifeSituationFactory(parent=topic)
    third = LifeSituationFactory()

    response = desk.save(change(third), parent=inside.pk)

    assert response.context["adminform"].form.errors["parent"] == [
        "Strom má dvě úrovně. Vyberte téma, ne situaci uvnitř tématu."
    ]
    assert LifeSituation.objects.get(pk=third.pk).parent is None


def test_a_situation_moved_under_a_topic_leaves_nothing_half_done(desk):
    topic, situation = LifeSituationFactory(), LifeSituationFactory()

    assert desk.save(change(situation), parent=topic.pk).status_code == 302
    assert LifeSituation.objects.get(pk=situation.pk).parent == topic


def test_a_crisis_line_keeps_its_history(desk):
    line = CrisisLineFactory(phone="116 123")
    address = f"/admin/situations/crisisline/{line.pk}"

    desk.save(f"{address}/change/", phone="116 111")

    (step,) = desk.get(f"{address}/history/").context["steps"]
    assert [(one.what, one.before, one.after) for one in step.lines] == [("Telefon", "116 123", "116 111")]


@pytest.mark.parametrize("model", [LifeSituation, CrisisLine, Handbook, Article, SeasonalOffer, PublicCampaign])
def test_an_editor_reaches_every_text_that_people_read(desk, model):
    """A column without a field could only be changed by a programmer."""
    shown = set(flatten_fieldsets(site.get_model_admin(model).fieldsets))
    columns = {one.name for one in [*model._meta.fields, *model._meta.many_to_many] if one.editable}

    assert columns - shown <= {"id", "crisis_lines", "occupied"}
