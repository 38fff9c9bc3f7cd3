"""The file of roles: read strictly, printed as the manual has it; views that reach for nothing by hand."""

from __future__ import annotations

import ast
import re
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

import goldenthread
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.roles import MATRIX, MatrixWrong, read_matrix

MANUAL = Path(__file__).parents[2] / "docs" / "manual"
TEXT = MATRIX.read_text(encoding="utf-8")


def test_the_manual_page_is_as_the_file_says() -> None:
    spec = spec_from_file_location("print_the_manual", MANUAL / "print_matrix.py")
    assert spec
    assert spec.loader
    printing = module_from_spec(spec)
    spec.loader.exec_module(printing)
    assert printing.PAGE.read_text(encoding="utf-8") == printing.page(TEXT), "make manual"


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ("[see figures]", "[see figure]", "is no Permission"),
        ("[see figures]", "[SEE_FIGURES]", "is no Permission"),
        ("[see figures]", "[see figures, see figures]", "given twice"),
        ("      figures: [see figures]", "      plans: [see figures]", "is no area"),
        ("      figures: [see figures]", "      papers: [see figures]", "of another area|said twice"),
        ("    figures: as counted", "    figures: all", "is no FigureTier"),
        ("    scope: own team", "    scope: everybody", "is no Scope"),
        ("    scope: own team\n", "", "needs an identity and a scope"),
        ("    identity: pseudonymous\n", "", "needs an identity and a scope"),
        ("  moderator:", "  auditor:", "said twice"),
        ("    label: Moderator of audits\n", "", "label is lacking"),
        ("    label: Moderator of audits", "    label: Auditor of practice", "one label"),
        ("    external: true", "    external: yes please", "true or false"),
        ("    external: true", "    extern: true", "lacking or unknown"),
        ("longest days: 30", "longest days: thirty", "a whole number of days"),
        ("longest days: 30", "longest days: true", "a whole number of days"),
        ("      see figures: r\n", "      see figures: q\n", "a letter of"),
        ("      see figures: r\n", "", "is lacking or unknown|names with|every permission"),
        ("confirm a role that somebody else proposed, see", "manage people and their roles, see", "no child"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_obeyed_is_refused(was: str, becomes: str, said: str) -> None:
    assert was in TEXT
    with pytest.raises(MatrixWrong, match=said):
        read_matrix(TEXT.replace(was, becomes, 1))


def test_every_permission_is_asked_about_somewhere() -> None:
    """A right no page asks for promises what is not there."""
    root = Path(goldenthread.__file__).parent / "web"
    code = "\n".join(path.read_text(encoding="utf-8") for path in root.rglob("*.py"))
    asked = set(re.findall(r"Permission\.([A-Z_]+)", code))
    assert {permission.name for permission in Permission} - asked <= NOT_YET


NOT_YET = {"SEE_HEALTH"}  # the page of it is open to whoever watches the site


def test_views_reach_everything_through_queries() -> None:
    """An object fetched in a view by the model's own manager has passed by whose it is. Those FOR_ALL are
    nobody's in particular: one for all whom the route lets in. FENCED are kept to their own otherwise."""
    web = Path(goldenthread.__file__).parent / "web"
    views = [path for path in web.rglob("*.py") if "views" in path.parent.name or _is_view(path)]
    found = {f"{path.relative_to(web)}: {name}" for path in views for name in _reached(path)}
    assert found == FOR_ALL | FENCED


def test_what_row_security_is_said_to_fence_it_does() -> None:
    """The tables of those FENCED that say so are under a policy in their room's migrations."""
    web = Path(goldenthread.__file__).parent / "web"
    rows = {one for one in FENCED if not one.endswith(("ChildView", "Conflict", "Passkey"))}
    for room, model in ((one.partition("/")[0], one.rpartition(" ")[2].lower()) for one in sorted(rows)):
        migrations = "\n".join(
            path.read_text(encoding="utf-8") for path in web.glob(f"{room}/migrations/*.py")
        )
        named = f'protect("{room}_{model}"' in migrations
        assert named or (f'protect(f"{room}_' in migrations and f'"{model}"' in migrations), (room, model)


def _is_view(path: Path) -> bool:
    return path.name.startswith("views") or path.name == "people.py"


def _reached(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    managers = [node.value for node in nodes if isinstance(node, ast.Attribute) and node.attr == "objects"]
    fetched = [
        node.args[0]
        for node in nodes
        if isinstance(node, ast.Call) and "get_object_or_404" in ast.unparse(node.func)
    ]
    models = {ast.unparse(node) for node in (*managers, *fetched)}
    return {name for name in models if name.isidentifier() and name[0].isupper()}


FOR_ALL = {
    # Accounts, services and resets: who manages people manages all of them; who may read the trail of looks
    # reads anybody's.
    *(f"accounts/people.py: {model}" for model in ("Cover", "Membership", "Person", "Team")),
    *(f"signin/views/managing.py: {model}" for model in ("Person", "ServiceAccount", "Token")),
    *(f"access/{views}.py: Person" for views in ("views", "views_of_allotments", "views_of_restrictions")),
    "indicators/views_of_one.py: Filling",
    *(f"inspection/views.py: {model}" for model in ("Line", "Report", "Source")),
    "inspection/views_by_hand.py: Source",
    "inspection/views_filling.py: Report",
    *(f"intake/views.py: {model}" for model in ("Load", "Snapshot")),
    *(f"plan/views/editing.py: {model}" for model in ("Measure", "Objective", "Requirement")),
    "plan/views/register.py: Requirement",
    *(f"plan/views/reading.py: {model}" for model in ("Evidence", "Objective", "Requirement")),
    *(f"plan/views/impact.py: {model}" for model in ("Evidence", "Objective")),
    *(f"plan/views/measures.py: {model}" for model in ("HandMeasure", "Measure", "Objective")),
    "plan/views/success.py: HandMeasure",
    *(f"programme/views.py: {model}" for model in ("Idea", "RollOut")),
    *(f"plan/views/steps.py: {model}" for model in ("DateChange", "Evidence", "Objective")),
}
# Somebody's in particular, and kept to them: by row security, by the person named in the query itself, or
# because no row is fetched.
FENCED = {
    "access/views.py: ChildView",  # .none() alone
    "access/views_of_allotments.py: Conflict",  # .none() alone
    "access/views_of_restrictions.py: Listing",  # row security, on it and on the restriction it is joined to
    # row security: empty until let_in() has asked for the room's permissions, and then one for all it lets in
    *(f"retention/views.py: {model}" for model in ("DryRun", "Hold", "Purge")),
    "retention/views_of_requests.py: Request",
    "signin/views/setting_up.py: Passkey",  # fetched by key and person=
}
