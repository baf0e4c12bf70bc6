"""Values, units and what they are measured on, in sentences made up for the purpose."""

import pytest

from extractors.qualifiers import Named, measurements, qualifiers


def _at(text: str, *names: str) -> list[Named]:
    return [(name, text.index(name), text.index(name) + len(name)) for name in names if name in text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("OwlNet gives a 5.4% improvement on Nest 1M.", [("5.4", "%", True)]),
        ("OwlNet reaches 92.1% accuracy on Feathers-10.", [("92.1", "%", False)]),
        ("It outperforms BarnNet by 2.3 points and is 3x faster.", [("2.3", "points", True), ("3", "x", True)]),
        ("We test 12 datasets from 2021 with GPT-4.", []),
        (r"Hoot scores rise by 3.96\% over BarnNet.", [("3.96", "%", True)]),
    ],
)
def test_measurements(text: str, expected: list[tuple[str, str, bool]]) -> None:
    names = _at(text, "Feathers-10", "Nest 1M", "GPT-4")
    assert [(m.value, m.unit, m.change) for m in measurements(text, (0, len(text)), names)] == expected


def test_each_data_set_has_its_own_value() -> None:
    text = "OwlNet obtains 92.1% on Feathers-10 and 75.3% on Nest."
    data = _at(text, "Feathers-10", "Nest")
    for name, value in (("Feathers-10", "92.1"), ("Nest", "75.3")):
        own = qualifiers(text, (0, len(text)), metrics=[], datasets=data, about=name)
        assert own == {"value": value, "unit": "%", "change": False}


def test_a_list_in_step_is_read_pairwise() -> None:
    text = "Gains of 2.0% and 3.5% F1 are seen on Feathers and Nest, respectively."
    own = qualifiers(
        text, (0, len(text)), metrics=_at(text, "F1"), datasets=_at(text, "Feathers", "Nest"), about="Nest"
    )
    assert own == {"metric": "F1", "value": "3.5", "unit": "%", "change": True}


def test_without_a_number_the_names_remain() -> None:
    text = "OwlNet beats BarnNet in F1 on Nest."
    own = qualifiers(text, (0, len(text)), metrics=_at(text, "F1"), datasets=_at(text, "Nest"))
    assert own == {"dataset": "Nest", "metric": "F1"}
