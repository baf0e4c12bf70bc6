"""Train a tagger: on annotated labels, on a teacher's soft labels, or on both; resumable to the step.

Soft labels after Hinton et al. 2015, with the teacher's last hidden state as a second target (Jiao et al. 2020); the
student starts from the teacher's own layers.
"""

import json
import random
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.numpy import save_file
from torch.nn import functional as F  # noqa: N812

from extractors.pieces import Encoding, WordPiece
from extractors.tagger import KINDS
from extractors.training.bert import TokenClassifier, weights_of
from extractors.training.shared import Outputs, text_of

__all__ = ["Example", "example", "labels", "train"]


@dataclass(frozen=True)
class Example:
    """One text to learn from: its encoding, hard labels a piece (or none), the teacher's outputs (or none)."""

    encoding: Encoding
    labels: NDArray[np.int64] | None
    teacher: Outputs | None


def example(paper: dict[str, Any], tokens: WordPiece, teacher: Outputs | None = None) -> Example:
    """`paper` encoded, with the labels of its `spans` if it has them."""
    encoding = tokens.encode(text_of(paper))
    if "spans" not in paper:
        return Example(encoding, None, teacher)
    spans = [(span["start"], span["end"], span["kind"]) for span in paper["spans"]]
    return Example(encoding, labels(encoding, spans, KINDS), teacher)


def labels(encoding: Encoding, spans: Iterable[tuple[int, int, str]], kinds: Sequence[str]) -> NDArray[np.int64]:
    """Return a label a piece for (start, end, kind) spans: O, B and I of the first of `kinds`, of the second, ...

    Of nested spans the longest counts.
    """
    found = np.zeros(len(encoding.offsets), np.int64)
    starts = np.array([a for a, _ in encoding.offsets])
    for start, end, kind in sorted(spans, key=lambda span: (span[0] - span[1], span[0])):
        first, last = np.searchsorted(starts, start), np.searchsorted(starts, end)
        if first < last and not found[first:last].any():
            inside = 2 + 2 * kinds.index(kind)
            found[first:last] = inside
            found[first] = inside - 1
    return found


def train(
    model: TokenClassifier,
    epochs: Sequence[Callable[[], list[Example]]],
    steps: int,
    folder: Path,
    *,
    batch: int = 16,
    rate: float = 2e-4,
    head_rate: float = 1e-3,
    warm: float = 0.08,
    soft: float = 1.0,
    hard: float = 1.0,
    hidden: float = 1.0,
    seed: int = 0,
) -> None:
    """Run `epochs` (each a function that loads its examples) with a linear decay over `steps`; weights into `folder`.

    A checkpoint is written every 100 steps; a run that finds one goes on from it. Losses: `hard` times the cross
    entropy of the labels, `soft` times that of the teacher's probabilities, `hidden` times the mean squared error to
    the teacher's last hidden state; each where an example has it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    head = [p for n, p in model.named_parameters() if n.startswith("head")]
    body = [p for n, p in model.named_parameters() if not n.startswith("head") and p.requires_grad]
    optimiser = torch.optim.AdamW([{"params": body, "lr": rate}, {"params": head, "lr": head_rate}], weight_decay=0.01)

    def factor(step: int) -> float:
        return min((step + 1) / (warm * steps + 1), max(0.0, (steps - step) / (steps - warm * steps)))

    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, factor)
    checkpoint = folder / "checkpoint.pt"
    done = 0
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True)
        model.load_state_dict(state["model"])
        optimiser.load_state_dict(state["optimiser"])
        schedule.load_state_dict(state["schedule"])
        done = state["step"]
    torch.manual_seed(seed + done)
    model.train()
    step, began, sums = 0, time.monotonic(), np.zeros(4)
    for number, load in enumerate(epochs):
        examples = load()
        batches = _batches(examples, batch, seed + number)
        for members in batches:
            step += 1
            if step <= done or step > steps:
                continue
            losses = _losses(model, [examples[i] for i in members])
            loss = hard * losses[0] + soft * losses[1] + hidden * losses[2]
            optimiser.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(body + head, 1.0)
            optimiser.step()
            schedule.step()
            sums += [*(float(part.detach()) for part in losses), 1]
            if step % 20 == 0:
                pace = (step - done) * batch / (time.monotonic() - began)
                figures = [round(float(v), 4) for v in sums[:3] / sums[3]]
                _say(folder, {"step": step, "of": steps, "hard, soft, hidden": figures, "a second": round(pace, 2)})
                sums[:] = 0
            if step % 100 == 0:
                _save(checkpoint, model, optimiser, schedule, step)
    save_file(
        {k: np.ascontiguousarray(v, dtype=np.float16) for k, v in weights_of(model).items()},
        folder / "model.safetensors",
    )


def _batches(examples: Sequence[Example], size: int, seed: int) -> list[list[int]]:
    """Batches of like length, in random order."""
    draw = random.Random(seed)
    order = list(range(len(examples)))
    draw.shuffle(order)
    pools = [order[i : i + size * 40] for i in range(0, len(order), size * 40)]
    batches: list[list[int]] = []
    for pool in pools:
        pool.sort(key=lambda i: len(examples[i].encoding.ids))
        batches += [pool[i : i + size] for i in range(0, len(pool), size)]
    draw.shuffle(batches)
    return batches


def _losses(model: TokenClassifier, batch: Sequence[Example]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    longest = -(-max(len(e.encoding.ids) for e in batch) // 16) * 16
    ids = torch.zeros((len(batch), min(longest, 512)), dtype=torch.long)
    for row, e in enumerate(batch):
        ids[row, : len(e.encoding.ids)] = torch.tensor(e.encoding.ids)
    logits, states = model(ids, ids != 0)
    zero = logits.sum() * 0
    hard, soft, hidden = [zero], [zero], [zero]
    for row, e in enumerate(batch):
        own = logits[row, e.encoding.first]
        if e.labels is not None:
            hard.append(F.cross_entropy(own, torch.from_numpy(e.labels)))
        if e.teacher is not None:
            target = torch.from_numpy(e.teacher.logits.astype(np.float32)).softmax(-1)
            soft.append(-(target * own.log_softmax(-1)).sum(-1).mean())
            goal = torch.from_numpy(e.teacher.hidden.astype(np.float32))
            hidden.append(F.mse_loss(states[row, e.encoding.first], goal))
    return tuple(torch.stack(part).sum() / max(1, len(part) - 1) for part in (hard, soft, hidden))  # type: ignore[return-value]


def _save(path: Path, model: TokenClassifier, optimiser: Any, schedule: Any, step: int) -> None:
    partial = path.with_suffix(".part")
    state = {"model": model.state_dict(), "optimiser": optimiser.state_dict(), "schedule": schedule.state_dict()}
    torch.save(state | {"step": step}, partial)
    partial.rename(path)


def _say(folder: Path, row: dict[str, Any]) -> None:
    with (folder / "log.jsonl").open("a", encoding="utf-8") as log:
        log.write(json.dumps(row) + "\n")
