"""Real published reports, read and held to careful reading: all dates, grades and findings exactly.

The reports are public but not part of this repository; where they are not beside it, these tests are skipped.
What stands here are digests, dates, grades (first letters, in the framework's order) and counts, never the
reports' words.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from drawn import table
from goldenthread.errors import InputRefused
from goldenthread.findings.model import InspectionReport
from goldenthread.findings.reader import read

SAMPLE = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "inspection-reports"
if not SAMPLE.is_dir():
    pytest.skip("the sample of published reports is not beside the repository", allow_module_level=True)

COVERS = table(
    """
    report                            | framework  | start      | end        | published
    bolton_2014-03-21                 | sif_2013   | 2014-01-14 | 2014-02-05 |
    bristol_2014-12-05                | sif_2013   | 2014-09-30 | 2014-10-22 | 2014-12-05
    bristol_2018-10-22                | ilacs_2018 | 2018-09-10 | 2018-09-21 |
    buckinghamshire_2018-01-29        | sif_2013   | 2017-11-06 | 2017-11-30 | 2018-01-29
    camden_2017-11-24                 | sif_2013   | 2017-09-11 | 2017-10-05 | 2017-11-24
    cheshire-east_2020-01-09          | ilacs_2018 | 2019-11-18 | 2019-11-29 |
    cornwall_2019-11-05               | ilacs_2018 | 2019-10-14 | 2019-10-18 |
    coventry_2022-08-12               | ilacs_2018 | 2022-06-20 | 2022-07-01 |
    darlington_2022-12-02             | ilacs_2018 | 2022-10-10 | 2022-10-21 |
    derby_2017-06-13                  | sif_2013   | 2017-03-06 | 2017-03-30 | 2017-06-13
    derby_2022-05-11                  | ilacs_2018 | 2022-03-21 | 2022-03-25 |
    devon_2015-05-12                  | sif_2013   | 2015-02-24 | 2015-03-18 | 2015-05-12
    devon_2020-03-17                  | ilacs_2018 | 2020-01-20 | 2020-01-31 |
    dorset_2021-11-19                 | ilacs_2018 | 2021-09-27 | 2021-10-08 |
    enfield_2019-04-15                | ilacs_2018 | 2019-03-04 | 2019-03-15 |
    essex_2019-01-07                  | ilacs_2018 | 2018-11-19 | 2018-11-23 |
    greenwich_2020-01-27              | ilacs_2018 | 2019-12-09 | 2019-12-13 |
    hackney_2016-09-21                | sif_2013   | 2016-07-04 | 2016-07-28 | 2016-09-20
    hackney_2019-12-20                | ilacs_2018 | 2019-11-11 | 2019-11-22 |
    hammersmith-and-fulham_2024-05-16 | ilacs_2023 | 2024-03-11 | 2024-03-15 |
    havering_2016-12-09               | sif_2013   | 2016-09-27 | 2016-10-20 | 2016-12-09
    havering_2018-07-23               | ilacs_2018 | 2018-06-11 | 2018-06-22 |
    havering_2024-02-16               | ilacs_2023 | 2023-12-11 | 2023-12-22 |
    hillingdon_2014-02-11             | sif_2013   | 2013-11-25 | 2013-12-18 |
    isle-of-wight_2014-11-19          | sif_2013   | 2014-09-16 | 2014-10-08 | 2014-11-19
    isles-of-scilly_2023-08-25        | ilacs_2023 | 2023-07-11 | 2023-07-13 |
    islington_2025-01-29              | ilacs_2023 | 2024-12-02 | 2024-12-06 |
    kensington-and-chelsea_2025-01-13 | ilacs_2023 | 2024-11-11 | 2024-11-15 |
    kingston-upon-thames_2015-08-03   | sif_2013   | 2015-05-22 | 2015-06-18 | 2015-08-03
    kirklees_2016-11-25               | sif_2013   | 2016-09-12 | 2016-10-06 | 2016-11-25
    lancashire_2015-11-27             | sif_2013   | 2015-09-14 | 2015-10-08 | 2015-11-27
    leeds_2015-03-27                  | sif_2013   | 2015-01-20 | 2015-02-11 | 2015-03-27
    leicester_2025-01-29              | ilacs_2023 | 2024-09-23 | 2024-09-27 |
    leicestershire_2019-11-04         | ilacs_2018 | 2019-09-23 | 2019-10-04 |
    liverpool_2023-05-25              | ilacs_2023 | 2023-03-13 | 2023-03-24 |
    medway_2013-08-23                 | other      | 2013-07-15 | 2013-07-19 | 2013-08-23
    milton-keynes_2016-11-25          | sif_2013   | 2016-09-12 | 2016-10-06 | 2016-11-25
    north-somerset_2020-06-10         | ilacs_2018 | 2020-03-02 | 2020-03-13 |
    plymouth_2015-01-06               | sif_2013   | 2014-10-22 | 2014-11-12 | 2015-01-06
    portsmouth_2018-10-15             | ilacs_2018 | 2018-09-03 | 2018-09-14 |
    reading_2016-08-05                | sif_2013   | 2016-05-23 | 2016-06-15 | 2016-08-05
    rutland_2024-07-12                | ilacs_2023 | 2024-04-15 | 2024-04-26 |
    sandwell_2013-08-02               | other      | 2013-06-24 | 2013-06-28 | 2013-08-02
    southampton_2020-01-09            | ilacs_2018 | 2019-11-18 | 2019-11-29 |
    stoke-on-trent_2022-11-25         | ilacs_2018 | 2022-10-03 | 2022-10-14 |
    sunderland_2021-08-20             | ilacs_2018 | 2021-06-28 | 2021-07-09 |
    sutton_2017-02-13                 | sif_2013   | 2016-11-14 | 2016-12-08 | 2017-02-13
    tower-hamlets_2025-01-13          | ilacs_2023 | 2024-11-11 | 2024-11-15 |
    waltham-forest_2024-08-20         | ilacs_2023 | 2024-07-08 | 2024-07-12 |
    wandsworth_2018-07-20             | sif_2013   | 2018-05-08 | 2018-05-31 | 2018-07-20
    wandsworth_2023-01-13             | ilacs_2018 | 2022-11-07 | 2022-11-18 |
    west-berkshire_2017-07-07         | sif_2013   | 2017-05-08 | 2017-05-19 | 2017-07-07
    west-sussex_2023-05-11            | ilacs_2023 | 2023-03-13 | 2023-03-24 |
    wirral_2016-09-20                 | sif_2013   | 2016-07-04 | 2016-07-28 | 2016-09-20
    """
)
# priority: how many are priority actions of either kind; board: how many are for the safeguarding board
FINDINGS = table(
    """
    report                            | grades  | authority | board | priority | digest
    bolton_2014-03-21                 | RRGGGRR | 12        | 6     | 0        | fdc03d8925bd
    bristol_2014-12-05                | RRRGIRR | 19        | 13    | 9        | ae5b62a647a5
    bristol_2018-10-22                | RGRR    | 6         | 0     | 0        | 4fa19e44d5c3
    buckinghamshire_2018-01-29        | IIIGRI  | 10        | 0     | 0        | 4d01bfa918e1
    camden_2017-11-24                 | GGGOGOO | 8         | 0     | 0        | 2adff38fd0f0
    cheshire-east_2020-01-09          | RRRR    | 5         | 0     | 0        | 55c41743a3cd
    cornwall_2019-11-05               | OOGO    | 3         | 0     | 0        | 7992192a6183
    coventry_2022-08-12               | GGGG    | 4         | 0     | 0        | b06b0af12ace
    darlington_2022-12-02             | GGGO    | 3         | 0     | 0        | 73fa09bb88ea
    derby_2017-06-13                  | GRGGGGO | 11        | 0     | 0        | 73b26cdff2cc
    derby_2022-05-11                  | OOOG    | 2         | 0     | 0        | 32f99635de5e
    devon_2015-05-12                  | RRRGIRI | 25        | 15    | 16       | 5de03b6b1ec1
    devon_2020-03-17                  | IIRI    | 8         | 0     | 0        | e9dea47a06c4
    dorset_2021-11-19                 | GOGG    | 1         | 0     | 0        | 68076a9b95b3
    enfield_2019-04-15                | GGGG    | 4         | 0     | 0        | f2ceb6d8654c
    essex_2019-01-07                  | OOOG    | 1         | 0     | 0        | 0097f9d1c37e
    greenwich_2020-01-27              | GGGG    | 4         | 0     | 0        | decf3ef76336
    hackney_2016-09-21                | GGGGOGO | 9         | 1     | 0        | ab8a32fe45fc
    hackney_2019-12-20                | RRRG    | 6         | 0     | 0        | 92fc12cdf443
    hammersmith-and-fulham_2024-05-16 | OOGOO   | 2         | 0     | 0        | c6a932e53ce3
    havering_2016-12-09               | RRRRIRR | 13        | 4     | 0        | b85c3bbeb63f
    havering_2018-07-23               | GGRG    | 5         | 0     | 0        | dc649b667a05
    havering_2024-02-16               | IIIIR   | 6         | 0     | 0        | 8bd275ae83ac
    hillingdon_2014-02-11             | RRRGRRR | 11        | 7     | 0        | e85ec1ccde3f
    isle-of-wight_2014-11-19          | RRRRRRR | 21        | 12    | 4        | 5b86010e0075
    isles-of-scilly_2023-08-25        | IIIRR   | 8         | 0     | 0        | b788d1a69aa3
    islington_2025-01-29              | OOOOO   | 1         | 0     | 0        | 9ef85777b1ce
    kensington-and-chelsea_2025-01-13 | OOOGO   | 2         | 0     | 0        | 9091fa68c489
    kingston-upon-thames_2015-08-03   | GGGGGGG | 12        | 4     | 0        | d8b71797552a
    kirklees_2016-11-25               | IIIRRII | 27        | 10    | 0        | 2e17e87b39d1
    lancashire_2015-11-27             | IIRRIIG | 17        | 4     | 0        | 5f76cce63f17
    leeds_2015-03-27                  | GGGGGOG | 15        | 5     | 0        | a765329215c5
    leicester_2025-01-29              | RRRRR   | 5         | 0     | 0        | b99f24cca9f7
    leicestershire_2019-11-04         | RGRG    | 6         | 0     | 0        | 66ecd4b38800
    liverpool_2023-05-25              | IIIRI   | 11        | 0     | 0        | 7efa0c04dd13
    medway_2013-08-23                 | IAIII   | 15        | 0     | 0        | 1c61273c373f
    milton-keynes_2016-11-25          | RRRRRRR | 13        | 4     | 0        | b23a20022640
    north-somerset_2020-06-10         | RRRG    | 6         | 0     | 0        | e44aae200b9d
    plymouth_2015-01-06               | RRRRRRR | 17        | 6     | 4        | 3fa551e81f45
    portsmouth_2018-10-15             | GGGG    | 3         | 0     | 0        | bb5562d7d2c2
    reading_2016-08-05                | IIIRRIR | 18        | 5     | 0        | 844ff1ee36de
    rutland_2024-07-12                | GGGGG   | 3         | 0     | 0        | 459c7d330cea
    sandwell_2013-08-02               | IAAII   | 18        | 0     | 0        | 97a63b38bf87
    southampton_2020-01-09            | RRRR    | 6         | 0     | 0        | 7c79fbbc1654
    stoke-on-trent_2022-11-25         | RRRG    | 6         | 0     | 0        | 52a52c9c7831
    sunderland_2021-08-20             | OOGO    | 1         | 0     | 0        | 56a116f697fd
    sutton_2017-02-13                 | GGGGRGG | 10        | 1     | 0        | c8fa6ef0dc82
    tower-hamlets_2025-01-13          | OOGGO   | 2         | 0     | 0        | c30026b037ea
    waltham-forest_2024-08-20         | GGGOG   | 3         | 0     | 0        | 2ec71e7197b3
    wandsworth_2018-07-20             | RRRRGR  | 9         | 0     | 0        | 6035cfddf5e9
    wandsworth_2023-01-13             | GGGG    | 3         | 0     | 0        | fed04f87fa60
    west-berkshire_2017-07-07         | GRGGGG  | 7         | 0     | 0        | 98428cb6ba6c
    west-sussex_2023-05-11            | RGRGR   | 7         | 0     | 0        | 340fb1b5f02c
    wirral_2016-09-20                 | IIRRIII | 19        | 7     | 0        | 99dd86219e5f
    """
)
# Reports with sections of strengths and of progress: how many passages each has, and a digest of them
KEPT = table(
    """
    report                   | strengths | progress | digest
    bolton_2014-03-21        | 10        | 0        | 7bac8d281aa3
    bristol_2014-12-05       | 11        | 7        | 5c62befb07c9
    devon_2015-05-12         | 8         | 7        | f19e01d92b52
    hillingdon_2014-02-11    | 9         | 0        | 87f56f4c2af9
    isle-of-wight_2014-11-19 | 9         | 3        | 5f93d77f3afb
    leeds_2015-03-27         | 9         | 10       | de5631f9d5c9
    plymouth_2015-01-06      | 13        | 5        | 2366c671fc08
    """
)
EXPECTED = [{**cover, **findings} for cover, findings in zip(COVERS, FINDINGS, strict=True)]
EACH_REPORT = pytest.mark.parametrize("expected", EXPECTED, ids=lambda row: row["report"])


def digest(report: InspectionReport) -> str:
    """Twelve letters that change with any finding's number, kind, group, words, tags or page."""
    findings = [
        [one.number, one.kind, one.for_whom, one.group, one.text, list(one.tags), one.page]
        for one in report.findings
    ]
    return hashlib.sha256(json.dumps(findings, ensure_ascii=False).encode()).hexdigest()[:12]


