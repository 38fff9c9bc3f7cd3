"""Who sees which of these rows, and the two views that every fence round children goes by."""

from __future__ import annotations

from django.db import migrations

from goldenthread.web.access.fences import make_views
from goldenthread.web.database.fences import (
    A_SERVICE,
    ACCESS_LOG,
    PERSON,
    RESTRICTIONS,
    SOMEBODY,
    append_only,
    owner_reads,
    protect,
)

_OWN = f"({SOMEBODY} AND (person = {PERSON} OR {ACCESS_LOG} OR {A_SERVICE}))"
_OWN_OR_GIVEN = f"({SOMEBODY} AND (person = {PERSON} OR by = {PERSON} OR {ACCESS_LOG} OR {A_SERVICE}))"
_KEPT = f"({SOMEBODY} AND (asked_by = {PERSON} OR {RESTRICTIONS} OR {A_SERVICE}))"
_LISTED = f"({SOMEBODY} AND (person = {PERSON} OR added_by = {PERSON} OR {RESTRICTIONS} OR {A_SERVICE}))"
_TOLD = f"(jsonb_exists({{}}, {PERSON}))"


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial")]
    operations = [
        append_only("access_childview"),
        protect("access_childview", using=_OWN, check=f"({SOMEBODY} AND person = {PERSON})"),
        protect("access_restriction", using=_KEPT),
        protect("access_listing", using=_LISTED),
        protect("access_opening", using=f"({_OWN} OR {_TOLD.format('told')})"),
        protect("access_allotment", using=_OWN_OR_GIVEN),
        protect("access_conflict", using=_OWN_OR_GIVEN),
        protect(
            "access_notice",
            using=f"({SOMEBODY} AND (by = {PERSON} OR {_TOLD.format('people')} OR {A_SERVICE}))",
        ),
        *(
            owner_reads(f"access_{name}")
            for name in ("restriction", "listing", "opening", "allotment", "conflict")
        ),
        make_views(),
    ]
