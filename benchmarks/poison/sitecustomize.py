"""Make a reading process fail at documents whose title asks for it, as bad documents do. For fault tests, by PYTHONPATH.

Python imports this module at every start where its folder is on the path; it acts in Tollbook's reading processes alone. The product
holds no hook for it.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

PREFIX = "poison: "


def _suffer(kind: str) -> None:
    if kind == "raise":
        raise ValueError("a document that nobody foresaw")
    if kind == "hang":
        while True:
            pass
    if kind == "eat":
        held = []
        while True:
            held.append(bytes(1 << 29))
    if kind == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if kind == "exit":
        os._exit(3)


def _poison() -> None:
    from tollbook.scale import reading

    real = reading.read_document

    def read_document(document: Any, **how: Any) -> Any:
        if document.title is not None and document.title.startswith(PREFIX):
            _suffer(document.title.removeprefix(PREFIX))
        return real(document, **how)

    reading.read_document = read_document  # type: ignore[assignment]


if "tollbook.scale.guarded" in sys.orig_argv:
    _poison()
