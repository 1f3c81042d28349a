"""What every page made as a file shares: the wall, the briefing and the static site.

Pages are written by Jinja2 with everything escaped. A page that stands alone carries its style, script and data inside
and forbids everything else by a policy of hashes, so it works from a stick with the network unplugged.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from functools import cache, partial
from importlib.resources import files
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from leitai.engine.errors import Lang

HERE = "leitai.press.pages"


@cache
def environment(package: str) -> Environment:
    """The templates of a package, then the shared ones."""
    loaders = [PackageLoader(name) for name in dict.fromkeys((package, HERE))]
    return Environment(
        loader=ChoiceLoader(loaders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def render(package: str, template: str, lang: Lang, context: Mapping[str, Any]) -> bytes:
    """A page as the bytes of its file. Templates say every word through `say(chinese, english)`."""
    text = environment(package).get_template(template).render(say=partial(say, lang), lang=lang, **context)
    return tidy(text).encode() + b"\n"


def tidy(text: str) -> str:
    """Without the empty lines that the statements of a template leave behind."""
    return "\n".join(line.rstrip() for line in text.splitlines() if line.strip())


def say(lang: Lang, zh: str, en: str, **values: object) -> str:
    """The words in the page's language, with values put in."""
    return (zh if lang == "zh" else en).format(**values)


def asset(package: str, name: str) -> str:
    """A style or a script of a package."""
    return files(package).joinpath("static", name).read_text(encoding="utf-8")


def alone(
    package: str,
    template: str,
    lang: Lang,
    context: Mapping[str, Any],
    styles: str,
    script: str,
    data: object,
    media: str = "'none'",
) -> bytes:
    """A page that needs nothing but itself. Its policy lets in its own style and script by their hashes only; `media`
    says where films may lie."""
    plain = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).replace("<", "\\u003c")
    styles, script = tidy(styles), tidy(script)
    rules = {
        "default-src": "'none'",
        "style-src": _hash(styles),
        "script-src": _hash(script),
        "media-src": media,
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    policy = "; ".join(f"{key} {value}" for key, value in rules.items())
    inside = {"styles": Markup(styles), "script": Markup(script), "data": Markup(plain), "policy": policy}
    return render(package, template, lang, {**context, **inside})


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
