"""What checks count, read for a page: by check, list, team and worker, as far as the reader reaches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import Case, IntegerField, Q, QuerySet, Sum, Value, When

from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.standing import ChildReach, Standing
from goldenthread.web.intake.models import CheckCount, CheckedSnapshot

if TYPE_CHECKING:
    import polars as pl

SEVERITIES = ("error", "query", "note")  # as in records.checks, the gravest first
NEW, GONE = "new", "gone"
NONE = "-"  # in an address: no team, or no worker


@dataclass(frozen=True)
class Narrowed:
    """What the reader asks to see. What is not a known word is as if it were not said."""

    severity: str = ""
    list: str = ""
    team: str = ""
    worker: str = ""
    show: str = ""

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> Narrowed:
        severity, show = asked.get("severity", ""), asked.get("show", "")
        return cls(
            severity=severity if severity in SEVERITIES else "",
            list=asked.get("list", "")[:60],
            team=asked.get("team", "")[:200],
            worker=asked.get("worker", "")[:200],
            show=show if show in {NEW, GONE} else "",
        )

    @property
    def said(self) -> dict[str, str]:
        """What is asked, and nothing else."""
        return {name: value for name, value in asdict(self).items() if value}

    def at(self, **changes: str) -> str:
        """The address, from where one stands, of the same narrowed otherwise."""
        said = replace(self, **changes).said
        return f"?{urlencode(said)}" if said else "?"

    @property
    def rows(self) -> Q:
        """The counts it leaves."""
        found = Q()
        for field in ("severity", "team", "worker"):
            if value := getattr(self, field):
                found &= Q(**{field: "" if value == NONE else value})
        return found & Q(table=self.list) if self.list else found


@dataclass(frozen=True)
class Whose:
    """Whose rows count for somebody: everybody's, or those of teams and of one worker."""

    every: bool
    teams: frozenset[str] = frozenset()
    worker: str = ""

    @classmethod
    def of(cls, standing: Standing) -> Whose:
        """Whoever sees loads sees counts of all of them; others of the teams or the caseload they answer
        for."""
        return cls._of(standing.reaches, every=standing.may(Permission.SEE_LOADS))

    @classmethod
    def reached(cls, standing: Standing, *, taken_away: bool = False) -> Whose:
        """Those whose rows the person may read, or take away."""
        return cls._of([one for one in standing.reaches if one.taken_away or not taken_away])

    @classmethod
    def _of(cls, reaches: Iterable[ChildReach], *, every: bool = False) -> Whose:
        held = list(reaches)
        return cls(
            every=every or any(one.teams is None for one in held),
            teams=frozenset[str]().union(*(one.teams or () for one in held)),
            worker=next((one.worker for one in held if one.worker), ""),
        )

    @property
    def rows(self) -> Q:
        """The counts that are theirs."""
        if self.every:
            return Q()
        own = Q(worker=self.worker) if self.worker else Q(pk__in=[])
        return own | Q(team__in=self.teams)

    @property
    def found(self) -> pl.Expr:
        """The same of rows found."""
        import polars as pl

        if self.every:
            return pl.lit(value=True)
        own = (pl.col("worker") == self.worker) if self.worker else pl.lit(value=False)
        return own.fill_null(value=False) | pl.col("team").is_in(sorted(self.teams)).fill_null(value=False)


@dataclass(frozen=True)
class Counted:
    """How many rows, by how grave they are, and what changed since the snapshot before."""

    error: int = 0
    query: int = 0
    note: int = 0
    came: int = 0
    went: int = 0

    @property
    def rows(self) -> int:
        return self.error + self.query + self.note


@dataclass(frozen=True)
class CheckRow:
    """One check that found something, now or before. `came` and `went` None where that cannot be told."""

    id: str
    severity: str
    rows: int
    came: int | None
    went: int | None


def held() -> CheckedSnapshot | None:
    """Which snapshot the counts stand for; None before the first."""
    return CheckedSnapshot.objects.first()


def counts(narrowed: Narrowed, whose: Whose) -> QuerySet[CheckCount]:
    """The counts asked for, within reach."""
    return CheckCount.objects.filter(whose.rows, narrowed.rows).order_by()


def by_check(found: QuerySet[CheckCount], *, show: str = "") -> list[CheckRow]:
    """Each check with rows: the gravest first, then those with most. `show`: only what came, or what went."""
    grave = Case(
        *(When(severity=name, then=Value(place)) for place, name in enumerate(SEVERITIES)),
        output_field=IntegerField(),
    )
    wanted = {NEW: Q(_came__gt=0), GONE: Q(_went__gt=0)}.get(show, Q(_rows__gt=0))
    sums = (
        found.values("of_check", "severity")
        .annotate(_rows=Sum("rows"), _came=Sum("came"), _went=Sum("went"), _grave=grave)
        .filter(wanted)
        .order_by("_grave", "-_rows", "of_check")
    )
    return [
        CheckRow(row["of_check"], row["severity"], row["_rows"], row["_came"], row["_went"]) for row in sums
    ]


def in_all(found: QuerySet[CheckCount]) -> Counted:
    """All of them together."""
    return Counted(**found.aggregate(**_SUMS))


def by(found: QuerySet[CheckCount], *fields: str) -> list[tuple[dict[str, str], Counted]]:
    """By any of table, team and worker: the most errors first, then queries, then notes."""
    sums = found.values(*fields).annotate(**_SUMS).order_by(*(f"-{name}" for name in SEVERITIES), *fields)
    split = [(_only(row, fields), Counted(**_only(row, _SUMS))) for row in sums]
    return [(named, counted) for named, counted in split if counted.rows]


_SUMS = {name: Sum("rows", filter=Q(severity=name), default=0) for name in SEVERITIES} | {
    name: Sum(name, default=0) for name in ("came", "went")
}


def _only(row: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {name: row[name] for name in names}
