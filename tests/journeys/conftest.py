"""Journeys use the site under test of tests/web: its fixtures are these too."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

_spec = spec_from_file_location("site_under_test", Path(__file__).parents[1] / "web" / "conftest.py")
assert _spec
assert _spec.loader
_site = module_from_spec(_spec)
_spec.loader.exec_module(_site)
globals().update({name: thing for name, thing in vars(_site).items() if not name.startswith("__")})
