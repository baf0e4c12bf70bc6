"""When two spellings are one name: the normal form, and the key and slug made from it."""

import re
import unicodedata
from functools import lru_cache

from kg.names.abbreviations import abbreviates, abbreviates_end

_GREEK = {
    code: unicodedata.name(chr(code)).rsplit(" ", 1)[-1].lower()
    for code in range(ord("α"), ord("ω") + 1)
    if unicodedata.name(chr(code)).startswith("GREEK SMALL LETTER")
}
"""β-VAE is beta-VAE."""

_WORD = re.compile(r"[^\W_]+(?:(?:(?<=\d)\.(?=\d)|(?<=[^\W\d_])\*(?=[^\W\d_]))[^\W_]+)*(?:[+#*]+(?![^\W_]))?")
"""Letters and digits; a point only between digits (SQuAD 1.1), a star between letters (R*CNN), a mark else only at the
end (C++, C#, A*)."""

_ACRONYMS = re.compile(r"(?<=[A-Z]{2})s$")
_JOINT, _TWO_NUMBERS = re.compile(r"(?<!\d) | (?!\d)"), re.compile(r"\d \d")
"""Any space but that between two numbers; where there is one."""

_POSSESSIVE = re.compile(r"['’`]s\b")
_QUOTE, _NUMBER_AT_WORD = re.compile(r"['’`]"), re.compile(r"[^\W\d_]\d")
"""What most names are without, and so need not be searched further."""

_ARTICLE = re.compile(r"^(?:the )+(?=.)")
_VERSION = re.compile(r"(?<=[^\W\d_]{2})(?<!con)(?=v\d+(?:\.\d+)*(?: |$))")
"""Before a version at the end of a word: MoCov2; not in conv1."""

_CAPITAL_S = re.compile(r".*[A-Z]{3}S")
"""A name such as DARTS, whose last letter is no plural."""

_BRACKETED = re.compile(r"([^()]+?)\s*\(([^()]+)(?:\)\s*(.*)|$)", re.DOTALL)
"""Graph Neural Networks (GNN): one name, said twice; also within a longer one, or cut before the second bracket."""

_NUMBERED = re.compile(r"(?<=[^\W\d_]{3})(?=\d+(?:\.\d+)*[^\W\d_]?(?: |$))")
"""Before a size or version at the end of a word: CIFAR10, StyleGAN2, ImageNet1K; not in node2vec, C4 or T5."""

_NOT_PLURAL = "".join(rf"(?<!{word})" for word in ("bayes", "bias", "lens", "means", "movies", "series", "species"))
_PLURAL = (  # the first that fits, on the last word
    (
        re.compile(
            r"(?<=.(?:ss|.x|sh))es$|(?<=ch)es$(?<!\bcaches)(?<!niches)(?<!lanches)|(?<=\bbias)es$|(?<=\blens)es$"
        ),
        "",
    ),
    (re.compile(r"(?<=\bmatr)ices$"), "ix"),
    (re.compile(r"(?<=\bvert)ices$|(?<=\bind)ices$"), "ex"),
    (re.compile(rf"(?<=[^\W\d_]{{2}})ies{_NOT_PLURAL}$"), "y"),
    (re.compile(rf"(?<=[^\W\d_]{{3}})(?<![siu])s{_NOT_PLURAL}$|(?<=\b[^\W\d_]{{2}}[iu])s$"), ""),
)
"""No plurals: class, analysis, corpus, series; but GRUs and APIs are."""

_AMERICAN = (
    (re.compile(r"(?<=[^\W\d_]{3})isation"), "ization"),
    (
        re.compile(
            r"(general|regular|normal|optim|factor|personal|token|quant|vector|random|discret|summar|standard|initial"
            r"|visual|parallel|marginal|penal|organ|recogn|local|central|minim|maxim|character|categor|special)is(?=e|ing)"
        ),
        r"\1iz",
    ),
    (re.compile(r"\b(neighb|behavi|col|fav|lab|tum|hum|arm|flav)our"), r"\1or"),
    (re.compile(r"\b(mode|labe|trave|cance|signa|channe|tunne)ll(?=ed|ing|er)"), r"\1l"),
    (re.compile(r"\b(cent|fib|met)re\b"), r"\1er"),
    (re.compile(r"\banalys(?=e[dr]?\b|ing\b)"), "analyz"),
    (re.compile(r"\bjudgement"), "judgment"),
)

