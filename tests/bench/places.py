"""Suggestions over whatever gazetteer the database holds: `python -m tests.bench.places ROUNDS` prints JSON."""

from __future__ import annotations

import json
import sys

from tests.bench.statements import time_suggestions

if __name__ == "__main__":
    sys.stdout.write(json.dumps(time_suggestions(int(sys.argv[1]))))
