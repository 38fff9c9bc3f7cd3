"""Threats T11 and T12, goal S7: nobody verifies their own work however the steps fall, and a record that was
changed after it was signed does not pass for the one that was. `make signoffs` is the whole of it.

The machine keeps its own account of who owns the action, who claimed it and who pinned what; it asks the
site's acts for anything at any time, by anybody, and holds what they let happen against that account.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

EXAMPLES, STEPS, MUTATIONS, SEED = 210, 50, 1_000, 7
ROLES = ("director", "head_of_service", "head_of_service", "improvement_lead", "action_owner")
WHO = st.integers(0, len(ROLES) - 1)
TARGETS = {
    "agree": ({"proposed"}, "agreed"),
    "start": ({"agreed"}, "in progress"),
    "claim": ({"agreed", "in progress"}, "claimed complete"),
    "sign_off": ({"claimed complete"}, "signed off"),
    "reopen": ({"claimed complete", "signed off", "stopped"}, "in progress"),
    "stop": ({"proposed", "agreed", "in progress", "claimed complete"}, "stopped"),
}
counts: Counter[str] = Counter()


class SignOffs(RuleBasedStateMachine):
    """One action, five people, and every step of it in any order."""

    def __init__(self) -> None:
        super().__init__()
        from django.db import transaction

        self.undone = transaction.atomic()
        self.undone.__enter__()

    @initialize(owner=WHO | st.none())
    def begin(self, owner: int | None) -> None:
        from web_people import person
        from web_plan import action

        self.people = [person(role) for role in ROLES]
        self.owner = None if owner is None else self.people[owner]
        self.action = action(self.owner or "Action owner")
        self.state, self.claimer, self.pinners = "proposed", None, {}

    def owns(self, somebody: Any) -> bool:
        """As the field has it: by name, or by the role where only a role is named."""
        return somebody == self.owner or (self.owner is None and somebody == self.people[-1])

    def attempt(self, step: str, who: int, **given: Any) -> bool:
        """Try a step; whether it was taken. Taken from a state it does not start from, it is an error
        here."""
        from goldenthread.web.plan import actions
        from goldenthread.web.plan.rules import NotDone
        from web_plan import fresh

        counts["steps"] += 1
        held = fresh(self.action)
        try:
            getattr(actions, step)(by=self.people[who], action=held, version=held.version, **given)
        except NotDone:
            return False
        sources, target = TARGETS[step]
        assert self.state in sources, f"{step} was taken from {self.state}"
        self.state = target
        counts[step] += 1
        return True

    @rule(who=WHO)
    def agree(self, who: int) -> None:
        from goldenthread.web.accounts.standing import today

        day = today() + timedelta(days=90)
        self.attempt("agree", who, due=day, meeting="Board", on=today())

    @rule(who=WHO)
    def start(self, who: int) -> None:
        self.attempt("start", who)

    @rule(who=WHO)
    def claim(self, who: int) -> None:
        from goldenthread.web.accounts.standing import today

        if self.attempt("claim", who, words="It is done", on=today()):
            self.claimer = self.people[who]

    @rule(who=WHO)
    def sign_off(self, who: int) -> None:
        from goldenthread.web.accounts.standing import today
        from web_people import proof

        signer, was = self.people[who], self.state
        own = self.owns(signer) or signer == self.claimer
        taken = self.attempt("sign_off", who, words="I saw it", on=today(), proof=proof())
        counts["own work refused"] += own and was == "claimed complete" and not taken
        if taken:
            assert signer != self.claimer, "whoever claimed it signed it off"
            assert not self.owns(signer), "its owner signed it off"

    @rule(who=WHO)
    def lead_to_a_claim(self, who: int) -> None:
        """So that many claims are there to be signed off."""
        self.agree(who)
        self.claim(who)

    @rule(who=WHO)
    def reopen(self, who: int) -> None:
        if self.attempt("reopen", who, why="There is more to do"):
            self.claimer = None

    @rule(who=WHO)
    def stop(self, who: int) -> None:
        self.attempt("stop", who, why="It will not be done")

    @rule(who=WHO, new_owner=WHO)
    def give_to_another(self, who: int, new_owner: int) -> None:
        """The owner changed under somebody's hands: never while a claim stands."""
        from goldenthread.web.plan import actions
        from goldenthread.web.plan.rules import NotDone
        from web_plan import fresh

        counts["steps"] += 1
        held, owner = fresh(self.action), self.people[new_owner]
        given = {"text": held.text, "owner": actions.Ownership(person=owner), "workstream": ""}
        try:
            actions.edit_action(by=self.people[who], action=held, version=held.version, **given)
        except NotDone:
            assert self.state in {"claimed complete", "signed off"}
        else:
            assert self.state not in {"claimed complete", "signed off"}
            self.owner = owner

    @rule(pinner=WHO, judge=WHO)
    def pin_and_judge(self, pinner: int, judge: int) -> None:
        from goldenthread.web.accounts.standing import today
        from goldenthread.web.evidence.refs import EvidenceRef
        from goldenthread.web.plan import actions
        from goldenthread.web.plan.rules import NotDone
        from web_people import proof
        from web_plan import fresh

        counts["steps"] += 2
        ref = EvidenceRef(kind="minute", key="m", label="Minutes", as_of=today())
        held = fresh(self.action)
        piece = actions.pin_document(by=self.people[pinner], action=held, ref=ref, shows="It", where="F")
        given = {"version": piece.version, "sufficient": True, "why": "Read", "on": today(), "proof": proof()}
        try:
            actions.judge_evidence(by=self.people[judge], evidence=piece, **given)
        except NotDone:
            return
        counts["judged"] += 1
        assert pinner != judge, "whoever pinned it judged it"
        assert not self.owns(self.people[judge]), "the action's owner judged its evidence"

    @invariant()
    def the_state_is_the_one_we_led_it_to(self) -> None:
        from web_plan import fresh

        if hasattr(self, "action"):
            assert fresh(self.action).state == self.state

    @invariant()
    def a_sign_off_has_its_signature_and_it_holds(self) -> None:
        from goldenthread.web.history.queries import signatures_of
        from goldenthread.web.plan.signed import action_record
        from web_plan import fresh

        if not hasattr(self, "action"):
            return
        held = fresh(self.action)
        signed = signatures_of(kind="action", key=str(held.pk), record=action_record(held))
        assert all(one.sound for one in signed)
        matching = [one for one in signed if one.matches]
        assert bool(matching) is (self.state == "signed off")

    def teardown(self) -> None:
        from django.db import transaction

        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)


