"""Refuses queries that an engine would run but nobody should: those that write, read files, or use the network.

The engines refuse writes themselves (a frozen graph, a read session, SPARQL's grammar for queries). What they let
through is refused here, on the tokens of the text, never by substring: a word in a string, a comment, a property or
a label is not a clause. A text that two engines would cut into different tokens is refused.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from kg.errors import UnsafeQuery


class Token(NamedTuple):
    """A piece of a query: its sort (word, name, string, number, comment, mark ...), its text, where it starts."""

    sort: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + len(self.text)

    @property
    def word(self) -> str:
        """The bare word in capitals, whatever its case or its backticks; empty if it is none."""
        if self.sort not in ("word", "name"):
            return ""
        return unicodedata.normalize("NFKC", self.text.strip("`")).upper()


_CYPHER = re.compile(
    r"""
    (?P<comment> //[^\n]* | /\*(?:.*?\*/|.*) )
  | (?P<string> '(?:[^'\\]|\\.)*' | "(?:[^"\\]|\\.)*" )
  | (?P<name> `(?:[^`]|``)*` )
  | (?P<unclosed> ['"`].* )
  | (?P<parameter> \$(?:\w+|`(?:[^`]|``)*`) )
  | (?P<number> 0[xXoO][0-9A-Fa-f]+ | \d+(?:\.\d+)?(?:[eE][+-]?\d+)? )
  | (?P<word> [^\W\d]\w* )
  | (?P<mark> \.\. | [^\s] )
    """,
    re.VERBOSE | re.DOTALL,
)

_SPARQL = re.compile(
    r"""
    (?P<comment> \#[^\n]* )
  | (?P<iri> <[^<>"{}|^`\\\x00-\x20]*> )
  | (?P<string> '''(?:'{0,2}(?:[^'\\]|\\.))*''' | \"\"\"(?:"{0,2}(?:[^"\\]|\\.))*\"\"\"
              | '(?:[^'\\\n\r]|\\.)*' | "(?:[^"\\\n\r]|\\.)*" )
  | (?P<unclosed> ['"].* )
  | (?P<variable> [?$]\w+ )
  | (?P<tag> @[A-Za-z]+(?:-[A-Za-z0-9]+)* )
  | (?P<blank> _:\w(?:[\w.-]*[\w-])? )
  | (?P<prefixed> (?:[^\W\d_](?:[\w.-]{0,64}[\w-])?)?
                : (?:(?:[\w:]|%[0-9A-Fa-f]{2}|\\.)(?:[\w:.-]|%[0-9A-Fa-f]{2}|\\.)*(?<!\.))? )
  | (?P<number> \d+(?:\.\d+)?(?:[eE][+-]?\d+)? )
  | (?P<word> [^\W\d]\w* )
  | (?P<mark> [^\s] )
    """,
    re.VERBOSE | re.DOTALL,
)


def cypher_tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of a Cypher text, comments included."""
    return _tokens(_CYPHER, text)


def sparql_tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of a SPARQL text, comments included."""
    return _tokens(_SPARQL, text)


def _tokens(grammar: re.Pattern[str], text: str) -> Iterator[Token]:
    for found in grammar.finditer(text):
        yield Token(found.lastgroup or "mark", found[0], found.start())


MOST_CHARACTERS = 1_000_000
"""Of a text. Its tokens are found in one pass: what is not closed is one token, and no pattern looks far ahead."""

MOST_DEPTH, MOST_UNIONS, MOST_TOKENS = 100, 100, 5_000
"""Engines read by recursion, and die of a text that is deep enough: of brackets within brackets, of queries joined by
UNION (kglite), of operators in a row (pyoxigraph, which VALUES do not count for)."""

_QUOTE_ESCAPED = re.compile(r"\\u+(?:0000)?00(?:0[ad]|22|27|5c|60)", re.IGNORECASE)


def _check_lexis(text: str, tokens: list[Token]) -> None:
    """Refuse what engines may read differently: here a string or a comment ends for one and not for another."""
    if len(text) > MOST_CHARACTERS:
        raise UnsafeQuery(f"a query longer than {MOST_CHARACTERS:,} characters")
    depth = 0
    for token in tokens:
        depth += (token.text in ("(", "[", "{")) - (token.text in (")", "]", "}"))
        if depth > MOST_DEPTH:
            raise UnsafeQuery(f"more than {MOST_DEPTH} brackets within each other at {_position(text, token)}")
        if (
            token.sort == "unclosed"
            or token.text in ("\\", "`")
            or (token.text.startswith("/*") and not token.text[2:].endswith("*/"))
        ):
            raise UnsafeQuery(f"an unclosed or stray {token.text[:1]} at {_position(text, token)}")
        if token.sort == "comment" and "\r" in token.text[:-1]:
            raise UnsafeQuery(f"a carriage return in the comment at {_position(text, token)}")
        escaped = re.search(r"\\u", token.text, re.IGNORECASE)
        if escaped and (token.sort != "string" or _QUOTE_ESCAPED.search(token.text)):
            raise UnsafeQuery(f"a \\u escape out of place at {_position(text, token)}")


# Cypher

READING = frozenset({"MATCH", "OPTIONAL", "WITH", "UNWIND", "RETURN", "CALL", "EXPLAIN", "PROFILE"})
"""What a query may begin with."""

PROCEDURES = frozenset({"db.labels", "db.relationshiptypes", "db.propertykeys"})
"""The procedures that may be called, in lower case."""

NAMESPACES = frozenset({"date", "datetime", "duration", "localdatetime", "localtime", "point", "time"})
"""The namespaces whose functions may be called: ``date.truncate``, but not what a server has been extended with."""

_WRITING = frozenset({"CREATE", "MERGE", "SET", "DELETE", "DETACH", "REMOVE", "DROP", "FOREACH", "INSERT", "ALTER"})


def check_cypher(text: str) -> None:
    """Raise UnsafeQuery if a Cypher text writes, loads a file, calls a procedure or follows paths without bound."""
    tokens = list(cypher_tokens(text))
    _check_lexis(text, tokens)
    tokens = [token for token in tokens if token.sort != "comment"]
    if tokens and tokens[-1].text == ";":
        tokens.pop()
    _check_clauses(text, tokens)
    _check_calls(text, tokens)
    _check_paths(text, tokens)
    _check_quantifiers(text, tokens)


def _check_clauses(text: str, tokens: list[Token]) -> None:
    unions = 0
    for before, token, after in _windows(tokens):
        unions += token.word == "UNION" and not _is_name(before, after)
        if unions > MOST_UNIONS:
            raise UnsafeQuery(f"more than {MOST_UNIONS} queries joined by UNION")
        if token.text == ";":
            raise UnsafeQuery(f"one query at a time: a semicolon at {_position(text, token)}")
        if token.word == "LOAD" and after.word == "CSV":
            raise UnsafeQuery(f"a query reads no files: LOAD CSV at {_position(text, token)}")
        if token.word in _WRITING and not _is_name(before, after):
            raise UnsafeQuery(f"a query only reads: {token.word} at {_position(text, token)}; a name goes in backticks")
    if tokens and tokens[0].word not in READING:
        raise UnsafeQuery(f"a query begins with one of {', '.join(sorted(READING))}, not with {tokens[0].text!r}")
    last = tokens[-2:]
    if [token.word for token in last[:1]] == ["FORMAT"] and last[-1].word not in ("FORMAT", *_ORDERS):
        raise UnsafeQuery(f"a query does not choose its format: FORMAT at {_position(text, last[0])}")


_ORDERS = ("ASC", "ASCENDING", "DESC", "DESCENDING")


def _is_name(before: Token, after: Token) -> bool:
    """Whether what stands between can only be a name: of a property, label, type, column, key or variable."""
    named = before.text in (".", ":", "|", "&", "!") or before.word == "AS"
    return named or (after.text == ":" and before.text in ("{", ",", "(", "["))


def _check_calls(text: str, tokens: list[Token]) -> None:
    for n, (before, token, after) in enumerate(_windows(tokens)):
        if token.word == "CALL" and not _is_name(before, after) and after.text not in ("{", "("):
            name = _dotted(tokens, n + 1)
            if name.lower() not in PROCEDURES:
                only = ", ".join(sorted(PROCEDURES))
                raise UnsafeQuery(f"procedure {name!r} may not be called at {_position(text, token)}; only {only}")
        elif token.text == "." and before.word and _starts_call(tokens, n):
            first = _first_of_dotted(tokens, n - 1)
            name = _dotted(tokens, first)
            called = first > 0 and tokens[first - 1].word == "CALL"
            if not called and tokens[first].word.lower() not in NAMESPACES:
                raise UnsafeQuery(f"function {name!r} may not be called at {_position(text, tokens[first])}")


def _starts_call(tokens: list[Token], n: int) -> bool:
    """Whether the last point of a dotted name, its last part and an opening bracket stand here."""
    return len(tokens) > n + 2 and tokens[n + 1].word != "" and tokens[n + 2].text == "("


def _first_of_dotted(tokens: list[Token], n: int) -> int:
    while n >= 2 and tokens[n - 1].text == "." and tokens[n - 2].word:
        n -= 2
    return n


MOST_HOPS = 100
"""Of a path; a larger bound is none."""


def _check_paths(text: str, tokens: list[Token]) -> None:
    """Every ``*`` in the brackets of an edge needs an upper bound: an engine may stop at one of its own, silently."""
    edges: list[bool] = []
    for n, (before, token, _) in enumerate(_windows(tokens)):
        if token.text in ("(", "[", "{"):
            edges.append(token.text == "[" and before.text == "-")
        elif token.text in (")", "]", "}") and edges:
            edges.pop()
        elif token.text == "*" and edges and edges[-1]:
            one, two, three = (*tokens[n + 1 : n + 4], _NOTHING, _NOTHING, _NOTHING)[:3]
            last = two if one.text == ".." else three if two.text == ".." else one
            _check_bound(text, token, last, "*1..6")


def _check_quantifiers(text: str, tokens: list[Token]) -> None:
    """So do Neo4j's quantifiers: ``+``, ``*`` and ``{2,}`` after an edge or after a path in brackets."""
    brackets = [_Bracket()]
    for n, (before, token, after) in enumerate(_windows(tokens)):
        ends_path = (before.text, token.text) in (("-", "-"), ("-", ">"))
        if token.text in ("(", "[", "{"):
            brackets.append(_Bracket(is_edge=token.text == "[" and before.text == "-"))
        elif token.text in (")", "]", "}") and len(brackets) > 1:
            closed = brackets.pop()
            ends_path = token.text == ")" and closed.holds_edge
            if closed.is_edge and after.text == "-":
                brackets[-1].holds_edge = True
                token, after = after, tokens[n + 2] if len(tokens) > n + 2 else _NOTHING
                ends_path = True
        elif ends_path:
            brackets[-1].holds_edge = True
        if ends_path and after.text in ("+", "*"):
            _check_bound(text, after, _NOTHING, "{1,6}")
        if token.text == "{" and (after.text == "," or after.sort == "number"):
            stop = next((m for m in range(n + 1, min(n + 5, len(tokens))) if tokens[m].text == "}"), n + 1)
            _check_bound(text, token, tokens[stop - 1], "{1,6}")


@dataclass(slots=True)
class _Bracket:
    """An open bracket: whether it is that of an edge, and whether an edge has been seen in it."""

    is_edge: bool = False
    holds_edge: bool = False


def _check_bound(text: str, token: Token, bound: Token, example: str) -> None:
    if not (bound.sort == "number" and bound.text.isdecimal() and int(bound.text[:9]) <= MOST_HOPS):
        raise UnsafeQuery(f"a path without a bound of {MOST_HOPS} or less at {_position(text, token)}: write {example}")


_NOTHING = Token("mark", "", 0)


def _windows(tokens: list[Token]) -> Iterator[tuple[Token, Token, Token]]:
    """Yield each token between its neighbours."""
    padded = [_NOTHING, *tokens, _NOTHING]
    for (before, token), (_, after) in pairwise(pairwise(padded)):
        yield before, token, after


def _dotted(tokens: list[Token], start: int) -> str:
    """Return the dotted name that stands here."""
    end = start
    while end < len(tokens) and (tokens[end].word if (end - start) % 2 == 0 else tokens[end].text == "."):
        end += 1
    return "".join(token.text.strip("`") for token in tokens[start:end])


# SPARQL

_UPDATING = frozenset(
    {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH", "USING"},
)
_ELSEWHERE = re.compile(r"SERVICE|FROM")


def check_sparql(text: str) -> None:
    """Raise UnsafeQuery if a SPARQL text updates, or asks another endpoint or document.

    ``*`` and ``+`` of a property path stay: SPARQL 1.1 has no bounded form of them, engines follow them with what they
    have visited in mind, so none cuts them short in silence as in Cypher; the time limit holds for them too.

    Names in SPARQL are IRIs, prefixed names or variables, so a bare word is always a keyword. The engine reads without
    a tokeniser and takes ``trueSERVICE<x>`` and ``SERVICE:x`` for a service: such words and prefixes are refused whole.
    """
    tokens = list(sparql_tokens(text))
    _check_lexis(text, tokens)
    for token in tokens:
        word = token.word or (token.text.partition(":")[0].upper() if token.sort == "prefixed" else "")
        if found := _ELSEWHERE.search(word):
            raise UnsafeQuery(f"a query asks this graph alone: {found[0]} at {_position(text, token)}")
        if token.word in _UPDATING:
            raise UnsafeQuery(f"a query only reads: {token.word} at {_position(text, token)}")
    if sum(1 for _ in _beside_values(tokens)) > MOST_TOKENS:
        raise UnsafeQuery(f"a query of more than {MOST_TOKENS:,} words and signs, those of VALUES not counted")


def _beside_values(tokens: Iterator[Token] | list[Token]) -> Iterator[Token]:
    """Yield the tokens that stand in no list of VALUES: between its word and the brace that closes it."""
    inside, opened = False, False
    for token in tokens:
        inside = inside or token.word == "VALUES"
        if not inside:
            yield token
        elif token.text == "{":
            opened = True
        elif token.text == "}" and opened:
            inside = opened = False


def check(text: str, language: str) -> None:
    """Raise UnsafeQuery if a text in ``cypher`` or ``sparql`` must not be run."""
    {"cypher": check_cypher, "sparql": check_sparql}[language](text)


def _position(text: str, token: Token) -> str:
    """Return line and column, as the engines count them."""
    line = text.count("\n", 0, token.start) + 1
    return f"line {line}, col {token.start - text.rfind(chr(10), 0, token.start)}"
