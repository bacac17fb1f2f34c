"""`hpplan`, and `python -m hpplan`: the command line in a process of its own."""

import atexit
import gc
import os


def program() -> None:
    """Run the command line and end the process, which does nothing else.

    What concerns the process as a whole is set here, so that whoever calls `hpplan.cli.main` or
    imports the library keeps what they had.
    """
    # One command lives too briefly for the collector to be worth its time, its end included.
    gc.disable()
    atexit.register(gc.freeze)
    # Plugins that happen to be installed beside pydantic have no business with a plan, and looking
    # for them costs as much time as building the models.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    from hpplan.cli import main

    main()


if __name__ == "__main__":
    program()
