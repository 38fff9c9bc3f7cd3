"""The commands. Each is a few lines: read the options, call the library, say the result."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from goldenthread.cli import keys as key_commands
from goldenthread.cli import site as site_commands
from goldenthread.cli import trail as trail_commands

app = typer.Typer(
    name="goldenthread",
    help=(
        "What was found, what is being done, how we know, what changed for children.\n\n"
        "Load a month's Annex A workbook, read the inspection report, and make the board paper:\n\n"
        "  goldenthread load annex-a-2026-03-31.xlsx --store STORE\n\n"
        "  goldenthread findings report.pdf --json > findings.json\n\n"
        "  goldenthread paper board --store STORE --findings findings.json --out paper.pdf\n\n"
        "Exit code 0: done. 1: a fault of ours. 2: the input was refused, and why."
    ),
    no_args_is_help=True,
    add_completion=False,
    context_settings={"max_content_width": 110, "help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
paper = typer.Typer(help="Make a paper from one snapshot.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(paper, name="paper")


def _day(text: str | date) -> date:
    if isinstance(text, date):
        return text
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007  # a date has no time zone
    except ValueError as fault:
        raise typer.BadParameter(f"{text} is not a date; write it as YYYY-MM-DD") from fault


class Workbooks(StrEnum):
    """Which month-end workbooks to write."""

    ALL = "all"
    LAST = "last"
    NONE = "none"


class Scenarios(StrEnum):
    """What is true of a made-up authority."""

    STEADY = "steady"
    IMPROVING = "improving"
    DRIFTING = "drifting"
    UNEVEN = "uneven"
    MIGRATED = "migrated"
    MIXED = "mixed"


class Period(StrEnum):
    """How long each figure's period is; quarters and years are those of the financial year."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Form(StrEnum):
    """What kind of file results are written as."""

    XLSX = "xlsx"
    CSV = "csv"
    PARQUET = "parquet"


class Engine(StrEnum):
    """What works figures out."""

    POLARS = "polars"
    SPARK = "spark"


class SeverityWanted(StrEnum):
    """How grave a check is."""

    ERROR = "error"
    QUERY = "query"
    NOTE = "note"


class StatusWanted(StrEnum):
    """Where a duty stands on the as-at date."""

    DONE = "done"
    DONE_LATE = "done_late"
    DUE = "due"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    NOT_ANSWERABLE = "not_answerable"
    LAPSED = "lapsed"


