"""How the screen looks for the person in front of it: size of text and contrast, in a cookie that ends with their visit."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.http import HttpRequest

COOKIE = "kiosk-vzhled"
SIZES = ("", "vetsi", "nejvetsi")


@dataclass(frozen=True)
class Look:
    size: int = 0
    """0 to 2: an index of SIZES."""
    contrast: bool = False

    @property
    def classes(self) -> str:
        """Of the page's body."""
        words = [f"kiosk--{SIZES[self.size]}" if self.size else "", "kiosk--kontrast" if self.contrast else ""]
        return " ".join(word for word in words if word)

    @property
    def value(self) -> str:
        return f"{self.size}{int(self.contrast)}"

    def changed(self, what: str) -> Look:
        """`pismo` is one step larger and after the largest small again; `kontrast` turns it on and off."""
        if what == "pismo":
            return replace(self, size=(self.size + 1) % len(SIZES))
        return replace(self, contrast=not self.contrast) if what == "kontrast" else self


def look_of(request: HttpRequest) -> Look:
    """What the cookie says; the ordinary look where it says nothing readable."""
    value = request.COOKIES.get(COOKIE, "")
    if len(value) != 2 or value[0] not in "012" or value[1] not in "01":
        return Look()
    return Look(int(value[0]), value[1] == "1")
