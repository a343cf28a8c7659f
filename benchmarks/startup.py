"""Time from the shell: `docforms --help` under 0.15 s, `docforms validate` of one record under 0.6 s.

Each command is run as a process of its own; the least of several runs is what the machine can do, the median is what it
did today. A bare Python start is measured beside them.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RECORD = ROOT / 'schemas' / 'nm-ltci' / 'cases' / 'complete.json'
RUNS = 15
LIMITS = {'--help': 0.15, 'validate': 0.6}


def seconds(*command: str) -> list[float]:
    """Run a command several times and give the wall-clock seconds of each run."""
    found = []
    for _run in range(RUNS):
        start = time.perf_counter()
        subprocess.run([sys.executable, *command], check=True, capture_output=True, cwd=ROOT)
        found.append(time.perf_counter() - start)
    return found


def main() -> None:
    """Measure, print, and fail when a limit is not met."""
    bare = min(seconds('-c', 'pass'))
    print(f'bare python          least {bare:.3f} s')
    late = []
    for name, limit in LIMITS.items():
        arguments = [name] if name == '--help' else [name, str(RECORD)]
        times = seconds('-m', 'docforms', *arguments)
        print(f'docforms {name:<11} least {min(times):.3f} s, median {statistics.median(times):.3f} s, limit {limit} s')
        if statistics.median(times) > limit:
            late.append(name)
    if late:
        sys.exit(f'over the limit: {", ".join(late)}')


if __name__ == '__main__':
    main()
