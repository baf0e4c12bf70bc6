"""Pieces, the best path and the candidate spans, on probabilities made up by hand."""

import numpy as np
import pytest
from made_readings import labelled, reading

from extractors.pieces import WordPiece
from extractors.tagger import candidate_spans, probabilities, viterbi
from extractors.things import candidates, is_short_for

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "owl", "##net", "-", "10", "naive", "鳥", "("]


def test_word_pieces_are_greedy_and_know_what_they_do_not_know() -> None:
    tokens = WordPiece.from_words(WORDS)
    encoding = tokens.encode("OWLnet-10 Naïve 鳥 zzz")
    assert encoding.ids == [2, 4, 5, 6, 7, 8, 9, 1, 3]
    assert encoding.first == [1, 3, 4, 5, 6, 7]
    assert encoding.offsets[0] == (0, 6)


def test_a_long_text_is_cut_with_its_last_piece_begun() -> None:
    encoding = WordPiece.from_words(WORDS).encode("owlnet " * 400)
    assert len(encoding.ids) == 512
    assert encoding.ids[-1] == 3
    assert max(encoding.first) < 511
    assert len(encoding.first) == len(encoding.offsets) == 255


@pytest.mark.parametrize(
    ("labels", "spans"),
    [("OMmO", [(1, 2, 0)]), ("MM", [(0, 0, 0), (1, 1, 0)]), ("OO", []), ("MmTt", [(0, 1, 0), (2, 3, 2)]), ("", [])],
)
def test_viterbi(labels: str, spans: list[tuple[int, int, int]]) -> None:
    assert viterbi(labelled(labels)) == spans


def test_inside_never_follows_outside() -> None:
    assert viterbi(labelled("OmmO", 0.5)) in ([(1, 2, 0)], [])
    assert all(span[2] == 0 for span in viterbi(labelled("Mtm", 0.6)))


def test_spans_off_the_path_are_candidates_too() -> None:
    unsure = labelled("OMO")
    unsure[2] = 0
    unsure[2, [0, 2]] = (0.55, 0.45)
    spans = {(s.first, s.last): s for s in candidate_spans(unsure)}
    assert spans[1, 1].path == 0
    assert spans[1, 2].path == -1
    assert spans[1, 1].bounds > spans[1, 2].bounds > 0.3


def test_viterbi_takes_as_many_kinds_as_there_are_labels() -> None:
    rows = np.full((3, 13), 0.01, np.float32)
    rows[[0, 1, 2], [11, 12, 0]] = 0.9  # B and I of a sixth kind, then outside
    assert viterbi(rows) == [(0, 1, 5)]


def test_probabilities_sum_to_one() -> None:
    assert probabilities(np.array([[900.0] + [0.0] * 8], np.float16)).sum() == pytest.approx(1)


def test_long_and_short_forms_are_one_thing() -> None:
    text = "Owl Graph Networks\n\nWe use owl graph networks (OGNs) and barn search."
    found = candidates(reading(text, "MmmOOMmmOMOOMmO"))
    assert [c.forms for c in found] == [("Owl Graph Networks", "owl graph networks", "OGNs"), ("barn search",)]
    assert found[0].bound
    assert all(text[a:b] in found[0].forms for a, b in [(0, 18), (27, 45), (47, 51)])


def test_a_general_noun_does_not_make_another_thing() -> None:
    text = "T\n\nThe Hoot model beats Hoot on Nest."
    found = candidates(reading(text, "OOMmOMOOO"))
    assert len(found) == 1
    assert set(found[0].keys) == {"hoot", "hootmodel"}
    alone = candidates(reading("T\n\nThe Hoot model beats it.", "OOMOOOO"))
    assert alone[0].also == ("Hoot model",)


@pytest.mark.parametrize(
    ("short", "long", "right"),
    [("GNNs", "graph neural nets", True), ("owl", "owls with lanterns", False), ("XNN", "neural net", False)],
)
def test_is_short_for(short: str, long: str, right: bool) -> None:
    assert is_short_for(short, long) is right
