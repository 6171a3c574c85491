"""trainer: key-account sales training in the terminal, scored exactly and kept provably."""

__version__ = "0.1.0"
