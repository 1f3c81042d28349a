"""The program with every command in it."""

from leitai.cli import convert, demo, explain, methods, rulebook, score, serve, verify
from leitai.cli.app import app

__all__ = ["app", "convert", "demo", "explain", "methods", "rulebook", "score", "serve", "verify"]
