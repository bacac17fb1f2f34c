"""hpplan: track the targets of a published government plan in plain files."""

__version__ = "0.1.0"
