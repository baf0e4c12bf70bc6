"""One thing, one entity: what is joined, what is kept apart, why, and what is stated of it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_graph import EXTRACTIONS, PAPERS

from kg.model import Entity, Extraction, Paper, PaperEntity, Qualifiers, Relation, Span
from kg.names import key, subtasks
from kg.record import Record
from kg.resolve import Resolution, resolve
from kg.vocabulary import Kind, Role, predicate

BY = "test 1"
D, M, T, X, R = Kind.DATASET, Kind.METHOD, Kind.TASK, Kind.METRIC, Kind.REPOSITORY

Named = tuple[Kind, str, Sequence[str], Role | None]
Reading = tuple[Paper, Extraction]


def thing(kind: Kind, *forms: str, role: Role | None = None) -> Named:
    """An entity of a paper, by its forms there; the first is its name."""
    return kind, forms[0], forms, role


def paper(number: int, *things: Named, date: str | None = "2024-01-01") -> Reading:
    """A paper whose abstract is a sentence for each form of each thing, and its reading."""
    title, words, mentions = f"Paper {number}", "", []
    for kind, name, forms, role in things:
        spans = []
        for form in forms:
            start = len(title) + 2 + len(words)
            spans.append(Span(start, start + len(form)))
            words += f"{form}. "
        mentions.append(PaperEntity(kind, name, role, 0.9, BY, tuple(spans), spans[0]))
    read = Paper(f"paper/arxiv:2401.{number:05}", title, words, date)
    return read, Extraction(read.id, BY, tuple(s for e in mentions for s in e.mentions), tuple(mentions))


def resolved(*readings: Reading) -> Resolution:
    return resolve([p for p, _ in readings], [e for _, e in readings])


def named(resolution: Resolution, form: str) -> list[Entity]:
    """The entities that a form denotes, as the record looks them up."""
    ids = {identifier for found, identifier in resolution.keys if found == key(form)}
    return [entity for entity in resolution.entities if entity.id in ids]


def reasons(entity: Entity) -> dict[str, tuple[int, str]]:
    return {alias.form: (alias.papers, alias.reason) for alias in entity.aliases}


@pytest.mark.parametrize(
    ("kind", "forms"),
    [
        (M, ["GNN", "GNNs", "graph neural network", "Graph Neural Networks", "Graph Neural Networks (GNN)"]),
        (M, ["MoCo v2", "MoCov2", "MoCo-v2"]),
        (M, ["graph convolutional quark", "Graph Convolution Quark"]),
        (M, ["Quarkle", "Quarkle model"]),
        (D, ["Quarkset", "Quarkset dataset"]),
        (T, ["quark classification", "classification of quarks", "quark classification task"]),
        (T, ["quark colour segmentation", "quark color segmentation"]),
        (X, ["F1", "F1 score", "F1-score"]),
        (D, ["CIFAR10", "CIFAR-10"]),
        (D, ["Open Graph Benchmark", "OGB"]),
        (M, ["k-nearest neighbours", "KNN", "k-NN", "K-Nearest Neighbors"]),
        (D, ["ImageNet", "ImageNet-1K", "ILSVRC 2012", "ImageNet ILSVRC-2012"]),
        (M, ["Quark-Mixer", "quark mixer", "QuarkMixers"]),
    ],
)
def test_spellings_of_one_thing_are_one_entity(kind: Kind, forms: list[str]) -> None:
    resolution = resolved(*(paper(n, thing(kind, form)) for n, form in enumerate(forms)))
    (entity,) = (e for e in resolution.entities if e.kind is kind)
    assert set(forms) <= set(entity.forms)
    assert sum(alias.papers for alias in entity.aliases) == len(forms)
    assert all(named(resolution, form) == [entity] for form in forms)


@pytest.mark.parametrize(
    ("kind", "forms"),
    [
        (M, ["ResNet-50", "ResNet-101"]),
        (D, ["CIFAR-10", "CIFAR-100"]),
        (D, ["MovieLens 100K", "MovieLens 1M"]),
        (M, ["GPT-3", "GPT-4"]),
        (M, ["StyleGAN", "StyleGAN2"]),
        (D, ["SQuAD", "SQuAD 1.1", "SQuAD 2.0"]),
        (M, ["MoCo", "MoCo v2"]),
        (M, ["attention", "self-attention"]),
        (M, ["NeRF", "NeRDF"]),
        (M, ["LoRA", "LoRA fine-tuning"]),
        (M, ["graph neural network", "graph neural"]),
        (D, ["ImageNet", "ImageNet-21K"]),
        (D, ["MOT20", "MOTS20"]),
        (M, ["graph attention", "graph attention network"]),
        (T, ["node classification", "graph classification"]),
    ],
)
def test_near_names_stay_apart(kind: Kind, forms: list[str]) -> None:
    resolution = resolved(*(paper(n, thing(kind, form)) for n, form in enumerate(forms)))
    found = [named(resolution, form) for form in forms]
    assert all(len(entities) == 1 for entities in found)
    assert len({entity.id for (entity,) in found}) == len(forms)


def test_an_s_that_belongs_to_a_name_is_no_plural() -> None:
    forms = ["DARTS", "DART", "DARTs"]
    resolution = resolved(*(paper(n, thing(M, form)) for n, form in enumerate(forms)))
    assert {entity.id: set(entity.forms) for entity in resolution.entities} == {
        "method/dart": {"DART", "DARTs"},
        "method/darts": {"DARTS"},
    }
    (alone,) = resolved(paper(1, thing(D, "QUARK-KITCHENS")), paper(2, thing(D, "Quark-Kitchens"))).entities
    assert alone.id == "dataset/quark-kitchens"


def test_a_method_and_a_dataset_of_one_name_are_two() -> None:
    resolution = resolved(paper(1, thing(M, "Quarkle"), thing(D, "Quarkle")))
    assert [entity.id for entity in resolution.entities] == ["dataset/quarkle", "method/quarkle"]


def test_an_abbreviation_joins_the_long_form_that_all_papers_agree_on() -> None:
    resolution = resolved(
        paper(1, thing(M, "quark mixing network", "QMN")), paper(2, thing(M, "QMN")), paper(3, thing(M, "QMNs"))
    )
    (entity,) = resolution.entities
    assert entity.name == "quark mixing network"
    assert reasons(entity) == {
        "QMN": (2, "abbreviation in paper/arxiv:2401.00001"),
        "QMNs": (1, "abbreviation in paper/arxiv:2401.00001"),
        "quark mixing network": (1, "same spelling"),
    }


def test_an_abbreviation_that_papers_explain_in_two_ways_stays_alone() -> None:
    resolution = resolved(
        paper(1, thing(M, "quark mixing network", "QMN")),
        paper(2, thing(M, "quiet mean norm", "QMN")),
        paper(3, thing(M, "QMN")),
    )
    assert [entity.id for entity in resolution.entities] == [
        "method/qmn",
        "method/quark-mixing-network",
        "method/quiet-mean-norm",
    ]
    assert len(named(resolution, "QMN")) == 3


def test_what_a_paper_explains_in_its_own_way_is_not_the_well_known_thing() -> None:
    resolution = resolved(
        paper(1, thing(T, "topological concentration", "TC")), paper(2, thing(T, "text classification", "TC"))
    )
    own, well_known = named(resolution, "topological concentration"), named(resolution, "text classification")
    assert len(own) == len(well_known) == 1
    assert own != well_known
    assert reasons(own[0])["TC"] == (1, "abbreviation in paper/arxiv:2401.00001")


def test_two_names_in_one_form_are_two_things_that_both_have_it() -> None:
    resolution = resolved(paper(1, thing(D, "CIFAR-10", "CIFAR-10/100"), thing(D, "CIFAR-100", "CIFAR-10/100")))
    assert [entity.id for entity in named(resolution, "CIFAR-10/100")] == ["dataset/cifar-10", "dataset/cifar-100"]


def test_the_halves_of_a_form_are_the_things_that_it_names() -> None:
    resolution = resolved(paper(1, thing(D, "CIFAR-10/100")), paper(2, thing(D, "CIFAR10"), thing(D, "CIFAR-100")))
    assert [entity.id for entity in named(resolution, "CIFAR-10/100")] == ["dataset/cifar-10", "dataset/cifar-100"]
    assert {fact.object for fact in resolution.facts if fact.paper} == {"dataset/cifar-10", "dataset/cifar-100"}
    assert len([fact for fact in resolution.facts if fact.paper == "paper/arxiv:2401.00001"]) == 2


def test_a_paper_s_own_definition_binds_what_the_extractors_left_loose() -> None:
    read, extraction = paper(1, thing(M, "QMN"))
    read = replace(read, abstract=f"{read.abstract}It is a quark mixing network (QMN).")
    start = len(read.title) + 2
    sentences = (*extraction.sentences, Span(start + 5, len(read.text)))
    own = (read, replace(extraction, sentences=sentences))
    (entity,) = resolved(own, paper(2, thing(M, "quark mixing networks"))).entities
    assert set(entity.forms) == {"QMN", "quark mixing network", "quark mixing networks"}


def test_two_letters_are_not_shared_on_one_paper_s_word() -> None:
    resolution = resolved(paper(1, thing(M, "quark concentration", "QC")), paper(2, thing(M, "QC")))
    assert [entity.id for entity in resolution.entities] == ["method/qc", "method/quark-concentration"]


def test_a_task_is_a_case_of_the_one_that_its_head_names() -> None:
    resolution = resolved(paper(1, thing(T, "semi-supervised node classification"), thing(T, "quark detection in fog")))
    stated = {(f.subject, f.object, f.source) for f in resolution.facts if f.predicate == "SUBTASK_OF"}
    assert stated == {("task/semi-supervised-node-classification", "task/node-classification", "rule:head-noun")}
    both = resolved(paper(1, thing(T, "quark detection in fog"), thing(T, "quark detection")))
    assert [f.object for f in both.facts if f.predicate == "SUBTASK_OF"] == ["task/quark-detection"]


def test_a_task_is_a_case_of_those_that_the_table_says() -> None:
    resolution = resolved(
        paper(1, thing(T, "AMR parsing")), paper(2, thing(T, "NLP"), thing(T, "clinical relation extraction"))
    )
    stated = {(f.subject, f.object, f.source) for f in resolution.facts if f.predicate == "SUBTASK_OF"}
    assert {
        ("task/amr-parsing", "task/semantic-parsing", "table:tasks#amr-parsing"),
        ("task/semantic-parsing", "task/natural-language-processing", "table:tasks#semantic-parsing"),
        ("task/clinical-relation-extraction", "task/relation-extraction", "rule:head-noun"),
        ("task/relation-extraction", "task/information-extraction", "table:tasks#relation-extraction"),
    } <= stated
    assert not named(resolution, "coreference resolution")  # above nothing that is present


def test_no_task_of_the_table_is_a_case_of_itself() -> None:
    above = defaultdict(set)
    for row in subtasks():
        above[key(row.task)].add(key(row.above))
    reached = {task: {*wider} for task, wider in above.items()}
    for _ in above:
        reached = {task: wider.union(*(reached.get(w, ()) for w in wider)) for task, wider in reached.items()}
    assert all(task not in wider for task, wider in reached.items())


def test_reasons_are_said_for_every_form() -> None:
    resolution = resolved(
        paper(1, thing(M, "graph neural networks", "GNN")), paper(2, thing(M, "graph neural network", "relational net"))
    )
    (entity,) = resolution.entities
    said = reasons(entity)
    assert said["graph neural network"] == (1, "same spelling")
    assert said["graph neural networks"] == (1, "differs in case, hyphen or plural")
    assert said["GNN"][1].startswith("known name (")
    assert said["relational net"] == (1, "same thing in paper/arxiv:2401.00002")


def test_the_id_is_that_of_the_earliest_paper_and_the_name_the_commonest() -> None:
    old = paper(9, thing(M, "Quark Mixer"), date="2019")
    new = [paper(n, thing(M, "quark-mixer net", "Quark-Mixer")) for n in (1, 2)]
    newer = [paper(n, thing(M, "quarkmixer"), date=None) for n in (3, 4)]
    resolution = resolved(*newer, *new, old)
    assert {entity.id: entity.name for entity in resolution.entities} == {
        "method/quark-mixer": "quarkmixer",
        "method/quark-mixer-net": "quark-mixer net",
    }


def test_repositories_fold_case_and_show_the_commonest_spelling() -> None:
    spellings = ["https://github.com/Ada/Quark", "https://github.com/ada/quark", "https://github.com/ADA/quark"]
    resolution = resolved(*(paper(n, thing(R, url)) for n, url in enumerate([*spellings, spellings[1]])))
    (entity,) = resolution.entities
    assert (entity.id, entity.name) == ("repository/github.com/ada/quark", spellings[1])
    assert set(entity.forms) == set(spellings)
    assert named(resolution, "Ada/Quark") == named(resolution, "github.com/ada/quark") == [entity]
    tied = resolved(*(paper(n, thing(R, url)) for n, url in enumerate(reversed(spellings))))
    assert tied.entities[0].name == min(spellings)


def test_a_suite_is_there_with_its_member_and_gone_without() -> None:
    resolution = resolved(paper(1, thing(D, "MAG240M"), thing(D, "ogbl-ddi")))
    assert [entity.name for entity in named(resolution, "OGB")] == ["Open Graph Benchmark"]
    part_of = [fact for fact in resolution.facts if fact.predicate == "PART_OF"]
    assert {(f.subject, f.object, f.source) for f in part_of} == {
        ("dataset/mag-240m", "dataset/ogb-large-scale-challenge", "table:suites#mag-240m"),
        ("dataset/ogb-large-scale-challenge", "dataset/open-graph-benchmark", "table:suites#ogb-large-scale-challenge"),
        ("dataset/ogbl-ddi", "dataset/open-graph-benchmark", "table:suites#ogbl-ddi"),
    }
    assert {(f.sentence, f.confidence, f.by) for f in part_of} == {(None, 1.0, "table:suites")}
    assert named(resolved(paper(1, thing(D, "CIFAR-10"))), "OGB") == []


def test_roles_become_predicates_and_one_thing_has_one_role_a_paper() -> None:
    resolution = resolved(
        paper(
            1,
            thing(M, "GNN", role=Role.BASELINE),
            thing(M, "graph neural network", role=Role.PROPOSED),
            thing(D, "Cora", role=Role.USED),
            thing(T, "node classification"),
            thing(X, "Hits@10"),
            thing(R, "https://github.com/ada/quark"),
        )
    )
    stated = {(fact.predicate, fact.object) for fact in resolution.facts if fact.paper}
    assert stated == {
        ("PROPOSES", "method/graph-neural-network"),
        ("USES_DATASET", "dataset/cora"),
        ("ADDRESSES", "task/node-classification"),
        ("REPORTS", "metric/hits-10"),
        ("HAS_CODE", "repository/github.com/ada/quark"),
    }


def related(reading: Reading, *relations: tuple[int, str, int, float, int, Qualifiers]) -> Reading:
    """The reading with relations: subject, predicate, object, score, the sentence's number, qualifiers."""
    read, extraction = reading
    e, s = extraction.entities, extraction.sentences
    made = (Relation(e[a], p, e[b], s[n], score, BY, q) for a, p, b, score, n, q in relations)
    return read, replace(extraction, relations=tuple(made))


