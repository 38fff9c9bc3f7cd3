"""Setting a paper as a tagged PDF (PDF/UA-1): the same paper gives the same bytes on any machine.

Text from reports and plans reaches the template as data, never as markup. Fonts are ours alone and the file's
time stamp is the snapshot's as-at date.
"""

from __future__ import annotations

import json
import os
import tempfile
from datetime import UTC, date, datetime, time
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from goldenthread.papers._glyphs import showable
from goldenthread.papers.board_view import board_view
from goldenthread.papers.charts import font_folder
from goldenthread.papers.content import BoardPaper

_AS_GIVEN = ("chart", "alternative", "digest")  # read by machines, or already plain letters and digits


def write_board_paper(paper: BoardPaper, out: Path) -> None:
    """Write the paper as `out`: a whole file or none (a temporary one beside it, renamed into place)."""
    made = board_paper_pdf(paper)
    out.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(made)
        Path(name).chmod(0o644 & ~_umask())
        Path(name).replace(out)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def board_paper_pdf(paper: BoardPaper) -> bytes:
    """The paper's bytes."""
    return pdf_of("board.typ", on=paper.manifest.as_at, paper=board_view(paper))


def pdf_of(template: str, *, on: date, **said: Any) -> bytes:
    """A document's bytes, from a template of this package and what it is told, by name; dated `on`, so that
    the same words give the same bytes."""
    import typst

    told = {name: json.dumps(showable_view(view), ensure_ascii=False) for name, view in said.items()}
    return typst.compile(
        resources.files(__package__).joinpath(template).read_bytes(),
        format="pdf",
        font_paths=own_fonts(),
        sys_inputs=told,
        pdf_standards="ua-1",
        timestamp=datetime.combine(on, time(), tzinfo=UTC),
    )


def showable_view(value: Any) -> Any:
    """The view with every text made fit for the page's font."""
    if isinstance(value, str):
        return showable(value)
    if isinstance(value, list):
        return [showable_view(item) for item in value]
    if isinstance(value, dict):
        return {key: item if key in _AS_GIVEN else showable_view(item) for key, item in value.items()}
    return value


@cache
def own_fonts() -> Any:
    """Our own fonts, with the setting library's own behind them; never the machine's."""
    import typst

    return typst.Fonts(include_system_fonts=False, font_paths=[str(font_folder())])


def _umask() -> int:
    """The permissions a new file of this process would not have."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
