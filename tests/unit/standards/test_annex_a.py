from goldenthread.standards.annex_a import standard
from goldenthread.standards.safeguarding_dataset import dataset


def test_there_are_eleven_lists_and_169_columns() -> None:
    lists = standard().lists
    assert list(lists) == list(range(1, 12))
    assert sum(len(item.columns) for item in lists.values()) == 169


def test_the_earlier_layout_lacks_four_columns_of_list_9() -> None:
    leavers = standard().lists[9]
    earlier = [column.name for column in leavers.in_layout("A")]
    lacking = [column.name for column in leavers.in_layout("B") if column.name not in earlier]
    assert lacking == ["uasc", "personal_adviser", "pathway_plan_review", "latest_contact"]
    assert earlier[-3:] == ["accommodation", "suitability", "activity"]


def test_the_other_lists_are_alike_in_both_layouts() -> None:
    others = [item for item in standard().lists.values() if item.number != 9]
    assert all(item.in_layout("A") == item.in_layout("B") for item in others)


def test_column_names_are_plain_and_not_repeated_within_a_list() -> None:
    for item in standard().lists.values():
        assert len(set(item.column_names)) == len(item.columns)
        assert all(name.isidentifier() and name == name.lower() for name in item.column_names)


def test_every_list_but_leaving_care_has_a_key_date() -> None:
    assert [item.number for item in standard().lists.values() if item.key_date is None] == [9]


def test_only_lists_6_to_9_ask_for_one_row_a_child() -> None:
    assert [item.number for item in standard().lists.values() if item.one_row_per_child] == [6, 7, 8, 9]


def test_every_category_draws_on_a_code_set_we_hold() -> None:
    columns = [column for item in standard().lists.values() for column in item.columns]
    assert {column.codes for column in columns if column.kind == "category"} <= set(standard().code_sets)


def test_no_code_set_holds_a_code_twice() -> None:
    for code_set in standard().code_sets.values():
        assert len(code_set.printed) == len(code_set.codes), code_set.name


def test_the_model_draws_on_the_same_code_sets() -> None:
    fields = [field for table in dataset().tables.values() for field in table.fields]
    named = {field.codes for field in fields if field.type == "code"}
    assert named <= set(standard().code_sets) | set(dataset().code_sets)


def test_the_adopters_letters_c_and_d_are_swapped_against_the_childrens() -> None:
    assert standard().code_sets["gender"].printed["I"].startswith("d)")
    assert standard().code_sets["gender_adopter"].printed["I"].startswith("c)")


def test_case_status_has_closed_first() -> None:
    assert standard().code_sets["case_status"].precedence == ("e", "a", "b", "c", "d")
