"""Distil the name lists of ``$KG_SHARED`` into ``kg/data/names.tsv``: ``python -m extractors.training.names``.

A name list is used to find things in texts, so a row that is an everyday phrase ("Books", "time") is worse than a
missing one. Every candidate is therefore looked up in abstracts that people have read and annotated: ``trust`` is the
share of papers whose readers marked it as the kind the list says, drawn towards what names of its shape have, and a
form is found in texts only if its trust reaches six tenths.

Two names are aliases only if this project's own table says so, or if one is an acronym of the other and nearly always
is: the alias column of the dataset list mixes synonyms with variants, members and splits, and is not read.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import kg.names
from extractors.training.name_candidates import Candidate, acronyms, gather, rows, shape, share, weigh
from extractors.training.name_evidence import KINDS, NOTHING, NameKey, Readings
from extractors.training.shared import shared
from kg.names import Known, key, suites
from kg.vocabulary import Kind

CURATED = Path(__file__).with_name("curated_names.tsv")
TABLE = Path(kg.names.__file__).parents[1] / "data" / "names.tsv"

PAIRED_IN, PAIRED_SHARE = 3, 0.8  # papers that explain the acronym so, and their share among all that explain it
BETTER_KNOWN = 5  # an acronym that readers marked so many times more often than its long form is shown in its place


def distil(lists: Path, abstracts: Path, readings: Readings) -> list[Known]:
    """Return the well-known things, ordered by kind and name."""
    curated = [
        Known(name, Kind.parse(kind), tuple(filter(None, a.split("|")))) for kind, name, a in list(rows(CURATED))[1:]
    ]
    pairs = acronyms(lists / "gazetteer_silver_acronyms.tsv")
    candidates = gather(lists, readings)
    for thing in curated:
        for form in thing.forms:
            candidate = candidates[thing.kind, key(form)]
            candidate.name = form
            candidate.spellings.add(form)
            candidate.sources.add("curated")
    for row in suites():
        for form in (row.member, row.suite):
            candidates[Kind.DATASET, key(form)].spellings.add(form)
            candidates[Kind.DATASET, key(form)].sources.add("suites")
    for kind, short in [(kind, short) for long, short in pairs for kind in KINDS if (kind, key(long)) in candidates]:
        candidates[kind, key(short)].spellings.add(short)
    weigh(candidates, abstracts, readings)
    heads = _heads(candidates, pairs, curated)
    things = _things(candidates, heads, {(thing.kind, key(thing.name)): thing.name for thing in curated})
    return sorted(things, key=lambda thing: (thing.kind, thing.name.casefold(), thing.name))


def _heads(
    candidates: Mapping[NameKey, Candidate], pairs: Mapping[tuple[str, str], int], curated: Iterable[Known]
) -> dict[NameKey, NameKey]:
    """Return, for each name that is an alias, the name that heads its row."""
    heads = {(thing.kind, key(form)): (thing.kind, key(thing.name)) for thing in curated for form in thing.forms}
    for kind in KINDS:
        of_kind = {long: (kind, key(long)) in candidates for long, _ in pairs}
        of_another = {long: any((other, key(long)) in candidates for other in KINDS) for long, _ in pairs}
        rivals: Counter[str] = Counter()
        for (long, short), papers in pairs.items():
            rivals[short] += papers if of_kind[long] or not of_another[long] else 0
        for (long, short), papers in pairs.items():
            agreed = papers >= PAIRED_IN and papers >= PAIRED_SHARE * rivals[short]
            if of_kind[long] and agreed and (kind, key(short)) not in heads:
                heads |= _paired((kind, key(long)), (kind, key(short)), heads, candidates)
    return heads


def _paired(
    long: NameKey, short: NameKey, heads: Mapping[NameKey, NameKey], candidates: Mapping[NameKey, Candidate]
) -> dict[NameKey, NameKey]:
    """Put an acronym into the row of its long form; it heads the row if it is much better known."""
    head = heads.get(long, long)
    if (
        head == long
        and long not in heads
        and candidates[short].exact.marked > BETTER_KNOWN * (candidates[long].exact.marked + 1)
    ):
        head = short
    return {long: head, short: head}


def _things(
    candidates: Mapping[NameKey, Candidate], heads: Mapping[NameKey, NameKey], shown: Mapping[NameKey, str]
) -> Iterator[Known]:
    """Yield whatever can be found in texts, and whatever the project's own table has (``shown``)."""
    members: dict[NameKey, list[NameKey]] = defaultdict(list)
    for name_key in sorted(candidates):
        members[heads.get(name_key, name_key)].append(name_key)
    owners = _owners(candidates)
    for head, keys in members.items():
        keys.sort(key=lambda name_key: name_key != head)
        of_row = [candidates[name_key] for name_key in keys]
        sources = {source for candidate in of_row for source in candidate.sources}
        found = [candidates[k] for k in keys if owners.get(k[1]) == k[0] and _spoken(k[0], candidates[k])]
        if sources and (found or head in shown):
            yield Known(
                name=shown.get(head, of_row[0].name),
                kind=head[0],
                aliases=tuple(candidate.name for candidate in of_row[1:]),
                sources=tuple(sorted(sources)),
                find=tuple(sorted({candidate.find or "" for candidate in found})),
                trust=round(share(sum((candidate.tally for candidate in found), NOTHING), of_row[0].prior), 2),
            )


def _owners(candidates: Mapping[NameKey, Candidate]) -> dict[str, Kind]:
    """Return the kind that a name found in a text is taken for: the one that most readers marked."""
    claims: dict[str, list[tuple[int, float, Kind]]] = defaultdict(list)
    for (kind, name), candidate in candidates.items():
        if candidate.find:
            claims[name].append((candidate.exact.marked, share(candidate.exact, candidate.prior), kind))
    return {name: max(of_name)[2] for name, of_name in claims.items()}


def _spoken(kind: Kind, candidate: Candidate) -> bool:
    """Whether any abstract has the name; a dataset's is kept without, if its shape alone tells that it is a name."""
    if "curated" in candidate.sources:
        return True
    alone = kind is Kind.DATASET and shape(candidate.name) in ("digits", "inner capitals", "5 capitals")
    return candidate.papers > 0 or (
        alone and len(candidate.name.split()) <= 3 and bool({"pwc", "suites"} & candidate.sources)
    )


def write(things: Iterable[Known], path: Path) -> None:
    """Write the table."""
    lines = ["kind\tname\taliases\tsources\tfind\ttrust"]
    for thing in things:
        lists = ("|".join(cell) for cell in (thing.aliases, thing.sources, thing.find))
        lines.append("\t".join((thing.kind.key, thing.name, *lists, f"{thing.trust:.2f}")))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Write ``kg/data/names.tsv`` from the folder that ``KG_SHARED`` names; say how many things of each kind."""
    folder = shared()
    things = distil(folder / "gazetteers", folder / "abstracts", Readings(folder / "annotated" / "train.jsonl"))
    write(things, TABLE)
    for kind, n in sorted(Counter(thing.kind for thing in things).items()):
        sys.stdout.write(f"{kind.key}\t{n}\n")


if __name__ == "__main__":
    main()
