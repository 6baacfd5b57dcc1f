"""The administrators' desk: Django's admin, one module for each noun."""

from catalogue.admin import (
    code_lists,
    kiosks,
    organisations,
    places,
    proposals,
    register,
    searching,
    services,
    situations,
)

__all__ = [
    "code_lists",
    "kiosks",
    "organisations",
    "places",
    "proposals",
    "register",
    "searching",
    "services",
    "situations",
]
