"""leitai (擂台): run a high-quality-development competition whose results anyone can recompute."""

__version__ = "0.1.0"
