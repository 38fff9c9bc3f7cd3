"""Removing records: a dry run, two people, the very list they decided on; held records stay, and what
leaves is gone from the store, the database and the file of names."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client

from goldenthread.records.store import Shelf, manifests, open_snapshot
from goldenthread.web.access.models import ChildView
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.standing import Standing, today
from goldenthread.web.database.chains import walk
from goldenthread.web.database.scope import DatabaseScope, Reach, scoped, tell
from goldenthread.web.history.models import Entry
from goldenthread.web.history.verifying import verify
from goldenthread.web.intake.models import Snapshot
from goldenthread.web.intake.names import keep_names, names_for
from goldenthread.web.oversight.models import ClockRow
from goldenthread.web.retention import actions, carrying_out
from goldenthread.web.retention.actions import Refused
from goldenthread.web.retention.fence import let_in, with_all_eyes
from goldenthread.web.retention.models import DryRun, Hold, Purge, PurgeState
from goldenthread.web.retention.searching import tombstone
from web_people import person
from web_retention import GONE, HELD, STAYS, a_duty, a_look, a_store
from web_text import told

pytestmark = pytest.mark.django_db
KEEPER, DIRECTOR = "information_guardian", "director"


@pytest.fixture(autouse=True)
def store(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(carrying_out, "wake", lambda: None)  # carried out where the test says so
    a_store(Path(settings.STORE))
    tell(with_all_eyes())
    actions.place_hold(by=person(KEEPER), child=HELD, kind="legal", reason="a made-up claim", starts=today())
    return Path(settings.STORE)


def proposed() -> Purge:
    keeper = person(KEEPER)
    run = actions.make_dry_run(by=keeper, as_at=today())
    return actions.propose(by=keeper, run=run, why="the schedule")


def confirmed() -> Purge:
    purge = proposed()
    return actions.confirm(by=person(DIRECTOR), purge=purge, digest=purge.digest)


@pytest.mark.parametrize(("role", "offered"), [(DIRECTOR, ["Confirm"]), (KEEPER, ["Confirm", "Withdraw"])])
def test_the_page_offers_what_its_reader_may_do(
    role: str, offered: list[str], signed_in: Callable[..., Client]
) -> None:
    page = signed_in(role).get(f"/retention/purges/{proposed().pk}/").content.decode()
    assert [what for what in ("Confirm", "Withdraw") if f"{what} " in page.partition("<dl")[0]] == offered


def test_confirming_is_not_offered_to_who_may_not(
    signed_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No role of the matrix keeps records and may not confirm; a council's own may."""
    may = Standing.may
    without = Permission.CONFIRM_REMOVAL
    monkeypatch.setattr(Standing, "may", lambda self, right: right is not without and may(self, right))
    page = signed_in(KEEPER).get(f"/retention/purges/{proposed().pk}/").content.decode()
    assert "Withdraw it" in page
    assert "Confirm the removal" not in page


def every_cell(store: Path) -> str:
    """All that the store's files hold, whatever names them, opened."""
    shelves = [Shelf.of(store, manifest) for manifest in manifests(store)]
    return "".join(shelf.read(name).write_json() for shelf in shelves for name in shelf.files())


def test_a_dry_run_lists_what_is_due_and_what_a_hold_keeps_and_removes_nothing(store: Path) -> None:
    before = every_cell(store)
    run = actions.make_dry_run(by=person(KEEPER), as_at=today())
    assert (run.children, run.held) == ([GONE], [HELD])
    assert run.held_why == ["legal proceedings: a made-up claim"]
    assert run.row_total == 5  # a person and an episode twice, and a placement
    assert every_cell(store) == before