@EACH_REPORT
def test_a_real_report_is_read_exactly(expected: dict[str, Any]) -> None:
    report = read(SAMPLE / f"{expected['report']}.pdf")
    assert {
        "report": expected["report"],
        "framework": report.framework,
        "start": report.inspection_start,
        "end": report.inspection_end,
        "published": report.published,
        "grades": "".join(grade[0].upper() for grade in report.judgements.values()),
        "authority": str(sum(finding.for_whom == "authority" for finding in report.findings)),
        "board": str(sum(finding.for_whom == "lscb" for finding in report.findings)),
        "priority": str(sum(finding.kind.startswith("priority") for finding in report.findings)),
        "digest": digest(report),
    } == expected


@EACH_REPORT
def test_it_agrees_with_the_careful_reading_beside_it(expected: dict[str, Any]) -> None:
    read_by_hand = json.loads((SAMPLE / "answers" / f"{expected['report']}.json").read_text(encoding="utf-8"))
    report = read(SAMPLE / f"{expected['report']}.pdf").to_json()
    for key in (
        "file",
        "authority",
        "framework",
        "inspection_start",
        "inspection_end",
        "published",
        "judgements",
    ):
        assert report[key] == read_by_hand[key]
    for finding, by_hand in zip(report["findings"], read_by_hand["findings"], strict=True):
        assert finding["number"] == by_hand["n"]
        for key in ("kind", "for", "group", "text", "tags", "page"):
            assert finding[key] == by_hand[key]


