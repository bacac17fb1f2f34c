"""`hpplan`, and `python -m hpplan`: the command line in a process of its own."""

import atexit
import gc
import os
import sys


def program() -> None:
    """Run the command line and end the process, which does nothing else.

    What concerns the process as a whole is set here, so that whoever calls `hpplan.cli.main` or
    imports the library keeps what they had.
    """
    # One command lives too briefly for the collector to be worth its time.
    gc.disable()
    codes: list[int] = []
    # What is registered first is run last, when nothing is left but to take the memory apart.
    atexit.register(_end, codes)
    # Plugins that happen to be installed beside pydantic have no business with a plan, and looking
    # for them costs as much time as building the models.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    from hpplan.cli import main

    try:
        main()
    except SystemExit as end:
        if isinstance(end.code, int):
            codes.append(end.code)
        raise


def _end(codes: list[int]) -> None:
    """End at once with the exit code, where there is one and all output could be written."""
    try:
        for stream in filter(None, (sys.stdout, sys.stderr)):
            stream.flush()
    except (OSError, ValueError):
        return  # the interpreter says what there is to say of that
    if codes:
        os._exit(codes[0])


if __name__ == "__main__":
    program()
