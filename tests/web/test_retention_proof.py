"""The figures that are promised: no record leaves a day early or late over an 80-year clock, holds keep
every record, and an answer holds every fact about its child and no token of another.

A quick tier here; RETENTION=whole takes ten thousand records and prints its figures (`make retention-proof`).
"""

from __future__ import annotations

import calendar
import io
import json
import os
import random
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import polars as pl
import pytest
from django.db import connection
from django.db.models import (
    BinaryField,
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    Field,
    FloatField,
    ForeignKey,
    IntegerField,
    JSONField,
    Model,
    TextField,
    UUIDField,
)
from django.utils import timezone
from openpyxl import load_workbook

from goldenthread.records.coverage import Coverage
from goldenthread.records.retention import Facts, facts_of, is_due, leaving
from goldenthread.records.store import NOTE_SCHEMA, Reading, Source, keep
from goldenthread.records.tables import Records, schema
from goldenthread.standards.retention import LocalPeriod, tables
from goldenthread.standards.safeguarding_dataset import dataset
from goldenthread.web.access.models import ChildView
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.standing import today
from goldenthread.web.database.scope import tell
from goldenthread.web.intake.actions import reconcile
from goldenthread.web.intake.names import keep_names
from goldenthread.web.past.models import RowVersion
from goldenthread.web.retention import actions, request_actions
from goldenthread.web.retention.declared import Declared, of_children, of_nobody
from goldenthread.web.retention.finding import find
from goldenthread.web.retention.models import Decision, Hold, Place
from goldenthread.web.retention.searching import worded
from web_people import person

WHOLE = os.environ.get("RETENTION") == "whole"
RECORDS = 20_000 if WHOLE else 1_500
HELD = RECORDS // 20
SEED = 20261124
START = date(2026, 4, 1)
YEARS = 80
LOCAL = (
    LocalPeriod("child_in_need", "closed", 25, date(2000, 1, 1), "made-up schedule"),
    LocalPeriod("front_door", "birth", 25, date(2000, 1, 1), "made-up schedule"),
    LocalPeriod("protected_child", "last_contact", 35, date(2000, 1, 1), "made-up schedule"),
)
pytestmark = pytest.mark.django_db


def say(line: str) -> None:
    if WHOLE:
        print(f"\n{line} (seed {SEED})")  # noqa: T201


# Retention


@dataclass(frozen=True)
class Life:
    """A made-up child, and the day the record leaves, told by a second hand."""

    child: str
    kind: str
    birth: date
    event: date
    death: date | None = None

    @property
    def leaves(self) -> date:
        match self.kind:
            case "looked_after" if self.death and _age(self.birth, self.death) < 18:
                return _years_on(self.death, 15)
            case "looked_after":
                return _years_on(self.birth, 75)
            case "adopted":
                return max(_years_on(self.birth, 75), _years_on(self.event, 100))
            case "in_need":
                return _years_on(self.event, 25)
            case "protected":
                return _years_on(self.event, 35)
        return _years_on(self.birth, 25)


def _age(birth: date, on: date) -> int:
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def _years_on(day: date, years: int) -> date:
    year = day.year + years
    if (day.month, day.day) == (2, 29) and not calendar.isleap(year):
        return date(year, 3, 1)
    return date(year, day.month, day.day)


def lives(count: int) -> list[Life]:
    chance = random.Random(SEED)
    kinds = ("looked_after", "adopted", "in_need", "protected", "front_door")
    return [_life(f"K{n:06}", chance.choice(kinds), chance) for n in range(count)]


def _life(child: str, kind: str, chance: random.Random) -> Life:
    birth = date(1955, 1, 1) + timedelta(days=chance.randrange(365 * 65))
    if chance.random() < 0.05:
        birth = date(1956 + 4 * chance.randrange(16), 2, 29)
    event = birth + timedelta(days=chance.randrange(1, min(365 * 17, (START - birth).days)))
    death = None
    if kind == "looked_after" and chance.random() < 0.2:
        death = _years_on(birth, 18) + timedelta(days=chance.choice((-400, -1, 0, 1, 400)))
    return Life(child, kind, birth, event, death)


