"""The small models' machinery: trees, ridge, tables of forms, words, and the features' shapes."""

from dataclasses import replace
from pathlib import Path

import numpy as np
from made_readings import reading

from extractors.form_table import COLUMNS, FormTable, form_hash, occurring
from extractors.judgement import Models, Paper, decide
from extractors.relations import PAIR_FEATURES, End, evidence, pair_features
from extractors.roles import ROLE_FEATURES, role_features
from extractors.second_look import FEATURES, context_vectors, features, known_forms
from extractors.sentences import sentences
from extractors.tagger import Tagger
from extractors.things import candidates
from extractors.trees import Forest, Ridge
from extractors.words import BUCKETS, hashed, mention_tokens, pair_tokens, token_scores

TEXT = "Owl Search\n\nWe propose Hoot. Hoot beats Screech on owl search."
LABELS = "TtOOMOMOMOTtO"


def _table() -> FormTable:
    keys = sorted(("hoot", "screech"), key=form_hash)
    counts = np.zeros((2, len(COLUMNS)), np.uint16)
    counts[:, 0] = [3, 5]
    return FormTable(np.array([form_hash(k) for k in keys], np.uint64), counts, np.array([1, 2], np.uint8))


def _paper() -> Paper:
    return Paper.from_reading(reading(TEXT, LABELS), sentences(TEXT, TEXT.index("\n")))


def test_a_forest_adds_up_its_leaves() -> None:
    forest = Forest(
        feature=np.array([[0, 1], [1, 0]], np.int16),
        threshold=np.array([[0.5, 2.0], [1.0, 0.0]], np.float32),
        left=np.array([[1, -1], [-1, -1]], np.int16),
        right=np.array([[-3, -2], [-2, -1]], np.int16),
        leaf=np.array([[1, 2, 4], [10, 20, 0]], np.float32),
        outputs=1,
    )
    x = np.array([[0, 1], [0, 3], [1, 1]], np.float32)
    assert forest.raw(x)[:, 0].tolist() == [11, 22, 14]
    again = Forest.from_arrays(forest.as_arrays("f"), "f")
    assert again.raw(x).tolist() == forest.raw(x).tolist()
    assert (np.diff(forest.probabilities(x)) != 0).all()
    assert forest.scaled(2, -1).raw(x)[:, 0].tolist() == [21, 43, 27]


def test_a_ridge_survives_its_file() -> None:
    ridge = Ridge(np.ones(3, np.float32), np.eye(3, 2, dtype=np.float32), np.array([0.5, 0], np.float32))
    again = Ridge.from_arrays(ridge.as_arrays("r"), "r")
    assert again.scores(np.array([[2, 3, 4]], np.float32)).tolist() == [[1.5, 2.0]]


def test_unknown_forms_count_nothing() -> None:
    counts, bits = _table().look_up(["hoot", "nothing at all"])
    assert counts[0, 0] in (3, 5)
    assert counts[1].sum() == 0
    assert bits[1] == 0


def test_what_a_paper_added_itself_is_taken_off() -> None:
    found = _paper().found
    own = {"hoot": np.eye(1, len(COLUMNS), dtype=np.float32)[0]}
    with_own, _ = known_forms(_table(), found)
    without, _ = known_forms(_table(), found, own)
    place = next(i for i, c in enumerate(found) if c.key == "hoot")
    assert (with_own - without)[place, 0] == 1
    assert (with_own - without).sum() == 1


def test_occurring_sees_runs_of_pieces() -> None:
    assert occurring(["gpt", "", "4", "models"], {"gpt4", "4model", "gpt"}) == {"gpt4", "4model", "gpt"}


def test_every_feature_has_its_column() -> None:
    paper = _paper()
    n = len(paper.found)
    counts, lists = known_forms(_table(), paper.found)
    context = np.full((n, 5), 0.2, np.float32)
    assert features(paper.reading, paper.found, paper.bounds, counts, lists, context).shape == (4 * n, len(FEATURES))
    assert context_vectors(paper.reading, paper.found, paper.bounds).shape == (n, 32)
    scores = np.zeros((n, 10), np.float32)
    standing = np.full(n, 0.5, np.float32)
    assert role_features(paper.reading, paper.found, paper.bounds, counts, standing, scores).shape == (
        n,
        len(ROLE_FEATURES),
    )


