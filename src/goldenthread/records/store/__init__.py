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
"""

from __future__ import annotations

from goldenthread.records.store.keeping import digest_file, identity, keep
from goldenthread.records.store.manifest import FORMAT, Counts, Kind, Manifest, Source
from goldenthread.records.store.opening import choose, manifests, notes, open_snapshot, set_aside
from goldenthread.records.store.reading import NOTE_SCHEMA, Kept, Reading

__all__ = [
    "FORMAT",
    "NOTE_SCHEMA",
    "Counts",
    "Kept",
    "Kind",
    "Manifest",
    "Reading",
    "Source",
    "choose",
    "digest_file",
    "identity",
    "keep",
    "manifests",
    "notes",
    "open_snapshot",
    "set_aside",
]
