"""When a child's record need no longer be kept: what the rules turn on, and the day they give.

A record in several classes is kept until the last of their days. Where a class has no day (no local period is
set, the birth is not known, the case is still open) the record is kept, and why is said: nothing is ever
removed for want of a rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from goldenthread.records.belonging import CHILD, owned, owned_tables
from goldenthread.records.tables import Records, schema
from goldenthread.standards.retention import (
    LocalPeriod,
    Period,
    Rule,
    TableDeclared,
    anniversary,
    classes,
    rule_on,
)

ADULT = 18
_ADOPTED = ("E11", "E12")  # a care episode that ceased by adoption
_NO_CLASS_OF_ITS_OWN = "childs_record"
_LEAST = "front_door"  # what a child is in whom no table puts anywhere else


@dataclass(frozen=True)
class Facts:
    """What the rules turn on for one child. A date is None where the records do not say it."""

    child: str
    classes: frozenset[str]
    birth: date | None = None
    death: date | None = None
    order: date | None = None
    closed: date | None = None  # None while a case is open
    last_contact: date | None = None


@dataclass(frozen=True)
class Leaving:
    """The first day a record need no longer be kept, by which class; no day where it is kept, and why."""

    on: date | None
    class_id: str
    why: str


def leaving(facts: Facts, *, as_at: date, local: Sequence[LocalPeriod] = ()) -> Leaving:
    """When the child's record leaves, by the rules in force on `as_at`."""
    found = [
        _leaving_by(class_id, facts, as_at=as_at, local=local)
        for class_id in _that_count(facts.classes, as_at=as_at, local=local)
    ]
    kept = [one for one in found if one.on is None]
    return kept[0] if kept else max(found, key=lambda one: one.on or date.max)


def is_due(facts: Facts, *, as_at: date, local: Sequence[LocalPeriod] = ()) -> bool:
    """Whether the record is past its day on `as_at`: that day itself is the first."""
    day = leaving(facts, as_at=as_at, local=local).on
    return day is not None and day <= as_at


def facts_of(snapshots: Sequence[Records]) -> list[Facts]:
    """What every snapshot says of every child, taken together, oldest snapshot first.

    Of dates that differ the later counts, so that a correction never makes a record leave early; a death
    and an open case are as the last snapshot that names the child has them.
    """
    if not snapshots:
        return []
    told = [_told(records).with_columns(_place=place) for place, records in enumerate(snapshots)]
    frame = pl.concat(pl.collect_all(told)).sort(CHILD, "_place")
    together = frame.group_by(CHILD, maintain_order=True).agg(
        pl.col("birth", "order", "last_contact", "last_closed").max(),
        pl.col("death", "open").last(),
        pl.col("classes").list.explode(keep_nulls=False, empty_as_null=False).unique().sort(),
    )
    return [_facts(row) for row in together.iter_rows(named=True)]


def _that_count(found: frozenset[str], *, as_at: date, local: Sequence[LocalPeriod]) -> list[str]:
    """The classes that have a say: a local one without a period has none where a national one covers it."""
    covered = {under for class_id in found for under in classes()[class_id].covers}
    return [
        class_id
        for class_id in sorted(found)
        if class_id not in covered or rule_on(class_id, on=as_at, local=local) is not None
    ]


def _leaving_by(class_id: str, facts: Facts, *, as_at: date, local: Sequence[LocalPeriod]) -> Leaving:
    rule = rule_on(class_id, on=as_at, local=local)
    if rule is None:
        title = classes()[class_id].title.lower()
        return Leaving(None, class_id, f"no period is set for the {title}: it is kept")
    period = _period(rule, facts)
    event: date | None = getattr(facts, period.event)
    if event is None:
        return Leaving(None, class_id, f"{_UNKNOWN[period.event]}: it is kept")
    return Leaving(
        anniversary(event, period.years), class_id, f"{period.years} years from {_EVENT[period.event]}"
    )


_EVENT = {
    "birth": "birth",
    "death": "death",
    "order": "the adoption order",
    "closed": "the end of the last case",
    "last_contact": "the last contact",
}
_UNKNOWN = {
    "birth": "the date of birth is not known",
    "death": "the date of death is not known",
    "order": "the date of the adoption order is not known",
    "closed": "a case is open, or never had an end",
    "last_contact": "no contact is dated",
}


def _period(rule: Rule, facts: Facts) -> Period:
    """The period of the rule that is this child's."""
    young = (
        facts.death is not None and facts.birth is not None and facts.death < anniversary(facts.birth, ADULT)
    )
    holds = {"always": True, "died_under_18": young, "otherwise": not young}
    return next(period for period in rule.periods if holds[period.when])


