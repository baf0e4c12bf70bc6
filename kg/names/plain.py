"""The form under which scoring compares names; the models' tables are keyed by it too."""

import re

__all__ = ["plain_form"]

_DROPPED = re.compile(r"[^a-z0-9+]")


def plain_form(name: str) -> str:
    """Return a name in lower case, only a-z, 0-9 and + kept, without the plural's s.

    >>> plain_form("Graph Neural Networks"), plain_form("loss"), plain_form("losses"), plain_form("GANs")
    ('graphneuralnetwork', 'loss', 'loss', 'gan')
    """
    form = _DROPPED.sub("", name.lower())
    if form.endswith("sses"):
        return form[:-2]
    if form.endswith("s") and not form.endswith("ss") and len(form) > 3:
        return form[:-1]
    return form
