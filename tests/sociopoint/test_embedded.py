"""Who stops the embedded database."""

from __future__ import annotations

import subprocess
import sys

FORK = """
import os, sys
from sociopoint import embedded
embedded.start = lambda cluster: True
embedded.stop = lambda cluster: os.write(1, f"{os.getpid()} ".encode())
with embedded.running():
    child = os.fork()
    if child == 0:
        sys.exit(0)  # as a process of the web server leaves, after its thousands of requests
    os.waitpid(child, 0)
print(os.getpid())
"""


def test_only_the_process_that_started_it_stops_it():
    done = subprocess.run([sys.executable, "-c", FORK], capture_output=True, text=True, check=True)

    stopped_by, ourselves = done.stdout.split()
    assert stopped_by == ourselves
