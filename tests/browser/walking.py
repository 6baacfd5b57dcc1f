"""What axe does not see, asked of one page after another: `problems(page)` returns a line for each thing that is wrong."""

from __future__ import annotations

from playwright.sync_api import Page

TOOLS = """
    const seen = (e) => e.checkVisibility({ opacityProperty: false, visibilityProperty: true });
    const of = (e) => e.outerHTML.replace(/\\s+/g, " ").slice(0, 140);
    const stops = () => [...document.querySelectorAll(
        "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]")]
        .filter((e) => seen(e) && !e.disabled && e.tabIndex >= 0 && !e.closest("[inert]"));
    const shown = (e) => {
        const drawn = e.matches("input[type=radio], input[type=checkbox]") ? e.closest("label") || e.labels?.[0] || e : e;
        return drawn.getBoundingClientRect();
    };
    const begins = (e) => {
        const drawn = e.matches("a") ? e.getClientRects()[0] : shown(e);
        return [drawn.left + Math.min(drawn.width / 2, 40), drawn.top + Math.min(drawn.height / 2, 14)];
    };
"""
WORDS = """() => {
    const found = [];
    const vague = /^(zde|tady|sem|více|víc|klikněte|klikněte zde|odkaz|číst dál|více informací|zobrazit|detail|here|more)$/i;
    for (const link of document.querySelectorAll("a[href]")) {
        const said = (link.getAttribute("aria-label") || link.innerText || link.querySelector("img")?.alt || "").trim();
        if (seen(link) && (!said || vague.test(said))) found.push("a link does not make sense alone: " + of(link));
    }
    for (const e of document.querySelectorAll("a[aria-label], button[aria-label], summary[aria-label]")) {
        const plain = (text) => text.replace(/[\\s\\u00a0]+/g, " ").trim().toLowerCase();
        if (seen(e) && !plain(e.getAttribute("aria-label")).includes(plain(e.innerText)))
            found.push("the name is not what is written: " + of(e));
    }
    const own = document.body.classList.contains("staff") ? "" : "input[type=email], input[type=tel], ";
    for (const e of document.querySelectorAll(own + "input[type=password]"))
        if (seen(e) && !e.autocomplete && e.form?.autocomplete !== "off") found.push("no autocomplete: " + of(e));
    const bars = [...document.querySelectorAll("nav")].filter(seen);
    const names = bars.map((e) => e.getAttribute("aria-label") || e.getAttribute("aria-labelledby"));
    if (names.some((name) => !name)) found.push("a navigation without a name");
    if (new Set(names).size < names.length) found.push("navigations of one name: " + names.join(", "));
    if (document.querySelectorAll("main").length !== 1) found.push("not one main part");
    for (const e of stops()) if (e.tabIndex > 0) found.push("an order of its own: " + of(e));
    return found;
}"""
ORDER = """() => {
    const found = [];
    const fixed = (e) => { for (let up = e; up; up = up.parentElement)
        if (["fixed", "sticky"].includes(getComputedStyle(up).position)) return true; return false; };
    const all = stops().filter((e) => !fixed(e) && !e.matches(".govuk-skip-link"));
    for (let i = 1; i < all.length; i += 1) {
        const [before, after] = [shown(all[i - 1]), shown(all[i])];
        const above = after.bottom < before.top - 1 && after.left < before.right && before.left < after.right;
        if (above) found.push("focus goes back up to: " + of(all[i]) + " from: " + of(all[i - 1]));
    }
    return found;
}"""
FOCUS = """() => {
    const found = [];
    const look = (e) => ["", "::before", "::after"].map((part) => {
        const style = getComputedStyle(e, part || null);
        return [style.outlineStyle, style.outlineWidth, style.outlineColor, style.boxShadow, style.borderColor,
            style.borderWidth, style.backgroundColor].join(" ");
    }).join("|");
    for (const e of stops()) {
        const near = [e, e.nextElementSibling, e.parentElement, e.closest("label")].filter(Boolean);
        document.activeElement.blur();
        const before = near.map(look);
        e.focus({ focusVisible: true });
        if (document.activeElement !== e) continue;
        if (!near.some((one, i) => look(one) !== before[i])) found.push("no sign of focus: " + of(e));
        const [x, y] = begins(e);
        const top = document.elementFromPoint(x, y);
        const lies = top && !e.contains(top) && !top.contains(e) && !top.closest("label")?.contains(e)
            && ![...(e.labels || [])].some((label) => label.contains(top) || top.contains(label));
        if (!top || lies) found.push("focus is hidden: " + of(e) + (top ? " under " + of(top) : " outside the window"));
    }
    return found;
}"""
CUT = """() => {
    const found = [];
    for (const e of document.querySelectorAll("body *")) {
        const style = getComputedStyle(e);
        if (!seen(e) || e.clientWidth < 4 || e.clientHeight < 4 || e.closest("svg, select, textarea, input")) continue;
        const cuts = [[style.overflowX, e.scrollWidth - e.clientWidth], [style.overflowY, e.scrollHeight - e.clientHeight]];
        if (cuts.some(([way, over]) => ["hidden", "clip"].includes(way) && over > 2) && e.innerText?.trim())
            found.push("text is cut: " + of(e));
    }
    const over = document.documentElement.scrollWidth - window.innerWidth;
    const wide = [...document.querySelectorAll("body *")].filter(seen)
        .filter((e) => e.getBoundingClientRect().right > window.innerWidth + 1);
    if (over > 0) found.push("scrolls sideways by " + over + ": " + (wide.length ? of(wide.at(-1)) : ""));
    return found;
}"""
MOTION = """() => {
    const longest = (text) => Math.max(...text.split(",").map(parseFloat));
    const moves = (style) => longest(style.transitionDuration) > 0.02
        || (style.animationName !== "none" && longest(style.animationDuration) > 0.02);
    return [...document.querySelectorAll("body *")].filter((e) => seen(e) && moves(getComputedStyle(e)))
        .map((e) => "moves although asked not to: " + of(e));
}"""
SPACED = """() => { for (const e of document.querySelectorAll("body *")) Object.assign(e.style,
    { lineHeight: "1.5", letterSpacing: "0.12em", wordSpacing: "0.16em" });
    for (const e of document.querySelectorAll("body p")) e.style.marginBottom = "2em"; }"""
LARGE = "() => { document.documentElement.style.fontSize = '200%'; }"
USUAL = "() => { document.documentElement.style.fontSize = ''; }"


def _ask(page: Page, script: str) -> list[str]:
    return page.evaluate("() => {" + TOOLS + "return (" + script + ")(); }")


def problems(page: Page) -> list[str]:
    """At the width of a desk and of the smallest phone, with text twice as large, and spaced out (WCAG 1.4.12)."""
    tall = page.viewport_size["height"]
    page.set_viewport_size({"width": 1280, "height": tall})
    found = [*_ask(page, WORDS), *_ask(page, ORDER), *_ask(page, FOCUS), *_ask(page, MOTION)]
    page.evaluate(LARGE)
    found += [f"1280 twice as large: {one}" for one in _ask(page, CUT)]
    page.evaluate(USUAL)
    page.set_viewport_size({"width": 320, "height": tall})
    found += [f"320: {one}" for one in [*_ask(page, ORDER), *_ask(page, FOCUS), *_ask(page, CUT)]]
    page.evaluate(SPACED)
    return found + [f"320 spaced out: {one}" for one in _ask(page, CUT)]
