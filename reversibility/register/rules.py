"""What holds in the register whatever the storage. Pure."""

from collections.abc import Hashable, Iterable
from graphlib import CycleError, TopologicalSorter
from typing import TypeVar

Node = TypeVar("Node", bound=Hashable)


def find_cycle(edges: Iterable[tuple[Node, Node]]) -> list[Node]:
    """Return a circle in (what falls, what it needs) edges, first node repeated, or nothing."""
    sorter: TopologicalSorter[Node] = TopologicalSorter()
    for falls, needs in edges:
        sorter.add(falls, needs)
    try:
        sorter.prepare()
    except CycleError as error:
        cycle: list[Node] = error.args[1]
        return cycle
    return []
