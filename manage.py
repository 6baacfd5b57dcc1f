#!/usr/bin/env python
"""Django's commands; without DATABASE_URL they run against the embedded PostgreSQL, started for as long as they last."""

import gc
import os
import sys

FEWEST_TO_COLLECT = 50_000
"""New objects between two searches for garbage: the start makes many that all last, and 700 cost it an eighth of its time."""

LONGEST_REASON = 300


def main() -> None:
    gc.set_threshold(FEWEST_TO_COLLECT)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sociopoint.settings")
    from django.db.utils import OperationalError

    from sociopoint.embedded import EmbeddedDatabaseError

    try:
        run()
    except EmbeddedDatabaseError as error:
        sys.exit(f"SOCIOPOINT cannot start. {error}")
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", None):  # the database answered, and this is no question of reaching it
            raise
        sys.exit(f"SOCIOPOINT cannot reach its database. {' '.join(str(error).split())[:LONGEST_REASON]}")


def run() -> None:
    from django.core.management import execute_from_command_line

    from sociopoint import embedded

    if os.environ.get("DATABASE_URL"):
        execute_from_command_line(sys.argv)
        return
    with embedded.running():
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
