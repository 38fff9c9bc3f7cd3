"""Faults sown into the site's checks of who may do what, one at a time: a policy removed, turned round or
widened; a question to the roles answered yes, or the other way; a condition of a reach or a rule dropped.

    for fault in faults(): ...
    sow(fault)              in a process that has not imported the module yet: it is imported with the fault
    mark()                  likewise: each function that has faults says in `reached` that it was called
"""

from __future__ import annotations

import ast
import copy
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import goldenthread

SOURCE = Path(goldenthread.__file__).parent
WEB = SOURCE / "web"

# Functions that are checks through and through: every condition in them is sown.
CHECKS = {
    "accounts/standing.py": (
        *("may", "figures", "database_scope", "standing_on", "memberships_on", "covers_on", "held_role"),
        *("_held", "_taken_over_from", "_taken_over", "_reach"),
    ),
    "accounts/policy.py": ("is_signed_in", "allowed", "allows", "signed_in", "require", "_policy"),
    "accounts/middleware.py": ("process_view", "_is_over"),
    "accounts/backend.py": ("get_user",),
    "accounts/people.py": ("is_somebody_else", "proposal"),
    "accounts/actions.py": (
        *("give_role", "_why_not", "propose_roles", "why_not_cover", "_is_external", "_why_not_propose"),
        *("_why_not_hold", "why_not_decide", "withdraw", "_waiting", "end_role"),
    ),
    "accounts/queries.py": ("waiting",),
    "intake/gate.py": ("one_child", "_within_reach", "_fence", "_covers"),
    "intake/views.py": ("may_keep_names",),
    "oversight/reach.py": ("taken_away", "within", "is_identified", "teams_in_reach", "_covers"),
    "oversight/views.py": ("home", "team"),
    "papers/queries.py": ("papers_for", "read_by", "waiting_for_release"),
    "papers/views.py": ("is_not_maker",),
    "plan/rules.py": (
        *("owns", "may_work", "why_not_work", "why_not_sign_off", "_may_sign_off", "why_not_decide"),
        *("why_not_judge", "why_not_impact", "why_not_move_objective", "_by_which", "why_not_covering"),
    ),
    "plan/rules_of_impact.py": ("why_not_judge_objective", "_owns_any"),
    "plan/queries/choices.py": ("exhibits_of",),
    "inspection/views.py": ("report_file",),
    "programme/rules.py": ("why_not_review", "why_not_count"),
    "reporting/rules.py": (
        *("why_not_own", "why_not_comment", "why_not_challenge", "why_not_answer", "why_not_correct"),
        *("why_not_done", "why_not_check"),
    ),
    "indicators/views_of_one.py": ("children",),
    "indicators/views_of_movement.py": ("children",),
    "config/navigation.py": ("_address",),
    "config/middleware.py": ("process_view",),
}
_LEFT = {"models.py", "apps.py", "urls.py", "settings.py"}


@dataclass(frozen=True)
class Fault:
    """One fault: where, in which function, and what is done to the node there."""

    path: str  # under web/
    place: int  # of the node, in the order of ast.walk
    how: str
    function: str
    line: int
    words: str
    within: int  # the line of the innermost function it is in; 0 where it is in none

    @property
    def module(self) -> str:
        parts = (SOURCE / "web" / self.path).relative_to(SOURCE.parent).with_suffix("").parts
        return ".".join(parts)

    @property
    def room(self) -> str:
        return self.path.partition("/")[0]

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.function}: {self.how}: {self.words}"


def faults() -> list[Fault]:
    """Every fault there is to sow, in the order of the source."""
    files = sorted(path for path in WEB.rglob("*.py") if "migrations" not in path.parts)
    return [
        fault
        for path in files
        if path.name not in _LEFT and not {"demo", "models"} & set(path.parts)
        for fault in _in_file(path)
    ]


def _in_file(path: Path) -> Iterator[Fault]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inside, told = _functions(tree), str(path.relative_to(WEB))
    checks = CHECKS.get(told, ())
    for place, node in enumerate(ast.walk(tree)):
        function, within = inside.get(id(node), ("", 0))
        named = function.split(".")
        for how in _ways(node, is_check=any(name in checks for name in named)):
            line = getattr(node, "lineno", 0)
            yield Fault(told, place, how, named[0], line, _words(node), within)


