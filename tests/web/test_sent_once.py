"""A form acts once, however often it is sent."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

import goldenthread
from goldenthread.web.accounts.standing import today
from goldenthread.web.history.models import Entry
from goldenthread.web.page.models import SentForm
from goldenthread.web.page.once import forget_old_keys
from goldenthread.web.plan.models import Note, Objective
from goldenthread.web.signin.actions import add_service
from goldenthread.web.signin.models import Token
from web_people import confirm, person
from web_plan import action, agreed

pytestmark = pytest.mark.django_db
SignedIn = Callable[..., Client]
WEB = Path(goldenthread.__file__).parent / "web"


def _key(client: Client, address: str) -> str:
    found = re.findall(r'name="form_key" value="([0-9a-f]{32})"', client.get(address).content.decode())
    assert len(set(found)) == len(found), "each form on a page has a key of its own"
    return found[-1]


def test_sent_twice_it_is_done_once_and_led_to_the_same_place(signed_in: SignedIn) -> None:
    client = signed_in("improvement_lead")
    form = {"version": 0, "text": "Seen in time", "form_key": _key(client, "/plan/objectives/add/")}
    first = client.post("/plan/objectives/add/", form)
    before = Entry.objects.count()
    again = client.post("/plan/objectives/add/", form)
    assert (first.status_code, again.status_code) == (302, 302)
    assert first["Location"] == again["Location"]
    assert (Objective.objects.count(), Entry.objects.count()) == (1, before)


def test_the_message_that_it_is_done_is_still_there_after_a_repeat(signed_in: SignedIn) -> None:
    client = signed_in("improvement_lead")
    form = {"version": 0, "text": "Seen in time", "form_key": _key(client, "/plan/objectives/add/")}
    client.post("/plan/objectives/add/", form)
    again = client.post("/plan/objectives/add/", form, follow=True)
    assert "is in the plan" in again.content.decode()


def test_what_is_shown_this_once_is_made_once_and_a_repeat_leads_to_where_it_is_listed(
    signed_in: SignedIn,
) -> None:
    client = signed_in("administrator")
    account = add_service(by=person("administrator"), name="Case management", purpose="Made up")
    confirm(client)
    address = f"/sign-in/services/{account.public_id}/"
    ends = (today() + timedelta(days=5)).strftime("%d/%m/%Y")
    form = {"permissions": "LOAD_RECORDS", "ends": ends, "form_key": _key(client, address)}
    first, again = client.post(address, form), client.post(address, form)
    assert (first.status_code, again.status_code) == (200, 302)
    assert again["Location"] == address
    assert Token.objects.filter(account=account).count() == 1


def test_a_new_page_is_a_new_act(signed_in: SignedIn) -> None:
    client = signed_in("improvement_lead")
    for _ in range(2):
        form = {"version": 0, "text": "Seen in time", "form_key": _key(client, "/plan/objectives/add/")}
        client.post("/plan/objectives/add/", form)
    assert Objective.objects.count() == 2


def test_a_form_with_something_wrong_gives_its_key_back(signed_in: SignedIn) -> None:
    client = signed_in("improvement_lead")
    form = {"version": 0, "text": "", "form_key": _key(client, "/plan/objectives/add/")}
    assert "There is a problem" in client.post("/plan/objectives/add/", form).content.decode()
    assert client.post("/plan/objectives/add/", {**form, "text": "Seen in time"}).status_code == 302
    assert Objective.objects.count() == 1


def test_a_fault_gives_the_key_back(signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch) -> None:
    from goldenthread.web.plan import actions

    client = signed_in("improvement_lead")
    client.raise_request_exception = False
    form = {"version": 0, "text": "Seen in time", "form_key": _key(client, "/plan/objectives/add/")}
    with monkeypatch.context() as broken:
        broken.setattr(actions, "add_objective", lambda **given: 1 / 0)
        assert client.post("/plan/objectives/add/", form).status_code == 500
    assert client.post("/plan/objectives/add/", form).status_code == 302


def test_a_key_is_one_persons_and_one_pages(signed_in: SignedIn) -> None:
    lead, owner = signed_in("improvement_lead"), signed_in("action_owner")
    who: Any = owner.person  # type: ignore[attr-defined]
    one, other = agreed(action(who)), agreed(action(who))
    key = _key(owner, f"/plan/actions/{one.pk}/note/")
    for client in (owner, lead):
        for made in (one, other):
            client.post(f"/plan/actions/{made.pk}/note/", {"text": "Going well", "form_key": key})
    assert Note.objects.count() == 4


def test_old_keys_are_forgotten_and_those_of_a_month_are_not() -> None:
    somebody = person("director")
    for days in (29, 31):
        made = SentForm.objects.create(key=str(days), who=somebody.reference, path="/")
        SentForm.objects.filter(pk=made.pk).update(at=timezone.now() - timedelta(days=days))
    forget_old_keys()
    assert [sent.key for sent in SentForm.objects.all()] == ["29"]


def test_every_form_that_posts_carries_a_token_and_with_it_a_key() -> None:
    """Django refuses a form without its token; our tag of that name writes the key beside it."""
    wrong = []
    for path in WEB.glob("*/templates/**/*.html"):
        text = path.read_text(encoding="utf-8")
        for form in re.findall(r"<form[^>]*method=\"post\".*?</form>", text, flags=re.DOTALL | re.IGNORECASE):
            if form.count("{% csrf_token %}") != 1:
                wrong.append(f"{path.name}: {form[:80]}")
    assert wrong == []
    assert len(list(WEB.glob("*/templates/**/*.html"))) > 50
