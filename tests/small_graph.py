"""A graph of three papers, made by hand: what the stages would make of them, without running any."""

from kg.model import Alias, Entity, Extraction, Fact, Paper, PaperEntity, Span
from kg.vocabulary import Kind, Role

BY = "test 1"

PAPERS = (
    Paper(
        id="paper/arxiv:2401.00001",
        title="Walkabout: Link prediction with lazy walks",
        abstract="We propose Walkabout, a random-walk encoder for link prediction. "
        "It beats node2vec on ogbl-ddi and ogbl-collab. Code: https://github.com/Example-Lab/walkabout.",
        date="2024-01-03",
        authors=("Ada Example", "Bo Sample"),
        identifiers=(("arxiv", "2401.00001"),),
    ),
    Paper(
        id="paper/title:0123456789abcdef",
        title="Deeper <b>pooling</b> & shallower trees",
        abstract='We test pooling on the Open Graph Benchmark (OGB). "Results" improve on node classification.',
    ),
    Paper(id="paper/src:lonely", title="A paper about nothing", abstract="", date="2023"),
)

_DDI, _COLLAB, _OGB = "dataset/ogbl-ddi", "dataset/ogbl-collab", "dataset/open-graph-benchmark"
_REPO = "repository/github.com/example-lab/walkabout"

ENTITIES = (
    Entity(_COLLAB, Kind.DATASET, "ogbl-collab", (Alias("ogbl-collab", 1, "same spelling"),)),
    Entity(_DDI, Kind.DATASET, "ogbl-ddi", (Alias("ogbl-ddi", 1, "same spelling"),)),
    Entity(
        _OGB,
        Kind.DATASET,
        "Open Graph Benchmark",
        (Alias("Open Graph Benchmark", 1, "same spelling"), Alias("OGB", 1, "abbreviation")),
    ),
    Entity("method/node2vec", Kind.METHOD, "node2vec", (Alias("node2vec", 1, "same spelling"),)),
    Entity("method/walkabout", Kind.METHOD, "Walkabout", (Alias("Walkabout", 1, "same spelling"),)),
    Entity(_REPO, Kind.REPOSITORY, "https://github.com/Example-Lab/walkabout"),
    Entity("task/link-prediction", Kind.TASK, "link prediction", (Alias("link prediction", 1, "same spelling"),)),
    Entity("task/node-classification", Kind.TASK, "node classification", (Alias("node classification", 1, "known"),)),
)

_STATED = (  # paper, object, predicate, the words that say so
    (0, "method/walkabout", "PROPOSES", "We propose"),
    (0, "method/node2vec", "COMPARES_WITH", "It beats"),
    (0, _DDI, "USES_DATASET", "It beats"),
    (0, _COLLAB, "USES_DATASET", "It beats"),
    (0, "task/link-prediction", "ADDRESSES", "We propose"),
    (0, _REPO, "HAS_CODE", "Code:"),
    (1, _OGB, "USES_DATASET", "We test"),
    (1, "task/node-classification", "ADDRESSES", '"Results"'),
)


def sentences_of(paper: Paper) -> tuple[Span, ...]:
    """The title, and the abstract cut after each full stop and space: enough for the papers above."""
    spans, start = [Span(0, len(paper.title))], len(paper.title) + 2
    while start < len(paper.text):
        stop = paper.text.find(". ", start)
        end = len(paper.text) if stop < 0 else stop + 1
        spans.append(Span(start, end))
        start = end + 1
    return tuple(spans)


def sentence_with(paper: Paper, words: str) -> Span:
    return next(span for span in sentences_of(paper) if words in span.of(paper.text))


FACTS = (
    *(
        Fact(p.id, predicate, thing, p.id, sentence_with(p, words), 0.9, BY)
        for n, thing, predicate, words in _STATED
        for p in (PAPERS[n],)
    ),
    Fact(_DDI, "PART_OF", _OGB, "table:suites#ogbl-ddi", None, 1.0, "table:suites"),
    Fact(_COLLAB, "PART_OF", _OGB, "table:suites#ogbl-collab", None, 1.0, "table:suites"),
)

KEYS = (("ogb", _OGB), ("opengraphbenchmark", _OGB), ("ogblddi", _DDI), ("ogblcollab", _COLLAB),
        ("node2vec", "method/node2vec"), ("walkabout", "method/walkabout"),
        ("linkprediction", "task/link-prediction"), ("nodeclassification", "task/node-classification"))  # fmt: skip


def entity_in(paper: Paper, kind: Kind, name: str, role: Role | None = None) -> PaperEntity:
    start = paper.text.index(name)
    mention = Span(start, start + len(name))
    return PaperEntity(kind, name, role, 0.9, BY, (mention,), next(s for s in sentences_of(paper) if s.holds(mention)))


EXTRACTIONS = (
    Extraction(
        PAPERS[0].id,
        BY,
        sentences_of(PAPERS[0]),
        (
            entity_in(PAPERS[0], Kind.METHOD, "Walkabout", Role.PROPOSED),
            entity_in(PAPERS[0], Kind.METHOD, "node2vec", Role.BASELINE),
            entity_in(PAPERS[0], Kind.DATASET, "ogbl-ddi", Role.USED),
        ),
    ),
    Extraction(PAPERS[1].id, BY, sentences_of(PAPERS[1]), (entity_in(PAPERS[1], Kind.DATASET, "OGB", Role.USED),)),
    Extraction(PAPERS[2].id, BY, sentences_of(PAPERS[2])),
)
