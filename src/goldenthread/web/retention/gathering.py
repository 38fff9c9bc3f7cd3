"""Everything about one child, from the store and from the site's own tables: what a subject access request is
answered from. Reads as the site itself: whoever calls it writes down that they looked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import BinaryField, Field, ForeignKey, JSONField, Model, TextField
from django.utils import timezone

from goldenthread.records.subject import Cell, Column, Sheet, Span, digest_of, from_store, others_in, spans
from goldenthread.web.access.models import ChildView
from goldenthread.web.accounts.standing import LONDON
from goldenthread.web.intake.models import Load
from goldenthread.web.intake.names import names_for
from goldenthread.web.intake.queries import store
from goldenthread.web.retention.declared import Declared, of_children
from goldenthread.web.retention.models import Place, Request
from goldenthread.web.retention.searching import as_text, mentions, rows_naming, worded

NOT_SEARCHED = ("the text inside papers that were made (PDF), which name no child", "back-ups")


@dataclass(frozen=True)
class Gathered:
    """The sheets, and what stands for anybody else in them."""

    sheets: tuple[Sheet, ...]
    others: dict[str, str]

    @property
    def digest(self) -> str:
        return digest_of(self.sheets)


def gather(child: str, *, before: datetime, request: Request | None = None) -> Gathered:
    """Everything about the child, looks up to `before`; the request itself is left out of what it asks
    for."""
    others = others_in(store(), but=child)
    named = names_for(others)
    others |= {one.name: "another child's name" for one in named.values() if one.name}
    sheets = [
        *from_store(store(), child),
        *_names(child),
        *_loads(child),
        *_looks(child, before),
        *_tables(child, request),
        *_words(child),
    ]
    return Gathered(tuple(sheets), others)


def queue_of(gathered: Gathered, request: Request) -> list[Span]:
    """Every place in it that may be about somebody else."""
    return spans(gathered.sheets, child=request.child, others=gathered.others, words=request.words)


def _names(child: str) -> Iterator[Sheet]:
    """What the file of names calls the child."""
    columns = (Column("name", "name", plain=True), Column("link", "in the case system", plain=True))
    for named in names_for([child]).values():
        yield Sheet("names", "what the file of names says", columns, ((named.name, named.link),))


def _loads(child: str) -> Iterator[Sheet]:
    """The loads that brought the snapshots the child is in."""
    brought = [
        row[3] for sheet in from_store(store(), child) if sheet.name == "snapshots" for row in sheet.rows
    ]
    loads = Load.objects.filter(snapshot__in=[one for one in brought if isinstance(one, str)])
    rows = tuple((load.file_name, load.person_name, _cell(load.asked), load.state) for load in loads)
    columns = (
        Column("file", "file"),
        Column("by", "loaded by", plain=True),
        Column("asked", "on", plain=True),
        Column("state", "what became of it", plain=True),
    )
    if rows:
        yield Sheet("loads", "loads that brought these records", columns, rows)


def _looks(child: str, before: datetime) -> Iterator[Sheet]:
    """Who looked at the child, why and when; of the others looked at in one go, how many there were."""
    looks = ChildView.objects.filter(children__has_any_keys=[child], at__lt=before).order_by("at", "pk")
    rows = tuple(
        (_cell(look.at), look.person_name, look.purpose, look.what, len(look.children) - 1) for look in looks
    )
    columns = (
        Column("at", "when", plain=True),
        Column("who", "who looked", plain=True),
        Column("why", "why", plain=True),
        Column("what", "at what"),
        Column("beside", "other children in the same list", plain=True),
    )
    if rows:
        yield Sheet("looks", "who looked at this child", columns, rows)


def _tables(child: str, request: Request | None) -> Iterator[Sheet]:
    """The rows of every model that declares a field that names children, but the trail of looks, told
    above."""
    for declared in of_children():
        model = declared.class_
        if model in {ChildView, Place}:  # the places are what is decided on here
            continue
        rows = rows_naming(declared, [child]).order_by("pk")
        if request is not None and model is Request:
            rows = rows.exclude(pk=request.pk)
        fields = [field for field in model._meta.concrete_fields if _is_told(field)]
        yield from _sheet(declared, fields, rows, free=set(declared.words.split()))


def _words(child: str) -> Iterator[Sheet]:
    """The rows that name nobody by a field, and whose words name the child all the same: read, word by
    word."""
    found: dict[Declared, list[Any]] = {}
    for declared, row in mentions([child]):
        found.setdefault(declared, []).append(row)
    for declared, rows in found.items():
        fields = worded(declared.class_)
        yield from _sheet(
            declared, fields, rows, free={field.attname for field in fields if _is_wordy(field)}
        )


def _is_told(field: Field[Any, Any]) -> bool:
    return not isinstance(field, (JSONField, BinaryField, ForeignKey)) and not field.primary_key


def _sheet(
    declared: Declared, fields: list[Field[Any, Any]], rows: Any, *, free: set[str]
) -> Iterator[Sheet]:
    """A model's rows. Where the child is named by a field, workers are told as they stand; where somebody
    wrote the child into words, every word is looked at."""
    by_field = declared.child is not None
    columns = tuple(
        Column(
            field.attname,
            str(field.verbose_name),
            free=field.attname in free,
            plain=by_field and _is_in_role(field),
        )
        for field in fields
    )
    told = tuple(tuple(_cell(getattr(row, field.attname)) for field in fields) for row in rows)
    if told:
        name = declared.model.replace(".", " ").lower()
        yield Sheet(name, _title(declared.class_), columns, told)


def _is_in_role(field: Field[Any, Any]) -> bool:
    """Whether it says which worker did something, or is a key."""
    return field.attname.endswith(("_name", "_by_id", "who_id", "digest")) or field.attname in {
        "worker",
        "held_worker",
    }


def _is_wordy(field: Field[Any, Any]) -> bool:
    long_enough = isinstance(field, (TextField, JSONField)) or (field.max_length or 0) > 100
    return long_enough and not _is_in_role(field)


def _title(model: type[Model]) -> str:
    return f"{model._meta.app_label.replace('_', ' ')}: {model._meta.verbose_name}"


def _cell(value: object) -> Cell:
    if isinstance(value, datetime):
        local = value.astimezone(LONDON) if timezone.is_aware(value) else value
        return f"{local.day} {local:%B %Y %H:%M}"
    if value is None or (isinstance(value, (int, float, date, str)) and not isinstance(value, bool)):
        return value
    return ("yes" if value else "no") if isinstance(value, bool) else as_text(value)
