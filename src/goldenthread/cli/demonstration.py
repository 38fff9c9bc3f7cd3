"""`demo`: the whole thread on a made-up authority, from a report and a workbook to the paper and the site.

    OUT/demo.json                what was made, and the pass phrase of its site; written last
    OUT/records, OUT/annex_a     the made-up authority, and OUT/earlier as it stood three months before
    OUT/records.key              the key its store is encrypted with
    OUT/store                    those records as snapshots; the site's store too
    OUT/board-paper.pdf          the paper

Run again, it is as it was left: only `fresh` makes it anew.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from importlib import resources
from pathlib import Path
from typing import Any

from goldenthread.cli import making
from goldenthread.cli.output import progress, say
from goldenthread.cli.story_days import moved, mover
from goldenthread.errors import InputRefused
from goldenthread.records.keys import KEY, KEY_FILE, make_key

CHILDREN, MONTHS, SEED = 2_000, 24, 7
INSPECTED, PUBLISHED = "ilacs_2023", date(2023, 5, 12)
NOTICE, ISSUED = "improvement-notice.pdf", date(2025, 3, 14)  # the day as the story has it
GRADES = {"overall": "inadequate", "leaders": "inadequate", "help_protection": "inadequate"}
EVIDENCE = {"A1": "assessment_45wd", "A5": "cl_in_touch"}
_OURS = ".made-by-goldenthread-demo"
_KEPT = "demo.json"
_KEY = "records.key"
_WORDS = ("acorn", "bramble", "cinder", "dapple", "ember", "fennel", "gorse", "heron", "ivory", "juniper",
          "kestrel", "larch", "meadow", "nettle", "otter", "pebble")  # fmt: skip
# A demonstration is never told of another site: it would fill that one with made-up people.
_OTHER_SITES = (
    "DATABASE_URL", "GOLDENTHREAD_OWNER_DATABASE_URL", "GOLDENTHREAD_STORE", "GOLDENTHREAD_SECRET_KEY_FILE",
    "GOLDENTHREAD_ENVIRONMENT", "GOLDENTHREAD_IDENTITY", "GOLDENTHREAD_SIGN_IN",
    "GOLDENTHREAD_SIGNING_KEY_FILE", "GOLDENTHREAD_HEADS", "GOLDENTHREAD_MAIL", "GOLDENTHREAD_ADDRESS",
)  # fmt: skip


@dataclass(frozen=True)
class Demonstration:
    """What a folder holds. `report` is the file's name where a real one was given, "" for the made-up one."""

    as_at: str
    report: str
    password: str
    seeded: bool = False


def run(
    out: Path,
    *,
    today: date,
    as_at: date | None = None,
    report: Path | None = None,
    fresh: bool = False,
    port: int | None = None,
    children: int = CHILDREN,
) -> None:
    """Make the demonstration in `out`, saying each step, unless it is there; then run its site on `port`,
    if one is given, until Ctrl-C.

    `as_at` is a month's last day, that of last month if not given. `report` is a published inspection report
    in place of the made-up one.
    """
    if as_at:
        _refuse_in_month(as_at)
    if port:
        _refuse_taken(port)
    say(f"{making.MADE_UP}\n")
    kept = None if fresh else kept_in(out)
    with own_key(out, new=kept is None):
        if kept is None:
            kept = _make(
                out, as_at=as_at or last_month_end(today), report=report, children=children, today=today
            )
        else:
            _refuse_another(out, kept, as_at=as_at, report=report)
            say(f"{out} is as it was left, with records as at {kept.as_at}; --fresh makes it anew.")
        if port:
            _run_site(out, kept, port=port)


@contextmanager
def own_key(out: Path, *, new: bool) -> Iterator[None]:
    """The demonstration's own key in use until the block is left, whatever key another site is given. One
    made before there were keys has none, and stays as it is."""
    before = {name: os.environ.pop(name) for name in (KEY, KEY_FILE) if name in os.environ}
    if new or (out / _KEY).exists():
        os.environ[KEY_FILE] = str((out / _KEY).resolve())
    try:
        yield
    finally:
        os.environ.pop(KEY_FILE, None)
        os.environ.update(before)


def last_month_end(today: date) -> date:
    """The last day of the last whole month."""
    return today.replace(day=1) - timedelta(days=1)


