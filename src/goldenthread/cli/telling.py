"""What readers outside were told, kept in a file, so that the next paper gives away nothing that this one
withholds. The file holds counts as they were shown, and of a withheld one that it was withheld; no child."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from goldenthread.errors import InputRefused

if TYPE_CHECKING:
    from goldenthread.disclosure.profiles import Audience

_FORM = 1


@dataclass(frozen=True)
class Memory:
    """What a pool of readers was told so far, by the file it is kept in."""

    path: Path
    pools: Mapping[str, Mapping[str, int | None]]
    reader: Audience

    @property
    def told(self) -> Mapping[str, int | None]:
        return self.pools.get(self.reader.pool, {})

    def keep(self, told: Mapping[str, int | None]) -> None:
        """The whole file or none. Nothing is kept of who sees all: it withholds nothing."""
        if self.reader.sees_all:
            return
        pools = {**self.pools, self.reader.pool: dict(sorted(told.items()))}
        written = json.dumps({"form": _FORM, "told": pools}, ensure_ascii=False, indent=0)
        part = self.path.with_name(f".{self.path.name}.part")
        part.write_text(written, encoding="utf-8")
        part.replace(self.path)


def beside(store: Path) -> Path:
    """Where it is kept unless somebody says where."""
    return store.with_name(f"{store.name}-told.json")


def reader(audience: str, *, on: date) -> Audience:
    """An audience by its word, as its rule stands on a day."""
    from goldenthread.disclosure.profiles import audiences

    known = audiences(on)
    if audience not in known:
        raise InputRefused(
            source=audience,
            why="is no audience we know",
            what_to_do=f"say one of {', '.join(known)}",
        )
    return known[audience]


def memory(path: Path, reader: Audience) -> Memory:
    """What is kept there; nothing where there is no file yet."""
    if not path.exists():
        return Memory(path, {}, reader)
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        if held["form"] != _FORM:
            raise ValueError
        pools = {pool: dict(told) for pool, told in held["told"].items()}
    except (ValueError, TypeError, KeyError, AttributeError, OSError):
        raise InputRefused(
            source=path,
            why="is not what an earlier paper remembered of what was told",
            what_to_do="give the right file: without it, what was withheld could be given away",
        ) from None
    return Memory(path, pools, reader)
