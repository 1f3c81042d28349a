"""Every page of rulings × every role."""

from tests.pages.matrix import each_role_gets
from tests.pages.rulings.permissions import LINES

test_each_role_gets_what_the_matrix_says = each_role_gets(LINES)
