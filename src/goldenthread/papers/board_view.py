"""A board paper as plain nested text for the page template: every word is chosen here, every place there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from goldenthread.disclosure.profiles import BOARD
from goldenthread.findings.model import (
    Finding,
    ImprovementNotice,
    InspectionReport,
    ProseDocument,
    SourceDocument,
)
from goldenthread.papers import charts, inspections, judged_words, plan_view
from goldenthread.papers.change import RULE, Verdict
from goldenthread.papers.compared import own_said
from goldenthread.papers.content import BoardPaper
from goldenthread.papers.duties import Duty, TeamDuty
from goldenthread.papers.figures import WITHHELD, Figure, Withheld
from goldenthread.papers.measures import (
    Measure,
    ServiceArea,
    alternative_text,
    cautions,
    overdue_said,
    shows,
)
from goldenthread.papers.said import Said, said_of
from goldenthread.papers.withholding import ALL_TEAMS
from goldenthread.papers.wording import (
    axis_label,
    both_counts,
    capital,
    counted,
    long_date,
    period,
    plain_number,
    short_date,
    short_month,
    value_alone,
    value_in_words,
)
from goldenthread.records.store import Manifest

MONTHS_IN_TABLES = 12
MEASURES_IN_A_TEAM_TABLE = 3  # more columns than this cannot be read on a page held upright
_NOTHING = "–"

View = dict[str, Any]


def board_view(paper: BoardPaper) -> View:
    """The whole paper; keys are the template's."""
    manifest = paper.manifest
    return {
        "title": f"Children’s services improvement: {_what_paper(paper)}",
        "running": capital(_what_paper(paper)),
        "authority": _authority(manifest),
        "as_at": long_date(manifest.as_at),
        "date": [manifest.as_at.year, manifest.as_at.month, manifest.as_at.day],
        "snapshot": manifest.snapshot,
        "made_up": manifest.made_up,
        **_for_whom(paper),
        "headlines": [{"question": one.question, "answer": one.answer} for one in paper.headlines],
        "inspections": [_inspection(report, manifest.authority) for report in paper.inspections],
        "plan": plan_view.plan_view(paper.plan, inspections=paper.inspections),
        "glance": [_at_a_glance(measure) for measure in _measures(paper.areas) if measure.words.charted],
        "areas": [_area(area, paper.said) for area in paper.areas],
        "said": _meeting(paper.said),
        "duties": [_duty(duty) for duty in paper.duties],
        "cannot_say": list(paper.cannot_say),
        "snapshot_facts": _snapshot_facts(manifest, paper.beside, outside=paper.outside),
        "sources": _sources(paper),
        "definitions": [_definition(measure) for measure in _measures(paper.areas)],
        "limits": [_limit(duty) for duty in paper.duties],
        "change_rule": RULE,
    }


def _for_whom(paper: BoardPaper) -> View:
    """Whom it is for, said on the first page and at the foot of every page; and what that leaves out."""
    if paper.reader is None or paper.reader.sees_all:
        whom = "the board" if _for_the_board(paper) or paper.reader is None else paper.reader.title
        shown = f"For {whom}, not for publication"
        return {"for_whom": f"{shown}: small numbers are shown in full.", "foot": f"{shown}.", "withheld": []}
    said = f"For {paper.reader.title}: small numbers are withheld."
    return {"for_whom": said, "foot": said, "withheld": list(paper.withheld)}


def _for_the_board(paper: BoardPaper) -> bool:
    return paper.reader is None or paper.reader.key == BOARD


def _what_paper(paper: BoardPaper) -> str:
    if paper.reader is None or _for_the_board(paper):
        return "board paper"
    return f"paper for {paper.reader.title}"


def _meeting(said: Said | None) -> str:
    """Which meeting's words stand beside the measures; "" where none do."""
    return f"{said.introduction} " if said else ""


def _measures(areas: Iterable[ServiceArea]) -> list[Measure]:
    return [measure for area in areas for measure in area.measures]


