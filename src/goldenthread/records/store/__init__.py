"""The store folder: the one truth for children's records. All reading and writing of it goes through here.

    STORE/
      .lock                        held while a snapshot is being made
      snapshots/<identity>/
        manifest.json              its arrival is what makes the snapshot exist
        <table>.parquet            the model's tables that the source carries
        set_aside.parquet          rows read but not used, with their reasons
        notes.parquet              what a person should look at, by file, sheet, row and column
        queried_cells.parquet      cells that could not be read as they stood, as they were typed

A snapshot is immutable. Its identity is the digest of its sources, as-at date, authority and model version,
never of the bytes written: the same file loaded twice is one snapshot. A folder without a manifest is the
remains of a load that was stopped; it counts for nothing and the next load clears it away.

Only the end of a child's time (records.removing) changes what a snapshot holds. A table that lost rows is
written again as `<table>.1.parquet` beside the old one, then the manifest that names it takes the old
manifest's place, then the old file goes. The snapshot keeps its identity, and its manifest says what was
removed, by which purge.

Every file but the manifest is sealed (records.sealing) where a key is given (records.keys). A snapshot that
an older version of the model wrote is brought up to date as it is read (upgrades).
"""

from __future__ import annotations

from goldenthread.records.store.files import Shelf
from goldenthread.records.store.keeping import digest_file, identity, keep
from goldenthread.records.store.manifest import FORMAT, WORKING, Counts, Kind, Manifest, Removal, Source
from goldenthread.records.store.opening import (
    choose,
    key_ids,
    manifests,
    notes,
    open_snapshot,
    queried_cells,
    read_beside,
    refuse_unopenable,
    set_aside,
)
from goldenthread.records.store.pairs import and_before, named, one_before, pair
from goldenthread.records.store.reading import NOTE_SCHEMA, Kept, Reading
from goldenthread.records.store.rotation import Rotated, rotate

__all__ = [
    "FORMAT",
    "NOTE_SCHEMA",
    "WORKING",
    "Counts",
    "Kept",
    "Kind",
    "Manifest",
    "Reading",
    "Removal",
    "Rotated",
    "Shelf",
    "Source",
    "and_before",
    "choose",
    "digest_file",
    "identity",
    "keep",
    "key_ids",
    "manifests",
    "named",
    "notes",
    "one_before",
    "open_snapshot",
    "pair",
    "queried_cells",
    "read_beside",
    "refuse_unopenable",
    "rotate",
    "set_aside",
]
