"""`goldenthread history`: whether the trail of a site still says what was written, and its heads copied
out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from goldenthread.cli.output import say, say_json
from goldenthread.cli.site import AllowRoot, Folder, connected

if TYPE_CHECKING:
    from goldenthread.web.history.verifying import Verified

FAULTS_SHOWN = 40
WRONG = 2  # as for any input that is refused: what was given does not hold
app = typer.Typer(
    help="The trail of who did what: read through, and its heads copied out.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command()
def verify(
    *,
    folder: Folder,
    heads: Annotated[
        Path | None,
        typer.Option(help="A folder of heads copied out before: what finds a tail cut off or written anew."),
    ] = None,
    public_key: Annotated[
        Path | None,
        typer.Option(help="Check signatures by this copy of the public key; else the site's own."),
    ] = None,
    allow_root: AllowRoot = False,
    json: Annotated[
        bool, typer.Option("--json", help="Print JSON on stdout and nothing else there.")
    ] = False,
) -> None:
    """Read every row, link, head and signature as the site's own role, and say what is wrong by its number.

    Exit code 0: all of it holds. 2: something does not.
    """
    with connected(folder, allow_root=allow_root):
        from goldenthread.web.history.keys import public_keys
        from goldenthread.web.history.verifying import verify as read

        found = read(heads=heads, keys=public_keys(public_key) if public_key else None)
    _say(found, json=json, against_heads=heads is not None)
    if found.faults:
        raise typer.Exit(WRONG)


@app.command()
def head(*, folder: Folder, allow_root: AllowRoot = False) -> None:
    """Read the trail through and, where it holds, sign its heads and copy them out. For a timer, each night,
    where `goldenthread site` is not what runs the site."""
    with connected(folder, allow_root=allow_root):
        from goldenthread.web.history.heads import folder as place
        from goldenthread.web.history.nightly import nightly

        found = nightly()
        where = place()
    _say(found, json=False, against_heads=True)
    if found.faults:
        say("No head was copied out: a head is the site's word that what is before it holds.")
        raise typer.Exit(WRONG)
    say(f"The heads are in {where}. Keep them where whoever runs the database cannot write.")


def _say(found: Verified, *, json: bool, against_heads: bool) -> None:
    if json:
        say_json(
            {
                "chains": [vars(chain) for chain in found.chains],
                "signatures": found.signatures,
                "heads": found.heads,
                "faults": [vars(fault) for fault in found.faults],
            }
        )
        return
    for fault in found.faults[:FAULTS_SHOWN]:
        say(f"{fault.chain} {fault.place or ''}".strip() + f": {fault.words}")
    if len(found.faults) > FAULTS_SHOWN:
        say(f"and {len(found.faults) - FAULTS_SHOWN:,} more; --json gives them all.")
    for chain in found.chains:
        say(f"{chain.name}: {chain.length:,} rows, ending in {chain.digest[:16]}")
    heads = (
        f"{found.heads:,} copied heads"
        if against_heads
        else "no copied heads, so a tail cut off would not show"
    )
    held = "Something is wrong" if found.faults else f"All {found.rows:,} rows hold"
    say(f"{held}: held against {heads}, and {found.signatures:,} signatures checked.")