def _inspection(document: SourceDocument, authority: str) -> View:
    """A report with its judgements, or a notice or letter with the dates it sets; and what it asks, in its
    words."""
    return {
        "title": inspections.title(document),
        "about": inspections.about(document, authority=authority),
        "noun": inspections.noun(document),
        "judged": isinstance(document, InspectionReport),
        "sets_dates": isinstance(document, ImprovementNotice) or bool(inspections.setting_dates([document])),
        "asks": inspections.asks(document),
        "judgements": [] if isinstance(document, ProseDocument) else _judgements(document),
        "dates": [list(one) for one in inspections.setting_dates([document])],
        "findings": [_finding(finding) for finding in document.findings],
        "doubts": list(document.doubts),
    }


def _judgements(report: InspectionReport) -> list[list[str]]:
    return [list(one) for one in inspections.judgements(report)]


def _finding(finding: Finding) -> View:
    return {
        "number": str(finding.number),
        "kind": inspections.kind(finding),
        "text": finding.text,
        "note": inspections.note(finding),
        "page": str(finding.page),
    }


def _at_a_glance(measure: Measure) -> list[str]:
    latest = measure.latest
    return [
        measure.words.title,
        _short_period(latest),
        _counts(latest),
        WITHHELD if isinstance(latest, Withheld) else value_in_words(latest.value, measure.words.unit),
        _compared(measure),
    ]


def _compared(measure: Measure) -> str:
    """The change where one can be judged, else the figure of three months before."""
    if measure.change.verdict is Verdict.UNJUDGED:
        return _was(measure)
    good = measure.better_or_worse
    said = {Verdict.RISE: "Rise", Verdict.FALL: "Fall", Verdict.STEADY: "No clear change"}
    return said.get(measure.change.verdict, "Too few to judge") + (f": {good}" if good else "")


def _was(measure: Measure) -> str:
    earlier, unit = measure.earlier, measure.words.unit
    if isinstance(earlier, Withheld) or isinstance(measure.latest, Withheld):
        return "Cannot be compared"
    if earlier is None or earlier.value is None:
        return "No earlier figure"
    counts = f" ({_counts(earlier)})" if unit == "percent" else ""
    return f"Was {value_alone(earlier.value, unit)}{counts}"


def _area(area: ServiceArea, said: Said | None) -> View:
    return {
        "title": area.title,
        "measures": [_measure(measure, said) for measure in area.measures if measure.words.charted],
        "others": [_at_a_glance(measure) for measure in area.measures if not measure.words.charted],
        "told": [_told(measure, said) for measure in area.measures if not measure.words.charted],
        "teams": _team_tables(area),
    }


def _measure(measure: Measure, said: Said | None) -> View:
    return {
        "heading": measure.heading,
        "shows": shows(measure),
        "overdue": overdue_said(measure),
        "judged": _judged(measure),
        "key": _key(measure),
        "chart": _chart(measure),
        "alternative": alternative_text(measure),
        "table_heading": _table_heading(measure),
        "rows": [_row(figure, measure.words.unit) for figure in measure.series[-MONTHS_IN_TABLES:]],
        "said": said_of(said, measure.words.id),
        "cautions": cautions(measure),
        "footnote": _footnote(measure),
    }


def _chart(measure: Measure) -> str | None:
    """One figure needs no picture."""
    return charts.svg(measure, _marks(measure)) if len(measure.series) > 1 else None


def _told(measure: Measure, said: Said | None) -> View:
    """A measure without a chart of its own, in one paragraph: the verdict, and what there is of a target and
    a comparison; then what its owner said."""
    found = (judged_words.verdict_said(measure.judgement), _on_target(measure), _beside(measure))
    return {
        "title": measure.words.title,
        "said": " ".join(one for one in found if one),
        "words": said_of(said, measure.words.id),
    }


def _judged(measure: Measure) -> list[list[str]]:
    """The board's three questions and their answers, in plain sentences."""
    judged = measure.judgement
    change = (judged_words.verdict_said(judged), judged_words.limits_said(judged, measure.words.unit))
    answers = (
        ("A real change?", " ".join(one for one in change if one)),
        ("Will we get there?", _on_target(measure) or _no_target(measure)),
        ("How do we compare?", _beside(measure) or "No published figure that we hold matches this measure."),
    )
    return [list(one) for one in answers]