def test_two_people_remove_what_was_found_and_nothing_else(store: Path) -> None:
    a_duty(GONE)
    a_duty(STAYS)
    a_look(GONE, STAYS)
    keep_names(f"identifier,name\n{GONE},Made-up One\n{STAYS},Made-up Three\n".encode(), source="names")
    purge = confirmed()
    carrying_out.carry_out(purge, on=today())
    tell(with_all_eyes())

    purge.refresh_from_db()
    assert purge.state == PurgeState.DONE
    assert GONE not in every_cell(store)
    assert {HELD, STAYS} <= set(
        open_snapshot(store, manifests(store)[-1]).table("ssd_person").collect()["pers_person_id"]
    )
    assert {row.child_id for row in ClockRow.objects.all()} == {STAYS}
    assert [look.children for look in ChildView.objects.filter(what="a list")] == [[tombstone(GONE), STAYS]]
    assert set(names_for([GONE, STAYS])) == {STAYS}
    assert DryRun.objects.get().children == [tombstone(GONE)]


def test_no_word_of_the_child_is_left_in_the_database(store: Path) -> None:
    a_duty(GONE)
    a_look(GONE)
    carrying_out.carry_out(confirmed(), on=today())
    tell(with_all_eyes())
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        named = []
        for (table,) in cursor.fetchall():
            cursor.execute(
                f'SELECT count(*) FROM "{table}" AS whole WHERE whole::text LIKE %s', [f"%{GONE}%"]
            )
            named += [table] if cursor.fetchone() != (0,) else []
    assert named == []


def test_the_register_and_history_say_what_left_by_tombstones_alone(store: Path) -> None:
    purge = confirmed()
    carrying_out.carry_out(purge, on=today())
    entry = Entry.objects.get(act="carried out the removal")
    assert entry.details["tombstones"] == [tombstone(GONE)]
    assert entry.details["digest"] == purge.digest
    registered = Snapshot.objects.first()
    assert registered is not None
    assert registered.manifest["removals"][0]["purge"] == str(purge.pk)


def test_a_tombstone_is_the_same_each_time_and_another_without_the_key(settings: Any) -> None:
    first = tombstone(GONE)
    assert first == tombstone(GONE) != tombstone(STAYS)
    settings.SECRET_KEY = "another key"
    assert tombstone(GONE) != first


def test_nobody_confirms_what_they_proposed_themselves() -> None:
    purge = proposed()
    with pytest.raises(Refused, match="Somebody else confirms"):
        actions.confirm(by=purge.proposed_by, purge=purge, digest=purge.digest)


def test_the_database_refuses_one_person_for_two() -> None:
    purge = proposed()
    with pytest.raises(IntegrityError, match="purge_by_two_people"), transaction.atomic():
        Purge.objects.filter(pk=purge.pk).update(confirmed_by=purge.proposed_by)


def test_a_list_that_has_changed_needs_a_new_proposal(store: Path) -> None:
    purge = proposed()
    actions.place_hold(by=person(KEEPER), child=GONE, kind="inquiry", reason="made up", starts=today())
    with pytest.raises(Refused, match="list has changed"):
        actions.confirm(by=person(DIRECTOR), purge=purge, digest=purge.digest)
    assert GONE in every_cell(store)


def test_another_lists_digest_confirms_nothing() -> None:
    with pytest.raises(Refused, match="not the list that was proposed"):
        actions.confirm(by=person(DIRECTOR), purge=proposed(), digest="0" * 64)


def test_a_hold_placed_after_the_confirmation_still_stops_it(store: Path) -> None:
    purge = confirmed()
    actions.place_hold(by=person(KEEPER), child="", kind="inquiry", reason="made up", starts=today())
    carrying_out.carry_out(purge, on=today())
    purge.refresh_from_db()
    assert purge.state == PurgeState.STOPPED
    assert GONE in every_cell(store)


