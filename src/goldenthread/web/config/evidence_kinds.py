"""Which app can say what a piece of evidence stands at today: the one place where a kind of evidence meets
its app.

An app named here has a module `evidence` with `today(ref) -> EvidenceRef | None`.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from goldenthread.web.evidence.refs import EvidenceRef

PROVIDERS = {
    "indicator": "goldenthread.web.indicators.evidence",
    "audit_theme": "goldenthread.web.audits.evidence",
    "voice_theme": "goldenthread.web.voice.evidence",
}


def as_today(ref: EvidenceRef) -> EvidenceRef | None:
    """The same evidence as it stands now; None where nothing can say."""
    provider = PROVIDERS.get(ref.kind)
    if provider is None or find_spec(provider.rpartition(".")[0]) is None or find_spec(provider) is None:
        return None
    found: EvidenceRef | None = import_module(provider).today(ref)
    return found