def records_of(children: list[Life]) -> Records:
    """Their records, each child in the tables of its kind."""
    rows: dict[str, list[dict[str, Any]]] = {
        "ssd_person": [
            {"pers_person_id": one.child, "pers_dob": one.birth, "pers_death_date": one.death}
            for one in children
        ],
        "ssd_cla_episodes": [
            {
                "clae_cla_episode_id": one.child,
                "clae_person_id": one.child,
                "clae_cla_episode_start_date": one.event,
            }
            for one in children
            if one.kind in {"looked_after", "adopted"}
        ],
        "ssd_permanence": [
            {
                "perm_table_id": one.child,
                "perm_person_id": one.child,
                "perm_permanence_order_date": one.event,
                "perm_permanence_order_type": "Adoption order",
            }
            for one in children
            if one.kind == "adopted"
        ],
        "ssd_cin_episodes": [
            {"cine_referral_id": one.child, "cine_person_id": one.child, "cine_close_date": one.event}
            for one in children
            if one.kind == "in_need"
        ],
        "ssd_cp_visits": [
            {"cppv_cp_visit_id": one.child, "cppv_person_id": one.child, "cppv_cp_visit_date": one.event}
            for one in children
            if one.kind == "protected"
        ],
        "ssd_contacts": [
            {"cont_contact_id": one.child, "cont_person_id": one.child, "cont_contact_date": one.event}
            for one in children
            if one.kind == "front_door"
        ],
    }
    frames = {name: pl.DataFrame(held, schema=schema(name)).lazy() for name, held in rows.items()}
    return Records(as_at=START, authority="Marlford", frames=frames, coverage=_coverage())


def _coverage() -> dict[str, Coverage]:
    return {
        name: Coverage(table=name, history="complete", window_start=date(1950, 1, 1), window_end=START)
        for name in dataset().tables
    }


def test_no_record_leaves_a_day_early_or_a_day_late_over_eighty_years() -> None:
    children = lives(RECORDS)
    told = {facts.child: facts for facts in facts_of([records_of(children)])}
    assert len(told) == RECORDS
    early = late = 0
    within = [one for one in children if START <= one.leaves <= _years_on(START, YEARS)]
    for one in children:
        first = max(one.leaves, START)  # whose day was before the clock starts is due at once
        early += first == one.leaves and is_due(told[one.child], as_at=first - timedelta(days=1), local=LOCAL)
        late += not is_due(told[one.child], as_at=first, local=LOCAL)
    gone = _clock(list(told.values()))
    wrong = sum(gone.get(one.child) != one.leaves for one in within)
    say(
        f"retention: {RECORDS:,} records, {early} early, {late} late; "
        f"{len(within):,} left within {YEARS} years of days, {wrong} on another day"
    )
    assert (early, late, wrong) == (0, 0, 0)
    assert len(within) > RECORDS // 3


def _clock(facts: list[Facts]) -> dict[str, date]:
    """Eighty years a day at a time: on which day each record was first due. What is not due is looked at
    again on each day that could be anybody's, the day before and the day after."""
    days = {leaving(one, as_at=START, local=LOCAL).on for one in facts}
    ends = _years_on(START, YEARS)
    watched = sorted(
        {
            day + timedelta(days=n)
            for day in days
            if day is not None
            for n in (-1, 0, 1)
            if START <= day + timedelta(days=n) <= ends
        }
    )
    by_day: dict[date, list[Facts]] = {}
    for one in facts:
        day = leaving(one, as_at=START, local=LOCAL).on
        assert day is not None
        for n in (-1, 0, 1):
            by_day.setdefault(day + timedelta(days=n), []).append(one)
    gone: dict[str, date] = {}
    for day in watched:
        for one in by_day.get(day, ()):
            if one.child not in gone and is_due(one, as_at=day, local=LOCAL):
                gone[one.child] = day
    return gone


