"""An authority's own indicators: a file of data each, taken whole or refused by name."""

from datetime import date

import pytest
import yaml

from drawn import records
from goldenthread.clocks.engine import all_clocks
from goldenthread.errors import InputRefused
from goldenthread.indicators import compute
from goldenthread.indicators.local import FOLDER, definitions, of_this_process

MARCH = date(2026, 3, 31)
POLICE = {
    "id": "local_police_contacts",
    "title": "Contacts from the police about children under ten",
    "service_area": "front_door",
    "unit": "percent",
    "polarity": "neutral",
    "basis": "events",
    "numerator": "Of those, contacts from the police",
    "denominator": "Contacts of the period about children under ten",
    "why": "Asked for by the partnership.",
    "how": "Count contacts whose source is 6.",
    "cautions": ["Neither high nor low is good by itself."],
    "source": "Partnership board, March 2026",
    "author": "Performance team",
    "reviewed": date(2026, 11, 1),
    "records": {
        "table": "ssd_contacts",
        "date": "cont_contact_date",
        "where": "born > DATE '2016-03-31'",
        "counted": "cont_contact_source_code = '6'",
    },
}
DRAWN = {
    "ssd_person": """
        pers_person_id | pers_dob
        ann            | 2020-01-01
        bob            | 2020-01-01
        cy             | 2012-01-01
    """,
    "ssd_contacts": """
        cont_contact_id | cont_person_id | cont_contact_date | cont_contact_source_code
        k1              | ann            | 2026-03-02        | 6
        k2              | bob            | 2026-03-03        | 2A
        k3              | cy             | 2026-03-04        | 6
        k4              | ann            | 2026-02-28        | 6
    """,
}


def folder(tmp_path, said, name="police.yaml"):
    (tmp_path / name).write_text(said if isinstance(said, str) else yaml.safe_dump(said))
    return tmp_path


def changed(**more):
    made = {**POLICE, **more}
    return {key: value for key, value in made.items() if value is not ...}


def of_records(**more):
    return {key: value for key, value in {**POLICE["records"], **more}.items() if value is not ...}


def test_one_file_is_one_indicator_beside_the_others(tmp_path):
    own = definitions(folder(tmp_path, POLICE))
    drawn = records(MARCH, **DRAWN)
    clocks = all_clocks(drawn)
    found = compute.figures(drawn, clocks, ids=["local_police_contacts", "contacts_count"], also=own)
    assert dict(found.select("indicator", "numerator").iter_rows()) == {
        "contacts_count": 3,
        "local_police_contacts": 1,
    }
    behind = compute.children(drawn, clocks, id="local_police_contacts", also=own)
    assert dict(behind.select("child_id", "in_numerator").iter_rows()) == {"ann": True, "bob": False}
    assert (own[0].author, own[0].reviewed, own[0].evidence) == (
        "Performance team",
        date(2026, 11, 1),
        "unverified",
    )


def test_stock_is_what_was_open_at_the_date(tmp_path):
    said = changed(
        id="local_plans_for_neglect",
        basis="stock",
        unit="count",
        denominator=...,
        records={
            "table": "ssd_cp_plans",
            "from": "cppl_cp_plan_start_date",
            "to": "cppl_cp_plan_end_date",
            "where": "cppl_cp_plan_latest_category = 'NEG'",
        },
    )
    drawn = records(
        MARCH,
        ssd_cp_plans="""
            cppl_cp_plan_id | cppl_person_id | cppl_cp_plan_start_date | cppl_cp_plan_end_date | cppl_cp_plan_latest_category
            p1              | ann            | 2026-03-31              |                       | NEG
            p2              | bob            | 2025-01-01              | 2026-03-31            | NEG
            p3              | cy             | 2025-01-01              |                       | EMO
            p4              | dee            | 2025-01-01              |                       |
        """,  # noqa: E501  as wide as its headings
    )
    own = definitions(folder(tmp_path, said))
    behind = compute.children(drawn, all_clocks(drawn), id="local_plans_for_neglect", also=own)
    assert behind["child_id"].to_list() == ["ann"]


def test_a_median_is_taken_of_what_the_file_says(tmp_path):
    value = "EXTRACT(DAY FROM cont_contact_date) + 0.5"
    said = changed(unit="median_days", records=of_records(where=..., counted=..., value=value))
    own = definitions(folder(tmp_path, said))
    drawn = records(MARCH, **DRAWN)
    found = compute.figures(drawn, all_clocks(drawn), ids=["local_police_contacts"], also=own)
    assert found.row(0, named=True)["value"] == 3.5


REFUSED = {
    "not yaml": ("{", "is not a YAML file"),
    "a tag that would make an object": ("!!python/object/apply:os.system ['true']", "is not a YAML file"),
    "no records": (changed(records=...), "which records"),
    "an unknown word": (changed(colour="red"), "says colour"),
    "no title": (changed(title=""), "lacks title"),
    "an id that could hide one of ours": (changed(id="contacts_count"), "begins local_"),
    "an id with a path in it": (changed(id="local_../x"), "begins local_"),
    "an unknown area": (changed(service_area="sea"), "service_area"),
    "an unknown unit": (changed(unit="stones"), "unit"),
    "no date of review": (changed(reviewed="soon"), "date it was reviewed"),
    "a percentage without a denominator": (changed(denominator=...), "denominator"),
    "an unknown table": (changed(records=of_records(table="pg_user")), "no table of children"),
    "a table of nobody": (changed(records=of_records(table="ssd_department")), "no table of children"),
    "a date that is none": (changed(records=of_records(date="cont_contact_id")), "to be a date"),
    "an unknown field": (changed(records=of_records(counted="colour = 'red'")), "counted"),
    "no yes or no": (changed(records=of_records(counted="cont_contact_id")), "yes or no"),
    "every field at once": (changed(records=of_records(counted="*")), "counted"),
    "another table": (
        changed(records=of_records(where="cont_person_id IN (SELECT pers_person_id FROM ssd_person)")),
        "where",
    ),
    "a file": (changed(records=of_records(where="read_csv('/etc/passwd')")), "where"),
    "a statement": (changed(records=of_records(where="1 = 1; DROP TABLE x")), "where"),
    "a share without what counts": (changed(records=of_records(counted=...)), "counted"),
    "a measure of events with an end": (changed(records=of_records(to="cont_contact_date")), "says to"),
}


@pytest.mark.parametrize(("said", "why"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_definition_is_refused_with_its_file_and_why(tmp_path, said, why):
    with pytest.raises(InputRefused, match=r"police\.yaml") as refusal:
        definitions(folder(tmp_path, said))
    assert why in str(refusal.value)


def test_one_id_twice_and_a_folder_that_is_none_are_refused(tmp_path):
    folder(tmp_path, POLICE)
    folder(tmp_path, POLICE, name="again.yaml")
    with pytest.raises(InputRefused, match="twice"):
        definitions(tmp_path)
    with pytest.raises(InputRefused, match="not a folder"):
        definitions(tmp_path / "none")


def test_a_process_takes_the_folder_its_setting_names_and_none_without_it(tmp_path, monkeypatch):
    monkeypatch.delenv(FOLDER, raising=False)
    assert of_this_process() == ()
    monkeypatch.setenv(FOLDER, str(folder(tmp_path, POLICE)))
    assert [one.id for one in of_this_process()] == ["local_police_contacts"]
    folder(tmp_path, changed(title=""))
    with pytest.raises(InputRefused, match="lacks title"):
        of_this_process()