def _on_target(measure: Measure) -> str:
    judged, unit = measure.judgement, measure.words.unit
    said = (
        judged_words.track_said(judged, measure.latest_known, unit),
        judged_words.target_said(judged, unit),
        judged_words.assurance_said(judged),
        judged_words.forecast_said(judged, unit),
    )
    return " ".join(one for one in said if one)


def _no_target(measure: Measure) -> str:
    if measure.words.polarity == "neutral":
        return "It has no target: neither higher nor lower is better by itself."
    return "No target is set."


def _beside(measure: Measure) -> str:
    """Each published comparison with its year and source; "" where there is none."""
    told = []
    for one in measure.compared:
        own = own_said(measure.words, measure.series, one)
        lines = "; ".join(f"{line.place} {line.said}" for line in one.lines)
        published = f"Published for {one.period}: {lines}. Source: {one.source}"
        told.append(" ".join(part for part in (one.sentence, own, published) if part))
    return " ".join(told)


def _marks(measure: Measure) -> dict[date, str]:
    """What is marked on the chart, by the end of the period it falls in."""
    found: dict[date, str] = {}
    for number, event in enumerate(measure.events, start=1):
        end = next((one.end for one in measure.series if event.on <= one.end), None)
        if end is not None and event.on >= (measure.series[0].start or measure.series[0].end):
            found[end] = f"{found[end]}, E{number}" if end in found else f"E{number}"
    return found


def _key(measure: Measure) -> str:
    """What the chart's lines and shapes are, and what is marked on it."""
    judged = measure.judgement
    lines = ["grey: the average, and broken the limits of chance"] if judged.chart else []
    lines += ["dotted: the way to the target"] if judged.target else []
    shapes = "triangle a signal for the better, square for the worse, cross neither"
    lines += [shapes] if judged.chart and any(point.signals for point in judged.chart.points) else []
    happened = [
        f"E{number} {short_date(event.on)}: {event.what}" for number, event in enumerate(measure.events, 1)
    ]
    said = [f"Chart: {'; '.join(lines)}."] if lines else []
    return " ".join([*said, *([f"Marked: {'; '.join(happened)}."] if happened else [])])


def _table_heading(measure: Measure) -> list[str]:
    when = "On" if measure.latest.start is None else "Month"
    counts = {"count": "", "percent": "Counts"}.get(measure.words.unit, "Counted")
    value = axis_label(measure.words.unit)
    return [when, counts, value] if counts else [when, value]


def _row(figure: Figure, unit: str) -> list[str]:
    value = WITHHELD if isinstance(figure, Withheld) else value_alone(figure.value, unit)
    if unit == "count":
        return [_short_period(figure), value]
    return [_short_period(figure), _counts(figure), value]


def _counts(figure: Figure) -> str:
    """41 of 50; for an average, how many were counted."""
    if figure.numerator is None and figure.denominator is not None:
        return plain_number(figure.denominator)
    return both_counts(figure.numerator, figure.denominator)


def _short_period(figure: Figure) -> str:
    if figure.start is None:
        return short_date(figure.end)
    one_month = (figure.end - figure.start).days <= 31
    return short_month(figure.end) if one_month else period(figure.start, figure.end)


def _footnote(measure: Measure) -> str:
    latest = measure.latest
    base = "Events in each month" if measure.words.basis == "events" else "Children on the day"
    return f"{base}. Definition {latest.definition}; snapshot {latest.snapshot}; worked out in section 7."