def test_a_removal_that_stopped_half_way_is_finished_by_the_next(store: Path, monkeypatch: Any) -> None:
    purge = confirmed()
    with monkeypatch.context() as patched:
        patched.setattr(carrying_out, "forget_children", lambda children: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            carrying_out.carry_out(purge, on=today())
    tell(with_all_eyes())
    actions.place_hold(by=person(KEEPER), child=GONE, kind="other", reason="too late", starts=today())
    carrying_out.carry_out(purge, on=today())
    purge.refresh_from_db()
    assert purge.state == PurgeState.DONE
    assert set(purge.removed["snapshots"]) == {manifest.snapshot for manifest in manifests(store)}


def test_a_removal_is_confirmed_and_carried_out_once() -> None:
    purge = confirmed()
    with pytest.raises(Refused, match="no longer waiting"):
        actions.confirm(by=person(DIRECTOR), purge=purge, digest=purge.digest)
    carrying_out.carry_out(purge, on=today())
    with pytest.raises(Refused, match="no longer waiting"):
        actions.withdraw(by=purge.proposed_by, purge=purge, why="too late")


def test_an_open_request_holds_the_record_until_it_ends() -> None:
    from goldenthread.web.retention import request_actions

    keeper = person(KEEPER)
    asked = request_actions.open_request(
        by=keeper, child=GONE, asked_by="Madeup", capacity="subject", received=today()
    )
    run = actions.make_dry_run(by=keeper, as_at=today())
    assert (run.children, run.held) == ([], [GONE, HELD])
    request_actions.end_request(by=keeper, request=asked, answered=False, why="withdrawn", on=today())
    assert actions.make_dry_run(by=keeper, as_at=today()).children == [GONE]


@pytest.mark.parametrize(("days", "held"), [(-1, True), (0, True), (1, False)])
def test_a_hold_keeps_through_its_last_day(days: int, held: bool) -> None:
    hold = Hold.objects.get()
    actions.lift_hold(by=person(KEEPER), hold=hold, version=1, ends=today(), why="settled")
    run = actions.make_dry_run(by=person(KEEPER), as_at=today() + timedelta(days=days))
    assert (HELD in run.held) == (held and days >= 0)
    assert (HELD in run.children) == (not held or days < 0)


def forget(purge: int, child: str) -> None:
    with transaction.atomic():
        connection.cursor().execute(
            "SELECT * FROM retention_forget(%s, %s)", [purge, f'{{"{child}": "tomb"}}']
        )


def test_the_trail_of_looks_yields_to_nothing_but_a_confirmed_removal() -> None:
    """The database's own function looks for itself whether two people decided on this very child."""
    a_look(GONE)
    purge = proposed()
    for pk, child in ((purge.pk, GONE), (0, GONE)):
        with pytest.raises(DatabaseError, match="two people have not decided"):
            forget(pk, child)
    actions.confirm(by=person(DIRECTOR), purge=purge, digest=purge.digest)
    with pytest.raises(DatabaseError, match="two people have not decided"):
        forget(purge.pk, STAYS)
    forget(purge.pk, GONE)
    with pytest.raises(DatabaseError), transaction.atomic():  # the trail only grows, as before
        ChildView.objects.update(children=[])


def test_history_keeps_what_each_changed_look_reads_now() -> None:
    """So that whoever verifies the trail can tell a removal from tampering."""
    a_look(STAYS, GONE, HELD)
    carrying_out.carry_out(confirmed(), on=today())
    tell(with_all_eyes())
    look = ChildView.objects.get(what="a list")
    assert look.children == [tombstone(GONE), HELD, STAYS]  # in its place in the list
    details = Entry.objects.get(act="carried out the removal").details
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL timezone = 'UTC'")
        cursor.execute(
            "SELECT encode(sha256(convert_to((SELECT jsonb_object_agg(part.key, part.value)"
            " FROM jsonb_each(to_jsonb(look)) AS part WHERE part.value <> 'null'::jsonb)::text, 'UTF8')),"
            " 'hex')"
            " FROM access_childview AS look WHERE id = %s",
            [look.pk],
        )
        assert details["looks"][str(look.pk)] == cursor.fetchone()[0]


def test_the_trail_holds_after_a_removal_by_what_history_says_of_it_and_by_nothing_else() -> None:
    a_look(STAYS, GONE, HELD)
    carrying_out.carry_out(confirmed(), on=today())
    connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")  # as when the transaction ends
    assert verify().faults == ()
    with scoped(with_all_eyes()):
        changed = ChildView.objects.get(what="a list").pk
        [fault] = walk("looks").faults  # nobody told of the removal
        assert fault.words == f"row {changed} is not what was written"
        assert walk("looks", rewritten={str(changed): "0" * 64}).faults == (fault,)


@pytest.mark.parametrize("model", [Hold, DryRun, Purge])
def test_without_being_let_in_the_database_shows_nothing(model: Any) -> None:
    proposed()
    connection.cursor().execute("SELECT set_config('goldenthread.retention', '', true)")
    tell(DatabaseScope(person=person(DIRECTOR).reference, reach=Reach.ALL))
    assert model.objects.count() == 0
    let_in(person(KEEPER))
    assert model.objects.count() == 1


def test_nobody_without_the_permission_is_let_in() -> None:
    for role in ("team_manager", "performance_analyst", "administrator"):
        with pytest.raises(PermissionDenied):
            let_in(person(role))


# The pages


def confirm_identity(client: Client) -> None:
    from web_people import PASSWORD

    answer = client.post("/people/confirm/", {"password": PASSWORD, "next": "/retention/"})
    assert answer.status_code == 302


def test_from_a_dry_run_to_a_removal_by_the_pages(signed_in: Callable[..., Client], store: Path) -> None:
    keeper, director = signed_in(KEEPER), signed_in(DIRECTOR)
    run = keeper.post("/retention/dry-runs/", follow=True)
    address = run.redirect_chain[-1][0]
    page = told(run.content.decode())
    assert "1 child’s record is past its day: 5 rows would go. A hold keeps 1 more." in page
    assert GONE in page

    purge = keeper.post(address, {"why": "the schedule"}, follow=True).redirect_chain[-1][0]
    assert "it waits for somebody else to confirm" in keeper.get(purge).content.decode()
    assert director.get(f"{purge}confirm/").status_code == 302  # who is it?
    assert director.post(f"{purge}confirm/").status_code == 302
    confirm_identity(director)
    digest = Purge.objects.get().digest
    assert director.post(f"{purge}confirm/", {"digest": digest}).status_code == 302
    tell(with_all_eyes())
    carrying_out.carry_out(Purge.objects.get(), on=today())
    done = told(director.get(purge).content.decode())
    assert "1 child’s record was removed" in done
    assert "back-ups" in done
    assert GONE not in done


def test_the_proposer_is_refused_at_the_page_too(signed_in: Callable[..., Client]) -> None:
    keeper = signed_in(KEEPER)
    run = keeper.post("/retention/dry-runs/", follow=True).redirect_chain[-1][0]
    purge = keeper.post(run, {"why": "the schedule"}, follow=True).redirect_chain[-1][0]
    confirm_identity(keeper)
    refused = keeper.post(f"{purge}confirm/", {"digest": Purge.objects.get().digest})
    assert refused.status_code == 409
    assert "Somebody else confirms a removal that you proposed" in refused.content.decode()


def test_each_look_at_a_list_of_children_is_written_down(signed_in: Callable[..., Client]) -> None:
    keeper = signed_in(KEEPER)
    run = keeper.post("/retention/dry-runs/").headers["Location"]
    before = ChildView.objects.count()
    keeper.get(run)
    keeper.get("/retention/holds/")
    keeper.get("/retention/")
    tell(with_all_eyes())
    looks = list(ChildView.objects.order_by("pk").values_list("what", "children"))[before:]
    assert looks == [("Retention: a dry run", [GONE, HELD]), ("Retention: holds", [HELD])]


def test_a_class_without_a_period_is_said_to_be_kept_until_one_is_set(
    signed_in: Callable[..., Client],
) -> None:
    keeper = signed_in(KEEPER)
    assert "No period: kept" in keeper.get("/retention/periods/").content.decode()
    given = {"event": "closed", "years": "25", "valid_from": "1/1/2026", "source": "made-up schedule 2026"}
    assert keeper.post("/retention/periods/child_in_need/", given).status_code == 302
    assert "25 years from the end of the last case" in keeper.get("/retention/periods/").content.decode()


def test_other_records_past_their_period_are_counted_and_stay() -> None:
    keeper = person(KEEPER)
    set_by = {"by": keeper, "event": "made", "valid_from": date(2020, 1, 1), "source": "made up"}
    actions.set_period(class_id="history", years=1, **set_by)
    counts = [
        actions.make_dry_run(
            by=keeper, as_at=today().replace(year=today().year + 1) + timedelta(days=days)
        ).others
        for days in (-1, 0)
    ]
    assert "history.Entry" not in counts[0]
    assert counts[1]["history.Entry"] == Entry.objects.count() - 1  # the second dry run's own is newer


@pytest.mark.parametrize("class_id", ["worker", "adopter", "allegation", "looked_after_child", "nothing"])
def test_a_period_that_would_do_nothing_cannot_be_set(
    class_id: str, signed_in: Callable[..., Client]
) -> None:
    assert signed_in(KEEPER).get(f"/retention/periods/{class_id}/").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"years": "0"}, "Enter at least 1 year"),
        ({"event": "order"}, "Select a valid choice"),
        ({"source": ""}, "Enter where the authority says so"),
    ],
)
def test_a_period_that_is_none_is_refused(
    wrong: dict[str, str], said: str, signed_in: Callable[..., Client]
) -> None:
    given = {"event": "closed", "years": "25", "valid_from": "1/1/2026", "source": "made up", **wrong}
    assert said in signed_in(KEEPER).post("/retention/periods/child_in_need/", given).content.decode()