def test_relations_become_facts_with_ids_for_qualifiers() -> None:
    things = [
        thing(M, "Quarkle"),
        thing(M, "GNN"),
        thing(M, "graph neural network"),
        thing(D, "Cora"),
        thing(X, "F1-score"),
    ]
    said = Qualifiers(metric="F1 score", dataset="Cora", value="5.4", unit="%", change=True)
    unknown = Qualifiers(metric="never named", value="3")
    resolution = resolved(
        related(
            paper(1, *things),
            (0, "OUTPERFORMS", 1, 0.51234567, 1, said),
            (0, "OUTPERFORMS", 2, 0.8, 3, said),
            (0, "OUTPERFORMS", 1, 0.8, 2, said),
            (1, "EXTENDS", 2, 0.9, 0, Qualifiers()),
            (0, "EVALUATED_ON", 3, 0.33336, 0, unknown),
        )
    )
    outperforms, evaluated = sorted(
        (f for f in resolution.facts if f.subject == "method/quarkle"), key=lambda f: f.predicate, reverse=True
    )
    assert (outperforms.predicate, outperforms.object) == ("OUTPERFORMS", "method/graph-neural-network")
    assert outperforms.qualifiers == Qualifiers("metric/f1", "dataset/cora", "5.4", "%", True)
    assert (outperforms.confidence, outperforms.sentence) == (0.8, related(paper(1, *things))[1].sentences[2])
    assert (evaluated.confidence, evaluated.qualifiers) == (0.3334, Qualifiers(value="3"))
    assert not [fact for fact in resolution.facts if fact.predicate == "EXTENDS"]


