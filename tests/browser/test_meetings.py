"""Groups, minutes, trainings and messages in a browser: nobody is kept out, at the width of a phone and of a desk."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from network.models import Announcement, MinuteLine
from tests.browser.test_look import violations
from tests.factories import UnmetNeedFactory
from tests.network.factories_trainings import TrainingFactory
from tests.network.test_minutes import Story
from tests.signing_in import session_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def story(client, live_server):
    """A meeting being held, its minutes written but not approved."""
    story = Story(client)
    story.hold()
    story.write_it_all()
    return story


@pytest.fixture
def signed_in(visit, live_server, story):
    """Opens a page as the coordinator."""

    def open_page(path: str, **how):
        page = visit("/prihlaseni/", **how)
        session = session_of(story.coordinator).session_key
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page.goto(live_server.url + path)
        return page

    return open_page


@pytest.mark.parametrize("width", [360, 1280])
def test_pages_of_groups_and_meetings_keep_nobody_out(signed_in, story, width):
    training = TrainingFactory()
    UnmetNeedFactory()  # or the wide table of the gaps would be empty
    message = Announcement.objects.create(title="Nový manuál", text="Platí od ledna.", written_by=story.coordinator)
    meeting, group = f"/sit/jednani/{story.meeting.pk}/", f"/sit/skupiny/{story.group.pk}/"
    paths = [
        "/sit/", "/sit/skupiny/", "/sit/skupiny/nova/", group, f"{group}uprava/", f"{group}clen/", f"{group}zastupce/",
        f"{group}jednani/nove/", "/sit/jednani/", meeting, f"{meeting}uprava/", f"{meeting}prezence/",
        *(f"{meeting}body/{item.pk}/" for item in story.meeting.items.all()[:1]),
        "/sit/ukoly/", f"/sit/ukoly/{story.moved.pk}/", "/sit/dokumenty/", "/sit/dokumenty/novy/",
        "/sit/skoleni/", "/sit/skoleni/nove/", f"/sit/skoleni/{training.pk}/", "/sit/zpravy/", "/sit/zpravy/nova/",
        f"/sit/zpravy/{message.pk}/", "/sit/kalendar/", "/pult/mezery/",
    ]  # fmt: skip
    found, wide = {}, {}
    for path in paths:
        page = signed_in(path, width=width)
        assert page.locator("h1").count() == 1, path
        found[path] = violations(page)
        wide[path] = page.evaluate("document.documentElement.scrollWidth")

    assert {path: rules for path, rules in found.items() if rules} == {}
    assert {path: pixels for path, pixels in wide.items() if pixels > width} == {}


def test_a_line_of_the_minutes_is_written_without_a_script(signed_in, story):
    page = signed_in(f"/sit/jednani/{story.meeting.pk}/", width=360, java_script_enabled=False)
    lines = MinuteLine.objects.count()

    page.get_by_role("link", name="Přidat řádek").first.click()
    page.get_by_role("link", name="Informace", exact=True).click()
    page.get_by_label("Co zaznělo").fill("Od února se scházíme ve čtvrtek.")
    page.get_by_role("button", name="Přidat řádek").click()

    expect(page.get_by_text("Od února se scházíme ve čtvrtek.")).to_be_visible()
    assert MinuteLine.objects.count() == lines + 1
