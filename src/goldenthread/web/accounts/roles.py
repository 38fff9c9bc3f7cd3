"""The roles, as `matrix.yaml` says them: a council maps its job titles to these. Nothing is allowed that no
row allows."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from goldenthread.disclosure.profiles import ever_known
from goldenthread.web.accounts.permissions import FigureTier, Identity, Permission, Scope

MATRIX = Path(__file__).with_name("matrix.yaml")
Word = TypeVar("Word", bound=StrEnum)


@dataclass(frozen=True)
class Role:
    """A kind of work. `external` people are let in until a date and no longer, and for no more than
    `longest_days` where that is said. `agreement`: a sharing agreement lets the role see figures as counted.
    `papers_for` names the audiences whose papers it may open: one that is told figures as counted, only where
    it sees them so. `covering` names whoever is covered where the role is held as their deputy."""

    key: str
    label: str
    permissions: frozenset[Permission]
    figures: FigureTier = FigureTier.NONE
    scope: Scope = Scope.NONE
    identity: Identity = Identity.NONE
    external: bool = False
    job: str = ""
    agreement: bool = False
    longest_days: int | None = None
    usual_days: int | None = None
    papers_for: frozenset[str] = frozenset()
    covering: str = ""  # a person's reference


@dataclass(frozen=True)
class CoverRule:
    """What a deputy takes over, and for how long at most."""

    takes_over: frozenset[Permission]
    longest_days: int


@dataclass(frozen=True)
class Matrix:
    """The file: every role by its key, and what cover is."""

    roles: dict[str, Role]
    cover: CoverRule


class MatrixWrong(ValueError):
    """The matrix cannot be obeyed as it is written: the site does not start."""


def read_matrix(text: str) -> Matrix:
    """The matrix a file's text says. Raises MatrixWrong for any word or shape it does not know."""
    import yaml

    said = _mapping(yaml.load(text, Loader=_once()), "the file", {"areas", "cover", "roles"})
    areas = {area: _area(area, rows) for area, rows in _mapping(said["areas"], "areas").items()}
    named = [permission for permissions in areas.values() for permission in permissions]
    if sorted(named) != sorted(Permission):
        raise MatrixWrong("areas: every permission stands in one area and no more")
    roles = {key: _role(key, row, areas) for key, row in _mapping(said["roles"], "roles").items()}
    if len({role.label for role in roles.values()}) != len(roles):
        raise MatrixWrong("roles: two have one label")
    return Matrix(roles, _cover(said["cover"]))


def _area(area: str, said: object) -> list[Permission]:
    row = _mapping(said, f"areas: {area}", {"title", "permissions"})
    letters = _mapping(row["permissions"], f"areas: {area}")
    for words, letter in letters.items():
        if not isinstance(letter, str) or not letter or set(letter) - set("rcesvx"):
            raise MatrixWrong(f"areas: {area}: {words}: a letter of r c e s v x")
    return [_permission(words, area) for words in letters]


_REQUIRED = {"label", "job", "may"}
_OPTIONAL = {
    *("figures", "identity", "scope", "external", "agreement", "longest days", "usual days", "papers for")
}
_EVERY_AUDIENCE = "every audience"


def _role(key: str, said: object, areas: dict[str, list[Permission]]) -> Role:
    row = _mapping(said, key, _REQUIRED, optional=_OPTIONAL)
    external, agreement = (
        _flag(row.get(name, False), f"{key}: {name}") for name in ("external", "agreement")
    )
    role = Role(
        key=key,
        label=_text(row["label"], f"{key}: label"),
        job=_text(row["job"], f"{key}: job"),
        permissions=_permissions(key, row["may"], areas),
        figures=_one_of(FigureTier, row.get("figures", FigureTier.NONE.value), key),
        scope=_one_of(Scope, row.get("scope", Scope.NONE.value), key),
        identity=_one_of(Identity, row.get("identity", Identity.NONE.value), key),
        external=external,
        agreement=agreement,
        longest_days=_days(row.get("longest days"), key),
        usual_days=_days(row.get("usual days"), key),
        papers_for=_audiences(row.get("papers for", []), key),
    )
    _sound(role)
    return role


