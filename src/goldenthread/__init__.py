"""Golden Thread: what was found, what is being done, how we know, what changed for children."""

__version__ = "0.1.0"
