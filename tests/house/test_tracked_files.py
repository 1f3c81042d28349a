"""What no committed file may hold: one machine's paths, a registry's address, an unfinished thought."""

import re
from pathlib import Path

import pytest

# Written in pieces, so that this file does not find itself.
FORBIDDEN = {
    "a path of one machine": re.compile(
        r"(?<![\w./~<-])/(?:work|root|home|Users|opt|mnt)/[\w.]|\b[A-Z]:\\" + r"Users\\"
    ),
    "the address of a package registry": re.compile(
        "|".join(
            (
                r"pypi" + r"\.org",
                r"python" + r"hosted\.org",
                r"registry" + r"\.(?:npm" + r"js|yarn" + "pkg)",
                r"npm" + r"mirror\.com",
                r"(?:deb|ftp)" + r"\.debian" + r"\.org",
                r"mirrors?\.[\w.]+/" + "(?:pypi|simple|debian)",
            )
        )
    ),
    "an unfinished thought": re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b"),
    "two sides of an unfinished merge": re.compile(r"^(?:<{7}|>{7})(?: |$)", re.MULTILINE),
}


def findings(text: str, kind: str) -> list[str]:
    return [match.group() for match in FORBIDDEN[kind].finditer(text)]


@pytest.mark.parametrize("kind", FORBIDDEN)
def test_no_committed_file_holds(kind: str, our_texts: dict[Path, str], root: Path) -> None:
    found = {str(path.relative_to(root)): findings(text, kind) for path, text in our_texts.items()}
    assert {path: hits for path, hits in found.items() if hits} == {}


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("a path of one machine", 'open("/home/' + 'li/figures.xlsx")'),
        ("a path of one machine", "find-links /opt/" + "wheels"),
        ("a path of one machine", "C:\\" + "Users\\li"),
        ("the address of a package registry", "https://" + "pypi" + ".org/simple"),
        ("the address of a package registry", '"resolved": "https://registry' + ".npm" + 'js.org/htmx"'),
        ("an unfinished thought", "# TO" + "DO: ties"),
        ("two sides of an unfinished merge", "<" * 7 + " ours"),
    ],
)
def test_each_kind_can_be_found(kind: str, text: str) -> None:
    assert len(findings(text, kind)) == 1


def test_a_path_within_the_project_is_free() -> None:
    assert findings("see docs/work/plan.md and https://example.com/home/li", "a path of one machine") == []
