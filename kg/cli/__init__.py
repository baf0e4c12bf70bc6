"""The command line: a thin skin over ``kg.graph`` and ``kg.pipeline``, one module a group of commands.

Data goes to stdout, everything else to stderr. Heavy modules are imported inside the commands that need them.
"""

import sys
from typing import Never

# isort: off
# In the order in which the help lists their commands.
from kg.cli import building  # noqa: F401
from kg.cli import asking  # noqa: F401
from kg.cli import searching  # noqa: F401
from kg.cli import giving  # noqa: F401
from kg.cli import resolving  # noqa: F401
from kg.cli import pushing  # noqa: F401
from kg.cli import evaluating  # noqa: F401

# isort: on
from kg.cli.app import app
from kg.cli.printing import say
from kg.errors import KgError


def main() -> Never:
    """Run a command; a KgError is one line on stderr and its exit code, never a traceback."""
    try:
        app()
    except KgError as error:
        say(f"kg: {error}")
        sys.exit(error.exit_code)
    sys.exit(0)