def _facts(row: dict[str, object]) -> Facts:
    named = frozenset(row["classes"]) - {_NO_CLASS_OF_ITS_OWN}  # type: ignore[call-overload]
    return Facts(
        child=str(row[CHILD]),
        classes=named or frozenset({_LEAST}),
        birth=row["birth"],  # type: ignore[arg-type]
        death=row["death"],  # type: ignore[arg-type]
        order=row["order"],  # type: ignore[arg-type]
        closed=None if row["open"] else row["last_closed"] or row["last_contact"],  # type: ignore[arg-type]
        last_contact=row["last_contact"],  # type: ignore[arg-type]
    )


def _told(records: Records) -> pl.LazyFrame:
    """One snapshot's word on each child it names."""
    person = records.table("ssd_person").select(
        pl.col("pers_person_id").alias(CHILD), birth="pers_dob", death="pers_death_date"
    )
    seen = pl.concat([_seen(records, declared) for declared in owned_tables()])
    active = seen.group_by(CHILD).agg(
        pl.col("classes").unique(), pl.col("last_contact", "last_closed").max(), pl.col("open").any()
    )
    orders = _orders(records)
    adopted = pl.when(pl.col("adopted").fill_null(value=False)).then(pl.lit(["adopted_child"]))
    return (
        active.join(
            person.group_by(CHILD).agg(pl.col("birth").max(), pl.col("death").last()), on=CHILD, how="left"
        )
        .join(orders, on=CHILD, how="left")
        .with_columns(
            classes=pl.col("classes").list.concat(adopted.otherwise(pl.lit([], dtype=pl.List(pl.String))))
        )
        .select(CHILD, "birth", "death", "order", "last_contact", "last_closed", "open", "classes")
    )


def _seen(records: Records, declared: TableDeclared) -> pl.LazyFrame:
    """A table's rows as activity: the class, the latest day that has come, and whether a spell is open."""
    days = [
        name for name, kind in schema(declared.name).items() if kind == pl.Date and name not in _NO_CONTACT
    ]
    come = [pl.when(pl.col(day) <= records.as_at).then(pl.col(day)) for day in days]
    ended = _ended(declared)
    return (
        owned(records, declared)
        .filter(pl.col(CHILD).is_not_null())
        .select(
            CHILD,
            classes=pl.lit(declared.class_id),
            last_contact=pl.max_horizontal(come) if come else pl.lit(None, pl.Date),
            last_closed=ended,
            open=ended.is_null() if declared.closed else pl.lit(value=False),
        )
    )


def _ended(declared: TableDeclared) -> pl.Expr:
    """The end of a spell; a referral without further action ended on its day, though no close is dated."""
    if declared.closed is None:
        return pl.lit(None, pl.Date)
    if declared.name != "ssd_cin_episodes":
        return pl.col(declared.closed)
    at_once = pl.when(pl.col("cine_referral_nfa") == "Y").then(pl.col("cine_referral_date"))
    return pl.coalesce(declared.closed, at_once)


_NO_CONTACT = {"pers_dob", "pers_expected_dob", "pers_death_date"}


def _orders(records: Records) -> pl.LazyFrame:
    """Children who were adopted, with the day of the order, or of the end of care where no order is dated."""
    made = records.table("ssd_permanence").filter(
        pl.col("perm_permanence_order_date").is_not_null(),
        pl.col("perm_permanence_order_type").str.contains("(?i)adopt").fill_null(value=True),
    )
    ceased = records.table("ssd_cla_episodes").filter(
        pl.col("clae_cla_episode_ceased_reason").is_in(_ADOPTED)
    )
    both = pl.concat(
        [
            made.select(pl.col("perm_person_id").alias(CHILD), order="perm_permanence_order_date"),
            ceased.select(pl.col("clae_person_id").alias(CHILD), order="clae_cla_episode_ceased_date"),
        ]
    )
    return both.drop_nulls(CHILD).group_by(CHILD).agg(pl.col("order").max(), adopted=pl.lit(value=True))


def children_due(
    facts: Iterable[Facts], *, as_at: date, local: Sequence[LocalPeriod] = ()
) -> list[tuple[Facts, Leaving]]:
    """Those whose records are past their day, the longest past first."""
    found = [(one, leaving(one, as_at=as_at, local=local)) for one in facts]
    due = [(one, day) for one, day in found if day.on is not None and day.on <= as_at]
    return sorted(due, key=lambda pair: (pair[1].on or date.max, pair[0].child))
