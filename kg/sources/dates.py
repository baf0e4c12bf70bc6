"""Dates of papers, in the spellings that sources use, as ISO 8601."""

import re
from datetime import UTC, date, datetime

_ISO_DATE = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?:[T ].*)?|(\d{4})(\d\d)(\d\d)", re.ASCII)
_DAY_MONTH = re.compile(
    r"\b(?:(\d{1,2})(?:st|nd|rd|th)?[ -])?([A-Z][a-z]{2})[a-z]*\.?[ -](?:(\d{1,2})(?:st|nd|rd|th)?,? )?(\d{4})\b",
    re.ASCII,
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)", re.ASCII)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MILLISECONDS = re.compile(r"\d{12,13}", re.ASCII)  # since 1970


def iso_date(text: str) -> str | None:
    """Return a date as ISO 8601, as exact as it was given: to the day, the month or the year; None if it is none.

    >>> iso_date("Mon, 2 Apr 2007 19:18:42 GMT"), iso_date("Mar 2024"), iso_date("ICLR 2019"), iso_date("soon")
    ('2007-04-02', '2024-03', '2019', None)
    """
    text = text.strip()
    if _MILLISECONDS.fullmatch(text):
        return datetime.fromtimestamp(int(text) / 1000, UTC).date().isoformat()
    if found := _ISO_DATE.fullmatch(text):
        year, month, day = (int(part or 0) for part in (found.groups()[:3] if found[1] else found.groups()[3:]))
        return _iso(year, month, day)
    if (found := _DAY_MONTH.search(text)) and found[2] in _MONTHS:
        return _iso(int(found[4]), _MONTHS.index(found[2]) + 1, int(found[1] or found[3] or 0))
    found = _YEAR.search(text)
    return found[0] if found else None


def _iso(year: int, month: int, day: int) -> str | None:
    """Return as much of the date as is possible in the calendar."""
    if not 1000 <= year <= 2999:
        return None
    try:
        return date(year, month or 1, day or 1).isoformat()[: 10 if day and month else 7 if month else 4]
    except ValueError:
        return f"{year}-{month:02}" if 1 <= month <= 12 else f"{year}"
