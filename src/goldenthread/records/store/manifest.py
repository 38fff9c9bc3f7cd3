"""What a snapshot says of itself, apart from its rows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from goldenthread.records.coverage import Coverage

FORMAT = "goldenthread-snapshot"
Kind = Literal["annex_a", "dataset", "cin_census", "ssda903", "practice"]
WORKING: tuple[Kind, ...] = ("annex_a", "dataset")
"""The kinds that figures come from. Statutory returns are of a year past, and practice records of a part of
the work: they stand beside, and figures come from them only where a store holds nothing else."""


@dataclass(frozen=True)
class Source:
    """A file a snapshot was made from: its name, and the digest of its contents."""

    name: str
    sha256: str


@dataclass(frozen=True)
class Counts:
    """Rows of one list or table. Nothing is lost: read = loaded + set aside."""

    rows_read: int
    rows_loaded: int
    rows_set_aside: int

    def __post_init__(self) -> None:
        assert self.rows_read == self.rows_loaded + self.rows_set_aside


@dataclass(frozen=True)
class Removal:
    """Children whose time had ended, taken out of a snapshot: by which purge, on which day, how many rows
    of each table. `tombstones` stand for the children, and cannot be turned back into them."""

    purge: str
    on: date
    tombstones: tuple[str, ...]
    rows: Mapping[str, int]  # of the tables, and of set_aside and queried_cells; only those that lost any

    def to_json(self) -> dict[str, Any]:
        return {**vars(self), "on": self.on.isoformat(), "rows": dict(self.rows)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Removal:
        return cls(
            purge=data["purge"],
            on=date.fromisoformat(data["on"]),
            tombstones=tuple(data["tombstones"]),
            rows=data["rows"],
        )


@dataclass(frozen=True)
class Manifest:
    """What a snapshot is, apart from its rows."""

    snapshot: str
    version: int
    as_at: date
    authority: str
    kind: Kind
    made_up: bool
    model_version: int
    sources: tuple[Source, ...]
    lists: Mapping[str, Counts]
    coverage: Mapping[str, Coverage] = field(default_factory=dict)
    tables: Mapping[str, int] = field(default_factory=dict)
    notes: int = 0
    sealed: bool = False  # whether every file of it is encrypted
    kept_on: date | None = None  # the day it was loaded; None where that was not written down
    removals: tuple[Removal, ...] = ()

    def file(self, name: str) -> str:
        """The name a table, or what stands beside the tables, is kept under."""
        lost = sum(name in removal.rows for removal in self.removals)
        return f"{name}.{lost}" if lost else name

    def to_json(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "model_version": self.model_version,
            "snapshot": self.snapshot,
            "version": self.version,
            "as_at": self.as_at.isoformat(),
            "authority": self.authority,
            "kind": self.kind,
            "made_up": self.made_up,
            "sources": [vars(source) for source in self.sources],
            "lists": {name: vars(counts) for name, counts in self.lists.items()},
            "coverage": {name: said.to_json() for name, said in self.coverage.items()},
            "tables": dict(self.tables),
            "notes": self.notes,
            "sealed": self.sealed,
            "kept_on": self.kept_on.isoformat() if self.kept_on else None,
            "removals": [removal.to_json() for removal in self.removals],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Manifest:
        return cls(
            snapshot=data["snapshot"],
            version=data["version"],
            as_at=date.fromisoformat(data["as_at"]),
            authority=data["authority"],
            kind=data["kind"],
            made_up=data["made_up"],
            model_version=data["model_version"],
            sources=tuple(Source(**source) for source in data["sources"]),
            lists={name: Counts(**counts) for name, counts in data["lists"].items()},
            coverage={name: Coverage.from_json(name, said) for name, said in data["coverage"].items()},
            tables=data["tables"],
            notes=data["notes"],
            sealed=data.get("sealed", False),  # manifests once had neither this nor the next
            kept_on=date.fromisoformat(data["kept_on"]) if data.get("kept_on") else None,
            removals=tuple(Removal.from_json(removal) for removal in data.get("removals", ())),
        )


def as_text(manifest: Manifest) -> bytes:
    """The manifest as its file holds it."""
    return json.dumps(manifest.to_json(), ensure_ascii=False, indent=1).encode()