def _team_tables(area: ServiceArea) -> list[View]:
    """How teams compare on the area's percentages that have a good direction, a few measures to a table."""
    chosen = [
        measure
        for measure in area.measures
        if measure.by_team and measure.words.charted and _has_a_good_direction(measure)
    ]
    tables = -(-len(chosen) // MEASURES_IN_A_TEAM_TABLE)
    size = -(-len(chosen) // max(tables, 1))  # four measures are two and two, not three and one
    return [_team_table(chosen[number * size : (number + 1) * size]) for number in range(tables)]


def _has_a_good_direction(measure: Measure) -> bool:
    return measure.words.unit == "percent" and measure.words.polarity != "neutral"


def _team_table(measures: Sequence[Measure]) -> View:
    teams = sorted({figure.team or "" for measure in measures for figure in measure.by_team})
    by_team = [{figure.team: figure for figure in measure.by_team} for measure in measures]
    columns = [f"{measure.words.title}, {_short_period(measure.latest)}" for measure in measures]
    rows = [[team, *(_team_cell(held.get(team)) for held in by_team)] for team in teams]
    return {"heading": ["Team", *columns], "rows": [row for row in rows if set(row[1:]) != {_NOTHING}]}


def _team_cell(figure: Figure | None) -> str:
    if isinstance(figure, Withheld):
        return WITHHELD
    if figure is None or figure.value is None:
        return _NOTHING
    return f"{value_in_words(figure.value, 'percent')} ({_counts(figure)})"


def _duty(duty: Duty) -> View:
    by_team = [team for team in duty.teams if team.team != ALL_TEAMS]
    pressing = [team for team in by_team if team.overdue or team.due_soon]
    quiet = len(by_team) - len(pressing)
    said = f"{capital(counted(quiet, 'other team'))} with nothing overdue or due soon." if quiet else ""
    return {
        "title": duty.words.title,
        "heading": f"{duty.words.title}: {both_counts(duty.overdue, duty.running)} overdue",
        "totals": [duty.words.title, *_totals(duty)],
        "rows": [_team_row(team) for team in pressing],
        "quiet": said if pressing else _nothing_pressing(duty),
    }


def _limit(duty: Duty) -> View:
    return {
        "title": duty.words.title,
        "rules": [capital(rule) for rule in duty.rules],
        "source": duty.words.source or "Not stated",
    }


def _nothing_pressing(duty: Duty) -> str:
    if not duty.running:
        return "None is running."
    if duty.overdue or duty.due_soon:
        return "What each team has of them is left to the board."
    return f"None of the {plain_number(duty.running)} running is overdue or due soon."


def _totals(duty: Duty) -> list[str]:
    return [*map(plain_number, (duty.overdue, duty.due_soon, duty.running)), _late(duty.longest_late)]


def _team_row(team: TeamDuty) -> list[str]:
    counts = map(plain_number, (team.overdue, team.due_soon, team.running))
    return [team.team, *counts, _late(team.longest_late)]


def _late(working_days: int) -> str:
    return counted(working_days, "working day") if working_days else "–"


def _snapshot_facts(manifest: Manifest, beside: Sequence[Manifest], *, outside: bool) -> list[list[str]]:
    """How many rows were read and set aside is for those inside."""
    lists = manifest.lists.values()
    rows = [
        ["Rows read", plain_number(sum(counts.rows_read for counts in lists))],
        ["Rows loaded", plain_number(sum(counts.rows_loaded for counts in lists))],
        ["Rows set aside", plain_number(sum(counts.rows_set_aside for counts in lists))],
        ["Notes for a person to check", plain_number(manifest.notes)],
    ]
    kind = {"annex_a": "Annex A workbook", "dataset": "Full records"}[manifest.kind]
    return [
        ["Authority", _authority(manifest)],
        ["As at", long_date(manifest.as_at)],
        ["Snapshot", f"{manifest.snapshot}, version {manifest.version}"],
        ["Made from", kind + (" (made-up children)" if manifest.made_up else "")],
        *([] if outside else rows),
        *(
            ["Beside it", f"Practice records as at {long_date(one.as_at)}, snapshot {one.snapshot}"]
            for one in beside
        ),
    ]


def _authority(manifest: Manifest) -> str:
    """A workbook may name no authority; the paper says so rather than leave a blank."""
    return manifest.authority or "Authority not named"


def _sources(paper: BoardPaper) -> list[View]:
    held = (paper.manifest, *paper.beside)
    records = [(source.name, source.sha256) for manifest in held for source in manifest.sources]
    reports = [(report.file, report.sha256 or "Not recorded") for report in paper.inspections]
    return [{"name": name, "digest": digest} for name, digest in records + reports]


def _definition(measure: Measure) -> list[str]:
    latest = measure.latest
    return [measure.words.title, measure.words.how, latest.definition, _short_period(latest)]
