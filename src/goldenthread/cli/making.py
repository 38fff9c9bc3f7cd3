"""`synthesise` and `paper board`: the things that are made."""

from __future__ import annotations

import json as json_text
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from goldenthread.cli.output import progress, say, say_json, warn
from goldenthread.errors import InputRefused

if TYPE_CHECKING:
    from goldenthread.findings.model import SourceDocument
    from goldenthread.records.tables import Records

MADE_UP = "Made-up data: no child, family or worker here is real."


@dataclass(frozen=True)
class Made:
    """What `synthesise` left behind."""

    records: Path
    truth: Path
    workbooks: tuple[Path, ...]
    messy: tuple[Path, ...] = ()
    returns: tuple[Path, ...] = ()


def authority(  # noqa: PLR0913  # as many as the command has options
    *,
    children: int,
    months: int,
    end: date,
    seed: int,
    out: Path,
    workbooks: str,
    messy: bool = False,
    returns: bool = False,
    scenario: str = "mixed",
) -> Made:
    """Make up an authority into `out`: records/, population.csv, workforce/, truth.json and, as
    asked, annex_a/YYYY-MM-DD.xlsx for the month ends, messy/ for the last, and returns/ of the year to it."""
    from goldenthread.records.folder import write_folder
    from goldenthread.synthetic import region as regions
    from goldenthread.synthetic.authority import changed_on, happened, staff_of
    from goldenthread.synthetic.population import FILE, write_population
    from goldenthread.synthetic.recording import as_recorded
    from goldenthread.synthetic.register import FOLDER, write_workforce
    from goldenthread.synthetic.scenario import SCENARIOS

    with progress("Making up children", children) as advance:
        done = 0

        def tell(so_far: int) -> None:
            nonlocal done
            advance(so_far - done)
            done = so_far

        whole = happened(
            children=children,
            months=months,
            end=end,
            seed=seed,
            scenario=SCENARIOS[scenario],
            progress=tell,
        )
    out.mkdir(parents=True, exist_ok=True)
    changed = changed_on(SCENARIOS[scenario], months=months, end=end)
    recorded = as_recorded(whole, changed=changed)
    records = recorded.records
    write_folder(records, out / "records", made_up=True)
    write_population(records, out / FILE)
    staff = staff_of(children=children, months=months, end=end, seed=seed, scenario=SCENARIOS[scenario])
    write_workforce(staff, out / FOLDER, months=months, end=end)
    made_up = regions.MadeUp("", records.authority, scenario, children, seed)
    truth = regions.write_truth(out, [regions.truth(made_up, recorded, months=months, end=end)])
    dates = {"none": [], "last": [end], "all": list(_month_ends(end, months))}[workbooks]
    with progress("Writing workbooks", len(dates)) as advance:
        written = []
        for as_at in dates:
            written.append(_workbook(whole, as_at, out / "annex_a", changed=changed))
            advance(1)
    return Made(
        records=out / "records",
        truth=truth,
        workbooks=tuple(written),
        messy=_messy(records, out / "messy", seed=seed) if messy else (),
        returns=_returns(records, out / "returns") if returns else (),
    )


def region(  # noqa: PLR0913  # as many as the command has options
    *,
    authorities: int,
    children: int | None,
    months: int,
    end: date,
    seed: int,
    out: Path,
    json: bool,
    scenario: str | None = None,
) -> None:
    """Make up many authorities into `out`, and say where their records are and what is true of them. They are
    of England's size where no size is given."""
    from goldenthread.synthetic import region as regions

    made_up = (
        regions.england(authorities=authorities, months=months, end=end, seed=seed, scenario=scenario)
        if children is None
        else regions.region(authorities=authorities, children=children, seed=seed, scenario=scenario)
    )
    with progress("Making up authorities", authorities) as advance:
        regions.write_region(made_up, out, months=months, end=end, progress=lambda _: advance(1))
    folders = [out / one.folder / regions.RECORDS for one in made_up]
    if json:
        say_json({"records": [str(folder) for folder in folders], "truth": str(out / regions.TRUTH)})
        return
    total = sum(one.children for one in made_up)
    say(f"{MADE_UP}\n{total:,} children of {authorities} authorities: {folders[0]} and so on")
    say(f"What is true of each: {out / regions.TRUTH}")


def say_made(made: Made, *, json: bool) -> None:
    """Where everything is."""
    if json:
        lists = {"workbooks": made.workbooks, "messy": made.messy, "returns": made.returns}
        paths = {name: [str(path) for path in found] for name, found in lists.items()}
        say_json({"records": str(made.records), "truth": str(made.truth), **paths})
        return
    say(f"{MADE_UP}\nRecords: {made.records}\nWhat is true of them: {made.truth}")
    for path in made.workbooks:
        say(f"Workbook: {path}")
    for path in made.messy:
        say(f"As it really arrives: {path} (and {path.name}.truth.json)")
    for path in made.returns:
        say(f"Return: {path}")