def _functions(tree: ast.Module) -> dict[int, tuple[str, int]]:
    """The functions each node stands in, outermost first, and the line of the innermost."""
    found: dict[int, tuple[str, int]] = {}

    def walk(node: ast.AST, name: str, line: int) -> None:
        if isinstance(node, ast.FunctionDef):
            name, line = f"{name}.{node.name}" if name else node.name, node.lineno
        found[id(node)] = name, line
        for child in ast.iter_child_nodes(node):
            walk(child, name, line)

    walk(tree, "", 0)
    return found


def _words(node: ast.AST) -> str:
    if isinstance(node, ast.FunctionDef):
        return next(ast.unparse(one) for one in node.decorator_list if _is_policy(one))
    if isinstance(node, ast.If):
        return f"if {ast.unparse(node.test)}"
    return ast.unparse(node)[:100]


def _ways(node: ast.AST, *, is_check: bool) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef) and any(map(_is_policy, node.decorator_list)):
        yield from _ways_of_policy(next(one for one in node.decorator_list if _is_policy(one)))
    if _is_call(node, "require") and len(node.args) > 1:
        yield from ("removed", "turned round")
    if _asks_a_right(node):
        yield from ("always", "turned round")
    if _is_refusal(node):
        yield "removed"
    if is_check:
        yield from _ways_of_check(node)


def _ways_of_policy(said: Any) -> Iterator[str]:
    words = ast.unparse(said)
    if "PUBLIC" in words:
        yield "turned round"
    elif "SIGNED_IN" in words:
        yield from ("removed", "turned round")
    else:
        yield from ("removed", "turned round", "widened")


def _ways_of_check(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.If):
        yield from ("never", "turned round")
    if isinstance(node, ast.IfExp):
        yield "turned round"
    if isinstance(node, ast.BoolOp):
        yield "and for or" if isinstance(node.op, ast.Or) else "or for and"
    if isinstance(node, ast.Compare):
        yield "turned round"
    if isinstance(node, ast.Call) and _name(node.func) in {"filter", "exclude", "get_object_or_404"}:
        yield from (f"without {one.arg}" for one in node.keywords if one.arg not in {None, "pk"})
        if node.args and _name(node.func) != "get_object_or_404":
            yield "without its condition"
    if isinstance(node, (ast.comprehension,)):
        yield from (f"without if {number}" for number, _ in enumerate(node.ifs))


def _is_policy(node: ast.AST) -> bool:
    return _is_call(node, "policy")


def _is_call(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name


def _asks_a_right(node: ast.AST) -> bool:
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "may"):
        return False
    return len(node.args) == 1 and "ermission" in ast.unparse(node.args[0])


def _is_refusal(node: ast.AST) -> bool:
    """_refuse(why_not_...): the rule about one object, asked again by the act."""
    return isinstance(node, ast.Expr) and _is_call(node.value, "_refuse") and "why_not" in ast.unparse(node)


def _name(function: ast.AST) -> str:
    return getattr(function, "attr", getattr(function, "id", ""))


# Sowing


def sown(fault: Fault) -> ast.Module:
    """The module's code with the fault in it."""
    tree = ast.parse((WEB / fault.path).read_text(encoding="utf-8"))
    node = list(ast.walk(tree))[fault.place]
    if isinstance(node, ast.FunctionDef):
        at = next(number for number, one in enumerate(node.decorator_list) if _is_policy(one))
        node.decorator_list[at] = _other_policy(node.decorator_list[at], fault.how)
    elif isinstance(node, ast.comprehension):
        del node.ifs[int(fault.how.rpartition(" ")[2])]
    else:
        tree = _Replace(node, _other(node, fault.how)).visit(tree)
    return ast.fix_missing_locations(tree)


