"""The files that travel with the program: the plan, its source, and the page of codes."""

from pathlib import Path


def shipped(name: str) -> Path:
    """A file of the distribution, from an installed wheel or a checkout.

    Args:
        name: its path below the checkout, as `plan.yaml`.
    """
    package = Path(__file__).parent
    installed = package / "shipped" / name
    return installed if installed.is_file() else package.parents[1] / name
