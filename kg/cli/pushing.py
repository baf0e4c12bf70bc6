"""The command that fills a server: push."""

from typing import Annotated

import typer

from kg.cli.app import DEFAULT_GRAPH, ConfidenceOption, GraphOption, app, password
from kg.cli.printing import progress_bar, say


@app.command()
def push(
    address: Annotated[str, typer.Argument(help="Such as neo4j://localhost:7687", metavar="ADDRESS")],
    graph: GraphOption = DEFAULT_GRAPH,
    min_confidence: ConfidenceOption = 0.0,
    database: Annotated[str | None, typer.Option(help="The database; the server's default if left out.")] = None,
    user: Annotated[str | None, typer.Option(help="Who asks; neo4j if left out.")] = None,
) -> None:
    """Make a Neo4j database equal to the graph; the password is asked for, or KG_NEO4J_PASSWORD.

    Only nodes labelled PaperKG, and edges between them, are written or removed. Pushing again writes what differs.
    """
    from kg.record import Record
    from kg.stores import neo4j
    from kg.stores.generations import RECORD
    from kg.stores.neo4j_push import push as push_to

    where = neo4j.address(address, user=user, database=database)
    with Record(graph / RECORD, at_least=min_confidence) as record, neo4j.Neo4jStore(where, password()) as store:
        total = sum(record.counts().values())
        with progress_bar("pushing", total) as advance:
            pushed = push_to(record, store, advance)
    done = pushed.written + pushed.removed
    rate = f"   {done / pushed.seconds:,.0f}/s" if pushed.seconds and done else ""
    say(f"written {pushed.written:,}   unchanged {pushed.unchanged:,}   removed {pushed.removed:,}{rate}")
    say(f'\nNext: kg ask "papers using X" -g {address}')
