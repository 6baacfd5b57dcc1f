from __future__ import annotations

import re

import pytest
from django import forms
from django.template import Context, Template, TemplateSyntaxError
from django.utils import translation

from sociopoint.context import desk
from sociopoint.templatetags.components import hours_in_words


def render(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


@pytest.mark.parametrize(
    ("osm", "words"),
    [
        ("24/7", "24 hodin denně"),
        ("Mo-Su 08:00-20:00", "denně 8:00–20:00"),
        ("Mo-Fr 10:00-18:00; PH off", "Po–Pá 10:00–18:00, o svátcích zavřeno"),
        ("We 13:00-00:30", "St 13:00–0:30"),
        ("Mo-Fr 08:00-12:00,13:00-16:00", ""),
        ("", ""),
    ],
)
def test_hours_are_said_in_czech_or_not_at_all(osm, words):
    assert hours_in_words(osm).replace("\u00a0", " ") == words


def test_an_icon_is_an_empty_element_that_a_screen_reader_passes_over():
    assert render("{% icon 'pin' %}{% icon name %}", name="phone") == (
        '<i class="icon i-pin"></i><i class="icon i-phone"></i>'
    )


def test_an_icon_nobody_drew_stops_the_template_and_never_the_page():
    with pytest.raises(TemplateSyntaxError):
        Template("{% icon 'unicorn' %}")

    assert render("{% icon name %}", name="unicorn") == ""


@pytest.mark.parametrize(
    ("path", "attribute"),
    [("/situace/", ' aria-current="page"'), ("/situace/mladi/", ' aria-current="true"'), ("/sluzby/", "")],
)
def test_a_link_of_the_header_knows_where_it_is(rf, path, attribute):
    assert render('{% here "/situace/" %}', request=rf.get(path)) == attribute


def test_an_error_page_knows_no_request():
    assert render('{% here "/situace/" %}') == ""


def test_a_text_of_a_template_is_said_in_the_language_of_each_request():
    template = Template('{% translate "Monday" %}{% translate day %}{% translate "May" context "abbrev. month" %}')

    said = {}
    for language in ("cs", "en", "cs"):
        with translation.override(language):
            said[language] = template.render(Context({"day": "Tuesday"}))

    assert said == {"cs": "pondělíúterýKvě.", "en": "MondayTuesdayMay"}


def test_a_percent_sign_and_a_tag_in_a_text_of_a_template_stay():
    assert render('{% translate "Přispějeme 50 % <b>hned</b>" %}') == "Přispějeme 50\u00a0% <b>hned</b>"


def test_a_czech_text_of_a_template_breaks_where_czech_may_break():
    template = Template('{% translate "Zkusíme to s vámi" %}')

    with translation.override("en"):
        assert "\u00a0" not in template.render(Context())
    assert template.render(Context()) == "Zkusíme to s\u00a0vámi"


def test_the_header_knows_where_each_reader_is(rf):
    header = Template("{% site_header %}")

    shown = [header.render(Context({"desk": desk(), "request": rf.get(path)})) for path in ("/sluzby/", "/situace/x/")]

    assert 'href="/sluzby/" aria-current="page"' in shown[0]
    assert 'href="/situace/">' in shown[0]
    assert 'href="/situace/" aria-current="true"' in shown[1]


class Refused(forms.Form):
    how = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    name = forms.CharField()

    def clean(self):
        raise forms.ValidationError("Tohle už tu je.")


def test_each_sentence_of_a_refused_form_leads_to_something_on_the_page():
    page = Template("{% errors_of form %}{% field form.how %}{% field form.name %}").render(
        Context({"form": Refused({"how": "", "name": ""})})
    )

    targets = re.findall(r'<li><a href="#([^"]*)">', page)
    assert sorted(targets) == ["id_how_0", "id_how_0", "id_name"]
    assert all(f'id="{target}"' in page for target in targets)


def test_a_form_nobody_sent_has_no_summary():
    assert "govuk-error-summary" not in Template("{% errors_of form %}").render(Context({"form": Refused()}))
