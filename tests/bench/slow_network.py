"""How long somebody on an old phone waits: cold and warm visits over 2G, as Chromium emulates it.

python -m tests.bench.slow_network http://127.0.0.1:8000     beside a running product

Pages come through a proxy of our own that compresses them as the one in front of the product does. Chromium adds the delay to each
request and shares the bandwidth among them; the handshakes of TLS are not in it.
"""

from __future__ import annotations

import argparse
import gzip
import http.client
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, sync_playwright
from rich.console import Console
from rich.table import Table

from tests.browser.conftest import ARGUMENTS, chromium

PAGES = {
    "home": ("/", "main input[name=q]"),
    "search": ("/sluzby/?q=dluhy&misto=Poruba", "main a[href^='tel:']"),
    "situation": ("/situace/penize-a-dluhy/", "main h2"),
    "crisis": ("/krize/", "main a[href^='tel:']"),
}
"""Path, and what somebody came for: seen, the page is usable."""
NETWORKS = {"250 kbit/s, 300 ms": (250, 300), "50 kbit/s, 500 ms": (50, 500)}
SLOWER_CPU = 4
PHONE = {"width": 360, "height": 740}
WATCH = """
    (wanted) => {
        const look = () => {
            const found = document.querySelector(wanted);
            if (found && found.checkVisibility() && performance.getEntriesByName("first-contentful-paint").length)
                window.usableAt ??= performance.now();
            else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
    }
"""
READ = """
    () => ({
        paint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0,
        usable: window.usableAt ?? 0,
        whole: performance.getEntriesByType("navigation")[0].loadEventEnd,
        bytes: performance.getEntriesByType("resource").concat(performance.getEntriesByType("navigation"))
            .reduce((sum, one) => sum + one.transferSize, 0),
    })
"""


@dataclass(frozen=True)
class Wait:
    """Seconds since the tap, and kilobytes that came over the network."""

    paint: float
    usable: float
    whole: float
    kilobytes: float


class Proxy(BaseHTTPRequestHandler):
    """Passes everything on and compresses what is text and was not."""

    protocol_version = "HTTP/1.1"
    behind = ("127.0.0.1", 8000)

    def do_GET(self) -> None:
        connection = http.client.HTTPConnection(*self.behind)
        connection.request("GET", self.path, headers=dict(self.headers))
        answer = connection.getresponse()
        body = answer.read()
        headers = [
            (name, value) for name, value in answer.getheaders() if name.lower() not in ("content-length", "connection")
        ]
        is_text = (answer.getheader("Content-Type") or "").startswith(("text/", "application/json"))
        if is_text and not answer.getheader("Content-Encoding"):
            body = gzip.compress(body, 6)
            headers.append(("Content-Encoding", "gzip"))
        self.send_response(answer.status)
        for name, value in [*headers, ("Content-Length", str(len(body)))]:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:
        """Nobody reads a line a request."""


def measure(context: BrowserContext, address: str, wanted: str, network: tuple[int, int]) -> Wait:
    """One visit in a window of its own; the context's cache makes it a warm one."""
    kilobits, delay = network
    page = context.new_page()
    line = context.new_cdp_session(page)
    line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER_CPU})
    speed = kilobits * 1000 / 8
    line.send("Network.enable")
    line.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": delay, "downloadThroughput": speed, "uploadThroughput": speed},
    )
    page.add_init_script(f"({WATCH})({wanted!r})")
    page.goto(address, wait_until="load", timeout=120_000)
    page.wait_for_function("window.usableAt && performance.getEntriesByType('navigation')[0].loadEventEnd")
    seen = page.evaluate(READ)
    page.close()
    return Wait(*(round(seen[name] / 1000, 1) for name in ("paint", "usable", "whole", "bytes")))


def visits(browser: Browser, site: str, pages: dict[str, tuple[str, str]]) -> dict[tuple[str, str, str], Wait]:
    """By network, page and whether anything of the site was met before: the home page."""
    waits = {}
    for name, network in NETWORKS.items():
        for page, (path, wanted) in pages.items():
            for before in ("cold", "warm"):
                context = browser.new_context(viewport=PHONE, locale="cs-CZ", service_workers="block")
                if before == "warm":
                    measure(context, site + "/", "main", (100_000, 0))
                waits[name, page, before] = measure(context, site + path, wanted, network)
                context.close()
    return waits


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("address", help="of the running product, such as http://127.0.0.1:8000")
    parser.add_argument("--service", help="path of a service's page, to be measured, too")
    options = parser.parse_args()
    asked = urlsplit(options.address)
    Proxy.behind = (asked.hostname or "127.0.0.1", asked.port or 80)
    proxy = ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
    threading.Thread(target=proxy.serve_forever, daemon=True).start()
    pages = PAGES | ({"service": (options.service, "main a[href^='tel:']")} if options.service else {})
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        waits = visits(browser, f"http://127.0.0.1:{proxy.server_port}", pages)
        browser.close()
    proxy.shutdown()
    table = Table("network", "page", "visit", "first paint s", "usable s", "whole s", "kB")
    for (network, page, before), wait in waits.items():
        table.add_row(network, page, before, *map(str, (wait.paint, wait.usable, wait.whole, wait.kilobytes)))
    Console().print(table)


if __name__ == "__main__":
    main()
