"""Records seen as an inspection sees them: as at one date, looking back over each list's own months."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import polars as pl

from goldenthread.records.allocation import allocated_on, named
from goldenthread.records.annex_a.shaping import fitted_list
from goldenthread.records.tables import Records
from goldenthread.standards.annex_a import standard
from goldenthread.standards.calendar import add_months


@dataclass(frozen=True)
class View:
    """Records and the date they are looked at on. What is dated later is not yet known."""

    records: Records

    @property
    def as_at(self) -> date:
        return self.records.as_at

    def table(self, name: str) -> pl.DataFrame:
        return self.records.table(name).collect()

    def is_complete(self, table: str) -> bool:
        """Whether events of the table may be counted; if not, the source's own stated figure is used."""
        return self.records.can_say(table).history == "complete"

    def window_start(self, number: int) -> date:
        return add_months(self.as_at, -standard().lists[number].window.months)

    def months_ago(self, months: int) -> date:
        return add_months(self.as_at, -months)

    def known(self, column: str) -> pl.Expr:
        """Whether a date is on or before the as-at date; an undated row counts as known."""
        return pl.col(column).is_null() | (pl.col(column) <= self.as_at)

    def ended(self, column: str) -> pl.Expr:
        """The end date where it has come, and null where the spell still runs."""
        return pl.when(pl.col(column) <= self.as_at).then(pl.col(column)).alias(column)

    def open_or_ended(self, number: int, *, start: str, end: str) -> pl.Expr:
        """Begun, and either still running or ended inside the list's window."""
        running = pl.col(end).is_null() | (pl.col(end) > self.as_at)
        return self.known(start) & (running | (pl.col(end) >= self.window_start(number)))

    def with_names(self, frame: pl.DataFrame, *, team: str = "team", worker: str = "worker") -> pl.DataFrame:
        """Team and worker ids replaced by names."""
        return named(frame.lazy(), self.records, team=team, worker=worker).collect()

    def with_holder(self, frame: pl.DataFrame, *, until: str) -> pl.DataFrame:
        """Adds `team` and `worker`: who holds the case now, or held it when it ended."""
        on = pl.coalesce(pl.col(until), pl.lit(self.as_at))
        held = allocated_on(frame.lazy().with_columns(_on=on), self.records, child="child_id", on="_on")
        return held.drop("_on").collect()

    def as_list(self, frame: pl.DataFrame, number: int) -> pl.DataFrame:
        """The frame as a list: who each child is put beside each row, columns and rows in a fixed order."""
        wanted = standard().lists[number]
        if wanted.id_column == "child_id":
            frame = frame.join(self.people, on="child_id", how="left", maintain_order="left")
        order = [wanted.id_column, wanted.key_date or wanted.id_column]
        listed = fitted_list(frame, number)
        return listed.sort([*dict.fromkeys([*order, *listed.columns])], nulls_last=True)

    @cached_property
    def people(self) -> pl.DataFrame:
        """A row a child: sex, ethnicity, birth date (expected, if unborn), age, and whether disabled."""
        persons = self.table("ssd_person").unique("pers_person_id", keep="first", maintain_order=True)
        born = persons.with_columns(_unborn=self._unborn())
        described = born.select(
            child_id="pers_person_id",
            gender=pl.when("_unborn").then(pl.lit("U")).otherwise("pers_gender"),
            ethnicity="pers_ethnicity",
            date_of_birth=pl.coalesce("pers_dob", "pers_expected_dob"),
            age=pl.when("_unborn").then(pl.lit(-1, pl.Int64)).otherwise(self._age("pers_dob")),
        )
        return described.join(
            self._disability(), on="child_id", how="left", maintain_order="left"
        ).with_columns(pl.col("disability").fill_null("U"))

    def _unborn(self) -> pl.Expr:
        waited_for = pl.col("pers_expected_dob").is_not_null() | (pl.col("pers_stated_unborn") == "Y")
        no_birth = pl.col("pers_dob").is_null() & waited_for.fill_null(False)
        return no_birth | (pl.col("pers_dob") > self.as_at).fill_null(False)

    def _age(self, born: str) -> pl.Expr:
        """Completed years on the as-at date."""
        day = pl.col(born)
        before_birthday = (
            day.dt.month().cast(pl.Int64) * 100 + day.dt.day()
        ) > self.as_at.month * 100 + self.as_at.day
        return self.as_at.year - day.dt.year().cast(pl.Int64) - before_birthday.cast(pl.Int64)

    def _disability(self) -> pl.DataFrame:
        """Any disability makes yes; several rows a child are collapsed before they meet anything."""
        code = pl.col("disa_disability_code")
        return (
            self.table("ssd_disability")
            .filter(code.is_not_null())
            .group_by(child_id="disa_person_id")
            .agg(
                disability=pl.when(code.is_in(["NONE", "UNKNOWN"]).not_().any())
                .then(pl.lit("Y"))
                .when((code == "NONE").any())
                .then(pl.lit("N"))
                .otherwise(pl.lit("U"))
            )
        )


def latest(frame: pl.DataFrame, by: str, *order: str) -> pl.DataFrame:
    """The last row of each group when sorted by the dates given, an undated row counting as earliest."""
    return frame.sort(*order, nulls_last=False, maintain_order=True).unique(
        by, keep="last", maintain_order=True
    )


def count_before_latest(frame: pl.DataFrame, *, child: str, day: str) -> pl.DataFrame:
    """How many events each child had in the 12 months up to their latest one, which is left out.

    Columns `child_id` and `_before`. The figure is the same on every row of a child.
    """
    last = pl.col(day).max().over(child)
    recent = frame.filter(pl.col(day) > last.dt.offset_by("-12mo"))
    return recent.group_by(child_id=child).agg(_before=pl.len().cast(pl.Int64) - 1)


def with_asylum(view: View, rows: pl.DataFrame, *, recent_only: bool) -> pl.DataFrame:
    """Adds `uasc`: unaccompanied asylum seeker in the last 12 months or (unless `recent_only`) ever."""
    status = pl.col("immi_immigration_status")
    end = pl.col("immi_immigration_status_end_date")
    spells = view.table("ssd_immigration_status").filter(view.known("immi_immigration_status_start_date"))
    in_year = end.is_null() | (end >= view.months_ago(12))
    counts = (status == "UASC") & in_year if recent_only else status.is_in(["UASC", "formerly UASC"])
    yes = spells.filter(counts)["immi_person_id"]
    unknown = spells.filter(status == "not known")["immi_person_id"]
    return rows.with_columns(
        uasc=pl.when(pl.col("child_id").is_in(yes.implode()))
        .then(pl.lit("Y"))
        .when(pl.col("child_id").is_in(unknown.implode()).not_())
        .then(pl.lit("N"))
    )
