from __future__ import annotations

from html.parser import HTMLParser

import pytest

from tests.factories import UserFactory


class Fields(HTMLParser):
    """What a browser would send from the record's form, as it stands on the page."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, list[str]] = {}
        self._inside = False
        self._select = self._textarea = ""
        self._text = ""

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag == "form":
            self._inside = str(attributes.get("id", "")).endswith("_form") and attributes.get("method") == "post"
        name = attributes.get("name", "")
        if not self._inside or ("disabled" in attributes):
            return
        if tag == "input" and name:
            self._input(name, attributes)
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in attributes:
            self.values.setdefault(self._select, []).append(attributes.get("value", ""))
        elif tag == "textarea":
            self._textarea, self._text = name, ""

    def _input(self, name, attributes):
        kind = attributes.get("type", "text")
        if kind in ("checkbox", "radio") and "checked" not in attributes:
            return
        if kind not in ("submit", "button", "file"):
            self.values.setdefault(name, []).append(attributes.get("value", "on" if kind == "checkbox" else ""))

    def handle_data(self, data):
        if self._textarea:
            self._text += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self._textarea:
            self.values[self._textarea] = [self._text.removeprefix("\n")]
            self._textarea = ""
        elif tag == "select":
            self._select = ""
        elif tag == "form":
            self._inside = False


@pytest.fixture
def administrator(db):
    return UserFactory(administrator=True, name="Správkyně 1", email="spravkyne-1@sociopoint.example")


@pytest.fixture
def desk(client, administrator):
    """A client signed in as an administrator, with `open` and `save` for a record's form."""
    client.force_login(administrator)
    return Desk(client)


class Desk:
    def __init__(self, client) -> None:
        self.client = client

    def get(self, address, **query):
        return self.client.get(address, query)

    def post(self, address, values=None):
        return self.client.post(address, values or {})

    def open(self, address):
        """The form as it stands on the page: name -> values."""
        parser = Fields()
        response = self.client.get(address)
        assert response.status_code == 200
        parser.feed(response.content.decode())
        return {name: values for name, values in parser.values.items() if "__prefix__" not in name}

    def save(self, address, form=None, **changes):
        """Send the form back with some fields changed."""
        sent = dict(form if form is not None else self.open(address)) | changes
        return self.client.post(address, sent)


def add_row(form, prefix, /, **values):
    """One more row of an inline, as the button for adding makes it."""
    number = int(form[f"{prefix}-TOTAL_FORMS"][0])
    form[f"{prefix}-TOTAL_FORMS"] = [str(number + 1)]
    for name, value in values.items():
        form[f"{prefix}-{number}-{name}"] = value
    return form
