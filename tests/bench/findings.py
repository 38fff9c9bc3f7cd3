"""What reading a report costs beside bare text extraction of the same pages; and how exact the reader is."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

SAMPLE = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "inspection-reports"
LIMIT = 3.0
_NAMED = ("devon_2015-05-12.pdf", "hackney_2019-12-20.pdf")


def ratios(small: bool) -> list[tuple[str, float, float]]:
    """Name, CPU of reading over CPU of extracting the text alone, and the limit."""
    from goldenthread.findings.reader import read

    repeats = 3 if small else 10
    figures = []
    with tempfile.TemporaryDirectory() as folder:
        for path in _reports(Path(folder)):
            ratio = _least(partial(read, path), repeats) / _least(partial(_bare, path), repeats)
            figures.append((f"a report read beside bare text extraction ({path.stem})", ratio, LIMIT))
    return figures


def accuracy(folder: Path) -> str:
    """Report by report: grades, dates and findings that agree with `answers/`, of how many; and doubts."""
    from goldenthread.findings.reader import read

    lines = [f"{'report':<36}{'grades':>8}{'dates':>7}{'findings':>10}{'doubts':>8}"]
    for answer in sorted((folder / "answers").glob("*.json")):
        by_hand = json.loads(answer.read_text(encoding="utf-8"))
        report = read(folder / by_hand["file"]).to_json()
        grades = sum(report["judgements"].get(key) == grade for key, grade in by_hand["judgements"].items())
        dates = sum(
            report[key] == by_hand[key] for key in ("inspection_start", "inspection_end", "published")
        )
        pairs = zip(report["findings"], by_hand["findings"], strict=False)
        keys = ("kind", "for", "group", "text", "tags", "page")
        exact = sum(all(ours[key] == theirs[key] for key in keys) for ours, theirs in pairs)
        figures = (
            f"{grades}/{len(by_hand['judgements'])}",
            f"{dates}/3",
            f"{exact}/{len(by_hand['findings'])}",
        )
        lines.append(
            f"{answer.stem:<36}{figures[0]:>8}{figures[1]:>7}{figures[2]:>10}{len(report['doubts']):>8}"
        )
    return "\n".join(lines)


def _reports(folder: Path) -> list[Path]:
    if SAMPLE.is_dir():
        return [SAMPLE / name for name in _NAMED]
    from goldenthread.synthetic.report import write_report

    path = folder / "made-up.pdf"
    write_report(path, framework="sif_2013", published=date(2015, 5, 12))
    return [path]


def _bare(path: Path) -> None:
    import pypdfium2

    with pypdfium2.PdfDocument(path) as pdf:
        for page in pdf:
            page.get_textpage().get_text_range()


def _least(work: Callable[[], object], repeats: int) -> float:
    """The least CPU seconds of several runs: what the work costs when nothing else disturbs it."""
    seconds = []
    for _ in range(repeats):
        before = time.process_time()
        work()
        seconds.append(time.process_time() - before)
    return min(seconds)


if __name__ == "__main__":
    sys.stdout.write(accuracy(SAMPLE) + "\n")