def templates(out: Path) -> None:
    """Write the templates of practice records, and say where they are."""
    from goldenthread.records.returns.templates import write_templates

    written = write_templates(out)
    say(f"Templates: {written[0]}, and {len(written) - 1} CSV files in {written[1].parent}")
    say(f"Fill them in, and give them to: goldenthread load {written[0]} --store STORE")


def board_paper(  # noqa: PLR0913  # as many as the command has options
    store: Path,
    *,
    as_at: date | None,
    findings: Path | None,
    plan: Path | None,
    out: Path,
    audience: str = "board",
    told: Path | None = None,
    on: date | None = None,
) -> None:
    """Make the board's paper from one snapshot, or an audience's version of it, and say where it is. What a
    version for readers outside tells is remembered in `told`, beside the store where it is not given."""
    from goldenthread.cli import telling
    from goldenthread.cli.measuring import opened
    from goldenthread.papers.compose import compose
    from goldenthread.papers.plan import read_plan
    from goldenthread.papers.render import write_board_paper
    from goldenthread.records.store import WORKING, manifests

    if not out.parent.is_dir():
        raise InputRefused(source=out, why="its folder does not exist", what_to_do="make the folder first")
    reports = read_findings(findings) if findings else ()
    agreed = read_plan(plan) if plan else None
    manifest, records = opened(store, as_at)
    if manifest.kind not in WORKING:
        raise InputRefused(
            source=store,
            why="holds statutory returns or practice records alone",
            what_to_do="load an Annex A workbook or full history, which a board's paper is made from",
        )
    reader = telling.reader(audience, on=on or manifest.as_at)
    memory = telling.memory(told or telling.beside(store), reader)
    with progress("Making the paper"):
        beside = [one for one in manifests(store) if one.snapshot in records.beside]
        paper = compose(
            manifest,
            records,
            reports=reports,
            plan=agreed,
            beside=beside,
            reader=reader,
            told=memory.told,
        )
        memory.keep(paper.told)  # before the paper is there: what is told is never forgotten
        write_board_paper(paper, out)
    say(f"The paper is {out}")
    say("It holds nothing of what owners said of the measures at a meeting: that is kept on the site alone.")
    if not reader.sees_all:
        say(f"It is for {reader.title}; what it tells is remembered in {memory.path}")


def read_findings(path: Path) -> tuple[SourceDocument, ...]:
    """The documents in what `goldenthread findings --json` printed; a refused one is left out and said."""
    from goldenthread.findings.model import document_from_json

    try:
        entries: list[dict[str, Any]] = json_text.loads(path.read_text(encoding="utf-8-sig"))
        refused = [entry["refused"] for entry in entries if "refused" in entry]
        reports = tuple(document_from_json(entry) for entry in entries if "refused" not in entry)
    except FileNotFoundError:
        raise InputRefused(source=path, why="is not there", what_to_do="check the path") from None
    except (ValueError, TypeError, KeyError, AttributeError, OSError):
        raise InputRefused(
            source=path,
            why="is not what `goldenthread findings --json` prints",
            what_to_do="run that command again and give the file it wrote",
        ) from None
    for reason in refused:
        warn(f"Left out of the paper: {reason}")
    return reports


def _month_ends(end: date, months: int) -> Iterator[date]:
    """The as-at dates of the last `months` months, oldest first: `end`, and the month ends before it."""
    ends = [end]
    while len(ends) < months:
        ends.append(ends[-1].replace(day=1) - timedelta(days=1))
    yield from reversed(ends)


def _messy(records: Records, folder: Path, *, seed: int) -> tuple[Path, ...]:
    from goldenthread.records.annex_a import from_records
    from goldenthread.synthetic.messy import write_messy

    with progress("Writing lists as they really arrive"):
        return write_messy(from_records(records), folder, seed=seed, note=MADE_UP)


def _returns(records: Records, folder: Path) -> tuple[Path, ...]:
    from goldenthread.synthetic.census import write_census
    from goldenthread.synthetic.looked_after import write_looked_after

    folder.mkdir(parents=True, exist_ok=True)
    day = records.as_at.isoformat()
    census, looked_after = folder / f"census-{day}.xml", folder / f"looked-after-{day}"
    with progress("Writing returns"):
        write_census(records, census)
        write_looked_after(records, looked_after)
    return census, looked_after


def _workbook(happened: Records, as_at: date, folder: Path, *, changed: date | None) -> Path:
    from goldenthread.records.annex_a import from_records, write_workbook
    from goldenthread.synthetic.month_ends import as_at_earlier
    from goldenthread.synthetic.recording import as_recorded

    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{as_at.isoformat()}.xlsx"
    write_workbook(
        from_records(as_recorded(as_at_earlier(happened, as_at), changed=changed).records), path, note=MADE_UP
    )
    return path
