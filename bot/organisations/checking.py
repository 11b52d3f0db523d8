"""What the table of organisations would be with a file's rows in it, and which rows cannot stand in it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from bot.organisations.finding import known_street
from bot.organisations.model import (
    BUREAU,
    CITY,
    DISTRICT,
    ENTERPRISE,
    JOINT,
    PARK,
    STREET,
    UNION,
    Organisation,
)
from bot.organisations.reading import LEVEL_NAMES, Entry

# Which levels a union may stand right below.
PARENTS = {
    CITY: (),
    DISTRICT: (CITY,),
    BUREAU: (CITY,),
    STREET: (DISTRICT,),
    PARK: (CITY, DISTRICT, STREET),
    JOINT: (DISTRICT, BUREAU, STREET, PARK, JOINT),
    ENTERPRISE: (CITY, DISTRICT, BUREAU, STREET, PARK, JOINT, ENTERPRISE),
}
MAX_DEPTH = 12  # far more than the unions have
_WITH_DISTRICT = (DISTRICT, STREET)
_BELOW_STREET = (JOINT, ENTERPRISE)


@dataclass(frozen=True)
class Node:
    """An organisation as it would be: what the rules of the tree look at.

    Attributes:
        line: The row of the file that says so; None where the file says nothing about it.
        parent: The code of the one above.
        was_open: Whether it is in the database and not closed.
    """

    code: str
    name: str = ""
    level: str | None = None
    kind: str = UNION
    parent: str | None = None
    district: str | None = None
    street: str | None = None
    closed: bool = False
    line: int | None = None
    was_open: bool = False


@dataclass
class Findings:
    """Why rows cannot be used, by the row's code.

    Attributes:
        reasons: What is wrong with the row itself.
        following: Rows that only stand below one that cannot be used.
    """

    reasons: dict[str, list[str]] = field(default_factory=dict)
    following: dict[str, str] = field(default_factory=dict)

    def add(self, code: str, reason: str) -> None:
        """Note a reason."""
        self.reasons.setdefault(code, []).append(reason)


def plan(rows: Iterable[Organisation], codes: Mapping[int, str], entries: Iterable[Entry]) -> dict[str, Node]:
    """Return every organisation as it would be, by code.

    Args:
        rows: What the database has.
        codes: Their codes by id.
        entries: The rows of the file that can be used.
    """
    nodes = {
        row.code: Node(
            row.code,
            row.name,
            row.level,
            row.kind,
            codes.get(row.parent_id),
            row.district,
            row.street,
            row.closed,
            was_open=not row.closed,
        )
        for row in rows
    }
    for entry in entries:
        said = {key: value for key, value in entry.values.items() if key in Node.__dataclass_fields__}
        said["kind"] = said.get("kind") or nodes.get(entry.code, Node("")).kind
        nodes[entry.code] = replace(nodes.get(entry.code, Node(entry.code)), line=entry.line, **said)
    for code in list(nodes):
        _complete(nodes, code)
    return nodes


def check(nodes: Mapping[str, Node], unusable: Mapping[str, int]) -> Findings:
    """Say what is wrong with the rows of a plan.

    Args:
        nodes: The plan.
        unusable: The lines of rows that were left out of it, by code.
    """
    findings = Findings()
    for node in nodes.values():
        parent = nodes.get(node.parent or "")
        # What a file's row does to one below it that the file does not name is that row's fault.
        blamed = node if node.line else parent if parent and parent.line else None
        if blamed is None:
            continue
        if node.line and node.parent and not parent and node.parent in unusable:
            findings.following[node.code] = f"上级 {node.parent}（第 {unusable[node.parent]} 行）没有导入"
            continue
        whose = "" if blamed is node else f"下级 {node.code} {node.name}："
        for reason in (*(_alone(node) if node.line else ()), *_below(node, parent, nodes)):
            findings.add(blamed.code, whose + reason)
    for node, other in _competing(nodes):
        findings.add(node.code, f"与 {other.code} {other.name} 重复：同一个地方只能有一个没有停用的总工会")
    return findings


def line(nodes: Mapping[str, Node], code: str) -> list[str]:
    """Return the codes from an organisation up to the top, as far as they are known and no further than is allowed."""
    codes = [code]
    while len(codes) <= MAX_DEPTH:
        parent = nodes[codes[-1]].parent
        if parent is None or parent not in nodes or parent in codes:
            break
        codes.append(parent)
    return codes


def _complete(nodes: dict[str, Node], code: str) -> None:
    """Fill in what a row leaves to the one above it: where it is, and a service point's level."""
    for below in reversed(line(nodes, code)):
        node, above = nodes[below], nodes.get(nodes[below].parent or "")
        if not node.line:
            continue
        level, district, street = node.level, node.district, node.street
        if above:
            if node.kind != UNION:
                level = level or above.level
            if node.level != BUREAU:
                district = district or above.district
            if node.kind != UNION or node.level in _BELOW_STREET:
                street = street or (above.street if district == above.district else None)
        if district and street:
            street = known_street(district, street) or street
        nodes[below] = replace(node, level=level, district=district, street=street)


