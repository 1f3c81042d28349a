"""One edition has one canonical form and one digest, however it is spelt."""

import hashlib
import json
from decimal import Decimal
from pathlib import Path

import pytest

from leitai.engine.errors import UsageError
from leitai.engine.rulebook import digest as digest_module
from leitai.engine.rulebook.canonical import canonical, number_text
from leitai.engine.rulebook.digest import canonical_bytes, digest, normalise_code, short_code
from leitai.engine.rulebook.load import read_plain
from leitai.engine.rulebook.yaml_tree import read_yaml
from tests.unit.rulebook.editions import SOUND, broken, read


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("2.50", "2.5"),
        ("1E+2", "100"),
        ("100", "100"),
        ("-0.0", "0"),
        ("0.00", "0"),
        (".5", "0.5"),
        ("5.", "5"),
        ("1e-3", "0.001"),
        ("-12.30", "-12.3"),
        ("007", "7"),
        ("0.1234567890123456789012345678901234567890", "0.123456789012345678901234567890123456789"),
        ("1234567890123456789012345678901234567890", "1234567890123456789012345678901234567890"),
    ],
)
def test_a_number_has_one_text(written: str, plain: str) -> None:
    assert number_text(Decimal(written)) == plain


def test_the_canonical_form_reads_back_as_the_same_edition(tmp_path: Path) -> None:
    first = read(tmp_path, SOUND)
    assert first.rulebook is not None
    plain = canonical(first.rulebook)
    again = read_plain(json.loads(canonical_bytes(plain)))
    assert again.faults == ()
    assert again.rulebook is not None
    assert canonical(again.rulebook) == plain
    assert again.digest == first.digest


def test_the_canonical_form_leaves_out_what_is_the_default(tmp_path: Path) -> None:
    rulebook = read(tmp_path, SOUND).rulebook
    assert rulebook is not None
    plain = canonical(rulebook)
    assert "seal" not in plain
    assert plain["title"] == {"zh": "澜川市竞赛规则", "en": "Rules"}
    assert plain["season"] == {"name": "2025 赛季", "start": "2025-01-01", "end": "2025-12-31"}
    assert plain["groupings"][0]["groups"][0]["members"] == ["donghe", "xishan"]
    gdp, invest = plain["tree"]["nodes"][0]["nodes"]
    assert gdp["method"] == {"name": "completion"}
    assert invest["method"] == {"name": "completion", "cap": "1.2"}
    assert "policies" not in gdp
    assert plain["tree"]["nodes"][1]["points"] == {"county": "40", "park": "20"}
    assert plain["tree"]["nodes"][1]["policies"] == {"no_task": {"fixed": "2"}}
    assert plain["policies"]["rounding"] == {"indicator": 2, "track": "none", "total": 2, "mode": "half_up"}


SPELLINGS = [
    ("points: { county: 20 }", "points: { county: 2e1 }"),
    ("points: { county: 40.0, park: 20 }", "points: { park: 20.000, county: 40 }"),
    ("method: completion\n", "method: { name: completion, version: 1, cap: 1.0 }\n"),
    ("cap: 1.2 }", 'cap: "1.20" }'),
    ("name: 2025 赛季", "name: { zh: 2025 赛季 }"),
    ("members: [donghe, xishan]", "members: [{ id: donghe }, xishan]"),
    ("peers_include_self: true", "peers_include_self: yes"),
    ("season:", "seal: sha256\nseason:"),
    ("ladder_floor: 0", "ladder_floor: -0.0"),
    ("{ rule: cap, limit: 50 }", "{ limit: 5E+1, rule: cap }"),
    ("  park_in_county: separate\n  vintage: latest\n", "  vintage: latest\n  park_in_county: separate\n"),
]


@pytest.mark.parametrize(("old", "new"), SPELLINGS)
def test_another_spelling_has_the_same_digest(old: str, new: str, tmp_path: Path) -> None:
    reading = read(tmp_path, broken((old, new)))
    assert [fault.line() for fault in reading.faults] == []
    assert reading.digest == read(tmp_path, SOUND).digest


