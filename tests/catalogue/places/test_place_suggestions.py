import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped_places")]


def test_places_are_suggested_best_first(client):
    response = client.get("/api/mista/", {"q": "poruba"})

    place = response.json()["places"][0]
    assert place["id"].startswith("p")
    assert (place["name"], place["context"]) == ("Poruba", "Ostrava")
    assert (place["lat"], place["lon"]) == (49.82709, 18.16351)


def test_the_answer_may_be_kept_for_a_day(client):
    response = client.get("/api/mista/", {"q": "ostrava"})

    assert set(response.headers["Cache-Control"].split(", ")) == {"public", "max-age=86400"}


@pytest.mark.parametrize(
    "typed", ["", "o", "\x00\x00", "%%", "x" * 10_000, "'; DROP TABLE", "\ud83d\ude00\ud83d", "xqzwk"]
)
def test_what_cannot_be_read_gives_an_empty_list(client, typed):
    response = client.get("/api/mista/", {"q": typed.encode("utf-8", "replace")})

    assert (response.status_code, response.json()) == (200, {"places": []})


def test_a_missing_question_gives_an_empty_list(client):
    assert client.get("/api/mista/").json() == {"places": []}


def test_only_reading_is_allowed(client):
    assert client.post("/api/mista/").status_code == 405
