"""Head nouns: the last word of a name often tells its kind."""

import re

from kg.vocabulary import Kind

_HEADS = {
    Kind.TASK: """anticipation answering captioning classification colorization completion comprehension counting deblurring
        dehazing denoising detection diagnosis disambiguation editing estimation forecasting generation grounding
        identification inpainting localization manipulation matching navigation parsing planning prediction
        re-identification recognition recommendation reconstruction registration restoration retrieval segmentation
        summarization super-resolution synthesis tagging tracking translation understanding verification task problem
        reasoning driving interpolation adaptation generalization resolution extraction""",
    Kind.METHOD: """model network net algorithm method framework module mechanism transformer autoencoder encoder decoder layer
        architecture attention loss function learning training tuning fine-tuning distillation prompting sampling descent
        regression machine process kernel tree forest augmentation strategy scheme approach technique estimator classifier
        detector agent pruning quantization optimization optimizer regularization normalization convolution embedding
        representation diffusion flow field gan cnn bert llm llms rag search policy prior thought expert experts supervision""",
    Kind.DATASET: """dataset datasets benchmark benchmarks corpus corpora bench challenge suite treebank""",
    Kind.METRIC: """accuracy rate score error precision recall ratio metric measure distance index f1 auc map bleu perplexity
        similarity complexity divergence correlation regret efficiency latency throughput""",
}
_KIND_OF_HEAD = {word: kind for kind, words in _HEADS.items() for word in words.split()}
_LAST_WORD = re.compile(r"(?:re-|super-|fine-)?[^\W_]+$")


def head_kind(name: str) -> Kind | None:
    """Return the kind that the last word of a name tells, or None.

    >>> head_kind("graph neural networks"), head_kind("person re-identification"), head_kind("Walkabout")
    (<Kind.METHOD: 'Method'>, <Kind.TASK: 'Task'>, None)
    """
    last = _LAST_WORD.search(name.lower())
    if not last:
        return None
    word = last[0]
    return _KIND_OF_HEAD.get(word) or _KIND_OF_HEAD.get(word.removesuffix("s"))
