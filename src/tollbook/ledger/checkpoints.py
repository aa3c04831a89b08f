"""Checkpoints to publish: the log's size and root as a signed note (C2SP tlog-checkpoint and signed-note).

A chain of hashes alone doesn't stop an operator who rewrites everything; a checkpoint that others keep does. Signing is Ed25519 and
needs the extra `sign`.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING

from tollbook.core.errors import UsageError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_ED25519 = b"\x01"
_ID_BYTES = 4
_DASH = "\u2014"
_HOW = "what `tollbook verify --export` wrote"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """A log's head: its origin (a name without blanks), its size in entries and its root (32 bytes)."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """The note's text: three lines."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """A signature line: the name of the key, its id of 4 bytes, and the signature."""

    name: str
    key_id: bytes
    signature: bytes


def parse_note(note: str) -> tuple[Checkpoint, tuple[Signature, ...]]:
    """Return the checkpoint of a note and its signatures, none of them checked. Raises UsageError for text that is no checkpoint."""
    text, _, signed = note.replace("\r\n", "\n").partition("\n\n")
    lines = text.rstrip("\n").split("\n")
    try:
        origin, size, root = lines[0], int(lines[1]), base64.b64decode(lines[2], validate=True)
        if str(size) != lines[1] or size < 0 or len(root) != hashlib.sha256().digest_size:
            raise ValueError(lines)
        signatures = tuple(_signature(line) for line in signed.split("\n") if line)
    except (IndexError, ValueError) as error:  # binascii.Error is a ValueError
        raise UsageError("no checkpoint", expected=_HOW) from error
    return Checkpoint(origin=origin, size=size, root=root), signatures


def _signature(line: str) -> Signature:
    dash, name, encoded = line.split(" ")
    content = base64.b64decode(encoded, validate=True)
    if dash != _DASH or len(content) <= _ID_BYTES:
        raise ValueError(line)
    return Signature(name=name, key_id=content[:_ID_BYTES], signature=content[_ID_BYTES:])


def key_id(name: str, public: bytes) -> bytes:
    """Return the id of a key of that name (C2SP signed-note: the beginning of a hash over both)."""
    return hashlib.sha256(name.encode() + b"\n" + _ED25519 + public).digest()[:_ID_BYTES]


def sign(checkpoint: Checkpoint, pem: bytes) -> str:
    """Return the signed note of a checkpoint; `pem` is an Ed25519 private key. Raises UsageError for another key."""
    key = _private_key(pem)
    public = key.public_key().public_bytes_raw()
    content = key_id(checkpoint.origin, public) + key.sign(checkpoint.text.encode())
    return f"{checkpoint.text}\n{_DASH} {checkpoint.origin} {base64.b64encode(content).decode()}\n"


def verifier_key(origin: str, pem: bytes) -> str:
    """Return the public key to hand out beside a private one: "origin+id+key", which checks signatures and can make none."""
    public = _private_key(pem).public_key().public_bytes_raw()
    return f"{origin}+{key_id(origin, public).hex()}+{base64.b64encode(_ED25519 + public).decode()}"


def is_signed_by(note: str, verifier: str) -> bool:
    """Tell whether a note has a good signature of a verifier's key. Raises UsageError for a malformed key or note."""
    _need_signing()
    from cryptography.exceptions import InvalidSignature

    checkpoint, signatures = parse_note(note)
    name, identity, public = _parsed_verifier(verifier)
    for signature in signatures:
        if (signature.name, signature.key_id) != (name, identity):
            continue
        try:
            public.verify(signature.signature, checkpoint.text.encode())
        except InvalidSignature:
            return False
        return True
    return False


def _parsed_verifier(verifier: str) -> tuple[str, bytes, Ed25519PublicKey]:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        name, identity, encoded = verifier.strip().split("+", 2)
        content = base64.b64decode(encoded, validate=True)
        public = Ed25519PublicKey.from_public_bytes(content[1:])
        if content[:1] != _ED25519 or bytes.fromhex(identity) != key_id(name, content[1:]):
            raise ValueError(verifier)
    except (ValueError, binascii.Error) as error:
        raise UsageError("a malformed public key", expected="origin+id+key, as `tollbook verify --new-key` printed it") from error
    return name, bytes.fromhex(identity), public


def new_key() -> bytes:
    """Return a new Ed25519 private key as PEM, unencrypted: keep its file to yourself."""
    _need_signing()
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.generate().private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption())


def _private_key(pem: bytes) -> Ed25519PrivateKey:
    _need_signing()
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(pem, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise UsageError("no private key", expected="an Ed25519 key as PEM, such as `tollbook verify --new-key` makes") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise UsageError("a key of another kind", expected="an Ed25519 key")
    return key


def _need_signing() -> None:
    if find_spec("cryptography") is None:
        raise UsageError("signatures need a library that is not installed", do="pip install 'tollbook[sign]'")
