"""The small pieces every template has at hand: icons, phone numbers, hours in words, the current page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from django import template
from django.conf import settings
from django.template import Context, Engine, Node, TemplateSyntaxError
from django.template.base import FilterExpression, Parser, TextNode, Token, Variable
from django.templatetags.i18n import TranslateNode, do_translate
from django.templatetags.static import static
from django.urls import get_script_prefix, reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sociopoint import languages, my_list, staff, translated, typography
from sociopoint.idle_lock import idle_minutes

if TYPE_CHECKING:
    from sociopoint.models import User
from sociopoint.ready import HOLE, Piece, render_piece

register = template.Library()

_DRAWN = re.compile(r"\.i-([a-z-]+)\{--i:")
_PHONES_REMEMBERED = 4096
_BROWSERS = [("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrom", "Chrome"), ("Safari/", "Safari")]
_SYSTEMS = [("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Mac OS", "macOS")]
_SYSTEMS += [("Linux", "Linux")]
_WEEKDAYS = "Mo|Tu|We|Th|Fr|Sa|Su"
_HOURS_RULE = re.compile(rf"(?:({_WEEKDAYS})(?:-({_WEEKDAYS}))? )?(\d\d?:\d\d)-(\d\d?:\d\d)")


@register.filter
def typeset(text: str) -> str:
    """Unbreakable spaces where Czech wants them."""
    return typography.typeset(str(text))


@register.filter
@lru_cache(_PHONES_REMEMBERED)
def tel(phone: str) -> str:
    """The number for a `tel:` link."""
    return typography.dialable(phone)


@register.filter
@lru_cache(_PHONES_REMEMBERED)
def phone(value: str) -> str:
    """The number as people read it."""
    return typography.readable(typography.dialable(value) or value)


@register.filter
def with_calls(text: str) -> SafeString:
    """Each phone number inside a sentence as a link: who reads it with a phone in hand need not copy digits."""
    return mark_safe(typography.with_links_to_call(conditional_escape(text)))  # noqa: S308 - escaped, digits linked


@register.filter
def hours_in_words(osm: str) -> str:
    """`Mo-Fr 08:00-16:00` -> `Po–Pá 8:00–16:00`, `24/7` -> `24 hodin denně`; '' when the rule is not as simple."""
    if osm == "24/7":
        return _("24 hodin denně")
    return ", ".join(rules) if (rules := _rules_in_words(osm)) else ""


def _rules_in_words(osm: str) -> list[str]:
    """One phrase a rule; empty when any rule is more than days and one span of time."""
    names = dict(
        zip(_WEEKDAYS.split("|"), [_("Po"), _("Út"), _("St"), _("Čt"), _("Pá"), _("So"), _("Ne")], strict=True)
    )
    phrases = []
    for rule in filter(None, re.split(r"; *", osm)):
        if rule == "PH off":
            phrases.append(_("o svátcích zavřeno"))
            continue
        match = _HOURS_RULE.fullmatch(rule)
        if match is None:
            return []
        first, last, opens, closes = match.groups()
        days = _("denně") if first is None or (first, last) == ("Mo", "Su") else names[first]
        if last and (first, last) != ("Mo", "Su"):
            days += f"–{names[last]}"
        phrases.append(f"{days}{typography.NBSP}{opens.lstrip('0')}–{closes.removeprefix('0')}")
    return phrases


@register.simple_tag(takes_context=True)
def here(context: Context, address: str) -> SafeString:
    """The attribute of a link in the header that leads to this page, or to the section it lies in."""
    request = context.get("request")
    if request is None or not request.path.startswith(address):
        return mark_safe("")
    return mark_safe(' aria-current="page"' if request.path == address else ' aria-current="true"')  # noqa: S308 - constants


@register.inclusion_tag("components/idle_lock.html", takes_context=True)
def idle_lock(context: Context) -> dict[str, object]:
    """The warning before a session locks itself, for whom it does (`sociopoint.idle_lock`)."""
    request = context["request"]
    return {
        "watched": request.user.is_authenticated,
        "minutes": idle_minutes(request.user),
        "csrf_token": context.get("csrf_token"),
        "who": str(request.user.pk),
        "path": request.get_full_path(),
    }


@register.filter
def first_page(user: User) -> str:
    """Address of the page this person begins their day on."""
    return staff.home_of(user)


@register.filter
def device(user_agent: str) -> str:
    """`Firefox, Windows`: the browser and system that a person recognises; what we do not know is said."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    return ", ".join(filter(None, [browser, system])) or _("neznámý prohlížeč")


@register.inclusion_tag("components/staff_bar.html", takes_context=True)
def staff_bar(context: Context) -> dict[str, object]:
    """The deep bar of every staff page, with what this person may open."""
    user, path = context["user"], context["request"].path
    return {
        "user": user,
        "links": staff.links_for(user, path),
        "home": staff.home_of(user),
        "new_inquiry": staff.new_inquiry_for(user),
        "drafts": len(context.get("drafts") or ()),
    }


@cache
def icon_names() -> frozenset[str]:
    """Every icon that our style sheets draw. Read once in the life of the process."""
    sheets = (Path(settings.BASE_DIR, "static", "css", f"{name}.css") for name in ("public", "staff", "portal"))
    return frozenset(name for sheet in sheets for name in _DRAWN.findall(sheet.read_text(encoding="utf-8")))


def drawing(name: str) -> SafeString:
    """An icon of its own. An empty element has nothing to say to a screen reader."""
    return format_html('<i class="icon i-{}"></i>', name)