def test_every_held_record_is_kept_for_as_long_as_it_is_held(settings: Any) -> None:
    children = lives(RECORDS)
    _keep(Path(settings.STORE), records_of(children))
    tell(_all_eyes())
    keeper = person("information_guardian")
    for period in LOCAL:
        actions.set_period(
            by=keeper,
            class_id=period.class_id,
            event=period.event,
            years=period.years,
            valid_from=period.valid_from,
            source=period.source,
        )
    held = [one.child for one in children][:: RECORDS // HELD][:HELD]
    Hold.objects.bulk_create(
        Hold(child=child, kind="legal", reason="made up", starts=date(2000, 1, 1)) for child in held
    )
    ends = _years_on(START, 140)  # every record is past its day by then
    found = find(as_at=ends)
    kept, lost = len(set(found.held) & set(held)), len(set(found.children) & set(held))
    say(f"holds: {kept:,} of {HELD:,} held records kept, {lost} lost")
    assert set(found.held) == set(held)
    assert set(found.children) == {one.child for one in children} - set(held)


def _all_eyes() -> Any:
    from goldenthread.web.retention.fence import with_all_eyes

    return with_all_eyes()


def _keep(store: Path, records: Records, aside: list[dict[str, Any]] | None = None) -> str:
    reading = Reading(
        records=records,
        kind="dataset",
        sources=(Source("made.csv", "a1"),),
        lists={},
        notes=pl.DataFrame(schema=NOTE_SCHEMA),
        set_aside=pl.DataFrame(
            [("List_1", n, "no key date", json.dumps(cells)) for n, cells in enumerate(aside or [], 3)],
            schema={"sheet": pl.String, "row": pl.Int64, "reason": pl.String, "cells": pl.String},
            orient="row",
        ),
        queried_cells=pl.DataFrame(),
        made_up=True,
    )
    snapshot = keep(reading, store).manifest.snapshot
    reconcile(store)
    return snapshot


# Subject access

WHO = ("AAAAA0001", "BBBBB0002", "CCCCC0003")
SUBJECT, *OTHERS = WHO


@dataclass
class Seeds:
    """Facts about the subject, each a word found nowhere else, and where it was put; and words of the
    others."""

    facts: dict[str, str] = field(default_factory=dict)
    others: set[str] = field(default_factory=set)
    count: int = 0

    def word(self, child: str, where: str, *, fact: bool = True) -> str:
        """A word for a fact about a child."""
        self.count += 1
        word = f"W{self.count:05}Q{'ABC'[WHO.index(child)]}"
        if child != SUBJECT:
            self.others.add(word)
        elif fact:
            self.facts[word] = where
        return word


def seeded_records(seeds: Seeds) -> Records:
    """Every table of the model with a row for each child, every field with a fact of its own."""
    frames = {}
    for name, declared in tables().items():
        rows = [_row(name, child, seeds) for child in WHO] if declared.child else []
        frames[name] = pl.DataFrame(rows, schema=schema(name)).lazy()
    return Records(as_at=START, authority="Marlford", frames=frames, coverage=_coverage())


def _row(name: str, child: str, seeds: Seeds) -> dict[str, Any]:
    declared = tables()[name]
    row: dict[str, Any] = {}
    for column in dataset().tables[name].fields:
        where = f"{name}.{column.name}"
        if column.name == declared.child:
            row[column.name] = f"{child}-care" if declared.through else child
        elif declared.name == "ssd_cla_episodes" and column.name == "clae_cla_id":
            row[column.name] = f"{child}-care"
        elif column.type in {"text", "code"}:
            row[column.name] = seeds.word(child, where, fact=column.name not in (declared.others or {}))
        elif column.type == "date":
            row[column.name] = date(2000 + WHO.index(child), 1, 1)
        elif column.type == "flag":
            row[column.name] = "Y"
        else:
            row[column.name] = WHO.index(child)
    return row


def seed_site(seeds: Seeds, by: Person) -> None:
    """A row of every model that holds words or names children: in a field of its own, or in words."""
    for declared in of_children():
        if declared.class_ is Place:
            continue  # the places are what is decided on here, not what is found
        for child in WHO:
            _seed_child_row(declared, child, seeds, by)
    for declared in of_nobody():
        if declared.class_id != "technical" and declared.class_ is not RowVersion:
            for child in WHO:
                _seed_words(declared, child, seeds, by)
    with connection.cursor() as cursor:  # the plan as it was is written by the database, as at a commit
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    assert RowVersion.objects.exists()


def _seed_child_row(declared: Declared, child: str, seeds: Seeds, by: Person) -> None:
    words = {
        "access.ChildView": "what",
        "access.Restriction": "reason",
        "access.Opening": "reason",
        "access.Allotment": "why",
        "access.Conflict": "tie",
        "oversight.ClockRow": "rule",
        "retention.Hold": "reason",
        "retention.DryRun": "made_by_name",
        "retention.Request": "asked_by",
    }[declared.model]
    fields: dict[str, Any] = {words: seeds.word(child, f"{declared.model}.{words}")}
    for name in (declared.child or "").split():
        is_list = isinstance(declared.class_._meta.get_field(name), JSONField)
        fields[name] = [child, *(other for other in WHO if other != child)] if is_list else child
    if declared.model == "retention.DryRun":
        fields |= {"held": [], "children": [child]}
    if declared.class_ is ChildView:
        fields["children"] = [child, OTHERS[0]] if child == SUBJECT else [child]
        fields["person"] = _all_eyes().person
    _made(declared.class_, by, **fields)


def _seed_words(declared: Declared, child: str, seeds: Seeds, by: Person) -> None:
    """A sentence about the child in a field that people write in, naming another beside."""
    writable = [
        one
        for one in worded(declared.class_)
        if not one.choices
        and not one.attname.endswith(("_name", "_id", "digest"))
        and (one.max_length or 999) >= 100
    ]
    if not writable:
        return
    name = writable[-1].attname
    beside = OTHERS[0] if child == SUBJECT else SUBJECT[:3] + "none"
    text = f"{child} and {beside} {seeds.word(child, f'{declared.model}.{name}')}"
    value: Any = [text] if isinstance(writable[-1], JSONField) else text
    _made(declared.class_, by, **{name: value})


_numbers = iter(range(1, 10_000))
_OF_INTERVENTION: dict[str, dict[str, Any]] = {
    "intervention.Visit": {"on_site_from": date(2025, 1, 1), "on_site_to": date(2025, 1, 2)},
    "intervention.PublicationChange": {"confirmed_at": None},
    "intervention.FeedbackPoint": {"said": "strength", "outcome": "waiting"},
    "intervention.AccuracyPoint": {"reply": "waiting"},
    "intervention.KeptFile": {"kind": "reply"},
    "intervention.ListMember": {"person": None},
    "intervention.Announcement": {"sent_at": None},
    "intervention.Reader": {"ended_at": None},
    "intervention.LadderStep": {"taken_back_by_name": "somebody", "taken_back_why": "in error"},
    "intervention.Fulfilment": {"taken_back_by_name": "somebody", "taken_back_why": "in error"},
    "intervention.Submission": {"content": {"objectives": []}},
}
# What a model's own rules ask for beyond its types.
_SPECIAL: dict[str, dict[str, Any]] = {
    "oversight.Filling": {"one": True},
    "intake.CheckedSnapshot": {"one": True},
    "indicators.Filling": {"one": True},
    "plan.PlanTitle": {"only": True},
    "plan.Source": {"by_hand": True},
    "plan.Requirement": {"decided_by_name": "", "come_by_name": ""},
    "plan.Action": {"owner_role": "made-up role", "slips": 1, "state": "proposed", "signed_off_by_name": ""},
    "plan.Milestone": {"slips": 1, "done_on": None},
    "plan.ColourSet": {"until": date(2200, 1, 1), "ended_on": None},
    "plan.Scheme": {"only": True},
    "plan.PlanSettings": {"only": True},
    "plan.DateChange": {"outcome": "waiting", "decided_by": None},
    "plan.Evidence": {"judged": "waiting", "judged_by": None, "pinned_by": None},
    "programme.Concern": {"kind": "issue", "harm": 3, "closed_on": date(2026, 1, 1)},
    "programme.Idea": {"answered_on": date(2099, 1, 1)},
    "reporting.Cycle": {
        "cut_off": date(2025, 1, 1),
        "as_at": date(2025, 1, 1),
        "commentary_due": date(2025, 1, 8),
        "challenge_due": date(2025, 1, 13),
        "meets_on": date(2025, 1, 30),
        "frozen_by_name": "",
    },
    "reporting.CorrectiveAction": {"due": date(2025, 1, 30), "done_words": "", "checked_words": ""},
    "papers.Paper": {"state": "waiting", "released_by": None, "released_at": None},
    "inspection.Report": {"source": None},
    "inspection.Line": {"left_out": False},
    "retention.Purge": {"state": "proposed", "confirmed_by": None},
    "retention.Request": {"state": "open"},
    "accounts.Membership": {"role": "auditor", "ends": None},
    "accounts.Proposal": {"roles": ["auditor"], "covered": None, "worker": "", "decided_by": None},
    "access.Allotment": {"sample": UUID(int=1)},
    **_OF_INTERVENTION,
}
# A field that may be empty, and is not.
_FILLED_ALL_THE_SAME = {
    "plan.DateChange": "action",
    "plan.Decision": "objective",
    "plan.ImpactJudgement": "objective",
    "reporting.CorrectiveAction": "owner",
}
_BY_ANOTHER = {
    "accounts.Proposal": "proposed_by",  # never by whom it is about
    "signin.Reset": "asked_by",
    "reminders.Preference": "person",  # one for each person
}
_ONE_ROW = {"oversight.Filling", "indicators.Filling", "intake.CheckedSnapshot"} | {
    f"plan.{one}" for one in ("PlanTitle", "Scheme", "PlanSettings")
}


def _made(model: type[Model], by: Person, **given: Any) -> Model | None:
    """A row of the model that its own rules allow, the rest of it filled by type."""
    label = model._meta.label
    if label in _ONE_ROW and model._base_manager.exists():
        model._base_manager.all().delete()
    values = {**_filled(model, by), **_SPECIAL.get(label, {}), **given}
    if name := _FILLED_ALL_THE_SAME.get(label):
        values[name] = _value(model._meta.get_field(name), next(_numbers), by)
    if name := _BY_ANOTHER.get(label):
        values[name] = person()
    row = model(**values)
    model._base_manager.bulk_create([row])
    return row


def _filled(model: type[Model], by: Person) -> dict[str, Any]:
    """Every field that must hold something, by its type."""
    wanted = [one for one in model._meta.concrete_fields if not one.primary_key or isinstance(one, CharField)]
    filled = [
        one for one in wanted if not one.null and not (isinstance(one, JSONField) and one.has_default())
    ]
    return {one.name: _value(one, next(_numbers), by) for one in filled if not isinstance(one, UUIDField)}


def _value(one: Field, number: int, by: Person) -> Any:
    if isinstance(one, ForeignKey):
        return by if one.related_model is Person else _made(one.related_model, by)
    if one.choices:
        return one.choices[0][0]
    kinds: dict[type[Field], Any] = {
        DateTimeField: timezone.now(),
        DateField: date(2020, 1, 1) + timedelta(days=number),
        BooleanField: False,
        IntegerField: number,
        FloatField: number,
        CharField: f"m{number}"[: getattr(one, "max_length", None) or 99],
        TextField: f"m{number}",
        JSONField: {},
        BinaryField: str(number).encode(),
    }
    return next(value for kind, value in kinds.items() if isinstance(one, kind))


def everything_in(content: bytes) -> tuple[str, str]:
    """All the text of the page and of the workbook."""
    files = zipfile.ZipFile(io.BytesIO(content))
    book = load_workbook(io.BytesIO(files.read("answer.xlsx")), read_only=True)
    cells = " ".join(
        str(cell)
        for sheet in book.worksheets
        for row in sheet.iter_rows(values_only=True)
        for cell in row
        if cell
    )
    return files.read("answer.html").decode(), cells


def formulas_in(content: bytes) -> int:
    """Cells of the workbook that a spreadsheet would run."""
    book = load_workbook(io.BytesIO(zipfile.ZipFile(io.BytesIO(content)).read("answer.xlsx")))
    return sum(
        cell.data_type == "f" for sheet in book.worksheets for row in sheet.iter_rows() for cell in row
    )


def _last_words(seeds: Seeds) -> Iterator[str]:
    """A model that holds one row holds the last that was written: its fact is the subject's if that was
    last."""
    last = {declared.model for declared in of_nobody() if declared.model in _ONE_ROW}
    yield from (word for word, where in seeds.facts.items() if where.rpartition(".")[0] in last)


def test_an_answer_holds_every_fact_of_its_child_and_no_token_of_another(settings: Any) -> None:
    seeds, store = Seeds(), Path(settings.STORE)
    tell(_all_eyes())
    by = person("information_guardian", name="Guardian Madeup")
    aside = [{"ID": child, "Why": f"of {OTHERS[0]}: {seeds.word(child, 'set_aside')}"} for child in WHO]
    snapshot = _keep(store, seeded_records(seeds), aside)
    _made(
        apps_model("intake.Load"),
        by,
        snapshot=snapshot,
        state="kept",
        file_name=f"{seeds.word(SUBJECT, 'loads')}.xlsx",
    )
    named = [f"{child},Madeup {seeds.word(child, 'names')}" for child in WHO]
    keep_names("\n".join(["identifier,name", *named]).encode(), source="names")
    seed_site(seeds, by)
    for word in list(_last_words(seeds)):
        del seeds.facts[word]  # overwritten by another child's, in a table of one row

    request = request_actions.open_request(
        by=by, child=SUBJECT, asked_by="Asking Madeup", capacity="subject", received=today()
    )
    connection_as(by)
    request_actions.gather_for(by=by, request=request)
    decisions = {place.pk: _decide(place) for place in Place.objects.filter(request=request)}
    request_actions.decide(by=by, request=request, decisions=decisions)
    content = request_actions.make_answer(by=by, request=request)

    page, cells = everything_in(content)
    missing = {where for word, where in seeds.facts.items() if word not in page or word not in cells}
    leaked = {word for word in (*seeds.others, *OTHERS) if word in page or word in cells}
    places = len({where.rpartition(".")[0] for where in seeds.facts.values()})
    found = len(seeds.facts) - len(missing)
    say(
        f"subject access: {found} of {len(seeds.facts)} facts found in {places} tables and models, "
        f"{len(leaked)} of {len(seeds.others) + len(OTHERS)} tokens of other children given, "
        f"{len(decisions)} places decided, {formulas_in(content)} formulas"
    )
    assert missing == set()
    assert leaked == set()
    assert formulas_in(content) == 0
    assert places > 45


def _decide(place: Place) -> str:
    """As a careful person would: whole texts are kept, the carers' home and every word about another are
    not."""
    whole = place.start == 0 and place.end == len(place.text)
    about_others = re.fullmatch(r"(another|an adopter).*|where the carers live|the adopters", place.why)
    return Decision.REDACT if about_others else Decision.KEEP if whole else Decision.REDACT


def apps_model(label: str) -> type[Model]:
    from django.apps import apps

    return apps.get_registered_model(*label.split("."))


def connection_as(by: Person) -> None:
    """The person asks, as at a page: let into this room, and seeing no more of the rest than their role
    does."""
    from goldenthread.web.accounts.standing import standing_of
    from goldenthread.web.retention.fence import let_in

    tell(standing_of(by).database_scope(by.reference))
    let_in(by)


def test_the_seeds_reach_every_model_that_can_hold_a_child(settings: Any) -> None:
    """The proof above is of all models, or it is of nothing."""
    seeds = Seeds()
    tell(_all_eyes())
    by = person("information_guardian")
    seed_site(seeds, by)
    reached = {where.rpartition(".")[0] for where in seeds.facts.values()}
    wordless = {
        declared.model
        for declared in of_nobody()
        if declared.class_id == "technical" or declared.model not in reached
    }
    assert {declared.model for declared in of_children()} - reached == {"retention.Place"}
    assert wordless <= NO_WORDS | WRITTEN_FROM_OTHERS | {
        one.model for one in of_nobody() if one.class_id == "technical"
    }


# What the database itself writes of other rows, word for word: seeded by seeding those.
WRITTEN_FROM_OTHERS = {"past.RowVersion"}
# Models without a field anybody could write a child into.
NO_WORDS = {
    *("plan.Objective_answers", "plan.DirectAnswer", "plan.ImpactJudgement_evidence"),
    *("programme.Concern_actions", "programme.Concern_objectives"),
    *("papers.Document", "accounts.Cover", "reminders.CalendarLink", "reminders.Message"),
}
