"""What users decide, and that a graph is a function of its papers, its decisions and nothing else."""

from pathlib import Path
from random import Random

import pytest
from commands import kg, kg_json, run
from hypothesis import given, settings
from hypothesis import strategies as st
from test_resolve import D, M, Reading, T, paper, thing

import exports
from kg import deciding
from kg.errors import RequestError, UnknownName
from kg.model import Decision, FormAt
from kg.record import Record
from kg.resolve import resolve


def settle(record: Record) -> None:
    """Resolve what is in the record, as a build does."""
    resolution = resolve(record.papers(), record.extractions(), record.decisions())
    record.resolve_to(resolution.entities, resolution.facts, resolution.keys)


def recorded(path: Path, *readings: Reading) -> Record:
    record = Record(path / "record.sqlite", write=True)
    for read, extraction in readings:
        record.put(read, extraction)
    settle(record)
    return record


def methods(record: Record) -> list[set[str]]:
    """The forms that papers use of each method, entity by entity."""
    return [{a.form for a in e.aliases if a.papers} for e in record.entities() if e.kind is M]


QUARKS = [
    paper(1, thing(M, "quark mixing network", "QMN")),
    paper(2, thing(M, "QMN")),
    paper(3, thing(M, "Quarkle")),
]


def test_a_merge_joins_and_a_later_split_parts_again(tmp_path: Path) -> None:
    with recorded(tmp_path, *QUARKS) as record:
        record.decide(deciding.merged(record, "Quarkle", "QMN"))
        settle(record)
        assert methods(record) == [{"quark mixing network", "QMN", "Quarkle"}]
        (entity,) = record.entities()
        assert {a.form: a.reason for a in entity.aliases}["Quarkle"] == "your decision"
        record.decide(deciding.split(record, "quark mixing network", "Quarkle"))
        settle(record)
        assert methods(record) == [{"quark mixing network", "QMN"}, {"Quarkle"}]
        record.decide(deciding.merged(record, "Quarkle", "QMN"))
        settle(record)
        assert methods(record) == [{"quark mixing network", "QMN", "Quarkle"}]


def test_a_split_wins_over_what_papers_say_and_survives_new_papers(tmp_path: Path) -> None:
    with recorded(tmp_path, *QUARKS) as record:
        record.decide(deciding.split(record, "quark mixing network", "QMN"))
        record.put(*paper(4, thing(M, "quark mixing networks", "QMN")))
        settle(record)
        assert {"QMN"} in methods(record)
        assert {"quark mixing network", "quark mixing networks"} in methods(record)


def test_a_split_in_one_paper_leaves_the_others(tmp_path: Path) -> None:
    readings = [paper(n, thing(M, "Quarkle")) for n in (1, 2)]
    with recorded(tmp_path, *readings) as record:
        record.decide(deciding.split(record, "Quarkle", "Quarkle", "arxiv:2401.00002"))
        settle(record)
        assert [e.id for e in record.entities()] == ["method/quarkle", "method/quarkle@arxiv:2401.00002"]
        assert [f.object for f in record.facts() if f.paper == readings[1][0].id] == ["method/quarkle@arxiv:2401.00002"]
        record.decide(deciding.merged(record, "method/quarkle", "method/quarkle@arxiv:2401.00002"))
        settle(record)
        assert [e.id for e in record.entities()] == ["method/quarkle"]


def test_a_split_of_a_known_alias_leaves_the_well_known_thing(tmp_path: Path) -> None:
    with recorded(tmp_path, paper(1, thing(M, "GNN")), paper(2, thing(M, "graph neural network"))) as record:
        record.decide(deciding.split(record, "graph neural network", "GNN"))
        settle(record)
        assert [e.id for e in record.entities()] == ["method/gnn", "method/graph-neural-network"]


def test_a_decision_that_means_nothing_is_refused(tmp_path: Path) -> None:
    with recorded(tmp_path, *QUARKS) as record:
        with pytest.raises(RequestError, match="one thing already"):
            deciding.merged(record, "QMN", "quark mixing network")
        with pytest.raises(UnknownName, match="form of"):
            deciding.split(record, "Quarkle", "QMN")
        with pytest.raises(RequestError, match="only form"):
            deciding.split(record, "Quarkle", "Quarkle")


def test_the_papers_of_each_form_are_told_and_doubts_come_least_certain_first(tmp_path: Path) -> None:
    ambiguous = paper(4, thing(M, "quiet mean norm", "QMN"))
    with recorded(tmp_path, *QUARKS, ambiguous) as record:
        (entity,) = (e for e in record.entities() if e.name == "quark mixing network")
        assert deciding.papers_of(record, entity)["QMN"] == ["paper/arxiv:2401.00001"]
        doubts = deciding.doubts(record)
        assert [d.certainty for d in doubts] == sorted(d.certainty for d in doubts)
        assert (doubts[0].form, len(doubts[0].ids)) == ("QMN", 3)


def test_what_was_left_apart_under_nearly_one_name_is_a_doubt(tmp_path: Path) -> None:
    names = ("nonparametric quark regression", "nonparameteric quark regression", "quark regression 1", "gluon drift")
    with recorded(
        tmp_path, *(paper(n, thing(M, name)) for n, name in enumerate((*names, "quark regression 2")))
    ) as record:
        (doubt,) = deciding.doubts(record)
    assert doubt.form == "nonparameteric quark regression | nonparametric quark regression"
    assert (len(doubt.ids), doubt.certainty < 0.6) == (2, True)


