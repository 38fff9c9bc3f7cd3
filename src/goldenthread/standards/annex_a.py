"""Ofsted's Annex A child-level lists: eleven lists, 169 columns, two layouts, and the codes they use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from goldenthread.standards import _files

ColumnKind = Literal["id", "text", "date", "integer", "category", "postcode"]
Layout = Literal["A", "B"]


@dataclass(frozen=True)
class Code:
    """One code: as stored (`raw`), as printed on the form, in words, and the spellings met in real files."""

    raw: str
    printed: str
    label: str
    group: str
    aliases: tuple[str, ...]
    retired: bool
    census_style: str | None = None


@dataclass(frozen=True)
class CodeSet:
    """The codes a column may hold. An open set also takes other text (a council's name) as it stands.

    `sub_codes` is a finer code to the one it belongs to; `not_known` the ways this set says so; with
    `groups_read` a group's name given in place of the code is read as it stands.
    """

    name: str
    codes: tuple[Code, ...]
    sub_code_pattern: str | None
    open: bool
    precedence: tuple[str, ...]
    flag_order: tuple[str, ...]
    local_code_pattern: str | None = None
    local_code_prefix: str = ""
    sub_codes: Mapping[str, str] = field(default_factory=dict)
    not_known: tuple[str, ...] = ()
    groups_read: bool = False

    @property
    def printed(self) -> dict[str, str]:
        """Raw code to the full text the form prints."""
        return {code.raw: code.printed for code in self.codes}


@dataclass(frozen=True)
class Column:
    """One column of a list. `name` is ours and stable; `template_header` is what the form prints."""

    name: str
    header: str
    template_header: str
    kind: ColumnKind
    codes: str | None
    may_be_blank: bool
    minimum: int | None
    layouts: tuple[Layout, ...]
    aliases: tuple[str, ...]
    pattern: str | None


@dataclass(frozen=True)
class DateOrder:
    """Two dates of one row that should follow one another; a breach is a query, never an error."""

    earlier: str
    later: str
    rule: Literal["<=", "<", "allow_before_birth"]
    basis: str


@dataclass(frozen=True)
class Window:
    """The months before the as-at date a list looks back on, and the columns it looks at."""

    months: int
    rule: str
    column: str | None
    end_column: str | None


@dataclass(frozen=True)
class ListStandard:
    """One of the eleven lists."""

    number: int
    key: str
    title: str
    template_title: str
    sheet_names: tuple[str, ...]
    natural_key: tuple[str, ...]
    key_date: str | None
    window: Window
    date_order: tuple[DateOrder, ...]
    columns: tuple[Column, ...]
    order_in_layout_a: tuple[str, ...]

    @property
    def id_column(self) -> str:
        """The column that names the child, or the adopter in list 11."""
        return self.columns[0].name

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    @property
    def one_row_per_child(self) -> bool:
        """Whether the list asks for a single row for each child (lists 6 to 9)."""
        return self.natural_key == (self.id_column,)

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    def in_layout(self, layout: Layout) -> tuple[Column, ...]:
        """The columns the layout has, in its own order."""
        if layout == "A" and self.order_in_layout_a:
            return tuple(self.column(name) for name in self.order_in_layout_a)
        return tuple(column for column in self.columns if layout in column.layouts)


@dataclass(frozen=True)
class Standard:
    """The whole of Annex A."""

    lists: dict[int, ListStandard]
    code_sets: dict[str, CodeSet]
    blank_markers: tuple[str, ...]
    misspelt_words: tuple[str, ...]


@cache
def standard() -> Standard:
    """Annex A as carried in `data/annex_a.yaml`."""
    data = _files.load("annex_a.yaml")
    lists = [_list(item) for item in data["lists"]]
    return Standard(
        lists={item.number: item for item in lists},
        code_sets={name: _code_set(name, item) for name, item in data["code_sets"].items()},
        blank_markers=tuple(marker.strip() for marker in data["blank_markers"]),
        misspelt_words=tuple(data["misspelt_words"]),
    )


@cache
def helper_sheets() -> tuple[str, ...]:
    """The template's own sheets that hold no list. In a file of their own: the process that opens a workbook
    asks for nothing else, and Annex A whole takes longer to read than a small workbook."""
    return tuple(_files.load("annex_a_helper_sheets.yaml")["helper_sheets"])


def _code_set(name: str, data: dict[str, Any]) -> CodeSet:
    return CodeSet(
        name=name,
        codes=tuple(_code(item) for item in data["values"]),
        sub_code_pattern=data.get("sub_code_pattern"),
        open=data.get("open", False),
        precedence=tuple(data.get("precedence", ())),
        flag_order=tuple(data.get("flag_order", ())),
        local_code_pattern=data.get("local_code_pattern"),
        local_code_prefix=data.get("local_code_prefix", ""),
        sub_codes={finer: raw for raw, under in data.get("sub_codes", {}).items() for finer in under},
        not_known=tuple(data.get("not_known", ())),
        groups_read=data.get("groups_read", False),
    )


def _code(data: dict[str, Any]) -> Code:
    twins = [data[key] for key in ("older_code", "typed_with_hyphen") if key in data]
    return Code(
        raw=data["raw"],
        printed=data["code"],
        label=data.get("label", ""),
        group=data.get("group", ""),
        aliases=(*data["aliases"], *twins),
        retired=data.get("status") == "retired",
        census_style=data.get("census_style_code"),
    )


def _list(data: dict[str, Any]) -> ListStandard:
    columns = tuple(_column(item) for item in data["columns"])
    names = {column.header: column.name for column in columns}
    return ListStandard(
        number=data["number"],
        key=data["key"],
        title=data["title"],
        template_title=data["template_title"],
        sheet_names=tuple(data["sheet_names"]),
        natural_key=tuple(names[header] for header in data["natural_key"]),
        key_date=names[data["key_date"]] if "key_date" in data else None,
        window=_window(data["window"], names),
        date_order=_date_orders(data["date_order"], names),
        columns=columns,
        order_in_layout_a=tuple(names[header] for header in data.get("layout_a_order", ())),
    )


def _column(data: dict[str, Any]) -> Column:
    return Column(
        name=data["name"],
        header=data["header"],
        template_header=data.get("template_header", data["header"]),
        kind=data["type"],
        codes=data.get("codes"),
        may_be_blank=data["may_be_blank"],
        minimum=data.get("min"),
        layouts=tuple(data.get("layouts", ("A", "B"))),
        aliases=tuple(data.get("aliases", ())),
        pattern=data.get("regex"),
    )


def _window(data: dict[str, Any], names: dict[str, str]) -> Window:
    return Window(
        months=data["months"],
        rule=data["rule"],
        column=names.get(data.get("column", "")),
        end_column=names.get(data.get("end_column", "")),
    )


def _date_orders(data: list[dict[str, Any]], names: dict[str, str]) -> tuple[DateOrder, ...]:
    """The orders within one list; those that name another list belong to the checks across lists."""
    within = [item for item in data if item["earlier"] in names]
    return tuple(
        DateOrder(
            earlier=names[item["earlier"]],
            later=names[item["later"]],
            rule=item["op"],
            basis=item["basis"],
        )
        for item in within
    )