class NamedIcon(Node):
    """An icon whose name comes with the data; an unknown or empty name prints nothing."""

    def __init__(self, name: FilterExpression) -> None:
        self.name = name

    def render(self, context: Context) -> SafeString:
        name = self.name.resolve(context, ignore_failures=True)
        return drawing(name) if name in icon_names() else SafeString("")


@register.tag
def icon(parser: Parser, token: Token) -> Node:
    """`{% icon "phone" %}`: a picture beside words, hidden from screen readers; static/scss/_icons.scss draws it."""
    parts = token.split_contents()
    if len(parts) != 2:
        raise TemplateSyntaxError("icon: write one name, such as {% icon 'phone' %}")
    written = parts[1]
    if written[0] not in "\"'":
        return NamedIcon(parser.compile_filter(written))
    name = written.strip("\"'")
    if name not in icon_names():
        raise TemplateSyntaxError(f"icon: static/scss/_icons.scss has no '{name}'")
    return TextNode(drawing(name))


@register.simple_tag
def share_image() -> str:
    """The whole address of the picture beside a shared link: whoever shows it is not on this site."""
    return f"{settings.ENVIRONMENT.site_address}{static('img/share.png')}"


class SameForAll(Node):
    """A piece rendered once a language and desk in the life of the process: nothing in it depends on the request."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.rendered: dict[tuple[object, ...], SafeString] = {}

    def render(self, context: Context) -> SafeString:
        key = (get_language(), get_script_prefix(), context["desk"])
        if key not in self.rendered or settings.DEBUG:
            fresh = Context({"desk": context["desk"]})
            self.rendered[key] = Engine.get_default().get_template(self.name).render(fresh)
        return self.rendered[key]


@register.tag
def same_for_all(parser: Parser, token: Token) -> SameForAll:
    """`{% same_for_all "components/footer.html" %}`: an include that sees only `desk` and costs next to nothing."""
    parts = token.split_contents()
    if len(parts) != 2:
        raise TemplateSyntaxError("same_for_all: write the name of one template")
    return SameForAll(parts[1].strip("\"'"))


class HasHtml(Protocol):
    @property
    def html(self) -> SafeString: ...


@register.simple_tag
def ready_html(pieces: Iterable[HasHtml]) -> SafeString:
    """The ready HTML of each, one after another; a loop in the template costs more than filling them."""
    return mark_safe("".join([piece.html for piece in pieces]))  # noqa: S308 - rendered from our templates


@register.simple_tag(takes_context=True)
def site_header(context: Context) -> SafeString:
    """The header of public pages, which knows where it is."""
    desk = context["desk"]
    language, prefix = get_language(), get_script_prefix()
    here_now = [here(context, address) for address in _header_addresses(prefix)]
    others = languages.alternates(context.get("request"), language or languages.CZECH)
    return _header(desk, language, prefix).filled(*here_now, _list_link(context), *(other.url for other in others))


@cache
def _header(desk: object, language: str | None, _prefix: str) -> Piece:
    others = [
        {"language": code, "short": short, "rest": rest, "hole": HOLE}
        for code, (short, rest) in languages.OWN_NAMES.items()
        if code != language
    ]
    holes = dict.fromkeys(("at_services", "at_situations", "at_handbooks", "list_link"), HOLE)
    return render_piece("components/header.html", {"desk": desk, "others": others, **holes})


def _list_link(context: Context) -> SafeString:
    """The way to the visitor's own list, once there is one."""
    request = context.get("request")
    number = len(my_list.kept(request)) if request is not None else 0
    return _list_piece(get_language(), get_script_prefix()).filled(str(number)) if number else SafeString("")


@cache
def _list_piece(_language: str | None, _prefix: str) -> Piece:
    return render_piece("components/list_link.html", {"number": HOLE})


@cache
def _header_addresses(_prefix: str) -> tuple[str, ...]:
    sections = ("catalogue:service-list", "situations:situation-list", "handbooks:handbook-list")
    return tuple(reverse(section) for section in sections)


@register.simple_tag
def czech_url(name: str) -> str:
    """`{% url %}` of what has no other language, on a page of any."""
    return languages.czech_address(name)


@register.simple_tag
def page_language() -> str:
    return get_language() or languages.CZECH


register.filter("czech", translated.czech)


@register.simple_tag
def in_czech() -> SafeString:
    """The attribute of an element whose words are Czech on a page of any language: `<p{% in_czech %}>`."""
    return mark_safe("" if get_language() == languages.CZECH else ' lang="cs"')  # noqa: S308 - constants


class FixedTranslation(Node):
    """`{% translate "…" %}` of a text that stands in the template: looked up once a language, not once a page.

    In Czech it is typeset as data are: what citizens read comes so from the catalogue (`sociopoint.messages`), which has no
    texts of staff pages.
    """

    def __init__(self, node: TranslateNode) -> None:
        self.node = node
        self.texts: dict[str | None, SafeString] = {}

    def render(self, context: Context) -> SafeString:
        language = get_language()
        if language not in self.texts:
            text = self.node.render(context)
            shown = typography.typeset(text) if language == "cs" else text
            self.texts[language] = mark_safe(shown)  # noqa: S308 - a text of our own template
        return self.texts[language]


@register.tag
def translate(parser: Parser, token: Token) -> Node:
    """Django's own, quicker where nothing but the language can change what it says."""
    node: TranslateNode = do_translate(parser, token)
    text = node.filter_expression
    is_plain = not (node.asvar or node.noop or node.message_context or text.filters)
    return FixedTranslation(node) if is_plain and isinstance(text.var, Variable) and text.var.literal else node
