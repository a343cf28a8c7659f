"""How long the packs take to load: every command begins with it."""

from __future__ import annotations

import statistics
import subprocess
import sys

LIMIT = 0.3
PROCESSES = 5

# Prints the CPU seconds of loading every pack, without those of starting Python and importing the program.
PROBE = """
import time
from docforms.packs import Catalogue
start = time.process_time()
packs = Catalogue().packs()
print(time.process_time() - start)
assert len(packs) >= 2 and all(pack.rules and pack.documents for pack in packs)
"""


def test_both_packs_load_in_under_0_3_seconds() -> None:
    """A new process reads the packs that come with docforms in 0.3 s of one core, as the median of five."""
    ran = [
        subprocess.run([sys.executable, '-c', PROBE], check=True, capture_output=True, text=True)
        for _process in range(PROCESSES)
    ]

    assert statistics.median(float(each.stdout) for each in ran) < LIMIT
