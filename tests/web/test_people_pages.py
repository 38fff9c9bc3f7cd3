"""People, roles and teams: for whoever manages people, and never for changing one's own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from goldenthread.web.accounts.actions import keep_title
from goldenthread.web.accounts.models import JobTitle, Membership, Person, Team
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.roles import ROLES
from goldenthread.web.accounts.standing import standing_on, today
from goldenthread.web.history.models import Entry
from web_people import MAKER, PASSWORD, person

pytestmark = pytest.mark.django_db
SignedIn = Callable[..., Client]
NEW = {
    "name": "Ivy Madeup",
    "email": "Ivy@Madeup.example",
    "worker": "",
    "password": "heron ember otter gorse",
}
PAGES = ("", "add/", "teams/", "{one}/", "{one}/edit/", "{one}/role/", "{one}/pass-phrase/")


@pytest.mark.parametrize("role", sorted(ROLES))
@pytest.mark.parametrize("page", PAGES)
def test_only_whoever_manages_people_sees_them(role: str, page: str, signed_in: SignedIn) -> None:
    address = f"/people/{page.format(one=person('director').public_id)}"
    allowed = Permission.MANAGE_PEOPLE in ROLES[role].permissions
    assert signed_in(role).get(address).status_code == (200 if allowed else 403)


def test_somebody_new_is_added_and_may_sign_in(signed_in: SignedIn) -> None:
    client = signed_in("administrator")
    answer = client.post("/people/add/", NEW)
    added = Person.objects.get(email="ivy@madeup.example")
    assert answer.headers["Location"] == f"/people/{added.public_id}/role/"
    assert added.check_password(NEW["password"])
    entry = Entry.objects.get(act="added the person", about_key=added.reference)
    assert entry.who_name == client.person.name
    assert not standing_on(added, on=today()).roles


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "Enter their name"),
        ({"email": "ivy"}, "Enter an email address in the form"),
        ({"email": "Taken@Madeup.example"}, "Somebody signs in with this address already"),
        ({"password": "short"}, "too short"),
    ],
)
def test_what_is_wrong_is_said_twice_and_what_was_typed_is_kept(
    wrong: dict[str, str], said: str, signed_in: SignedIn
) -> None:
    taken = person("auditor")
    Person.objects.filter(pk=taken.pk).update(email="taken@madeup.example")
    before = Person.objects.count()
    client = signed_in("administrator")
    page = client.post("/people/add/", NEW | wrong).content.decode()
    assert page.count(said) == 2
    assert (wrong.get("name", NEW["name"])) in page
    assert NEW["password"] not in page
    assert Person.objects.count() == before + 1  # whoever signed in


ROLE = {"title": "", "role": "auditor", "team": "", "service_area": "", "starts": "1/3/2026", "ends": ""}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"role": ""}, "Choose a role"),
        ({"role": "board_member"}, "Board member is from outside: enter a last day"),
        ({"role": "inspector", "ends": "31/3/2026"}, "Enter a last day within 30 days of the first"),
        ({"agreed_until": "31/3/2026"}, "A sharing agreement is for people on a board"),
        ({"role": "team_manager"}, "Choose the team of this team manager"),
        ({"role": "head_of_service"}, "Choose the service area of this head of service"),
        ({"role": "social_worker"}, "First enter this person&#x27;s name in the children&#x27;s records"),
        ({"ends": "28/2/2026"}, "Enter a last day that is not before the first"),
        ({"starts": "32/1/2026"}, "Enter a date such as 31/3/2026"),
    ],
)
def test_a_role_is_given_whole(wrong: dict[str, str], said: str, signed_in: SignedIn) -> None:
    somebody = person()
    page = signed_in("administrator").post(f"/people/{somebody.public_id}/role/", ROLE | wrong)
    assert page.status_code == 200
    assert page.content.decode().count(said) == 2
    assert not somebody.memberships.exists()


def test_a_role_is_ended(signed_in: SignedIn) -> None:
    somebody, client = person("auditor"), signed_in("administrator")
    held = somebody.memberships.get()
    last = today() + timedelta(days=3)
    client.post(f"/people/roles/{held.pk}/end/", {"ends": last.isoformat(), "version": 1})
    assert somebody.memberships.get().ends == last
    assert standing_on(somebody, on=last).roles
    assert not standing_on(somebody, on=last + timedelta(days=1)).roles
    later = client.post(f"/people/roles/{held.pk}/end/", {"ends": (last + timedelta(days=1)).isoformat()})
    assert later.content.decode().count("for more time, propose it again") == 2
    assert somebody.memberships.get().ends == last


@pytest.mark.parametrize(("began", "left"), [(30, 1), (0, 0), (-5, 0)])
def test_a_mover_is_out_at_their_next_request(began: int, left: int, signed_in: SignedIn) -> None:
    mover = signed_in("auditor", starts=today() - timedelta(days=began))
    held = mover.person.memberships.get()
    assert mover.get("/plan/").status_code == (403 if began < 0 else 200)
    signed_in("administrator").post(f"/people/roles/{held.pk}/end/", {"now": "yes"})
    assert mover.get("/plan/").status_code == 403
    assert mover.person.memberships.count() == left


@pytest.mark.parametrize("page", ["role/", "edit/", "pass-phrase/", "stop/"])
def test_nobody_changes_their_own_standing(page: str, signed_in: SignedIn) -> None:
    client = signed_in("administrator")
    address = f"/people/{client.person.public_id}/{page}"
    assert client.post(address, ROLE | {"password": NEW["password"]}).status_code == 403
    own = Membership.objects.get(person=client.person)
    assert client.post(f"/people/roles/{own.pk}/end/", {"ends": "1/1/2030"}).status_code == 403
    assert (
        "somebody else must change your roles"
        in client.get(f"/people/{client.person.public_id}/").content.decode()
    )


def test_a_leaver_is_out_at_once_and_may_come_back(signed_in: SignedIn) -> None:
    leaver = signed_in("auditor")
    assert leaver.get("/").status_code == 200
    administrator = signed_in("administrator")
    address = f"/people/{leaver.person.public_id}/stop/"
    administrator.post(address)
    assert leaver.get("/").status_code == 302
    administrator.post(address, {"again": "yes"})
    leaver.person.refresh_from_db()
    assert leaver.person.is_active


def test_a_name_is_put_right(signed_in: SignedIn) -> None:
    somebody = person("social_worker")
    changed = {"name": "Femi Other", "email": somebody.email, "worker": "Worker 017", "version": 1}
    signed_in("administrator").post(f"/people/{somebody.public_id}/edit/", changed)
    somebody.refresh_from_db()
    assert (somebody.name, somebody.worker) == (
        "Femi Other",
        "",
    )  # the name in the records waits for a second


def test_a_team_said_again_moves(signed_in: SignedIn) -> None:
    client = signed_in("administrator")
    sent = {"name": "North", "service_area": "Safeguarding", "version": 0}
    assert client.post("/people/teams/", sent).status_code == 302
    moved = sent | {"service_area": "Children in care"}
    asked = client.post("/people/teams/", moved).content.decode()
    assert (
        "Somebody else saved this" in asked
    )  # it is there, as whoever sends this may not know: both are shown
    assert Team.objects.get().service_area == "Safeguarding"
    assert client.post("/people/teams/", moved | {"version": 1}).status_code == 302
    assert Team.objects.get().service_area == "Children in care"
    assert "Enter the service area" in client.post("/people/teams/", {"name": "South"}).content.decode()


def test_of_two_who_change_one_person_or_role_the_second_sees_both_texts(signed_in: SignedIn) -> None:
    somebody, one, other = person("auditor"), signed_in("administrator"), signed_in("administrator")
    held = somebody.memberships.get()
    for address, first, second in (
        (
            f"/people/{somebody.public_id}/edit/",
            {"name": "Femi One", "email": somebody.email},
            {"name": "Femi Two", "email": somebody.email},
        ),
        (f"/people/roles/{held.pk}/end/", {"ends": "1/1/2030"}, {"ends": "31/12/2029"}),
    ):
        assert one.post(address, first | {"version": 1}).status_code == 302
        page = other.post(address, second | {"version": 1}).content.decode()
        assert "Somebody else saved this while you were writing" in page
        for text in (*first.values(), *second.values()):
            assert text in page or text == "1/1/2030"
        assert other.post(address, second | {"version": 2}).status_code == 302


def test_ones_own_pass_phrase(signed_in: SignedIn) -> None:
    client, elsewhere = signed_in("auditor"), Client()
    elsewhere.force_login(client.person, backend="goldenthread.web.accounts.backend.EmailAndPassword")
    wrong = client.post("/people/pass-phrase/", {"now": "not this", "password": NEW["password"]})
    assert "That is not your pass phrase now" in wrong.content.decode()
    client.post("/people/pass-phrase/", {"now": PASSWORD, "password": NEW["password"]})
    client.person.refresh_from_db()
    assert client.person.check_password(NEW["password"])
    assert client.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 302  # open sessions elsewhere are over


def test_the_list_says_whose_role_ends_and_who_has_none(signed_in: SignedIn) -> None:
    person("board_member", ends=today() + timedelta(days=10))
    person()
    page = signed_in("administrator").get("/people/").content.decode()
    assert "3 people may sign in; 1 role ends within 30 days; 1 person has no role." in page


def test_what_a_title_stands_for_is_kept_and_changed(signed_in: SignedIn) -> None:
    client = signed_in("administrator")
    for version, roles in enumerate((["auditor"], ["moderator", "auditor"])):
        client.post("/people/titles/", {"name": "Quality officer", "roles": roles, "version": version})
    page = client.get("/people/titles/").content.decode()
    assert "Auditor of practice, Moderator of audits" in page
    none = client.post("/people/titles/", {"name": "Clerk", "version": 0}).content.decode()
    assert "Choose at least one role" in none


def test_of_two_who_change_a_title_the_second_sees_both(signed_in: SignedIn) -> None:
    keep_title(by=MAKER, name="Quality officer", roles=["auditor"])
    form = {"name": "Quality officer", "roles": ["director", "moderator"], "version": 0}
    client = signed_in("administrator")
    page = client.post("/people/titles/", form).content.decode()
    assert "Somebody else saved this" in page
    assert "Director of children&#x27;s services, Moderator of audits" in page
    assert JobTitle.objects.get().roles == ["auditor"]
    client.post("/people/titles/", {**form, "version": 1})
    assert JobTitle.objects.get().roles == ["director", "moderator"]


def test_the_list_asks_as_much_of_the_database_for_a_few_as_for_many(
    signed_in: SignedIn, django_assert_max_num_queries: Any
) -> None:
    client = signed_in("administrator")
    client.get("/people/")
    with django_assert_max_num_queries(14) as few:
        client.get("/people/")
    for number in range(8):
        person("team_manager", team=f"Team {number}")
    with django_assert_max_num_queries(len(few)):
        client.get("/people/")
