"""CPU time of loading the packs that come with docforms: both under 0.3 s.

Loading is what every command does first. The complete check, which also reads every expression of the rules and every
schema of the documents, runs in the same process as the peer: what loading would cost if it left nothing for later.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from functools import partial

from docforms.packs import Catalogue, PackFolder, check, load

ROUNDS = 7
LIMIT = 0.3


def seconds(do: Callable[[], object]) -> float:
    """Give the CPU seconds something takes."""
    start = time.process_time()
    do()
    return time.process_time() - start


def anew(folder: PackFolder) -> None:
    """Load a pack as a new process would."""
    load.cache_clear()
    load(folder)


def main() -> None:
    """Measure in interleaved rounds, print, and fail when the limit is not met."""
    folders = Catalogue().folders
    first = {name: seconds(partial(load, folder)) for name, folder in folders.items()}
    loading: dict[str, list[float]] = {name: [] for name in folders}
    checking: dict[str, list[float]] = {name: [] for name in folders}
    for _round in range(ROUNDS):
        for name, folder in folders.items():
            loading[name].append(seconds(partial(anew, folder)))
            checking[name].append(seconds(partial(check, folder)))
    for name in folders:
        loaded, checked = statistics.median(loading[name]), statistics.median(checking[name])
        print(
            f'{name:<10} first {first[name]:.3f} s, median {loaded:.3f} s; complete check {checked:.3f} s, '
            f'ratio {checked / loaded:.1f}'
        )
    both = sum(first.values())
    print(f'together   first {both:.3f} s, limit {LIMIT} s')
    if both > LIMIT:
        sys.exit(f'over the limit of {LIMIT} s')


if __name__ == '__main__':
    main()