def test_same_uses_the_graph_where_one_is_given(tmp_path: Path) -> None:
    assert not deciding.same(M, "Quarkle", "Quark Machine").same
    with recorded(tmp_path, *QUARKS) as record:
        record.decide(Decision(M, True, (FormAt("Quarkle"),), (FormAt("QMN"),)))
        settle(record)
        assert deciding.same(M, "Quarkle", "quark mixing network", record).same
        assert not deciding.same(M, "Quarkle", "Gluon", record).same


FORMS = [
    "quark mixing network",
    "QMN",
    "QMNs",
    "Quiet Mean Norm",
    "GNN",
    "GNNs",
    "DARTS",
    "DART",
    "OGB",
    "CIFAR-10/100",
]
papers = st.lists(
    st.tuples(
        st.lists(
            st.builds(
                lambda kind, forms: thing(kind, *forms),
                st.sampled_from([M, D, T]),
                st.lists(st.sampled_from(FORMS), min_size=1, max_size=3, unique=True),
            ),
            max_size=4,
            unique_by=lambda t: (t[0], t[1]),
        ),
        st.sampled_from([None, "2020", "2021-05-01"]),
    ),
    min_size=1,
    max_size=5,
).map(lambda rows: [paper(n, *row, date=date) for n, (row, date) in enumerate(rows)])
at = st.builds(FormAt, st.sampled_from(FORMS), st.sampled_from(["", "paper/arxiv:2401.00001"]))
decisions = st.lists(
    st.builds(
        lambda kind, same, one, other: Decision(kind, same, (one,), tuple(other)),
        st.sampled_from([M, D]),
        st.booleans(),
        at,
        st.lists(at, min_size=1, max_size=2),
    ),
    max_size=3,
)


def exported(record: Record, path: Path) -> bytes:
    settle(record)
    exports.write(record, "nquads", path / "out.nq")
    return (path / "out.nq").read_bytes()


@settings(deadline=None, max_examples=40)
@given(papers, decisions, st.randoms(use_true_random=False))
def test_steps_orders_and_removals_equal_one_build(
    tmp_path_factory: pytest.TempPathFactory, readings: list[Reading], decided: list[Decision], random: Random
) -> None:
    """The graph is a function of the papers now there and the decisions: whatever was there, however they came."""
    folder = tmp_path_factory.mktemp("graphs")
    for name in ("once", "steps"):
        (folder / name).mkdir()
    removed, *_ = shuffled = random.sample(readings, len(readings))
    with Record(folder / "once" / "record.sqlite", write=True) as once:
        for read, extraction in readings:
            if read != removed[0]:
                once.put(read, extraction)
        for decision in decided:
            once.decide(decision)
        expected = exported(once, folder / "once")
    with Record(folder / "steps" / "record.sqlite", write=True) as steps:
        for read, extraction in shuffled:
            steps.put(read, extraction)
            settle(steps)
        for decision in decided:
            steps.decide(decision)
            settle(steps)
        assert steps.remove(removed[0].id)
        assert exported(steps, folder / "steps") == expected


def test_the_commands_decide_and_tell(tmp_path: Path) -> None:
    lines = [
        '{"id": "a", "title": "Oxbow: pruning by tides", "abstract": "We propose Oxbow, a pruning method."}',
        '{"id": "b", "title": "Tidepool: pruning", "abstract": "We propose Tidepool. We test on CIFAR-10/100."}',
    ]
    kg("build", "-", cwd=tmp_path, stdin="\n".join(lines))
    before = kg("export", "nquads", cwd=tmp_path)
    kg("merge", "Oxbow", "Tidepool", cwd=tmp_path)
    assert "your decision" in kg("why", "Oxbow", cwd=tmp_path)
    (told,) = kg_json("why", "Tidepool", cwd=tmp_path)
    assert {f["form"]: f["papers"] for f in told["forms"]} == {"Oxbow": ["paper/src:a"], "Tidepool": ["paper/src:b"]}
    kg("split", "Oxbow", "Tidepool", cwd=tmp_path)
    assert kg("export", "nquads", cwd=tmp_path) == before
    kg("build", "-", cwd=tmp_path, stdin='{"id": "c", "title": "Gone", "abstract": "We test Oxbow on MNIST."}')
    kg("remove", "src:c", cwd=tmp_path)
    assert kg("export", "nquads", cwd=tmp_path) == before
    assert isinstance(kg_json("review", cwd=tmp_path), list)
    assert "no graph there" in run("remove", "src:c", "-g", "absent.kg", cwd=tmp_path, code=1)[1]


def test_pairs_are_read_and_judged_without_a_graph(tmp_path: Path) -> None:
    (tmp_path / "pairs.tsv").write_text("dataset\tCIFAR10\tCIFAR-10\tnote\nMethod\tMoCo\t MoCo v2\n")
    lines = [line.split("\t") for line in kg("same", "--pairs", "pairs.tsv", cwd=tmp_path).splitlines()]
    assert [line[:4] for line in lines] == [
        ["dataset", "CIFAR10", "CIFAR-10", "same"],
        ["Method", "MoCo", " MoCo v2", "different"],
    ]
    assert all(line[4] for line in lines)
    assert "\tsame\t" in kg("same", "method", "GNN", "Graph Neural Networks (GNN)", cwd=tmp_path)
    run("same", "method", "GNN", cwd=tmp_path, code=2)
    (tmp_path / "bad.tsv").write_text("method\tGNN\n")
    assert "bad.tsv:1" in run("same", "--pairs", "bad.tsv", cwd=tmp_path, code=2)[1]
