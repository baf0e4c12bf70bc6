"""Train what ships: `python -m extractors.training STEP`, the steps in this order.

    forms       count how readers took each form                          -> model/forms.npz
    words       linear models over hashed words                           -> WORK/words.npz
    tagger      the trained 12-layer tagger as ONNX in int8               -> model/tagger.onnx, vocabulary.txt
    reread      run it over the papers it has not seen, and the golds     -> WORK/shipped/
    decisions   fit second look, roles and relations, out of fold         -> model/decisions.npz

For a smaller tagger, between `words` and `reread` (none that is good enough to ship has come of it yet):

    outputs     run the 12-layer tagger over annotated and sampled abstracts -> WORK/teacher/
    student     distil it into six layers                                 -> WORK/student/
    export      the student as ONNX in int8                               -> model/tagger.onnx

Apart from all that, and nothing of it ships:

    scierc      the plain encoder on SciERC's own training part, exact spans on its dev part -> WORK/scierc-plain/
                (KG_ENCODER names its ONNX file; without, from the teacher -> WORK/scierc-teacher/)

KG_SHARED names the folder of the data, KG_WORK (default ./training-work) that of what comes between. A step that was
killed goes on where it was; seeds are fixed.
"""

import argparse
import math
import os
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from extractors.pieces import WordPiece
from extractors.training.shared import annotated, gold, load_outputs, sample_unlabelled, shared, unseen

MODEL = Path(__file__).parents[1] / "model"
LAYERS = (1, 3, 5, 7, 9, 11)  # of the teacher, where the student starts
BATCH, SAMPLE = 12, 2500


def work() -> Path:
    """Where intermediate files go."""
    folder = Path(os.environ.get("KG_WORK", "training-work"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _words() -> list[str]:
    import json

    vocabulary = json.loads((shared() / "teacher/tokenizer.json").read_text("utf-8"))["model"]["vocab"]
    return [word for word, _ in sorted(vocabulary.items(), key=lambda item: item[1])]


def _session(path: Path) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def _seen() -> list[dict[str, Any]]:
    known = unseen()
    return [p for p in annotated() if p["set"] != 3 and p["id"] not in known]


def _unseen_and_gold() -> list[dict[str, Any]]:
    known = unseen()
    return gold("abstracts-dev") + gold("seed-dev") + [p for p in annotated() if p["set"] == 3 or p["id"] in known]


def forms() -> None:
    """Count forms over all annotated papers."""
    from extractors.training.counts import write_table

    MODEL.mkdir(exist_ok=True)
    write_table(annotated(), MODEL / "forms.npz")


def words() -> None:
    """Fit the linear word models."""
    from extractors.training.lexical import fit_words

    fit_words(work() / "words.npz")


def tagger() -> None:
    """Write the trained 12-layer tagger as ONNX: fp32 into the work folder, int8 as what ships."""
    _export(shared() / "teacher/model.safetensors", 12, "teacher")


def _export(source: Path, layers: int, name: str) -> None:
    import onnx
    from safetensors.numpy import load_file

    from extractors.training.export import build, quantise

    MODEL.mkdir(exist_ok=True)
    onnx.save(build(load_file(source), range(layers)), work() / f"{name}.onnx")
    quantise(work() / f"{name}.onnx", MODEL / "tagger.onnx")
    (MODEL / "vocabulary.txt").write_text("\n".join(_words()), encoding="utf-8")


def outputs() -> None:
    """Run the teacher over what the student learns from."""
    from extractors.training.outputs import write_outputs

    session, tokens = _session(work() / "teacher.onnx"), WordPiece.from_words(_words())
    write_outputs(session, tokens, _seen(), work() / "teacher/seen")
    write_outputs(session, tokens, sample_unlabelled(SAMPLE), work() / "teacher/sample")


def student() -> None:
    """Distil: half of the annotated papers, then other annotated ones mixed with unlabelled ones."""
    from safetensors.numpy import load_file

    from extractors.training.bert import from_weights
    from extractors.training.train import Example, example, train

    tokens = WordPiece.from_words(_words())
    said = load_outputs(work() / "teacher/seen") | load_outputs(work() / "teacher/sample")
    papers, sample = _seen(), sample_unlabelled(SAMPLE)
    random.Random(7).shuffle(papers)

    def load(*parts: list[dict[str, Any]]) -> Callable[[], list[Example]]:
        return lambda: [example(p, tokens, said[p["id"]]) for part in parts for p in part]

    half = len(papers) // 2
    epochs = [load(papers[:half]), load(papers[half:], sample)]
    steps = math.ceil(half / BATCH) + math.ceil((len(papers) - half + len(sample)) / BATCH)
    model = from_weights(load_file(shared() / "teacher/model.safetensors"), LAYERS, dropout=0.0)
    train(model, epochs, steps, work() / "student", batch=BATCH, hard=0.5, soft=1.0, hidden=2.0)


def export() -> None:
    """Write the student as the int8 ONNX file that ships, with its vocabulary."""
    _export(work() / "student/model.safetensors", len(LAYERS), "student")


def reread() -> None:
    """Run the shipped tagger over the papers it has not seen, and the golds."""
    from extractors.training.outputs import write_outputs

    write_outputs(
        _session(MODEL / "tagger.onnx"), WordPiece.from_words(_words()), _unseen_and_gold(), work() / "shipped"
    )


def decisions() -> None:
    """Fit second look, roles and relations; print the out-of-fold figures."""
    from extractors.training.fit import fit_decisions

    fit_decisions(work() / "shipped", MODEL / "forms.npz", work() / "words.npz", MODEL / "decisions.npz")


def scierc() -> None:
    """Fine-tune on SciERC, from the plain encoder that KG_ENCODER names or from the teacher; print exact-span F1."""
    from safetensors.numpy import load_file

    from extractors.training.encoder import encoder_weights
    from extractors.training.scierc import fine_tune

    plain = os.environ.get("KG_ENCODER")
    start = encoder_weights(Path(plain)) if plain else load_file(shared() / "teacher/model.safetensors")
    fine_tune(start, WordPiece.from_words(_words()), work() / ("scierc-plain" if plain else "scierc-teacher"))


STEPS: dict[str, Callable[[], None]] = {
    step.__name__: step for step in (forms, words, tagger, outputs, student, export, reread, decisions, scierc)
}


def main() -> None:
    """Run one step."""
    parser = argparse.ArgumentParser(
        prog="python -m extractors.training", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("step", choices=STEPS)
    np.random.seed(0)
    STEPS[parser.parse_args().step]()


if __name__ == "__main__":
    main()
