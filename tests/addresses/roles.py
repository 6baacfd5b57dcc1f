"""The roles of the tables."""

from __future__ import annotations

from sociopoint.models import Role

EVERYBODY = {"citizen", Role.PARTNER, Role.WORKER, Role.COORDINATOR, Role.ADMINISTRATOR}
SIGNED_IN = EVERYBODY - {"citizen"}
ADMINISTRATORS = {Role.ADMINISTRATOR}
COORDINATORS = {Role.COORDINATOR}
DESK = {Role.WORKER, Role.COORDINATOR}
NETWORK = DESK | {Role.PARTNER}
WORKERS = {Role.WORKER}
NOBODY: set[str] = set()
"""Leads on to another page, or the row in the example belongs to somebody else."""
