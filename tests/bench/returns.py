"""Loading a children in need census beside bare streaming of the same file."""

from __future__ import annotations

import os
import resource
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

_END = date(2026, 3, 31)
_LIMIT, _TURNS = 4.0, 3


def ratios(small: bool) -> list[tuple[str, float, float]]:
    """CPU of reading, typing, mapping, encrypting and keeping a census over CPU of streaming its elements.
    The process apart is counted in. At the small size the fixed cost, that of a census of nobody, is off."""
    with tempfile.TemporaryDirectory() as folder:
        return list(_small(Path(folder)) if small else _whole(Path(folder)))


def _small(folder: Path) -> Iterator[tuple[str, float, float]]:
    census, nobody = folder / "census.xml", folder / "nobody.xml"
    _write(census, children=1_500, times=4)
    nobody.write_text(
        "<Message><Header><CollectionDetails><ReferenceDate>2026-03-31</ReferenceDate></CollectionDetails>"
        "</Header><Children/></Message>"
    )
    ours = _least(lambda: _load(census, folder)) - _least(lambda: _load(nobody, folder))
    yield (
        "loading a census (2.8 MB, fixed cost off) / bare streaming",
        ours / _least(lambda: _bare(census)),
        _LIMIT,
    )


def _whole(folder: Path) -> Iterator[tuple[str, float, float]]:
    census = folder / "census.xml"
    _write(census, children=1_500, times=24)
    size = census.stat().st_size / 1e6
    figure = _least(lambda: _load(census, folder)) / _least(lambda: _bare(census))
    yield f"loading a children in need census ({size:.0f} MB) / bare streaming of it", figure, _LIMIT


def _write(path: Path, *, children: int, times: int) -> None:
    """A made-up census, its children there several times under other identifiers."""
    from goldenthread.synthetic.authority import synthesise
    from goldenthread.synthetic.census import write_census

    write_census(synthesise(children=children, months=24, end=_END, seed=1), path)
    top, _, rest = path.read_text().partition("<Children>")
    body, _, tail = rest.rpartition("</Children>")
    copies = [body.replace("<LAchildID>", f"<LAchildID>{turn}") for turn in range(times)]
    path.write_text(f"{top}<Children>{''.join(copies)}</Children>{tail}")


def _load(path: Path, folder: Path) -> None:
    from goldenthread.records.keys import KEY, KEY_FILE
    from goldenthread.records.load import load

    os.environ.pop(KEY_FILE, None)
    os.environ[KEY] = "gtkey-" + "A" * 43 + "="
    with tempfile.TemporaryDirectory(dir=folder) as store:
        load(path, store_folder=Path(store))


def _bare(path: Path) -> None:
    from lxml import etree

    for _, element in etree.iterparse(str(path)):
        element.clear()


def _least(work: Callable[[], object]) -> float:
    return min(_cpu(work) for _ in range(_TURNS))


def _cpu(work: Callable[[], object]) -> float:
    began = _spent()
    work()
    return _spent() - began


def _spent() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)