Store = Annotated[Path, typer.Option("--store", help="The store folder.", show_default=False)]
Told = Annotated[
    Path | None,
    typer.Option(
        "--told",
        help="What readers outside were told before, and are told now; else a file beside the store.",
        metavar="FILE.json",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON on stdout and nothing else there.")]
AsAt = Annotated[
    date | None,
    typer.Option(
        "--as-at", parser=_day, metavar="YYYY-MM-DD", help="The snapshot's date; the latest if not given."
    ),
]

Joined = Annotated[
    bool, typer.Option("--joined", help="All the snapshots joined into one history, in place of one.")
]
KnownOn = Annotated[
    date | None,
    typer.Option(
        "--known-on",
        parser=_day,
        metavar="YYYY-MM-DD",
        help="That history as it was known on a day: no later file or correction.",
    ),
]

Standards = Annotated[
    Path | None,
    typer.Option(
        "--local-standards",
        metavar="FILE.yaml",
        help="The authority's own time limits (docs/local-standards.md); the default ones for the rest.",
    ),
]
LocalIndicators = Annotated[
    Path | None,
    typer.Option(
        "--local-indicators",
        envvar="GOLDENTHREAD_LOCAL_INDICATORS",
        metavar="FOLDER",
        help="A folder of the authority's own indicators (docs/local-indicators.md).",
    ),
]
Population = Annotated[
    Path | None,
    typer.Option(
        "--population",
        metavar="FILE.csv",
        help="Children living here: year, age and people in single years of age. Rates need it.",
    ),
]


@app.command()
def synthesise(  # noqa: PLR0913  # a command has as many options as it has
    *,
    months: Annotated[int, typer.Option(min=1, max=240, help="How many months of whole history.")],
    end: Annotated[date, typer.Option(parser=_day, metavar="YYYY-MM-DD", help="The as-at date.")],
    seed: Annotated[int, typer.Option(help="The same seed makes the same authority.")],
    out: Annotated[Path, typer.Option(help="Folder to write records/ and annex_a/ into.")],
    children: Annotated[
        int | None,
        typer.Option(min=1, help="How many children have records; many authorities need not say."),
    ] = None,
    workbooks: Annotated[
        Workbooks, typer.Option(help="Which month-end Annex A workbooks to write.")
    ] = Workbooks.LAST,
    messy: Annotated[
        bool,
        typer.Option(
            "--messy",
            help="Also write messy/: lists as they really arrive, each with what should become of it.",
        ),
    ] = False,
    returns: Annotated[
        bool,
        typer.Option(
            "--returns",
            help="Also write returns/: a children in need census and a children looked after return.",
        ),
    ] = False,
    authorities: Annotated[
        int | None,
        typer.Option(
            min=1,
            max=999,
            help="Many authorities, of --children at the middle size: the records of each, and truth.json. "
            "Without --children 153 have England's children in need. Needs --workbooks none.",
        ),
    ] = None,
    scenario: Annotated[
        Scenarios | None,
        typer.Option(
            help="What is true of it (docs/many-authorities.md). Not given: mixed; many take turns.",
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Make up an authority: whole histories of made-up children, and its month-end Annex A workbooks."""
    from goldenthread.cli import making

    if authorities is not None:
        if workbooks is not Workbooks.NONE or messy or returns:
            raise typer.BadParameter("--authorities makes records alone: give --workbooks none with it")
        making.region(
            authorities=authorities,
            children=children,
            months=months,
            end=end,
            seed=seed,
            out=out,
            json=json,
            scenario=scenario.value if scenario else None,
        )
        return
    if children is None:
        raise typer.BadParameter("say how many children: give --children")
    made = making.authority(
        children=children,
        months=months,
        end=end,
        seed=seed,
        out=out,
        workbooks=workbooks.value,
        messy=messy,
        returns=returns,
        scenario=(scenario or Scenarios.MIXED).value,
    )
    making.say_made(made, json=json)


@app.command()
def load(  # a command has as many options as it has
    path: Annotated[
        Path | None,
        typer.Argument(
            help="An Annex A workbook, a children in need census (XML), the files of a children looked after"
            " return, filled templates of practice records, a folder of the dataset's tables, or a records/"
            " folder.",
            show_default=False,
        ),
    ] = None,
    *,
    store: Store,
    as_at: Annotated[
        date | None,
        typer.Option(
            "--as-at",
            parser=_day,
            metavar="YYYY-MM-DD",
            help="The date the records are as at; else the manifest's, the workbook's or file name's; of a"
            " database, today.",
        ),
    ] = None,
    database: Annotated[
        str | None,
        typer.Option(
            "--database",
            metavar="URL",
            help="Read the Standard Safeguarding Dataset from a database in place of a file. `-` takes the"
            " address from GOLDENTHREAD_DATABASE_URL, or from the file that GOLDENTHREAD_DATABASE_URL_FILE"
            " names; it is never printed.",
            show_default=False,
        ),
    ] = None,
    covers_from: Annotated[
        date | None,
        typer.Option(
            "--covers-from",
            parser=_day,
            metavar="YYYY-MM-DD",
            help="The day from which a database or the dataset's tables are whole; figures need it.",
        ),
    ] = None,
    authority: Annotated[
        str, typer.Option("--authority", help="Whose they are, where the source does not say it.")
    ] = "",
    json: Json = False,
) -> None:
    """Check records and keep them as a snapshot: all of it or nothing, every row accounted for."""
    from goldenthread.cli import loading

    if (path is None) == (database is None):
        raise typer.BadParameter("give a file or folder, or --database, and not both")
    asked = loading.Asked(
        path=path, database=database, as_at=as_at, covers_from=covers_from, authority=authority
    )
    today = date.today()  # noqa: DTZ011  # this machine's own day
    loading.load(asked, store=store, today=today, json=json)


@app.command()
def watch(
    folder: Annotated[Path, typer.Argument(help="The folder that files are put in.", show_default=False)],
    *,
    store: Store,
    every: Annotated[int, typer.Option(min=1, help="Seconds between two looks.")] = 60,
    once: Annotated[bool, typer.Option("--once", help="Look once and end, for a timetable to call.")] = False,
) -> None:
    """Load whatever comes into a folder, each file once, in the order of their names. Safe to stop at any
    moment."""
    from goldenthread.cli import watching

    watching.watch(folder, store=store, every=every, once=once)


@app.command()
def templates(
    *,
    out: Annotated[Path, typer.Option("--out", help="The folder to write them into.", show_default=False)],
) -> None:
    """Write the templates of practice records, as a workbook and as CSV files, for `load` to read filled."""
    from goldenthread.cli import making

    making.templates(out)


@app.command()
def snapshots(*, store: Store, json: Json = False) -> None:
    """The snapshots a store holds."""
    from goldenthread.cli import loading

    loading.say_snapshots(store, json=json)


@app.command()
def status(*, store: Store, json: Json = False) -> None:
    """What a store holds: how old, encrypted or not and with which key, and what each table can say."""
    from goldenthread.cli import holding

    holding.say_status(store, today=date.today(), json=json)  # noqa: DTZ011  # this machine's own day


@app.command()
def difference(
    *,
    store: Store,
    before: Annotated[
        str | None, typer.Option("--from", metavar="SNAPSHOT", help="The older; else the one before.")
    ] = None,
    after: Annotated[
        str | None, typer.Option("--to", metavar="SNAPSHOT", help="The newer; else the one in use.")
    ] = None,
    rows: Annotated[
        bool, typer.Option("--rows", help="Show the rows too: they hold children's details.")
    ] = False,
    json: Json = False,
) -> None:
    """What a corrected or newer file changed: rows added, gone and changed, by list and table."""
    from goldenthread.cli import comparing

    comparing.say_difference(store, before=before, after=after, show_rows=rows, json=json)


@app.command()
def joined(
    *,
    store: Store,
    known_on: KnownOn = None,
    rows: Annotated[
        bool, typer.Option("--rows", help="Show what later files do not: it holds children's details.")
    ] = False,
    json: Json = False,
) -> None:
    """What all snapshots say together: made from which, which days each table covers, what vanished."""
    from goldenthread.cli import joining

    joining.say_history(store, known_on=known_on, show_rows=rows, json=json)


@app.command()
def checks(
    *,
    store: Store,
    snapshot: Annotated[
        str | None, typer.Option(metavar="SNAPSHOT", help="Its name or first letters; else the one in use.")
    ] = None,
    severity: Annotated[
        list[SeverityWanted] | None,
        typer.Option(
            help="Only these: what cannot be so, what seldom is, what is worth knowing; repeatable."
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE.xlsx", help="A workbook of the rows: children's details, keep it safe."),
    ] = None,
    json: Json = False,
) -> None:
    """What in the records cannot be so or seldom is, by list, team and worker, beside the snapshot before."""
    from goldenthread.cli import checking

    wanted = tuple(one.value for one in severity or SeverityWanted)
    checking.say_checks(store, snapshot=snapshot, severities=wanted, out=out, json=json)


@app.command("annex-a")
def annex_a(
    *,
    store: Store,
    out: Annotated[
        Path,
        typer.Option(
            metavar="FILE.xlsx", help="The workbook: children's details and postcodes, keep it safe."
        ),
    ],
    as_at: AsAt = None,
    json: Json = False,
) -> None:
    """Write the Annex A workbook an inspection asks for, and a cover note of counts beside it."""
    from goldenthread.cli import inspecting

    inspecting.write_annex_a(store, as_at=as_at, out=out, json=json)


@app.command("set-aside")
def set_aside(
    *,
    store: Store,
    out: Annotated[
        Path, typer.Option(help="The CSV file to write. It holds children's details: keep it safe.")
    ],
    as_at: AsAt = None,
) -> None:
    """Write the rows a load read but did not use, each with its reason, to a CSV file."""
    from goldenthread.cli import loading

    loading.write_set_aside(store, as_at=as_at, out=out)


@app.command()
def clocks(
    *,
    store: Store,
    as_at: AsAt = None,
    joined: Joined = False,
    known_on: KnownOn = None,
    local_standards: Standards = None,
    status: Annotated[
        list[StatusWanted] | None, typer.Option(help="Only duties that stand so; may be repeated.")
    ] = None,
    json: Json = False,
) -> None:
    """Every duty of every child: when it started, when it is due, when it was done, how late."""
    from goldenthread.cli import measuring

    asked = measuring.Asked(store, as_at, joined, known_on, local_standards)
    measuring.say_clocks(asked, status=[s.value for s in status or []], json=json)


@app.command()
def forecast(
    *,
    store: Store,
    as_at: AsAt = None,
    local_standards: Standards = None,
    worker: Annotated[bool, typer.Option("--worker", help="By team and worker, not by team alone.")] = False,
    json: Json = False,
) -> None:
    """What falls due in the next one, two and four weeks, and what will be late at the present pace."""
    from goldenthread.cli import measuring

    measuring.say_forecast(measuring.Asked(store, as_at, standards=local_standards), worker=worker, json=json)


@app.command()
def indicators(  # noqa: PLR0913  the options of a command, each named
    *,
    store: Annotated[Path | None, typer.Option("--store", help="The store folder.")] = None,
    stores: Annotated[
        Path | None,
        typer.Option(
            "--stores",
            metavar="FOLDER",
            help="In place of one store, a folder with one for each authority (docs/many-authorities.md).",
        ),
    ] = None,
    engine: Annotated[
        Engine, typer.Option(help="With --stores: this machine, or the Spark cluster it is set up for.")
    ] = Engine.POLARS,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER", help="With --stores: write each authority's figures here, as Parquet."
        ),
    ] = None,
    as_at: AsAt = None,
    joined: Joined = False,
    known_on: KnownOn = None,
    local_standards: Standards = None,
    id: Annotated[
        list[str] | None, typer.Option("--id", help="Only this indicator; may be repeated.")
    ] = None,
    by: Annotated[
        list[str] | None,
        typer.Option(
            help="Break down by team, worker, age, sex, ethnicity, disability, need, category, legal_status "
            "or placement; may be repeated."
        ),
    ] = None,
    period: Annotated[
        Period | None, typer.Option(help="A series of these; else the last full month.")
    ] = None,
    population: Population = None,
    local_indicators: LocalIndicators = None,
    json: Json = False,
) -> None:
    """Figures with both counts, each with the snapshot and the definition it came from."""
    from goldenthread.cli import authorities, measuring
    from goldenthread.indicators.many import Question

    of_one = (joined, known_on, local_standards, population, local_indicators)
    of_many = (engine is Engine.SPARK, out)
    authorities.one_or_many(store, stores, of_one=of_one, of_many=of_many)
    length = period.value if period else None
    if stores:
        question = Question(tuple(id) if id else None, tuple(by or ()), length, as_at)
        authorities.say_figures(stores, question, engine=engine.value, out=out, json=json)
    elif store:
        asked = measuring.Asked(store, as_at, joined, known_on, local_standards, population, local_indicators)
        measuring.say_figures(asked, ids=id or None, by=tuple(by or ()), period=length, json=json)


@app.command()
def cases(  # noqa: PLR0913  the options of a command, each named
    *,
    store: Store,
    id: Annotated[str, typer.Option("--id", help="The indicator.")],
    as_at: AsAt = None,
    joined: Joined = False,
    known_on: KnownOn = None,
    local_standards: Standards = None,
    local_indicators: LocalIndicators = None,
    json: Json = False,
) -> None:
    """The children behind a figure."""
    from goldenthread.cli import measuring

    asked = measuring.Asked(store, as_at, joined, known_on, local_standards, local=local_indicators)
    measuring.say_cases(asked, indicator=id, json=json)


@app.command()
def movement(  # noqa: PLR0913  the options of a command, each named
    *,
    store: Store,
    id: Annotated[str, typer.Option("--id", help="The indicator.")],
    before: Annotated[
        date, typer.Option("--from", parser=_day, metavar="YYYY-MM-DD", help="The earlier period's last day.")
    ],
    after: Annotated[
        date, typer.Option("--to", parser=_day, metavar="YYYY-MM-DD", help="The later period's last day.")
    ],
    period: Annotated[Period, typer.Option(help="How long each of them is.")] = Period.MONTH,
    local_indicators: LocalIndicators = None,
    rows: Annotated[bool, typer.Option("--rows", help="Name the children too: keep it safe.")] = False,
    json: Json = False,
) -> None:
    """Why a figure moved: which teams and children, how much is late recording, and a draft sentence."""
    from goldenthread.cli import moving

    moving.say_movement(
        moving.Moved(store, id, before, after, period.value, local_indicators), show_rows=rows, json=json
    )


@app.command()
def results(  # noqa: PLR0913  the options of a command, each named
    *,
    store: Store,
    out: Annotated[
        Path, typer.Option("--out", metavar="FOLDER", help="The folder to write into.", show_default=False)
    ],
    as_at: AsAt = None,
    joined: Joined = False,
    known_on: KnownOn = None,
    local_standards: Standards = None,
    id: Annotated[
        list[str] | None, typer.Option("--id", help="Only this indicator; may be repeated.")
    ] = None,
    by: Annotated[
        list[str] | None,
        typer.Option(
            help="Beside everybody's, a row for each team, worker, age, sex, ethnicity, disability, need, "
            "category, legal_status or placement; may be repeated."
        ),
    ] = None,
    period: Annotated[
        Period | None, typer.Option(help="A series of these; else the last full month.")
    ] = None,
    population: Population = None,
    local_indicators: LocalIndicators = None,
    form: Annotated[
        list[Form] | None, typer.Option(help="Only these files; all of them if not given.")
    ] = None,
    duties: Annotated[
        bool,
        typer.Option(
            "--duties", help="Also duties.parquet: every duty, without the child or the worker. Keep it safe."
        ),
    ] = False,
    rows: Annotated[
        bool, typer.Option("--rows", help="Also cases.parquet: it names children, keep it safe.")
    ] = False,
    audience: Annotated[
        str,
        typer.Option(
            help="Whom they are for: internal, board, partners, scrutiny, observer or published. The last "
            "four are told no small number.",
            show_default="those who work in the service",
        ),
    ] = "",
    told: Told = None,
    json: Json = False,
) -> None:
    """Figures as tidy data to take elsewhere: a workbook, CSV, Parquet, and a dictionary of their columns."""
    from goldenthread.cli import measuring, taking

    asked = taking.Wanted(
        measuring.Asked(store, as_at, joined, known_on, local_standards, population, local_indicators),
        ids=id or None,
        by=tuple(by or ()),
        period=period.value if period else None,
        duties=duties,
        rows=rows,
        audience=audience,
        told=told,
    )
    forms = tuple(one.value for one in form or Form)
    today = date.today()  # noqa: DTZ011  # this machine's own day
    taking.write_results(asked, out=out, forms=forms, today=today, json=json)


@app.command("catalogue")
def catalogue_(*, local_indicators: LocalIndicators = None, json: Json = False) -> None:
    """Every definition: who wrote it, when it was last read against its source, which records are enough;
    and what the records cannot answer."""
    from goldenthread.cli import measuring

    measuring.say_catalogue(local_indicators, json=json)


@app.command()
def compare(
    folder: Annotated[
        Path,
        typer.Argument(help="A folder of the Department's open-data files.", show_default=False),
    ],
    *,
    authority: Annotated[str, typer.Option(help="Its nine-character code, such as E10000099.")],
    id: Annotated[
        list[str] | None, typer.Option("--id", help="Only this indicator; may be repeated.")
    ] = None,
    json: Json = False,
) -> None:
    """Where an authority stood in the latest published year: region, neighbours, England, rank, quartile."""
    from goldenthread.cli import published

    published.say_compared(folder, authority=authority, ids=id or None, json=json)


@app.command()
def findings(
    files: Annotated[
        list[Path],
        typer.Argument(
            help="Inspection reports (PDF); notices, visits' letters, minutes (PDF, .docx or .txt).",
            show_default=False,
        ),
    ],
    *,
    json: Json = False,
) -> None:
    """Read reports into judgements and findings, notices, letters and minutes into what they ask; say what is
    unsure."""
    from goldenthread.cli import reading

    raise typer.Exit(reading.say_findings(files, json=json))


@paper.command()
def board(
    *,
    store: Store,
    out: Annotated[Path, typer.Option(help="The PDF to write.")],
    as_at: AsAt = None,
    findings: Annotated[
        Path | None, typer.Option(help="What `goldenthread findings --json` printed.", metavar="FILE.json")
    ] = None,
    plan: Annotated[Path | None, typer.Option(help="The improvement plan.", metavar="FILE.json")] = None,
    audience: Annotated[
        str,
        typer.Option(
            help="Whom it is for: internal, board, partners, scrutiny, observer or published. The last four "
            "are shown no small number."
        ),
    ] = "board",
    told: Told = None,
) -> None:
    """The board's paper: what was found, what is being done, how timely practice is, what is overdue."""
    from goldenthread.cli import making

    making.board_paper(
        store,
        as_at=as_at,
        findings=findings,
        plan=plan,
        out=out,
        audience=audience,
        told=told,
        on=date.today(),  # noqa: DTZ011  # this machine's own day
    )


@app.command()
def demo(
    *,
    out: Annotated[Path, typer.Option(help="Folder for the demonstration.")] = Path("demo"),
    report: Annotated[
        Path | None,
        typer.Option(help="A published inspection report in place of the made-up one.", metavar="FILE.pdf"),
    ] = None,
    as_at: Annotated[
        date | None,
        typer.Option(
            "--as-at",
            parser=_day,
            metavar="YYYY-MM-DD",
            help="A month's last day: the records' date; else the end of last month.",
        ),
    ] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Make it anew; else it is as it was left.")] = False,
    site: Annotated[bool, typer.Option(help="Run its site afterwards, until Ctrl-C.")] = True,
    port: Annotated[int, typer.Option(min=1, max=65535, help="The site's port on this machine.")] = 8000,
    children: Annotated[int, typer.Option(min=100, help="How many children have records.")] = 2_000,
) -> None:
    """The whole thread on a made-up authority: records, report, plan, figures, the paper, the site."""
    from goldenthread.cli import demonstration

    today = date.today()  # noqa: DTZ011  # this machine's own day
    demonstration.run(
        out,
        today=today,
        as_at=as_at,
        report=report,
        fresh=fresh,
        port=port if site else None,
        children=children,
    )


key_commands.register(app)
site_commands.register(app)
app.add_typer(trail_commands.app, name="history")


def _version(value: bool) -> None:
    if value:
        from goldenthread import __version__

        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    pass
