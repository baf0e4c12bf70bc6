"""Train what ships: `python -m extractors.training STEP`, the steps in this order.

    forms       count how readers took each form                          -> model/forms.npz
    words       linear models over hashed words                           -> WORK/words.npz
    outputs     run the 12-layer teacher over annotated and sampled abstracts -> WORK/teacher/
    prune       a third of the teacher: the heads and neurons worth most  -> WORK/pruned.safetensors
    student     distil the teacher into it                                -> WORK/student/
    tagger      the student as ONNX in int8                               -> model/tagger.onnx, vocabulary.txt
    reread      run it over the papers it has not seen, and the golds     -> WORK/shipped/
    decisions   fit second look, roles and relations, out of fold         -> model/decisions.npz

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
from extractors.training.shared import annotated, gold, load_outputs, sample_unlabelled, shared, text_of, unseen

MODEL = Path(__file__).parents[1] / "model"
SHARE, PROBED = 0.32, 100  # of the teacher's time that is left; papers of each sort that tell what it is worth
BATCH, SAMPLE, ANNOTATED = 12, 2500, 3500  # of the distillation: papers a step; unlabelled and annotated ones


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


def outputs() -> None:
    """Run the teacher, in fp32, over what the student learns from."""
    import onnx
    from safetensors.numpy import load_file

    from extractors.training.export import build
    from extractors.training.outputs import write_outputs

    onnx.save(build(load_file(_teacher())), work() / "teacher.onnx")
    session, tokens = _session(work() / "teacher.onnx"), WordPiece.from_words(_words())
    write_outputs(session, tokens, _seen(), work() / "teacher/seen")
    write_outputs(session, tokens, sample_unlabelled(SAMPLE), work() / "teacher/sample")


def _teacher() -> Path:
    return shared() / "teacher/model.safetensors"


def prune() -> None:
    """Take from the teacher what it can do without."""
    from safetensors.numpy import load_file, save_file

    from extractors.training.pruning import prune as pruned

    tokens = WordPiece.from_words(_words())
    papers = _learnt_from()[:PROBED] + sample_unlabelled(PROBED)
    save_file(
        pruned(load_file(_teacher()), [tokens.encode(text_of(p)) for p in papers], SHARE), work() / "pruned.safetensors"
    )


def _learnt_from() -> list[dict[str, Any]]:
    papers = _seen()
    random.Random(7).shuffle(papers)
    return papers


def student() -> None:
    """Distil: one pass over unlabelled papers and annotated ones."""
    from safetensors.numpy import load_file

    from extractors.training.bert import from_weights
    from extractors.training.train import example, train

    tokens = WordPiece.from_words(_words())
    papers = sample_unlabelled(SAMPLE) + _learnt_from()[:ANNOTATED]
    said = load_outputs(work() / "teacher/sample") | load_outputs(work() / "teacher/seen")
    train(
        from_weights(load_file(work() / "pruned.safetensors"), dropout=0.0),
        [lambda: [example(p, tokens, said[p["id"]]) for p in papers]],
        math.ceil(len(papers) / BATCH),
        work() / "student",
        batch=BATCH,
        seed=3,
        warm=0.05,
        hard=0.3,
        soft=1.0,
        hidden=2.0,
    )


def tagger() -> None:
    """Write the student as the int8 ONNX file that ships, with its vocabulary."""
    import onnx
    from safetensors.numpy import load_file

    from extractors.training.export import build, quantise

    MODEL.mkdir(exist_ok=True)
    onnx.save(build(load_file(work() / "student/model.safetensors")), work() / "student.onnx")
    quantise(work() / "student.onnx", MODEL / "tagger.onnx")
    (MODEL / "vocabulary.txt").write_text("\n".join(_words()), encoding="utf-8")


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
    step.__name__: step for step in (forms, words, outputs, prune, student, tagger, reread, decisions, scierc)
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