def _sound(role: Role) -> None:
    """What no row may say, whatever its words."""
    sees_children = Permission.SEE_CHILDREN in role.permissions
    reaches = role.scope is not Scope.NONE and role.identity is not Identity.NONE
    wrong = {
        "sees children, so it needs an identity and a scope": sees_children and not reaches,
        "has an identity or a scope, and sees no children": not sees_children
        and (role.scope is not Scope.NONE or role.identity is not Identity.NONE),
        "sees figures, so it needs a form of them": Permission.SEE_FIGURES in role.permissions
        and role.figures is FigureTier.NONE,
        "may have an agreement, so its figures are withheld without": role.agreement
        and role.figures is not FigureTier.SUPPRESSED,
        "has a longest stay, so it is external": bool(role.longest_days or role.usual_days)
        and not role.external,
        "sees papers, so it says for whom they are, and says so only then": bool(role.papers_for)
        is not (Permission.SEE_PAPERS in role.permissions),
        "manages people, so it sees no children and confirms no role": Permission.MANAGE_PEOPLE
        in role.permissions
        and bool(role.permissions & {Permission.SEE_CHILDREN, Permission.CONFIRM_ROLES}),
    }
    for why, is_so in wrong.items():
        if is_so:
            raise MatrixWrong(f"{role.key}: {why}")


def _permissions(key: str, said: object, areas: dict[str, list[Permission]]) -> frozenset[Permission]:
    given: list[Permission] = []
    for area, words in _mapping(said or {}, f"{key}: may").items():
        if area not in areas or not isinstance(words, list):
            raise MatrixWrong(f"{key}: may: {area} is no area with a list of permissions")
        found = [_permission(word, key) for word in words]
        if set(found) - set(areas[area]):
            raise MatrixWrong(f"{key}: may: a permission stands under {area} that is of another area")
        given += found
    if len(set(given)) != len(given):
        raise MatrixWrong(f"{key}: may: a permission is given twice")
    return frozenset(given)


def _audiences(said: object, key: str) -> frozenset[str]:
    """The audiences whose papers a role opens. Raises MatrixWrong for one that there is not."""
    known = ever_known()
    if said == _EVERY_AUDIENCE:
        return known
    if not isinstance(said, list) or not all(isinstance(one, str) and one in known for one in said):
        raise MatrixWrong(f"{key}: papers for: {_EVERY_AUDIENCE}, or a list of {', '.join(sorted(known))}")
    return frozenset(said)


def _cover(said: object) -> CoverRule:
    row = _mapping(said, "cover", {"longest days", "takes over"})
    days, words = _days(row["longest days"], "cover"), row["takes over"]
    if days is None or not isinstance(words, list):
        raise MatrixWrong("cover: say the longest days and a list of what is taken over")
    return CoverRule(frozenset(_permission(word, "cover") for word in words), days)


def _permission(words: object, where: str) -> Permission:
    return _one_of(Permission, words, where)


def _one_of(kind: type[Word], said: object, where: str) -> Word:
    """The word's own value, and nothing that merely looks like it."""
    found = next((one for one in kind if isinstance(said, str) and one.value == said), None)
    if found is None:
        raise MatrixWrong(f"{where}: {said!r} is no {kind.__name__} that there is")
    return found


def _mapping(
    said: object, where: str, required: Set[str] = frozenset(), *, optional: Set[str] = frozenset()
) -> dict[str, Any]:
    if not isinstance(said, dict) or not said or not all(isinstance(name, str) and name for name in said):
        raise MatrixWrong(f"{where}: names with what each is")
    if required and (required - set(said) or set(said) - required - optional):
        odd = sorted((required - set(said)) | (set(said) - required - optional))
        raise MatrixWrong(f"{where}: {', '.join(odd)} is lacking or unknown")
    return said


def _text(said: object, where: str) -> str:
    if not isinstance(said, str) or not said.strip():
        raise MatrixWrong(f"{where}: words")
    return said


def _flag(said: object, where: str) -> bool:
    if not isinstance(said, bool):
        raise MatrixWrong(f"{where}: true or false")
    return said


def _days(said: object, where: str) -> int | None:
    if said is not None and (type(said) is not int or said < 1):
        raise MatrixWrong(f"{where}: a whole number of days")
    return said if type(said) is int else None


def _once() -> type[Any]:
    """A safe reader of YAML that refuses a name said twice, where the plain one keeps the last."""
    import yaml

    class Once(yaml.SafeLoader):
        def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
            names = [self.construct_object(key, deep=True) for key, _ in node.value]
            twice = {str(name) for name in names if names.count(name) > 1}
            if twice:
                raise MatrixWrong(f"{', '.join(sorted(twice))} is said twice")
            found: dict[Any, Any] = super().construct_mapping(node, deep=deep)
            return found

    return Once


_READ = read_matrix(MATRIX.read_text(encoding="utf-8"))
ROLES: dict[str, Role] = _READ.roles
COVER = _READ.cover
EXTERNAL = frozenset(key for key, role in ROLES.items() if role.external)
