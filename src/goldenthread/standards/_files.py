"""Reading the published rules that lie beside this module as YAML."""

from __future__ import annotations

from importlib import resources
from typing import Any

import yaml

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load(name: str) -> Any:
    """The parsed contents of `data/<name>`."""
    text = resources.files(__package__).joinpath("data", name).read_text(encoding="utf-8")
    return yaml.load(text, Loader=_Loader)  # a safe loader, chosen for speed where libyaml is present
