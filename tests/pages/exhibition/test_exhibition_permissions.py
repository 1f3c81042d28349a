"""Every page of exhibition × every role."""

from tests.pages.exhibition.permissions import LINES
from tests.pages.matrix import each_role_gets

test_each_role_gets_what_the_matrix_says = each_role_gets(LINES)
