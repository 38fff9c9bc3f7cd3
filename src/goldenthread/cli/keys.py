"""`keys`: making the keys children's files are sealed with, and sealing a store again with the newest."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from goldenthread.cli.output import progress, say, say_json, warn
from goldenthread.records.keys import KEY_FILE

keys = typer.Typer(
    help="The keys children's files are encrypted with.", no_args_is_help=True, rich_markup_mode=None
)
PLAIN = (
    "No key is given: children's files kept now are NOT ENCRYPTED. Make one with `goldenthread keys new`, "
    f"name its file in {KEY_FILE}, and `goldenthread keys rotate` encrypts what is held."
)


def register(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    app.add_typer(keys, name="keys")


def warn_if_plain() -> None:
    """Said at the start of whatever keeps or serves children's files."""
    from goldenthread.records.keys import keyring

    if keyring().newest is None:
        warn(PLAIN)


@keys.command()
def new(
    *,
    key_file: Annotated[
        Path, typer.Option("--key-file", envvar=KEY_FILE, help="The file of keys; made if it is not there.")
    ],
) -> None:
    """Put a new key first in a file of keys: it seals what is kept from now on; the others still open."""
    from goldenthread.records.keys import make_key

    key = make_key(key_file, made=date.today())  # noqa: DTZ011  # this machine's own day
    say(f"Key {key.id} is the first in {key_file}.")
    say("Keep a copy of the file somewhere else: without its key, what it seals can never be read again.")


@keys.command()
def rotate(
    *,
    store: Annotated[Path, typer.Option("--store", help="The store folder.", show_default=False)],
    json: Annotated[
        bool, typer.Option("--json", help="Print JSON on stdout and nothing else there.")
    ] = False,
) -> None:
    """Encrypt everything held with the newest key: files under an older key, and those never encrypted.

    The file of names and the files of evidence are encrypted with the rest. Stopped half-way, run it again.
    """
    from goldenthread.records import kept_files, names_file
    from goldenthread.records.store import rotate as rotate_store

    with progress("Encrypting"):
        rotated = rotate_store(store)
        names = names_file.reseal(names_file.place(store))
        evidence = kept_files.reseal(store, kept_files.EVIDENCE)
    if json:
        say_json({**vars(rotated), "names": names, "evidence": evidence})
        return
    say(f"{rotated.files:,} files of {rotated.snapshots:,} snapshots were encrypted with key {rotated.key}.")
    if names:
        say("So was the file of names.")
    if evidence:
        say(f"So were {evidence:,} files of evidence.")
    say(f"Nothing in {store.name} needs another key now; backups made before still do.")
