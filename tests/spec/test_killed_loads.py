"""A load killed at any moment leaves a whole snapshot or none, and the retry completes.

Eight kills here; `make kills` does two hundred and more.
"""

from pathlib import Path

import kills


def test_a_load_killed_at_any_moment_leaves_all_or_nothing(tmp_path: Path) -> None:
    said = kills.run(tmp_path, 7, times=8)
    assert said["retries completed"] == 8
    assert said["killed"] >= 2
