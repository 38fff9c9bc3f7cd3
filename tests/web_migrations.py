"""The migrations one by one, as a database from before they were squashed took them.

python tests/web_migrations.py migrate plan 0006_register     as `python -m django migrate …`
"""

from __future__ import annotations

import sys
from typing import Any

from django.db.migrations.loader import MigrationLoader


class OneByOne(MigrationLoader):
    """Knows no migration that replaces others; what depends on one depends on the last it replaced."""

    def build_graph(self) -> None:
        self.replace_migrations = False
        super().build_graph()
        for key, squashed in self.replacements.items():
            self.graph.remove_replacement_node(key, squashed.replaces)
            self.applied_migrations.pop(key, None)
        self.replacements.clear()


def main(arguments: list[str]) -> None:
    from django.core.management import execute_from_command_line
    from django.db.migrations import executor

    known: Any = executor
    known.MigrationLoader = OneByOne
    execute_from_command_line(["django", *arguments])


if __name__ == "__main__":
    main(sys.argv[1:])
