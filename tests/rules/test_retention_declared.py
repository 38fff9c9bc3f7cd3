"""Every model says how long its rows are kept, whose they are, and what becomes of them."""

from __future__ import annotations

from django.apps import apps
from django.db.models import Field, ForeignKey, Model

from goldenthread.standards.retention import beside, classes
from goldenthread.web.retention.declared import ANONYMISED, DECLARED, KEPT, REMOVED, Declared

# Names a field that holds a child's identifier goes by.
_CHILDREN = {"child", "child_id", "children"}


def _models() -> dict[str, type[Model]]:
    return {model._meta.label: model for model in apps.get_models(include_auto_created=True)}


def _field(declared: Declared, name: str) -> Field:
    return declared.class_._meta.get_field(name)


def test_every_model_declares_itself_once() -> None:
    named = [declared.model for declared in DECLARED]
    assert sorted(named) == sorted(set(named)), "declared twice"
    missing = set(_models()) - set(named)
    assert missing == set(), (
        "add them to web/retention/declared.py: how long kept, whose, what becomes of them"
    )
    assert set(named) - set(_models()) == set(), "no such models any more"


def test_a_model_that_is_not_declared_is_noticed() -> None:
    """The test above can fail: without any one declaration a model is missing."""
    for left_out in DECLARED:
        named = {declared.model for declared in DECLARED if declared is not left_out}
        assert set(_models()) - named == {left_out.model}


def test_what_is_declared_is_there() -> None:
    for declared in DECLARED:
        assert declared.class_id in classes(), declared.model
        for name in (*(declared.child or "").split(), *declared.words.split(), declared.dated or "pk"):
            if name != "pk":
                assert _field(declared, name), declared.model


def test_a_field_that_names_children_is_declared_as_one() -> None:
    for declared in DECLARED:
        held = {field.attname for field in declared.class_._meta.concrete_fields} & _CHILDREN
        assert held <= set((declared.child or "").split()), declared.model


def test_what_names_children_is_personal_and_does_not_keep_them() -> None:
    for declared in DECLARED:
        assert declared.at_end in {REMOVED, ANONYMISED, KEPT}
        if declared.child:
            assert declared.personal, declared.model
            assert declared.at_end != KEPT, declared.model


def test_what_goes_with_a_child_is_pointed_at_by_nothing_that_stays() -> None:
    """Removing a child's rows must not be stopped half-way by a row that points at them."""
    removed = {declared.class_ for declared in DECLARED if declared.at_end == REMOVED}
    for model in _models().values():
        for field in model._meta.concrete_fields:
            if isinstance(field, ForeignKey) and field.related_model in removed:
                assert model in removed, f"{field} points at rows that go"


def test_what_stands_beside_a_snapshots_tables_is_declared_too() -> None:
    assert set(beside()) == {"set_aside", "queried_cells", "notes"}