def test_nothing_in_nothing_out() -> None:
    paper = Paper.from_reading(reading("Owls\n\nNothing here.", "OOOO"), [(0, 4), (6, 19)])
    assert paper.found == []
    empty = np.zeros((0, 5), np.float32)
    assert features(paper.reading, [], paper.bounds, empty, np.zeros(0, np.uint8), empty).shape == (0, len(FEATURES))


def _ends(paper: Paper) -> list[End]:
    kinds = {"hoot": "method", "screech": "method", "owlsearch": "task"}
    return [End(c, kinds[c.key], 0.9, (0.5, 0.3, 0.2, 0.0)) for c in paper.found if c.key in kinds]


def test_all_pairs_that_a_signature_allows() -> None:
    paper = _paper()
    weights = {
        name: (np.zeros((BUCKETS, 1), np.float16), np.zeros(1, np.float32))
        for name in ("EXTENDS", "OUTPERFORMS", "EVALUATED_ON", "APPLIED_TO")
    }
    ends = _ends(paper)
    pairs, x = pair_features(paper.page, ends, weights)
    named = {(ends[s].candidate.key, ends[o].candidate.key) for s, o in pairs}
    assert named == {("hoot", "screech"), ("screech", "hoot"), ("hoot", "owlsearch"), ("screech", "owlsearch")}
    assert x.shape == (4, len(PAIR_FEATURES))


def test_the_evidence_holds_both_ends_or_else_the_object() -> None:
    paper = _paper()
    by_key = {c.key: c for c in paper.found}
    assert evidence(paper.page, by_key["hoot"], by_key["owlsearch"]) == 2
    assert evidence(paper.page, by_key["screech"], by_key["hoot"]) == 2


def test_words_are_hashed_the_same_everywhere() -> None:
    paper = _paper()
    tokens = mention_tokens(paper.page, [(4, 4), (6, 6)])
    assert "b1=we" in tokens
    assert "1b0=propose" in tokens
    assert "b0=propose" in tokens
    pair = pair_tokens(paper.page, [(6, 6)], [(8, 8)])
    assert "w>beats" in pair
    weights = np.zeros((BUCKETS, 2), np.float16)
    assert token_scores([hashed(tokens), hashed([])], weights, np.array([1.0, 2.0])).tolist() == [[1, 2], [1, 2]]


def test_the_shipped_models_read_a_paper_alone_as_among_others() -> None:
    folder = Path(__file__).parents[1] / "extractors/model"
    models = Models.from_folder(folder)
    width = len(models.context.mean) // 8
    narrow = reading(TEXT, LABELS)
    wide = replace(narrow, hidden=np.ones((len(narrow.offsets), width), np.float32))
    first = decide(wide, sentences(TEXT, TEXT.index("\n")), models)
    decide(
        type(wide)("Other\n\nHoot.", wide.offsets[:3], wide.probabilities[:3], wide.hidden[:3]),
        [(0, 5), (7, 12)],
        models,
    )
    assert decide(wide, sentences(TEXT, TEXT.index("\n")), models) == first
    assert candidates(wide) == candidates(wide)


def test_a_text_is_read_the_same_whatever_was_read_before() -> None:
    folder = Path(__file__).parents[1] / "extractors/model"
    texts = [
        "Hoot: Owls\n\nWe propose Hoot, a graph neural network. It beats Screech on Nest-10 by 2%.",
        "Barn Search\n\nA short one.",
        "Night Vision\n\n" + "Owls see well at night, and we ask why with the help of transformers. " * 12,
    ]
    models = Models.from_folder(folder)

    def read(order: list[int]) -> list[str]:
        tagger = Tagger(folder / "tagger.onnx", folder / "vocabulary.txt")
        found = {
            i: repr(decide(tagger.read(texts[i]), sentences(texts[i], max(texts[i].find("\n"), 0)), models))
            for i in order
        }
        return [found[i] for i in range(3)]

    assert read([0, 1, 2]) == read([2, 0, 1])
    assert "Hoot" in read([0, 1, 2])[0]
