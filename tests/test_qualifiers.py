"""Values, units and what they are measured on, in sentences made up for the purpose."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.measurements import Named, measurements
from extractors.qualifiers import qualifiers


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
        ("Hoots are found more often, from 14.1% to 58.4% of nights.", [("58.4", "%", False)]),
        (
            "OwlNet lifts three owls from 44%, 46%, and 51% to 71%, 75% and 72%.",
            [("71", "%", False), ("75", "%", False), ("72", "%", False)],
        ),
        ("OwlNet is 11% to 43% more accurate than BarnNet.", [("11", "%", True)]),
        ("OwlNet boosts hoots to 88.37% of nights.", [("88.37", "%", False)]),
        ("OwlNet has a notable 11.08% average hoot-count improvement.", [("11.08", "%", True)]),
        ("OwlNet lifts hoots by 7.1% on Nest 1M and 4.6% on Feathers-10.", [("7.1", "%", True), ("4.6", "%", True)]),
        (
            "OwlNet is 2.1%~16.5% better, by 1.77 +- 0.25 points in 5-fold cross-validation.",
            [("2.1", "%", True), ("1.77", "points", True)],
        ),
        ("OwlNet improves hoots by 4 to 37%.", [("4", "%", True)]),
        ("OwlNet draws 128 × 128 feathers.", []),
        ("OwlNet hoots faster by 14% to 40%.", [("14", "%", True)]),
        ("Attacks over Nest 1M give 72.18% on one owl.", [("72.18", "%", False)]),
        ("OwlNet gains 2.0 and 1.3 points.", [("2.0", "points", True), ("1.3", "points", True)]),
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


def test_lists_of_one_length_are_in_step_whatever_stands_between() -> None:
    text = "On Feathers, Nest and Barn OwlNet has accuracies of 98.2% (+3.3%), 93.9% (+0.2%) and 81.1% (+1.2%)."
    data = _at(text, "Feathers", "Nest", "Barn")
    values = [qualifiers(text, (0, len(text)), metrics=[], datasets=data, about=name)["value"] for name, *_ in data]
    assert values == ["98.2", "93.9", "81.1"]


@pytest.mark.parametrize(
    "text",
    [
        "OwlNet sees more in Feathers (+1.0%), Nest (+1.8%) and Barn (+1.5%).",
        "On Feathers and Nest OwlNet gains 1.0% (9.4% of all owls) and 1.8% (11.1% of all owls), respectively.",
    ],
)
def test_a_bracket_is_a_remark_on_what_stands_before(text: str) -> None:
    own = qualifiers(text, (0, len(text)), metrics=[], datasets=_at(text, "Feathers", "Nest", "Barn"), about="Nest")
    assert own["value"] in ("+1.8", "1.8")


def test_remarks_alone_are_of_no_data_set() -> None:
    text = "OwlNet and BarnNet see more (3% and 5%, respectively)."
    assert qualifiers(text, (0, len(text)), metrics=[], datasets=[]) == {"value": "3", "unit": "%", "change": True}


@settings(deadline=None)
@given(st.text(alphabet="0123456789 .,()%+-~x×toandbyBN", max_size=60))
def test_no_text_is_too_odd(text: str) -> None:
    names = [(letter, at, at + 1) for at, letter in enumerate(text) if letter in "BN"]
    own = qualifiers(text, (0, len(text)), metrics=names[:1], datasets=names[1:], methods=names, subject="B", rival="N")
    assert set(own) <= {"metric", "dataset", "value", "unit", "change"}
    assert str(own.get("value", "")) in text


def test_methods_and_numbers_of_one_length_are_in_step() -> None:
    text = "On Nest OwlNet and BarnNet improve from 44% and 46% to 71% and 75%."
    names = {"datasets": _at(text, "Nest"), "methods": _at(text, "OwlNet", "BarnNet")}
    own = qualifiers(text, (0, len(text)), metrics=[], about="Nest", subject="BarnNet", **names)
    assert own["value"] == "75"


def test_a_number_of_another_method_is_passed_over() -> None:
    text = "On Nest BarnNet achieves 45.2% whereas OwlNet has 46.1%."
    names = {"datasets": _at(text, "Nest"), "methods": _at(text, "BarnNet", "OwlNet")}
    for name, value in (("BarnNet", "45.2"), ("OwlNet", "46.1")):
        own = qualifiers(text, (0, len(text)), metrics=[], about="Nest", subject=name, **names)
        assert own["value"] == value
    assert "value" not in qualifiers(text, (0, len(text)), metrics=[], about="Nest", subject="HawkNet", **names)


@pytest.mark.parametrize(
    "text",
    [
        "It is 3x faster than BarnNet and gains 5% over HawkNet.",
        "It outperforms BarnNet by 3x and beats HawkNet by 5%.",
        "It gains 3% and 5% over BarnNet and HawkNet.",
    ],
)
def test_a_lead_is_over_whom_the_sentence_says(text: str) -> None:
    methods = _at(text, "BarnNet", "HawkNet")
    values = [
        qualifiers(text, (0, len(text)), metrics=[], datasets=[], methods=methods, subject="OwlNet", rival=name)[
            "value"
        ]
        for name in ("BarnNet", "HawkNet")
    ]
    assert values == ["3", "5"]


def test_a_list_shares_the_metric_at_its_end() -> None:
    text = "OwlNet gains 2.0 and 1.3 hoots on Feathers and Nest."
    own = qualifiers(
        text, (0, len(text)), metrics=_at(text, "hoots"), datasets=_at(text, "Feathers", "Nest"), about="Feathers"
    )
    assert own == {"metric": "hoots", "value": "2.0", "change": True}


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("It keeps the error while reducing time by 32%.", None),
        ("It wins by 5% on Nest while keeping 22.6 fps.", None),
        ("It improves the error by 5% and runs at 22.6 fps.", "error"),
    ],
)
def test_a_metric_is_of_the_numbers_clause(text: str, metric: str | None) -> None:
    own = qualifiers(text, (0, len(text)), metrics=_at(text, "error", "fps"), datasets=[])
    assert own.get("metric") == metric
    assert own["unit"] == "%"


def test_without_a_number_the_names_remain() -> None:
    text = "OwlNet beats BarnNet in F1 on Nest."
    own = qualifiers(text, (0, len(text)), metrics=_at(text, "F1"), datasets=_at(text, "Nest"))
    assert own == {"dataset": "Nest", "metric": "F1"}
