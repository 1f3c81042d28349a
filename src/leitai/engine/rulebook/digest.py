"""Bytes, digests and the short codes that are printed on paper."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from leitai.engine.errors import UsageError

SEALS = ("sha256", "sm3")
PLAIN = frozenset({str, int, bool, type(None)})
# Crockford's base 32: no I, L, O and U, so that a code survives being read aloud and typed in.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_GROUPS, GROUP = 5, 4
READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})


def canonical_bytes(plain: Any) -> bytes:
    """A plain tree as the one JSON text it can be: keys sorted, UTF-8, no spaces, no floats."""
    _refuse_floats(plain)
    return json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode("utf-8")


def joined(parts: Mapping[str, bytes]) -> bytes:
    """The canonical bytes of a mapping whose values are canonical bytes already: what is large is written once."""
    return b"{" + b",".join(canonical_bytes(key) + b":" + parts[key] for key in sorted(parts)) + b"}"


def _refuse_floats(plain: Any) -> None:
    """Walk the tree once; what is plain is by far the most of it and is passed over by its type."""
    todo = [plain]
    while todo:
        value = todo.pop()
        kind = type(value)
        if kind is dict:
            for key in value:
                if type(key) is not str:
                    raise TypeError(f"a key that is not text: {key!r}")
            todo += [inner for inner in value.values() if type(inner) not in PLAIN]
        elif kind is list or kind is tuple:
            todo += [inner for inner in value if type(inner) not in PLAIN]
        elif kind is float:
            raise TypeError(f"a float has no one text: {value!r}")
        elif kind not in PLAIN:
            raise TypeError(f"not plain: {kind.__name__}")


def digest(plain: Any, algorithm: str) -> str:
    """The digest of a plain tree, in hexadecimal."""
    return digest_bytes(canonical_bytes(plain), algorithm)


def digest_bytes(data: bytes, algorithm: str) -> str:
    if algorithm not in SEALS:
        raise UsageError(
            f"摘要算法 {algorithm} 不认识，应为 sha256 或 sm3", f"unknown digest algorithm {algorithm}; sha256 or sm3"
        )
    try:
        made = hashlib.new(algorithm, data)
    except ValueError:
        raise UsageError(
            f"本机的 OpenSSL 不提供 {algorithm}，请在规则书中写 seal: sha256，或换用带 {algorithm} 的 OpenSSL",
            f"this machine's OpenSSL lacks {algorithm}; write seal: sha256 in the rulebook, or use one that has it",
        ) from None
    return made.hexdigest()


def short_code(hexdigest: str) -> str:
    """The first 100 bits as five groups of four: `K7Q2-9M4X-…`, for print and for reading aloud."""
    bits = int(hexdigest[:25], 16)
    letters = "".join(ALPHABET[bits >> shift & 31] for shift in range(95, -1, -5))
    return "-".join(letters[i : i + GROUP] for i in range(0, len(letters), GROUP))


def normalise_code(text: str) -> str:
    """A code as it was typed: case, spaces, dashes and O/0, I/L/1 do not matter.

    >>> normalise_code(" k7q2 9m4x-OIL0 0000 zzzz")
    'K7Q2-9M4X-0110-0000-ZZZZ'
    """
    letters = "".join(ch for ch in unicode_plain(text).upper() if ch.isalnum()).translate(READ_AS)
    if len(letters) != CODE_GROUPS * GROUP or any(ch not in ALPHABET for ch in letters):
        raise UsageError(
            f"短码应为 5 组、每组 4 个字符，如 K7Q2-9M4X-…;给出的是 {text!r}",
            f"a code is five groups of four characters, as K7Q2-9M4X-…; got {text!r}",
        )
    return "-".join(letters[i : i + GROUP] for i in range(0, len(letters), GROUP))


def unicode_plain(text: str) -> str:
    """Full-width letters and digits as plain ones."""
    return "".join(chr(ord(ch) - 0xFEE0) if "\uff01" <= ch <= "\uff5e" else ch for ch in text)
