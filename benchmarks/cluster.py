"""Measure batches on a cluster: processor time of the command, and of the workers, for a million documents.

    python benchmarks/cluster.py

A scheduler and two workers of this machine do a short and a long list. What the longer one takes more of the processor
is extrapolated to a million documents; it grows with the rows, and starting up is left out. Network and shared storage
are not measured here. The peer is the same lists done by the command alone, without a cluster.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from bulk import ROOT, jsonl, measured
from distributed import Client, LocalCluster

FEW, MANY = 1_000, 9_000
WORKERS = 2
MILLION = 1_000_000


def main() -> None:
    """Take the figure."""
    os.environ['PYTHONPATH'] = str(ROOT / 'src')
    with tempfile.TemporaryDirectory() as work, _cluster() as cluster, Client(cluster) as client:
        tables = {rows: jsonl(Path(work) / f'{rows}.jsonl', rows) for rows in (FEW, MANY)}
        options = '--engine', 'dask', '--scheduler', cluster.scheduler_address
        # Workers load the libraries and the template once.
        measured(tables[FEW], Path(work) / 'out', *options)
        alone, command, workers = {}, {}, {}
        for rows, table in tables.items():
            seconds, alone[rows], _peak = measured(table, Path(work) / 'out', '--jobs', '1')
            print(f'{rows} rows without a cluster: {rows / seconds:.0f} documents/s')
            before = _used(client)
            seconds, command[rows], peak = measured(table, Path(work) / 'out', *options)
            workers[rows] = _used(client) - before
            print(f'{rows} rows, {WORKERS} workers: {rows / seconds:.0f} documents/s, the command takes {peak:.0f} MB')
    hours = [_hours(used) for used in (alone, command, workers)]
    print('hours of processor for a million: {:.3f} alone; {:.3f} of the command and {:.3f} of workers'.format(*hours))
    print(f'together {(hours[1] + hours[2]) / hours[0]:.2f} times those without a cluster')
    print(f'one command keeps {hours[2] / hours[1]:.1f} workers busy: {MILLION / 3600 / hours[1]:.0f} documents/s')


def _cluster() -> LocalCluster:
    return LocalCluster(n_workers=WORKERS, threads_per_worker=1, dashboard_address=':0')


def _used(client: Client) -> float:
    """Tell how many seconds of processor all workers have used."""
    return sum(sum(times[:2]) for times in client.run(os.times).values())


def _hours(seconds: dict[int, float]) -> float:
    return (seconds[MANY] - seconds[FEW]) / (MANY - FEW) * MILLION / 3600


if __name__ == '__main__':
    main()