def _alone(node: Node) -> Iterator[str]:
    """Say what a row lacks."""
    if not node.name:
        yield "缺少名称"
    if not node.level:
        yield "缺少层级"
    if node.level in _WITH_DISTRICT and not node.district:
        yield "缺少区"
    if node.level == STREET and not node.street:
        yield "缺少街镇"
    if node.street and not node.district:
        yield f"填了街镇“{node.street}”，没有填区"
    elif node.district and node.street and not known_street(node.district, node.street):
        yield f"{node.district}没有叫“{node.street}”的街镇"


def _below(node: Node, parent: Node | None, nodes: Mapping[str, Node]) -> Iterator[str]:
    """Say why an organisation cannot stand where it would."""
    if not node.parent:
        if node.level and (node.level != CITY or node.kind != UNION):
            yield "缺少上级编码"
        return
    if parent is None:
        yield f"上级编码 {node.parent} 没有找到：文件里和库里都没有"
        return
    upwards = line(nodes, node.code)
    if nodes[upwards[-1]].parent == node.code:
        yield f"上级绕成了一圈：{node.code} 往上又回到它自己"
        return
    if len(upwards) > MAX_DEPTH:
        yield f"上面超过了 {MAX_DEPTH} 层"
        return
    if parent.kind != UNION:
        yield f"上级 {parent.code} {parent.name} 是服务点，服务点下面不能再有组织"
    elif node.kind == UNION and node.level and parent.level and parent.level not in PARENTS[node.level]:
        yield f"层级“{LEVEL_NAMES[node.level]}”不能直接放在“{LEVEL_NAMES[parent.level]}”（{parent.code}）下面"
    elif node.kind != UNION and node.level and parent.level and node.level != parent.level:
        yield f"服务点的层级应与所属工会 {parent.code} 一致（{LEVEL_NAMES[parent.level]}），也可以不填"
    if parent.district and node.district != parent.district:
        yield f"区“{node.district or '空'}”与上级 {parent.code} 的“{parent.district}”不一致"
    elif parent.street and node.street != parent.street:
        yield f"街镇“{node.street or '空'}”与上级 {parent.code} 的“{parent.street}”不一致"
    if parent.closed and not node.closed:
        yield f"上级 {parent.code} {parent.name} 已停用，它还没有停用"


def _competing(nodes: Mapping[str, Node]) -> Iterator[tuple[Node, Node]]:
    """Yield rows that would be the second union of the city, of a district or of a street, with the first."""
    first: dict[tuple[str | None, ...], Node] = {}
    for node in sorted(nodes.values(), key=lambda node: node.line or 0):
        if node.kind != UNION or node.closed or node.level not in (CITY, DISTRICT, STREET, PARK):
            continue
        if node.level == PARK and not node.street:
            continue  # a park that is no street of its own: its district may have several
        place = {CITY: (), DISTRICT: (node.district,)}.get(node.level, (node.district, node.street))
        if place in first and node.line:
            yield node, first[place]
        first.setdefault(place, node)