MEANINGS = [
    ("points: { county: 20 }", "points: { county: 20, park: 0 }"),
    ("name: 西山县", "name: 西 山县"),
    ("cap: 1.2 }", "cap: 1.3 }"),
    ("decimals: 1", "decimals: 2"),
    ("no_task: { fixed: 2 }", "no_task: reweight"),
]


@pytest.mark.parametrize(("old", "new"), MEANINGS)
def test_another_meaning_has_another_digest(old: str, new: str, tmp_path: Path) -> None:
    reading = read(tmp_path, broken((old, new)))
    assert [fault.line() for fault in reading.faults] == []
    assert reading.digest != read(tmp_path, SOUND).digest


def test_the_order_of_items_is_part_of_an_edition(tmp_path: Path) -> None:
    swapped = broken(
        ("  - { id: stats, name: 统计局 }\n", ""),
        ("  - { id: office, name: 考评办 }\n", "  - { id: office, name: 考评办 }\n  - { id: stats, name: 统计局 }\n"),
    )
    assert read(tmp_path, swapped).digest != read(tmp_path, SOUND).digest


def test_canonical_bytes_are_sorted_utf8_without_spaces() -> None:
    assert canonical_bytes({"b": ["1", True, None], "a": {"y": 2, "x": "甲"}}) == (
        '{"a":{"x":"甲","y":2},"b":["1",true,null]}'.encode()
    )


@pytest.mark.parametrize(
    "plain", [{"a": 1.5}, [float("nan")], {"a": [{"b": 0.0}]}, {1: "a"}, {"a": Decimal(1)}, {"a": {1}}]
)
def test_canonical_bytes_refuse_what_has_no_one_text(plain: object) -> None:
    with pytest.raises(TypeError):
        canonical_bytes(plain)


def test_the_digest_is_the_named_algorithm_over_the_canonical_bytes() -> None:
    plain = {"a": "1"}
    assert digest(plain, "sha256") == hashlib.sha256(b'{"a":"1"}').hexdigest()
    with pytest.raises(UsageError, match="md5"):
        digest(plain, "md5")


def test_sm3_is_the_published_one() -> None:
    # GB/T 32905-2016, example 1: the digest of "abc".
    if "sm3" not in hashlib.algorithms_available:
        pytest.skip("this OpenSSL has no sm3")
    wanted = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert digest_module.digest_bytes(b"abc", "sm3") == wanted


def test_a_machine_without_sm3_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def lacks(name: str, data: bytes = b"") -> None:
        raise ValueError(f"unsupported hash type {name}")

    monkeypatch.setattr(digest_module.hashlib, "new", lacks)
    with pytest.raises(UsageError, match="sm3"):
        digest({}, "sm3")


def test_the_short_code_is_the_first_hundred_bits_in_letters_that_are_not_confused() -> None:
    code = short_code("00000" * 5 + "f" * 39)
    assert code == "0000-0000-0000-0000-0000"
    code = short_code(hashlib.sha256(b"").hexdigest())
    assert code == normalise_code(code)
    assert int(hashlib.sha256(b"").hexdigest()[:25], 16) == sum(
        digest_module.ALPHABET.index(letter) << (95 - 5 * place) for place, letter in enumerate(code.replace("-", ""))
    )


@pytest.mark.parametrize(
    "typed",
    ["K7Q2-9M4X-0110-0000-ZZZZ", "k7q29m4x01100000zzzz", " k7q2 9m4x OiLo 0000 zzzz ", "Ｋ7Q2—9M4X—0110—0000—ＺＺＺＺ"],
)
def test_a_code_is_forgiven_how_it_is_typed(typed: str) -> None:
    assert normalise_code(typed) == "K7Q2-9M4X-0110-0000-ZZZZ"


@pytest.mark.parametrize("typed", ["", "K7Q2", "K7Q2-9M4X-0110-0000-ZZZU", "K7Q2-9M4X-0110-0000-ZZZZ-1", "甲" * 20])
def test_what_is_no_code_is_refused(typed: str) -> None:
    with pytest.raises(UsageError):
        normalise_code(typed)


def test_yaml_read_by_either_parser_has_one_digest() -> None:
    digests = {read_plain(read_yaml(SOUND.encode(), "f", pure).value).digest for pure in (False, True)}
    assert len(digests) == 1