class _Replace(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> Any:
        return self.new if node is self.old else super().visit(node)


_INVERTED = "__import__('web_faults').inverted"
_POLICY = "__import__('goldenthread.web.accounts.policy', fromlist=['x'])"
_PERMISSION = "__import__('goldenthread.web.accounts.permissions', fromlist=['x']).Permission"


def _other_policy(said: Any, how: str) -> ast.expr:
    words = ast.unparse(said)
    if how == "removed":
        return _expression(f"policy({_POLICY}.{'PUBLIC' if 'SIGNED_IN' in words else 'SIGNED_IN'})")
    if how == "turned round":
        return _expression(f"{_INVERTED}({words})")
    more = "SEE_PAPERS" if "SEE_PLAN" in words else "SEE_PLAN"
    return _expression(f"{words[:-1]}, {_PERMISSION}.{more})")


def inverted(declare: Any) -> Any:
    """The policy, letting in exactly those it keeps out."""
    from goldenthread.web.accounts.policy import Policy

    class Inverted(Policy):
        def allows(self, user: object) -> bool:
            return not super().allows(user)

    def declared(view: Any) -> Any:
        view = declare(view)
        view.policy = Inverted(view.policy.permissions, view.policy.public)
        return view

    return declared


def _other(node: Any, how: str) -> ast.AST:
    match how:
        case "always":
            return ast.Constant(True)
        case "never":
            return _with(node, test=ast.Constant(False))
        case "removed" if isinstance(node, ast.Expr):
            return ast.Pass()
        case "removed":
            return ast.Attribute(node.args[0], "user", ast.Load())
        case "and for or":
            return ast.BoolOp(ast.And(), node.values)
        case "or for and":
            return ast.BoolOp(ast.Or(), node.values)
        case "without its condition":
            return _with(node, args=[])
        case _ if how.startswith("without "):
            return _with(
                node, keywords=[one for one in node.keywords if one.arg != how.removeprefix("without ")]
            )
    return _turned_round(node)


def _turned_round(node: Any) -> ast.AST:
    if _is_call(node, "require"):
        rule = ast.UnaryOp(ast.Invert(), node.args[1])
        return _with(node, args=[node.args[0], rule, *node.args[2:]])
    if isinstance(node, (ast.If, ast.IfExp)):
        return _with(node, test=ast.UnaryOp(ast.Not(), node.test))
    if isinstance(node, ast.Compare) and "pl.col" in ast.unparse(node):
        return ast.UnaryOp(ast.Invert(), node)
    return ast.UnaryOp(ast.Not(), node)


def _with(node: Any, **changes: Any) -> Any:
    other = copy.copy(node)
    for name, value in changes.items():
        setattr(other, name, value)
    return other


def _expression(words: str) -> ast.expr:
    return ast.parse(words, mode="eval").body


class _Changed(MetaPathFinder, Loader):
    """Imports modules changed: each name with its path under web/ and what makes its code."""

    def __init__(self, changed: dict[str, tuple[str, Callable[[], ast.Module]]]) -> None:
        self.changed = changed

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if name not in self.changed:
            return None
        return spec_from_file_location(name, WEB / self.changed[name][0], loader=self)

    def create_module(self, spec: ModuleSpec) -> None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        path, code = self.changed[module.__name__]
        exec(compile(code(), str(WEB / path), "exec"), module.__dict__)


def sow(fault: Fault) -> None:
    """From here on the module is the one with the fault."""
    if fault.module in sys.modules:
        raise RuntimeError(f"{fault.module} is imported already, without the fault")
    sys.meta_path.insert(0, _Changed({fault.module: (fault.path, partial(sown, fault))}))


# Which functions were called

reached: set[tuple[str, int]] = set()  # paths under web/ with the lines of functions in them


def mark() -> None:
    """From here on every function that has a fault says when it is called."""
    changed = {fault.module: (fault.path, partial(_marked, fault.path)) for fault in faults()}
    sys.meta_path.insert(0, _Changed(changed))


def _marked(path: str) -> ast.Module:
    tree = ast.parse((WEB / path).read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            told = ast.parse(f"__import__('web_faults').reached.add(({path!r}, {node.lineno}))").body
            first = 1 if ast.get_docstring(node) is not None else 0
            node.body[first:first] = told
    return ast.fix_missing_locations(tree)
