"""What XML 1.0 can hold."""

import re

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def permitted(text: str) -> str:
    r"""Return the text without the characters that no XML document may contain (XML 1.0, section 2.2).

    >>> permitted("a\x00b\tc\ufffe")
    'ab\tc'
    """
    return _FORBIDDEN.sub("", text)
