"""`cro`, and `python -m cro_cli`."""

from __future__ import annotations

import gc
import os
import sys
from typing import NoReturn


def main() -> NoReturn:
    """Run the command line and exit with its code."""
    # A run is short and leaves no cycles worth the tenth of its time that looking for them takes.
    gc.disable()
    from cro_cli.cli.main import run

    code = run(sys.argv[1:])
    # All that is to be written has been written and checked; taking Polars down would take another
    # tenth, for nothing.
    os._exit(code)


if __name__ == "__main__":
    main()
