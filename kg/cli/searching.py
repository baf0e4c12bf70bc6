"""The command that searches words: search."""

from typing import Annotated

import typer

from kg.cli.app import DEFAULT_GRAPH, GraphOption, JsonOption, app, open_graph
from kg.cli.printing import print_found, print_json


@app.command()
def search(
    words: Annotated[list[str], typer.Argument(help='Words, or "words that stand together".', metavar="WORDS")],
    graph: GraphOption = DEFAULT_GRAPH,
    limit: Annotated[int, typer.Option("--limit", metavar="ROWS", min=1, help="Give at most so many.")] = 20,
    as_json: JsonOption = False,
) -> None:
    """Search names, aliases, titles and abstracts for words; the best first, with where they stand."""
    text = " ".join(f'"{word}"' if " " in word and '"' not in word else word for word in words)
    with open_graph(graph) as opened:
        found = opened.search(text, limit=limit)
    if as_json:
        return print_json(found.as_dicts())
    return print_found(found)
