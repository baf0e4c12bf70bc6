"""Head nouns: the last word of a phrase often tells its kind."""

import re

from kg.vocabulary import Kind

ACTIVITIES = (
    *("answering", "captioning", "classification", "colorization", "completion", "comprehension", "deblurring"),
    *("denoising", "detection", "disambiguation", "editing", "estimation", "extraction", "forecasting", "generation"),
    *("grounding", "identification", "inpainting", "localization", "manipulation", "navigation", "parsing", "planning"),
    *("prediction", "re-identification", "recognition", "recommendation", "reconstruction", "registration"),
    *("restoration", "retrieval", "segmentation", "summarization", "super-resolution", "synthesis", "tagging"),
    *("tracking", "translation", "verification"),
)
"""Heads of phrases that are mostly tasks wherever they stand."""

_HEADS = {
    Kind.TASK: (
        *ACTIVITIES,
        *("adaptation", "anticipation", "counting", "dehazing", "diagnosis", "driving", "generalization"),
        *("interpolation", "matching", "problem", "reasoning", "resolution", "task", "understanding"),
    ),
    Kind.METHOD: (
        *("agent", "algorithm", "approach", "architecture", "attention", "augmentation", "autoencoder", "bert"),
        *("classifier", "cnn", "convolution", "decoder", "descent", "detector", "diffusion", "distillation"),
        *("embedding", "encoder", "estimator", "expert", "field", "fine-tuning", "flow", "forest", "framework"),
        *("function", "gan", "kernel", "layer", "learning", "llm", "loss", "machine", "mechanism", "method", "model"),
        *("module", "net", "network", "normalization", "optimization", "optimizer", "policy", "prior", "process"),
        *("prompting", "pruning", "quantization", "rag", "regression", "regularization", "representation", "sampling"),
        *("scheme", "search", "strategy", "supervision", "technique", "thought", "training", "transformer", "tree"),
        "tuning",
    ),
    Kind.DATASET: ("bench", "benchmark", "challenge", "corpora", "corpus", "dataset", "suite", "treebank"),
    Kind.METRIC: (
        *(
            "accuracy",
            "auc",
            "bleu",
            "complexity",
            "correlation",
            "distance",
            "divergence",
            "efficiency",
            "error",
            "f1",
        ),
        *(
            "index",
            "latency",
            "map",
            "measure",
            "metric",
            "perplexity",
            "precision",
            "rate",
            "ratio",
            "recall",
            "regret",
        ),
        *("score", "similarity", "throughput"),
    ),
}
_KIND_OF = {word: kind for kind, words in _HEADS.items() for word in words}
_LAST_WORD = re.compile(r" (?:.*[ -])??((?:re-|super-|fine-)?[^\W_]+)$")


def head_kind(phrase: str) -> Kind | None:
    """Return the kind that the last word of a phrase tells; None for one word, or a word that tells none.

    >>> head_kind("graph neural networks"), head_kind("person re-identification"), head_kind("Walkabout")
    (<Kind.METHOD: 'Method'>, <Kind.TASK: 'Task'>, None)
    """
    last = _LAST_WORD.search(phrase.lower())
    return (_KIND_OF.get(last[1]) or _KIND_OF.get(last[1].removesuffix("s"))) if last else None
