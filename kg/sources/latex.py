r"""LaTeX remnants as plain characters: ``360{\deg}`` is 360°, ``\emph{X}`` is X, ``$\alpha$-VAE`` is α-VAE.

Abstracts hold scraps of LaTeX, often damaged, in text that is otherwise plain. So this is no typesetter: a symbol
becomes its character, any other command leaves its arguments or its name, and what is not understood stays.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence

_TABLE = """
alpha α beta β gamma γ delta δ epsilon ε varepsilon ε eps ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda λ
mu μ nu ν xi ξ pi π rho ρ sigma σ tau τ upsilon υ phi φ varphi φ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ
Xi Ξ Pi Π Sigma Σ Phi Φ Psi Ψ Omega Ω ell ℓ nabla ∇ partial ∂ infty ∞ times × texttimes × cdot · pm ± div ÷ ast * star *
circ ° deg ° degree ° sim ∼ approx ≈ neq ≠ ne ≠ leq ≤ le ≤ geq ≥ ge ≥ ll ≪ gg ≫ propto ∝ in ∈ subset ⊂ subseteq ⊆
cup ∪ cap ∩ sum ∑ prod ∏ int ∫ sqrt √ to → rightarrow → leftarrow ← leftrightarrow ↔ uparrow ↑ downarrow ↓ mapsto ↦
ldots ... dots ... cdots ... otimes ⊗ oplus ⊕ perp ⊥ top ⊤ mid | vert | Vert ‖ langle ⟨ rangle ⟩ textregistered ®
l ł L Ł o ø O Ø ss ß ae æ AE Æ aa å AA Å i i j j S § ie i.e. eg e.g.
"""
_SYMBOLS: Mapping[str, str] = dict(zip(_TABLE.split()[::2], _TABLE.split()[1::2], strict=True))

# fmt: off
_STYLES = (
    "emph", "mathcal", "mathbb", "mathbf", "mathrm", "mathsf", "mathit", "mathtt", "mathscr", "mathfrak",
    "textbf", "textit", "texttt", "textsc", "textrm", "textsf",
)
_SWITCHES = (
    "em", "it", "bf", "rm", "tt", "sc", "sl", "sf", "cal", "bm", "small", "large", "normalsize", "displaystyle",
    "left", "right", "big", "Big", "bigl", "bigr", "Bigl", "Bigr", "limits", "item", "quad", "qquad", "noindent",
)
_REFERENCES = ("cite", "citep", "citet", "citealp", "ref", "eqref", "label", "vspace", "hspace", "color")
# fmt: on
_SILENT = frozenset((*_STYLES, *_REFERENCES, *_SWITCHES))
"""Commands that print nothing themselves: fonts, sizes, and references to what is not in the text."""

_COMMANDS: Mapping[str, Callable[[Sequence[str]], str]] = {
    "href": lambda args: args[0] if args[0] in args[-1] or args[-1] in args[0] else f"{args[-1]} ({args[0]})",
    "frac": "/".join,
    "tfrac": "/".join,
    "nicefrac": "/".join,
    "footnote": lambda args: f" ({''.join(args)})",
    "textcolor": lambda args: "".join(args[1:]),
    **dict.fromkeys(_REFERENCES, lambda args: ""),
}

_ACCENTS: Mapping[str, str] = {
    **{"`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307"},
    **{'"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "c": "\u0327", "k": "\u0328"},
}

_LOST_BACKSLASH = re.compile(r"(?<![\\\w])(?=(?:url|href|emph|textbf|textit|underline)\{)")
_TRACE = re.compile(r"[\\{$~]|``")
_ACCENTED = re.compile(r"""\\(?:(["`^~=.]|'(?!s\b))|([cvHukr])(?=\{))(?:\{\\?([A-Za-z])\}|\\?([A-Za-z]))""")
_ESCAPED = re.compile(r"\\([^A-Za-z\s])|\\\s")
_STYLE = re.compile(rf"\\(?:{'|'.join(_STYLES)})(?=[A-Z]|[a-z]\b)")  # its braces were lost: \mathcalO is O
_WITH_ARGUMENTS = re.compile(r"\\([A-Za-z]+)\*?((?:\{[^{}]*\})+)(?!\{)")
_GROUP = re.compile(r"(\\[A-Za-z]+\*?(?:\{[^{}]*\})*)?\{([^{}]*)\}")
_BARE = re.compile(r"\\([A-Za-z]+)\*?( ?)")
_MATH = re.compile(r"\$\$?(?:([^$]{0,400}\\[^$]{0,400})\$\$?|(?=\S)([^$]{0,400}(?<=\S))\$\$?(?!\d))")
_TIE = re.compile(r"(?<=[A-Za-z.,)])~+(?=[\w(\\])|~+(?=\\)")

_LONGEST, _MOST_BRACES = 20_000, 300
"""A text beyond these is no abstract, and braces within braces cost the square of their depth."""

_HELD = str.maketrans("{}$", "\ue000\ue001\ue002")
_RELEASED = str.maketrans("\ue000\ue001\ue002", "{}$")
"""Literal braces and dollars wait in the private use area until the others are gone."""


def readable(text: str) -> str:
    r"""Return the text with its LaTeX remnants as plain characters.

    >>> readable(r"{\em Fast} nets on 360{\deg} scenes, \textbf{3.96\%} at $O(\log n)$")
    'Fast nets on 360° scenes, 3.96% at O(log n)'
    """
    if not _TRACE.search(text) or len(text) > _LONGEST or text.count("{") > _MOST_BRACES:
        return text
    text = _LOST_BACKSLASH.sub(r"\\", text)
    text = _TIE.sub(" ", text.replace("``", '"').replace("''", '"') if "``" in text else text)
    text = _MATH.sub(lambda found: (found[1] or found[2]).strip(), text.replace(r"\$", "\ue002"))
    text = _ESCAPED.sub(_escaped, _ACCENTED.sub(_accented, text))
    text = _STYLE.sub("", text)
    before = ""
    while text != before:
        before, text = text, _GROUP.sub(_group, _until_stable(_WITH_ARGUMENTS, _with_arguments, text))
    return _BARE.sub(_bare, text).replace("^°", "°").translate(_RELEASED)


def _until_stable(pattern: re.Pattern[str], change: Callable[[re.Match[str]], str], text: str) -> str:
    """Rewrite from the innermost braces outwards."""
    while (changed := pattern.sub(change, text)) != text:
        text = changed
    return text


def _accented(found: re.Match[str]) -> str:
    accent, letter = found[1] or found[2], found[3] or found[4]
    composed = unicodedata.normalize("NFC", letter + _ACCENTS[accent])
    return composed if len(composed) == 1 else f"{accent}{letter}"


def _escaped(found: re.Match[str]) -> str:
    r"""``\%`` is %, ``\{`` a brace of the text, ``\,`` a space; ``\(`` and its like begin and end formulas."""
    mark = found[1] or " "
    if mark in "{}":
        return mark.translate(_HELD)
    return {"!": "", "-": "", "/": "", "(": "", ")": "", "\\": " ", ",": " ", ";": " ", ":": " "}.get(mark, mark)


def _with_arguments(found: re.Match[str]) -> str:
    name, arguments = found[1], found[2][1:-1].split("}{")
    if name in _COMMANDS:
        return _COMMANDS[name](arguments)
    return _SYMBOLS.get(name, "") + "".join(arguments) or ("" if name in _SILENT else name)


def _group(found: re.Match[str]) -> str:
    r"""Braces that group are invisible in LaTeX (``{BERT}``, ``x_{ij}``, ``{\em X}``); those of plain text are kept."""
    command, inner = found[1], found[2]
    if command:
        return found[0]  # an argument whose neighbour is not plain yet
    if "\\" in inner or not re.search(r"[\s,]", inner):
        return inner
    return f"\ue000{inner}\ue001"


def _bare(found: re.Match[str]) -> str:
    name, space = found.groups()
    if name in _SILENT:
        return ""
    if name in _SYMBOLS:
        return _SYMBOLS[name] + space
    if len(name) == 1:
        return found[0]
    apart = " " if found.string[: found.start()][-1:].isalnum() else ""  # an operator: T\ln T
    return f"{apart}{name}{space}"