_BRITISH = re.compile(r"is(?:ation|e|ing)|our|ll|re\b|analys|judgement")
"""What one of them may apply to."""


@lru_cache(maxsize=1 << 20)
def normal_form(name: str) -> str:
    """Return a name's words in their plainest spelling, joined by single spaces.

    Dropped: case, accents, hyphens, slashes and other punctuation, a leading "the", possessives, the plural of the
    last word, British spelling, an abbreviation in brackets of what stands before them. Kept: numbers and the marks of
    C++, C# and A*, for versions and sizes are part of a name; of a name without any letter or digit, its code points.
    Idempotent.

    >>> normal_form("Graph Neural Networks (GNN)"), normal_form("CIFAR10"), normal_form("the SQuAD-1.1")
    ('graph neural network', 'cifar 10', 'squad 1.1')
    """
    words = _words(name)
    return _separated(_singular(words) if words.endswith("s") else words)


def _singular(words: str) -> str:
    """Return words without the plural of the last of them."""
    before, space, last = words.rpartition(" ")
    for pattern, singular in _PLURAL:
        one, dropped = pattern.subn(singular, last)
        if dropped:
            return before + space + one
    return words


def _words(name: str) -> str:
    """Return the words of a name in their plainest spelling, the last as it is: singular or plural."""
    spaced = name.replace("-", " ")
    if spaced.isascii() and spaced.replace(" ", "").isalnum():  # as most names are: nothing to look for
        words = " ".join((_ACRONYMS.sub("", spaced) if spaced.endswith("s") else spaced).lower().split())
    else:
        words = " ".join(_parts(_unbracketed(name)))
    if words.startswith("the "):
        words = _ARTICLE.sub("", words)
    if _BRITISH.search(words):
        for pattern, american in _AMERICAN:
            words = pattern.sub(american, words)
    return words


def _parts(name: str) -> list[str]:
    """Return the words of a name with any signs; of a name without letter or digit, its code points."""
    plain = _plain((_ACRONYMS.sub("", name) if name.endswith("s") else name).casefold()).replace("&", " and ")
    found = _WORD.findall(_POSSESSIVE.sub("", plain) if _QUOTE.search(plain) else plain)
    return found or [f"u{ord(c):x}" for c in plain if not c.isspace()]


def _separated(words: str) -> str:
    return _NUMBERED.sub(" ", _VERSION.sub(" ", words)) if _NUMBER_AT_WORD.search(words) else words


def _unbracketed(name: str) -> str:
    said_twice = _BRACKETED.fullmatch(name) if "(" in name else None
    if said_twice:
        first, second, rest = said_twice.groups()
        if rest:
            return f"{first} {rest}" if abbreviates_end(second, first) else name
        if abbreviates(second, first):
            return first
        if abbreviates(first, second):
            return second
    return name


def _plain(text: str) -> str:
    """Return letters without accents, Greek ones by name, and no typographic variants."""
    if text.isascii():
        return text
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()
    return unicodedata.normalize("NFKC", bare).translate(_GREEK)


@lru_cache(maxsize=1 << 20)
def key(name: str) -> str:
    """Return what all spellings of one name share: its normal form without spaces, numbers kept apart.

    >>> key("k-NN") == key("KNN"), key("Llama-3 8B"), key("MovieLens 1 M")
    (True, 'llama3 8b', 'movielens1m')
    """
    words = normal_form(name)
    return _JOINT.sub("", words) if _TWO_NUMBERS.search(words) else words.replace(" ", "")


def ends_in_capital_s(name: str) -> bool:
    """Whether a name such as DARTS ends in an S that ``normal_form`` takes for a plural's and that is none.

    >>> ends_in_capital_s("DARTS"), ends_in_capital_s("DARTs"), ends_in_capital_s("NEURAL NETWORKS")
    (True, False, False)
    """
    whole = name.strip()
    if not whole.endswith("S"):
        return False
    in_capitals = " " in whole and whole.isupper()
    return bool(_CAPITAL_S.fullmatch(whole)) and not in_capitals and not normal_form(whole).endswith("s")


def slug(name: str) -> str:
    """Return the normal form with hyphens, for ids, but DARTS keeps its S. Names with one slug have one normal form.

    >>> slug("Open Graph Benchmark"), slug("DARTS")
    ('open-graph-benchmark', 'darts')
    """
    words = _separated(_words(name)) if ends_in_capital_s(name) else normal_form(name)
    return words.replace(" ", "-")
