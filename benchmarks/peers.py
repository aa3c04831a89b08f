"""Measure one other library on the texts given on standard input. Runs in the peers' own environment, and imports nothing of this project.

    python -I benchmarks/peers.py quantulum3|spacy < texts.json

Input is JSON: {"general": [text, ...], "dense": [text, ...], "rounds": number}. Output is JSON: the seconds of processor time of each
round, what was found in a dense text, and what exactly was run.
"""

from __future__ import annotations

import json
import os
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.metadata import version
from typing import Any

# One core: the libraries below NumPy would start a thread for each.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"):
    os.environ[_name] = "1"

SPACY_MODEL = "en_core_web_sm"
WIDTH = 96
# What spaCy's configuration of its small English model states for the shared layer: attributes, and rows of each table of hashes.
ATTRIBUTES = ("NORM", "PREFIX", "SUFFIX", "SHAPE", "SPACY", "IS_SPACE")
ROWS = (5000, 1000, 2500, 2500, 50, 50)
TAGS, DEPENDENCIES = 50, 45

Run = Callable[[Sequence[str]], int]


def quantulum3() -> tuple[Run, str]:
    """Return a run of quantulum3's parser, which counts the quantities it finds."""
    warnings.simplefilter("ignore")
    parser: Any = import_module("quantulum3.parser")
    return lambda texts: sum(len(parser.parse(text)) for text in texts), f"quantulum3 {version('quantulum3')}, without its classifier"


def spacy() -> tuple[Run, str]:
    """Return a run of spaCy's small English pipeline, or of the untrained layers of its parser where the model is not installed."""
    library: Any = import_module("spacy")
    release = f"spaCy {version('spacy')}"
    if library.util.is_package(SPACY_MODEL):
        pipeline = library.load(SPACY_MODEL)
        return _piped(pipeline), f"{release}, {SPACY_MODEL} {pipeline.meta['version']}, all of its components"
    return _piped(_untrained(library)), f"{release}, untrained layers of {SPACY_MODEL}: {', '.join(_COMPONENTS)}"


_COMPONENTS = ("tok2vec", "tagger", "parser")


def _piped(pipeline: Any) -> Run:
    return lambda texts: sum(len(document) for document in pipeline.pipe(texts))


def _untrained(library: Any) -> Any:
    """Build the tagger and parser of the small model as it is configured, with weights as they are before training.

    The layers do the same arithmetic whatever their weights. Sentences are cut by rule first, as an untrained parser would make one of
    each word and be slower by a third.
    """
    pipeline = library.blank("en")
    embed = {
        "@architectures": "spacy.MultiHashEmbed.v2",
        "width": WIDTH,
        "attrs": list(ATTRIBUTES),
        "rows": list(ROWS),
        "include_static_vectors": False,
    }
    encode = {"@architectures": "spacy.MaxoutWindowEncoder.v2", "width": WIDTH, "depth": 4, "window_size": 1, "maxout_pieces": 3}
    shared = {"@architectures": "spacy.Tok2VecListener.v1", "width": WIDTH, "upstream": "tok2vec"}
    parsing = {"state_type": "parser", "extra_state_tokens": False, "hidden_width": 64, "maxout_pieces": 2, "use_upper": True, "nO": None}
    models = {
        "tok2vec": {"@architectures": "spacy.Tok2Vec.v2", "embed": embed, "encode": encode},
        "tagger": {"@architectures": "spacy.Tagger.v2", "nO": None, "tok2vec": shared},
        "parser": {"@architectures": "spacy.TransitionBasedParser.v2", "tok2vec": shared, **parsing},
    }
    for name in _COMPONENTS:
        pipeline.add_pipe(name, config={"model": models[name]})
    for component, labels in (("tagger", TAGS), ("parser", DEPENDENCIES)):
        for number in range(labels):
            pipeline.get_pipe(component).add_label(f"{component}{number}")
    pipeline.add_pipe("sentencizer", before="parser")
    library.util.fix_random_seed(0)
    pipeline.initialize()
    return pipeline


def seconds_of(run: Run, texts: Sequence[str]) -> tuple[float, int]:
    """Return the processor time of one run over the texts, and what it counts."""
    before = time.process_time()
    found = run(texts)
    return time.process_time() - before, found


def main() -> int:
    """Warm up, measure, print."""
    asked = json.load(sys.stdin)
    run, what = {"quantulum3": quantulum3, "spacy": spacy}[sys.argv[1]]()
    run(asked["general"][:2] + asked["dense"][:2])
    answer: dict[str, Any] = {"what": what, "general": [], "dense": [], "found": 0, "stand_in": "untrained" in what}
    for _ in range(asked["rounds"]):
        for kind in ("general", "dense"):
            seconds, found = seconds_of(run, asked[kind])
            answer[kind].append(seconds)
            answer["found"] = found
    print(json.dumps(answer))
    return 0


if __name__ == "__main__":
    sys.exit(main())