def test_papers_without_entities_and_readings_without_papers_say_nothing() -> None:
    orphan = paper(7, thing(M, "Quarkle"))[1]
    assert resolve([paper(1)[0]], [paper(1)[1], orphan]) == Resolution((), (), ())


def test_the_record_takes_what_was_resolved(tmp_path: Path) -> None:
    resolution = resolve(PAPERS, EXTRACTIONS)
    with Record(tmp_path / "record.sqlite", write=True) as record:
        for read, extraction in zip(PAPERS, EXTRACTIONS, strict=True):
            record.put(read, extraction)
        record.resolve_to(resolution.entities, resolution.facts, resolution.keys)
        assert tuple(record.entities()) == resolution.entities
        assert tuple(record.facts()) == resolution.facts
        assert [entity.name for entity in record.named(key("O.G.B."))] == ["Open Graph Benchmark"]


FORMS = ["quark mixing network", "QMN", "QMNs", "Quiet Mean Norm", "GNN", "graph neural network", "OGB", "ogbl-ddi"]
things = st.builds(
    lambda kind, forms, role: thing(kind, *forms, role=role if kind is M else None),
    st.sampled_from([M, D]),
    st.lists(st.sampled_from(FORMS), min_size=1, max_size=3, unique=True),
    st.sampled_from([None, Role.USED, Role.PROPOSED]),
)
papers = st.lists(
    st.tuples(
        st.lists(things, max_size=4, unique_by=lambda t: (t[0], t[1])), st.sampled_from([None, "2020", "2021-05-01"])
    ),
    max_size=5,
).map(lambda rows: [paper(n, *row, date=date) for n, (row, date) in enumerate(rows)])


