"""Reading a file in a process of its own, so that a hostile or damaged one takes nothing else down.

    python -m goldenthread.web.inspection.child FILE [KIND]

gives one line of JSON: the document, or why it is refused

`read_apart` starts it, with a limit on its time and its memory.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from goldenthread.errors import InputRefused
from goldenthread.findings.model import SourceDocument, document_from_json

SECONDS = 60
MEMORY = 2 * 1024**3  # bytes of address space; a report of 100 pages needs a quarter of it


def read_apart(content: bytes, *, name: str, kind: str | None = None) -> SourceDocument:
    """The document in a file's bytes; `kind` is the letter it is, where a person says so. Raises InputRefused
    as the reader does, and for one that overruns."""
    with tempfile.TemporaryDirectory(prefix="gt-report-") as folder:
        path = Path(folder) / _safe(name)
        path.write_bytes(content)
        said = _run(path, kind)
    answer = json.loads(said)
    if "refused" in answer:
        raise InputRefused(source=path.name, **answer["refused"])
    return document_from_json(answer)


def _safe(name: str) -> str:
    """The file's own name, without any folder, short enough to be a file's."""
    plain = Path(name.replace("\\", "/")).name.strip()
    return plain[-200:] if plain not in {"", ".", ".."} else "report.pdf"


def _run(path: Path, kind: str | None) -> str:
    command = [
        sys.executable,
        "-m",
        "goldenthread.web.inspection.child",
        str(path),
        *([kind] if kind else []),
    ]
    try:
        done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        raise InputRefused(
            source=path.name,
            why=f"it could not be read within {SECONDS} seconds",
            what_to_do="give the PDF as it was published",
        ) from None
    if done.returncode:
        raise InputRefused(
            source=path.name,
            why="the file is damaged or too large to read",
            what_to_do="download the report again",
        )
    return done.stdout


def main(path: Path, kind: str | None = None) -> None:
    """Read one file under the limits, and print what it says."""
    _limit()
    from goldenthread.findings.reader import read_document

    try:
        answer = read_document(path, kind=kind).to_json()
    except InputRefused as refused:
        answer = {"refused": {"why": refused.why, "what_to_do": refused.what_to_do}}
    sys.stdout.write(json.dumps(answer))


def _limit() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:3])
