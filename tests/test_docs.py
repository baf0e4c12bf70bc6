"""The documentation is true: what it shows runs, and its tables are those of the code.

``python tests/test_docs.py`` writes the table of forms into docs/asking.md.
"""

import doctest
import re
import shlex
import sys
from pathlib import Path

import pytest

from kg import ask
from kg.query import named_queries

DOCS = Path(__file__).parent.parent / "docs"
_MARK = "tests/test_docs.py says how -->\n"


def table() -> str:
    """One row a query that plain words can become: how it is asked, what it is called, what it answers."""
    queries = named_queries()
    query_of = {form.phrase: form.query for form in reversed(ask.forms())}
    rows = [
        f"| {phrase} | `{query_of[phrase]}` | {queries[query_of[phrase]].summary.split('. ')[0].rstrip('.')} |"
        for phrase in ask.shown()
    ]
    return "\n".join(["| form | becomes | what it answers |", "|---|---|---|", *rows]) + "\n"


def test_the_forms_are_those_of_the_grammar() -> None:
    assert (DOCS / "asking.md").read_text().partition(_MARK)[2] == table()


@pytest.mark.slow
def test_the_tutorial_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from commands import kg

    monkeypatch.chdir(tmp_path)
    text = (DOCS / "tutorial.md").read_text()
    blocks = re.findall(r"^```(pycon|console)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert {language for language, _ in blocks} == {"pycon", "console"}
    variables: dict[str, object] = {}
    for language, block in blocks:
        if language == "console":
            for command in re.findall(r"^\$ kg (.*)$", block, re.MULTILINE):
                assert kg(*shlex.split(command), cwd=tmp_path)
            continue
        example = doctest.DocTestParser().get_doctest(block, variables, "tutorial", "tutorial.md", 0)
        runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
        assert runner.run(example, clear_globs=False).failed == 0
        variables = example.globs


if __name__ == "__main__":
    path = DOCS / "asking.md"
    before, mark, _ = path.read_text().partition(_MARK)
    path.write_text(before + mark + table())
    sys.exit(0)
