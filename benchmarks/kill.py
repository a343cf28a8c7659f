"""Kill batches with SIGKILL at random moments: no torn file, and after --resume the very files of an undisturbed run.

Every attempt is killed once or several times, its starts being of one process or two, its output a folder, a zip or one
Word file. `python benchmarks/kill.py 25` stops after 25 kills; the seed is fixed.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from docforms import api

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = 'nm-ltci/acceptance-notice'
KILLS = 1000
MOST_KILLS = 3
# One attempt in so many has two processes.
WITH_TWO = 4
OUTPUTS = ('folder', 'all.zip', 'all.docx')
GOOD_ROWS = 14
SEED = 20260302
# Two processes take that many seconds to start.
STARTS = 0.1


def main() -> None:
    """Make attempts until so many were killed, print what came of them, and fail when a file was torn or differed."""
    parser = argparse.ArgumentParser(description=(__doc__ or '').splitlines()[0])
    parser.add_argument('kills', type=int, nargs='?', default=KILLS)
    wanted = parser.parse_args().kills
    chance = random.Random(SEED)  # noqa: S311 - moments, not secrets
    counts = {'attempts': 0, 'kills': 0, 'torn': 0, 'different': 0}
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        table = work / 'list.jsonl'
        table.write_text('\n'.join(json.dumps(row, ensure_ascii=False) for row in rows()), encoding='utf-8')
        run(table, work / 'warm' / 'folder', jobs=1)  # loads what the timed runs need
        undisturbed = {output: timed(table, work / f'expected-{output}' / output) for output in OUTPUTS}
        while counts['kills'] < wanted:
            number = counts['attempts'] = counts['attempts'] + 1
            output = OUTPUTS[number % len(OUTPUTS)]
            expected, seconds = undisturbed[output]
            jobs = 1 if number % WITH_TWO else 2
            target = work / str(number) / output
            for _kill in range(chance.randint(1, MOST_KILLS)):
                moment = chance.uniform(0, 1.1 * seconds + (STARTS if jobs == 2 else 0))
                counts['kills'] += killed(table, target, jobs, moment)
                counts['torn'] += torn(target, expected)
            run(table, target, jobs=1)
            counts['different'] += content(target) != expected
            shutil.rmtree(target.parent)
    print(json.dumps(counts))
    if counts['torn'] or counts['different']:
        sys.exit('files were torn, or differ from those of an undisturbed run')


def timed(table: Path, target: Path) -> tuple[dict[str, bytes], float]:
    """Make the batch without disturbing it; gives its files and the seconds it took."""
    start = time.perf_counter()
    run(table, target, jobs=1)
    return content(target), time.perf_counter() - start


def rows() -> Iterator[dict[str, str]]:
    """Give a small list; one row is bad, and two institutions have the same name."""
    example = ROOT / 'fixtures' / 'documents' / f'{DOCUMENT}.json'
    values = json.loads(example.read_text(encoding='utf-8'))
    del values['number']
    for number in range(GOOD_ROWS):
        yield {**values, 'institution_name': f'赤峰市安禾第{max(number, 1)}失能等级评估中心'}
    yield {**values, 'received_on': '三月'}


def run(table: Path, target: Path, *, jobs: int) -> None:
    """Make, or go on with, the batch."""
    options = api.BatchOptions(
        name='{institution_name}', number='赤红医保受〔2026〕3号', skip_bad=True, resume=True, jobs=jobs,
        register=target.parent / 'register.xlsx', replace=False,
    )  # fmt: skip
    target.parent.mkdir(parents=True, exist_ok=True)
    api.batch(DOCUMENT, table, target, options)


def killed(table: Path, target: Path, jobs: int, seconds: float) -> bool:
    """Start the batch in a process of its own and kill it after some time; tells whether it was still at work."""
    process = os.fork()
    if process == 0:
        code = 1
        try:
            run(table, target, jobs=jobs)
            code = 0
        finally:
            os._exit(code)
    time.sleep(seconds)
    os.kill(process, signal.SIGKILL)
    _process, status = os.waitpid(process, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status) != 0:
        sys.exit('a batch failed')
    return os.WIFSIGNALED(status)


def content(target: Path) -> dict[str, bytes]:
    """Read everything the batch left, beside the target too."""
    return {str(path.relative_to(target.parent)): path.read_bytes() for path in files_of(target)}


def torn(target: Path, expected: dict[str, bytes]) -> int:
    """Count the documents, and files made of them, that bear their name and are not whole."""
    there = (path for path in files_of(target) if path.suffix in {'.docx', '.zip', '.xlsx'})
    names = ((str(path.relative_to(target.parent)), path) for path in there)
    return sum(name in expected and path.read_bytes() != expected[name] for name, path in names)


def files_of(target: Path) -> list[Path]:
    """List every file."""
    return sorted(path for path in target.parent.rglob('*') if path.is_file())


if __name__ == '__main__':
    main()