def workflows(*, examples: int, steps: int) -> Counter[str]:
    """Run the machine; gives how many steps were tried and which were taken."""
    counts.clear()
    asked = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
    run_state_machine_as_test(SignOffs, settings=asked)
    return Counter(counts)


# Records changed after they were signed


def mutations(signature: Any, *, times: int, seed: int = SEED) -> int:
    """Change a signature `times` times, each time one thing; gives how many of the changed still verify."""
    from goldenthread.web.history.keys import public_keys
    from goldenthread.web.history.verifying import why_not_signed

    chance, keys = random.Random(seed), public_keys()
    assert not list(why_not_signed(signature, keys=keys)), "the one to be changed holds"
    passed = 0
    for _ in range(times):
        changed = deepcopy(signature)
        chance.choice(_CHANGES)(changed, chance)
        passed += not list(why_not_signed(changed, keys=keys))
    return passed


def _change_record(signature: Any, chance: random.Random) -> None:
    name = chance.choice(sorted(signature.record))
    signature.record[name] = f"{signature.record[name]}{chance.choice('abc ')}"


def _drop_from_record(signature: Any, chance: random.Random) -> None:
    del signature.record[chance.choice(sorted(signature.record))]


def _add_to_record(signature: Any, chance: random.Random) -> None:
    signature.record[f"extra {chance.randint(0, 99)}"] = chance.choice(["", None, 0, "more"])


def _change_record_and_digest(signature: Any, chance: random.Random) -> None:
    """As somebody would who knows how digests are made, and has not the key."""
    from goldenthread.web.history.keys import digest

    _change_record(signature, chance)
    signature.digest = digest(signature.record)


def _change_words(signature: Any, chance: random.Random) -> None:
    name = chance.choice(
        ["about_kind", "about_key", "about_label", "statement", "who_name", "who_id", "role", "how", "proof"]
    )
    words = list(getattr(signature, name) or "x")
    words[chance.randrange(len(words))] = chance.choice("§¶†")
    setattr(signature, name, "".join(words))


def _change_time(signature: Any, chance: random.Random) -> None:
    signature.when += timedelta(microseconds=chance.choice([-1, 1, 86_400_000_000]))


def _change_signature(signature: Any, chance: random.Random) -> None:
    from base64 import b64decode, b64encode

    raw = bytearray(b64decode(signature.signature))
    raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
    signature.signature = b64encode(bytes(raw)).decode()


def _change_key(signature: Any, chance: random.Random) -> None:
    """Signed again, by a key that is not the site's but says it is."""
    from base64 import b64encode

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from goldenthread.web.history.keys import canonical, name_of

    other = Ed25519PrivateKey.generate()
    if chance.random() < 0.5:
        signature.key = name_of(other.public_key())
    signature.signature = b64encode(other.sign(canonical(signature.said))).decode()


_CHANGES: tuple[Callable[[Any, random.Random], None], ...] = (
    _change_record,
    _drop_from_record,
    _add_to_record,
    _change_record_and_digest,
    _change_words,
    _change_time,
    _change_signature,
    _change_key,
)


def a_signature() -> Any:
    """Of an action signed off."""
    from goldenthread.web.accounts.standing import today
    from goldenthread.web.history.models import Signature
    from goldenthread.web.plan import actions
    from web_people import person, proof
    from web_plan import action, claimed

    owner = person("head_of_service")
    done = claimed(action(owner), owner)
    given = {"version": done.version, "words": "I saw it", "on": today(), "proof": proof()}
    actions.sign_off(by=person("director"), action=done, **given)
    return Signature.objects.latest("pk")


def main() -> int:
    import proof_site
    from proof_site import say

    began = time.monotonic()
    with proof_site.ready():
        passed = mutations(a_signature(), times=MUTATIONS)
        done = workflows(examples=EXAMPLES, steps=STEPS)
    say(f"changed records that verify: {passed} of {MUTATIONS:,}")
    say(f"steps tried: {done['steps']:,}; verified by somebody's self: 0 (an assertion fails on the first)")
    say(", ".join(f"{name} {done[name]:,}" for name in (*TARGETS, "judged", "own work refused")))
    say(f"seed {SEED} for the changes, {time.monotonic() - began:.0f} s")
    return 0 if passed == 0 and done["steps"] >= 10_000 else 1


if __name__ == "__main__":
    sys.exit(main())
