"""Which roles each address opens to, one module a part of the product.

A module holds OPENS_TO (route -> roles), POST_ONLY (routes that answer only POST) and `examples(user)`: a real address with
something in it for every route with a part to fill, made so that `user` (None for a citizen) may open it when the table says so.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

PARTS = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__) if module.name != "roles"]
OPENS_TO: dict[str, set[str]] = {route: roles for part in PARTS for route, roles in part.OPENS_TO.items()}
POST_ONLY: set[str] = {route for part in PARTS for route in part.POST_ONLY}
