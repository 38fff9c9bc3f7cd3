"""The Standard Safeguarding Dataset's tables and fields, the part this version holds records in.

Names are the dataset's own. Fields marked as an extension are ours: what Annex A states as a figure where
the dataset would derive it, or does not hold it at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from goldenthread.standards import _files

FieldType = Literal["text", "date", "integer", "float", "flag", "code"]


@dataclass(frozen=True)
class Field:
    """One column of a table. `codes` names the code set a `code` field draws on."""

    name: str
    type: FieldType
    codes: str | None = None
    key: bool = False
    references: str | None = None
    item: str | None = None
    extension: str | None = None


@dataclass(frozen=True)
class Table:
    """One table: its purpose, and its fields in order."""

    name: str
    purpose: str
    fields: tuple[Field, ...]

    @property
    def key(self) -> str:
        """The name of the primary key."""
        return next(field.name for field in self.fields if field.key)

    @property
    def field_names(self) -> tuple[str, ...]:
        return tuple(field.name for field in self.fields)


@dataclass(frozen=True)
class Dataset:
    """The model: its version, and its tables by name."""

    version: str
    model_version: int
    tables: dict[str, Table]
    code_sets: dict[str, dict[str, str]]


@cache
def dataset() -> Dataset:
    """The model as carried in `data/safeguarding_dataset.yaml`."""
    data = _files.load("safeguarding_dataset.yaml")
    return Dataset(
        version=data["about"]["version"],
        model_version=data["about"]["model_version"],
        tables={name: _table(name, table) for name, table in data["tables"].items()},
        code_sets=data["code_sets"],
    )


def _table(name: str, data: dict[str, Any]) -> Table:
    return Table(name=name, purpose=data["purpose"], fields=tuple(Field(**field) for field in data["fields"]))