def test_a_hold_is_placed_and_lifted_with_reasons(signed_in: Callable[..., Client]) -> None:
    keeper = signed_in(KEEPER)
    given = {
        "child": "",
        "kind": "inquiry",
        "reason": "a made-up inquiry",
        "starts": "1/1/2026",
        "ends": "31/12/2025",
    }
    assert "comes before the first" in keeper.post("/retention/holds/new/", given).content.decode()
    assert keeper.post("/retention/holds/new/", {**given, "ends": ""}).status_code == 302
    tell(with_all_eyes())
    hold = Hold.objects.get(child="")
    tell(with_all_eyes())
    address, day = f"/retention/holds/{hold.pk}/lift/", {"ends": "1/11/2026", "version": 1}
    assert keeper.post(address, {**day, "why": "it is over"}).status_code == 302
    page = keeper.post(address, {**day, "why": "somebody else writes"}).content.decode()
    assert "Somebody else saved this" in page
    assert "it is over" in page
    assert "somebody else writes" in page
    assert "it is over" in keeper.get("/retention/holds/").content.decode()


def test_a_director_waits_to_confirm_and_may_not_keep(signed_in: Callable[..., Client]) -> None:
    proposed()
    director = signed_in(DIRECTOR)
    assert "it waits for a second person" in director.get("/").content.decode()
    assert director.get("/retention/").status_code == 200
    for address in ("/retention/holds/", "/retention/requests/", "/retention/holds/new/"):
        assert director.get(address).status_code == 403
    assert director.post("/retention/dry-runs/").status_code == 403
    run = actions.make_dry_run(by=person(KEEPER), as_at=today())
    page = director.post(f"/retention/dry-runs/{run.pk}/", {"why": "the schedule"})
    assert page.status_code == 200
    assert not Purge.objects.filter(dry_run=run).exists()
