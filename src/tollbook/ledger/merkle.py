"""A Merkle tree over the log's entries (RFC 6962, section 2.1): its frontier grows by appending, its root says what the log holds.

Pure functions over hashes of 32 bytes. A frontier is the list of roots of the perfect subtrees that make up a tree, largest first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(content: bytes) -> bytes:
    """Return the hash of a leaf: RFC 6962 puts a zero byte ahead, so that no node passes for a leaf."""
    return hashlib.sha256(b"\0" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of a node over two subtrees."""
    return hashlib.sha256(b"\1" + left + right).digest()


def extend(frontier: Sequence[bytes], size: int, leaves: Iterable[bytes]) -> tuple[list[bytes], int]:
    """Return the frontier and the size of a tree of `size` leaves once `leaves` (leaf hashes) have been appended."""
    grown = list(frontier)
    for leaf in leaves:
        size += 1
        subtree, width = leaf, size
        while width % 2 == 0:
            subtree = node_hash(grown.pop(), subtree)
            width //= 2
        grown.append(subtree)
    return grown, size


def root_of(frontier: Sequence[bytes]) -> bytes:
    """Return the root of the tree with this frontier."""
    if not frontier:
        return EMPTY_ROOT
    *larger, root = frontier
    for subtree in reversed(larger):
        root = node_hash(subtree, root)
    return root


def pack(frontier: Sequence[bytes]) -> bytes:
    """Return a frontier as bytes."""
    return b"".join(frontier)


def unpack(packed: bytes) -> list[bytes]:
    """Return the frontier that `pack` made bytes of."""
    return [packed[start : start + HASH_BYTES] for start in range(0, len(packed), HASH_BYTES)]
