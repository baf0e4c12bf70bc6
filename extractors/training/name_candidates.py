"""The names that lists and readers give to a kind, and what the texts make of them."""

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from extractors.training.name_evidence import KINDS, NOTHING, NameKey, Phrases, Readings, Tally, spellings_in
from kg.names import abbreviates, key
from kg.vocabulary import Kind

SOURCES = {  # the lists whose licence lets names and their origin be passed on, by the beginning of their mark
    "pwc/": "pwc",
    "sota-extractor/": "sota-extractor",
    "NLP-progress": "nlp-progress",
    "huggingface/datasets": "hf-datasets",
    "mteb": "mteb",
    "lm-evaluation-harness": "lm-eval-harness",
    "hf-evaluate": "hf-evaluate",
    "timm": "timm",
    "transformers.js": "transformers.js",
    "axcell/": "axcell",
    "NLP-TDMS/": "nlp-tdms",
    "SciREX": "scirex",
    "corpus:SciREX": "scirex",
    "corpus:TDMSci": "tdmsci",
}

TRUSTED = 0.6
UNDECIDED = 0.5
VOUCHED = 0.7  # what is trusted beforehand to a name of the project's own table
PRIOR_PAPERS = 2
EVERYDAY = 100  # so many times more abstracts have the letters of an acronym such as IN as a word
READ_IN = 3  # papers that must have it marked, for a name that is in no list

_HEAD_NOUN = re.compile(r"\s+(?:data ?sets?|benchmarks?|corpus|corpora)$", re.IGNORECASE)
_UNSAYABLE = re.compile(r"[()\[\]{}|<>=$%\t\n\r]|[^\W\d]_|\b(?:val|test|train|dev)\b|et al| - |^\W")


@dataclass(slots=True)
class Candidate:
    """A name of a kind: its spellings, who gives it, and what the texts say of it."""

    spellings: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)
    name: str = ""
    papers: int = 0  # abstracts that have it in this spelling
    elsewhere: int = 0  # and in another
    exact: Tally = NOTHING
    otherwise: Tally = NOTHING
    prior: float = UNDECIDED

    @property
    def any_case(self) -> bool:
        """Whether the name means the same in other capitals: by the readers' marks, else by its shape."""
        if self.otherwise.found > 1:
            return share(self.otherwise, self.prior) >= TRUSTED
        return shape(self.name) in ("digits", "inner capitals", "words")

    @property
    def find(self) -> str | None:
        """The form to be found in texts, in lower case if any case will do; None if it is not to be trusted."""
        everyday = self.name.isupper() and self.elsewhere > EVERYDAY * self.papers
        if everyday or share(self.exact, self.prior) < TRUSTED:
            return None
        return self.name.lower() if self.any_case else self.name

    @property
    def tally(self) -> Tally:
        """What ``find`` would have found."""
        return self.exact + self.otherwise if self.any_case else self.exact


def share(tally: Tally, prior: float) -> float:
    """Return the share of papers that marked what was found, drawn towards ``prior`` as by two more papers."""
    return (tally.marked + prior * PRIOR_PAPERS) / (tally.found + PRIOR_PAPERS)


def shape(name: str) -> str:
    """Say what a name looks like; how far a list can be trusted depends on it.

    >>> [shape(name) for name in ("CIFAR-10", "ImageNet", "SAM", "Visual Genome", "Adam", "node", "link prediction")]
    ['digits', 'inner capitals', '3 capitals', 'Capitalised Words', 'Word', 'word', 'words']
    """
    words = name.split()
    if re.search(r"\d", name):
        return "digits"
    if re.search(r"[a-z][A-Z]|[A-Z]{2}[a-z]{2}", name):
        return "inner capitals"
    if len(words) == 1 and name.isupper():
        return f"{min(5, sum(map(str.isalpha, name)))} capitals"
    if any(len(part) > 1 and part.isupper() for part in re.split(r"[\s-]", name)):
        return "words and CAPITALS"
    if len(words) == 1:
        return "Word" if name[:1].isupper() else "word"
    return "Capitalised Words" if all(word[:1].isupper() for word in words) else "words"


