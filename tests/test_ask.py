"""Plain words: phrasings written before the grammar and since, names in any dress, and what is not understood."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg import ask, query
from kg.errors import NotUnderstood, UnknownName
from kg.model import Alias, Entity, Extraction, Paper, Rows
from kg.names import key, slug
from kg.query import named_queries
from kg.record import Record
from kg.vocabulary import Kind

PHRASINGS = [line.split("\t") for line in (Path(__file__).parent / "phrasings.tsv").read_text().splitlines()[1:]]
QUERIES = named_queries()

THINGS = {
    Kind.METHOD: (
        *("node2vec", "GraphSAGE", "GCN", "GAT", "LoRA", "CLIP", "Meadow", "Tidewater", "Harbour", "Slate", "ProNeRF"),
        "Prototypical Networks",
    ),
    Kind.DATASET: ("OGB", "ogbl-ddi", "ImageNet", "CIFAR-10", "CIFAR-FS", "GLUE", "MNLI", "LanternQA"),
    Kind.TASK: (
        *("link prediction", "text-to-3D", "question answering", "novel view synthesis", "image classification"),
        *("few-shot image classification", "vision and language navigation"),
    ),
}
EVERYTHING = Paper("paper/src:everything", "A paper of everything")


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    """A record in which the things of the phrasings have their names."""
    things = [Entity(f"{kind.key}/{slug(name)}", kind, name) for kind, of_kind in THINGS.items() for name in of_kind]
    suite = Entity("dataset/ogb", Kind.DATASET, "OGB", (Alias("Open Graph Benchmark", 1, "abbreviation"),))
    things = [suite if thing.id == suite.id else thing for thing in things]
    both = [Entity("dataset/twin", Kind.DATASET, "Twin"), Entity("method/twin", Kind.METHOD, "Twin")]
    with Record(tmp_path_factory.mktemp("names") / "record.sqlite", write=True) as record:
        record.put(EVERYTHING, Extraction(EVERYTHING.id, "test 1", ()))
        keys = [(key(form), thing.id) for thing in (*things, *both) for form in thing.forms]
        record.resolve_to([*things, *both], [], keys)
        yield record


def meaning(question: str, names: Record) -> ask.Meaning:
    return ask.meaning(ask.understand(question), QUERIES.__getitem__, names)


@pytest.mark.parametrize(("question", "name", "words"), PHRASINGS, ids=[phrasing[0] for phrasing in PHRASINGS])
def test_a_phrasing_becomes_its_query(question: str, name: str, words: str, names: Record) -> None:
    found = meaning(question, names)
    given = dict(pair.split("=", 1) for pair in words.split("|"))
    assert found.query.name == name
    assert [list(values) for values in found.parameters] == [[p.name for p in found.query.parameters]]
    for parameter in found.query.parameters:
        (wanted,) = (
            query.find_entities(names, spelling, parameter.kinds)[0].id if parameter.type == "entity" else spelling
            for spelling in [re.sub(r"^the task of |^the |(?: dataset| benchmark| paper)$", "", given[parameter.name])]
        )
        assert found.parameters[0][parameter.name] == wanted


def test_there_are_enough_phrasings() -> None:
    assert len({question for question, _, _ in PHRASINGS}) == len(PHRASINGS) >= 120
    assert {name for _, name, _ in PHRASINGS} == {form.query for form in ask.forms()}


# The table


@pytest.mark.parametrize("form", ask.forms(), ids=lambda form: form.pattern)
def test_a_form_fills_all_parameters_of_a_query_with_evidence(form: ask.Form) -> None:
    parameters = QUERIES[form.query].parameters
    assert set(re.findall(r"\{(\w+)\}", form.pattern)) == {parameter.name for parameter in parameters}
    assert set(ask.EVIDENCE_COLUMNS) <= set(QUERIES[form.query].columns)


@pytest.mark.parametrize("phrase", ask.shown())
def test_a_form_that_is_shown_is_understood(phrase: str) -> None:
    question = re.sub(r"\{(\w+)\}", "SOMETHING", phrase)
    (name,) = {form.query for form in ask.forms() if form.phrase == phrase and phrase in ask.shown()}
    assert name in {reading.query for reading in ask.understand(question)}


def test_each_query_is_shown_once() -> None:
    assert len(ask.shown()) == len({form.query for form in ask.forms()})


# Names


@pytest.mark.parametrize("words", ["OGB", "the OGB", "ogb", "'OGB'", "the dataset OGB", "the OGB dataset", "OGB suite"])
def test_a_name_in_any_dress(words: str, names: Record) -> None:
    assert meaning(f"papers using {words}", names).parameters == ({"thing": "dataset/ogb"},)


def test_the_kind_of_a_name_chooses_the_form(names: Record) -> None:
    assert meaning("papers about OGB", names).query.name == "papers_using"
    assert meaning("papers about link prediction", names).query.name == "papers_on_task"
    assert meaning("code for link prediction", names).query.name == "methods_for_task_with_code"
    assert meaning("code for Slate", names).query.name == "code_for"


def test_a_task_of_one_thing_to_another_may_lack_its_last_word(tmp_path: Path) -> None:
    tasks = [Entity(f"task/{slug(name)}", Kind.TASK, name) for name in ("text-to-speech synthesis", "image generation")]
    with Record(tmp_path / "record.sqlite", write=True) as record:
        record.resolve_to(tasks, [], [(key(task.name), task.id) for task in tasks])
        assert meaning("methods for text-to-speech", record).parameters == ({"task": "task/text-to-speech-synthesis"},)
        with pytest.raises(UnknownName, match="did you mean: image generation"):
            meaning("methods for image", record)


def test_a_name_may_hold_the_words_of_a_form(names: Record) -> None:
    found = meaning("papers on vision and language navigation", names)
    assert (found.query.name, found.parameters) == (
        "papers_on_task",
        ({"task": "task/vision-and-language-navigation"},),
    )


def test_a_name_of_several_things_means_each(names: Record) -> None:
    assert meaning("papers using Twin", names).parameters == ({"thing": "dataset/twin"}, {"thing": "method/twin"})
    assert len(meaning("papers using Twin but not Twin", names).parameters) == 4


@pytest.mark.parametrize(
    ("question", "near"),
    [
        ("papers using node2vek", "node2vec"),
        ("papers using ImageNet but not CIFAR-11", "CIFAR-10"),
        ("papers about link predicton", "link prediction"),
        ("code for Harbor", "Harbour"),
    ],
)
def test_a_name_that_is_none_suggests_near_ones(question: str, near: str, names: Record) -> None:
    with pytest.raises(UnknownName, match=f"did you mean: .*{near}"):
        meaning(question, names)


@pytest.mark.parametrize("question", ["new since yesterday", "papers using Nothing At All Like It"])
def test_a_name_like_no_other_is_said_to_be_unknown(question: str, names: Record) -> None:
    with pytest.raises(UnknownName):
        meaning(question, names)


# What is not understood


@pytest.mark.parametrize(
    ("question", "near"),
    [
        ("sing me a song", "papers using {thing}"),
        ("", "papers using {thing}"),
        ("?!", "papers using {thing}"),
        ("leaderboard please", "leaderboard of {dataset}"),
        ("lineage!", "lineage of {method}"),
        ("what outperforms", "what outperforms {method}"),
    ],
)
def test_what_is_not_understood_shows_the_nearest_forms(question: str, near: str) -> None:
    with pytest.raises(NotUnderstood) as caught:
        ask.understand(question)
    assert near in caught.value.forms
    assert 1 <= len(caught.value.forms) <= 5


def test_a_long_question_is_read_in_good_time() -> None:
    with pytest.raises(NotUnderstood):
        ask.understand("show me all " * 300 + "the and of " * 300)


def test_reading_is_deterministic() -> None:
    assert ask.understand("papers using GCN and GAT") == ask.understand("papers using GCN and GAT")


# Answers


def test_rows_become_answers_with_their_facts() -> None:
    columns = ("id", "kind", "name", "relation", "value", *ask.EVIDENCE_COLUMNS)
    evidence = ("paper/1", "A", "EXTENDS", "B", "A extends B.", 0, 12, 0.9, "test 1")
    rows = Rows(
        columns,
        (
            ("method/a", "Method", "A", "extends it", "9", *evidence),
            ("method/a", "Method", "A", "extends it", "9", *evidence),
            ("method/a", "Method", "A", "extends it", None, *evidence),
            ("method/b", "Method", "B", "extends it", None, *(None,) * 9),
        ),
    )
    one, two = ask.answers(rows)
    assert (one.id, one.columns, len(one.evidence)) == ("method/a", {"relation": "extends it"}, 2)
    assert one.evidence[0] == {
        **{"paper": "paper/1", "subject": "A", "predicate": "EXTENDS", "object": "B", "quote": "A extends B."},
        **{"start": 0, "end": 12, "confidence": 0.9, "by": "test 1", "value": "9"},
    }
    assert two.evidence == ()
    assert two.as_json() == {
        **{"id": "method/b", "kind": "Method", "name": "B"},
        "relation": "extends it",
        "evidence": [],
    }
