from small_graph import ENTITIES, EXTRACTIONS, FACTS, PAPERS

from kg.record import Record


def test_what_went_in_comes_out(record: Record) -> None:
    assert list(record.papers()) == sorted(PAPERS, key=lambda p: p.id)
    assert list(record.extractions()) == sorted(EXTRACTIONS, key=lambda e: e.paper)
    assert list(record.entities()) == sorted(ENTITIES, key=lambda e: e.id)
    assert list(record.facts()) == sorted(FACTS, key=lambda f: f.id)