@EACH_REPORT
def test_who_led_and_what_is_strong_agree_with_it_too(expected: dict[str, Any]) -> None:
    read_by_hand = json.loads((SAMPLE / "answers" / f"{expected['report']}.json").read_text(encoding="utf-8"))
    report = read(SAMPLE / f"{expected['report']}.pdf")
    own = [one for one in report.strengths if one.for_whom == "authority"]
    assert len(own) == (read_by_hand["strengths_count"] or 0)
    assert report.lead_inspector == read_by_hand["lead_inspector"]
    assert report.flags == ()  # no published set breaks its framework's limiting rules


def test_strengths_and_progress_are_kept_word_for_word() -> None:
    found = []
    for name in (row["report"] for row in EXPECTED):
        report = read(SAMPLE / f"{name}.pdf")
        passages = [[one.text, one.page] for one in (*report.strengths, *report.progress)]
        if passages:
            words = json.dumps(passages, ensure_ascii=False).encode()
            counts = {"strengths": str(len(report.strengths)), "progress": str(len(report.progress))}
            found.append({"report": name, **counts, "digest": hashlib.sha256(words).hexdigest()[:12]})
    assert found == KEPT


def test_doubts_are_rare_and_only_where_the_page_leaves_something_open() -> None:
    doubtful = {row["report"] for row in EXPECTED if read(SAMPLE / f"{row['report']}.pdf").doubts}
    assert doubtful == {"camden_2017-11-24"}  # its board's list is a heading with nothing under it


@pytest.mark.parametrize("name", ["blackpool_2012-07-13.pdf", "rotherham_2012-08-10.pdf"])
def test_a_file_that_only_looks_like_a_report_is_refused(name: str) -> None:
    with pytest.raises(InputRefused, match="it is not a PDF"):
        read(SAMPLE / name)


def test_every_report_of_the_sample_is_held_to_its_reading() -> None:
    assert {path.stem for path in (SAMPLE / "answers").glob("*.json")} == {row["report"] for row in EXPECTED}
