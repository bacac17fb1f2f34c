"""The program and git as tests run them."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING, NamedTuple

from typer.testing import CliRunner

from hpplan.cli import app

if TYPE_CHECKING:
    from pathlib import Path


class Shown(NamedTuple):
    """What a run of the program shows."""

    stdout: str
    stderr: str
    code: int


def run(*arguments: str) -> Shown:
    """What `hpplan check` shows in the current folder."""
    result = CliRunner().invoke(
        app, ["check", "--as-of", "2026-11-22", *arguments], catch_exceptions=False
    )
    return Shown(result.stdout, result.stderr, result.exit_code)


def identity(folder: Path) -> dict[str, str]:
    """A surrounding in which git knows nothing of whoever runs the tests."""
    return {
        **{
            f"GIT_{role}_{what}": f"test{more}"
            for role in ("AUTHOR", "COMMITTER")
            for what, more in (("NAME", ""), ("EMAIL", "@example.org"))
        },
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CEILING_DIRECTORIES": str(folder),
    }


def git(folder: Path, *arguments: str) -> str:
    """What git prints."""
    done = subprocess.run(
        ["git", *arguments], cwd=folder, capture_output=True, encoding="utf-8", check=True
    )
    return done.stdout.strip()
