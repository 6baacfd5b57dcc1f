#!/usr/bin/env python
"""Django's commands; without DATABASE_URL they run against the embedded PostgreSQL, started for as long as they last."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sociopoint.settings")
    from django.core.management import execute_from_command_line

    from sociopoint import embedded

    if os.environ.get("DATABASE_URL"):
        execute_from_command_line(sys.argv)
        return
    with embedded.running():
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
