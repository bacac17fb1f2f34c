"""Feeds the readers with bytes that nobody would write, until time is over or something breaks.

Run it by hand: `python tests/fuzz/fuzz.py plan|progress [--seconds 600] [--seed 1]`. With atheris
installed (`pip install atheris`; it is no dependency, and needs a Linux or macOS) the inputs follow
the code's own branches; without it they are random mutations of the cases of tests/invalid. What
breaks an assertion is written to fuzz-<name>.bin, to be kept as a case.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2] / "src")]

PIECES = (
    *(b'"', b'""', b",", b"\n", b"\r\n", b"\r", b"\0", b"\xef\xbb\xbf", b"\xff\xfe", b"\x1b[31m"),
    *(b": ", b"- ", b"&a ", b"*a", b"!!str ", b"<<: *a", b"{", b"}", b"[", b"]", b"|", b">", b"#"),
    *(b"---\n", b"...\n", b"\t", b"\xe2\x96\xa1", b"\xe2\x80\xae", b"\xd4\xaa", b"0", b"9" * 20),
    *(b"1.1a", b"2025-03-31", b"done", b"=1+1", b"<<<<<<< HEAD\n", b"date,target,value\n", b"%"),
)


def mutated(data: bytes, rng: random.Random) -> bytes:
    """A few bytes changed, cut, doubled or put in."""
    out = bytearray(data)
    for _ in range(rng.randint(1, 6)):
        at = rng.randrange(len(out) + 1)
        end = min(len(out), at + rng.randint(0, 30))
        change = rng.randrange(4)
        if change == 0:
            del out[at:end]
        elif change == 1:
            out[at:at] = rng.choice(PIECES)
        elif change == 2:
            out[at:at] = out[at:end]
        elif at < len(out):
            out[at] = rng.randrange(256)
    return bytes(out)


def at_random(name: str, seconds: int, seed: int) -> None:
    """Mutate the corpus for so long."""
    import fuzzing

    target, file = fuzzing.TARGETS[name]
    corpus, rng, count = fuzzing.corpus(file), random.Random(seed), 0  # noqa: S311
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        data = mutated(rng.choice(corpus), rng)
        try:
            target(data)
        except BaseException:
            Path(f"fuzz-{name}.bin").write_bytes(data)
            raise
        count += 1
    print(f"{name}: {count} inputs in {seconds} s, none broke anything")


def guided(name: str, seconds: int, seed: int) -> None:
    """Have atheris look for inputs that reach new branches."""
    atheris = import_module("atheris")
    with atheris.instrument_imports(include=["hpplan"]):
        import fuzzing
    target, file = fuzzing.TARGETS[name]
    with tempfile.TemporaryDirectory() as folder:
        for number, data in enumerate(fuzzing.corpus(file)):
            (Path(folder) / str(number)).write_bytes(data)
        options = [f"-max_total_time={seconds}", f"-seed={seed}", "-max_len=8000", "-timeout=20"]
        atheris.Setup([sys.argv[0], folder, *options, f"-artifact_prefix=fuzz-{name}-"], target)
        atheris.Fuzz()


def main() -> None:
    """Read the arguments, and fuzz."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("target", choices=["plan", "progress"])
    arguments.add_argument("--seconds", type=int, default=600)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--random", action="store_true", help="do without atheris")
    options = arguments.parse_args()
    options.random |= find_spec("atheris") is None
    run = at_random if options.random else guided
    run(options.target, options.seconds, options.seed)


if __name__ == "__main__":
    main()
