"""A rulebook as a file to take away: YAML, a workbook, the 细则 for Word."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpResponse

from leitai.engine.errors import Text
from leitai.engine.rulebook.model import Rulebook
from leitai.press.rules_docx.document import rules_docx
from leitai.tables.rulebook_xlsx import rulebook_xlsx
from leitai.web.foundation.api import Invisible
from leitai.web.rulebook.errors import Cannot

OFFICE = "application/vnd.openxmlformats-officedocument"
TYPES = {
    "yaml": "application/yaml; charset=utf-8",
    "xlsx": f"{OFFICE}.spreadsheetml.sheet",
    "docx": f"{OFFICE}.wordprocessingml.document",
}


def file_of(kind: str, name: str, text: str, rulebook: Rulebook | None) -> HttpResponse:
    """The file. A workbook and a document need rules that can be read; the YAML is as it is."""
    if kind not in TYPES:
        raise Invisible
    if kind == "yaml":
        data = text.encode("utf-8")
    elif rulebook is None:
        raise Cannot(Text("规则书还有问题，先改好再导出。", "The rulebook is at fault; mend it before taking it away."))
    else:
        data = rulebook_xlsx(rulebook) if kind == "xlsx" else rules_docx(rulebook)
    response = HttpResponse(data, content_type=TYPES[kind])
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{name}.{kind}')}"
    return response