@settings(deadline=None, max_examples=60)
@given(papers, st.randoms(use_true_random=False))
def test_the_order_of_papers_does_not_matter(readings: list[Reading], random: Random) -> None:
    expected = resolved(*readings)
    shuffled = list(readings)
    random.shuffle(shuffled)
    assert resolve([p for p, _ in shuffled], [e for _, e in reversed(shuffled)]) == expected


@settings(deadline=None, max_examples=60)
@given(papers)
def test_every_graph_holds_together(readings: list[Reading]) -> None:
    resolution = resolved(*readings)
    ids = {entity.id: entity.kind for entity in resolution.entities} | {p.id: Kind.PAPER for p, _ in readings}
    assert len({entity.id for entity in resolution.entities}) == len(resolution.entities)
    assert [e.id for e in resolution.entities] == sorted(e.id for e in resolution.entities)
    assert [f.id for f in resolution.facts] == sorted({f.id for f in resolution.facts})
    for fact in resolution.facts:
        signature = predicate(fact.predicate)
        assert (ids[fact.subject], ids[fact.object]) == (signature.subject, signature.object)
    for entity in resolution.entities:
        assert entity in named(resolution, entity.id.partition("/")[2])
        assert all(alias.reason for alias in entity.aliases)
    for _, extraction in readings:
        for e in extraction.entities:
            assert any(found.kind is e.kind for found in named(resolution, e.name))