def _make(out: Path, *, as_at: date, report: Path | None, children: int, today: date) -> Demonstration:
    reading = _read(report) if report else None  # refused before anything is made
    _fresh(out)
    make_key(out / _KEY, made=today)
    made = making.authority(children=children, months=MONTHS, end=as_at, seed=SEED, out=out, workbooks="last")
    say(f"1. An authority: {children:,} children over {MONTHS} months, and its workbook {made.workbooks[0]}")
    findings = _findings(out, reading, report, as_at=as_at)
    say(f"2. What was found and required: {findings}")
    store = _loaded(out, made, as_at=as_at)
    say(f"3. The records, checked and kept: {store}")
    plan = None if report else _plan(out, store, as_at=as_at)
    say(f"4. What is being done about it: {plan or 'nothing yet, for the plan answers another report'}")
    making.board_paper(store, as_at=None, findings=findings, plan=plan, out=out / "board-paper.pdf")
    say(_next(out, store))
    kept = Demonstration(as_at.isoformat(), report.name if report else "", _pass_phrase())
    _keep(out, kept)
    return kept


def kept_in(out: Path) -> Demonstration | None:
    """What the folder holds; None where it was never finished, or by another version of this command."""
    try:
        return Demonstration(**json.loads((out / _KEPT).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _keep(out: Path, kept: Demonstration) -> None:
    path = out / _KEPT
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    part.write_text(json.dumps(asdict(kept), indent=1), encoding="utf-8")
    part.replace(path)


def _pass_phrase() -> str:
    return "-".join((*(secrets.choice(_WORDS) for _ in range(3)), str(secrets.randbelow(9000) + 1000)))


def _refuse_in_month(as_at: date) -> None:
    if (as_at + timedelta(days=1)).day != 1:
        raise InputRefused(
            source=as_at.isoformat(), why="is not a month's last day", what_to_do="give one with --as-at"
        )


def _refuse_another(out: Path, kept: Demonstration, *, as_at: date | None, report: Path | None) -> None:
    """What is asked for is not what is there, and what is there may hold somebody's work."""
    if (report is None or report.name == kept.report) and (as_at is None or as_at == _as_at(kept)):
        return
    with_what = kept.report or "the made-up report"
    raise InputRefused(
        source=out,
        why=f"was made with {with_what} and records as at {kept.as_at}",
        what_to_do="say --fresh to make it anew, or choose another folder with --out",
    )


def _fresh(out: Path) -> None:
    """An empty folder of ours; a folder that something else made is never emptied."""
    if out.exists() and any(out.iterdir()) and not (out / _OURS).exists():
        raise InputRefused(
            source=out,
            why="holds files this demonstration did not make",
            what_to_do="choose another folder with --out",
        )
    if (out / "database.lock").exists():
        from goldenthread.web.config.server import forget

        forget(out)  # refused while its site is running
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    (out / _OURS).touch()


def _read(report: Path) -> Any:
    from goldenthread.findings.reader import read_document

    return read_document(report)


def _findings(out: Path, reading: Any, report: Path | None, *, as_at: date) -> Path:
    """The report as published and what was read of it: the one given, or a made-up one written and read, with
    a made-up notice beside it."""
    if report is None:
        readings = [_read(path) for path in _made_up(out, as_at=as_at)]
    else:
        shutil.copyfile(report, _report_in(out, report.name))
        readings = [reading]
    findings = out / "findings.json"
    read = [one.to_json() for one in readings]
    findings.write_text(json.dumps(read, ensure_ascii=False, indent=1), encoding="utf-8")
    return findings


def _made_up(out: Path, *, as_at: date) -> list[Path]:
    from goldenthread.synthetic.notice import write_notice
    from goldenthread.synthetic.report import write_report

    report, notice = _documents(out, "")
    write_report(report, framework=INSPECTED, published=PUBLISHED, judgements=GRADES)
    write_notice(notice, issued=mover(as_at)(ISSUED), report_published=PUBLISHED)
    return [report, notice]


def _documents(out: Path, report: str) -> list[Path]:
    """What the register is filled from: a published report alone, or the made-up report and notice."""
    return [_report_in(out, report)] if report else [_report_in(out, ""), out / NOTICE]


def _report_in(out: Path, name: str) -> Path:
    return out / (name or "inspection-report.pdf")


def _loaded(out: Path, made: making.Made, *, as_at: date) -> Path:
    """The month's workbook, the whole history and the same three months before, all kept; figures come from
    the latest history."""
    from goldenthread.records.load import load

    store = out / "store"
    with progress("Loading", 3) as advance:
        for path in (_earlier(out, made.records, as_at), made.workbooks[0], made.records):
            load(path, store_folder=store)
            advance(1)
    return store


def _earlier(out: Path, records: Path, as_at: date) -> Path:
    """The authority's records as they stood three months before."""
    from goldenthread.records.folder import read_folder, write_folder
    from goldenthread.synthetic.month_ends import as_at_earlier

    day = as_at
    for _ in range(3):
        day = last_month_end(day)
    folder = out / "earlier" / "records"
    folder.parent.mkdir()
    write_folder(as_at_earlier(read_folder(records), day), folder, made_up=True)
    return folder


def _plan(out: Path, store: Path, *, as_at: date) -> Path:
    """The improvement plan, with the frozen figure that stands as evidence taken from the snapshot itself."""
    from goldenthread.cli.measuring import opened
    from goldenthread.clocks.engine import all_clocks
    from goldenthread.indicators import catalogue, compute

    plan = moved(json.loads(_ours("demo_plan.json")), mover(as_at))
    _, records = opened(store, None)
    ids = list(EVIDENCE.values())
    figures = compute.figures(records, all_clocks(records), ids=ids, period="quarter").to_dicts()
    for action in plan["actions"]:
        indicator = EVIDENCE.get(action["id"])
        first_and_last = _ends([figure for figure in figures if figure["indicator"] == indicator])
        for figure in first_and_last:
            action["evidence"].append(_evidence(catalogue.get(figure["indicator"]).title, figure))
    path = out / "plan.json"
    path.write_text(json.dumps(plan, ensure_ascii=False, indent=1), encoding="utf-8")
    return path


def _ours(name: str) -> str:
    return resources.files("goldenthread.synthetic").joinpath(name).read_text(encoding="utf-8")


def _ends(series: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The first and the last of a series; the only one where there is one."""
    return series if len(series) < 2 else [series[0], series[-1]]


def _evidence(title: str, figure: dict[str, Any]) -> dict[str, Any]:
    kept = {name: figure[name] for name in ("indicator", "unit", "value", "numerator", "denominator")}
    return {"label": title, "as_at": figure["period_end"].isoformat(), **kept}


def _next(out: Path, store: Path) -> str:
    return (
        f"\nLook at {out / 'board-paper.pdf'}, then try (the records are encrypted):\n"
        f"  export {KEY_FILE}={out / _KEY}\n"
        f"  goldenthread clocks --store {store} --status overdue\n"
        f"  goldenthread indicators --store {store} --by team\n"
        f"  goldenthread cases --store {store} --id assessment_45wd"
    )


def _refuse_taken(port: int) -> None:
    from goldenthread.cli.site import refuse_taken

    refuse_taken(port)


def _run_site(out: Path, kept: Demonstration, *, port: int) -> None:
    """The site of this demonstration and no other, filled the first time, until it is stopped."""
    from goldenthread.cli.site import answer_at, opened, serve

    for name in _OTHER_SITES:
        os.environ.pop(name, None)
    if os.geteuid() == 0:
        say("\nYou are root: the embedded database will run as the user nobody.")
    os.environ["GOLDENTHREAD_MAIL"] = str(out / "letters")
    os.environ["GOLDENTHREAD_HEADS"] = str(out / "heads")
    answer_at(port)
    with opened(out, allow_root=True) as place:
        if not kept.seeded:
            with progress("Telling the story"):
                fill(out, kept)
            _keep(out, Demonstration(**(asdict(kept) | {"seeded": True})))
        say(_whom(kept))
        serve(place, port=port)


def _story(kept: Demonstration) -> dict[str, Any]:
    import yaml

    story: dict[str, Any] = moved(yaml.safe_load(_ours("demo_story.yaml")), mover(_as_at(kept)))
    return story


def fill(out: Path, kept: Demonstration) -> None:
    """Tell the story to a site whose records are in its register: all of it or nothing."""
    from goldenthread.papers.plan import read_plan
    from goldenthread.web.config.demo.seed import Story, seed

    plan = None if kept.report else read_plan(out / "plan.json")
    story = Story.of(_story(kept), plan=plan)
    seed(story, documents=_documents(out, kept.report), password=kept.password)


def _whom(kept: Demonstration) -> str:
    """Who to sign in as: each with their address, and the one pass phrase of all of them."""
    from goldenthread.web.config.demo.people import Player, whom_to_sign_in_as

    players = [Player.of(entry) for entry in _story(kept)["people"]]
    rows = whom_to_sign_in_as(players)
    width = max(len(email) for _, _, email in rows)
    lines = "\n".join(f"  {email:<{width}}  {name}: {label}" for label, name, email in rows)
    alone = "A demonstration asks for it alone; a council's own site asks for a second proof as well."
    return f"\n5. The site. Everybody's password is  {kept.password}\n{lines}\n{alone}\n"


def _as_at(kept: Demonstration) -> date:
    return date.fromisoformat(kept.as_at)
