"""A rulebook as an xlsx workbook and back: the same content, the same digest; only comments are lost.

Every part of the edition is a sheet with a Chinese name. Row 1 is the heading people read, row 2 the key it stands for,
data begin in row 3. The tree lies flat on one sheet, each row with the id of the node above it.
"""

from leitai.tables.rulebook_xlsx.read import read_rulebook_xlsx, read_workbook
from leitai.tables.rulebook_xlsx.write import rulebook_xlsx, write_workbook

__all__ = ["read_rulebook_xlsx", "read_workbook", "rulebook_xlsx", "write_workbook"]