def gather(lists: Path, readings: Readings) -> dict[NameKey, Candidate]:
    """Return the names that the lists, or enough readers, give to a kind."""
    candidates: dict[NameKey, Candidate] = defaultdict(Candidate)
    for kind in KINDS:
        for name, _, marks, *_ in rows(lists / f"gazetteer_{kind.key}s.tsv"):
            said = _HEAD_NOUN.sub("", name) if kind is Kind.DATASET else name
            sources = {ours for mark in marks.split("|") for theirs, ours in SOURCES.items() if mark.startswith(theirs)}
            if sources and not _UNSAYABLE.search(said) and 2 < len(said) <= 60:
                candidates[kind, key(said)].spellings.add(said)
                candidates[kind, key(said)].sources |= sources
    for name_key, papers in sorted(readings.papers.items()):
        spellings = {s for s in readings.spellings[name_key] if not _UNSAYABLE.search(s)}
        if papers >= READ_IN and spellings:
            candidates[name_key].spellings |= spellings
            candidates[name_key].sources.add("readings")
    return candidates


def acronyms(path: Path) -> Counter[tuple[str, str]]:
    """Count the papers that explain an acronym so: (long form, acronym), each in the first spelling of its key."""
    pairs: Counter[tuple[str, str]] = Counter()
    first: dict[str, str] = {}
    for long, short, _, papers in rows(path):
        if len(long.split()) > 1 and abbreviates(short, long):
            pairs[first.setdefault(key(long), long), first.setdefault(key(short), short)] += int(papers)
    return pairs


def weigh(candidates: dict[NameKey, Candidate], abstracts: Path, readings: Readings) -> None:
    """Look every candidate up in the texts: its commonest spelling, and how far it can be trusted.

    What is known of rare names of a list tells how far to trust those of their shape that no reader met.
    """
    phrases = Phrases(
        spelling for name_key in sorted(candidates) for spelling in sorted(candidates[name_key].spellings)
    )
    kinds: dict[str, list[Kind]] = defaultdict(list)
    for kind, name in sorted(candidates):
        kinds[name].append(kind)
    spellings = spellings_in(abstracts, phrases)
    tallies = readings.tallies(phrases, kinds)
    rare: dict[tuple[Kind, str], Tally] = defaultdict(Tally)
    for (kind, name), candidate in candidates.items():
        candidate.name = candidate.name or _commonest(kind, candidate.spellings, spellings[name])
        candidate.papers = sum(n for form, n in spellings[name].items() if _same(form, candidate.name))
        candidate.elsewhere = sum(spellings[name].values()) - candidate.papers
        of_name = tallies[kind, name].items()
        candidate.exact = sum((t for form, t in of_name if _same(form, candidate.name)), NOTHING)
        candidate.otherwise = sum((t for form, t in of_name if not _same(form, candidate.name)), NOTHING)
        if 0 < candidate.exact.found <= PRIOR_PAPERS and candidate.sources - {"readings"}:
            rare[kind, shape(candidate.name)] += candidate.exact
    for (kind, _), candidate in candidates.items():
        of_shape = shape(candidate.name)
        candidate.prior = share(rare[kind, of_shape], UNDECIDED)
        if of_shape in ("2 capitals", "3 capitals"):  # such as IN and OF
            candidate.prior = min(candidate.prior, UNDECIDED)
        if "curated" in candidate.sources and len(candidate.name) > 2:
            candidate.prior = max(candidate.prior, VOUCHED)


def rows(path: Path) -> Iterator[list[str]]:
    """Yield the rows of a tab-separated file."""
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def _commonest(kind: Kind, spellings: set[str], in_texts: Counter[str]) -> str:
    """Return the spelling that most abstracts have; of anything but a dataset in lower case and singular, if in use.

    An acronym keeps the spelling of its list: "map" is no spelling of MAP.
    """
    pool = spellings if any(map(str.isupper, spellings)) else spellings | in_texts.keys()
    if kind in (Kind.TASK, Kind.METRIC):  # in capitals on a leaderboard alone
        pool = {form for form in pool if shape(form) != "Capitalised Words"} or {form.lower() for form in pool}
    best = max(pool, key=lambda form: (in_texts[form], form in spellings, form))
    if kind is Kind.DATASET:
        return best
    inner = best[:1].lower() + best[1:]  # what begins sentences and titles
    best = inner if " " in best and in_texts[inner] > in_texts[best] / 5 else best
    singular = best.removesuffix("s")
    return singular if in_texts[singular] > in_texts[best] / 20 and key(singular) == key(best) else best


def _same(form: str, name: str) -> bool:
    """Whether they differ in hyphens and plural at most."""
    plain, other = (re.sub(r"[\W_]+", " ", words).removesuffix("s") for words in (form, name))
    return plain == other
