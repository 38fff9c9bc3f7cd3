"""The command `goldenthread`. Heavy libraries are imported inside the commands, so that --help is quick."""

from __future__ import annotations


def main() -> None:
    """Run the command line and leave with its exit code: 0 done, 1 fault of ours, 2 the input was refused."""
    from goldenthread.cli.run import run

    raise SystemExit(run())
