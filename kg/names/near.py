"""Names that are nearly alike: those that a person would look at twice."""

from collections.abc import Iterable, Iterator

from kg.names.spelling import normal_form

ALIKE = 0.88
"""How alike two normal forms are, from 0 to 1, that a person would look at twice."""

_WINDOW = 6
"""How many of those that follow in the order a name is compared with."""


def near(names: Iterable[str]) -> Iterator[tuple[float, str, str]]:
    """Yield pairs of names that are nearly alike, each once, with how alike they are; those of one normal form aside.

    Names are compared with their neighbours in two orders, by alphabet and from the last letter backwards: the sorted
    neighbourhoods of M. A. Hernández and S. J. Stolfo (1995), The merge/purge problem for large databases.

    >>> [(one, other) for _, one, other in near(["graph matching", "graph mixing", "graphs matching", "ResNet"])]
    [('graph matching', 'graphs matching')]
    """
    from rapidfuzz.distance import Indel

    by_form = {normal_form(name): name for name in sorted(names, reverse=True)}
    seen: set[tuple[str, str]] = set()
    for order in (sorted(by_form), sorted(by_form, key=lambda form: form[::-1])):
        for n, form in enumerate(order):
            for other in order[n + 1 : n + 1 + _WINDOW]:
                alike = Indel.normalized_similarity(form, other, score_cutoff=ALIKE)
                pair = (form, other) if form < other else (other, form)
                if alike and pair not in seen:
                    seen.add(pair)
                    yield alike, by_form[pair[0]], by_form[pair[1]]
